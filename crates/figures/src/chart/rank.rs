//! Members of a group as dots in order, ties sharing a place, with the mean as a line.

use super::axis::Axis;
use super::{Style, escape, open, push};
use crate::danish;
use crate::exact::Exact;

#[derive(Clone, Debug)]
pub struct RankLine<'a> {
    /// `2–3`, or `–` where there is no number.
    pub place: String,
    pub name: &'a str,
    pub value: Option<Exact>,
    /// Said instead of the number.
    pub reason: &'a str,
    pub own: bool,
}

#[derive(Clone, Debug)]
pub struct RankChart<'a> {
    pub id: &'a str,
    pub title: &'a str,
    pub desc: &'a str,
    /// In order; those without a number last.
    pub rows: Vec<RankLine<'a>>,
    /// The mean and its name.
    pub mean: Option<(Exact, &'a str)>,
    pub decimals: u8,
}

const WIDTH: f64 = 640.0;
const LEFT: f64 = 150.0;
const RIGHT: f64 = 570.0;
const ROW: f64 = 25.0;

struct Scale {
    /// Where the names begin, and the dots.
    names: f64,
    left: f64,
    low: f64,
    high: f64,
}

impl Scale {
    fn x(&self, value: f64) -> f64 {
        self.left + (value - self.low) / (self.high - self.low) * (RIGHT - self.left)
    }
}

