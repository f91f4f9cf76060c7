//! How long: ended courses, the long-term unemployed, sick pay by duration.

use super::{ON_BENEFIT, benefit_name, columns, foot, row};
use crate::AppError;
use crate::leadership::publish::{shown, whole};
use crate::reports::ground::Ground;
use crate::reports::people::Person;
use documents::danish::long;
use documents::report::{Cell, Figure, Row, Table};
use documents::text::{t, tf};
use domain::codes::Benefit;
use domain::{Day, Period};
use figures::definition::Indicator;
use figures::indicator::long_term::{a_year, eighty_per_cent, three_months};
use figures::indicator::share;
use figures::suppression::{Published, THRESHOLD, publish, publish_row};
use figures::timeliness::Share;
use figures::{Exact, Value};

/// Benefits of the unemployed.
const UNEMPLOYED: [Benefit; 3] = [Benefit::Dagpenge, Benefit::Kontanthjaelp, Benefit::Uddannelseshjaelp];

/// Weeks in which a sick-pay course's length falls, first and last.
const SICK_WEEKS: [(i32, Option<i32>); 4] = [(0, Some(4)), (5, Some(26)), (27, Some(52)), (53, None)];

pub(super) fn ended(ground: &Ground) -> Result<Figure, AppError> {
    let weeks = |days: Value| match days {
        Value::Number(days) => days.ratio(Exact::whole(7)).map_or(Value::Missing, Value::Number),
        other => other,
    };
    let rows = ground
        .lengths
        .iter()
        .map(|r| row(benefit_name(Some(r.benefit)), vec![Cell::value(r.ended, 0), Cell::value(weeks(r.mean_days), 1)]));
    let days = (ground.last().last_year().first_day(), ground.last().plus(-1).last_day());
    Ok(Figure {
        table: Some(Table { columns: columns(&["benefit", "ended", "mean_weeks"]), rows: rows.collect() }),
        notes: vec![t("report.note.ended")],
        foot: foot(ground, Indicator::VarighedAfAfsluttedeForloeb, days, ON_BENEFIT)?,
        ..Figure::default()
    })
}

/// A share with its numbers, or the words where few would be seen.
pub(super) fn share_cells(share: Share) -> Vec<Cell> {
    let hidden = Cell::text(figures::danish::HIDDEN);
    match share.published(THRESHOLD) {
        None => vec![Cell::text(t("report.nobody_short")), Cell::count(0), Cell::count(0)],
        Some((Published::Suppressed, _)) => vec![hidden.clone(), hidden.clone(), hidden],
        Some(_) => vec![
            Cell::percent(share.percent().map_or(Value::Missing, Value::Number), 1),
            Cell::count(u64::from(share.numerator)),
            Cell::count(u64::from(share.denominator)),
        ],
    }
}

/// The same, with how many it is not known of: in none of the other numbers.
pub(super) fn share_cells_and_unknown(share: Share) -> Vec<Cell> {
    let mut cells = share_cells(share);
    cells.push(counted(publish(share.undetermined, THRESHOLD)));
    cells
}

pub(super) fn counted(n: Published) -> Cell {
    match n {
        Published::Count(n) => Cell::count(u64::from(n)),
        Published::Suppressed => Cell::text(figures::danish::HIDDEN),
    }
}

