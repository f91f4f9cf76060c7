//! What a form lets choose among that no code list holds: what stands in the case, and whom the municipality works with.

use super::{Question, Standing};
use crate::access::opening::Opening;
use crate::config::{Config, NamedGroup};
use domain::codes::{Code, Receiver};
use domain::history::History;
use domain::kinds::{FactData, FactKind};
use domain::{Day, Fact};
use serde_json::Value;

/// One choice.
#[derive(Clone, Debug)]
pub struct Offered {
    pub value: String,
    pub words: OfferedWords,
    /// What the fact says when it is chosen.
    pub(super) said: Vec<(&'static str, Value)>,
    /// Of what is ended: the day it began.
    pub(super) begun: Option<Day>,
}

/// What a choice is called.
#[derive(Clone, Debug)]
pub enum OfferedWords {
    Stands(Standing),
    /// A unit of another actor, by its name.
    Actor(String),
    Receiver(Receiver),
    /// A group the municipality has named.
    Group(String),
    /// Everything that stands at once.
    All,
}

impl Offered {
    fn fact(fact: &Fact, said: Vec<(&'static str, Value)>) -> Offered {
        let words = OfferedWords::Stands(Standing::of(fact));
        Offered { value: fact.id.0.clone(), words, said, begun: Some(fact.from) }
    }

    fn group(group: &NamedGroup) -> Offered {
        let said = vec![("named", Value::from(group.name.as_str()))];
        Offered { value: group.name.clone(), words: OfferedWords::Group(group.name.clone()), said, begun: None }
    }

    fn receiver(receiver: Receiver, unit: Option<(&str, &str)>) -> Offered {
        let mut said = vec![("receiver", Value::from(receiver.code()))];
        said.extend(unit.map(|(_, name)| ("name", Value::from(name))));
        let words = unit.map_or(OfferedWords::Receiver(receiver), |(_, name)| OfferedWords::Actor(name.to_owned()));
        let value = format!("{}:{}", receiver.code(), unit.map_or("", |(key, _)| key));
        Offered { value, words, said, begun: None }
    }
}

/// What the form for its end takes back.
fn ended_by(end: Question) -> Option<Opening> {
    match end {
        Question::HenvisningSlut => Some(Opening::Referral),
        Question::SamtykkeTilbage => Some(Opening::Consent),
        _ => None,
    }
}

/// What may be ended, and the end of all where several stand or one names nobody.
fn to_end(opening: Opening, config: &Config, history: &History) -> Vec<Offered> {
    let stands = opening.standing(config, history, None);
    let mut list: Vec<Offered> = Vec::new();
    for (fact, named) in &stands {
        let Some(receiver) = named.receiver else { continue };
        let name = named.name.map(|n| ("name", Value::from(n)));
        list.push(Offered::fact(fact, [("receiver", Value::from(receiver.code()))].into_iter().chain(name).collect()));
    }
    if opening == Opening::Consent && (stands.len() > 1 || list.len() < stands.len()) {
        let begun = stands.iter().map(|(fact, _)| fact.from).max();
        list.push(Offered { value: "alle".into(), words: OfferedWords::All, said: Vec::new(), begun });
    }
    list
}

/// The actors of the configuration; for a referral everybody else a citizen may be sent to, too.
fn receivers(opening: Opening, config: &Config) -> Vec<Offered> {
    let actors = config.units.iter().filter_map(|u| Some((u, u.actor?)));
    let mut list: Vec<Offered> =
        actors.clone().map(|(u, a)| Offered::receiver(a.receives, Some((&u.key, &u.name)))).collect();
    if opening == Opening::Referral {
        let others = Receiver::ALL.iter().filter(|r| actors.clone().all(|(_, a)| a.receives != **r));
        list.extend(others.map(|r| Offered::receiver(*r, None)));
    }
    list
}

/// What a clarification may rest on: what stands in the case, the newest first. Not another clarification.
fn to_rest_on(history: &History) -> Vec<Offered> {
    let facts = history.facts().iter().rev().filter(|f| f.kind() != FactKind::Clarification);
    let rests = |f: &Fact| Offered { begun: None, ..Offered::fact(f, vec![("rests_on", Value::from(f.id.0.clone()))]) };
    facts.map(rests).collect()
}

/// The choices of a form; none where it has no such field.
pub(super) fn offered(question: Question, config: &Config, history: &History, today: Day) -> Vec<Offered> {
    match question {
        Question::Henvisning => receivers(Opening::Referral, config),
        Question::Samtykke => receivers(Opening::Consent, config),
        Question::HenvisningSlut => to_end(Opening::Referral, config, history),
        Question::SamtykkeTilbage => to_end(Opening::Consent, config, history),
        Question::Afklaring => to_rest_on(history),
        Question::Gruppe => config.named_groups.iter().filter(|group| group.holds(today)).map(Offered::group).collect(),
        _ if question.stops() => running(question, history, today).map(|f| Offered::fact(f, Vec::new())).collect(),
        _ => Vec::new(),
    }
}

/// What stands of the form that this one ends.
pub(super) fn stands(end: Question, config: &Config, history: &History, today: Day) -> Vec<Standing> {
    match ended_by(end) {
        Some(opening) => {
            opening.standing(config, history, None).into_iter().map(|(fact, _)| Standing::of(fact)).collect()
        }
        None => running(end, history, today).map(Standing::of).collect(),
    }
}

/// The facts of a form that run today or later.
fn running(question: Question, history: &History, today: Day) -> impl Iterator<Item = &Fact> {
    history.facts().iter().filter(move |f| question.is_of(&f.data) && f.through.is_none_or(|t| today <= t))
}

/// Whether what is given from a day was taken back on that day or a later one, so that it would open nothing.
pub(super) fn taken_since(config: &Config, history: &History, data: &FactData, from: Day) -> bool {
    [Opening::Referral, Opening::Consent].iter().any(|opening| {
        let Some(given) = opening.given(data) else { return false };
        let taken = history.facts().iter().filter(|f| from <= f.from).filter_map(|f| opening.taken(&f.data));
        taken.into_iter().any(|word| word.takes_back(config, given))
    })
}
