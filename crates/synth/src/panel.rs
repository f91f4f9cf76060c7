//! Published figures of an invented country: Fjordby and 23 other municipalities that do not exist, month by month.
//!
//! Estimated throughout: levels are of the size of real ones, movements are drawn. Nothing in it is a figure of anybody.

use crate::CODE;
use crate::rng::Rng;
use domain::Day;

/// An invented municipality and the groups it is in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PanelArea {
    pub code: u16,
    pub name: &'static str,
    /// 16-66 years old.
    population: u32,
    cluster: u8,
    region: u8,
}

/// One field of an invented table. `None` is suppressed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PanelCell {
    pub table: &'static str,
    pub measure: &'static str,
    /// 0 is the whole country.
    pub area: u16,
    pub year: u16,
    pub month: u8,
    /// Tenths for shares, whole numbers for counts: mantissa and scale.
    pub number: Option<(i64, u8)>,
}

const fn area(code: u16, name: &'static str, population: u32, cluster: u8, region: u8) -> PanelArea {
    PanelArea { code, name, population, cluster, region }
}

/// Codes lie outside the official ones (101-860).
pub const AREAS: [PanelArea; 24] = [
    area(CODE, crate::NAME, 37_000, 1, 1),
    area(901, "Strandby", 41_000, 1, 1),
    area(902, "Lyngsted", 29_000, 1, 1),
    area(903, "Åhavn", 33_000, 1, 2),
    area(904, "Mosekær", 26_000, 1, 2),
    area(905, "Vestrup", 52_000, 1, 3),
    area(906, "Hedely", 24_000, 1, 3),
    area(907, "Kornsund", 45_000, 1, 2),
    area(908, "Birkholm", 1_900, 1, 1),
    area(909, "Ravnsbæk", 61_000, 2, 1),
    area(910, "Klitby", 18_000, 2, 1),
    area(911, "Engholm", 22_000, 2, 1),
    area(912, "Skovsted", 36_000, 2, 1),
    area(913, "Møllebro", 140_000, 3, 1),
    area(914, "Sønderlund", 27_000, 2, 1),
    area(915, "Nørrelund", 31_000, 2, 2),
    area(916, "Bakkerup", 47_000, 2, 2),
    area(917, "Tornehøj", 210_000, 3, 2),
    area(918, "Lindeskov", 38_000, 2, 2),
    area(919, "Øerne", 2_600, 2, 3),
    area(920, "Storå By", 175_000, 3, 3),
    area(921, "Havrekær", 19_000, 2, 3),
    area(922, "Pilegård", 34_000, 2, 3),
    area(923, "Egeborg", 29_000, 2, 3),
];

/// Who shares a border, around Fjordby.
const NEIGHBOURS: [[u16; 2]; 6] = [[CODE, 901], [CODE, 903], [CODE, 912], [CODE, 913], [901, 913], [903, 912]];

/// Municipalities and groups, in the form of `reference/kommuner.toml`.
pub fn geography() -> String {
    let mut text = String::from("[country]\ncode = 0\nname = \"Hele landet\"\n");
    text.push_str("[neighbours]\nname = \"Nabokommuner\"\nfrom = 2007-01-01\nnone = \"Ingen opdigtet nabo.\"\n");
    for area in AREAS {
        let beside = NEIGHBOURS.iter().filter(|pair| pair.contains(&area.code)).flatten().filter(|c| **c != area.code);
        let name = |code: &u16| AREAS.iter().find(|a| a.code == *code).map_or("", |a| a.name);
        let beside: Vec<String> = beside.map(|code| format!("\"{}\"", name(code))).collect();
        let (code, name) = (area.code, area.name);
        text.push_str(&format!("[[municipality]]\ncode = {code}\nname = \"{name}\"\n"));
        text.push_str(&format!("neighbours = [{}]\n", beside.join(", ")));
    }
    type Of = fn(&PanelArea) -> u8;
    let groups: [(&str, &str, Of); 3] = [
        ("cluster", "Klynge", |a| a.cluster),
        ("region", "Opdigtet region", |a| a.region),
        ("rar", "Opdigtet RAR", |a| a.region),
    ];
    for (kind, name, of) in groups {
        for id in 1..=3 {
            let members: Vec<String> =
                AREAS.iter().filter(|a| of(a) == id).map(|a| format!("\"{}\"", a.name)).collect();
            text.push_str(&format!(
                "[[group]]\nkind = \"{kind}\"\nid = \"{id}\"\nname = \"{name} {id}\"\nfrom = 2007-01-01\nmembers = [{}]\n",
                members.join(", ")
            ));
        }
    }
    text
}

