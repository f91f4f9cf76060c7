//! How quickly what was asked for was decided, and who manages without a benefit after the way; as tables.

use super::address::Address;
use super::number;
use crate::Web;
use crate::danish::short_year;
use crate::pages::opened::{self, Head, Number, Page, RowView};
use crate::pages::{Frame, error, page};
use crate::session::Signed;
use crate::text::{count, t, tf};
use crate::way_back;
use crate::words::duty_kind;
use app::figures::danish;
use app::figures::journey::Quantile;
use app::figures::suppression::Published;
use app::figures::timeliness::Share;
use app::flows::drawn::months_words;
use app::flows::{AfterRow, AnswerRow, FlowsPage, Told, WaitingPage};
use app::opened::Extent;
use axum::response::Response;

pub(crate) struct AnswerView {
    pub(crate) name: String,
    pub(crate) median: String,
    pub(crate) tenth: String,
    pub(crate) asked: String,
    /// Opens to those who wait, for those who may see persons.
    pub(crate) open: Number,
    /// What is in none of the other numbers.
    pub(crate) apart: String,
}

pub(crate) struct AfterView {
    pub(crate) name: String,
    pub(crate) on_the_day: String,
    pub(crate) lasting: String,
    pub(crate) apart: String,
}

pub(super) fn answers(found: &FlowsPage, persons: bool) -> Vec<AnswerView> {
    let view = |row: &AnswerRow| {
        let behind = row.duty.as_deref().unwrap_or(HANDOVER);
        answer(row, number(found, row.open, persons.then_some(("svar", behind))))
    };
    found.answers.iter().map(view).collect()
}

/// The handover of a case in an address; no duty is called so.
const HANDOVER: &str = "overdragelse";

/// What it is that was to be answered.
fn name(row: &AnswerRow) -> String {
    row.duty.as_ref().map_or_else(|| t("flows.answer_handover"), |duty| duty_kind(duty, &row.title))
}

fn answer(row: &AnswerRow, open: Number) -> AnswerView {
    AnswerView {
        name: name(row),
        median: days(row.wait.median),
        tenth: days(row.wait.tenth),
        asked: danish::published(row.asked),
        open,
        apart: apart(&[("flows.answer_unknown", row.unknown), ("flows.answer_lapsed", row.lapsed)]),
    }
}

/// A wait in days: an answer is a matter of days where a way is one of weeks.
fn days(told: Told) -> String {
    let number = |n: u32| danish::count(i64::from(n));
    match told {
        Told::TooFew => t("flows.too_few"),
        Told::Wait(Quantile::Days(n)) => number(n),
        Told::Wait(Quantile::MoreThan(n)) => tf("flows.more_than", &[("n", &number(n))]),
        Told::Wait(Quantile::Nothing) => "–".to_owned(),
    }
}

/// `2 mangler oplysning`, for each that is not nothing.
fn apart(parts: &[(&str, Published)]) -> String {
    let there = parts.iter().filter(|(_, n)| *n != Published::Count(0));
    let few = t("timeliness.few");
    let said = there.map(|(key, n)| match n {
        Published::Count(_) => tf(key, &[("n", &danish::published(*n))]),
        Published::Suppressed => tf(key, &[("n", &few)]),
    });
    said.collect::<Vec<_>>().join(" · ")
}

/// Whether a column says anything.
pub(super) fn any<'t>(mut texts: impl Iterator<Item = &'t str>) -> bool {
    texts.any(|text| !text.is_empty())
}

pub(super) fn after(found: &FlowsPage) -> Vec<AfterView> {
    found.after.iter().map(after_row).collect()
}

fn after_row(row: &AfterRow) -> AfterView {
    AfterView {
        name: count("flows.after_months", usize::try_from(row.months).unwrap_or(0)),
        on_the_day: share(row.on_the_day),
        lasting: share(row.lasting),
        apart: apart(&[("flows.after_not_yet", row.not_yet), ("flows.after_unknown", row.unknown)]),
    }
}

