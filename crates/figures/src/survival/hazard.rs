//! Nelson and Aalen's estimate: how much risk has gone by, added up.

use super::{RiskTable, Step};

#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Hazard {
    pub time: u32,
    /// The sum of ended over at risk so far.
    pub cumulative: f64,
    pub variance: f64,
}

/// Any cause is the event.
pub fn nelson_aalen(table: &RiskTable) -> Vec<Hazard> {
    let (mut cumulative, mut variance) = (0.0, 0.0);
    let step = |step: &Step| {
        let (risk, ended) = (step.at_risk as f64, step.all_ended() as f64);
        cumulative += ended / risk;
        variance += ended / (risk * risk);
        Hazard { time: step.time, cumulative, variance }
    };
    table.steps().map(step).collect()
}
