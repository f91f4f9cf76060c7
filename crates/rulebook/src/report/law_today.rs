//! What the law now refuses or bounds of the municipality's own rules that a report shows, beside the lines they stand in.

use crate::report::answer::AnswerReport;
use crate::report::assess::{OfferReport, RightReport};
use crate::report::duty::DutyReport;
use crate::report::limits::LimitReport;
use crate::rulebook::Rulebook;
use domain::Day;
use serde::Serialize;

#[derive(Debug, Serialize)]
pub struct LawTodayReport {
    /// Id of the municipality's rule.
    pub rule: String,
    /// Ids of the duties, rights and limits that rest on it; empty for orders, gates and what is only asked about.
    pub lines: Vec<String>,
    /// What the law now says of it, in Danish.
    pub text: String,
}

/// The lines of a report.
pub(super) struct Lines<'r> {
    pub(super) duties: &'r [DutyReport],
    pub(super) rights: &'r [RightReport],
    pub(super) limits: &'r [LimitReport],
    pub(super) offers: &'r [OfferReport],
    pub(super) answers: &'r [AnswerReport],
}

pub(super) fn law_today(lines: &Lines<'_>, rulebook: &Rulebook, today: Day) -> Vec<LawTodayReport> {
    let mut found = Vec::new();
    for rule in rulebook.rules.iter().filter(|r| r.layer.is_local()) {
        let version_from = |from: &str| rule.versions.iter().position(|v| v.from.to_string() == from);
        let based =
            |d: &DutyReport| d.bases.iter().find(|b| b.rule == rule.id).and_then(|b| version_from(&b.version_from));
        let duties = lines.duties.iter().filter_map(|d| Some((based(d)?, d.id.clone())));
        let mut version = duties.clone().map(|(v, _)| v).next_back();
        let mut ids: Vec<String> = duties.map(|(_, id)| id).collect();
        ids.extend(lines.rights.iter().filter(|r| r.rule == rule.id).map(|r| r.id.clone()));
        ids.extend(lines.limits.iter().filter(|l| l.rule == rule.id).map(|l| l.id.clone()));
        let ordered = lines.offers.iter().any(|o| o.rule == rule.id);
        let asked = |a: &AnswerReport| a.rules.contains(&rule.id) || a.local.iter().any(|gate| gate.rule == rule.id);
        if ids.is_empty() && !ordered && !lines.answers.iter().any(asked) {
            continue;
        }
        version = version.or_else(|| rule.shown_on(today));
        let text = version.and_then(|v| rule.versions[v].law_today());
        found.extend(text.map(|text| LawTodayReport { rule: rule.id.clone(), lines: ids, text: text.to_owned() }));
    }
    found
}