pub(super) fn long_term(ground: &Ground) -> Result<Figure, AppError> {
    type Rule = fn(&Person, Benefit, Day, Day) -> figures::indicator::Outcome;
    let rules: [(Indicator, Rule); 3] = [
        (Indicator::Langtidsledige3Maaneder, |p, b, on, known| three_months(&of(p, b), on, known)),
        (Indicator::Langtidsledige80Pct, |p, b, on, known| eighty_per_cent(&p.on(b), on, known)),
        (Indicator::Langtidsledige1Aar, |p, b, on, known| a_year(&of(p, b), on, known)),
    ];
    let on = ground.through;
    let mut rows: Vec<Row> = Vec::new();
    let mut undetermined = 0;
    for benefit in UNEMPLOYED {
        let there: Vec<&Person> = ground.people.iter().filter(|p| p.course_on(benefit, on).is_some()).collect();
        if there.is_empty() {
            continue;
        }
        let counted = rules.map(|(_, rule)| share(there.iter().map(|p| rule(p, benefit, on, ground.known_from))));
        // Over a year is over three months: one or two between them would be seen by taking the one from the other.
        let between = counted[0].numerator.saturating_sub(counted[2].numerator);
        for (at, (indicator, _)) in rules.into_iter().enumerate() {
            undetermined += counted[at].undetermined;
            let name =
                format!("{}, {}", benefit_name(Some(benefit)), t(&format!("report.long_term.{}", code(indicator))));
            let mut cells = share_cells_and_unknown(counted[at]);
            if at == 2 && publish(between, THRESHOLD) == Published::Suppressed {
                cells[..3].fill(Cell::text(figures::danish::HIDDEN));
            }
            rows.push(row(name, cells));
        }
    }
    let mut notes = vec![t("report.note.long_term")];
    if undetermined >= THRESHOLD {
        notes.push(tf("report.note.undetermined", &[("day", &long(ground.known_from))]));
    }
    Ok(Figure {
        absent: rows.is_empty().then(|| t("report.nobody")),
        table: (!rows.is_empty())
            .then(|| Table { columns: columns(&["group", "share", "long", "of", "undetermined"]), rows }),
        notes,
        foot: foot(ground, Indicator::Langtidsledige3Maaneder, (on, on), ON_BENEFIT)?,
        ..Figure::default()
    })
}

fn of(person: &Person, benefit: Benefit) -> Vec<Period> {
    person.courses.iter().filter(|(b, _)| *b == benefit).map(|(_, p)| *p).collect()
}

fn code(indicator: Indicator) -> &'static str {
    domain::codes::Code::code(indicator)
}

/// Running sick-pay courses by how long they have lasted, now and a year before.
pub(super) fn sick(ground: &Ground) -> Result<Figure, AppError> {
    let days = [ground.through, ground.last().last_year().last_day()];
    let lasted = |on: Day| {
        let running = ground.people.iter().filter_map(move |p| p.course_on(Benefit::Sygedagpenge, on));
        running.map(move |course| course.from().days_until(on) / 7).collect::<Vec<i32>>()
    };
    let counts = days.map(|on| {
        let weeks = lasted(on);
        SICK_WEEKS.map(|(from, through)| {
            let within = |w: &&i32| **w >= from && through.is_none_or(|t| **w <= t);
            u32::try_from(weeks.iter().filter(within).count()).unwrap_or(u32::MAX)
        })
    });
    let hidden = counts.map(|c| publish_row(&c, THRESHOLD));
    let cell = |at: usize, i: usize| Cell::value(shown(hidden[at].cells[i], whole(u64::from(counts[at][i]))), 0);
    let rows = SICK_WEEKS.iter().enumerate().map(|(i, (from, through))| {
        let name = match through {
            Some(through) => tf("report.weeks", &[("from", &from.to_string()), ("through", &through.to_string())]),
            None => tf("report.weeks_more", &[("n", "52")]),
        };
        row(name, vec![cell(0, i), cell(1, i)])
    });
    let head = vec![t("report.col.length"), long(days[0]), long(days[1])];
    let nobody = counts.iter().flatten().all(|n| *n == 0);
    Ok(Figure {
        absent: nobody.then(|| t("report.nobody")),
        table: (!nobody).then(|| Table { columns: head, rows: rows.collect() }),
        notes: vec![t("report.note.sick")],
        foot: foot(ground, Indicator::Forloeb, (days[1], days[0]), ON_BENEFIT)?,
        ..Figure::default()
    })
}
