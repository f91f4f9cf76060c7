//! How long it takes until something happens, also of those to whom it has not happened yet.
//!
//! A course that still runs counts as long as it has been seen: leaving it out would make every wait look shorter than it
//! is. The numbers are estimates (`f64`), rounded when they are printed; counts stay whole.

mod causes;
mod curve;
mod hazard;
mod log_rank;

pub use causes::{Incidence, aalen_johansen};
pub use curve::{Curve, Interval, Point, kaplan_meier};
pub use hazard::{Hazard, nelson_aalen};
pub use log_rank::{LogRank, log_rank};

/// One course: how long it was seen, in whole units of the caller's choice, and what ended it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Followed {
    pub time: u32,
    /// The number of the cause; `None` where it still runs or was lost from sight.
    pub ended: Option<u8>,
}

/// What happens at one time, to those who have come so far.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Step {
    pub time: u32,
    /// Seen at least until this time. Who is lost from sight at it is still among them.
    pub at_risk: u64,
    /// Ended at this time, by cause.
    pub ended: Vec<u64>,
}

impl Step {
    pub fn all_ended(&self) -> u64 {
        self.ended.iter().sum()
    }
}

/// Those at risk, time by time: what every estimate here is made of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RiskTable {
    /// How many causes there are.
    causes: u8,
    /// Times at which a course ended or was lost from sight, in order.
    steps: Vec<Step>,
    followed: u64,
    /// The longest time anybody was seen.
    longest: u32,
}

impl RiskTable {
    /// `None` where a course names a cause that is not below `causes`.
    pub fn new(causes: u8, followed: &[Followed]) -> Option<RiskTable> {
        if followed.iter().any(|f| f.ended.is_some_and(|cause| cause >= causes)) {
            return None;
        }
        let mut sorted = followed.to_vec();
        sorted.sort_unstable_by_key(|f| f.time);
        let (mut steps, mut gone) = (Vec::new(), 0);
        for same in sorted.chunk_by(|a, b| a.time == b.time) {
            let mut ended = vec![0; usize::from(causes)];
            for cause in same.iter().filter_map(|f| f.ended) {
                ended[usize::from(cause)] += 1;
            }
            steps.push(Step { time: same[0].time, at_risk: (sorted.len() - gone) as u64, ended });
            gone += same.len();
        }
        let longest = sorted.last().map_or(0, |f| f.time);
        Some(RiskTable { causes, steps, followed: sorted.len() as u64, longest })
    }

    /// Times at which a course ended.
    pub fn steps(&self) -> impl Iterator<Item = &Step> {
        self.steps.iter().filter(|s| s.all_ended() > 0)
    }

    /// How many were seen at least until a time.
    pub fn at_risk(&self, time: u32) -> u64 {
        let after = self.steps.partition_point(|s| s.time < time);
        self.steps.get(after).map_or(0, |s| s.at_risk)
    }

    /// How many ended at exactly a time, by any cause.
    pub fn ended_at(&self, time: u32) -> u64 {
        self.steps.binary_search_by_key(&time, |s| s.time).map_or(0, |at| self.steps[at].all_ended())
    }

    pub fn followed(&self) -> u64 {
        self.followed
    }

    /// The longest time anybody was seen: nothing is known beyond.
    pub fn longest(&self) -> u32 {
        self.longest
    }

    pub fn causes(&self) -> u8 {
        self.causes
    }
}
