//! Goals: what is counted, from which value, to which value and by when, each with its formula and the numbers put in.
//!
//! A goal without a baseline, a date or a comparison cannot be answered; what it lacks is said, and nothing is put in its
//! place. Colours and the path are ours: the plans say nothing of them.

pub mod claim;
mod doubt;
mod formula;
mod measure;
mod read;
mod standing;

pub use doubt::Doubt;
pub use formula::Formula;
pub use measure::Measure;
pub use read::{Goals, Template, Unit};
pub use standing::{Light, Reading, Standing};

use crate::Exact;
use domain::Day;
use domain::codes::codes;

codes! {
    /// Whom a goal counts. The same numbers mean different things in each.
    Population "goal_population" {
        /// Everybody who is there on the day, newcomers too.
        Bestand = "bestand",
        /// Those of the first day, and nobody after them.
        LukketGruppe = "lukket_gruppe",
        /// Everybody to whom something has happened since the first day.
        Ophobet = "ophobet",
        /// What happens in one month, each month by itself.
        Maaned = "maaned",
    }
}

codes! {
    /// With whom a goal compares: the simple average of the others, never with itself among them.
    Benchmark "goal_benchmark" {
        Klynge = "klynge",
        Rar = "rar",
        Land = "land",
    }
}

codes! {
    /// Which numbers are the good ones.
    Side "goal_side" { Below = "below", At = "at", Above = "above" }
}

codes! {
    /// What a goal or an answer to it lacks.
    Lack "goal_lack" {
        Baseline = "baseline",
        Date = "date",
        /// The plan names a direction and no number.
        Number = "number",
        Benchmark = "benchmark",
        /// The number of the others on the first day.
        BenchmarkBaseline = "benchmark_baseline",
        /// No number of now.
        Now = "now",
    }
}

/// A plan covers a term of a council or two; the fractions stay exact so far.
const MOST_YEARS: i32 = 8;

/// What shall be reached.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Aim {
    /// A number or a share.
    Reach { target: Exact, side: Side },
    /// A change by so many per cent of the baseline: −50 halves it.
    Change { percent: Exact },
    /// A change by so many per cent of the year before, every year.
    EachYear { percent: Exact },
    /// A level like the others', or better.
    LevelAgainst { side: Side },
    /// A better change than the others'.
    TrendAgainst { side: Side },
    /// Both.
    LevelAndTrend { level: Side, trend: Side },
    /// Own change in per cent less the others' change in per cent.
    ChangeAgainst { percent: Exact },
    /// More of it, or less; how much is not said.
    Direction { side: Side },
}

impl Aim {
    /// Whether it is answered by other municipalities' numbers.
    pub fn compares(self) -> bool {
        matches!(
            self,
            Aim::LevelAgainst { .. } | Aim::TrendAgainst { .. } | Aim::LevelAndTrend { .. } | Aim::ChangeAgainst { .. }
        )
    }

    /// The number that is aimed at by a day, where the baseline gives one.
    pub fn target(self, baseline: Option<(Day, Exact)>, by: Option<Day>) -> Result<Exact, Lack> {
        match self {
            Aim::Reach { target, .. } => Ok(target),
            Aim::Change { percent } => {
                let (_, from) = baseline.ok_or(Lack::Baseline)?;
                Ok(from.changed_by(percent))
            }
            Aim::EachYear { percent } => {
                let (day, from) = baseline.ok_or(Lack::Baseline)?;
                let years = by.ok_or(Lack::Date)?.year() - day.year();
                if !(1..=MOST_YEARS).contains(&years) {
                    return Err(Lack::Date);
                }
                Ok((0..years).fold(from, |value, _| value.changed_by(percent)))
            }
            Aim::Direction { .. } => Err(Lack::Number),
            _ => Err(Lack::Benchmark),
        }
    }

    /// Which way is forward.
    pub fn side(self, baseline: Option<(Day, Exact)>) -> Side {
        match self {
            Aim::Reach { target, side: Side::At } => match baseline {
                Some((_, from)) if target < from => Side::Below,
                _ => Side::Above,
            },
            Aim::Reach { side, .. } | Aim::LevelAgainst { side } | Aim::TrendAgainst { side } => side,
            Aim::LevelAndTrend { trend, .. } => trend,
            Aim::Direction { side } => side,
            Aim::Change { percent } | Aim::EachYear { percent } | Aim::ChangeAgainst { percent } => {
                if percent.is_negative() { Side::Below } else { Side::Above }
            }
        }
    }
}

impl Goal {
    /// What the goal itself leaves out, whatever the numbers of a day are. A level beside the others' has no first value.
    pub fn lacks(&self) -> Vec<Lack> {
        let direction = matches!(self.aim, Aim::Direction { .. });
        let starts = !direction && !matches!(self.aim, Aim::LevelAgainst { .. });
        let each = [
            (Lack::Baseline, starts && self.baseline.is_none()),
            (Lack::Number, direction),
            (Lack::Date, self.by.is_none()),
        ];
        each.into_iter().filter(|(_, lacks)| *lacks).map(|(lack, _)| lack).collect()
    }
}

/// A goal with what it is measured from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Goal {
    pub population: Population,
    pub aim: Aim,
    /// The value the goal is measured from, and its day.
    pub baseline: Option<(Day, Exact)>,
    /// The last day for reaching it.
    pub by: Option<Day>,
    pub benchmark: Option<Benchmark>,
}
