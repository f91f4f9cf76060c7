//! Series by month as lines, labelled where they end; no legend box.

mod ends;
pub(super) mod free;

use super::axis::Axis;
use super::{GOAL, INK, Style, escape, open, push};
use crate::danish;
use crate::exact::Exact;
use crate::month::Month;
use crate::table::Value;
use free::{Place, Taken, room};

/// One month of one series.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Point {
    Number(Exact),
    /// May still be revised: drawn as an open mark.
    Preliminary(Exact),
    /// A gap with a word.
    Suppressed,
    /// A gap.
    None,
}

impl From<Value> for Point {
    fn from(value: Value) -> Point {
        match value {
            Value::Number(n) => Point::Number(n),
            Value::Suppressed => Point::Suppressed,
            Value::AtLeast(_) | Value::Missing | Value::Undetermined(_) => Point::None,
        }
    }
}

impl Point {
    /// A number that may still be revised is preliminary; what is no number is none all the same.
    pub fn of(value: Value, preliminary: bool) -> Point {
        match Point::from(value) {
            Point::Number(n) if preliminary => Point::Preliminary(n),
            other => other,
        }
    }

    pub(super) fn number(self) -> Option<Exact> {
        match self {
            Point::Number(n) | Point::Preliminary(n) => Some(n),
            Point::Suppressed | Point::None => None,
        }
    }
}

#[derive(Clone, Debug)]
pub struct Series<'a> {
    pub style: Style,
    pub label: &'a str,
    /// One for each month from the first month of the chart.
    pub points: Vec<Point>,
}

/// A data break: lines are not joined into this month.
#[derive(Clone, Copy, Debug)]
pub struct BreakMark<'a> {
    pub month: Month,
    pub label: &'a str,
}

/// How much of the page's width it has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Width {
    Whole,
    /// Beside another drawing.
    Half,
}

impl Width {
    /// Where the lines end, and the least width.
    fn room(self) -> (f64, f64) {
        match self {
            Width::Whole => (770.0, 960.0),
            Width::Half => (490.0, 620.0),
        }
    }
}

#[derive(Clone, Debug)]
pub struct LineChart<'a> {
    /// Beginning of the ids of the title and description.
    pub id: &'a str,
    /// The finding, in words.
    pub title: &'a str,
    /// How to read it.
    pub desc: &'a str,
    pub first: Month,
    pub series: Vec<Series<'a>>,
    pub breaks: Vec<BreakMark<'a>>,
    /// Numbers that are aimed at, each with its word.
    pub goals: Vec<(Exact, &'a str)>,
    /// Of the number at the end of each line.
    pub decimals: u8,
    /// The word for a suppressed month.
    pub suppressed: &'a str,
    /// The word for preliminary months.
    pub preliminary: &'a str,
    pub width: Width,
}

const TOP: f64 = 18.0;
const BOTTOM: f64 = 304.0;
const HEIGHT: f64 = 330.0;

struct Frame {
    left: f64,
    right: f64,
    step: f64,
    months: usize,
    axis: Axis,
}

impl Frame {
    fn x(&self, at: usize) -> f64 {
        self.left + self.step * at as f64
    }

    fn y(&self, n: Exact) -> f64 {
        self.height(n.to_f64())
    }

    fn height(&self, value: f64) -> f64 {
        BOTTOM - (value - self.axis.low()) / (self.axis.high() - self.axis.low()) * (BOTTOM - TOP)
    }
}

