//! Aalen and Johansen's estimate: the share that has ended by each of several exits, each shutting out the others.
//!
//! One minus Kaplan-Meier of one exit, with the others as lost from sight, would answer how many had left if nothing else
//! could happen to them. Here job, education, another benefit and pension share the hundred per cent.

use super::RiskTable;

#[derive(Clone, PartialEq, Debug)]
pub struct Incidence {
    pub time: u32,
    /// The share ended so far, by cause.
    pub by_cause: Vec<f64>,
    /// The share that has not ended.
    pub left: f64,
}

pub fn aalen_johansen(table: &RiskTable) -> Vec<Incidence> {
    let mut left = 1.0;
    let mut by_cause = vec![0.0; usize::from(table.causes())];
    let mut found = Vec::new();
    for step in table.steps() {
        let risk = step.at_risk as f64;
        for (share, ended) in by_cause.iter_mut().zip(&step.ended) {
            *share += left * *ended as f64 / risk;
        }
        left *= (risk - step.all_ended() as f64) / risk;
        found.push(Incidence { time: step.time, by_cause: by_cause.clone(), left });
    }
    found
}
