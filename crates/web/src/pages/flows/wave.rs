//! The green wave as a drawing, and the waits as a table.

use super::{Number, months_words, number, on_benefit, published_words};
use crate::text::{t, tf};
use crate::words::{capital, label};
use app::figures::chart::{Thick, WaveChart};
use app::figures::journey::{FEWEST, Journey, Outcome, Quantile, Step};
use app::figures::suppression::Published;
use app::figures::{Exact, danish};
use app::flows::{FlowsPage, Told, WaveRow};
use domain::codes::Code;

pub(super) struct View {
    pub(super) sub: String,
    /// Empty where nobody's journey began.
    pub(super) chart: String,
    pub(super) thin: String,
    /// How to read it.
    pub(super) read: String,
    pub(super) rows: Vec<RowView>,
    /// All the waiting, and the whole journey.
    pub(super) sums: Vec<(String, String, String)>,
    pub(super) longest: Option<String>,
    /// What became of the journeys.
    pub(super) ends: Vec<(String, Number)>,
    /// Why no line, or only one of two, is drawn thick.
    pub(super) unfinished: Option<String>,
}

pub(super) struct RowView {
    pub(super) name: String,
    pub(super) median: String,
    pub(super) tenth: String,
    pub(super) longest: bool,
    pub(super) reached: Number,
    pub(super) still: Number,
}

/// Days of waiting on one step from which a drawn journey says so.
const WORTH_A_WORD: u32 = 14;

pub(super) fn weeks(days: u32) -> String {
    let days = Exact::whole(i32::try_from(days).unwrap_or(i32::MAX));
    days.ratio(Exact::whole(7)).map_or_else(String::new, |weeks| danish::number(weeks, 1))
}

pub(super) fn told(told: Told) -> String {
    match told {
        Told::TooFew => t("flows.too_few"),
        Told::Wait(Quantile::Days(days)) => weeks(days),
        Told::Wait(Quantile::MoreThan(days)) => tf("flows.more_than", &[("n", &weeks(days))]),
        Told::Wait(Quantile::Nothing) => "–".to_owned(),
    }
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
    });
    let sum = |key: &str, row: &WaveRow| (t(key), told(row.median), told(row.tenth));
    View {
        sub: sub(found),
        chart: if nobody { String::new() } else { drawing(found) },
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
        longest: longest_words(found),
        ends: ends(found, persons),
        unfinished: unfinished(found),
    }
}

fn sub(found: &FlowsPage) -> String {
    let months = months_words(found.shown.wave);
    let benefit = on_benefit(found.shown.benefit);
    match found.wave.journeys {
        Published::Count(0) => tf("flows.wave_nobody", &[("months", &months), ("benefit", &benefit)]),
        other => {
            let n = published_words(other);
            tf("flows.wave_sub", &[("n", &n), ("months", &months), ("benefit", &benefit)])
        }
    }
}

fn drawing(found: &FlowsPage) -> String {
    let wave = &found.wave;
    let names: Vec<String> = Step::ALL.iter().map(|s| capital(&label(*s))).collect();
    let of = |key: &str, journey: &Journey| tf(key, &[("n", &weeks(journey.days()))]);
    let labels = [
        wave.middle.as_ref().map(|j| (j, of("flows.middle", j))),
        wave.tenth.as_ref().map(|j| (j, of("flows.tenth", j))),
    ];
    let drawn: Vec<&(&Journey, String)> = labels.iter().flatten().collect();
    // The longest wait stands on the slower of the two.
    let longest = drawn.last().and_then(|(j, _)| j.legs.iter().map(|l| l.waited).max());
    let wait = longest.filter(|days| *days >= WORTH_A_WORD).map(|n| tf("flows.wait", &[("n", &weeks(n))]));
    let last = drawn.len().saturating_sub(1);
    let thick = drawn.iter().enumerate().map(|(at, (journey, label))| Thick {
        journey,
        label,
        wait: wait.as_deref().filter(|_| at == last),
    });
    let title = longest_words(found).unwrap_or_else(|| sub(found));
    WaveChart {
        id: "boelge-tegning",
        title: &title,
        desc: &t("flows.wave_desc"),
        steps: names.iter().map(String::as_str).collect(),
        thin: wave.sample.iter().collect(),
        thick: thick.collect(),
        axis: &t("flows.wave_axis"),
    }
    .svg()
}

/// Where one tenth waits longest, and how long.
pub(super) fn longest_words(found: &FlowsPage) -> Option<String> {
    let (step, tenth) = found.wave.longest?;
    let key = if matches!(tenth, Quantile::MoreThan(_)) { "flows.longest_open" } else { "flows.longest" };
    Some(tf(key, &[("step", &label(step)), ("n", &weeks(tenth.least()?))]))
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
