//! How many are on each benefit, how many came and left.

use super::{Line, ON_BENEFIT, STYLES, benefit_name, breaks_within, by_month, columns, drawing, foot, row, strong};
use crate::AppError;
use crate::flows::drawn;
use crate::leadership::SeriesRow;
use crate::leadership::publish::{few, shown, whole};
use crate::reports::ground::Ground;
use documents::danish::{long, month_long};
use documents::report::{Cell, Drawing, Figure, Table};
use documents::sentence::{Sort, moved};
use documents::text::{t, tf};
use domain::codes::Benefit;
use domain::{Day, MonthEnd, Period};
use figures::breaks::of_benefit;
use figures::definition::Indicator;
use figures::spells::days::full_time;
use figures::suppression::{THRESHOLD, publish_row};
use figures::table::Reason;
use figures::{Month, Value, danish};

const ONE: Sort = Sort::Count { decimals: 1 };

/// "Fra februar 2025 til februar 2026 er antallet af fuldtidspersoner ...", where there is something to say. Over a data break
/// other people are counted: the level alone, and the break by name.
fn finding(ground: &Ground, row: &SeriesRow, what: &str) -> Option<String> {
    let month = |month: Month| month_long(month.first_day());
    let (then, now) = (month(ground.last().last_year()), month(ground.last()));
    if let Value::Undetermined(Reason::DataBreak(on)) = row.change.relative {
        let found = ground.breaks.iter().find(|b| b.month() == on)?;
        let n = danish::number(row.change.now.number()?, 1);
        let values =
            [("month", now), ("what", what.to_owned()), ("n", n), ("then", then), ("break", found.label.clone())];
        return Some(tf("report.finding.broken", &values.each_ref().map(|(k, v)| (*k, v.as_str()))));
    }
    let said = moved(row.change.then, row.change.now, ONE)?;
    let values = [("then", then), ("month", now), ("what", what.to_owned()), ("moved", said)];
    Some(tf("report.finding.year", &values.each_ref().map(|(k, v)| (*k, v.as_str()))))
}

fn all(ground: &Ground) -> impl Iterator<Item = &SeriesRow> {
    std::iter::once(&ground.total).chain(&ground.benefits)
}

fn year_days(ground: &Ground) -> (Day, Day) {
    (ground.last().last_year().first_day(), ground.through)
}

/// All months of a drawing.
fn drawn_days(ground: &Ground) -> (Day, Day) {
    (ground.months[0].first_day(), ground.through)
}

/// Why a change cannot be calculated: the breaks that lie within the year of any of the rows.
fn broken(ground: &Ground, rows: &[&SeriesRow]) -> Vec<String> {
    let over = |on: Month| rows.iter().any(|r| r.change.relative == Value::Undetermined(Reason::DataBreak(on)));
    let concerned = ground.breaks.iter().filter(|b| over(b.month()));
    concerned.map(|b| tf("report.note.broken", &[("break", &b.label)])).collect()
}

/// Now, a year before and the change, for each benefit.
pub(super) fn levels(ground: &Ground) -> Result<Figure, AppError> {
    let shown: Vec<&SeriesRow> = all(ground).collect();
    let rows = shown.iter().map(|r| {
        let cells = vec![
            Cell::value(r.change.now, 1),
            Cell::value(r.change.then, 1),
            Cell::change(r.change.by, 1),
            Cell::change_percent(r.change.relative, 1),
            r.persons.last().map_or_else(|| Cell::text(""), |v| Cell::value(*v, 0)),
        ];
        if r.benefit.is_none() { strong(benefit_name(None), cells) } else { row(benefit_name(r.benefit), cells) }
    });
    Ok(Figure {
        findings: finding(ground, &ground.total, &t("report.what.all")).into_iter().collect(),
        table: Some(Table { columns: level_head(ground), rows: rows.collect() }),
        notes: std::iter::once(t("leadership.total_note")).chain(broken(ground, &shown)).collect(),
        foot: foot(ground, Indicator::FuldtidspersonerDage, year_days(ground), ON_BENEFIT)?,
        ..Figure::default()
    })
}

fn level_head(ground: &Ground) -> Vec<String> {
    let (now, then) = (danish::month(ground.last()), danish::month(ground.last().last_year()));
    vec![t("report.col.benefit"), now, then, t("report.col.change"), t("report.col.percent"), t("report.col.persons")]
}