impl LineChart<'_> {
    pub fn svg(&self) -> String {
        let frame = self.frame();
        let labels = self.labels(&frame);
        let longest = labels.iter().flat_map(|l| &l.lines).map(|l| l.chars().count()).max().unwrap_or(0);
        let width = (frame.right + 17.0 + 7.2 * longest as f64 + 6.0).max(self.width.room().1);
        let mut svg = String::with_capacity(16_000);
        open(&mut svg, self.id, (width, HEIGHT), self.title, self.desc);
        self.grid(&frame, &mut svg);
        self.rules(&frame, &mut svg);
        // The municipality's own line lies on top where lines meet.
        let own = |s: &&Series<'_>| s.style == Style::Own;
        for series in self.series.iter().filter(|s| !own(s)).chain(self.series.iter().filter(own)) {
            self.line(&frame, series, &mut svg);
        }
        self.draw_labels(&frame, &labels, &mut svg);
        self.words(&frame, &mut svg);
        svg.push_str("</svg>");
        svg
    }

    /// The words inside the drawing, each where nothing else stands: of breaks, of goals, of hidden months, of preliminary ones.
    fn words(&self, frame: &Frame, svg: &mut String) {
        let mut taken = self.taken(frame);
        for (x, label) in self.breaks_at(frame) {
            let wide = room(label);
            let rows = (0..4).map(|row| 22.0 + 17.0 * f64::from(row));
            let sides = |y: f64| [(x - 5.0 - wide, y), (x + 5.0, y)];
            let places = rows.flat_map(sides).filter(|(at, _)| *at >= frame.left && at + wide <= frame.right);
            if let Some(place) = taken.place(wide, places.chain([(x + 5.0, 22.0)])) {
                // Close to its line on either side, however wide the letters are.
                match place {
                    (left, y) if left < x => words_at(svg, (x - 5.0, y), "end", label),
                    place => words_at(svg, place, "start", label),
                }
            }
        }
        for (number, word) in &self.goals {
            let text = format!("{word} {}", danish::number(*number, self.decimals));
            let (y, wide) = (frame.y(*number), room(&text));
            let along = (0..8).map(|n| frame.left + 6.0 + f64::from(n) * (frame.right - frame.left - wide) / 8.0);
            // Above the line, else under it; at the left, for the right end is the lines' own.
            let places = along.flat_map(|x| [(x, y - 6.0), (x, y + 15.0)]).filter(|(_, y)| (TOP..BOTTOM).contains(y));
            if let Some(place) = taken.place(wide, places) {
                words_at(svg, place, "start", &text);
            }
        }
        for series in &self.series {
            self.gap_word(frame, series, &mut taken, svg);
        }
        self.preliminary_word(frame, &mut taken, svg);
    }

    /// Everything that a word may not lie on.
    fn taken(&self, frame: &Frame) -> Taken {
        let mut taken = Taken::default();
        for series in &self.series {
            let places: Vec<Option<Place>> =
                series.points.iter().enumerate().map(|(at, p)| p.number().map(|n| (frame.x(at), frame.y(n)))).collect();
            for pair in places.windows(2) {
                if let [Some(from), Some(to)] = pair {
                    taken.line(*from, *to);
                }
            }
            for (at, place) in places.iter().enumerate() {
                match place {
                    Some(place) if at + 1 == frame.months => taken.mark(*place),
                    // A month alone is a dot.
                    Some(place) => taken.line(*place, *place),
                    None => {}
                }
            }
        }
        for (number, _) in &self.goals {
            taken.line((frame.left, frame.y(*number)), (frame.right, frame.y(*number)));
        }
        for (x, _) in self.breaks_at(frame) {
            taken.line((x, 14.0), (x, BOTTOM));
        }
        taken
    }

    fn breaks_at(&self, frame: &Frame) -> Vec<(f64, &str)> {
        let of = |mark: &BreakMark<'_>| Some(frame.x(self.place(mark.month, frame.months)?));
        self.breaks.iter().filter_map(|mark| Some((of(mark)?, mark.label))).collect()
    }

    /// "foreløbig" with the open mark it explains, at the right end.
    fn preliminary_word(&self, frame: &Frame, taken: &mut Taken, svg: &mut String) {
        if !self.series.iter().flat_map(|s| &s.points).any(|p| matches!(p, Point::Preliminary(_))) {
            return;
        }
        const KEY: f64 = 11.0;
        let wide = KEY + room(self.preliminary);
        let up = (0..30).map(|n| BOTTOM - 6.0 - 9.0 * f64::from(n)).filter(|y| *y > TOP + 10.0);
        let along = [0.0, 1.0, 2.0, 3.0].map(|n| frame.right - wide - 8.0 - n * 40.0);
        let places = along.into_iter().flat_map(|x| up.clone().map(move |y| (x, y)));
        let Some((x, y)) = taken.place(wide, places) else { return };
        push(
            svg,
            format_args!(
                "<circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"3.5\" fill=\"#fff\" stroke=\"#454545\" stroke-width=\"1.6\"/>",
                x + 4.0,
                y - 4.5
            ),
        );
        words_at(svg, (x + KEY, y), "start", self.preliminary);
    }

    fn frame(&self) -> Frame {
        let goals = || self.goals.iter().map(|(n, _)| *n);
        let numbers =
            || self.series.iter().flat_map(|s| &s.points).filter_map(|p| p.number()).chain(goals()).map(Exact::to_f64);
        let low = numbers().fold(f64::INFINITY, f64::min);
        let high = numbers().fold(f64::NEG_INFINITY, f64::max);
        let axis = if low <= high { Axis::around(low, high, 6, self.decimals) } else { Axis::around(0.0, 1.0, 2, 0) };
        let widest = axis.lines().map(|(_, text)| text.chars().count()).max().unwrap_or(0);
        let left = (7.0 * widest as f64 + 12.0).max(36.0);
        let months = self.series.iter().map(|s| s.points.len()).max().unwrap_or(0);
        let right = self.width.room().0;
        Frame { left, right, step: (right - left) / (months.max(2) - 1) as f64, months, axis }
    }

    /// What is aimed at, and where other people began to be counted.
    fn rules(&self, frame: &Frame, svg: &mut String) {
        let (left, right) = (frame.left, frame.right);
        for (number, _) in &self.goals {
            let y = frame.y(*number);
            push(
                svg,
                format_args!(
                    "<line x1=\"{left:.1}\" x2=\"{right:.1}\" y1=\"{y:.1}\" y2=\"{y:.1}\" stroke=\"{GOAL}\" stroke-width=\"1.6\" stroke-dasharray=\"5 3\"/>"
                ),
            );
        }
        for (x, _) in self.breaks_at(frame) {
            push(
                svg,
                format_args!(
                    "<line x1=\"{x:.1}\" x2=\"{x:.1}\" y1=\"14\" y2=\"304\" stroke=\"{INK}\" stroke-dasharray=\"2 3\"/>"
                ),
            );
        }
    }

    fn grid(&self, frame: &Frame, svg: &mut String) {
        let (left, right) = (frame.left, frame.right);
        for (value, text) in frame.axis.lines() {
            let y = frame.height(value);
            push(svg, format_args!("<line class=\"gr\" x1=\"{left:.0}\" x2=\"{right}\" y1=\"{y:.1}\" y2=\"{y:.1}\"/>"));
            push(
                svg,
                format_args!(
                    "<text x=\"{:.0}\" y=\"{:.1}\" text-anchor=\"end\" class=\"t2\">{text}</text>",
                    left - 6.0,
                    y + 4.0
                ),
            );
        }
        let month = |at: usize| self.first.plus(i32::try_from(at).unwrap_or(i32::MAX));
        let januaries: Vec<usize> = (0..frame.months).filter(|at| month(*at).month() == 1).collect();
        // Little more than a year has a name for every third month, counted from the last.
        let short = frame.months <= 18;
        let named: Vec<usize> = match (short, januaries.is_empty()) {
            (true, _) => (0..frame.months).filter(|at| (frame.months - 1 - at).is_multiple_of(3)).collect(),
            (false, true) => vec![0],
            (false, false) => januaries,
        };
        for at in named {
            let by_year = !short && month(at).month() == 1;
            let text = if by_year { month(at).year().to_string() } else { danish::month(month(at)) };
            let x = frame.x(at);
            push(
                svg,
                format_args!(
                    "<text x=\"{x:.0}\" y=\"322\" class=\"t2\">{text}</text><line class=\"ax\" x1=\"{x:.0}\" x2=\"{x:.0}\" y1=\"304\" y2=\"309\"/>"
                ),
            );
        }
    }

    /// The place of a month inside the chart, after the first month.
    fn place(&self, month: Month, months: usize) -> Option<usize> {
        usize::try_from(month.number() - self.first.number()).ok().filter(|at| (1..months).contains(at))
    }

    fn line(&self, frame: &Frame, series: &Series<'_>, svg: &mut String) {
        let starts: Vec<usize> = self.breaks.iter().filter_map(|b| self.place(b.month, frame.months)).collect();
        let mut run: Vec<(f64, f64)> = Vec::new();
        for (at, point) in series.points.iter().enumerate() {
            if starts.contains(&at) {
                stroke(svg, series.style, &mut run);
            }
            match point.number() {
                Some(n) => run.push((frame.x(at), frame.y(n))),
                None => stroke(svg, series.style, &mut run),
            }
        }
        stroke(svg, series.style, &mut run);
        let colour = series.style.colour();
        for (at, point) in series.points.iter().enumerate() {
            if let (Point::Preliminary(n), true) = (point, at + 1 < frame.months) {
                let (x, y) = (frame.x(at), frame.y(*n));
                push(
                    svg,
                    format_args!(
                        "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3.5\" fill=\"#fff\" stroke=\"{colour}\" stroke-width=\"2\"/>"
                    ),
                );
            }
        }
    }

    /// The word for suppressed months, once, at the longest gap that a number follows, with a piece of its line among others.
    fn gap_word(&self, frame: &Frame, series: &Series<'_>, taken: &mut Taken, svg: &mut String) {
        let (mut longest, mut start): (Option<(usize, usize)>, _) = (None, None);
        for (at, point) in series.points.iter().enumerate() {
            match (*point == Point::Suppressed, start) {
                (true, None) => start = Some(at),
                (false, Some(from)) => {
                    if longest.is_none_or(|(a, b)| at - from > b - a) {
                        longest = Some((from, at));
                    }
                    start = None;
                }
                _ => {}
            }
        }
        let Some((from, to)) = longest else { return };
        let beside = series.points[..from].iter().rev().chain(&series.points[to..]).find_map(|p| p.number());
        let y = beside.map_or(BOTTOM - 12.0, |n| frame.y(n));
        let key = if self.series.len() > 1 { KEY } else { 0.0 };
        let wide = key + room(self.suppressed);
        let middle = (frame.x(from) + frame.x(to - 1)) / 2.0 - wide / 2.0;
        // Over the gap, else under it, and further away where others run.
        let away = (0..16).map(|n| 11.0 * f64::from(n));
        let near = away.flat_map(|by| [y - 8.0 - by, y + 18.0 + by]).filter(|y| (TOP + 11.0..BOTTOM - 4.0).contains(y));
        let places = near.flat_map(|y| [0.0, -24.0, 24.0].map(|by| (middle + by, y)));
        let inside = places.filter(|(x, _)| *x >= frame.left && x + wide <= frame.right + 6.0);
        let Some((x, y)) = taken.place(wide, inside) else { return };
        if key > 0.0 {
            sample(svg, series.style, (x, y - 4.5), KEY - 5.0);
        }
        words_at(svg, (x + key, y), "start", self.suppressed);
    }
}

