//! The sentences of *Sammenlign*: numbers are rounded last, and what there is no number for is said.

use crate::danish::{long, short_year};
use crate::text::{t, tf};
use app::comparison::{Comparison, ComparisonPage, GroupInfo, LineKind, Ranked, Second};
use app::figures::chart::escape;
use app::figures::compare::{Agreement, Better, Change, Sort, SumCheck, Unit};
use app::figures::table::Reason;
use app::figures::{Month, Value, danish};

pub(super) fn line_name(kind: LineKind, found: &ComparisonPage) -> String {
    let name = match kind {
        LineKind::Own => found.area_name.clone(),
        LineKind::Cluster => t("comparison.line_cluster"),
        LineKind::Second => t(match found.asked.second {
            Second::Rar => "comparison.line_rar",
            Second::Region => "comparison.line_region",
            Second::Neighbours => "comparison.line_neighbours",
        }),
        LineKind::Country => t("comparison.line_country"),
        LineKind::Best => t("comparison.line_best"),
    };
    // A number of people for a whole group would be read as their sum.
    let counted = found.shown.as_ref().is_some_and(|shown| shown.measure.sort == Sort::Count);
    match kind {
        LineKind::Cluster | LineKind::Second if counted => tf("comparison.line_mean", &[("name", &name)]),
        _ => name,
    }
}

fn amount(value: Value, shown: &Comparison) -> String {
    match (value, shown.measure.sort) {
        (Value::Number(n), Sort::Share) => danish::percent(n, shown.measure.decimals),
        (value, _) => danish::value(value, shown.measure.decimals),
    }
}

/// The answer first: level, place and distance to the cluster, as HTML with one `<b>`.
pub(super) fn finding(found: &ComparisonPage, shown: &Comparison) -> String {
    let own = shown.lines.iter().find(|l| l.kind == LineKind::Own).map_or(Value::Missing, |l| l.change.now);
    let month = crate::danish::month_long(shown.latest.first_day());
    let area = escape(&found.area_name);
    if own.number().is_none() {
        let key = if own == Value::Suppressed { "comparison.finding_hidden" } else { "comparison.finding_none" };
        return tf(key, &[("area", &area), ("name", &escape(&shown.measure.name)), ("month", &month)]);
    }
    let value = format!("<b>{}</b>", amount(own, shown));
    let mut text = escape(&shown.measure.sentence).replace("{area}", &area).replace("{value}", &value);
    text.push_str(&tf("comparison.finding_in", &[("month", &month)]));
    if shown.measure.sort == Sort::Count {
        let change = shown.lines.iter().find(|l| l.kind == LineKind::Own).map(|l| &l.change);
        if let Some(Change { relative: Value::Number(n), .. }) = change {
            text.push_str(&tf("comparison.finding_year", &[("change", &danish::signed(*n, 1))]));
        }
        text.push('.');
        return text;
    }
    let row = shown.ranking.of(found.area).and_then(|r| r.printed);
    if let Some(place) = row {
        let places = danish::places(place.first, place.last);
        let group = t(match (found.asked.ranked, found.asked.second) {
            (Ranked::Cluster, _) => "comparison.in_cluster",
            (Ranked::Second, Second::Rar) => "comparison.in_rar",
            (Ranked::Second, Second::Region) => "comparison.in_region",
            (Ranked::Second, Second::Neighbours) => "comparison.in_neighbours",
            (Ranked::Country, _) => "comparison.in_country",
        });
        let values = [("place", places.as_str()), ("of", &place.of.to_string()), ("group", group.as_str())];
        text.push_str(&tf("comparison.finding_place", &values));
        text.push_str(&distance(own, shown));
    }
    text.push('.');
    text
}

fn distance(own: Value, shown: &Comparison) -> String {
    let (Some(own), Some(mean)) = (own.number(), shown.ranked_mean.value.number()) else { return String::new() };
    let decimals = shown.measure.decimals;
    let difference = own - mean;
    let rounded = difference.rounded(decimals);
    if rounded == 0 {
        return t("comparison.finding_level");
    }
    let size = danish::number(difference, decimals).trim_start_matches('\u{2212}').to_owned();
    tf(if rounded > 0 { "comparison.finding_above" } else { "comparison.finding_below" }, &[("by", &size)])
}

pub(crate) fn change(change: &Change, decimals: u8) -> String {
    match (change.relative, change.unit) {
        (Value::Number(n), Unit::Points) => danish::signed(n, decimals),
        (Value::Number(n), Unit::Percent) => danish::signed_percent(n, 1),
        (Value::Suppressed, _) => danish::HIDDEN.to_owned(),
        _ => "–".to_owned(),
    }
}

/// Why there is no change, in a few words; empty where there is one.
pub(crate) fn why_no_change(change: &Change) -> String {
    match change.relative {
        Value::Undetermined(Reason::DataBreak(_)) => t("comparison.no_change_break"),
        Value::Undetermined(Reason::FromZero) => t("comparison.no_change_zero"),
        Value::Undetermined(Reason::GroupUnread) => t("comparison.no_change_group"),
        Value::Undetermined(Reason::NoMembers) | Value::Missing => t("comparison.no_change_missing"),
        Value::Number(_) | Value::AtLeast(_) | Value::Suppressed => String::new(),
    }
}

/// So many others are named one by one.
const FEW: usize = 12;

/// What the second group is called.
pub(super) fn second(found: &ComparisonPage) -> String {
    t(match found.asked.second {
        Second::Rar => "comparison.rar",
        Second::Region => "comparison.region",
        Second::Neighbours => "comparison.neighbours",
    })
}

