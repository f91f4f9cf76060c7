//! All dates together and the duties with most of them, month by month; the table has the numbers.

use super::{goals, last, words};
use crate::text::{t, tf};
use crate::words::duty_kind;
use app::figures::chart::{LineChart, Point, Series, Style, Width};
use app::figures::danish;
use app::figures::timeliness::counts::Shown;
use app::timeliness::TimelinessPage;

/// Decimals of a percentage.
const DECIMALS: u8 = 1;
const DUTIES: [Style; 3] = [Style::Cluster, Style::Rar, Style::Country];

pub(super) fn lines(found: &TimelinessPage) -> String {
    let Some(first) = found.months.first().copied() else { return String::new() };
    if found.series.iter().all(|m| m.total.by(found.filter.by.by()).and_then(|s| s.percent()).is_none()) {
        return String::new();
    }
    let by = found.filter.by.by();
    let point = |shown: Option<&Shown>, preliminary: bool| match shown {
        None => Point::None,
        Some(shown) if shown.nothing => Point::None,
        Some(shown) => match shown.by(by).map(|s| s.percent()) {
            None => Point::Suppressed,
            Some(None) => Point::None,
            Some(Some(n)) if preliminary => Point::Preliminary(n),
            Some(Some(n)) => Point::Number(n),
        },
    };
    let all = t("team.all_duties");
    let names: Vec<String> = found.drawn.iter().map(|(key, title)| duty_kind(key, title)).collect();
    let total = found.series.iter().map(|m| point(Some(&m.total), m.month == last(found)));
    let mut series = vec![Series { style: Style::Own, label: &all, points: total.collect() }];
    // One kind alone is all of them.
    for (at, (name, style)) in names.iter().zip(DUTIES).enumerate().filter(|_| names.len() > 1) {
        let points = found.series.iter().map(|m| point(m.duties.get(at), m.month == last(found)));
        series.push(Series { style, label: name, points: points.collect() });
    }
    let word = t("goal.word");
    LineChart {
        id: "rettidighed-tegning",
        title: &words::finding(found),
        desc: &tf(
            "timeliness.chart_desc",
            &[
                ("by", &words::by(found.filter.by)),
                ("first", &danish::month(first)),
                ("last", &danish::month(last(found))),
            ],
        ),
        first,
        series,
        breaks: Vec::new(),
        goals: goals::drawn(found).into_iter().map(|n| (n, word.as_str())).collect(),
        decimals: DECIMALS,
        suppressed: danish::HIDDEN,
        preliminary: &t("leadership.preliminary"),
        width: Width::Whole,
    }
    .svg()
}