/// Room for a piece of a line before a word.
const KEY: f64 = 20.0;

/// A piece of a series' line, for a word that stands where the line does not.
fn sample(svg: &mut String, style: Style, (x, y): Place, long: f64) {
    let stroke = style.stroke();
    push(svg, format_args!("<path d=\"M{x:.1} {y:.1}h{long}\" fill=\"none\" {stroke}/>"));
}

/// A small text beside something drawn.
pub(super) fn words_at(svg: &mut String, (x, y): (f64, f64), anchor: &str, text: &str) {
    push(
        svg,
        format_args!(
            "<text x=\"{x:.1}\" y=\"{y:.1}\" class=\"t2 halo\" text-anchor=\"{anchor}\">{}</text>",
            escape(text)
        ),
    );
}

/// Draws a run of joined months; one month alone becomes a dot.
pub(super) fn stroke(svg: &mut String, style: Style, run: &mut Vec<(f64, f64)>) {
    match run.as_slice() {
        [] => {}
        [(x, y)] => {
            push(svg, format_args!("<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"2.5\" fill=\"{}\"/>", style.colour()));
        }
        points => {
            let points: Vec<String> = points.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
            push(
                svg,
                format_args!(
                    "<polyline points=\"{}\" fill=\"none\" {} stroke-linejoin=\"round\"/>",
                    points.join(" "),
                    style.stroke()
                ),
            );
        }
    }
    run.clear();
}

#[cfg(test)]
mod tests;