/// The five that committees follow at each meeting.
pub(super) fn five(ground: &Ground) -> Result<Figure, AppError> {
    let five = [
        Benefit::Dagpenge,
        Benefit::Kontanthjaelp,
        Benefit::Sygedagpenge,
        Benefit::Ledighedsydelse,
        Benefit::Foertidspension,
    ];
    let found: Vec<&SeriesRow> =
        five.iter().filter_map(|b| ground.benefits.iter().find(|r| r.benefit == Some(*b))).collect();
    let what = |r: &SeriesRow| benefit_name(r.benefit).to_lowercase();
    let findings = found.iter().filter_map(|r| finding(ground, r, &tf("report.what.on", &[("benefit", &what(r))])));
    let rows = found.iter().map(|r| {
        let before = r.full_time.len().checked_sub(2).map_or(Value::Missing, |at| r.full_time[at]);
        row(
            benefit_name(r.benefit),
            vec![
                Cell::value(r.change.now, 1),
                Cell::value(before, 1),
                Cell::value(r.change.then, 1),
                Cell::change_percent(r.change.relative, 1),
            ],
        )
    });
    let (now, month, then) = (ground.last(), ground.last().plus(-1), ground.last().last_year());
    let columns = [now, month, then].map(danish::month);
    let mut head = vec![t("report.col.benefit")];
    head.extend(columns);
    head.push(t("report.col.percent"));
    let rows: Vec<_> = rows.collect();
    Ok(Figure {
        findings: findings.collect(),
        drawing: drawn("U-1", ground, &found, &t("report.what.five")),
        table: Some(Table { columns: head, rows }),
        notes: broken(ground, &found),
        foot: foot(ground, Indicator::FuldtidspersonerDage, drawn_days(ground), ON_BENEFIT)?,
        ..Figure::default()
    })
}

fn lines(ground: &Ground, rows: &[&SeriesRow]) -> Vec<Line> {
    let line = |(r, style): (&&SeriesRow, _)| Line {
        name: benefit_name(r.benefit),
        style,
        values: r.full_time.clone(),
        preliminary: ground.preliminary(),
    };
    rows.iter().zip(STYLES).map(line).collect()
}

fn drawn(id: &str, ground: &Ground, rows: &[&SeriesRow], what: &str) -> Option<documents::report::Drawing> {
    let concerned = |b: &&figures::breaks::DataBreak| {
        rows.iter().filter_map(|r| r.benefit).any(|benefit| of_benefit(&ground.breaks, benefit).any(|o| o == *b))
    };
    let breaks: Vec<_> = ground.breaks.iter().filter(concerned).cloned().collect();
    let title = tf("report.drawing", &[("what", what), ("month", &danish::month(ground.last()))]);
    drawing(id, &title, &ground.months, &lines(ground, rows), &breaks, 1)
}

/// Fleksjob, ledighedsydelse and førtidspension.
pub(super) fn permanent(ground: &Ground) -> Result<Figure, AppError> {
    let kinds = [
        Benefit::Foertidspension,
        Benefit::Fleksloentilskud,
        Benefit::FleksjobGammelOrdning,
        Benefit::Ledighedsydelse,
        Benefit::Seniorpension,
    ];
    let found: Vec<&SeriesRow> =
        kinds.iter().filter_map(|b| ground.benefits.iter().find(|r| r.benefit == Some(*b))).collect();
    if found.is_empty() {
        return Ok(Figure { absent: Some(t("report.nobody")), ..Figure::default() });
    }
    let what = |r: &SeriesRow| tf("report.what.on", &[("benefit", &benefit_name(r.benefit).to_lowercase())]);
    Ok(Figure {
        findings: found.iter().filter_map(|r| finding(ground, r, &what(r))).collect(),
        drawing: drawn("Q-F4", ground, &found, &t("report.what.permanent")),
        table: Some(by_month(&ground.months, &lines(ground, &found), 1)),
        notes: vec![t("report.note.no_population")],
        foot: foot(ground, Indicator::FuldtidspersonerDage, drawn_days(ground), ON_BENEFIT)?,
        ..Figure::default()
    })
}

/// Days on a benefit within a period, and persons with at least one.
fn within(ground: &Ground, benefit: Benefit, (from, through): (Day, Day)) -> (u64, u32) {
    let Some(period) = Period::from_through(from, Some(through)) else { return (0, 0) };
    let (mut days, mut persons) = (0u64, 0u32);
    for person in &ground.people {
        let own = person.spells.iter().filter(|(b, _)| *b == benefit);
        let theirs: i64 = own.filter_map(|(_, p)| p.overlap(period)?.days()).map(i64::from).sum();
        days += u64::try_from(theirs).unwrap_or(0);
        persons += u32::from(theirs > 0);
    }
    (days, persons)
}

