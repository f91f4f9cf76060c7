//! The figures of reports, by their number in `reference/rapporter.toml`. One family a file.

mod after;
mod effort;
mod goals;
mod length;
mod people_by_age;
mod place;
mod published;
mod stock;
mod talks;
mod timely;
mod waiting;

use super::ground::Ground;
use crate::{AppError, definitions};
use documents::danish::{long, period};
use documents::plan::{Planned, Plans};
use documents::report::{Cell, Drawing, Figure, FootLine, Row, Table};
use documents::sentence::ended;
use documents::text::{capital, label, t, tf};
use domain::Day;
use domain::codes::{Benefit, Code};
use figures::breaks::DataBreak;
use figures::chart::{BreakMark, LineChart, Point, Series, Style, Width};
use figures::definition::Indicator;
use figures::{Month, Value, danish};

/// As many as can be told apart by colour, line and mark.
const STYLES: [Style; 5] = [Style::Own, Style::Cluster, Style::Rar, Style::Country, Style::Best];

/// Makes one figure.
pub(super) fn figure(id: &str, ground: &Ground) -> Result<Figure, AppError> {
    let planned = Plans::shipped().figure(id).ok_or_else(|| AppError::Internal(format!("no figure {id}")))?;
    let blank = Figure { id: planned.id.clone(), title: planned.title.clone(), ..Figure::default() };
    if let Some(absent) = &planned.absent {
        return Ok(Figure { absent: Some(absent.clone()), ..blank });
    }
    let made = made(planned, ground)?;
    let findings = made.findings.iter().map(|text| ended(text)).collect();
    let mut foot = made.foot;
    if let Some((page, address)) = place::of(planned, ground).filter(|_| made.absent.is_none()) {
        foot.push(FootLine::from((t("report.opens"), page)).linked(address));
    }
    Ok(Figure { id: blank.id, title: blank.title, findings, foot, ..made })
}

fn made(planned: &Planned, ground: &Ground) -> Result<Figure, AppError> {
    if let Some(measure) = &planned.measure {
        return Ok(published::measure(ground, &planned.id, measure));
    }
    match planned.id.as_str() {
        "M-1" | "K-1" => Ok(published::all(ground)),
        "Q-T2" => Ok(published::unemployed(ground)),
        "M-2" => stock::levels(ground),
        "M-4" => stock::flow(ground),
        "U-1" => stock::five(ground),
        "Q-F4" => stock::permanent(ground),
        "R-1" => stock::year(ground),
        "R-2" => length::ended(ground),
        "Q-F3" => length::long_term(ground),
        "Q-F5" => length::sick(ground),
        "Q-F2" => people_by_age::bands(ground),
        "Q-F6" => people_by_age::young(ground),
        "M-5" | "Q-F9" => effort::degree(ground, &planned.id),
        "M-5p" => effort::without(ground),
        "Q-F11" => effort::kinds(ground),
        "M-11" => waiting::wave(ground),
        "Q-F12" => after::status(ground),
        "Q-F10" => waiting::first_offer(ground),
        "M-3" | "Q-F8" => timely::kept(ground, &planned.id),
        "M-3t" => timely::teams(ground),
        "M-8" => timely::cases(ground),
        "M-7" => talks::came(ground),
        "Q-T1" => goals::status(ground),
        other => Err(AppError::Internal(format!("nobody makes figure {other}"))),
    }
}

/// Definition with version, period, population, source and the day of count.
fn foot(ground: &Ground, id: Indicator, days: (Day, Day), who: &str) -> Result<Vec<FootLine>, AppError> {
    let cases = danish::count(i64::try_from(ground.cases).unwrap_or(i64::MAX));
    foot_of(ground, id, days, tf(who, &[("n", &cases)]))
}

/// A figure's definition by its title.
fn defined(id: Indicator, ground: &Ground) -> Result<String, AppError> {
    let definition = definitions::of(id, ground.today)?;
    let values = [("name", definition.name.as_str()), ("version", &definition.version.to_string())];
    Ok(tf("report.defined", &values))
}

