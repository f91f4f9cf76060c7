//! The opened rule: header in its fixed order, clock, control, versions, examples, file.

mod words;

/// `LAB: lov om en aktiv beskæftigelsesindsats`, for each act the rule's versions cite by a short name.
fn acts(found: &RulePage) -> Option<String> {
    let cites = found.versions.iter().flat_map(|v| &v.cites);
    let short: BTreeSet<&str> = cites.filter_map(|c| c.place.split_whitespace().next()).collect();
    let named = short.into_iter().filter_map(|act| Some(format!("{act}: {}", find(&format!("act.{act}"))?)));
    let named: Vec<String> = named.collect();
    (!named.is_empty()).then(|| named.join("; "))
}

/// When an amount holds, and how much it is.
pub(super) fn amount_words(row: &app::rules::AmountRow) -> (String, String) {
    let cells = amount(row);
    (cells.when, cells.amount)
}

use super::{HoleView, hole};
use crate::danish::{dotted, new_act};
use crate::rule_words::{
    applies, applies_not, cite_words, duty, kind, layer, measure_rows, party, promises, read_words, standing_mark,
    tense, transition, version_period,
};
use crate::text::{count, find, t, tf};
use crate::words::{Mark, obligation};
use app::FormError;
use app::rules::{ExampleView, RulePage, Tense, VersionView, is_goal};
use domain::Day;
use std::collections::BTreeSet;
use words::{AmountCells, ControlBox, StandBox, amount, used};

pub(super) struct Opened {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) tense: String,
    pub(super) period: String,
    pub(super) mark: Mark,
    pub(super) read: String,
    pub(super) header: Vec<(String, String)>,
    pub(super) text: String,
    pub(super) clock: Vec<(String, String)>,
    pub(super) about: String,
    /// The acts it cites, by their short names: what they are called.
    pub(super) acts: Option<String>,
    pub(super) versions: Vec<VersionRow>,
    /// Grey: no longer in force, and through which day.
    pub(super) bands: Vec<(String, String)>,
    pub(super) historic: bool,
    pub(super) unread: bool,
    pub(super) examples_title: String,
    pub(super) failed: usize,
    pub(super) examples: Vec<ExampleRow>,
    pub(super) gaps: Vec<HoleView>,
    pub(super) source: String,
    pub(super) place: String,
    pub(super) can_be_tried: bool,
    pub(super) used: String,
    pub(super) control: ControlBox,
    pub(super) stand: StandBox,
    pub(super) amounts: Vec<AmountCells>,
    pub(super) amount_keys: bool,
    pub(super) amount_source: String,
    /// What is wrong with a form on this page: field and text.
    pub(super) errors: Vec<(&'static str, String)>,
}

pub(super) struct VersionRow {
    pub(super) tense: String,
    pub(super) period: String,
    pub(super) text: String,
    pub(super) cite: String,
    pub(super) mark: Mark,
    pub(super) current: bool,
    pub(super) law27: Option<String>,
}

pub(super) struct ExampleRow {
    pub(super) name: String,
    pub(super) facts: Vec<String>,
    pub(super) promise: String,
    pub(super) failure: Option<String>,
}

/// Duty, right or goal and whose; of the municipality's own and of rights also whether it must or may.
fn task(found: &RulePage) -> String {
    let whose = party(found.kind, found.layer, found.party);
    match obligation(found.obligation) {
        Some(task) if found.kind == "right" || is_goal(found.layer) => format!("{whose}; {task}"),
        _ => whose,
    }
}

impl Opened {
    pub(super) fn of(found: &RulePage, day: Day, today: Day, wrong: &[FormError]) -> Opened {
        let version = &found.versions[found.shown];
        let passed = found.examples.iter().filter(|e| e.failure.is_none()).count();
        let numbers = [("passed", passed.to_string()), ("n", found.examples.len().to_string())];
        let numbers: Vec<(&str, &str)> = numbers.iter().map(|(k, v)| (*k, v.as_str())).collect();
        let header = vec![
            (t("rules.applies"), applies(&version.who)),
            (t("rules.applies_not"), applies_not(&version.who)),
            (t("rules.transition_label"), running(found)),
            (t("rules.party"), task(found)),
            (t("rules.leaves_out"), version.leaves_out.clone().unwrap_or_else(|| t("rules.leaves_out_none"))),
        ];
        let over = found.versions.iter().filter(|v| v.tense == Tense::Past);
        let band = |v: &VersionView| {
            let through = v.through.map(dotted).unwrap_or_default();
            (tf("rules.band_version", &[("period", &version_period(v))]), tf("rules.band", &[("day", &through)]))
        };
        Opened {
            id: found.id.clone(),
            title: found.title.clone(),
            tense: tense(version, day, today),
            period: version_period(version),
            mark: standing_mark(version.standing),
            read: read_words(version),
            header,
            text: version.text.clone(),
            clock: measure_rows(&version.measure),
            acts: acts(found),
            about: format!("{} · {}", kind(found.kind), layer(found.layer)),
            versions: found.versions.iter().enumerate().rev().map(|(i, v)| row(found, i, v, day, today)).collect(),
            bands: over.rev().map(band).collect(),
            historic: version.tense == Tense::Past,
            unread: version.control.is_none(),
            examples_title: tf("rules.examples_title", &numbers),
            failed: found.examples.len() - passed,
            examples: found.examples.iter().map(example).collect(),
            gaps: found.gaps.iter().map(|g| hole(g, duty(&g.duty))).collect(),
            source: found.source_text.clone(),
            place: if found.text_stand.own {
                t("rules.own_text")
            } else {
                format!("rulebook/{}:{}", found.file, found.line)
            },
            can_be_tried: found.can_be_tried,
            used: used(found, day, today),
            control: ControlBox::of(found),
            stand: StandBox::of(found),
            amounts: found.amounts.iter().map(amount).collect(),
            amount_keys: found.amounts.iter().any(|a| !a.key.is_empty()),
            amount_source: cite_words(&version.cites),
            errors: wrong.iter().map(|e| (e.field, t(e.key))).collect(),
        }
    }

    pub(super) fn error(&self, field: &str) -> Option<&str> {
        self.errors.iter().find(|(name, _)| *name == field).map(|(_, text)| text.as_str())
    }

    pub(super) fn failed_words(&self) -> String {
        count("rules.failed", self.failed)
    }
}

/// How running courses come into the version that is shown, and into the next.
fn running(found: &RulePage) -> String {
    let mut said = transition(&found.versions[found.shown]);
    if let Some(next) = found.versions.get(found.shown + 1) {
        said.push(' ');
        said.push_str(&transition(next));
    }
    said
}

fn row(found: &RulePage, index: usize, version: &VersionView, day: Day, today: Day) -> VersionRow {
    VersionRow {
        tense: tense(version, day, today),
        period: version_period(version),
        text: version.text.clone(),
        cite: cite_words(&version.cites),
        mark: standing_mark(version.standing),
        current: index == found.shown,
        law27: new_act(Some(version.from)),
    }
}

fn example(example: &ExampleView) -> ExampleRow {
    ExampleRow {
        name: example.name.clone(),
        facts: example.facts.clone(),
        promise: promises(&example.promises),
        failure: example.failure.clone(),
    }
}
