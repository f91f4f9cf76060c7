//! The green wave: journeys through steps in time. Flat and red is waiting, sloped and green is movement.
//!
//! On each step the waiting is drawn before the movement. Thin lines are nobody in particular; two thick ones are real
//! journeys that took as long as half and as nine tenths of them do.

use super::{escape, open, push};
use crate::journey::Journey;
use domain::codes::Code;

const WAITING: &str = "#CC0000";
const MOVING: &str = "#238B45";
const LEFT: f64 = 136.0;
const RIGHT: f64 = 956.0;
const TOP: f64 = 52.0;
const ROW: f64 = 47.0;
const WIDTH: f64 = 980.0;

/// A journey drawn thick, with what is said of it.
#[derive(Clone, Copy, Debug)]
pub struct Thick<'a> {
    pub journey: &'a Journey,
    pub label: &'a str,
    /// Said of its longest wait, where it is worth a word.
    pub wait: Option<&'a str>,
}

#[derive(Clone, Debug)]
pub struct WaveChart<'a> {
    pub id: &'a str,
    pub title: &'a str,
    pub desc: &'a str,
    /// The first is the lowest.
    pub steps: Vec<&'a str>,
    pub thin: Vec<&'a Journey>,
    pub thick: Vec<Thick<'a>>,
    /// What the horizontal axis counts.
    pub axis: &'a str,
}

struct Frame {
    weeks: u32,
    every: u32,
    /// Of the lowest step.
    base: f64,
}

impl Frame {
    fn x(&self, days: u32) -> f64 {
        LEFT + f64::from(days) / 7.0 / f64::from(self.weeks) * (RIGHT - LEFT)
    }

    fn y(&self, step: impl Code) -> f64 {
        self.base - ROW * f64::from(step.index())
    }
}

impl WaveChart<'_> {
    pub fn svg(&self) -> String {
        let frame = self.frame();
        let height = frame.base + 46.0;
        let id = escape(self.id).replace(' ', "-");
        let mut svg = String::with_capacity(40_000);
        open(&mut svg, self.id, (WIDTH, height), self.title, self.desc);
        self.grid(&frame, &mut svg);
        push(
            &mut svg,
            format_args!(
                "<defs><clipPath id=\"{id}-k\"><rect x=\"{:.0}\" y=\"0\" width=\"{:.0}\" height=\"{height:.0}\"/></clipPath></defs><g clip-path=\"url(#{id}-k)\" fill=\"none\">",
                LEFT - 4.0,
                WIDTH - LEFT + 4.0
            ),
        );
        let (mut waiting, mut moving) = (String::new(), String::new());
        for (at, journey) in self.thin.iter().enumerate() {
            // Lines that would lie on each other are kept a little apart.
            let apart = ((at * 7) % 15) as f64 - 7.0;
            lines(journey, &frame, apart * 0.8, &mut waiting, &mut moving);
        }
        push(
            &mut svg,
            format_args!(
                "<path d=\"{moving}\" stroke=\"{MOVING}\" stroke-opacity=\".5\"/><path d=\"{waiting}\" stroke=\"{WAITING}\" stroke-opacity=\".4\"/>"
            ),
        );
        for thick in &self.thick {
            let (mut waiting, mut moving) = (String::new(), String::new());
            lines(thick.journey, &frame, 0.0, &mut waiting, &mut moving);
            push(
                &mut svg,
                format_args!(
                    "<path d=\"{moving}\" stroke=\"{MOVING}\" stroke-width=\"4\"/><path d=\"{waiting}\" stroke=\"{WAITING}\" stroke-width=\"6\"/>"
                ),
            );
        }
        svg.push_str("</g>");
        self.labels(&frame, &mut svg);
        svg.push_str("</svg>");
        svg
    }

    /// As long as the thick journeys, with room for those that go on; without them, as the longest that is drawn.
    fn frame(&self) -> Frame {
        let thick = self.thick.iter().map(|t| t.journey.days()).max().map(|days| days + days / 4);
        let thin = self.thin.iter().map(|j| j.days()).max();
        let days = thick.into_iter().chain(if self.thick.len() < 2 { thin } else { None }).max().unwrap_or(0);
        let weeks = days.div_ceil(7).clamp(4, 520);
        let every = [1, 2, 4, 8, 13, 26].into_iter().find(|every| weeks.div_ceil(*every) <= 14).unwrap_or(52);
        Frame { weeks: weeks.div_ceil(every) * every, every, base: TOP + ROW * (self.steps.len().max(1) - 1) as f64 }
    }

    fn grid(&self, frame: &Frame, svg: &mut String) {
        for week in (0..=frame.weeks).step_by(frame.every as usize) {
            let x = frame.x(week * 7);
            push(
                svg,
                format_args!(
                    "<line class=\"gr\" x1=\"{x:.0}\" x2=\"{x:.0}\" y1=\"{:.0}\" y2=\"{:.0}\"/><text x=\"{x:.0}\" y=\"{:.0}\" text-anchor=\"middle\" class=\"t2\">{week}</text>",
                    TOP - 12.0,
                    frame.base + 10.0,
                    frame.base + 25.0
                ),
            );
        }
        push(
            svg,
            format_args!(
                "<text x=\"{LEFT:.0}\" y=\"{:.0}\" class=\"t2\">{}</text>",
                frame.base + 41.0,
                escape(self.axis)
            ),
        );
        for (at, name) in self.steps.iter().enumerate() {
            let y = frame.base - ROW * at as f64;
            push(
                svg,
                format_args!(
                    "<line class=\"gr\" x1=\"{LEFT:.0}\" x2=\"{RIGHT:.0}\" y1=\"{y:.0}\" y2=\"{y:.0}\"/><text x=\"{:.0}\" y=\"{:.0}\" text-anchor=\"end\">{}</text>",
                    LEFT - 10.0,
                    y + 4.0,
                    escape(name)
                ),
            );
        }
    }

    fn labels(&self, frame: &Frame, svg: &mut String) {
        for (at, thick) in self.thick.iter().enumerate() {
            let x = frame.x(thick.journey.days()).min(RIGHT);
            let room = 7.4 * thick.label.chars().count() as f64;
            let (x, anchor) = if x - room < LEFT { (x.max(LEFT), "start") } else { (x, "end") };
            push(
                svg,
                format_args!(
                    "<text x=\"{x:.0}\" y=\"{:.0}\" text-anchor=\"{anchor}\" class=\"b halo\">{}</text>",
                    TOP - 34.0 + 16.0 * at as f64,
                    escape(thick.label)
                ),
            );
            let Some((text, leg)) = thick.wait.zip(thick.journey.legs.iter().max_by_key(|l| l.waited)) else {
                continue;
            };
            let middle = (frame.x(leg.at) + frame.x(leg.at + leg.waited)) / 2.0;
            push(
                svg,
                format_args!(
                    "<text x=\"{:.0}\" y=\"{:.0}\" text-anchor=\"middle\" class=\"b halo\" style=\"fill:{WAITING}\">{}</text>",
                    middle.clamp(LEFT + 60.0, RIGHT - 60.0),
                    frame.y(leg.from) + 20.0,
                    escape(text)
                ),
            );
        }
    }
}

