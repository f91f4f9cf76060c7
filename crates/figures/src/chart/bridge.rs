//! From one stock to another: the stocks as short lines, what came and went as bars between them.
//!
//! Bars show changes alone, so the scale need not begin at 0.

use super::{INK, Paint, escape, open, push};
use crate::danish;

/// How a bar is painted; the label says the same in words.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Flow {
    Came,
    /// To a job or an education.
    Forward,
    ToBenefit,
    Unknown,
    /// Several parts of which none is shown by itself.
    Together,
}

#[derive(Clone, Debug)]
pub struct BridgeBar<'a> {
    pub flow: Flow,
    pub label: &'a str,
    /// How many came, or went.
    pub count: u32,
}

#[derive(Clone, Debug)]
pub struct BridgeChart<'a> {
    pub id: &'a str,
    /// The finding, in words.
    pub title: &'a str,
    /// How to read it.
    pub desc: &'a str,
    /// Day and size.
    pub opening: (&'a str, u32),
    pub closing: (&'a str, u32),
    pub bars: Vec<BridgeBar<'a>>,
}

const BAR: f64 = 78.0;
const STEP: f64 = 98.0;
const TOP: f64 = 34.0;
const BOTTOM: f64 = 190.0;
const HEIGHT: f64 = 240.0;
/// Letters of a label that fit above each other below a bar.
const LETTERS: usize = 14;

impl Flow {
    fn sign(self) -> i64 {
        if self == Flow::Came { 1 } else { -1 }
    }

    fn paint(self) -> Paint {
        match self {
            Flow::Came => Paint::Grey,
            Flow::Forward => Paint::Blue,
            Flow::ToBenefit => Paint::LightBlue,
            Flow::Unknown => Paint::Hatched,
            Flow::Together => Paint::Dashed,
        }
    }
}

impl BridgeChart<'_> {
    pub fn svg(&self) -> String {
        let id = escape(self.id).replace(' ', "-");
        let levels = self.levels();
        let (low, high) =
            levels.iter().fold((i64::MAX, i64::MIN), |(low, high), level| (low.min(*level), high.max(*level)));
        let y = |level: i64| match high - low {
            0 => (TOP + BOTTOM) / 2.0,
            range => BOTTOM - (level - low) as f64 / range as f64 * (BOTTOM - TOP),
        };
        let mut svg = String::with_capacity(4_000);
        let width = 8.0 + STEP * (self.bars.len() + 2) as f64;
        open(&mut svg, self.id, (width, HEIGHT), self.title, self.desc);
        super::hatch(&mut svg, &id);
        stock(&mut svg, 4.0, y(levels[0]), self.opening);
        for (at, bar) in self.bars.iter().enumerate() {
            let (x, before, after) = (4.0 + STEP * (at + 1) as f64, y(levels[at]), y(levels[at + 1]));
            push(
                &mut svg,
                format_args!(
                    "<line x1=\"{:.0}\" x2=\"{x:.0}\" y1=\"{before:.1}\" y2=\"{before:.1}\" stroke=\"#707070\"/>",
                    x - STEP + BAR
                ),
            );
            let (top, height) = (before.min(after), (before - after).abs());
            if bar.count == 0 {
                push(&mut svg, format_args!("<path d=\"M{x:.0} {top:.1}h{BAR}\" stroke=\"#707070\"/>"));
            } else {
                // One of many can still be seen.
                push(
                    &mut svg,
                    format_args!(
                        "<rect x=\"{x:.0}\" y=\"{top:.1}\" width=\"{BAR}\" height=\"{:.1}\" {}/>",
                        height.max(2.0),
                        bar.flow.paint().attributes(&id)
                    ),
                );
            }
            let count = danish::count(i64::from(bar.count) * bar.flow.sign());
            let plus = if bar.flow == Flow::Came && bar.count > 0 { "+" } else { "" };
            push(
                &mut svg,
                format_args!(
                    "<text x=\"{:.0}\" y=\"{:.1}\" text-anchor=\"middle\" class=\"b halo\">{plus}{count}</text>",
                    x + BAR / 2.0,
                    top - 6.0
                ),
            );
            label(&mut svg, x + BAR / 2.0, bar.label);
        }
        let x = 4.0 + STEP * (self.bars.len() + 1) as f64;
        let last = y(levels[self.bars.len()]);
        push(
            &mut svg,
            format_args!(
                "<line x1=\"{:.0}\" x2=\"{x:.0}\" y1=\"{last:.1}\" y2=\"{last:.1}\" stroke=\"#707070\"/>",
                x - STEP + BAR
            ),
        );
        stock(&mut svg, x, last, self.closing);
        svg.push_str("</svg>");
        svg
    }

    /// The stock after each bar, the opening first.
    fn levels(&self) -> Vec<i64> {
        let mut levels = vec![i64::from(self.opening.1)];
        for bar in &self.bars {
            levels.push(levels[levels.len() - 1] + i64::from(bar.count) * bar.flow.sign());
        }
        levels
    }
}