/// A whole period against the same period a year before.
pub(super) fn year(ground: &Ground) -> Result<Figure, AppError> {
    let now = (ground.from, ground.through);
    let then = (now.0.plus_months(-12, MonthEnd::Down), ground.last().last_year().last_day());
    let long_of = |(from, through): (Day, Day)| u32::try_from(from.days_until(through) + 1).unwrap_or(1);
    let benefits: Vec<Benefit> = ground.benefits.iter().filter_map(|r| r.benefit).collect();
    let each = |days| benefits.iter().map(|b| within(ground, *b, days)).collect::<Vec<_>>();
    let (own, before) = (each(now), each(then));
    let hidden = |of: &[(u64, u32)]| publish_row(&of.iter().map(|(_, n)| *n).collect::<Vec<_>>(), THRESHOLD);
    let (hidden_now, hidden_then) = (hidden(&own), hidden(&before));
    let level = |days: u64, of: (Day, Day)| full_time(days, long_of(of)).map_or(Value::Missing, Value::Number);
    let rows = benefits.iter().enumerate().map(|(at, benefit)| {
        let (p_now, p_then) = (hidden_now.cells[at], hidden_then.cells[at]);
        let cells = vec![
            Cell::value(shown(p_now, level(own[at].0, now)), 1),
            Cell::value(shown(p_then, level(before[at].0, then)), 1),
            Cell::value(shown(p_now, whole(u64::from(own[at].1))), 0),
            Cell::value(shown(p_then, whole(u64::from(before[at].1))), 0),
        ];
        row(benefit_name(Some(*benefit)), cells)
    });
    Ok(Figure {
        table: Some(Table {
            columns: columns(&["benefit", "full_time", "full_time_before", "persons", "persons_before"]),
            rows: rows.collect(),
        }),
        notes: std::iter::once(tf("report.note.before", &[("from", &long(then.0)), ("through", &long(then.1))]))
            .chain(breaks_within(ground, (then.0, now.1)))
            .collect(),
        foot: foot(ground, Indicator::FuldtidspersonerDage, now, ON_BENEFIT)?,
        ..Figure::default()
    })
}

/// From the day before the period to its last day.
pub(super) fn flow(ground: &Ground) -> Result<Figure, AppError> {
    let hidden = || vec![Cell::text(danish::HIDDEN); 5];
    let count = |n: u32| Cell::count(u64::from(n));
    let rows = ground.flows.iter().map(|r| {
        let cells = r.flow.map_or_else(hidden, |f| {
            let original = f.original.map_or_else(|| Cell::text(danish::HIDDEN), count);
            vec![count(f.opening), count(f.came), count(f.left), count(f.closing), original]
        });
        if r.benefit.is_none() { strong(benefit_name(None), cells) } else { row(benefit_name(r.benefit), cells) }
    });
    let (opening, closing) = (long(ground.from.plus_days(-1)), long(ground.through));
    let mut head = columns(&["benefit"]);
    head.push(opening);
    head.extend(columns(&["came", "left"]));
    head.push(closing);
    head.push(t("report.col.original"));
    let page = &ground.bridge;
    let svg = page.bridge.row(page.shown.benefit).and_then(|row| drawn::bridge(page, row, "tegning-m-4"));
    let finding = svg.is_some().then(|| drawn::bridge_finding(page));
    let drawing = svg.zip(finding.as_ref());
    Ok(Figure {
        drawing: drawing.map(|(svg, said)| Drawing {
            svg,
            alt: format!("{said} {}", t("flows.bridge_desc")),
            by_month: false,
        }),
        findings: finding.into_iter().collect(),
        table: Some(Table { columns: head, rows: rows.collect() }),
        notes: vec![t("leadership.flow_note")],
        foot: foot(ground, Indicator::BestandOgStroemme, (ground.from, ground.through), ON_BENEFIT)?,
        ..Figure::default()
    })
}

/// The number of persons that stands behind a cell.
pub(super) fn persons(n: u64) -> u32 {
    few(n)
}

/// The last day of each month of a year.
pub(super) fn ends(ground: &Ground) -> Vec<(Month, Day)> {
    ground.year().map(|m| (m, m.last_day())).collect()
}
