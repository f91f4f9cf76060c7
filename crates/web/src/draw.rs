//! Drawings made on the server: bars of dates, and the six lanes of a course. Each has its words and its table.

mod lanes;

pub(crate) use lanes::{Stand, lane_key, lanes_drawing, mark_words};

use crate::danish::{long, weekday};
use crate::text::{t, tf};
use app::figures::chart::escape;
use app::overview::Bar;

/// Bars of dates per working day for four weeks; today black, the highest coming day marked, holidays hatched.
pub(crate) fn bars_svg(bars: &[Bar], today: domain::Day) -> String {
    const BASE: i32 = 62;
    let most = bars.iter().map(|b| b.count).max().unwrap_or(0).max(1);
    let scale = |n: usize| (n * 45 / most) as i32;
    let peak = bars.iter().filter(|b| b.day > today && b.count > 1).max_by_key(|b| (b.count, std::cmp::Reverse(b.day)));
    let count_today = bars.iter().find(|b| b.day == today).map_or(0, |b| b.count);
    let mut title = format!("{}: {} {}", t("overview.bars_title"), count_today, t("overview.today"));
    if let Some(p) = peak {
        title.push_str(&format!(", flest {} {} med {}", weekday(p.day), long(p.day), p.count));
    }
    let mut svg = format!(
        "<svg class=\"ch\" viewBox=\"0 0 370 84\" width=\"370\" height=\"84\" role=\"img\" aria-labelledby=\"lt\"><title id=\"lt\">{}.</title>\
         <defs><pattern id=\"hd\" width=\"4\" height=\"4\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><rect width=\"1.2\" height=\"4\" fill=\"#8E8E8E\"/></pattern>\
         <pattern id=\"hb\" width=\"4\" height=\"4\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><rect width=\"4\" height=\"4\" fill=\"#707070\"/><rect width=\"1.6\" height=\"4\" fill=\"#fff\"/></pattern></defs>\
         <line x1=\"20\" x2=\"366\" y1=\"62.5\" y2=\"62.5\" class=\"ax\"/>",
        escape(&title)
    );
    for (i, bar) in bars.iter().enumerate() {
        let x = 26 + (i as i32 / 5) * 85 + (i as i32 % 5) * 15;
        if bar.holiday {
            svg.push_str(&format!("<rect x=\"{x}\" y=\"44\" width=\"11\" height=\"18\" fill=\"url(#hd)\"/>"));
        }
        let height = scale(bar.count);
        let marked = peak.is_some_and(|p| p.day == bar.day);
        let fill = if bar.day == today {
            "#1a1a1a"
        } else if bar.holiday {
            // A bar on a holiday is hatched itself: it would hide what lies under it.
            "url(#hb)"
        } else if marked {
            "#A63603"
        } else {
            "#8E8E8E"
        };
        if bar.count > 0 {
            svg.push_str(&format!(
                "<rect x=\"{x}\" y=\"{}\" width=\"11\" height=\"{height}\" fill=\"{fill}\"/>",
                BASE - height
            ));
        }
        if bar.count > 0 && (bar.day == today || marked) {
            svg.push_str(&format!(
                "<text x=\"{}\" y=\"{}\" text-anchor=\"middle\" class=\"b\">{}</text>",
                x + 5,
                BASE - height - 4,
                bar.count
            ));
        }
        if i % 5 == 2 {
            let week = tf("overview.week", &[("n", &bar.day.iso_week().week.to_string())]);
            svg.push_str(&format!("<text x=\"{}\" y=\"78\" text-anchor=\"middle\" class=\"t2\">{week}</text>", x + 5));
        }
    }
    svg.push_str("</svg>");
    svg
}
