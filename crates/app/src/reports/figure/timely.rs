//! Dates that were kept, dates that are overdue, and where the cases lie.

use super::length::share_cells;
use super::{DATES, Line, by_month, columns, drawing, foot, row, strong};
use crate::AppError;
use crate::reports::ground::Ground;
use crate::team::measure::{Kept, KeptBasis, KeptBy, question};
use documents::danish::long;
use documents::report::{Cell, Figure, Table};
use documents::sentence::{Sort, moved};
use documents::text::{t, tf};
use domain::Day;
use domain::codes::Code;
use figures::chart::Style;
use figures::definition::Indicator;
use figures::indicator::caseload::caseload;
use figures::suppression::{Published, THRESHOLD, publish, publish_row};
use figures::timeliness::counts::{Counts, Shown, part, publish_together};
use figures::timeliness::{Share, share};
use figures::{Month, Value, danish};

fn counted(ground: &Ground, ask: (Kept, KeptBasis, KeptBy), days: (Day, Day)) -> Share {
    share(&ground.dates, question(ask, days, ground.today))
}

/// Per cent kept, unless few were kept or late.
fn value(share: Share) -> Value {
    match share.published(THRESHOLD) {
        None => Value::Missing,
        Some((Published::Suppressed, _)) => Value::Suppressed,
        Some(_) => share.percent().map_or(Value::Missing, Value::Number),
    }
}

/// What was due: month by month, by the law's dates and by the municipality's goals.
pub(super) fn kept(ground: &Ground, id: &str) -> Result<Figure, AppError> {
    let months: Vec<_> = ground.year().collect();
    let name = |layer: Kept| t(&format!("leadership.layer_{}", layer.code()));
    let style = |layer| if layer == Kept::Law { Style::Own } else { Style::Country };
    let by_day = (KeptBasis::Due, KeptBy::Day);
    let lines: Vec<Line> = Kept::ALL
        .iter()
        .map(|layer| Line {
            name: name(*layer),
            style: style(*layer),
            values: months
                .iter()
                .map(|m| value(counted(ground, (*layer, by_day.0, by_day.1), (m.first_day(), m.last_day()))))
                .collect(),
            preliminary: ground.preliminary(),
        })
        .collect();
    let mut table = by_month(&months, &lines, 1);
    table.columns = vec![t("comparison.month")];
    table.columns.extend(columns(&["law_kept", "goal_kept"]));
    let period = (ground.from, ground.through);
    let whole = counted(ground, (Kept::Law, KeptBasis::Due, KeptBy::Day), period);
    let told = together(ground, KeptBasis::Due, period).day;
    let first = told.and_then(|share| Some((share, share.percent()?))).map(|(share, n)| {
        let values = [
            ("share", danish::percent(n, 1)),
            ("kept", danish::count(i64::from(share.numerator))),
            ("all", danish::count(i64::from(share.denominator))),
            ("late", danish::count(i64::from(share.late()))),
        ];
        tf("report.finding.kept", &values.each_ref().map(|(k, v)| (*k, v.as_str())))
    });
    let ends = lines[0].values.first().zip(lines[0].values.last());
    let moved = ends.and_then(|(then, now)| moved(*then, *now, Sort::Share));
    let second = moved.map(|m| tf("report.finding.kept_moved", &[("moved", &m)]));
    let findings = first.into_iter().chain(second).collect();
    let title = tf("report.drawing", &[("what", &t("report.what.kept")), ("month", &danish::month(ground.last()))]);
    let mut notes = vec![t("report.note.kept")];
    notes.extend(views(ground, period));
    notes.extend(unknown(whole));
    Ok(Figure {
        findings,
        drawing: drawing(id, &title, &months, &lines, &[], 1),
        table: Some(table),
        notes,
        foot: foot(ground, Indicator::Rettidighed, (months[0].first_day(), ground.through), DATES)?,
        ..Figure::default()
    })
}

