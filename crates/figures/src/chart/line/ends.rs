//! Labels with a value where the lines end, pushed apart.

use super::{BOTTOM, Frame, LineChart, Point, sample};
use crate::chart::{Style, escape, push};
use crate::danish;

/// Least distance between two labels.
pub(super) const APART: f64 = 17.0;
/// Between the lines of one label.
const LINE: f64 = 15.0;
/// Letters of a line of a label, where it can be parted.
const LETTERS: usize = 34;

pub(super) struct EndLabel {
    /// One below the other.
    pub(super) lines: Vec<String>,
    style: Style,
    /// Where the line ends, if it has a number in the last month.
    at: Option<f64>,
    /// The last month is preliminary.
    open: bool,
    /// Baseline of the text.
    y: f64,
}

impl LineChart<'_> {
    pub(super) fn labels(&self, frame: &Frame) -> Vec<EndLabel> {
        let mut labels: Vec<EndLabel> = self
            .series
            .iter()
            .map(|series| {
                let last = series.points.get(frame.months.wrapping_sub(1)).copied().unwrap_or(Point::None);
                let before = series.points.iter().rev().find_map(|p| p.number());
                let value = match last {
                    Point::Suppressed => self.suppressed.to_owned(),
                    Point::None => danish::NONE.to_owned(),
                    Point::Number(n) | Point::Preliminary(n) => danish::number(n, self.decimals),
                };
                let at = last.number().map(|n| frame.y(n));
                let open = matches!(last, Point::Preliminary(_));
                let y = before.map_or(BOTTOM, |n| frame.y(n)) + 4.5;
                let lines = parted(&format!("{value} {}", series.label));
                EndLabel { lines, style: series.style, at, open, y }
            })
            .collect();
        labels.sort_by(|a, b| a.y.total_cmp(&b.y));
        spread(&mut labels);
        labels
    }

    pub(super) fn draw_labels(&self, frame: &Frame, labels: &[EndLabel], svg: &mut String) {
        let right = frame.right;
        for label in labels {
            if let Some(at) = label.at {
                if (label.y - 4.5 - at).abs() > 3.0 {
                    let colour = label.style.colour();
                    push(
                        svg,
                        format_args!(
                            "<path d=\"M{:.1} {at:.1}L{:.1} {:.1}\" stroke=\"{colour}\" fill=\"none\"/>",
                            right + 5.0,
                            right + 14.0,
                            label.y - 4.5
                        ),
                    );
                }
                svg.push_str(&label.style.mark(right, at, label.open));
            } else if labels.len() > 1 {
                sample(svg, label.style, (right + 1.0, label.y - 4.5), 13.0);
            }
            let bold = if label.style == Style::Own { " class=\"b\"" } else { "" };
            let x = right + 17.0;
            let first = label.lines.first().map(String::as_str).unwrap_or_default();
            let more: String = label.lines[1..]
                .iter()
                .map(|line| format!("<tspan x=\"{x:.1}\" dy=\"{LINE}\">{}</tspan>", escape(line)))
                .collect();
            push(
                svg,
                format_args!(
                    "<text x=\"{x:.1}\" y=\"{:.1}\"{bold} style=\"fill:{}\">{}{more}</text>",
                    label.y,
                    label.style.text_colour(),
                    escape(first)
                ),
            );
        }
    }
}

/// A long text in lines of whole words.
fn parted(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= LETTERS => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

impl EndLabel {
    /// From its first baseline to that of a label below it.
    fn height(&self) -> f64 {
        APART + LINE * (self.lines.len().max(1) - 1) as f64
    }
}

/// Pushes labels, sorted from the top, apart downwards, and back up where they leave the drawing.
fn spread(labels: &mut [EndLabel]) {
    for at in 1..labels.len() {
        labels[at].y = labels[at].y.max(labels[at - 1].y + labels[at - 1].height());
    }
    let mut limit = BOTTOM + 14.0 + APART;
    for label in labels.iter_mut().rev() {
        label.y = label.y.min(limit - label.height());
        limit = label.y;
    }
}
