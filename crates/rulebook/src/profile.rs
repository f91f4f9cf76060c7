//! Profiles side by side: what the state and the municipalities' templates say of the same thing, rule by rule.
//!
//! Rules meet where they ask for the same: by their duty, or by what they limit, order, count or hold back.

use crate::model::{Body, Clock, Limit, OfferStep, RateValue, Rule, Version};
use crate::rulebook::Rulebook;
use crate::selector::Selector;
use domain::codes::codes;
use domain::{Day, Span};
use std::collections::BTreeMap;
use std::fmt;

/// The profile of the law alone.
pub const STATE: &str = "none";

codes! {
    /// How the chosen profiles stand to each other in one thing: by dates, numbers and steps, not by words. Of two or more
    /// municipalities the state counts where it says something.
    Difference "profile_difference" {
        /// Every profile says the same.
        Alike = "alike",
        /// Every profile says something, and not the same.
        Differ = "differ",
        /// At least one says nothing.
        Missing = "missing",
    }
}

/// One thing that a profile says something of.
#[derive(Clone, Debug)]
pub struct Line<'r> {
    pub chapter: &'r str,
    /// Of the law's rule where the comparison has one, otherwise of the first profile's.
    pub title: &'r str,
    /// By profile, in the order that was asked for.
    pub cells: Vec<Vec<Entry<'r>>>,
    pub difference: Difference,
    /// No municipality among the profiles says anything of it.
    pub law_alone: bool,
}

/// A rule of a profile, in the version of the day, or else the one that comes next or came last.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'r> {
    pub rule: &'r Rule,
    pub version: &'r Version,
}

/// What a rule says, without whom it is for and the days it holds: what two profiles are compared by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Says<'r> {
    Within { span: Span, count: u16, ordinal: u16, repeat: Option<Span>, sum: bool, window: bool },
    Right { count: Option<u16> },
    Most { max: Span, extended: Option<Span>, window_months: Option<u16> },
    Hours { at_least: u32, window_months: u16 },
    HoursLeft { full_week: u16, period: Option<Span> },
    Places { per_first: u16, first_up_to: u16, per_rest: u16 },
    Amount(&'r str),
    Order(&'r [OfferStep]),
    Share(u16),
    Rate(&'r [RateValue]),
    Requires { texts: Vec<&'r str>, closed: bool },
}

impl<'r> Entry<'r> {
    pub fn says(&self) -> Says<'r> {
        match &self.version.body {
            Body::Deadline(d) => Says::Within {
                span: d.span,
                count: d.count,
                ordinal: d.ordinal,
                repeat: d.repeat,
                sum: d.clock == Clock::Accumulated && !d.state.by_whole_weeks(),
                window: d.clock == Clock::Window || d.state.by_whole_weeks() && d.count > 1,
            },
            Body::Right(right) => Says::Right { count: right.count },
            Body::Limit(limit) => limited(limit),
            Body::OfferOrder(order) => Says::Order(&order.steps),
            Body::Quota(quota) => Says::Share(quota.share_percent),
            Body::Rate(rate) => Says::Rate(&rate.values),
            Body::Gate(gate) => {
                Says::Requires { texts: gate.requires.iter().map(|r| r.text.as_str()).collect(), closed: gate.closed }
            }
        }
    }

    /// What the law now says of a municipality's old rule, where the template tells.
    pub fn law_today(&self) -> Option<&'r str> {
        self.version.law_today()
    }
}

fn limited(limit: &Limit) -> Says<'_> {
    match limit {
        Limit::Duration { max, extended, .. } => Says::Most { max: *max, extended: *extended, window_months: None },
        Limit::Accumulated { max, window_months, .. } => {
            Says::Most { max: *max, extended: None, window_months: *window_months }
        }
        Limit::Hours { at_least, window_months, .. } => {
            Says::Hours { at_least: *at_least, window_months: *window_months }
        }
        Limit::HoursLeft { full_week, period, .. } => Says::HoursLeft { full_week: *full_week, period: *period },
        Limit::Ratio { per_first, first_up_to, per_rest, .. } => {
            Says::Places { per_first: *per_first, first_up_to: *first_up_to, per_rest: *per_rest }
        }
        Limit::Amount { rate } => Says::Amount(rate),
    }
}

