//! A named person says that a rule's text says what its source says, or takes it back.

use super::in_force::newest_marks;
use crate::access::{RuleAction, Viewer, decide_rule};
use crate::record::client_of;
use crate::{App, AppError, FormError, Moment};
use domain::Day;
use domain::codes::Code;
use rulebook::model::{Rule, SourceStatus, Version};
use store::rule::{NewMark, Said};
use store::write::Author;

/// One mark, or its withdrawal, as the page lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarkView {
    pub person: String,
    pub role: String,
    pub on: Day,
    pub version_from: Day,
    pub withdrawn: bool,
    pub reason: Option<String>,
    /// Set on the text that the version has now.
    pub this_text: bool,
}

/// What the page says of a version's control.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ControlView {
    pub version_from: Day,
    pub text_hash: String,
    /// The reader may set or withdraw the mark.
    pub may: bool,
    /// Somebody has read the rule in a source, so that there is something to hold it against.
    pub can: bool,
    pub counts: bool,
    /// A mark that was set on another text and no longer counts.
    pub void: Option<MarkView>,
    /// Newest first.
    pub history: Vec<MarkView>,
}

/// What the form says: which text was controlled.
#[derive(Clone, Debug)]
pub struct ControlForm {
    pub rule: String,
    pub version_from: Day,
    pub text_hash: String,
    pub key: String,
}

/// A reason says something.
pub(crate) const SHORTEST_REASON: usize = 5;
/// And is no document.
pub(crate) const LONGEST_REASON: usize = 1_000;

/// What somebody wrote as their reason, or what is wrong with it.
pub(crate) fn reason(text: &str) -> Result<String, AppError> {
    let text = text.trim();
    let length = text.chars().count();
    let key = match length {
        _ if length < SHORTEST_REASON => "rules.error.no_reason",
        _ if length > LONGEST_REASON => "rules.error.long_reason",
        _ => return Ok(text.to_owned()),
    };
    Err(AppError::Form(vec![FormError { field: "grund", key, values: Vec::new() }]))
}

fn view((said, mark): &(Said, NewMark), rule: &Rule) -> MarkView {
    let version = rule.versions.iter().find(|v| v.from == mark.version_from);
    MarkView {
        person: said.actor.clone(),
        role: mark.role.clone(),
        on: mark.on,
        version_from: mark.version_from,
        withdrawn: mark.withdrawn,
        reason: mark.reason.clone(),
        this_text: version.is_some_and(|v| rule.version_hash(v) == mark.text_hash),
    }
}

/// What the page says of a version.
pub(super) fn control_view(viewer: &Viewer, rule: &Rule, version: &Version, marks: &[(Said, NewMark)]) -> ControlView {
    let newest = newest_marks(marks);
    let own = newest.into_iter().find(|(_, m)| m.rule == rule.id && m.version_from == version.from);
    let history = marks.iter().rev().filter(|(_, m)| m.rule == rule.id).map(|word| view(word, rule)).collect();
    ControlView {
        version_from: version.from,
        text_hash: rule.version_hash(version),
        may: decide_rule(viewer, RuleAction::Control).is_ok(),
        can: version.source != SourceStatus::NeedsReview,
        counts: version.control.is_some(),
        void: own.map(|word| view(word, rule)).filter(|m| !m.this_text),
        history,
    }
}

impl App {
    /// Marks the text of a version as controlled. The text must still be the one that was read.
    pub async fn rule_control(&self, viewer: &Viewer, form: &ControlForm, moment: Moment) -> Result<(), AppError> {
        self.control_word(viewer, form, None, moment).await
    }

    /// Takes the mark back.
    pub async fn rule_control_withdraw(
        &self,
        viewer: &Viewer,
        form: &ControlForm,
        why: &str,
        moment: Moment,
    ) -> Result<(), AppError> {
        decide_rule(viewer, RuleAction::Control).map_err(AppError::NoAccess)?;
        self.control_word(viewer, form, Some(reason(why)?), moment).await
    }

    async fn control_word(
        &self,
        viewer: &Viewer,
        form: &ControlForm,
        withdrawn: Option<String>,
        moment: Moment,
    ) -> Result<(), AppError> {
        decide_rule(viewer, RuleAction::Control).map_err(AppError::NoAccess)?;
        let ix = self.rulebook.find(&form.rule).ok_or(AppError::NotFound)?;
        let rule = self.rulebook.rule(ix);
        let version = rule.versions.iter().find(|v| v.from == form.version_from).ok_or(AppError::NotFound)?;
        let author = Author { actor: viewer.name.clone(), client: client_of(viewer), what: "regelkontrol".into() };
        let mut write = self.store.begin_write(self.municipality, &author, moment.now).await?;
        if write.form_key_take(&form.key).await?.is_some() {
            return Ok(());
        }
        if rule.version_hash(version) != form.text_hash || version.control.is_some() != withdrawn.is_some() {
            return Err(AppError::Conflict);
        }
        if version.source == SourceStatus::NeedsReview {
            let mistake = FormError { field: "kontrol", key: "rules.error.unread", values: Vec::new() };
            return Err(AppError::Form(vec![mistake]));
        }
        let mark = NewMark {
            rule: rule.id.clone(),
            version_from: version.from,
            text_hash: form.text_hash.clone(),
            role: viewer.role.code().to_owned(),
            on: moment.today,
            withdrawn: withdrawn.is_some(),
            reason: withdrawn,
        };
        write.mark_add(&mark).await?;
        write.commit(&self.rulebook).await?;
        self.rules_refresh().await
    }
}