/// `62,5 pct. (10 af 16)`
fn share(found: Option<Share>) -> String {
    let Some(share) = found else { return danish::HIDDEN.to_owned() };
    let Some(percent) = share.percent() else { return "–".to_owned() };
    let number = |n: u32| danish::count(i64::from(n));
    let of = tf("leadership.of", &[("n", &number(share.numerator)), ("all", &number(share.denominator))]);
    format!("{} ({of})", danish::percent(percent, 1))
}

/// The rows of a file.
pub(super) fn answer_lines(found: &FlowsPage) -> Vec<Vec<String>> {
    let each = found.answers.iter().zip(answers(found, false));
    each.map(|(row, view)| {
        let (unknown, lapsed) = (danish::published(row.unknown), danish::published(row.lapsed));
        vec![view.name, view.median, view.tenth, view.asked, view.open.text, unknown, lapsed]
    })
    .collect()
}

pub(super) fn after_lines(found: &FlowsPage) -> Vec<Vec<String>> {
    let numbers = |share: Option<Share>| match share {
        None => [danish::HIDDEN.to_owned(), danish::HIDDEN.to_owned()],
        Some(share) => [share.numerator, share.denominator].map(|n| danish::count(i64::from(n))),
    };
    let line = |(row, view): (&AfterRow, AfterView)| {
        let mut line = vec![view.name];
        line.extend(numbers(row.on_the_day));
        line.extend(numbers(row.lasting));
        line.extend([danish::published(row.not_yet), danish::published(row.unknown)]);
        line
    };
    found.after.iter().zip(after(found)).map(line).collect()
}

/// Those who still wait for an answer: who leads a team and wants them to have it.
pub(super) async fn waiting(web: &Web, signed: &Signed, asked: &Address) -> Response {
    let duty = Some(asked.svar.as_str()).filter(|duty| *duty != HANDOVER);
    let extent = Extent::Page(asked.side.parse().unwrap_or(1));
    match web.app.answers_waited_for(&signed.viewer, (asked.asked(), duty), extent, signed.moment).await {
        Ok(found) => page(&waiting_view(web, signed, &found)),
        Err(other) => error::failure(&other),
    }
}

fn waiting_view(web: &Web, signed: &Signed, found: &WaitingPage) -> Page {
    let query = found.shown.query();
    let cells = |asked: domain::Day| {
        let days = u32::try_from(asked.days_until(found.today)).unwrap_or(0);
        vec![short_year(asked), danish::count(i64::from(days))]
    };
    let mut first = way_back::firsts();
    let mut row = |row: &app::opened::OpenedRow<domain::Day, ()>| RowView {
        case: row.case,
        first: first(row.case),
        name: row.name.clone(),
        born: row.born_year.map(|year| year.to_string()).unwrap_or_default(),
        cells: [vec![row.owner.clone()], cells(row.of)].concat(),
    };
    let behind = found.row.duty.as_deref().unwrap_or(HANDOVER);
    let values = [("n", danish::published(found.row.open)), ("months", months_words(found.shown.wave))];
    Page {
        frame: Frame::new(web, signed, "leadership"),
        back: (format!("/stroemme?{query}#svar"), t("flows.title")),
        title: tf("flows.answer_waits_title", &[("what", &name(&found.row))]),
        about: tf("flows.answer_waits", &values.each_ref().map(|(k, v)| (*k, v.as_str()))),
        notes: opened::notes_alone(&found.cases, found.row.open == Published::Suppressed),
        heads: vec![
            Head::plain(t("opened.col_owner")),
            Head::plain(t("flows.day_asked")),
            Head::number(t("flows.col_days_waited")),
        ],
        rows: found.cases.rows.iter().map(&mut row).collect(),
        pager: opened::pager(&found.cases, &format!("/stroemme/sager?{query}&svar={behind}")),
        foot: None,
    }
}
