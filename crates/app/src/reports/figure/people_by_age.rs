//! Who they are: benefit and age on the last day of the period.

use super::{Line, ON_BENEFIT, STYLES, benefit_name, breaks_within, by_month, columns, drawing, foot, row};
use crate::AppError;
use crate::leadership::publish::{shown, whole};
use crate::reports::ground::Ground;
use crate::reports::people::Person;
use documents::danish::long;
use documents::report::{Cell, Figure, Table};
use documents::text::{t, tf};
use domain::Day;
use domain::codes::Benefit;
use figures::definition::Indicator;
use figures::suppression::{Published, THRESHOLD, publish, publish_row};
use figures::{Value, danish};

/// First and last age.
const BANDS: [(i32, i32); 4] = [(16, 24), (25, 29), (30, 49), (50, 120)];

fn present(ground: &Ground, benefit: Benefit, on: Day) -> impl Iterator<Item = &Person> {
    ground.people.iter().filter(move |p| p.spells.iter().any(|(b, days)| *b == benefit && days.contains(on)))
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// Persons by band; the last are those whose age is not known or in no band.
fn by_band(ground: &Ground, benefit: Benefit, on: Day) -> Vec<u32> {
    let ages: Vec<Option<i32>> = present(ground, benefit, on).map(|p| p.age(on)).collect();
    let within = |(from, through): (i32, i32)| ages.iter().flatten().filter(|a| (from..=through).contains(*a)).count();
    let mut bands: Vec<u32> = BANDS.iter().map(|b| count(within(*b))).collect();
    let placed: u32 = bands.iter().sum();
    bands.push(count(ages.len()).saturating_sub(placed));
    bands
}

pub(super) fn bands(ground: &Ground) -> Result<Figure, AppError> {
    let (now, then) = (ground.through, ground.last().last_year().last_day());
    let mut rows = Vec::new();
    for benefit in ground.benefits.iter().filter_map(|r| r.benefit) {
        for on in [now, then] {
            let counts = by_band(ground, benefit, on);
            if counts.iter().all(|n| *n == 0) {
                continue;
            }
            let hidden = publish_row(&counts, THRESHOLD);
            let cells = hidden.cells.iter().zip(&counts).map(|(p, n)| shown(*p, whole(u64::from(*n))));
            let sum: u32 = counts.iter().sum();
            let total = shown(hidden.total, whole(u64::from(sum)));
            let cells = cells.chain([total]).map(|v| Cell::value(v, 0)).collect();
            rows.push(row(
                format!("{}, {}", benefit_name(Some(benefit)), danish::month(figures::Month::of(on))),
                cells,
            ));
        }
    }
    let mut head = columns(&["benefit"]);
    head.extend(BANDS.iter().map(|(from, through)| match through {
        120 => tf("report.age_more", &[("from", &from.to_string())]),
        _ => tf("report.age", &[("from", &from.to_string()), ("through", &through.to_string())]),
    }));
    head.extend(columns(&["age_unknown", "in_all"]));
    Ok(Figure {
        absent: rows.is_empty().then(|| t("report.nobody")),
        table: (!rows.is_empty()).then_some(Table { columns: head, rows }),
        notes: std::iter::once(tf("report.note.ages", &[("now", &long(now)), ("then", &long(then))]))
            .chain(breaks_within(ground, (then, now)))
            .collect(),
        foot: foot(ground, Indicator::Personer, (then, now), ON_BENEFIT)?,
        ..Figure::default()
    })
}

fn is_young(person: &Person, on: Day) -> bool {
    person.age(on).is_some_and(|age| (16..30).contains(&age))
}

/// Those whose age nobody has written down may be young, and are in no row.
fn without_age(ground: &Ground) -> Option<String> {
    let there = ground.people.iter().filter(|p| p.spells.iter().any(|(_, days)| days.contains(ground.through)));
    let n = match publish(count(there.filter(|p| p.age(ground.through).is_none()).count()), THRESHOLD) {
        Published::Count(0) => return None,
        Published::Count(n) => danish::count(i64::from(n)),
        Published::Suppressed => t("timeliness.few"),
    };
    Some(tf("report.note.without_age", &[("n", &n), ("day", &long(ground.through))]))
}

/// Persons under 30 on the last day of each month.
pub(super) fn young(ground: &Ground) -> Result<Figure, AppError> {
    let ends = super::stock::ends(ground);
    let months: Vec<_> = ends.iter().map(|(m, _)| *m).collect();
    let benefits: Vec<Benefit> = ground.benefits.iter().filter_map(|r| r.benefit).collect();
    // Hidden within each month, so that a sum of the month's benefits gives nothing away.
    let counts: Vec<Vec<u32>> = ends
        .iter()
        .map(|(_, on)| {
            benefits.iter().map(|b| count(present(ground, *b, *on).filter(|p| is_young(p, *on)).count())).collect()
        })
        .collect();
    let hidden: Vec<Vec<Published>> = counts.iter().map(|c| publish_row(c, THRESHOLD).cells).collect();
    let met: Vec<usize> = (0..benefits.len()).filter(|i| counts.iter().any(|month| month[*i] > 0)).collect();
    let value = |at: usize, i: usize| shown(hidden[at][i], whole(u64::from(counts[at][i])));
    let mut order = met;
    order.sort_by_key(|i| std::cmp::Reverse(counts.last().map_or(0, |month| month[*i])));
    let line = |(i, style)| Line {
        name: benefit_name(Some(benefits[i])),
        style,
        values: (0..ends.len()).map(|at| value(at, i)).collect::<Vec<Value>>(),
        preliminary: ground.preliminary(),
    };
    let drawn: Vec<Line> = order.iter().copied().zip(STYLES).map(line).collect();
    let listed: Vec<Line> = order.iter().copied().map(|i| line((i, STYLES[0]))).collect();
    let title = tf("report.drawing", &[("what", &t("report.what.young")), ("month", &danish::month(ground.last()))]);
    Ok(Figure {
        absent: order.is_empty().then(|| t("report.nobody")),
        drawing: drawing("Q-F6", &title, &months, &drawn, &ground.breaks, 0),
        table: (!order.is_empty()).then(|| by_month(&months, &listed, 0)),
        notes: std::iter::once(t("report.note.young"))
            .chain(breaks_within(ground, (ends[0].1, ground.through)))
            .chain(without_age(ground))
            .collect(),
        foot: foot(ground, Indicator::Personer, (ends[0].1, ground.through), ON_BENEFIT)?,
        ..Figure::default()
    })
}
