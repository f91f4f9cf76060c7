//! The reasons for a date, in the order of the page: facts, rule, arithmetic, pause, due, met, waived.

use crate::assess::trace::{At, Recorder, Step};
use crate::assess::{Course, assess_into};
use crate::rulebook::Rulebook;
use domain::history::History;

/// The recorded steps of one duty, by basis.
#[derive(Clone, Debug)]
pub struct Chain {
    pub bases: Vec<(At, Vec<Step>)>,
}

/// Assesses again with recording on; the course is the same as without (a property test shows it).
pub fn record(history: &History, rulebook: &Rulebook) -> (Course, Recorder) {
    let mut course = Course::default();
    let mut recorder = Recorder::default();
    assess_into(history.view(), rulebook, &mut course, &mut recorder);
    (course, recorder)
}

/// The chain of the duty with this key, root and ordinal.
pub fn chain(recorder: &Recorder, key: u16, root: u32, ordinal: u16) -> Chain {
    let mut bases: Vec<(At, Vec<Step>)> = Vec::new();
    for (at, step) in &recorder.steps {
        if at.key != key || at.root != root || at.ordinal != ordinal {
            continue;
        }
        match bases.iter_mut().find(|(a, _)| a.rule == at.rule && a.version == at.version) {
            Some((_, steps)) => steps.push(step.clone()),
            None => bases.push((*at, vec![step.clone()])),
        }
    }
    Chain { bases }
}
