//! Setting a saved text in force for the municipality, or the text before it again. Every case is assessed anew in the
//! write that does it; what was known before stays what it was.

use super::control::reason;
use super::in_force::texts_of;
use super::order::Activating;
use crate::access::{RuleAction, Viewer, decide_rule};
use crate::record::client_of;
use crate::{App, AppError, FormError, Moment};
use domain::Day;
use domain::codes::Code;
use rulebook::control::text_hash;
use rulebook::example;
use rulebook::model::Rule;
use store::rule::{NewActivation, Said};
use store::write::Author;

/// Which text is to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// A saved proposal's.
    Saved(i64),
    /// The one that held before the one that holds now.
    Previous,
}

#[derive(Clone, Debug)]
pub struct ActivateForm {
    pub rule: String,
    pub wanted: Wanted,
    pub why: String,
    /// The newest activation when the form was made.
    pub version: i64,
    pub key: String,
}

/// One activation as a page lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActivationView {
    pub rule: String,
    pub title: String,
    pub by: String,
    pub role: String,
    pub on: Day,
    pub reason: String,
    /// The shipped text again.
    pub shipped: bool,
    pub proposal: Option<i64>,
}

/// How a rule's text stands to the shipped one, and what the reader may do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextStand {
    /// Newest first.
    pub history: Vec<ActivationView>,
    /// The municipality's own text holds.
    pub own: bool,
    /// The shipped text is another than it was when the municipality's was set in force.
    pub shipped_changed: bool,
    /// The municipality's text no longer fits among the shipped rules, so the shipped one holds.
    pub left_out: bool,
    /// The reader may set a text of this rule in force.
    pub may: bool,
    /// A rule of law, which takes an administrator.
    pub law: bool,
    pub version: i64,
}

/// A new text changes neither what the rule is nor whose it is.
fn same_sort(a: &Rule, b: &Rule) -> bool {
    (a.kind, a.layer, &a.duty) == (b.kind, b.layer, &b.duty)
}

fn action(rule: &Rule) -> RuleAction {
    if rule.layer.is_local() { RuleAction::ActivateGoal } else { RuleAction::ActivateLaw }
}

impl App {
    fn activation_view(&self, (said, activation): &(Said, NewActivation)) -> ActivationView {
        let rule = self.rulebook.find(&activation.rule).map(|ix| self.rulebook.rule(ix));
        ActivationView {
            rule: activation.rule.clone(),
            title: rule.map_or_else(|| activation.rule.clone(), |r| r.title.clone()),
            by: said.actor.clone(),
            role: activation.role.clone(),
            on: said.at.day(),
            reason: activation.reason.clone(),
            shipped: activation.text.is_none(),
            proposal: activation.proposal,
        }
    }

    /// Every activation, newest first.
    pub async fn activations(&self, _viewer: &Viewer) -> Result<Vec<ActivationView>, AppError> {
        let list = self.store.activation_list(self.municipality).await?;
        Ok(list.iter().rev().map(|a| self.activation_view(a)).collect())
    }

    /// How the text of a rule stands.
    pub async fn text_stand(&self, viewer: &Viewer, rule: &str) -> Result<TextStand, AppError> {
        let shipped = self.shipped().find(rule).map(|ix| self.shipped().rule(ix)).ok_or(AppError::NotFound)?;
        let list = self.store.activation_list(self.municipality).await?;
        let own: Vec<&(Said, NewActivation)> = list.iter().filter(|(_, a)| a.rule == shipped.id).collect();
        let newest = own.last().map(|(_, a)| a).filter(|a| a.text.is_some());
        Ok(TextStand {
            history: own.iter().rev().map(|a| self.activation_view(a)).collect(),
            own: newest.is_some(),
            shipped_changed: newest.is_some_and(|a| a.base_hash != text_hash(&shipped.source_text)),
            left_out: self.left_out_texts().contains(&shipped.id),
            may: decide_rule(viewer, action(shipped)).is_ok(),
            law: !shipped.layer.is_local(),
            version: list.last().map_or(0, |(said, _)| said.commit),
        })
    }

    /// Sets a text in force and assesses every case by it, in the background where it takes long.
    pub async fn rule_activate(
        &self,
        viewer: &Viewer,
        form: &ActivateForm,
        moment: Moment,
    ) -> Result<Activating, AppError> {
        let shipped = self.shipped().find(&form.rule).map(|ix| self.shipped().rule(ix)).ok_or(AppError::NotFound)?;
        decide_rule(viewer, action(shipped)).map_err(AppError::NoAccess)?;
        if let Some(order) = self.store.form_key_find(self.municipality, &form.key).await? {
            return self.order_begin(order.0, moment.now).await;
        }
        let why = reason(&form.why)?;
        let list = self.store.activation_list(self.municipality).await?;
        if list.last().map_or(0, |(said, _)| said.commit) != form.version {
            return Err(AppError::Conflict);
        }
        let (text, proposal) = self.wanted_text(form, &list).await?;
        let text = text.filter(|t| t.trim_end() != shipped.source_text.trim_end());
        let mut texts = texts_of(&list);
        match &text {
            Some(text) => texts.0.insert(shipped.id.clone(), text.clone()),
            None => texts.0.remove(&shipped.id),
        };
        let (book, left_out) = self.shipped().with_texts(&texts);
        let refused = match book.find(&shipped.id) {
            _ if left_out.contains(&shipped.id) => Some("rules.error.does_not_fit"),
            Some(ix) if same_sort(book.rule(ix), shipped) => {
                // The examples are how a person sees that the text means what it says. What held before was seen then.
                let fails = example::run_rule(&book, ix).iter().any(|o| o.failure.is_some());
                (fails && form.wanted != Wanted::Previous).then_some("rules.error.examples")
            }
            _ => Some("rules.error.other_sort"),
        };
        if let Some(key) = refused {
            return Err(AppError::Form(vec![FormError { field: "tekst", key, values: Vec::new() }]));
        }
        let author = Author { actor: viewer.name.clone(), client: client_of(viewer), what: "regel i kraft".into() };
        let wanted = NewActivation {
            rule: shipped.id.clone(),
            text,
            base_hash: text_hash(&shipped.source_text),
            activated: texts.hash(),
            role: viewer.role.code().to_owned(),
            reason: why,
            proposal,
        };
        let order = self.order(&wanted, &author, &form.key, moment.now).await?;
        self.order_begin(order, moment.now).await
    }

    /// The text, none for the shipped one, and the proposal it comes from.
    async fn wanted_text(
        &self,
        form: &ActivateForm,
        list: &[(Said, NewActivation)],
    ) -> Result<(Option<String>, Option<i64>), AppError> {
        let own: Vec<&NewActivation> = list.iter().map(|(_, a)| a).filter(|a| a.rule == form.rule).collect();
        match form.wanted {
            Wanted::Saved(number) => {
                let row = self.proposal_find(number).await?;
                if row.proposal.rule != form.rule || row.discarded.is_some() {
                    return Err(AppError::NotFound);
                }
                Ok((Some(row.proposal.text), Some(number)))
            }
            // Nothing to go back to: nothing was set in force.
            Wanted::Previous if own.is_empty() => Err(AppError::NotFound),
            Wanted::Previous => {
                let before = own.len().checked_sub(2).map(|i| own[i]);
                Ok((before.and_then(|a| a.text.clone()), before.and_then(|a| a.proposal)))
            }
        }
    }
}
