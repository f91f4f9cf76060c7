//! What a form lets choose among that no code list holds: what stands in the case.

use super::{Question, Standing};
use domain::history::History;
use domain::{Day, Fact};
use serde_json::Value;

/// One choice.
#[derive(Clone, Debug)]
pub struct Offered {
    pub value: String,
    pub words: OfferedWords,
    /// What the fact says when it is chosen.
    pub(super) said: Vec<(&'static str, Value)>,
}

/// What a choice is called.
#[derive(Clone, Debug)]
pub enum OfferedWords {
    Stands(Standing),
}

impl Offered {
    fn fact(fact: &Fact) -> Offered {
        let words = OfferedWords::Stands(Standing::of(fact));
        Offered { value: fact.id.0.clone(), words, said: Vec::new() }
    }
}

/// The choices of a form; none where it has no such field.
pub(super) fn offered(question: Question, history: &History, today: Day) -> Vec<Offered> {
    if question.stops() {
        let stands = |f: &&Fact| question.is_of(&f.data) && f.through.is_none_or(|t| today <= t);
        return history.facts().iter().filter(stands).map(Offered::fact).collect();
    }
    Vec::new()
}