fn stock(svg: &mut String, x: f64, y: f64, (day, count): (&str, u32)) {
    push(
        svg,
        format_args!(
            "<path d=\"M{x:.0} {y:.1}h{BAR}\" stroke=\"{INK}\" stroke-width=\"5\"/><text x=\"{:.0}\" y=\"{:.1}\" text-anchor=\"middle\" class=\"b halo\" style=\"font-size:16px\">{}</text>",
            x + BAR / 2.0,
            y - 9.0,
            danish::count(i64::from(count))
        ),
    );
    label(svg, x + BAR / 2.0, day);
}

/// On two lines where one is too narrow.
fn label(svg: &mut String, x: f64, text: &str) {
    let (mut first, mut second) = (String::new(), String::new());
    for word in text.split(' ') {
        let fits = second.is_empty() && first.chars().count() + 1 + word.chars().count() <= LETTERS;
        let line = if first.is_empty() || fits { &mut first } else { &mut second };
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    for (at, line) in [first, second].iter().filter(|line| !line.is_empty()).enumerate() {
        push(
            svg,
            format_args!(
                "<text x=\"{x:.0}\" y=\"{:.0}\" text-anchor=\"middle\" class=\"t2\">{}</text>",
                216.0 + 16.0 * at as f64,
                escape(line)
            ),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::tests::assert_well_formed;
    use proptest::prelude::*;

    fn chart<'a>(opening: u32, bars: &[(Flow, u32)], closing: u32) -> BridgeChart<'a> {
        let bars = bars.iter().map(|(flow, count)| BridgeBar { flow: *flow, label: "til anden ydelse", count: *count });
        BridgeChart {
            id: "bro",
            title: "Fra 1.236 til 1.184",
            desc: "Søjler er ændringer",
            opening: ("1. okt 2025", opening),
            closing: ("28. feb 2026", closing),
            bars: bars.collect(),
        }
    }

    #[test]
    fn stocks_are_lines_changes_are_bars_and_the_unknown_is_hatched() {
        let svg = chart(1236, &[(Flow::Came, 146), (Flow::Forward, 118), (Flow::Unknown, 80)], 1184).svg();
        assert_well_formed(&svg);
        for text in ["1.236", "+146", "−118", "−80", "1.184", "til anden", "ydelse", "url(#bro-h)"] {
            assert!(svg.contains(text), "{text}: {svg}");
        }
        assert_eq!(svg.matches("stroke-width=\"5\"").count(), 2);
    }

    #[test]
    fn a_month_in_which_nothing_happened_is_a_level_line() {
        let svg = chart(4, &[(Flow::Came, 0), (Flow::Unknown, 0)], 4).svg();
        assert_well_formed(&svg);
        assert!(svg.contains("h78\" stroke=\"#707070\"") && !svg.contains("+0"));
        assert_eq!(svg.matches("<rect x=").count(), 0, "nobody is no bar");
    }

    proptest! {
        #[test]
        fn every_bar_lies_in_the_drawing(opening in 0u32..3000, came in 0u32..3000, went in 0u32..3000) {
            let went = went.min(opening + came);
            let svg = chart(opening, &[(Flow::Came, came), (Flow::Together, went)], opening + came - went).svg();
            assert_well_formed(&svg);
            for y in svg.split(" y=\"").skip(1).filter_map(|t| t.split('"').next()?.parse::<f64>().ok()) {
                prop_assert!((0.0..=HEIGHT).contains(&y), "{y}");
            }
        }
    }
}