impl fmt::Display for Says<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Says::Within { span, count, window: true, .. } => write!(f, "{count} in {span}"),
            Says::Within { span, sum: true, .. } => write!(f, "within {span} in all"),
            Says::Within { span, repeat: Some(repeat), .. } => write!(f, "within {span}, then every {repeat}"),
            Says::Within { span, ordinal: n @ 2.., .. } => write!(f, "number {n} within {span}"),
            Says::Within { span, .. } => write!(f, "within {span}"),
            Says::Right { count: Some(n) } => write!(f, "right to {n}"),
            Says::Right { count: None } => f.write_str("right"),
            Says::Most { max, extended, window_months } => {
                write!(f, "at most {max}")?;
                extended.map_or(Ok(()), |more| write!(f, ", extended {more}"))?;
                window_months.map_or(Ok(()), |n| write!(f, " in {n} months"))
            }
            Says::Hours { at_least, window_months } => write!(f, "{at_least} hours in {window_months} months"),
            Says::HoursLeft { full_week, period: None } => write!(f, "hours left, {full_week} a week"),
            Says::HoursLeft { full_week, period: Some(period) } => {
                write!(f, "hours left of {period}, {full_week} a week")
            }
            Says::Places { per_first, first_up_to, per_rest } => {
                write!(f, "1 of {per_first} up to {first_up_to}, then 1 of {per_rest}")
            }
            Says::Amount(rate) => write!(f, "amount {rate}"),
            Says::Order(steps) => {
                let texts: Vec<&str> = steps.iter().map(|s| s.text.as_str()).collect();
                f.write_str(&texts.join(" → "))
            }
            Says::Share(percent) => write!(f, "{percent} per cent"),
            Says::Rate(values) => write!(f, "{} amounts", values.len()),
            Says::Requires { closed: true, .. } => f.write_str("closed"),
            Says::Requires { texts, .. } => f.write_str(&texts.join("; ")),
        }
    }
}

/// What makes rules meet in one line.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Subject {
    chapter: String,
    sort: &'static str,
    of: String,
}

fn facts(selectors: &[Selector]) -> String {
    let each = selectors.iter().map(|s| format!("{} {:?}", s.kind.name(), s.codes()));
    let mut each: Vec<String> = each.collect();
    each.sort();
    each.join("; ")
}

fn subject(rule: &Rule, version: &Version) -> Subject {
    let (sort, of) = match (&rule.duty, &version.body) {
        (Some(duty), _) => ("duty", duty.clone()),
        (None, Body::Limit(limit)) => match limit {
            Limit::Duration { of, .. } => ("duration", facts(of)),
            Limit::Accumulated { state, .. } => ("accumulated", facts(state)),
            Limit::Hours { of, .. } => ("hours", facts(of)),
            Limit::HoursLeft { of, .. } => ("hours_left", facts(of)),
            Limit::Ratio { .. } => ("places", rule.id.clone()),
            Limit::Amount { rate } => ("amount", rate.clone()),
        },
        (None, Body::OfferOrder(_)) => ("order", format!("{:?}", version.who)),
        (None, Body::Gate(gate)) => ("gate", facts(&gate.before)),
        (None, Body::Quota(_)) => ("quota", String::new()),
        (None, _) => ("rule", rule.id.clone()),
    };
    // A duty is one thing wherever it stands; the other sorts are told apart by their chapter too.
    let chapter = if sort == "duty" { String::new() } else { rule.chapter.clone() };
    Subject { chapter, sort, of }
}

/// The version of a day, else the next one, else the last. Of the law only what holds on the day.
fn version_on(rule: &Rule, day: Day) -> Option<&Version> {
    let shown = rule.shown_on(day).map(|v| &rule.versions[v]);
    shown.filter(|version| !of_state(rule) || version.is_in_force(day))
}

fn of_state(rule: &Rule) -> bool {
    !rule.layer.is_local()
}

/// What belongs to a profile: the law to the state, and to a template what it adds.
fn belongs(rule: &Rule, profile: &str) -> bool {
    of_state(rule) == (profile == STATE)
}

/// The profiles side by side as seen from a day: each a name and the rulebook that has its rules.
pub fn compare<'r>(profiles: &[(&str, &'r Rulebook)], day: Day) -> Vec<Line<'r>> {
    let mut found: BTreeMap<Subject, Vec<Vec<Entry<'r>>>> = BTreeMap::new();
    for (at, (name, book)) in profiles.iter().enumerate() {
        for rule in book.rules.iter().filter(|r| belongs(r, name)) {
            let Some(version) = version_on(rule, day) else { continue };
            let cells =
                found.entry(subject(rule, version)).or_insert_with(|| profiles.iter().map(|_| Vec::new()).collect());
            cells[at].push(Entry { rule, version });
        }
    }
    let state = profiles.iter().position(|(name, _)| *name == STATE);
    let mut lines: Vec<Line<'r>> = found.into_values().filter_map(|cells| line(cells, state)).collect();
    lines.sort_by_key(|l| (l.chapter, l.title));
    lines
}

