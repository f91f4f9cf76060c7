//! Where a series goes if nothing changes, and how far off that may be.
//!
//! The Theta method as Hyndman and Billah write it ("Unmasking the Theta method", International Journal of Forecasting 19,
//! 2003, pages 287-290): exponential smoothing with half the slope of the straight line through the series. Level and
//! smoothing are those with the smallest sum of squared errors. The interval grows as that of exponential smoothing does
//! (Hyndman and Athanasopoulos, *Forecasting: Principles and Practice*, 3rd edition, table 8.8), and with what is not known
//! of the slope; its quantiles are Student's. The season of the year is not in it: two years are too few for that.
//!
//! An estimate, and therefore the one place beside survival that computes in floating point; the same months give the same
//! numbers on every machine.

mod fit;

use crate::breaks::between;
use crate::{Exact, Month, Value};
use fit::Fit;

/// Fewer months than this have no projection.
pub const LEAST: usize = 13;
/// Older months say little of the next ones.
pub const MOST: usize = 36;
/// As far as anybody looks.
pub const FARTHEST: usize = 24;

/// One month ahead. The number lies inside `likely` in 80 of 100 cases and inside `wide` in 95.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Ahead {
    pub month: Month,
    pub middle: Exact,
    pub likely: (Exact, Exact),
    pub wide: (Exact, Exact),
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Projection {
    /// First and last month that it rests on.
    pub from: Month,
    pub through: Month,
    pub months: usize,
    /// Why it does not rest on more, where it does not.
    pub cut: Option<Cut>,
    pub ahead: Vec<Ahead>,
}

/// Where the months that can be used begin.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Cut {
    /// Other people are counted from this month on.
    Break(Month),
    /// There is no number for this month.
    Gap(Month),
}

/// Why there is none.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Without {
    /// The last month that is settled has no number.
    NoLast(Month),
    /// So many months hang together, and why not more.
    Few { months: usize, cut: Option<Cut> },
    /// Nothing lies ahead.
    Past,
}

/// What a number cannot be outside of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Bounds {
    /// Not below zero.
    Count,
    /// 0 to 100.
    Percent,
}

/// The series month by month, without the months that may still change; printed with so many decimals.
pub fn project(
    series: &[(Month, Value)],
    breaks: &[Month],
    through: Month,
    bounds: Bounds,
    decimals: u8,
) -> Result<Projection, Without> {
    let (used, cut) = usable(series, breaks)?;
    let (Some(first), Some(last)) = (used.first(), used.last()) else {
        return Err(Without::Few { months: 0, cut });
    };
    if used.len() < LEAST {
        return Err(Without::Few { months: used.len(), cut });
    }
    let steps = usize::try_from(through.number() - last.0.number()).unwrap_or(0).min(FARTHEST);
    if steps == 0 {
        return Err(Without::Past);
    }
    // Counted from the first month, exactly: large numbers that hardly move keep their digits.
    let moved: Vec<f64> = used.iter().map(|(_, n)| (*n - first.1).to_f64()).collect();
    let (fit, zero) = (Fit::of(&moved), first.1.to_f64());
    let ahead = (1..=steps).filter_map(|step| {
        let print = |value: f64| printed(bounds.inside(value), decimals);
        let (middle, likely, wide) = (zero + fit.middle(step), fit.half_width(step, 80), fit.half_width(step, 95));
        Some(Ahead {
            month: last.0.plus(i32::try_from(step).ok()?),
            middle: print(middle)?,
            likely: (print(middle - likely)?, print(middle + likely)?),
            wide: (print(middle - wide)?, print(middle + wide)?),
        })
    });
    Ok(Projection { from: first.0, through: last.0, months: used.len(), cut, ahead: ahead.collect() })
}

/// Months that hang together, oldest first, and what cut them off.
type Used = (Vec<(Month, Exact)>, Option<Cut>);

fn usable(series: &[(Month, Value)], breaks: &[Month]) -> Result<Used, Without> {
    let (mut used, mut cut): (Vec<(Month, Exact)>, Option<Cut>) = (Vec::new(), None);
    for (month, value) in series.iter().rev() {
        let after = used.last().map(|(after, _)| *after);
        cut = after.and_then(|after| between(breaks, *month, after)).map(Cut::Break);
        let skipped = after.is_some_and(|after| after != month.plus(1));
        let number = value.number().filter(|_| !skipped);
        match (cut, number, after) {
            (Some(_), ..) => break,
            (None, None, None) => return Err(Without::NoLast(*month)),
            (None, None, Some(after)) => {
                cut = Some(Cut::Gap(if skipped { after.plus(-1) } else { *month }));
                break;
            }
            (None, Some(number), _) => used.push((*month, number)),
        }
        if used.len() == MOST {
            break;
        }
    }
    used.reverse();
    Ok((used, cut))
}

impl Bounds {
    fn inside(self, value: f64) -> f64 {
        match self {
            Bounds::Count => value.max(0.0),
            Bounds::Percent => value.clamp(0.0, 100.0),
        }
    }
}

fn printed(value: f64, decimals: u8) -> Option<Exact> {
    let units = (value * 10f64.powi(i32::from(decimals))).round();
    // Beyond this a whole number is no longer exact in floating point; no municipality has so many.
    (units.abs() < 9e15).then(|| Exact::decimal(units as i64, decimals)).flatten()
}

#[cfg(test)]
mod tests;
