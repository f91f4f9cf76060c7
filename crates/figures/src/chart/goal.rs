//! A goal: the series, the goal as a dashed line, and how wide the coming months may fall. Small for a card, large for a page.

use super::axis::Axis;
use super::line::free::{Taken, room};
use super::line::{stroke, words_at};
use super::{BreakMark, GOAL, INK, Point, Series, Style, open, push};
use crate::danish;
use crate::exact::Exact;
use crate::month::Month;
use crate::projection::Ahead;

/// Where 80 and 95 of 100 cases lie.
const LIKELY: &str = "#C6DBEF";
const WIDE: &str = "#DEEBF7";

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Size {
    Card,
    Page,
}

#[derive(Clone, Debug)]
pub struct GoalChart<'a> {
    /// Beginning of the ids of the title and description.
    pub id: &'a str,
    /// The finding, in words.
    pub title: &'a str,
    /// How to read it.
    pub desc: &'a str,
    pub size: Size,
    pub first: Month,
    /// One for each month from the first.
    pub own: Vec<Point>,
    /// The mean of those it is compared with, where it is.
    pub others: Option<Series<'a>>,
    pub breaks: Vec<BreakMark<'a>>,
    /// The number aimed at, and its word.
    pub target: Option<(Exact, &'a str)>,
    /// The straight way from the first value to the goal; drawn large only.
    pub path: Option<[(Month, Exact); 2]>,
    pub ahead: &'a [Ahead],
    /// Of the printed numbers.
    pub decimals: u8,
    /// The word for a suppressed month.
    pub suppressed: &'a str,
}

struct Frame {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
    low: f64,
    high: f64,
    first: Month,
    months: usize,
}

impl Frame {
    fn x(&self, at: usize) -> f64 {
        self.left + (self.right - self.left) * at as f64 / (self.months.max(2) - 1) as f64
    }

    /// Where a month lies; what is outside is drawn at the edge.
    fn x_of(&self, month: Month) -> f64 {
        self.x(usize::try_from(month.number() - self.first.number()).unwrap_or(0).min(self.months.saturating_sub(1)))
    }

    fn y(&self, value: f64) -> f64 {
        self.bottom - (value - self.low) / (self.high - self.low) * (self.bottom - self.top)
    }
}