/// How a number of people comes about: people in 100,000, its trend a year and its season, in 100,000ths.
struct Stock {
    table: &'static str,
    count: &'static str,
    share: &'static str,
    level: i32,
    trend: i32,
    season: i32,
    /// Added from July 2025 on, where the table counts other people.
    after_break: i32,
    /// The share is of the workforce, about four fifths of the population.
    of_workforce: bool,
}

const STOCKS: [Stock; 3] = [
    Stock {
        table: "y60a02",
        count: "persons",
        share: "populationRate",
        level: 2_300,
        trend: -70,
        season: 40,
        after_break: 90,
        of_workforce: false,
    },
    Stock {
        table: "y25i01",
        count: "dagpenge",
        share: "dagpengeRate",
        level: 1_700,
        trend: 30,
        season: 260,
        after_break: 0,
        of_workforce: true,
    },
    Stock {
        table: "y25i01",
        count: "kontanthjaelp",
        share: "kontanthjaelpRate",
        level: 420,
        trend: -25,
        season: 20,
        after_break: 0,
        of_workforce: true,
    },
];

/// Months before the break of July 2025, as a number.
const BREAK: i32 = 2025 * 12 + 6;

/// Five years up to the last whole month before `today`, in the order of table, area and month. `own`: so many people are on
/// kontanthjælp in Fjordby in the last month, and Fjordby is as large as that asks for; without it, as large as it says.
pub fn cells(seed: u64, today: Day, own: Option<u32>) -> Vec<PanelCell> {
    let (year, month, _) = today.ymd();
    let last = year * 12 + i32::from(month) - 2;
    let months: Vec<i32> = (last - 59..=last).collect();
    let mut cells = Vec::new();
    let mut country: Vec<[i64; 4]> = vec![[0; 4]; months.len()];
    let areas = AREAS.map(|area| match own {
        Some(own) if area.code == CODE => {
            let now = people(&STOCKS[0], 0, &area, seed, last).max(1);
            let population = i64::from(area.population) * i64::from(own) / now;
            PanelArea { population: u32::try_from(population).unwrap_or(area.population), ..area }
        }
        _ => area,
    });
    for area in areas {
        for (at, month) in months.iter().enumerate() {
            let counts: Vec<i64> =
                STOCKS.iter().enumerate().map(|(lane, s)| people(s, lane as u64, &area, seed, *month)).collect();
            for (sum, n) in country[at].iter_mut().zip(&counts) {
                *sum += n;
            }
            country[at][3] += i64::from(area.population);
            month_cells(&mut cells, area.code, i64::from(area.population), *month, &counts);
            effort_cells(&mut cells, &area, seed, *month, counts[0]);
        }
    }
    for (at, month) in months.iter().enumerate() {
        let [help, dagpenge, unemployed, population] = country[at];
        month_cells(&mut cells, 0, population, *month, &[help, dagpenge, unemployed]);
        let whole = area(0, "Hele landet", u32::try_from(population).unwrap_or(u32::MAX), 0, 0);
        effort_cells(&mut cells, &whole, seed, *month, help);
    }
    cells
}

/// People of a stock in a municipality and a month.
fn people(stock: &Stock, lane: u64, area: &PanelArea, seed: u64, month: i32) -> i64 {
    let mut own = Rng::stream(seed, 900 + lane, u64::from(area.code));
    // Fjordby lies near the middle, so that it has somebody on either side.
    let spread = if area.code == CODE { own.between(90, 100) } else { own.between(62, 138) };
    let level = stock.level * spread / 100;
    let trend = stock.trend + if area.code == CODE { -20 } else { own.between(-60, 60) };
    let mut noise = Rng::stream(seed, 910 + lane, u64::from(area.code) * 10_000 + month as u64);
    // High in winter, low in summer: a triangle over the year.
    let from_july = (month.rem_euclid(12) - 6).abs();
    let season = stock.season * (from_july - 3) / 3;
    let years = month - 2021 * 12;
    let after = if month >= BREAK { stock.after_break } else { 0 };
    let rate = level + trend * years / 12 + season + after + noise.between(-25, 25);
    i64::from(rate.max(30)) * i64::from(area.population) / 100_000
}

