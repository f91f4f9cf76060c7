//! Kaplan and Meier's estimate: the share that has come so far without the event.

use super::RiskTable;

/// The quantile of the normal distribution for 95 per cent in the middle.
const NORMAL_95: f64 = 1.959_963_984_540_054;

#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Point {
    pub time: u32,
    pub at_risk: u64,
    pub ended: u64,
    /// The share left from this time on.
    pub share: f64,
    /// Greenwood's sum, from which the intervals come.
    greenwood: f64,
}

/// Where the true share lies in 95 of 100 samples.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Interval {
    pub from: f64,
    pub through: f64,
}

#[derive(Clone, PartialEq, Debug)]
pub struct Curve {
    points: Vec<Point>,
    longest: u32,
}

/// Any cause is the event.
pub fn kaplan_meier(table: &RiskTable) -> Curve {
    let (mut share, mut greenwood) = (1.0, 0.0);
    let mut points = Vec::new();
    for step in table.steps() {
        let (risk, ended) = (step.at_risk as f64, step.all_ended() as f64);
        share *= (risk - ended) / risk;
        greenwood += ended / (risk * (risk - ended));
        points.push(Point { time: step.time, at_risk: step.at_risk, ended: step.all_ended(), share, greenwood });
    }
    Curve { points, longest: if table.followed() == 0 { 0 } else { table.longest() } }
}

impl Curve {
    pub fn points(&self) -> &[Point] {
        &self.points
    }

    /// The share without the event after `time`; `None` beyond the time anybody was seen, unless all have had it.
    pub fn at(&self, time: u32) -> Option<f64> {
        match self.point(time) {
            Some(point) if point.share == 0.0 => Some(0.0),
            _ if time > self.longest => None,
            Some(point) => Some(point.share),
            None => Some(1.0),
        }
    }

    /// The interval around the share, on the scale of log(-log): it never leaves 0 to 1. `None` where nothing or everything
    /// has happened, or nothing is known.
    pub fn interval(&self, time: u32) -> Option<Interval> {
        let point = self.point(time).filter(|p| p.share > 0.0 && time <= self.longest)?;
        let log = point.share.ln();
        let wide = NORMAL_95 * point.greenwood.sqrt() / log.abs();
        Some(Interval { from: point.share.powf(wide.exp()), through: point.share.powf((-wide).exp()) })
    }

    /// The first time at which at most half are left; `None` where more are left at the end.
    pub fn median(&self) -> Option<u32> {
        self.until_left(0.5)
    }

    /// The first time at which at most this share is left; `None` where more are left at the end.
    pub fn until_left(&self, share: f64) -> Option<u32> {
        // A product of fractions that is exactly one half or one tenth is not always written so.
        self.points.iter().find(|p| p.share <= share + 1e-9).map(|p| p.time)
    }

    /// The longest time anybody was seen: nothing is known beyond.
    pub fn longest(&self) -> u32 {
        self.longest
    }

    /// The mean time without the event, counted at most until `horizon`; `None` where the curve does not reach it.
    pub fn restricted_mean(&self, horizon: u32) -> Option<f64> {
        self.at(horizon)?;
        let (mut area, mut from, mut share) = (0.0, 0, 1.0);
        for point in self.points.iter().take_while(|p| p.time < horizon) {
            area += share * f64::from(point.time - from);
            (from, share) = (point.time, point.share);
        }
        Some(area + share * f64::from(horizon - from))
    }

    fn point(&self, time: u32) -> Option<&Point> {
        let after = self.points.partition_point(|p| p.time <= time);
        after.checked_sub(1).map(|at| &self.points[at])
    }
}