/// Dates of which it is not known whether they hold: in no share.
fn unknown(whole: Share) -> Option<String> {
    let n = match publish(whole.undetermined, THRESHOLD) {
        Published::Count(0) => return None,
        Published::Count(n) => danish::count(i64::from(n)),
        Published::Suppressed => t("timeliness.few"),
    };
    Some(tf("report.note.kept_unknown", &[("n", &n)]))
}

/// The months of the period together, by the day and by the week, as far as neither gives the other nor a hidden month away.
fn together(ground: &Ground, basis: KeptBasis, (from, through): (Day, Day)) -> Shown {
    let counts = |month: Month| {
        let asked = question((Kept::Law, basis, KeptBy::Day), (month.first_day(), month.last_day()), ground.today);
        let mut counts = Counts::default();
        ground.dates.iter().filter_map(|row| part(row, asked)).for_each(|part| counts.count(part, 1));
        counts
    };
    let months: Vec<Counts> = Month::of(from).through(Month::of(through)).map(counts).collect();
    publish_together(&months, THRESHOLD)
}

/// The same period by the week, and of what was held.
fn views(ground: &Ground, period: (Day, Day)) -> Vec<String> {
    let week = together(ground, KeptBasis::Due, period).week;
    let held = together(ground, KeptBasis::Held, period).day;
    let say = |(found, key): (Option<Share>, &str)| {
        let found = found?;
        let values =
            [("share", danish::percent(found.percent()?, 1)), ("all", danish::count(i64::from(found.denominator)))];
        Some(tf(&format!("report.kept.{key}"), &values.each_ref().map(|(k, v)| (*k, v.as_str()))))
    };
    [(week, "due_week"), (held, "held_day")].into_iter().filter_map(say).collect()
}

fn cell(count: Published) -> Cell {
    match count {
        Published::Count(n) => Cell::count(u64::from(n)),
        Published::Suppressed => Cell::text(danish::HIDDEN),
    }
}

/// Dates on lists that have passed, by the unit that owns the case.
pub(super) fn teams(ground: &Ground) -> Result<Figure, AppError> {
    let hidden = |of: fn(&crate::reports::ground::UnitRow) -> u32| {
        publish_row(&ground.units.iter().map(of).collect::<Vec<_>>(), THRESHOLD)
    };
    let (law, goal) = (hidden(|u| u.overdue), hidden(|u| u.over_goal));
    let units = ground.units.iter().enumerate();
    let mut rows: Vec<_> =
        units.map(|(at, u)| row(u.name.clone(), vec![cell(law.cells[at]), cell(goal.cells[at])])).collect();
    rows.push(strong(t("leadership.total"), vec![cell(law.total), cell(goal.total)]));
    Ok(Figure {
        table: Some(Table { columns: columns(&["unit", "overdue", "over_goal"]), rows }),
        notes: vec![tf("report.note.teams", &[("day", &long(ground.today))])],
        foot: foot(ground, Indicator::Rettidighed, (ground.today, ground.today), DATES)?,
        ..Figure::default()
    })
}

/// Open cases by the unit that owns them; no colleague.
pub(super) fn cases(ground: &Ground) -> Result<Figure, AppError> {
    let shown = caseload(&ground.units.iter().map(|u| u.cases).collect::<Vec<_>>(), THRESHOLD);
    let units = ground.units.iter().zip(&shown.cells);
    let mut rows: Vec<_> = units.map(|(u, p)| row(u.name.clone(), vec![cell(*p)])).collect();
    rows.push(strong(t("leadership.total"), vec![cell(shown.total)]));
    Ok(Figure {
        table: Some(Table { columns: columns(&["unit", "cases"]), rows }),
        notes: vec![tf("report.note.cases", &[("day", &long(ground.today))])],
        foot: foot(ground, Indicator::SagerITeam, (ground.today, ground.today), "report.who_cases")?,
        ..Figure::default()
    })
}

/// A share of talks.
pub(super) fn share_row(name: String, share: Share) -> documents::report::Row {
    row(name, share_cells(share))
}
