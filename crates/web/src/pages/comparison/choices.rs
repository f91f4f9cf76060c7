//! What the reader can choose above the drawing.

use crate::danish::short_year;
use crate::text::{t, tf};
use app::comparison::{ComparisonPage, Ranked, Second};

pub(super) struct Filter {
    pub(super) id: &'static str,
    pub(super) label: String,
    pub(super) groups: Vec<(String, Vec<Choice>)>,
}

pub(super) struct Choice {
    pub(super) value: String,
    pub(super) text: String,
    pub(super) chosen: bool,
}

fn choice(value: &str, text: String, chosen: bool) -> Choice {
    Choice { value: value.to_owned(), text, chosen }
}

fn plain(id: &'static str, label: &str, choices: Vec<Choice>) -> Filter {
    Filter { id, label: t(label), groups: vec![(String::new(), choices)] }
}

pub(super) fn filters(found: &ComparisonPage) -> Vec<Filter> {
    let asked = &found.asked;
    let mut groups: Vec<(String, Vec<Choice>)> = Vec::new();
    let shown = found.shown.as_ref().map(|s| s.measure.id.as_str());
    for measure in &found.measures {
        let text = format!("{}, {}", measure.name, measure.unit);
        let one = choice(&measure.id, text, shown == Some(measure.id.as_str()));
        match groups.iter_mut().find(|(name, _)| *name == measure.group) {
            Some((_, list)) => list.push(one),
            None => groups.push((measure.group.clone(), vec![one])),
        }
    }
    let months = asked.months.unwrap_or(60);
    let period = |n: u16, key: &str| choice(&n.to_string(), t(key), months == n);
    let areas = found.areas.iter().map(|(code, name)| choice(&code.to_string(), name.clone(), *code == found.area));
    let mut known = vec![choice("", t("comparison.known_now"), asked.known.is_none())];
    known.extend(found.readings.iter().map(|day| {
        let text = tf("comparison.known_day", &[("day", &short_year(*day))]);
        choice(&day.to_string(), text, asked.known == Some(*day))
    }));
    vec![
        Filter { id: "maal", label: t("comparison.what"), groups },
        plain("kommune", "comparison.area", areas.collect()),
        plain(
            "periode",
            "comparison.period",
            vec![
                period(60, "comparison.months_60"),
                period(36, "comparison.months_36"),
                period(24, "comparison.months_24"),
                period(12, "comparison.months_12"),
            ],
        ),
        plain(
            "klynge",
            "comparison.cluster",
            vec![
                choice("", t("comparison.cluster_now"), !asked.cluster_of_then),
                choice("dengang", t("comparison.cluster_then"), asked.cluster_of_then),
            ],
        ),
        plain(
            "omraade",
            "comparison.second",
            vec![
                choice("", t("comparison.rar"), asked.second == Second::Rar),
                choice("region", t("comparison.region"), asked.second == Second::Region),
                choice("naboer", t("comparison.neighbours"), asked.second == Second::Neighbours),
            ],
        ),
        plain("rang", "comparison.ranked", ranked(found)),
        plain("kendt", "comparison.known", known),
    ]
}

fn ranked(found: &ComparisonPage) -> Vec<Choice> {
    let now = found.asked.ranked;
    vec![
        choice("", t("comparison.ranked_cluster"), now == Ranked::Cluster),
        choice("omraade", super::words::second(found), now == Ranked::Second),
        choice("land", t("comparison.ranked_country"), now == Ranked::Country),
    ]
}
