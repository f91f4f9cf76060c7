//! *Rettidighed*: who leads or counts, and wants to know how much is kept in time, where, and what was not.

mod behind;
mod drawing;
mod file;
pub(crate) mod goals;
mod words;

use crate::Web;
use crate::pages::foot::Foot;
use crate::pages::leadership::foot::made;
use crate::pages::{Frame, error, month, page};
use crate::session::Signed;
use crate::text::{t, tf};
use app::figures::Month;
use app::figures::danish;
use app::figures::danish::published;
use app::figures::suppression::Published;
use app::figures::timeliness::By;
use app::team::{Kept, KeptBasis, KeptBy};
use app::timeliness::{OverRow, Row, SplitRow, TimelinessFilter, TimelinessPage};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::codes::{Benefit, Code};
use serde::Deserialize;

pub(crate) use behind::show as behind;
pub(crate) use file::file;

/// What stands in the address of the page, of its file and of its lists.
#[derive(Deserialize, Default, Clone)]
#[serde(default)]
pub(crate) struct Asked {
    /// `2026-02`
    maaned: String,
    lag: String,
    grundlag: String,
    pr: String,
    /// One duty's, one benefit's or one team's dates.
    slags: String,
    yd: String,
    team: String,
    /// The dates of a unit and of those under it.
    omraade: String,
    /// Also those that were kept in time.
    alle: String,
    /// More rows than fit a page.
    hele: String,
    regneark: String,
}

