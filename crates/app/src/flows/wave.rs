//! The green wave: where those wait whose journey began in some months, and some of their journeys, nobody's in particular.

use super::{Material, Shown};
use figures::journey::{FEWEST, Journey, Outcome, Quantile, Step, Wait, Waits, sample, typical};
use figures::suppression::{Published, PublishedRow, THRESHOLD, publish_row};

#[derive(Clone, Debug)]
pub struct Wave {
    pub journeys: Published,
    /// At the last step; gone to another benefit; under way.
    pub arrived: Published,
    pub elsewhere: Published,
    pub running: Published,
    pub steps: Vec<StepRow>,
    /// All the waiting of a journey, and the whole journey: each counted by itself.
    pub waiting: WaveRow,
    pub whole: WaveRow,
    /// The step after which a tenth wait longest.
    pub longest: Option<(Step, Quantile)>,
    /// Drawn thin.
    pub sample: Vec<Journey>,
    /// Real journeys that took as long as half, and as nine tenths.
    pub middle: Option<Journey>,
    pub tenth: Option<Journey>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct StepRow {
    pub step: Step,
    /// Who came so far.
    pub reached: Published,
    /// Who is still there.
    pub still: Published,
    pub wait: WaveRow,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct WaveRow {
    pub median: Told,
    pub tenth: Told,
}

/// A wait, or why none is told.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Told {
    Wait(Quantile),
    TooFew,
}

impl Wave {
    /// How many journeys have become this.
    pub fn became(&self, outcome: Outcome) -> Published {
        match outcome {
            Outcome::Arrived => self.arrived,
            Outcome::Elsewhere => self.elsewhere,
            Outcome::Running => self.running,
        }
    }
}

fn is_told(wait: &Wait) -> bool {
    wait.persons >= FEWEST
}

fn told(wait: &Wait) -> WaveRow {
    let tell = |quantile| if is_told(wait) { Told::Wait(quantile) } else { Told::TooFew };
    WaveRow { median: tell(wait.median), tenth: tell(wait.tenth) }
}

pub(super) fn of(material: &Material, shown: Shown) -> Wave {
    let all: Vec<(u64, &Journey)> = material
        .journeys(shown.benefit, shown.wave)
        .map(|t| (u64::try_from(t.case).unwrap_or(0), &t.journey))
        .collect();
    let waits = Waits::of(all.iter().map(|(_, journey)| *journey));
    let whole = waits.whole;
    let arrived = all.iter().filter(|(_, j)| j.outcome == Outcome::Arrived).fold(0, |n, _| n + 1);
    let stills = waits.steps.iter().map(|w| w.still).collect::<Vec<_>>();
    let (stills, ends) = parts(&stills, [arrived, whole.elsewhere, whole.still]);
    Wave {
        journeys: ends.total,
        arrived: ends.cells[0],
        elsewhere: ends.cells[1],
        running: ends.cells[2],
        steps: Step::BEFORE_LAST
            .iter()
            .zip(&waits.steps)
            .zip(&stills)
            .map(|((step, wait), still)| StepRow {
                step: *step,
                reached: reached(wait.persons, whole.persons),
                still: *still,
                wait: told(wait),
            })
            .collect(),
        waiting: told(&waits.waiting),
        whole: told(&whole),
        longest: waits.longest(is_told).map(|(step, wait)| (step, wait.tenth)),
        sample: sample(&all).into_iter().cloned().collect(),
        middle: typical(&all, whole.median).cloned(),
        tenth: typical(&all, whole.tenth).cloned(),
    }
}

/// Who stands where, and who has arrived, has gone or is under way: those under way are the sum of the first and a part of the
/// second, so what hides them in the one hides them in the other.
fn parts(stills: &[u32], ends: [u32; 3]) -> (Vec<Published>, PublishedRow) {
    let (stills, mut ends) = (publish_row(stills, THRESHOLD), publish_row(&ends, THRESHOLD));
    if stills.total == Published::Suppressed {
        ends.cells.fill(Published::Suppressed);
    }
    let shown = ends.cells[2] != Published::Suppressed;
    let stills = stills.cells.into_iter().map(|cell| if shown { cell } else { Published::Suppressed });
    (stills.collect(), ends)
}

/// How many came to a step; hidden, too, where the few who passed it over would be seen.
fn reached(persons: u32, of: u32) -> Published {
    match publish_row(&[persons, of.saturating_sub(persons)], THRESHOLD) {
        row if row.total == Published::Suppressed => Published::Suppressed,
        row => row.cells[0],
    }
}
