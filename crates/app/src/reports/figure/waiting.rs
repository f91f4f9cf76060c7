//! How soon the first offer comes: a curve that handles those who still wait.

use super::{ON_BENEFIT, benefit_name, columns, foot, foot_of, row, strong};
use crate::AppError;
use crate::flows::drawn;
use crate::reports::ground::Ground;
use documents::report::{Cell, Drawing, Figure, Row, Table};
use documents::text::{capital, label, t, tf};
use domain::Day;
use figures::definition::Indicator;
use figures::indicator::first_offer::{WITHIN, still_waiting, wait};
use figures::suppression::{Published, THRESHOLD};
use figures::survival::Followed;
use figures::{Exact, Value, danish};

/// Courses on a benefit below which no curve is printed.
const FEW: usize = 10;

/// A share between 0 and 1 in per cent.
fn percent(share: f64) -> Value {
    let millionths = (share * 1_000_000.0).round();
    if !(0.0..=1_000_000.0).contains(&millionths) {
        return Value::Missing;
    }
    Exact::decimal(millionths as i64, 4).map_or(Value::Missing, Value::Number)
}

/// Where people wait on the way that most of them make.
pub(super) fn wave(ground: &Ground) -> Result<Figure, AppError> {
    let page = &ground.journeys;
    let Some(svg) = drawn::wave(page, "tegning-m-11") else {
        return Ok(Figure { absent: Some(drawn::wave_about(page)), ..Figure::default() });
    };
    let about = drawn::wave_about(page);
    let longest = drawn::longest(page);
    let cells = |median, tenth| vec![Cell::text(drawn::told(median)), Cell::text(drawn::told(tenth))];
    let count = |n: Published| Cell::text(danish::published(n));
    let steps = page.wave.steps.iter().map(|r| {
        let counts = [count(r.reached), count(r.still)];
        row(capital(&label(r.step)), [cells(r.wait.median, r.wait.tenth), counts.into()].concat())
    });
    let sums = [("flows.all_waiting", &page.wave.waiting), ("flows.whole_way", &page.wave.whole)];
    let sums = sums
        .map(|(key, r)| strong(t(key), [cells(r.median, r.tenth), vec![Cell::text("–"), Cell::text("–")]].concat()));
    let (first, last) = page.shown.wave;
    Ok(Figure {
        drawing: Some(Drawing { alt: format!("{about} {}", t("flows.wave_desc")), svg, by_month: false }),
        findings: longest.into_iter().chain([about]).collect(),
        table: Some(Table {
            columns: columns(&["after_step", "median", "tenth", "reached", "still"]),
            rows: steps.chain(sums).collect(),
        }),
        notes: vec![t("flows.wave_read")],
        foot: foot_of(
            ground,
            Indicator::VentetidPrTrin,
            (first.first_day(), last.last_day()),
            tf("flows.population_wave", &[("benefit", &drawn::on_benefit(page.shown.benefit))]),
        )?,
        ..Figure::default()
    })
}

/// Courses that began in the two years before the period's end.
pub(super) fn first_offer(ground: &Ground) -> Result<Figure, AppError> {
    let (from, through) = (ground.months[0].first_day(), ground.through);
    let mut rows: Vec<Row> = Vec::new();
    let mut findings = Vec::new();
    for benefit in ground.benefits.iter().filter_map(|r| r.benefit) {
        let waits: Vec<Followed> = ground
            .people
            .iter()
            .flat_map(|p| {
                let offers: Vec<Day> = p.offers.iter().map(|o| o.days.from()).collect();
                let begun = p.courses.iter().filter(move |(b, c)| *b == benefit && from <= c.from());
                begun.filter_map(move |(_, course)| wait(*course, &offers, through)).collect::<Vec<_>>()
            })
            .collect();
        let offered = waits.iter().filter(|w| w.ended == Some(0)).count();
        if offered == 0 {
            continue;
        }
        let few = waits.len() < FEW || offered < THRESHOLD as usize;
        let curve = still_waiting(&waits);
        let longest = waits.iter().map(|w| w.time).max().unwrap_or(0);
        let at = |days: u32| match curve.at(days) {
            _ if few => Value::Suppressed,
            // Nobody has been followed so long.
            _ if days > longest => Value::Missing,
            Some(waiting) => percent(1.0 - waiting),
            None => Value::Missing,
        };
        let cells: Vec<Cell> = WITHIN.iter().map(|days| Cell::value(at(*days), 1)).collect();
        if let (Value::Number(n), false) = (at(92), few) {
            let values = [("benefit", benefit_name(Some(benefit)).to_lowercase()), ("share", danish::percent(n, 1))];
            findings.push(tf("report.finding.first_offer", &values.each_ref().map(|(k, v)| (*k, v.as_str()))));
        }
        rows.push(row(benefit_name(Some(benefit)), cells));
    }
    let mut head = vec![t("report.col.benefit")];
    head.extend(["d1", "w1", "m1", "m2", "m3", "m6", "m9", "m12"].map(|key| t(&format!("report.within.{key}"))));
    findings.truncate(3);
    Ok(Figure {
        absent: rows.is_empty().then(|| t("report.no_offers")),
        findings,
        table: (!rows.is_empty()).then_some(Table { columns: head, rows }),
        notes: vec![t("report.note.first_offer")],
        foot: foot(ground, Indicator::TidTilFoersteTilbud, (from, through), ON_BENEFIT)?,
        ..Figure::default()
    })
}