/// The foot of a figure that counts others than those with an open case.
fn foot_of(ground: &Ground, id: Indicator, days: (Day, Day), who: String) -> Result<Vec<FootLine>, AppError> {
    let named = defined(id, ground)?;
    let definition = FootLine::from((t("leadership.definition"), named)).linked(format!("/definitioner#{}", id.code()));
    let rest = [
        (t("leadership.period"), period(days.0, Some(days.1))),
        (t("leadership.who"), who),
        (t("leadership.source"), t("leadership.source_text")),
        (t("leadership.counted"), long(ground.today)),
    ];
    Ok(std::iter::once(definition).chain(rest.map(FootLine::from)).collect())
}

/// That other people are counted after a day between two that stand side by side.
fn breaks_within(ground: &Ground, (first, last): (Day, Day)) -> Vec<String> {
    let within = ground.breaks.iter().filter(|b| first < b.on && b.on <= last);
    within.map(|b| tf("report.note.break_between", &[("break", &capital(&b.label))])).collect()
}

/// All open cases, on benefits.
const ON_BENEFIT: &str = "leadership.population";
/// Dates of open cases.
const DATES: &str = "leadership.population_dates";

fn benefit_name(benefit: Option<Benefit>) -> String {
    benefit.map_or_else(|| t("leadership.total"), |b| capital(&label(b)))
}

fn columns(keys: &[&str]) -> Vec<String> {
    keys.iter().map(|key| t(&format!("report.col.{key}"))).collect()
}

fn row(name: impl Into<String>, cells: Vec<Cell>) -> Row {
    Row { name: name.into(), strong: false, cells }
}

fn strong(name: impl Into<String>, cells: Vec<Cell>) -> Row {
    Row { name: name.into(), strong: true, cells }
}

/// A line with its name and one value a month.
struct Line {
    name: String,
    style: Style,
    values: Vec<Value>,
    /// The last month may still change: what is registered late is missing in it.
    preliminary: bool,
}

impl Line {
    fn points(&self) -> Vec<Point> {
        let last = self.values.len().saturating_sub(1);
        let of = |(at, value): (usize, &Value)| Point::of(*value, self.preliminary && at == last);
        self.values.iter().enumerate().map(of).collect()
    }
}

/// Lines by month; `None` where no month has a number.
fn drawing(
    id: &str,
    finding: &str,
    months: &[Month],
    lines: &[Line],
    breaks: &[DataBreak],
    decimals: u8,
) -> Option<Drawing> {
    let (first, last) = (*months.first()?, *months.last()?);
    let drawn: Vec<&Line> = lines.iter().filter(|l| l.values.iter().any(|v| v.number().is_some())).collect();
    if drawn.is_empty() {
        return None;
    }
    let desc = tf("leadership.chart_desc", &[("first", &danish::month(first)), ("last", &danish::month(last))]);
    let series = drawn.iter().map(|line| Series { style: line.style, label: &line.name, points: line.points() });
    let within = breaks.iter().filter(|b| months[1..].contains(&b.month()));
    let svg = LineChart {
        id: &format!("tegning-{}", id.to_lowercase()),
        title: finding,
        desc: &desc,
        first,
        series: series.collect(),
        breaks: within.map(|b| BreakMark { month: b.month(), label: &b.label }).collect(),
        goals: Vec::new(),
        decimals,
        suppressed: danish::HIDDEN,
        preliminary: &t("leadership.preliminary"),
        width: Width::Whole,
    }
    .svg();
    Some(Drawing { svg, alt: format!("{finding} {desc}"), by_month: true })
}

/// Months as rows, newest first; one column a line.
fn by_month(months: &[Month], lines: &[Line], decimals: u8) -> Table {
    let mut head = vec![t("comparison.month")];
    head.extend(lines.iter().map(|l| l.name.clone()));
    let rows = months.iter().enumerate().rev().map(|(at, month)| {
        row(danish::month(*month), lines.iter().map(|l| Cell::value(l.values[at], decimals)).collect())
    });
    Table { columns: head, rows: rows.collect() }
}
