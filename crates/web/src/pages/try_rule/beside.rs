//! Changed rights, limits, gates and rates in words: what they give before and after, and in which cases.

use crate::danish::{dotted, listed};
use crate::pages::rules::amount_cells;
use crate::rule_words::{code_words, kind};
use crate::text::{count, t, tf};
use crate::words::capital;
use app::rules::{AmountChange, AmountRow, Answer, BesideLineView, BesideRow, Stand};
use domain::Day;
use domain::codes::Code;

/// The part of the page about them; nothing where only deadlines and goals changed.
pub(super) struct BesideView {
    pub(super) lines: Vec<LineWords>,
    pub(super) rows: Vec<RowWords>,
    pub(super) more: Option<String>,
    /// When, before, after.
    pub(super) amounts: Vec<[String; 3]>,
}

pub(super) struct LineWords {
    pub(super) title: String,
    pub(super) about: String,
    pub(super) before: String,
    pub(super) after: String,
    pub(super) turns: String,
}

pub(super) struct RowWords {
    pub(super) case: i64,
    pub(super) name: String,
    pub(super) what: String,
    pub(super) before: String,
    pub(super) after: String,
    pub(super) turn: String,
}

pub(super) fn view(answer: &Answer, today: Day) -> Option<BesideView> {
    if answer.beside.is_empty() && answer.amounts.is_empty() {
        return None;
    }
    Some(BesideView {
        lines: answer.beside.iter().map(line).collect(),
        rows: answer.beside_rows.iter().map(|r| row(r, today)).collect(),
        more: (answer.beside_more > 0).then(|| count("try.more", answer.beside_more)),
        amounts: answer.amounts.iter().map(amounts).collect(),
    })
}

fn line(view: &BesideLineView) -> LineWords {
    let hidden = || t("try.beside.few");
    let turns = view.turns.as_ref().map(|turns| {
        let said = turns.iter().map(|(turn, n)| tf(&turn_key(view.kind, turn), &[("n", &n.to_string())]));
        let said: Vec<String> = said.collect();
        if said.is_empty() { "–".to_owned() } else { said.join(", ") }
    });
    LineWords {
        title: view.title.clone(),
        about: format!("{} · {}", capital(&kind(view.kind)), view.rule),
        before: view.counts.map_or_else(hidden, |(n, _)| n.to_string()),
        after: view.counts.map_or_else(hidden, |(_, n)| n.to_string()),
        turns: turns.unwrap_or_else(hidden),
    }
}

/// What happens to an offer is said in other words than what happens to a right.
fn turn_key(kind: &str, turn: &str) -> String {
    match (kind, turn) {
        ("gate", "opened" | "closed") => format!("try.beside.gate_{turn}"),
        _ => format!("try.beside.{turn}"),
    }
}

fn row(row: &BesideRow, today: Day) -> RowWords {
    let what = match row.offer {
        Some(offer) => format!("{}: {}", row.title, code_words("offer", offer)),
        None => row.title.clone(),
    };
    let is_gate = matches!(row.before.or(row.after), Some(Stand::Gate { .. }));
    let key = match (is_gate, row.turn) {
        (true, "opened" | "closed") => format!("try.turn.gate_{}", row.turn),
        _ => format!("try.turn.{}", row.turn),
    };
    RowWords {
        case: row.case,
        name: row.name.clone(),
        what,
        before: stand(row.before, today),
        after: stand(row.after, today),
        turn: t(&key),
    }
}

fn stand(stand: Option<Stand>, today: Day) -> String {
    let Some(stand) = stand else { return "–".to_owned() };
    match stand {
        Stand::Right { certain: false, .. } => t("try.beside.uncertain"),
        Stand::Right { left: None, .. } => t("try.beside.right"),
        Stand::Right { left: Some(n), .. } => tf("try.beside.left", &[("n", &n.to_string())]),
        Stand::Limit { on: None, .. } => t("try.beside.no_day"),
        Stand::Limit { on: Some(on), passed } => {
            let day = listed(on, today);
            if passed { tf("try.beside.passed", &[("day", &day)]) } else { day }
        }
        Stand::Gate { verdict, earliest } => {
            let said = capital(&code_words("verdict", verdict.code()));
            match earliest {
                Some(day) => format!("{said}. {}", tf("try.beside.earliest", &[("day", &listed(day, today))])),
                None => said,
            }
        }
        Stand::Amount { amount: Some(amount), .. } => amount.to_string(),
        Stand::Amount { percent: Some(percent), .. } => tf("try.share", &[("n", &percent.to_string())]),
        Stand::Amount { .. } => "–".to_owned(),
    }
}

fn amounts(change: &AmountChange) -> [String; 3] {
    let cell = |row: &Option<AmountRow>| row.as_ref().map_or_else(|| "–".to_owned(), |r| amount_cells(r).1);
    let shown = change.after.as_ref().or(change.before.as_ref());
    let when = shown.map_or_else(|| dotted(change.from), |r| amount_cells(r).0);
    let key = change.key.replace('_', " ");
    let when = if key.is_empty() { when } else { format!("{when} ({key})") };
    [when, cell(&change.before), cell(&change.after)]
}