fn month_cells(cells: &mut Vec<PanelCell>, area: u16, population: i64, month: i32, counts: &[i64]) {
    let workforce = population * 4 / 5;
    let mut put = |table, measure, number| cells.push(cell(table, measure, area, month, number));
    for (stock, n) in STOCKS.iter().zip(counts) {
        let of = if stock.of_workforce { workforce } else { population };
        let shown = *n >= 3;
        put(stock.table, stock.count, shown.then_some((*n, 0)));
        put(stock.table, stock.share, shown.then(|| (tenths(*n, of), 1)));
    }
    let full_time = counts[0] * 97 / 100;
    put("y60a02", "fullTime", Some((full_time, 0)));
    put("y60a02", "workforceRate", Some((tenths(full_time, workforce), 1)));
    let total = counts[1] + counts[2];
    put("y25i01", "total", Some((total, 0)));
    put("y25i01", "totalRate", Some((tenths(total, workforce), 1)));
    put("y25i09", "total", (total / 5 >= 3).then_some((total / 5, 0)));
}

/// Activation and ordinary hours among those on kontanthjælp.
fn effort_cells(cells: &mut Vec<PanelCell>, area: &PanelArea, seed: u64, month: i32, help: i64) {
    let mut own = Rng::stream(seed, 920, u64::from(area.code));
    let mut noise = Rng::stream(seed, 921, u64::from(area.code) * 10_000 + month as u64);
    let degree = i64::from(own.between(95, 220) + noise.between(-12, 12));
    let affected = i64::from(own.between(330, 520) + noise.between(-15, 15));
    let hours = i64::from(own.between(60, 160) + noise.between(-9, 9) + (month - 2023 * 12) / 3);
    let with_hours = help * hours / 1000;
    let mut put = |table, measure, number| cells.push(cell(table, measure, area.code, month, number));
    put("y60c07", "degree", Some((degree, 1)));
    put("y60c07", "affectedShare", Some((affected, 1)));
    let shown = with_hours >= 3;
    put("y60j01", "persons", shown.then_some((with_hours, 0)));
    put("y60j01", "share", shown.then_some((hours, 1)));
}

fn cell(table: &'static str, measure: &'static str, area: u16, month: i32, number: Option<(i64, u8)>) -> PanelCell {
    let (year, month) = (u16::try_from(month / 12).unwrap_or(0), u8::try_from(month % 12 + 1).unwrap_or(1));
    PanelCell { table, measure, area, year, month, number }
}

/// Per cent with one decimal, rounded.
fn tenths(part: i64, whole: i64) -> i64 {
    (part * 2_000 + whole) / (2 * whole).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> Day {
        "2026-03-16".parse().unwrap()
    }

    #[test]
    fn the_same_seed_gives_the_same_panel_of_sixty_months_for_everybody() {
        let cells = cells(1, today(), None);
        assert_eq!(cells, super::cells(1, today(), None));
        assert_ne!(cells, super::cells(2, today(), None));
        let of =
            |code| cells.iter().filter(|c| c.area == code && c.measure == "persons" && c.table == "y60a02").count();
        assert_eq!((of(CODE), of(0), of(908)), (60, 60, 60));
        let last = cells.iter().map(|c| (c.year, c.month)).max();
        assert_eq!(last, Some((2026, 2)), "the month that runs is not published");
    }

    #[test]
    fn the_country_is_the_sum_of_its_municipalities() {
        let cells = cells(1, today(), None);
        let of = |code: u16| {
            let found = cells.iter().find(|c| {
                c.area == code && c.measure == "persons" && c.table == "y60a02" && (c.year, c.month) == (2026, 1)
            });
            found.and_then(|c| c.number).map_or(0, |n| n.0)
        };
        assert_eq!(of(0), AREAS.iter().map(|a| of(a.code)).sum::<i64>());
    }

    #[test]
    fn fjordby_is_as_large_as_its_own_cases_ask_for_and_its_share_stays() {
        let of = |measure, own| {
            let cells = cells(1, today(), own);
            let last = |c: &&PanelCell| c.area == CODE && c.measure == measure && (c.year, c.month) == (2026, 2);
            cells.iter().find(last).and_then(|c| c.number).map_or(0, |n| n.0)
        };
        let persons = of("persons", Some(1_400));
        assert!((1_395..=1_405).contains(&persons), "{persons}");
        assert_eq!(of("populationRate", Some(1_400)), of("populationRate", None));
    }

    #[test]
    fn shares_lie_where_shares_of_municipalities_lie() {
        for cell in cells(1, today(), None).iter().filter(|c| c.measure == "populationRate") {
            let (mantissa, _) = cell.number.unwrap_or((20, 1));
            assert!((5..=60).contains(&mantissa), "{cell:?}");
        }
    }
}