#[derive(Template)]
#[template(path = "timeliness.html")]
struct Page {
    frame: Frame,
    finding: String,
    late: Option<(String, String)>,
    about: String,
    /// A month that was asked for and cannot be shown.
    unread: Option<String>,
    goals: Vec<goals::GoalLine>,
    no_goal: Option<goals::NoGoal>,
    filters: Vec<(&'static str, String, Vec<Choice>)>,
    chart: String,
    head: Vec<String>,
    months: Vec<MonthView>,
    apart: Option<String>,
    tables: Vec<TableView>,
    over: Vec<OverView>,
    over_sum: (String, String),
    all_lists: Option<String>,
    foot: Foot,
}

struct Choice {
    value: String,
    text: String,
    chosen: bool,
}

struct MonthView {
    name: String,
    link: String,
    chosen: bool,
    preliminary: bool,
    cells: Vec<String>,
}

struct TableView {
    id: &'static str,
    title: String,
    note: String,
    col: String,
    /// Some of the rows have a goal of their own.
    goals: bool,
    rows: Vec<RowView>,
}

struct RowView {
    name: String,
    dates: String,
    day: (String, String),
    week: (String, String),
    late: (String, String),
    /// The municipality's goals for the row: address and aim.
    goals: Vec<(String, String)>,
}

struct OverView {
    name: String,
    link: Option<String>,
    law: String,
    goal: String,
}

fn read(asked: &Asked) -> TimelinessFilter {
    TimelinessFilter {
        month: month::read(&asked.maaned),
        layer: Kept::from_code(&asked.lag).unwrap_or(Kept::Law),
        basis: KeptBasis::from_code(&asked.grundlag).unwrap_or(KeptBasis::Due),
        by: KeptBy::from_code(&asked.pr).unwrap_or(KeptBy::Day),
    }
}

/// Nobody's benefit in an address.
const NO_BENEFIT: &str = "ingen";

fn row_read(asked: &Asked) -> Row {
    if !asked.slags.is_empty() {
        return Row::Duty(asked.slags.clone());
    }
    if !asked.omraade.is_empty() {
        return Row::Area(asked.omraade.clone());
    }
    if !asked.team.is_empty() {
        return Row::Unit(asked.team.clone());
    }
    match asked.yd.as_str() {
        "" => Row::All,
        NO_BENEFIT => Row::Benefit(None),
        code => Benefit::from_code(code).map_or(Row::All, |b| Row::Benefit(Some(b))),
    }
}

/// An address with what it is asked for.
fn address(path: &str, month: Month, of: &TimelinessFilter, row: &Row) -> String {
    let encoded =
        |text: &str| percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string();
    let row = match row {
        Row::All => String::new(),
        Row::Duty(duty) => format!("&slags={}", encoded(duty)),
        Row::Benefit(benefit) => format!("&yd={}", benefit.map_or(NO_BENEFIT, |b| b.code())),
        Row::Unit(unit) => format!("&team={}", encoded(unit)),
        Row::Area(unit) => format!("&omraade={}", encoded(unit)),
    };
    let (layer, basis, by) = (of.layer.code(), of.basis.code(), of.by.code());
    format!("{path}?maaned={}&lag={layer}&grundlag={basis}&pr={by}{row}", month.code())
}

pub(crate) async fn show(State(web): State<Web>, signed: Signed, Query(asked): Query<Asked>) -> Response {
    match web.app.timeliness(&signed.viewer, read(&asked), signed.moment).await {
        Ok(found) => {
            let unread = month::unread(&asked.maaned, found.month);
            page(&Page { unread, ..view(&web, &signed, &found) })
        }
        Err(other) => error::failure(&other),
    }
}

fn view(web: &Web, signed: &Signed, found: &TimelinessPage) -> Page {
    let frame = Frame::new(web, signed, "leadership");
    let mut head = vec![words::by(KeptBy::Day), words::by(KeptBy::Week)];
    head.extend(found.drawn.iter().map(|(key, title)| crate::words::duty_kind(key, title)));
    Page {
        finding: words::finding(found),
        // Whose role sees no persons finds nobody behind the number.
        late: words::late(found).filter(|_| frame.persons),
        about: words::about(found),
        unread: None,
        goals: goals::lines(found),
        no_goal: goals::none(found, &signed.viewer),
        filters: filters(found),
        chart: drawing::lines(found),
        head,
        months: found.series.iter().rev().map(|m| month(m, found)).collect(),
        apart: words::apart(&found.apart),
        tables: tables(found),
        over: overs(found, &frame),
        over_sum: (over_sum(found, Kept::Law), over_sum(found, Kept::Goal)),
        all_lists: frame.persons.then(|| "/?ejer=alle".to_owned()),
        foot: foot(found),
        frame,
    }
}

fn foot(found: &TimelinessPage) -> Foot {
    let days = (found.months.first().copied().unwrap_or(found.month).first_day(), last(found).last_day());
    let sheet = address("/rettidighed/regneark", found.month, &found.filter, &Row::All);
    made(found.definition, days, found.cases, found.today, sheet)
}

/// What is registered late still moves the last month.
fn last(found: &TimelinessPage) -> Month {
    found.months.last().copied().unwrap_or(found.month)
}

fn filters(found: &TimelinessPage) -> Vec<(&'static str, String, Vec<Choice>)> {
    fn codes<C: Code>(chosen: C, text: impl Fn(C) -> String) -> Vec<Choice> {
        let choice = |c: &C| Choice { value: c.code().to_owned(), text: text(*c), chosen: *c == chosen };
        C::ALL.iter().map(choice).collect()
    }
    let months = found.months.iter().rev().map(|m| Choice {
        value: m.code(),
        text: crate::danish::month_long(m.first_day()),
        chosen: *m == found.month,
    });
    let of = &found.filter;
    vec![
        ("maaned", t("timeliness.month"), months.collect()),
        ("lag", t("leadership.col_layer"), codes(of.layer, |l| t(&format!("leadership.layer_{}", l.code())))),
        ("grundlag", t("team.basis"), codes(of.basis, |b| t(&format!("timeliness.basis_{}", b.code())))),
        ("pr", t("timeliness.measure"), codes(of.by, words::by)),
    ]
}

fn month(row: &app::timeliness::MonthRow, found: &TimelinessPage) -> MonthView {
    let by = found.filter.by.by();
    let mut cells = vec![words::cell(&row.total, By::Day), words::cell(&row.total, By::Week)];
    cells.extend(row.duties.iter().map(|d| words::cell(d, by)));
    MonthView {
        name: danish::month(row.month),
        link: address("/rettidighed", row.month, &found.filter, &Row::All),
        chosen: row.month == found.month,
        preliminary: row.month == last(found),
        cells,
    }
}

fn tables(found: &TimelinessPage) -> Vec<TableView> {
    let table = |id, key: &str, rows: &[SplitRow]| TableView {
        id,
        goals: rows.iter().any(|row| !goals::of_row(found, &row.row).is_empty()),
        title: t(&format!("timeliness.by_{key}")),
        note: t(&format!("timeliness.by_{key}_note")),
        col: t(&format!("timeliness.col_{key}")),
        rows: rows.iter().map(|row| split(row, found)).collect(),
    };
    vec![
        table("slags", "duty", &found.duties),
        table("ydelse", "benefit", &found.benefits),
        table("team", "unit", &found.units_and_areas()),
    ]
}

fn split(row: &SplitRow, found: &TimelinessPage) -> RowView {
    let dates = row.shown.day.map_or_else(|| danish::HIDDEN.to_owned(), |s| danish::count(i64::from(s.denominator)));
    RowView {
        name: words::row(&row.row, &row.title),
        dates,
        day: words::share(&row.shown, By::Day),
        week: words::share(&row.shown, By::Week),
        late: words::see(found, &row.row, &row.shown),
        goals: goals::of_row(found, &row.row),
    }
}

/// The areas first, then each unit.
fn overs(found: &TimelinessPage, frame: &Frame) -> Vec<OverView> {
    let areas = found.over_areas.iter().map(|row| (row, tf("timeliness.area", &[("unit", &row.title)])));
    let units = found.over.iter().map(|row| (row, row.title.clone()));
    areas.chain(units).map(|(row, name)| over(row, name, frame)).collect()
}

fn over(row: &OverRow, name: String, frame: &Frame) -> OverView {
    OverView {
        name,
        link: frame.persons.then(|| format!("/?ejer=enhed:{}", row.unit)),
        law: published(row.law),
        goal: published(row.goal),
    }
}

fn over_sum(found: &TimelinessPage, layer: Kept) -> String {
    let now = found.now.iter().find(|n| n.layer == layer);
    published(now.map_or(Published::Count(0), |n| n.count))
}

/// What is asked for, in words: `lovens frister, februar 2026`.
fn asked_for(layer: Kept, month: Month) -> String {
    let layer = t(&format!("timeliness.what_{}", layer.code()));
    let month = crate::danish::month_long(month.first_day());
    tf("timeliness.asked", &[("layer", &layer), ("month", &month)])
}
