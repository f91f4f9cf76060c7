//! *Ledelse*: who leads or counts, and wants to know how the municipality stands. Numbers, no persons.

pub(crate) mod cases;
mod drawing;
mod file;
pub(crate) mod foot;
pub(crate) mod words;

use crate::Web;
use crate::danish::{long, month_long};
use crate::pages::comparison::{change, why_no_change};
use crate::pages::flows::{self, Ways};
use crate::pages::foot::Foot;
use crate::pages::goals::{CardView, card, summary};
use crate::pages::opened::Number;
use crate::pages::{Frame, error, month, page};
use crate::session::Signed;
use crate::text::{count, t, tf};
use crate::words::{capital, label};
use app::AppError;
use app::comparison::{self, ComparisonPage};
use app::documents::plan::ReportKind;
use app::figures::definition::Indicator;
use app::figures::{Month, Value, danish};
use app::goals::GoalsPage;
use app::leadership::{LeadershipPage, LengthRow, SeriesRow};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::codes::{Benefit, Code};
use serde::Deserialize;

pub(crate) use cases::cases;
pub(crate) use file::file;

/// As many goals as stand side by side; the others are on *Mål*.
const GOALS: usize = 4;
/// The published measure that stands on the page.
const COMPARED: &str = "kontanthjaelp-andel";
/// Decimals of full-time persons.
const DECIMALS: u8 = 1;

#[derive(Template)]
#[template(path = "leadership.html")]
struct Page {
    frame: Frame,
    /// The first goals in force, and where all of them stand.
    goals: Vec<CardView>,
    goals_summary: String,
    about: String,
    /// A month that was asked for and cannot be shown.
    unread: Option<String>,
    /// The one that is shown.
    month: Month,
    finding: String,
    left_out: Option<String>,
    empty: bool,
    /// Address, name, and whether it is the one that is shown.
    choices: Vec<(String, String, bool)>,
    /// Where the month's report is made.
    report: String,
    bridge: flows::BridgeView,
    wave: flows::WaveView,
    wait_foot: Foot,
    ways: String,
    compared: Option<crate::pages::comparison::Card>,
    chart: String,
    now: String,
    then: String,
    levels: Vec<LevelView>,
    months: Vec<String>,
    by_month: Vec<(String, Vec<Number>)>,
    persons_by_month: Vec<(String, Vec<Number>)>,
    breaks: Vec<String>,
    full_time_foot: Foot,
    persons_foot: Foot,
    timely: Vec<TimelyView>,
    overdue: Vec<(String, String)>,
    lists: Option<String>,
    dates: Option<String>,
    timely_foot: Foot,
    flows: Vec<FlowView>,
    flow_title: String,
    opening: String,
    closing: String,
    flow_foot: Foot,
    /// The benefit, how many ended, their mean weeks.
    lengths: Vec<(String, Number, String)>,
    lengths_sub: String,
    length_foot: Foot,
}

struct LevelView {
    name: String,
    sum: bool,
    link: Option<String>,
    now: Number,
    then: Number,
    change: String,
    why: String,
    persons: Number,
}

struct TimelyView {
    layer: String,
    day: String,
    day_of: String,
    week: String,
    week_of: String,
}

