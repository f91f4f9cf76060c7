//! Steps of the calculation. Recording and not recording run the same code: explanations cannot disagree with dates.

use crate::rulebook::RuleIx;
use domain::{Day, Span};

/// Which basis a step belongs to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct At {
    pub rule: RuleIx,
    pub version: u8,
    pub key: u16,
    pub root: u32,
    pub ordinal: u16,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Step {
    /// A fact that was looked at.
    Fact {
        fact: u32,
        counts: bool,
    },
    /// A limit is reached, and takes effect on a day.
    Limit {
        reached: Day,
        to: Day,
    },
    /// from + span = to.
    Arithmetic {
        from: Day,
        span: Span,
        minus_one: bool,
        to: Day,
    },
    /// A pause moved the day.
    Pause {
        fact: u32,
        from: Day,
        through: Option<Day>,
        days: i32,
        to: Option<Day>,
    },
    /// Time outside the state that counts moved the day.
    Outside {
        from: Day,
        through: Day,
        days: i32,
        to: Day,
    },
    /// An exemption covered the due day.
    Exempt {
        fact: u32,
        to: Option<Day>,
    },
    /// A weekend or a holiday moved the day.
    Moved {
        from: Day,
        to: Day,
    },
    /// What was granted in time may begin later.
    Granted {
        from: Day,
        to: Day,
    },
    Due {
        day: Option<Day>,
    },
    Met {
        fact: u32,
        day: Day,
    },
    /// The duty does not hold, and why.
    Waived {
        fact: Option<u32>,
        reason: &'static str,
    },
}

pub trait Trace {
    /// False lets the compiler drop every step.
    const ON: bool;
    fn step(&mut self, at: At, step: impl FnOnce() -> Step);
    /// The date does not arise after all: what was recorded of it is dropped.
    fn forget(&mut self, at: At);
}

/// Records nothing.
pub struct Silent;

impl Trace for Silent {
    const ON: bool = false;
    fn step(&mut self, _: At, _: impl FnOnce() -> Step) {}
    fn forget(&mut self, _: At) {}
}

/// Records everything.
#[derive(Default)]
pub struct Recorder {
    pub steps: Vec<(At, Step)>,
}

impl Trace for Recorder {
    const ON: bool = true;
    fn step(&mut self, at: At, step: impl FnOnce() -> Step) {
        self.steps.push((at, step()));
    }
    fn forget(&mut self, at: At) {
        self.steps.retain(|(known, _)| *known != at);
    }
}