/// One journey as two paths.
fn lines(journey: &Journey, frame: &Frame, apart: f64, waiting: &mut String, moving: &mut String) {
    for leg in &journey.legs {
        let y = frame.y(leg.from) + apart;
        // The day on which a step is reached is movement, so that a slope can be seen.
        let flat = if leg.to.is_some() { leg.waited.min(leg.days.saturating_sub(1)) } else { leg.waited };
        let (from, turn, end) = (frame.x(leg.at), frame.x(leg.at + flat), frame.x(leg.at + leg.days));
        if flat > 0 {
            push(waiting, format_args!("M{from:.1} {y:.1}H{turn:.1}"));
        }
        match leg.to {
            Some(to) => push(moving, format_args!("M{turn:.1} {y:.1}L{end:.1} {:.1}", frame.y(to) + apart)),
            // Under way, and not yet at the next step.
            None if leg.days > leg.waited => {
                push(moving, format_args!("M{turn:.1} {y:.1}L{end:.1} {:.1}", y - ROW * 0.4));
            }
            None => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::tests::assert_well_formed;
    use crate::journey::{Ending, Step};
    use domain::Day;
    use proptest::prelude::*;

    const STEPS: [&str; 7] = ["Henvendelse", "Første samtale", "Plan", "Bevilget", "I gang", "Timer", "Videre"];

    fn journey(talk: i32, end: i32) -> Journey {
        let start: Day = "2026-01-01".parse().unwrap();
        let reached = [(Step::FoersteSamtale, start.plus_days(talk))];
        Journey::new(start, &reached, &[], Ending::Arrived(start.plus_days(end)))
    }

    fn chart<'a>(thin: Vec<&'a Journey>, thick: Vec<Thick<'a>>) -> WaveChart<'a> {
        WaveChart {
            id: "boelge",
            title: "Grøn bølge",
            desc: "Rød er ventetid",
            steps: STEPS.to_vec(),
            thin,
            thick,
            axis: "uger",
        }
    }

    #[test]
    fn a_wait_is_flat_and_red_and_a_movement_sloped_and_green() {
        let (short, long) = (journey(7, 70), journey(14, 140));
        let label = |journey, label| Thick { journey, label, wait: Some("18,0 uger") };
        let svg =
            chart(vec![&short], vec![label(&short, "midterste: 10 uger"), label(&long, "længere: 20 uger")]).svg();
        assert_well_formed(&svg);
        assert_eq!(svg.matches(WAITING).count(), 3 + 2, "a thin and two thick, each with its word");
        // 20 weeks and a quarter, in steps of two: 26; the first wait ends after six of seven days.
        let turn = LEFT + 6.0 / 7.0 / 26.0 * (RIGHT - LEFT);
        assert!(svg.contains(&format!("M136.0 334.0H{turn:.1}")), "{svg}");
        for text in ["midterste: 10 uger", "længere: 20 uger", ">26<", "Videre", "18,0 uger"] {
            assert!(svg.contains(text), "{text}");
        }
    }

    #[test]
    fn without_a_journey_the_steps_stand_alone() {
        assert_well_formed(&chart(Vec::new(), Vec::new()).svg());
    }

    proptest! {
        #[test]
        fn nothing_is_drawn_left_of_the_beginning(legs in proptest::collection::vec((0i32..90, 0i32..900), 1..40)) {
            let all: Vec<Journey> = legs.iter().map(|(talk, more)| journey(*talk, talk + more)).collect();
            let svg = chart(all.iter().collect(), Vec::new()).svg();
            assert_well_formed(&svg);
            for x in svg.split('M').skip(1).filter_map(|t| t.split(' ').next()?.parse::<f64>().ok()) {
                prop_assert!((LEFT..=RIGHT + 1.0).contains(&x), "{x}");
            }
        }
    }
}
