//! Accessible SVG drawings made on the server: the same in page and report, with a title, a description and no script.
//!
//! A drawing never stands alone: the page puts the table below it. All words except numbers come from the caller.

mod axis;
mod bridge;
mod goal;
mod line;
mod rank;
mod spark;
mod stack;
mod wave;

pub use bridge::{BridgeBar, BridgeChart, Flow};
pub use goal::{GoalChart, Size};
pub use line::{BreakMark, LineChart, Point, Series, Width};
pub use rank::{RankChart, RankLine};
pub use spark::sparkline;
pub use stack::{StackBar, StackChart};
pub use wave::{Thick, WaveChart};

use std::fmt::Write as _;

/// The series, each with its own colour, line and end mark.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Style {
    Own,
    Cluster,
    Rar,
    Country,
    Best,
    /// The municipality's own count beside its published number.
    Counted,
}

/// How an area is painted; the words beside it say what it stands for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Paint {
    Blue,
    LightBlue,
    Grey,
    /// What nobody knows.
    Hatched,
    /// Several parts of which none is shown by itself.
    Dashed,
}

impl Paint {
    /// `id`: that of a drawing with [`hatch`].
    fn attributes(self, id: &str) -> String {
        match self {
            Paint::Blue => "fill=\"#2171B5\"".to_owned(),
            Paint::LightBlue => "fill=\"#9ECAE1\" stroke=\"#2171B5\"".to_owned(),
            Paint::Grey => "fill=\"#707070\"".to_owned(),
            Paint::Hatched => format!("fill=\"url(#{id}-h)\" stroke=\"#454545\""),
            Paint::Dashed => "fill=\"#fff\" stroke=\"#454545\" stroke-dasharray=\"4 3\"".to_owned(),
        }
    }
}

const INK: &str = "#1a1a1a";
/// What is aimed at.
const GOAL: &str = "#205000";

impl Style {
    pub fn colour(self) -> &'static str {
        match self {
            Style::Own | Style::Counted => "#004D99",
            Style::Cluster => "#D94801",
            Style::Rar => "#4292C6",
            Style::Country => "#707070",
            Style::Best => INK,
        }
    }

    /// Text beside the line takes its colour only where the contrast is 4.5:1.
    fn text_colour(self) -> &'static str {
        match self {
            Style::Own | Style::Counted | Style::Country => self.colour(),
            Style::Cluster | Style::Rar | Style::Best => INK,
        }
    }

    fn stroke(self) -> String {
        let (width, dash) = match self {
            Style::Own => ("3.2", ""),
            Style::Cluster => ("2", "9 4"),
            Style::Rar => ("2", "4 3"),
            Style::Country => ("2", ""),
            Style::Best => ("2", "1.5 3"),
            Style::Counted => ("2", "7 2 1.5 2"),
        };
        let dash = if dash.is_empty() { String::new() } else { format!(" stroke-dasharray=\"{dash}\"") };
        format!("stroke=\"{}\" stroke-width=\"{width}\"{dash}", self.colour())
    }

    /// The mark at the end of the line; open when the last number is preliminary, and always open for the country.
    fn mark(self, x: f64, y: f64, open: bool) -> String {
        let colour = self.colour();
        let paint = if open || self == Style::Country {
            format!("fill=\"#fff\" stroke=\"{colour}\" stroke-width=\"2\"")
        } else {
            format!("fill=\"{colour}\"")
        };
        match self {
            Style::Own => format!("<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4.5\" {paint}/>"),
            Style::Country => format!("<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4\" {paint}/>"),
            Style::Cluster => {
                format!("<rect x=\"{:.1}\" y=\"{:.1}\" width=\"8\" height=\"8\" {paint}/>", x - 4.0, y - 4.0)
            }
            Style::Rar => format!("<path d=\"M{x:.1} {:.1}l5 5-5 5-5-5Z\" {paint}/>", y - 5.0),
            Style::Best => format!("<path d=\"M{x:.1} {:.1}l5 9h-10Z\" {paint}/>", y - 5.0),
            Style::Counted => {
                format!(
                    "<path d=\"M{:.1} {y:.1}h10m-5 -5v10\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>",
                    x - 5.0
                )
            }
        }
    }
}

/// Text made safe for SVG and HTML; control characters, which XML forbids, are dropped.
pub fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            c if c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}') => {}
            c => safe.push(c),
        }
    }
    safe
}

/// Opens an image with its name and description. Ids begin with `id`, so that two drawings can share a page.
fn open(svg: &mut String, id: &str, (width, height): (f64, f64), title: &str, desc: &str) {
    let id = escape(id).replace(' ', "-");
    // Text is 13 px in the drawing and never less than 12 px on the page (1 rem = 10 px).
    let least = width * 12.0 / 130.0;
    push(
        svg,
        format_args!(
            "<svg class=\"ch\" viewBox=\"0 0 {width:.0} {height:.0}\" width=\"{width:.0}\" style=\"min-width:{least:.1}rem\" role=\"img\" aria-labelledby=\"{id}-t {id}-d\"><title id=\"{id}-t\">{}</title><desc id=\"{id}-d\">{}</desc>",
            escape(title),
            escape(desc)
        ),
    );
}

/// The paint of the unknown, in the colours of no part.
fn hatch(svg: &mut String, id: &str) {
    push(
        svg,
        format_args!(
            "<defs><pattern id=\"{id}-h\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><rect width=\"5\" height=\"5\" fill=\"#fff\"/><rect width=\"1.6\" height=\"5\" fill=\"#454545\"/></pattern></defs>"
        ),
    );
}

fn push(svg: &mut String, what: std::fmt::Arguments<'_>) {
    svg.write_fmt(what).expect("writing to a string");
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// Tags closed in order, attributes quoted, no bare `&` or `<`, ids unique.
    pub(crate) fn assert_well_formed(svg: &str) {
        let mut open: Vec<&str> = Vec::new();
        let mut ids = Vec::new();
        let mut rest = svg;
        while let Some(at) = rest.find('<') {
            let text = &rest[..at];
            assert!(!text.contains('>'), "bare > in {text}");
            for part in text.split('&').skip(1) {
                assert!(
                    ["amp;", "lt;", "gt;", "quot;", "#39;"].iter().any(|e| part.starts_with(e)),
                    "bare & in {text}"
                );
            }
            let end = rest[at..].find('>').expect("a tag is closed") + at;
            let tag = &rest[at + 1..end];
            assert_eq!(tag.matches('"').count() % 2, 0, "{tag}");
            for attribute in tag.split('"').step_by(2) {
                assert!(
                    !attribute.contains('=') || attribute.ends_with('='),
                    "an attribute without quotation marks: {tag}"
                );
            }
            if let Some(id) = tag.split(" id=\"").nth(1).and_then(|t| t.split('"').next()) {
                assert!(!ids.contains(&id), "id {id} twice");
                ids.push(id);
            }
            if let Some(name) = tag.strip_prefix('/') {
                assert_eq!(open.pop(), Some(name), "closing tag");
            } else if !tag.ends_with('/') {
                open.push(tag.split(' ').next().unwrap());
            }
            rest = &rest[end + 1..];
        }
        assert!(open.is_empty() && rest.is_empty(), "left over: {open:?} {rest}");
        assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
    }

    #[test]
    fn text_is_made_safe() {
        assert_eq!(escape("<a href=\"x\">K&A's\u{0}</a>"), "&lt;a href=&quot;x&quot;&gt;K&amp;A&#39;s&lt;/a&gt;");
    }
}