/// What is said of a month in the table: a new level, or that its number may still change.
pub(super) fn month_mark(shown: &Comparison, month: Month) -> String {
    if month == shown.latest {
        t("comparison.preliminary")
    } else if shown.breaks.iter().any(|b| b.month() == month) {
        t("comparison.new_level")
    } else {
        String::new()
    }
}

/// All municipalities together beside the country.
fn sums(check: &SumCheck, shown: &Comparison) -> String {
    let whole = |n| danish::number(n, 0);
    let month = danish::month(shown.latest);
    let apart = (check.parts - check.whole).ratio(check.whole).map(|r| danish::signed(r.times_100(), 2));
    let values = [
        ("parts", whole(check.parts)),
        ("whole", whole(check.whole)),
        ("month", month),
        ("apart", apart.unwrap_or_default()),
        ("without", check.without.to_string()),
    ];
    let key = match check.agreement {
        Agreement::Within => "comparison.sums_within",
        Agreement::Apart => "comparison.sums_apart",
        Agreement::Hidden => "comparison.sums_hidden",
    };
    tf(key, &values.each_ref().map(|(k, v)| (*k, v.as_str())))
}

fn group(info: &GroupInfo, found: &ComparisonPage) -> String {
    match info {
        GroupInfo::Known { name, members, others: names, with_value, from, approximate } => {
            let others = members.saturating_sub(1);
            let mut text = tf(
                "comparison.note_group",
                &[
                    ("name", name),
                    ("area", &found.area_name),
                    ("n", &members.to_string()),
                    ("others", &others.to_string()),
                    ("with", &with_value.to_string()),
                ],
            );
            if names.len() <= FEW {
                text.push_str(&tf("comparison.note_group_names", &[("names", &names.join(", "))]));
            }
            if *approximate {
                text.push_str(&tf("comparison.note_group_about", &[("year", &from.year().to_string())]));
            }
            text
        }
        GroupInfo::Unread(note) => tf("comparison.note_group_unread", &[("note", note)]),
        GroupInfo::NotCovered => t("comparison.note_group_none"),
    }
}

/// What stands beside the drawing: how each line is made, and where the figures come from.
pub(super) fn notes(found: &ComparisonPage, shown: &Comparison) -> Vec<(String, String)> {
    let mut notes = vec![
        (t("comparison.ranked_cluster"), group(&shown.cluster, found)),
        (second(found), group(&shown.second, found)),
    ];
    if shown.measure.sort == Sort::Share {
        let month = danish::month(shown.latest);
        let names = shown.best.join(", ");
        let best = tf("comparison.note_best", &[("month", &month), ("names", &names)]);
        notes.push((t("comparison.note_best_title"), best));
    } else {
        notes.push((t("comparison.note_counts_title"), t("comparison.note_counts")));
    }
    if let Some(check) = &shown.sums {
        notes.push((t("comparison.sums_title"), sums(check, shown)));
    }
    let latest = crate::words::capital(&crate::danish::month_long(shown.latest.first_day()));
    let preliminary = tf("comparison.preliminary_note", &[("month", &latest)]);
    notes.push((t("comparison.preliminary_title"), format!("{preliminary} {}", t("comparison.preliminary_known"))));
    for found in &shown.breaks {
        notes.push((t("comparison.note_break"), found.reason.clone()));
    }
    if let Some(source) = &shown.source {
        let table = shown.table.to_uppercase();
        let read = tf(
            "comparison.note_source",
            &[("table", &table), ("file", &source.source), ("day", &short_year(source.at.day()))],
        );
        notes.push((t("comparison.note_source_title"), read));
    }
    notes
}

pub(super) fn rank_title(found: &ComparisonPage, shown: &Comparison) -> String {
    let who = match (&shown.ranked_name, found.asked.ranked) {
        (Some(name), _) => name.clone(),
        (None, Ranked::Country) => t("comparison.ranked_country"),
        (None, Ranked::Cluster) => t("comparison.ranked_cluster"),
        (None, Ranked::Second) => t("comparison.second"),
    };
    format!("{who}, {}", crate::danish::month_long(shown.latest.first_day()))
}

pub(super) fn rank_order(shown: &Comparison) -> String {
    t(match shown.measure.better {
        Better::Lowest => "comparison.rank_lowest",
        Better::Highest => "comparison.rank_highest",
    })
}

pub(super) fn rank_finding(found: &ComparisonPage, shown: &Comparison) -> String {
    let place = shown.ranking.of(found.area).and_then(|r| r.printed);
    match place {
        Some(p) => tf(
            "comparison.rank_finding",
            &[("area", &found.area_name), ("place", &danish::places(p.first, p.last)), ("of", &p.of.to_string())],
        ),
        None => tf("comparison.rank_finding_none", &[("area", &found.area_name)]),
    }
}

/// Members without a figure, with the reason.
pub(super) fn without_number(shown: &Comparison) -> Vec<(String, String)> {
    let reason = |value: Value| match value {
        Value::Suppressed => Some(t("comparison.hidden_reason")),
        Value::Missing => Some(t("comparison.missing_reason")),
        _ => None,
    };
    shown.ranking.rows.iter().filter_map(|row| Some((row.name.clone(), reason(row.value)?))).collect()
}

/// The day of the reader's question, for a file's first lines.
pub(super) fn known(found: &ComparisonPage) -> String {
    tf("comparison.known_line", &[("day", &long(found.asked.known.unwrap_or(found.today)))])
}
