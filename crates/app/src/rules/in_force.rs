//! The rulebook in force: what is shipped, with the municipality's texts in it and its control marks on it.
//!
//! Kept by the process and made again when somebody has added a word. A request that has begun keeps the one it has.

use super::jobs::Jobs;
use super::usage::KeptUsage;
use crate::{App, AppError};
use rulebook::Rulebook;
use rulebook::change::Texts;
use rulebook::model::Control;
use std::collections::BTreeMap;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError};
use store::rule::{NewActivation, NewMark, RuleState, Said};

/// What is shipped, and what was made of it last.
#[derive(Clone)]
pub struct Held {
    shipped: Arc<Rulebook>,
    kept: Arc<Mutex<Option<Kept>>>,
    pub(super) usage: KeptUsage,
    /// No row of other rules was left when it was last asked.
    pub(super) all_renewed: Arc<AtomicBool>,
    pub(super) jobs: Arc<Jobs>,
}

#[derive(Clone)]
struct Kept {
    state: RuleState,
    book: Arc<Rulebook>,
    left_out: Arc<Vec<String>>,
}

impl Held {
    pub(crate) fn new(shipped: Arc<Rulebook>) -> Held {
        Held {
            shipped,
            kept: Arc::default(),
            usage: KeptUsage::default(),
            all_renewed: Arc::default(),
            jobs: Arc::default(),
        }
    }

    fn kept(&self) -> Option<Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// The texts that hold after these activations, oldest first.
pub fn texts_of(activations: &[(Said, NewActivation)]) -> Texts {
    let mut texts = BTreeMap::new();
    for (_, activation) in activations {
        match &activation.text {
            Some(text) => texts.insert(activation.rule.clone(), text.clone()),
            None => texts.remove(&activation.rule),
        };
    }
    Texts(texts)
}

/// The newest word about each version: a mark, or that it was taken back.
pub(super) fn newest_marks(marks: &[(Said, NewMark)]) -> Vec<&(Said, NewMark)> {
    let mut newest = BTreeMap::new();
    for word in marks {
        newest.insert((&word.1.rule, word.1.version_from), word);
    }
    newest.into_values().filter(|(_, mark)| !mark.withdrawn).collect()
}

impl App {
    /// The shipped rules, before anything the municipality says of them.
    pub fn shipped(&self) -> &Rulebook {
        &self.held.shipped
    }

    /// Rules whose activated text no longer fits among the shipped ones, so that the shipped text holds.
    pub fn left_out_texts(&self) -> Vec<String> {
        self.held.kept().map(|kept| kept.left_out.to_vec()).unwrap_or_default()
    }

    /// Makes the rulebook again if somebody has activated a text or set a mark since it was made.
    pub async fn rules_refresh(&self) -> Result<(), AppError> {
        let state = self.store.rule_state(self.municipality).await?;
        let known = self.held.kept().map(|kept| kept.state).unwrap_or_default();
        if state == known {
            return Ok(());
        }
        let activations = self.store.activation_list(self.municipality).await?;
        let marks = self.store.mark_list(self.municipality).await?;
        let (book, left_out) = self.book_of(&activations, &marks);
        let kept = Kept { state, book: Arc::new(book), left_out: Arc::new(left_out) };
        *self.held.kept.lock().unwrap_or_else(PoisonError::into_inner) = Some(kept);
        Ok(())
    }

    /// The program with the rules that were in force at the last refresh; the clone keeps them while it lives.
    pub fn in_force(&self) -> App {
        let rulebook = self.held.kept().map_or_else(|| Arc::clone(&self.held.shipped), |kept| kept.book);
        App { rulebook, ..self.clone() }
    }

    /// Both at once: the program with the rules of this moment.
    pub async fn now(&self) -> Result<App, AppError> {
        self.rules_refresh().await?;
        Ok(self.in_force())
    }

    /// The shipped rules with these texts in them and these marks on them, and the rules whose text does not fit.
    fn book_of(&self, activations: &[(Said, NewActivation)], marks: &[(Said, NewMark)]) -> (Rulebook, Vec<String>) {
        let (mut book, left_out) = self.held.shipped.with_texts(&texts_of(activations));
        for (said, mark) in newest_marks(marks) {
            let control = Control {
                person: said.actor.clone(),
                role: mark.role.clone(),
                on: mark.on,
                text_hash: mark.text_hash.clone(),
            };
            book.mark(&mark.rule, mark.version_from, control);
        }
        (book, left_out)
    }

    /// The program with the rules that were in force at a commit: the past is shown by the rules of then.
    pub(crate) async fn at_commit(&self, commit: i64) -> Result<App, AppError> {
        let mut activations = self.store.activation_list(self.municipality).await?;
        let mut marks = self.store.mark_list(self.municipality).await?;
        let said = activations.len() + marks.len();
        activations.retain(|(said, _)| said.commit <= commit);
        marks.retain(|(said, _)| said.commit <= commit);
        if activations.len() + marks.len() == said {
            // Nobody has said anything of the rules since: those of now.
            return Ok(self.clone());
        }
        if activations.is_empty() && marks.is_empty() {
            return Ok(App { rulebook: Arc::clone(&self.held.shipped), ..self.clone() });
        }
        let (book, _) = self.book_of(&activations, &marks);
        Ok(App { rulebook: Arc::new(book), ..self.clone() })
    }

    /// The rulebooks of all activations, each from its commit on.
    pub(crate) async fn rulebooks(&self) -> Result<Vec<(i64, Rulebook)>, AppError> {
        let activations = self.store.activation_list(self.municipality).await?;
        let until = |i: usize| texts_of(&activations[..=i]);
        let book = |i: usize| self.held.shipped.with_texts(&until(i)).0;
        Ok(activations.iter().enumerate().map(|(i, (said, _))| (said.commit, book(i))).collect())
    }

    /// Computes every derived row again from the facts, each commit by the rules of its time. Returns the number of cases.
    pub async fn rebuild(&self) -> Result<u64, AppError> {
        let later = self.rulebooks().await?;
        let books = store::books::Books::new(self.shipped(), later.iter().map(|(c, b)| (*c, b)).collect());
        Ok(self.store.rebuild(self.municipality, &books).await?)
    }
}
