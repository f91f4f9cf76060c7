//! What can be chosen beside a list of people, each with how many it would give.

use crate::text::{capital, find, t, tf};
use crate::words::label;
use app::selection::{Axis, NOTHING, SelectionPage, UNUSED, Wanted, address};
use domain::codes::Code;

/// One axis with its choices.
pub(super) struct FacetView {
    pub(super) key: &'static str,
    pub(super) label: String,
    /// Something of it is chosen.
    pub(super) open: bool,
    pub(super) choices: Vec<ChoiceView>,
}

pub(super) struct ChoiceView {
    pub(super) value: String,
    pub(super) text: String,
    pub(super) n: usize,
    pub(super) chosen: bool,
}

/// A group that is kept or comes with the program.
pub(super) struct Chip {
    pub(super) link: String,
    pub(super) name: String,
    pub(super) n: usize,
    /// The list that is shown is of this group.
    pub(super) here: bool,
    /// Number and where to go back to, for one that may be taken away.
    pub(super) remove: Option<(i64, String)>,
    /// Who made it for everybody.
    pub(super) shared: Option<String>,
}

/// A code of an axis in words.
fn words(axis: Axis, code: &str) -> String {
    let list = match axis {
        Axis::TargetGroup => "rules.group".to_owned(),
        Axis::Benefit => "code.benefit".to_owned(),
        Axis::Visitation => "code.visitation".to_owned(),
        Axis::ContactGroup => "code.contact_group".to_owned(),
        Axis::Education => "code.education".to_owned(),
        Axis::Offer => "code.offer".to_owned(),
        Axis::Circumstance => "code.circumstance".to_owned(),
    };
    capital(&find(&format!("{list}.{code}")).unwrap_or_else(|| code.to_owned()))
}

fn nothing(axis: Axis) -> String {
    t(&format!("selection.nothing_{}", axis.code()))
}

fn named(axis: Axis, place: u8) -> String {
    match axis.code_at(place) {
        _ if place == NOTHING => nothing(axis),
        Some(code) => words(axis, code),
        None => String::new(),
    }
}

pub(super) fn facets(found: &SelectionPage) -> Vec<FacetView> {
    let mut facets: Vec<FacetView> = Axis::ALL.iter().map(|axis| facet(found, *axis)).collect();
    facets.push(limits(found));
    facets.push(rights(found));
    facets.push(without(found));
    facets.retain(|facet| !facet.choices.is_empty());
    facets
}

fn facet(found: &SelectionPage, axis: Axis) -> FacetView {
    let (counts, set) = (&found.counts[axis as usize], found.wanted.sets[axis as usize]);
    let choices = (0..64u8).filter_map(|place| {
        let (n, chosen) = (counts[place as usize], set & (1 << place) != 0);
        let value = axis.code_at(place).filter(|_| n > 0 || chosen)?;
        Some(ChoiceView { value: value.to_owned(), text: named(axis, place), n, chosen })
    });
    FacetView { key: axis.code(), label: label(axis), open: set != 0, choices: choices.collect() }
}

fn limits(found: &SelectionPage) -> FacetView {
    let wanted = &found.wanted;
    let one = |(id, title, n): &(String, String, usize)| ChoiceView {
        value: id.clone(),
        text: title.clone(),
        n: *n,
        chosen: wanted.limits.contains(id),
    };
    let any = ChoiceView {
        value: "alle".to_owned(),
        text: t("selection.any_limit"),
        n: found.any_limit,
        chosen: wanted.any_limit,
    };
    let there = found.any_limit > 0 || wanted.wants_limit();
    let choices = there.then_some(any).into_iter().chain(found.limits.iter().map(one));
    FacetView {
        key: "gr",
        label: tf("selection.limits", &[("n", &wanted.near.to_string())]),
        open: wanted.wants_limit(),
        choices: choices.collect(),
    }
}

