//! Labels with a value where the lines end, pushed apart.

use super::{BOTTOM, Frame, LineChart, Point, TOP};
use crate::chart::{Style, escape, push};
use crate::danish;

/// Least distance between two labels.
pub(super) const APART: f64 = 17.0;

pub(super) struct EndLabel {
    pub(super) text: String,
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
                EndLabel { text: format!("{value} {}", series.label), style: series.style, at, open, y }
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
            }
            let bold = if label.style == Style::Own { " class=\"b\"" } else { "" };
            push(
                svg,
                format_args!(
                    "<text x=\"{:.1}\" y=\"{:.1}\"{bold} style=\"fill:{}\">{}</text>",
                    right + 17.0,
                    label.y,
                    label.style.text_colour(),
                    escape(&label.text)
                ),
            );
        }
        let preliminary = self.series.iter().flat_map(|s| &s.points).any(|p| matches!(p, Point::Preliminary(_)));
        if preliminary {
            push(
                svg,
                format_args!(
                    "<text x=\"{right}\" y=\"{:.0}\" class=\"t2 halo\" text-anchor=\"end\">{}</text>",
                    self.free_at_the_end(frame),
                    escape(self.preliminary)
                ),
            );
        }
    }
}

impl LineChart<'_> {
    /// The lowest baseline for a word at the right end that no line runs through; at the bottom where all are taken.
    fn free_at_the_end(&self, frame: &Frame) -> f64 {
        let word = 7.2 * self.preliminary.chars().count() as f64;
        let reach = (word / frame.step).ceil() as usize + 1;
        let parts = self.series.iter().flat_map(|s| {
            let last = &s.points[s.points.len().saturating_sub(reach)..];
            let pairs = last.iter().zip(last.iter().skip(1).chain(last.last()));
            pairs.filter_map(|(a, b)| {
                let (a, b) = (a.number().or(b.number())?, b.number().or(a.number())?);
                let (a, b) = (frame.y(a), frame.y(b));
                Some((a.min(b), a.max(b)))
            })
        });
        let aims = self.goals.iter().map(|(n, _)| (frame.y(*n), frame.y(*n)));
        let taken: Vec<(f64, f64)> = parts.chain(aims).collect();
        // Above, the names of breaks stand.
        let places = (0..16).map(|n| BOTTOM - 6.0 - APART * f64::from(n)).take_while(|y| *y > TOP + 18.0);
        let is_free = |y: &f64| taken.iter().all(|(top, bottom)| *bottom < y - 13.0 || *top > y + 4.0);
        places.into_iter().find(is_free).unwrap_or(BOTTOM - 6.0)
    }
}

/// Pushes labels, sorted from the top, apart downwards, and back up where they leave the drawing.
fn spread(labels: &mut [EndLabel]) {
    for at in 1..labels.len() {
        labels[at].y = labels[at].y.max(labels[at - 1].y + APART);
    }
    let mut limit = BOTTOM + 14.0;
    for label in labels.iter_mut().rev() {
        label.y = label.y.min(limit);
        limit = label.y - APART;
    }
}