fn line(cells: Vec<Vec<Entry<'_>>>, state: Option<usize>) -> Option<Line<'_>> {
    let of_law = state.and_then(|at| cells[at].first());
    let first = of_law.or_else(|| cells.iter().flatten().next())?.rule;
    let law_alone = cells.iter().enumerate().all(|(at, cell)| Some(at) == state || cell.is_empty());
    // Where the law is silent, two municipalities are still compared with each other.
    let alone = cells.len() - usize::from(state.is_some()) < 2;
    let compared = cells.iter().enumerate().filter(|(at, cell)| alone || Some(*at) != state || !cell.is_empty());
    let says: Vec<Vec<Says<'_>>> = compared.map(|(_, cell)| cell.iter().map(Entry::says).collect()).collect();
    let same = |a: &[Says<'_>], b: &[Says<'_>]| a.iter().all(|s| b.contains(s)) && b.iter().all(|s| a.contains(s));
    let difference = if says.iter().any(Vec::is_empty) {
        Difference::Missing
    } else if says.windows(2).all(|two| same(&two[0], &two[1])) {
        Difference::Alike
    } else {
        Difference::Differ
    };
    Some(Line { chapter: &first.chapter, title: &first.title, cells, difference, law_alone })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Layer;
    use crate::shipped;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn of<'l, 'r>(lines: &'l [Line<'r>], rule: &str) -> &'l Line<'r> {
        lines.iter().find(|l| l.cells.iter().flatten().any(|e| e.rule.id == rule)).unwrap()
    }

    fn said(line: &Line<'_>, at: usize) -> Vec<String> {
        line.cells[at].iter().map(|e| e.says().to_string()).collect()
    }

    #[test]
    fn the_two_models_meet_where_they_ask_for_the_same_and_each_stands_alone_where_the_other_is_silent() {
        let (small, large) = (shipped("klap-minimum").unwrap(), shipped("klap-udvidet").unwrap());
        let lines = compare(&[("klap-minimum", &small), ("klap-udvidet", &large)], day("2026-03-16"));
        assert!(lines.iter().flat_map(|l| l.cells.iter().flatten()).all(|e| e.rule.layer == Layer::Municipality));
        let letter = of(&lines, "klap-udvidet-opfoelgning-brev");
        assert_eq!((letter.difference, letter.cells[0].len()), (Difference::Alike, 1));
        assert_eq!(said(letter, 0), ["within 6 months, then every 12 months"]);
        let finds = of(&lines, "klap-udvidet-jobsoegning");
        assert_eq!(finds.difference, Difference::Differ, "both put the steps in an order, and not the same");
        let law = shipped(STATE).unwrap();
        let beside = [(STATE, &law), ("klap-minimum", &small), ("klap-udvidet", &large)];
        let beside = compare(&beside, day("2026-03-16"));
        let wish = of(&beside, "klap-udvidet-samtale-paa-oenske");
        assert_eq!(
            (wish.difference, wish.cells[0].len()),
            (Difference::Alike, 0),
            "the law is silent, the models agree"
        );
        let practice = of(&lines, "klap-udvidet-praktik-2-6-uger");
        assert_eq!((practice.difference, said(practice, 1)), (Difference::Missing, vec!["at most 6 weeks".to_owned()]));
    }

    #[test]
    fn beside_the_state_a_model_stands_in_the_line_of_the_laws_duty_with_what_the_law_now_refuses() {
        let (law, model) = (shipped(STATE).unwrap(), shipped("klap-minimum").unwrap());
        let lines = compare(&[(STATE, &law), ("klap-minimum", &model)], day("2026-03-16"));
        let letter = lines
            .iter()
            .find(|l| l.cells[1].iter().any(|e| e.rule.duty.as_deref() == Some("foep_loentilskud_opfoelgning")));
        let letter = letter.unwrap();
        assert!(!letter.cells[0].is_empty() && !letter.law_alone);
        assert_eq!(letter.title, letter.cells[0][0].rule.title);
        let aim = of(&lines, "virksomhedsrettet-tilbud-2-uger");
        assert!(aim.law_alone, "an aim of the law is no model's");
        let entries = letter.cells[1].iter().filter_map(Entry::law_today).collect::<Vec<_>>();
        assert!(entries.iter().any(|text| text.contains("lovens egne")), "{entries:?}");
        assert!(lines.iter().any(|l| l.law_alone && l.difference == Difference::Missing));
    }

    #[test]
    fn an_old_plan_is_shown_by_its_last_version_and_the_law_by_that_of_the_day() {
        let (law, plan) = (shipped(STATE).unwrap(), shipped("aabenraa-2017").unwrap());
        let lines = compare(&[(STATE, &law), ("aabenraa-2017", &plan)], day("2026-03-16"));
        let hours = of(&lines, "aabenraa-225-timer");
        assert_eq!(hours.cells[1][0].version.through, Some(day("2025-06-30")));
        let of_law = lines.iter().flat_map(|l| &l.cells[0]);
        assert!(of_law.into_iter().all(|e| e.version.is_in_force(day("2026-03-16"))));
    }

    #[test]
    fn every_template_says_of_every_rule_it_has_something_that_can_be_read_beside_others() {
        for name in crate::municipalities() {
            let book = shipped(name).unwrap();
            let own = book.rules.iter().filter(|r| belongs(r, name)).count();
            let lines = compare(&[(name, &book)], day("2026-03-16"));
            assert_eq!(lines.iter().flat_map(|l| l.cells[0].iter()).count(), own, "{name}");
            for entry in lines.iter().flat_map(|l| &l.cells[0]) {
                assert!(!entry.says().to_string().is_empty(), "{name}: {}", entry.rule.id);
            }
        }
    }
}