/// Groups that are left out: only those that are, so that they can be taken in again.
fn without(found: &SelectionPage) -> FacetView {
    let one = |id: &&'static str| ChoiceView {
        value: (*id).to_owned(),
        text: t(&format!("selection.suggested.{id}")),
        n: found.listed,
        chosen: true,
    };
    let choices: Vec<ChoiceView> = found.wanted.without.iter().map(one).collect();
    FacetView { key: "uden", label: t("selection.without"), open: !choices.is_empty(), choices }
}

fn rights(found: &SelectionPage) -> FacetView {
    let chosen = found.wanted.unused_right;
    let (value, text, n) = (UNUSED.to_owned(), t("selection.unused_right"), found.unused_right);
    let choice = (n > 0 || chosen).then_some(ChoiceView { value, text, n, chosen });
    FacetView { key: "ret", label: t("selection.rights"), open: chosen, choices: choice.into_iter().collect() }
}

/// The kept and the suggested groups; each opens among the cases and on the day that are looked at.
pub(super) fn chips(found: &SelectionPage) -> (Vec<Chip>, Vec<Chip>) {
    let place = address(&found.wanted.place());
    let here = address(&found.wanted.group());
    let link = |group: &str| {
        let sign = if place.is_empty() { "" } else { "&" };
        format!("/borgere?{place}{sign}{group}")
    };
    let kept = found.kept.iter().map(|(kept, n)| Chip {
        link: link(&kept.group),
        name: kept.name.clone(),
        n: *n,
        here: kept.group == here,
        remove: kept.may_remove.then(|| (kept.id, address(&found.wanted.whole()))),
        shared: kept.shared.then(|| tf("selection.shared_by", &[("name", &kept.author)])),
    });
    let suggested = found.suggested.iter().map(|(id, group, n)| Chip {
        link: link(group),
        name: t(&format!("selection.suggested.{id}")),
        n: *n,
        here: *group == here,
        remove: None,
        shared: None,
    });
    (kept.collect(), suggested.collect())
}

/// What is chosen, in words: the choices of one axis are "or", the axes are "and".
pub(super) fn chosen_line(found: &SelectionPage) -> String {
    let wanted: &Wanted = &found.wanted;
    let or = t("selection.or");
    let mut parts = Vec::new();
    for axis in Axis::ALL {
        let set = wanted.sets[*axis as usize];
        let chosen: Vec<String> = (0..64u8).filter(|at| set & (1 << at) != 0).map(|at| named(*axis, at)).collect();
        if !chosen.is_empty() {
            parts.push(chosen.join(&format!(" {or} ")));
        }
    }
    let mut number = |key: &str, n: Option<String>| parts.extend(n.map(|n| tf(key, &[("n", &n)])));
    match (wanted.age_from, wanted.age_through) {
        (Some(from), Some(through)) => {
            let values = [("from", from.to_string()), ("n", through.to_string())];
            parts.push(tf("selection.chosen_ages", &values.each_ref().map(|(k, v)| (*k, v.as_str()))));
        }
        (from, through) => {
            number("selection.chosen_from", from.map(|n| n.to_string()));
            number("selection.chosen_through", through.map(|n| n.to_string()));
        }
    }
    parts.extend(wanted.weeks.map(|n| tf("selection.chosen_weeks", &[("n", &n.to_string())])));
    parts.extend(wanted.unused_right.then(|| t("selection.unused_right")));
    if wanted.wants_limit() {
        let names =
            found.limits.iter().filter(|(id, ..)| wanted.limits.contains(id)).map(|(_, title, _)| title.clone());
        let names: Vec<String> = names.collect();
        let which = if wanted.any_limit { t("selection.any_limit") } else { names.join(&format!(" {or} ")) };
        let values = [("which", which), ("n", wanted.near.to_string())];
        parts.push(tf("selection.chosen_limit", &values.each_ref().map(|(k, v)| (*k, v.as_str()))));
    }
    if !wanted.without.is_empty() {
        let groups: Vec<String> = wanted.without.iter().map(|id| t(&format!("selection.suggested.{id}"))).collect();
        parts.push(tf("selection.chosen_without", &[("which", &groups.join(&format!(" {or} ")))]));
    }
    parts.join(" · ")
}
