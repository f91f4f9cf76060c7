//! How quickly what was asked for was decided, and who manages without a benefit after the way; as tables.

use crate::text::{count, t, tf};
use crate::words::duty_kind;
use app::figures::danish;
use app::figures::journey::Quantile;
use app::figures::suppression::Published;
use app::figures::timeliness::Share;
use app::flows::{AfterRow, AnswerRow, FlowsPage, Told};

pub(crate) struct AnswerView {
    pub(crate) name: String,
    pub(crate) median: String,
    pub(crate) tenth: String,
    pub(crate) asked: String,
    pub(crate) open: String,
    /// What is in none of the other numbers.
    pub(crate) apart: String,
}

pub(crate) struct AfterView {
    pub(crate) name: String,
    pub(crate) on_the_day: String,
    pub(crate) lasting: String,
    pub(crate) apart: String,
}

pub(super) fn answers(found: &FlowsPage) -> Vec<AnswerView> {
    found.answers.iter().map(answer).collect()
}

/// What it is that was to be answered.
fn name(row: &AnswerRow) -> String {
    row.duty.as_ref().map_or_else(|| t("flows.answer_handover"), |duty| duty_kind(duty, &row.title))
}

fn answer(row: &AnswerRow) -> AnswerView {
    AnswerView {
        name: name(row),
        median: days(row.wait.median),
        tenth: days(row.wait.tenth),
        asked: danish::published(row.asked),
        open: danish::published(row.open),
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
    let each = found.answers.iter().zip(answers(found));
    each.map(|(row, view)| {
        let (unknown, lapsed) = (danish::published(row.unknown), danish::published(row.lapsed));
        vec![view.name, view.median, view.tenth, view.asked, view.open, unknown, lapsed]
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
