//! The two drawings, with their words.

use super::words::{finding, line_name};
use crate::text::{t, tf};
use app::comparison::{Comparison, ComparisonPage, LineKind, OwnBeside};
use app::figures::chart::{BreakMark, LineChart, Point, RankChart, RankLine, Series, Style, Width};
use app::figures::compare::Sort;
use app::figures::{Value, danish};

pub(super) const ALL: [LineKind; 5] =
    [LineKind::Own, LineKind::Cluster, LineKind::Second, LineKind::Country, LineKind::Best];

pub(super) fn lines(found: &ComparisonPage, shown: &Comparison, own: Option<&OwnBeside>, kinds: &[LineKind]) -> String {
    // Numbers of people are not of one size: only the municipality's own line, the others stand in the table.
    let drawn = |kind| kinds.contains(&kind) && (shown.measure.sort == Sort::Share || kind == LineKind::Own);
    let named: Vec<_> = shown.lines.iter().filter(|l| drawn(l.kind)).map(|l| (l, line_name(l.kind, found))).collect();
    let last = shown.months.len().saturating_sub(1);
    let point = |(at, value): (usize, &Value)| Point::of(*value, at == last);
    let counted_name = t("comparison.line_counted");
    let counted = own.map(|own| Series {
        style: Style::Counted,
        label: &counted_name,
        points: shown.months.iter().map(|month| own.of(*month)).enumerate().map(|(at, v)| point((at, &v))).collect(),
    });
    let series = named
        .iter()
        .filter(|(line, _)| line.values.iter().any(|v| v.number().is_some()))
        .map(|(line, name)| Series {
            style: line.kind.style(),
            label: name,
            points: line.values.iter().enumerate().map(point).collect(),
        })
        .chain(counted)
        .collect();
    let Some(first) = shown.months.first().copied() else { return String::new() };
    LineChart {
        id: "udvikling",
        title: &finding(found, shown).replace("<b>", "").replace("</b>", ""),
        desc: &tf(
            "comparison.chart_desc",
            &[
                ("what", &format!("{}, {}", shown.measure.name, shown.measure.unit)),
                ("first", &danish::month(first)),
                ("last", &danish::month(shown.latest)),
            ],
        ),
        first,
        series,
        breaks: shown.breaks.iter().map(|b| BreakMark { month: b.month(), label: &b.label }).collect(),
        goals: Vec::new(),
        decimals: shown.measure.decimals,
        suppressed: danish::HIDDEN,
        preliminary: &t("leadership.preliminary"),
        width: if kinds.len() == ALL.len() { Width::Whole } else { Width::Half },
    }
    .svg()
}

pub(super) fn rank(found: &ComparisonPage, shown: &Comparison) -> String {
    let mean_name = t("comparison.rank_mean");
    let rows = shown.ranking.rows.iter().map(|row| RankLine {
        place: row.printed.map_or_else(|| "–".to_owned(), |p| danish::places(p.first, p.last)),
        name: &row.name,
        value: row.value.number(),
        reason: if row.value == Value::Suppressed { danish::HIDDEN } else { danish::NONE },
        own: row.area == found.area,
    });
    RankChart {
        id: "rangliste",
        title: &super::words::rank_finding(found, shown),
        desc: &t("comparison.rank_desc"),
        rows: rows.collect(),
        mean: shown.ranked_mean.value.number().map(|n| (n, mean_name.as_str())),
        decimals: shown.measure.decimals,
    }
    .svg()
}
