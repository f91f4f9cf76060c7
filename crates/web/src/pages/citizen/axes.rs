//! Benefit, groups, visitation and owner, each with the day it holds from, or with where what is missing can be written.

use super::view::owner;
use crate::danish::dotted;
use crate::pages::question::{Way, fill_way, ways};
use crate::text::{t, tf};
use crate::words::{capital, label, missing};
use app::citizen::CitizenPage;
use app::question::Question;
use domain::Day;

pub(crate) struct Axis {
    pub(crate) title: String,
    pub(crate) text: String,
    pub(crate) since: String,
    pub(crate) unknown: bool,
    /// Where one goes to change it, or to write what is missing.
    pub(crate) links: Vec<Way>,
}

pub(super) fn axes(page: &CitizenPage) -> Vec<Axis> {
    let a = &page.axes;
    let since = |day: Day| tf("citizen.since", &[("day", &dotted(day))]);
    let axis = |key: &str, found: Option<(String, Day)>, lacking: &[String]| match found {
        Some((text, day)) => {
            Axis { title: t(key), text: capital(&text), since: since(day), unknown: false, links: Vec::new() }
        }
        None => Axis {
            title: t(key),
            text: match lacking {
                [] => t("citizen.unknown"),
                names => tf("status.missing", &[("what", &missing(names))]),
            },
            since: String::new(),
            unknown: true,
            links: ways(page, lacking),
        },
    };
    let benefit = a.benefit.map(|(benefit, rate, day)| {
        let text = rate.map_or_else(|| label(benefit), |rate| format!("{}, {}", label(benefit), label(rate)));
        (text, day)
    });
    let mut visitation = axis("citizen.axis_visitation", a.visitation.map(|(v, d)| (label(v), d)), &[]);
    if a.visitation.is_none() && a.group.is_some() {
        // The group follows from the benefit alone: no visitation belongs here.
        visitation.text = "–".to_owned();
    }
    let mut list = vec![
        axis("citizen.axis_benefit", benefit, &[]),
        axis("citizen.axis_group", a.group.map(|(g, d)| (label(g), d)), &a.group_missing),
        axis("citizen.axis_contact", a.contact.map(|(g, d)| (label(g), d)), &[]),
        visitation,
    ];
    if let Some(last) = a.benefit_ended {
        without_benefit(&mut list, last);
    }
    for (place, question) in [(0, Question::Ydelse), (2, Question::Kontaktgruppe)] {
        if page.may_register && list[place].unknown {
            list[place].links.push(fill_way(page, question));
        }
    }
    let link = match (page.handover.waiting.is_some(), page.handover.may_propose) {
        (true, _) => Some(("#ejer".to_owned(), t("handover.waiting_short"))),
        (false, true) => Some(("#ejer".to_owned(), t("handover.propose_short"))),
        _ => None,
    };
    list.push(Axis {
        title: t("citizen.axis_owner"),
        text: owner(page),
        since: since(a.owner_since),
        unknown: false,
        links: link.into_iter().collect(),
    });
    list
}

/// Whose benefit has ended is in no group of those on one: nothing is missing.
fn without_benefit(list: &mut [Axis], last: Day) {
    for axis in list.iter_mut().filter(|axis| axis.unknown && axis.links.is_empty()) {
        (axis.text, axis.unknown) = ("–".to_owned(), false);
    }
    if let Some(benefit) = list.first_mut() {
        benefit.text = t("citizen.no_benefit");
        benefit.since = tf("citizen.benefit_ended", &[("day", &dotted(last))]);
    }
}
