//! The green wave, and what is said of a wait.

use super::{months_words, on_benefit};
use crate::flows::{FlowsPage, Told};
use documents::text::{capital, label, t, tf};
use domain::codes::Code;
use figures::chart::{Thick, WaveChart};
use figures::journey::{Journey, Quantile, Step};
use figures::suppression::Published;
use figures::{Exact, danish};

/// Days of waiting on one step from which a drawn journey says so.
const WORTH_A_WORD: u32 = 14;

/// Days as weeks with one decimal.
pub fn weeks(days: u32) -> String {
    let days = Exact::whole(i32::try_from(days).unwrap_or(i32::MAX));
    days.ratio(Exact::whole(7)).map_or_else(String::new, |weeks| danish::number(weeks, 1))
}

pub fn told(told: Told) -> String {
    match told {
        Told::TooFew => t("flows.too_few"),
        Told::Wait(Quantile::Days(days)) => weeks(days),
        Told::Wait(Quantile::MoreThan(days)) => tf("flows.more_than", &[("n", &weeks(days))]),
        Told::Wait(Quantile::Nothing) => "–".to_owned(),
    }
}

/// Whose journeys, and when they began.
pub fn wave_about(found: &FlowsPage) -> String {
    let months = months_words(found.shown.wave);
    let benefit = on_benefit(found.shown.benefit);
    match found.wave.journeys {
        Published::Count(0) => tf("flows.wave_nobody", &[("months", &months), ("benefit", &benefit)]),
        other => {
            let n = danish::published(other);
            tf("flows.wave_sub", &[("n", &n), ("months", &months), ("benefit", &benefit)])
        }
    }
}

/// Where one tenth waits longest, and how long.
pub fn longest(found: &FlowsPage) -> Option<String> {
    let (step, tenth) = found.wave.longest?;
    let key = if matches!(tenth, Quantile::MoreThan(_)) { "flows.longest_open" } else { "flows.longest" };
    Some(tf(key, &[("step", &label(step)), ("n", &weeks(tenth.least()?))]))
}

/// `None` where nobody's journey began.
pub fn wave(found: &FlowsPage, id: &str) -> Option<String> {
    let wave = &found.wave;
    if wave.journeys == Published::Count(0) {
        return None;
    }
    let names: Vec<String> = Step::ALL.iter().map(|s| capital(&label(*s))).collect();
    let of = |key: &str, journey: &Journey| tf(key, &[("n", &weeks(journey.days()))]);
    let labels = [
        wave.middle.as_ref().map(|j| (j, of("flows.middle", j))),
        wave.tenth.as_ref().map(|j| (j, of("flows.tenth", j))),
    ];
    let drawn: Vec<&(&Journey, String)> = labels.iter().flatten().collect();
    // The longest wait stands on the slower of the two.
    let longest_wait = drawn.last().and_then(|(j, _)| j.legs.iter().map(|l| l.waited).max());
    let wait = longest_wait.filter(|days| *days >= WORTH_A_WORD).map(|n| tf("flows.wait", &[("n", &weeks(n))]));
    let last = drawn.len().saturating_sub(1);
    let thick = drawn.iter().enumerate().map(|(at, (journey, label))| Thick {
        journey,
        label,
        wait: wait.as_deref().filter(|_| at == last),
    });
    let title = longest(found).unwrap_or_else(|| wave_about(found));
    let chart = WaveChart {
        id,
        title: &title,
        desc: &t("flows.wave_desc"),
        steps: names.iter().map(String::as_str).collect(),
        thin: wave.sample.iter().collect(),
        thick: thick.collect(),
        axis: &t("flows.wave_axis"),
    };
    Some(chart.svg())
}