impl GoalChart<'_> {
    pub fn svg(&self) -> String {
        let mut svg = String::with_capacity(6_000);
        let large = self.size == Size::Page;
        open(&mut svg, self.id, if large { (960.0, 300.0) } else { (300.0, 104.0) }, self.title, self.desc);
        let frame = self.frame(&mut svg);
        self.fan(&frame, &mut svg, WIDE, |ahead| ahead.wide);
        self.fan(&frame, &mut svg, LIKELY, |ahead| ahead.likely);
        self.goal_line(&frame, &mut svg);
        self.break_marks(&frame, &mut svg);
        if let Some(others) = &self.others {
            self.line(&frame, others.style, &others.points, &mut svg);
        }
        self.line(&frame, Style::Own, &self.own, &mut svg);
        self.ends(&frame, &mut svg);
        svg.push_str("</svg>");
        svg
    }

    /// Whether the straight way is drawn: one that began before the drawing would be drawn steeper than it is.
    pub fn shows_path(&self) -> bool {
        let last = self.first.plus(i32::try_from(self.months()).unwrap_or(0) - 1);
        self.size == Size::Page && self.path.is_some_and(|[from, to]| self.first <= from.0 && to.0 <= last)
    }

    fn numbers(&self) -> Vec<f64> {
        let points = self.own.iter().chain(self.others.iter().flat_map(|others| &others.points));
        let shown = points.filter_map(|p| p.number());
        let ahead = self.ahead.iter().flat_map(|a| [a.wide.0, a.wide.1]);
        let path = self.path.iter().filter(|_| self.size == Size::Page).flatten().map(|(_, n)| *n);
        shown.chain(ahead).chain(path).chain(self.target.map(|(n, _)| n)).map(Exact::to_f64).collect()
    }

    /// The last month that is drawn.
    fn months(&self) -> usize {
        let ahead = self.ahead.last().map(|a| a.month.number() - self.first.number() + 1);
        self.own.len().max(ahead.and_then(|n| usize::try_from(n).ok()).unwrap_or(0))
    }

    /// The large drawing has an axis; the card has the number beside it.
    fn frame(&self, svg: &mut String) -> Frame {
        let numbers = self.numbers();
        let low = numbers.iter().copied().fold(f64::INFINITY, f64::min);
        let high = numbers.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let (low, high) = if low <= high { (low, high) } else { (0.0, 1.0) };
        let (first, months) = (self.first, self.months());
        if self.size == Size::Card {
            let apart = if high > low { 0.0 } else { 1.0 };
            // The others are named where their line ends.
            let name: f64 = self.others.as_ref().map_or(0.0, |others| room(others.label) + 12.0);
            return Frame {
                left: 4.0,
                right: (300.0 - name).min(254.0),
                top: 14.0,
                bottom: 92.0,
                low: low - apart,
                high: high + apart,
                first,
                months,
            };
        }
        let axis = Axis::around(low, high, 6, self.decimals);
        let widest = axis.lines().map(|(_, text)| text.chars().count()).max().unwrap_or(0);
        let left = (7.0 * widest as f64 + 12.0).max(36.0);
        let frame =
            Frame { left, right: 800.0, top: 18.0, bottom: 268.0, low: axis.low(), high: axis.high(), first, months };
        for (value, text) in axis.lines() {
            let y = frame.y(value);
            push(svg, format_args!("<line class=\"gr\" x1=\"{left:.0}\" x2=\"800\" y1=\"{y:.1}\" y2=\"{y:.1}\"/>"));
            words_at(svg, (left - 6.0, y + 4.0), "end", &text);
        }
        let month = |at: usize| first.plus(i32::try_from(at).unwrap_or(i32::MAX));
        let januaries: Vec<usize> = (0..months).filter(|at| month(*at).month() == 1).collect();
        for at in if januaries.is_empty() { vec![0] } else { januaries } {
            let text = if month(at).month() == 1 { month(at).year().to_string() } else { danish::month(month(at)) };
            let x = frame.x(at);
            push(svg, format_args!("<line class=\"ax\" x1=\"{x:.0}\" x2=\"{x:.0}\" y1=\"268\" y2=\"273\"/>"));
            words_at(svg, (x, 288.0), "middle", &text);
        }
        frame
    }

    /// The month the fan opens from, with its number.
    fn root(&self) -> Option<(Month, Exact)> {
        let before = self.ahead.first()?.month.plus(-1);
        let at = usize::try_from(before.number() - self.first.number()).ok()?;
        Some((before, self.own.get(at)?.number()?))
    }

    fn fan(&self, frame: &Frame, svg: &mut String, colour: &str, of: fn(&Ahead) -> (Exact, Exact)) {
        if self.ahead.is_empty() {
            return;
        }
        let place = |month: Month, n: Exact| format!("{:.1},{:.1}", frame.x_of(month), frame.y(n.to_f64()));
        let root = self.root().map(|(month, n)| place(month, n));
        let upper = self.ahead.iter().map(|a| place(a.month, of(a).1));
        let lower = self.ahead.iter().rev().map(|a| place(a.month, of(a).0));
        let points: Vec<String> = root.into_iter().chain(upper).chain(lower).collect();
        push(svg, format_args!("<polygon points=\"{}\" fill=\"{colour}\"/>", points.join(" ")));
    }

    fn goal_line(&self, frame: &Frame, svg: &mut String) {
        if let (Some(path), Size::Page) = (self.path, self.size) {
            let [(x1, y1), (x2, y2)] = path.map(|(month, n)| (frame.x_of(month), frame.y(n.to_f64())));
            if self.shows_path() {
                push(
                    svg,
                    format_args!(
                        "<line x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" y2=\"{y2:.1}\" stroke=\"{GOAL}\" stroke-width=\"1.2\" stroke-dasharray=\"1.5 3\"/>"
                    ),
                );
            }
        }
        let Some((target, word)) = self.target else { return };
        let (y, left, right) = (frame.y(target.to_f64()), frame.left, frame.right);
        push(
            svg,
            format_args!(
                "<line x1=\"{left:.1}\" x2=\"{right:.1}\" y1=\"{y:.1}\" y2=\"{y:.1}\" stroke=\"{GOAL}\" stroke-width=\"1.6\" stroke-dasharray=\"5 3\"/>"
            ),
        );
        let text = match self.size {
            Size::Card => word.to_owned(),
            Size::Page => format!("{word} {}", danish::number(target, self.decimals)),
        };
        words_at(svg, (right + 6.0, y + 4.0), "start", &text);
    }

    fn break_marks(&self, frame: &Frame, svg: &mut String) {
        for mark in self.breaks.iter().filter(|b| self.breaks_at(frame, b).is_some()) {
            let x = frame.x_of(mark.month);
            push(
                svg,
                format_args!(
                    "<line x1=\"{x:.1}\" x2=\"{x:.1}\" y1=\"{:.0}\" y2=\"{:.0}\" stroke=\"{INK}\" stroke-dasharray=\"2 3\"/>",
                    frame.top - 4.0,
                    frame.bottom
                ),
            );
            if self.size == Size::Page {
                let room = 7.0 * mark.label.chars().count() as f64;
                let (x, anchor) = if x - 5.0 - room >= frame.left { (x - 5.0, "end") } else { (x + 5.0, "start") };
                words_at(svg, (x, frame.top + 4.0), anchor, mark.label);
            }
        }
    }

    fn breaks_at(&self, frame: &Frame, mark: &BreakMark<'_>) -> Option<usize> {
        usize::try_from(mark.month.number() - self.first.number()).ok().filter(|at| (1..frame.months).contains(at))
    }

    fn line(&self, frame: &Frame, style: Style, points: &[Point], svg: &mut String) {
        let starts: Vec<usize> = self.breaks.iter().filter_map(|b| self.breaks_at(frame, b)).collect();
        let mut run: Vec<(f64, f64)> = Vec::new();
        for (at, point) in points.iter().enumerate() {
            if starts.contains(&at) {
                stroke(svg, style, &mut run);
            }
            match point.number() {
                Some(n) => run.push((frame.x(at), frame.y(n.to_f64()))),
                None => stroke(svg, style, &mut run),
            }
        }
        stroke(svg, style, &mut run);
    }

    /// Marks where the lines end, open where the number may change; a word where the last month is not shown.
    fn ends(&self, frame: &Frame, svg: &mut String) {
        let lines = self.others.iter().map(|o| (o.style, &o.points)).chain([(Style::Own, &self.own)]);
        for (style, points) in lines {
            let Some((at, point)) = points.iter().enumerate().rev().find(|(_, p)| p.number().is_some()) else {
                continue;
            };
            let Some(n) = point.number() else { continue };
            svg.push_str(&style.mark(frame.x(at), frame.y(n.to_f64()), matches!(point, Point::Preliminary(_))));
        }
        if self.own.last() == Some(&Point::Suppressed) {
            words_at(svg, (frame.x(self.own.len().saturating_sub(1)), frame.top - 3.0), "end", self.suppressed);
        }
        self.name_others(frame, svg);
    }

    /// The others by name beside the end of their line, where neither a line nor the goal's word stands.
    fn name_others(&self, frame: &Frame, svg: &mut String) {
        let Some(others) = &self.others else { return };
        let last = others.points.iter().enumerate().rev().find_map(|(at, p)| Some((at, p.number()?)));
        let Some((at, n)) = last else { return };
        let text = match self.size {
            Size::Card => others.label.to_owned(),
            Size::Page => format!("{} {}", danish::number(n, self.decimals), others.label),
        };
        let mut taken = Taken::default();
        for points in [&self.own, &others.points] {
            let place = |(at, p): (usize, &Point)| p.number().map(|n| (frame.x(at), frame.y(n.to_f64())));
            let places: Vec<_> = points.iter().enumerate().map(place).collect();
            for pair in places.windows(2) {
                if let [Some(from), Some(to)] = pair {
                    taken.line(*from, *to);
                }
            }
            if let Some(end) = places.iter().rev().find_map(|place| *place) {
                taken.mark(end);
            }
        }
        if let Some((target, word)) = self.target {
            let y = frame.y(target.to_f64());
            taken.line((frame.left, y), (frame.right + 10.0 + room(word), y));
        }
        let (x, y) = (frame.x(at) + 9.0, frame.y(n.to_f64()));
        let places = [4.0, -9.0, 17.0, -22.0, 30.0].map(|by| (x, y + by));
        let inside = places.into_iter().filter(|(_, y)| (frame.top..frame.bottom + 8.0).contains(y));
        if let Some(place) = taken.place(room(&text), inside) {
            words_at(svg, place, "start", &text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::tests::assert_well_formed;
    use crate::table::tests::month;

    fn n(value: i32) -> Exact {
        Exact::whole(value)
    }

    fn points(numbers: &[i32]) -> Vec<Point> {
        numbers.iter().map(|value| if *value < 0 { Point::Suppressed } else { Point::Number(n(*value)) }).collect()
    }

    fn ahead(last: &str) -> Vec<Ahead> {
        let month = month(last).plus(1);
        let next = |by: i32| Ahead {
            month: month.plus(by),
            middle: n(90),
            likely: (n(88 - by), n(92 + by)),
            wide: (n(84 - by), n(96 + by)),
        };
        vec![next(0), next(1)]
    }

    fn chart<'a>(size: Size, own: Vec<Point>, ahead: &'a [Ahead]) -> GoalChart<'a> {
        GoalChart {
            id: "maal-1",
            title: "Samtaler & tilbud",
            desc: "En linje",
            size,
            first: month("2026M01"),
            own,
            others: None,
            breaks: Vec::new(),
            target: Some((n(97), "mål")),
            path: Some([(month("2026M01"), n(90)), (month("2026M05"), n(97))]),
            ahead,
            decimals: 0,
            suppressed: "vises ikke",
        }
    }

    #[test]
    fn the_fan_opens_from_the_last_settled_month_with_the_likely_part_on_top_of_the_wide() {
        let ahead = ahead("2026M03");
        let svg = chart(Size::Card, points(&[90, 91, 90]), &ahead).svg();
        assert_well_formed(&svg);
        let (wide, likely) = (svg.find(WIDE).unwrap(), svg.find(LIKELY).unwrap());
        assert!(wide < likely, "{svg}");
        let root = svg.split("<polygon points=\"").nth(1).unwrap().split(' ').next().unwrap();
        // The third of five months.
        assert!(root.starts_with("129.0,"), "{root}");
        assert!(svg.contains(">mål</text>"), "{svg}");
    }

    #[test]
    fn the_large_drawing_names_the_goal_s_number_and_draws_the_way_to_it() {
        let ahead = ahead("2026M03");
        let svg = chart(Size::Page, points(&[90, 91, 90]), &ahead).svg();
        assert_well_formed(&svg);
        assert!(svg.contains(">mål 97</text>") && svg.contains("stroke-dasharray=\"1.5 3\""), "{svg}");
        let short = GoalChart { first: month("2026M02"), ..chart(Size::Page, points(&[91, 90]), &ahead) }.svg();
        assert!(
            !short.contains("stroke-dasharray=\"1.5 3\""),
            "a way that began before is not drawn steeper than it is"
        );
    }

    #[test]
    fn hidden_months_part_the_line_and_nothing_gives_an_empty_drawing() {
        let svg = chart(Size::Card, points(&[90, 91, -1, 90, 92, -1]), &[]).svg();
        assert_well_formed(&svg);
        assert_eq!((svg.matches("<polyline").count(), svg.matches("vises ikke").count()), (2, 1));
        for size in [Size::Card, Size::Page] {
            assert_well_formed(&GoalChart { target: None, path: None, ..chart(size, Vec::new(), &[]) }.svg());
        }
    }

    #[test]
    fn the_others_are_named_on_the_card_too_and_not_on_the_goal_s_word() {
        let others = Series { style: Style::Cluster, label: "klyngen", points: points(&[96, 96, 96]) };
        let svg = GoalChart { others: Some(others), ..chart(Size::Card, points(&[90, 91, 90]), &[]) }.svg();
        assert_well_formed(&svg);
        let y = |word: &str| -> f64 {
            let tag = svg.split(&format!(">{word}<")).next().unwrap().rsplit("<text ").next().unwrap();
            tag.split("y=\"").nth(1).unwrap().split('"').next().unwrap().parse().unwrap()
        };
        assert!((y("klyngen") - y("mål")).abs() >= 11.0, "{svg}");
    }

    #[test]
    fn a_number_that_may_change_is_an_open_mark() {
        let own = vec![Point::Number(n(90)), Point::Preliminary(n(91))];
        let svg = chart(Size::Card, own, &[]).svg();
        assert!(svg.contains("r=\"4.5\" fill=\"#fff\""), "{svg}");
    }
}
