//! What a whole is made of at several times: one bar each, parts side by side, painted and named alike in all.

use super::{Paint, escape, open, push};
use crate::danish;
use crate::exact::Exact;

/// One bar; its parts are in the order of the key, each a count, and those of 0 are left out.
#[derive(Clone, Debug)]
pub struct StackBar<'a> {
    pub label: &'a str,
    pub parts: Vec<(Paint, u32)>,
}

#[derive(Clone, Debug)]
pub struct StackChart<'a> {
    pub id: &'a str,
    /// The finding, in words.
    pub title: &'a str,
    /// How to read it.
    pub desc: &'a str,
    pub key: Vec<(Paint, &'a str)>,
    pub bars: Vec<StackBar<'a>>,
}

const WIDTH: f64 = 720.0;
const LEFT: f64 = 112.0;
const BAR: f64 = 28.0;
const STEP: f64 = 42.0;
const TOP: f64 = 8.0;
/// A part that is narrower has its number in the table alone.
const NARROW: f64 = 60.0;
/// Width of a letter of the key, roughly.
const LETTER: f64 = 7.2;

/// White on the dark ones; on those that are not plain with a halo.
fn number_on(paint: Paint) -> &'static str {
    match paint {
        Paint::Blue | Paint::Grey => " style=\"fill:#fff\"",
        Paint::LightBlue => "",
        Paint::Hatched | Paint::Dashed => " class=\"halo\"",
    }
}

impl StackChart<'_> {
    pub fn svg(&self) -> String {
        let id = escape(self.id).replace(' ', "-");
        let lines = self.key_lines();
        let below = TOP + STEP * self.bars.len() as f64;
        let mut svg = String::with_capacity(4_000);
        open(&mut svg, self.id, (WIDTH, below + 8.0 + 20.0 * lines.len() as f64), self.title, self.desc);
        super::hatch(&mut svg, &id);
        for (at, bar) in self.bars.iter().enumerate() {
            self.bar(&mut svg, &id, bar, TOP + STEP * at as f64);
        }
        for (at, line) in lines.iter().enumerate() {
            let y = below + 6.0 + 20.0 * at as f64;
            for (x, (paint, words)) in line {
                push(
                    &mut svg,
                    format_args!(
                        "<rect x=\"{x:.0}\" y=\"{y:.0}\" width=\"18\" height=\"12\" {}/><text x=\"{:.0}\" y=\"{:.0}\">{}</text>",
                        paint.attributes(&id),
                        x + 24.0,
                        y + 11.0,
                        escape(words)
                    ),
                );
            }
        }
        svg.push_str("</svg>");
        svg
    }

    fn bar(&self, svg: &mut String, id: &str, bar: &StackBar<'_>, y: f64) {
        let middle = y + BAR / 2.0 + 4.5;
        push(
            svg,
            format_args!(
                "<text x=\"{:.0}\" y=\"{middle:.1}\" text-anchor=\"end\">{}</text>",
                LEFT - 8.0,
                escape(bar.label)
            ),
        );
        let whole: u32 = bar.parts.iter().map(|(_, n)| n).sum();
        let mut x = LEFT;
        for (paint, n) in bar.parts.iter().filter(|(_, n)| *n > 0) {
            let width = (WIDTH - LEFT - 2.0) * f64::from(*n) / f64::from(whole);
            push(
                svg,
                format_args!(
                    "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{BAR}\" {}/>",
                    paint.attributes(id)
                ),
            );
            if let Some(share) = Exact::share(*n, whole).filter(|_| width >= NARROW) {
                push(
                    svg,
                    format_args!(
                        "<text x=\"{:.1}\" y=\"{middle:.1}\" text-anchor=\"middle\"{}>{} pct.</text>",
                        x + width / 2.0,
                        number_on(*paint),
                        danish::number(share.times_100(), 0)
                    ),
                );
            }
            x += width;
        }
    }

    /// Each part of the key with its place, on as many lines as they need.
    fn key_lines(&self) -> Vec<Vec<(f64, (Paint, &str))>> {
        let mut lines = vec![Vec::new()];
        let mut x = LEFT;
        for (paint, words) in &self.key {
            let width = 24.0 + LETTER * words.chars().count() as f64 + 18.0;
            if x + width > WIDTH && x > LEFT {
                lines.push(Vec::new());
                x = LEFT;
            }
            if let Some(line) = lines.last_mut() {
                line.push((x, (*paint, *words)));
            }
            x += width;
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::tests::assert_well_formed;
    use proptest::prelude::*;

    fn chart(parts: Vec<(Paint, u32)>) -> StackChart<'static> {
        StackChart {
            id: "status",
            title: "Efter 92 dage",
            desc: "Hver søjle er alle forløb",
            key: vec![(Paint::Blue, "job eller uddannelse"), (Paint::Hatched, "ukendt")],
            bars: vec![StackBar { label: "92 dage", parts }],
        }
    }

    #[test]
    fn parts_have_their_share_and_a_narrow_one_no_number() {
        let svg = chart(vec![(Paint::Blue, 60), (Paint::Grey, 1), (Paint::Hatched, 39)]).svg();
        assert_well_formed(&svg);
        assert!(svg.contains(">60 pct.<") && svg.contains(">39 pct.<") && !svg.contains(">1 pct.<"), "{svg}");
        assert!(svg.contains("job eller uddannelse") && svg.contains("url(#status-h)"));
    }

    #[test]
    fn nobody_is_no_bar() {
        let svg = chart(vec![(Paint::Blue, 0)]).svg();
        assert_well_formed(&svg);
        assert_eq!(svg.matches("height=\"28\"").count(), 0);
    }

    proptest! {
        #[test]
        fn the_parts_fill_the_bar(a in 0u32..500, b in 0u32..500, c in 1u32..500) {
            let svg = chart(vec![(Paint::Blue, a), (Paint::LightBlue, b), (Paint::Hatched, c)]).svg();
            assert_well_formed(&svg);
            let of = |part: &str| part.split("width=\"").nth(1)?.split('"').next()?.parse::<f64>().ok();
            let bars = svg.split("<rect ").filter(|part| part.contains("height=\"28\"")).filter_map(of);
            let sum: f64 = bars.sum();
            prop_assert!((sum - (WIDTH - LEFT - 2.0)).abs() < 0.2, "{sum}");
        }
    }
}