impl RankChart<'_> {
    pub fn svg(&self) -> String {
        let scale = self.scale();
        let head = if self.mean_collides(&scale) { 16.0 } else { 0.0 };
        let bottom = head + ROW * self.rows.len() as f64 + 1.0;
        let mut svg = String::with_capacity(4_000);
        open(&mut svg, self.id, (WIDTH, bottom + 24.0), self.title, self.desc);
        for (value, text) in Axis::around(scale.low, scale.high, 5, self.decimals).lines() {
            if value < scale.low || value > scale.high {
                continue;
            }
            let x = scale.x(value);
            push(
                &mut svg,
                format_args!(
                    "<line class=\"gr\" x1=\"{x:.0}\" x2=\"{x:.0}\" y1=\"0\" y2=\"{bottom:.0}\"/><text class=\"t2\" x=\"{x:.0}\" y=\"{:.0}\" text-anchor=\"middle\">{text}</text>",
                    bottom + 18.0
                ),
            );
        }
        let known = self.rows.iter().filter(|r| r.value.is_some()).count();
        self.draw_mean(&scale, head + ROW * known as f64 + 2.0, &mut svg);
        for (at, row) in self.rows.iter().enumerate() {
            self.row(&scale, head + 14.0 + ROW * at as f64, row, &mut svg);
        }
        svg.push_str("</svg>");
        svg
    }

    fn scale(&self) -> Scale {
        let numbers = || self.rows.iter().filter_map(|r| r.value).chain(self.mean.map(|m| m.0)).map(Exact::to_f64);
        let low = numbers().fold(f64::INFINITY, f64::min);
        let high = numbers().fold(f64::NEG_INFINITY, f64::max);
        // Places such as 45–52 need more room than 2–3.
        let longest = self.rows.iter().map(|r| r.place.chars().count()).max().unwrap_or(0);
        let names = if longest > 3 { 12.0 + 8.0 * longest as f64 } else { 34.0 };
        let left = LEFT + names - 34.0;
        if low > high {
            return Scale { names, left, low: 0.0, high: 1.0 };
        }
        let range = if high > low { high - low } else { (high.abs() * 0.2).max(1.0) };
        let floor = if low >= 0.0 { 0.0 } else { f64::NEG_INFINITY };
        Scale { names, left, low: (low - 0.27 * range).max(floor), high: high + 0.18 * range }
    }

    /// The label of the mean stands beside the line, to the right while there is room.
    fn mean_label(&self, scale: &Scale) -> Option<(String, f64, f64)> {
        let (mean, name) = self.mean?;
        let text = format!("{name} {}", danish::number(mean, self.decimals));
        let x = scale.x(mean.to_f64());
        Some((text.clone(), x, 7.0 * text.chars().count() as f64))
    }

    /// The first row needs the space where the label of the mean would stand.
    fn mean_collides(&self, scale: &Scale) -> bool {
        let (Some((_, x, room)), Some(first)) = (self.mean_label(scale), self.rows.first().and_then(|r| r.value))
        else {
            return false;
        };
        let dot = scale.x(first.to_f64());
        dot + 40.0 > x - if x + 6.0 + room > WIDTH { room + 6.0 } else { 0.0 }
    }

    fn draw_mean(&self, scale: &Scale, end: f64, svg: &mut String) {
        let Some((text, x, room)) = self.mean_label(scale) else { return };
        let colour = Style::Cluster.colour();
        push(
            svg,
            format_args!(
                "<line x1=\"{x:.0}\" x2=\"{x:.0}\" y1=\"0\" y2=\"{end:.0}\" stroke=\"{colour}\" stroke-dasharray=\"9 4\" stroke-width=\"2\"/>"
            ),
        );
        let (x, anchor) = if x + 6.0 + room > WIDTH { (x - 6.0, "end") } else { (x + 6.0, "start") };
        push(
            svg,
            format_args!(
                "<text x=\"{x:.0}\" y=\"10\" text-anchor=\"{anchor}\" class=\"halo\" style=\"fill:#A63603\">{}</text>",
                escape(&text)
            ),
        );
    }

    fn row(&self, scale: &Scale, y: f64, row: &RankLine<'_>, svg: &mut String) {
        let bold = if row.own { " class=\"b\"" } else { "" };
        let base = y + 4.0;
        push(
            svg,
            format_args!(
                "<text x=\"0\" y=\"{base:.0}\" class=\"t2\">{}</text><text x=\"{:.0}\" y=\"{base:.0}\"{bold}>{}</text>",
                escape(&row.place),
                scale.names,
                escape(row.name)
            ),
        );
        let Some(value) = row.value else {
            push(
                svg,
                format_args!(
                    "<text x=\"{:.0}\" y=\"{base:.0}\" class=\"t2\">{}</text>",
                    scale.left,
                    escape(row.reason)
                ),
            );
            return;
        };
        let x = scale.x(value.to_f64());
        let (size, colour) = if row.own { (6, Style::Own.colour()) } else { (5, Style::Country.colour()) };
        let left = scale.left;
        push(
            svg,
            format_args!(
                "<line x1=\"{left:.0}\" x2=\"{x:.0}\" y1=\"{y:.0}\" y2=\"{y:.0}\" stroke=\"#DCDCDC\"/><circle cx=\"{x:.0}\" cy=\"{y:.0}\" r=\"{size}\" fill=\"{colour}\"/>"
            ),
        );
        let text = danish::number(value, self.decimals);
        let room = 7.0 * text.chars().count() as f64 + 14.0;
        let mean = self.mean.map(|(mean, _)| scale.x(mean.to_f64()));
        let (tx, anchor) =
            if mean.is_some_and(|m| x < m && m < x + room) { (x - 10.5, "end") } else { (x + 10.5, "start") };
        let bold = if row.own { " b" } else { "" };
        push(
            svg,
            format_args!(
                "<text x=\"{tx:.0}\" y=\"{base:.0}\" text-anchor=\"{anchor}\" class=\"halo{bold}\">{text}</text>"
            ),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::tests::assert_well_formed;
    use proptest::prelude::*;

    fn line<'a>(place: &str, name: &'a str, tenths: Option<i64>) -> RankLine<'a> {
        let value = tenths.map(|n| Exact::decimal(n, 1).unwrap());
        RankLine {
            place: place.into(),
            name,
            value,
            reason: "vises ikke: færre end 3 personer",
            own: name == "Fjordby",
        }
    }

    fn chart<'a>(rows: Vec<RankLine<'a>>, mean: Option<i64>) -> RankChart<'a> {
        let mean = mean.map(|n| (Exact::decimal(n, 1).unwrap(), "klyngens gennemsnit"));
        RankChart { id: "kl", title: "Nummer 3 til 4 af 8", desc: "Lavest først", rows, mean, decimals: 1 }
    }

    fn cluster<'a>() -> Vec<RankLine<'a>> {
        let mut rows: Vec<RankLine<'_>> = [
            ("1", "Strandby", 15),
            ("2", "Lyngsted", 18),
            ("3–4", "Fjordby", 20),
            ("3–4", "Åhavn", 20),
            ("5", "Mosekær", 21),
            ("6", "Vestrup", 23),
            ("7", "Hedely", 24),
            ("8", "Kornsund", 26),
        ]
        .map(|(place, name, n)| line(place, name, Some(n)))
        .to_vec();
        rows.push(line("–", "Birkholm", None));
        rows
    }

    #[test]
    fn the_design_is_met() {
        let svg = chart(cluster(), Some(21)).svg();
        assert_well_formed(&svg);
        assert!(svg.contains("viewBox=\"0 0 640 250\""));
        assert_eq!(svg.matches("<circle").count(), 8, "a suppressed member has no dot");
        assert!(svg.contains("r=\"6\" fill=\"#004D99\"") && svg.contains("class=\"b\">Fjordby</text>"));
        assert!(svg.contains("x=\"150\" y=\"218\" class=\"t2\">vises ikke: færre end 3 personer</text>"));
        assert!(svg.contains(">klyngens gennemsnit 2,1</text>"));
        assert!(svg.contains("text-anchor=\"end\" class=\"halo b\">2,0</text>"), "the number steps aside for the mean");
    }

    #[test]
    fn the_mean_moves_the_rows_down_where_its_label_would_hide_the_first() {
        let rows = vec![line("1", "Fjordby", Some(20)), line("2", "Åhavn", Some(21))];
        assert!(chart(rows, Some(20)).svg().contains("viewBox=\"0 0 640 91\""));
    }

    proptest! {
        #[test]
        fn every_dot_lies_inside(values in proptest::collection::vec(proptest::option::of(-500i64..90_000), 0..14), mean in proptest::option::of(-500i64..90_000)) {
            let svg = chart(values.iter().map(|v| line("1", "K<m>", *v)).collect(), mean).svg();
            assert_well_formed(&svg);
            for x in svg.split("cx=\"").skip(1).map(|t| t.split('"').next().unwrap().parse::<f64>().unwrap()) {
                prop_assert!((LEFT..=RIGHT).contains(&x));
            }
        }
    }
}