struct FlowView {
    name: String,
    sum: bool,
    /// The bridge of the month, whose parts open.
    link: String,
    /// Opening, came, left, closing, of the closing those from the beginning; or why not.
    cells: Result<[String; 5], String>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Asked {
    /// `2026-02`
    maaned: String,
}

pub(crate) async fn show(State(web): State<Web>, signed: Signed, Query(asked): Query<Asked>) -> Response {
    match read(&web, &signed, month::read(&asked.maaned)).await {
        Ok(view) => page(&Page { unread: month::unread(&asked.maaned, view.month), ..view }),
        Err(other) => error::failure(&other),
    }
}

async fn read(web: &Web, signed: &Signed, asked: Option<Month>) -> Result<Page, AppError> {
    let found = web.app.leadership(&signed.viewer, asked, signed.moment).await?;
    let goals = web.app.goals(&signed.viewer, signed.moment).await?;
    let published = comparison::Asked { measure: Some(COMPARED.to_owned()), ..comparison::Asked::default() };
    let published = web.app.comparison_alone(published, signed.moment).await?;
    view(web, signed, &found, (&goals, &published))
}

/// The month that is shown and those that can be, the newest first.
fn months(found: &LeadershipPage) -> Vec<(String, String, bool)> {
    let one = |m: &Month| (m.code(), month_long(m.first_day()), *m == found.last);
    found.choices.iter().rev().map(one).collect()
}

fn view(
    web: &Web,
    signed: &Signed,
    found: &LeadershipPage,
    (goals, published): (&GoalsPage, &ComparisonPage),
) -> Result<Page, AppError> {
    let frame = Frame::new(web, signed, "leadership");
    let last = found.last;
    let Ways { bridge, wave, wait_foot, link } = flows::ways(&found.ways, frame.persons)?;
    let rows = || std::iter::once(&found.total).chain(&found.benefits);
    let table = |of: Column| -> Vec<(String, Vec<Number>)> {
        let line = |row| (0..found.months.len()).rev().map(|at| of.number(found, row, at, &frame)).collect();
        rows().map(|row| (benefit_name(row.benefit), line(row))).collect()
    };
    Ok(Page {
        goals: goals.goals.iter().filter(|goal| !goal.ended()).take(GOALS).map(card).collect(),
        goals_summary: summary(goals),
        about: words::about(found),
        unread: None,
        month: last,
        finding: words::finding(found),
        left_out: (found.left_out > 0).then(|| count("leadership.left_out", found.left_out)),
        empty: found.benefits.is_empty(),
        choices: months(found),
        report: format!("/rapporter?rapport={}&maaned={}", ReportKind::Maanedsrapport.code(), last.code()),
        bridge,
        wave,
        wait_foot,
        ways: link,
        compared: crate::pages::comparison::card(published),
        chart: drawing::lines(found),
        now: danish::month(last),
        then: danish::month(last.last_year()),
        levels: rows().map(|row| level(found, row, &frame)).collect(),
        months: found.months.iter().rev().map(|m| danish::month(*m)).collect(),
        by_month: table(FULL_TIME),
        persons_by_month: table(PERSONS),
        breaks: words::breaks(found),
        full_time_foot: foot::of(found, Indicator::FuldtidspersonerDage)?,
        persons_foot: foot::of(found, Indicator::Personer)?,
        timely: found.timeliness.kept.iter().map(|(layer, shown)| words::timely(*layer, shown)).collect(),
        overdue: found.timeliness.now.iter().map(words::overdue).collect(),
        lists: frame.persons.then(|| "/?ejer=alle".to_owned()),
        dates: frame.leads.then(|| "/team?periode=month#frister".to_owned()),
        timely_foot: foot::of(found, Indicator::Rettidighed)?,
        flows: found.flows.iter().map(|row| words::flow(row, last)).collect(),
        flow_title: tf("leadership.flow_title", &[("month", &month_long(last.first_day()))]),
        opening: long(last.first_day().plus_days(-1)),
        closing: long(last.last_day()),
        flow_foot: foot::of(found, Indicator::BestandOgStroemme)?,
        lengths: found.lengths.iter().map(|row| length(row, last, &frame)).collect(),
        lengths_sub: words::lengths_period(found),
        length_foot: foot::of(found, Indicator::VarighedAfAfsluttedeForloeb)?,
        frame,
    })
}

pub(crate) fn benefit_name(benefit: Option<Benefit>) -> String {
    benefit.map_or_else(|| t("leadership.total"), |b| capital(&label(b)))
}

/// A figure that has a number for each benefit and month.
#[derive(Clone, Copy)]
struct Column {
    id: Indicator,
    of: fn(&SeriesRow) -> &Vec<Value>,
    decimals: u8,
}

const FULL_TIME: Column = Column { id: Indicator::FuldtidspersonerDage, of: |row| &row.full_time, decimals: DECIMALS };
const PERSONS: Column = Column { id: Indicator::Personer, of: |row| &row.persons, decimals: 0 };

impl Column {
    /// Of one of the months that are shown.
    fn number(self, found: &LeadershipPage, row: &SeriesRow, at: usize, frame: &Frame) -> Number {
        let value = (self.of)(row)[at];
        let text = danish::value(value, self.decimals);
        cases::number(self.id, (row.benefit, found.months[at]), (text, value), frame.persons)
    }
}

fn level(found: &LeadershipPage, row: &SeriesRow, frame: &Frame) -> LevelView {
    let last = found.months.len() - 1;
    LevelView {
        name: benefit_name(row.benefit),
        sum: row.benefit.is_none(),
        link: row.benefit.filter(|_| frame.persons).map(|b| format!("/?ejer=alle&yd={}", b.code())),
        now: FULL_TIME.number(found, row, last, frame),
        then: FULL_TIME.number(found, row, 0, frame),
        change: change(&row.change, DECIMALS),
        why: why_no_change(&row.change),
        persons: PERSONS.number(found, row, last, frame),
    }
}

fn length(row: &LengthRow, last: Month, frame: &Frame) -> (String, Number, String) {
    let (name, ended, weeks) = words::length(row);
    let id = Indicator::VarighedAfAfsluttedeForloeb;
    (name, cases::number(id, (Some(row.benefit), last), (ended, row.ended), frame.persons), weeks)
}
