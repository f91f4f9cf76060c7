//! The green wave as a drawing, and the waits as a table.

use super::number;
use crate::pages::opened::Number;
use crate::pages::timeliness::goals::short;
use crate::text::{t, tf};
use crate::words::{capital, label};
use app::figures::journey::{FEWEST, Outcome, Quantile};
use app::figures::suppression::Published;
use app::flows::drawn::{self, told};
use app::flows::{FlowsPage, Told, WaveRow};
use domain::codes::Code;

pub(crate) struct View {
    pub(crate) sub: String,
    /// Empty where nobody's journey began.
    pub(crate) chart: String,
    pub(crate) thin: String,
    /// How to read it.
    pub(crate) read: String,
    pub(crate) rows: Vec<RowView>,
    /// All the waiting, and the whole journey.
    pub(crate) sums: Vec<(String, String, String)>,
    pub(crate) longest: Option<String>,
    /// What became of the journeys.
    pub(crate) ends: Vec<(String, Number)>,
    /// Why no line, or only one of two, is drawn thick.
    pub(crate) unfinished: Option<String>,
}

pub(crate) struct RowView {
    pub(crate) name: String,
    pub(crate) median: String,
    pub(crate) tenth: String,
    pub(crate) longest: bool,
    pub(crate) reached: Number,
    pub(crate) still: Number,
    /// The municipality's own goals for the wait: address and aim.
    pub(crate) goals: Vec<(String, String)>,
}

pub(super) fn view(found: &FlowsPage, persons: bool) -> View {
    let wave = &found.wave;
    let nobody = wave.journeys == Published::Count(0);
    let longest = wave.longest.map(|(step, _)| step);
    let rows = wave.steps.iter().map(|row| RowView {
        name: capital(&label(row.step)),
        median: told(row.wait.median),
        tenth: told(row.wait.tenth),
        longest: longest == Some(row.step),
        reached: number(found, row.reached, persons.then(|| ("naaet", row.step.code()))),
        still: number(found, row.still, persons.then(|| ("venter", row.step.code()))),
        goals: short(found.goals.iter().filter(|(step, _)| *step == row.step).map(|(_, view)| view)),
    });
    let sum = |key: &str, row: &WaveRow| (t(key), told(row.median), told(row.tenth));
    View {
        sub: drawn::wave_about(found),
        chart: drawn::wave(found, "boelge-tegning").unwrap_or_default(),
        thin: match wave.sample.len() {
            0 => tf("flows.no_lines", &[("n", &FEWEST.to_string())]),
            n => tf("flows.lines", &[("n", &n.to_string())]),
        },
        read: match &wave.middle {
            Some(_) => format!("{} {}", t("flows.thick_read"), t("flows.wave_read")),
            None => t("flows.wave_read"),
        },
        rows: if nobody { Vec::new() } else { rows.collect() },
        sums: vec![sum("flows.all_waiting", &wave.waiting), sum("flows.whole_way", &wave.whole)],
        longest: drawn::longest(found),
        ends: ends(found, persons),
        unfinished: unfinished(found),
    }
}

/// What may become of a journey, as the address has it.
pub(super) const OUTCOMES: [(&str, Outcome); 3] =
    [("videre", Outcome::Arrived), ("anden-ydelse", Outcome::Elsewhere), ("undervejs", Outcome::Running)];

pub(super) fn outcome_words(outcome: Outcome) -> String {
    t(match outcome {
        Outcome::Arrived => "flows.end_arrived",
        Outcome::Elsewhere => "flows.end_elsewhere",
        Outcome::Running => "flows.end_running",
    })
}

fn ends(found: &FlowsPage, persons: bool) -> Vec<(String, Number)> {
    let one = |(name, outcome): (&'static str, Outcome)| {
        let n = number(found, found.wave.became(outcome), persons.then_some(("blev", name)));
        (outcome_words(outcome), n)
    };
    OUTCOMES.map(one).into()
}

fn unfinished(found: &FlowsPage) -> Option<String> {
    let wave = &found.wave;
    let open = |told: Told| matches!(told, Told::Wait(Quantile::MoreThan(_)));
    if wave.sample.is_empty() {
        None
    } else if open(wave.whole.median) {
        Some(t("flows.half_running"))
    } else if open(wave.whole.tenth) {
        Some(t("flows.tenth_running"))
    } else {
        None
    }
}
