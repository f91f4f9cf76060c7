//! Codes and days as sentences: status marks, reasons, what a fact says.

use crate::danish::{clock, dotted, listed, period, short_near, short_year, span};
use crate::rule_words::code_words;
pub(crate) use crate::text::{capital, label};
use crate::text::{count, find, t, tf};
use app::citizen::{DutyView, FactRow};
use app::overview::{Group, Row};
use app::reason::{Force, Reason, Shape};
use app::rules::Obligation;
use domain::codes::{Code, Receiver, TalkForm, TalkKind, YesNo};
use domain::kinds::FactData;
use domain::schema::{FieldSort, FieldValue};
use domain::{Day, Span};

/// A status mark: shape, word and colour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    pub(crate) class: &'static str,
    pub(crate) icon: &'static str,
    pub(crate) text: String,
}

/// How a date behind a figure ended: in time, late, or not yet.
pub(crate) fn kept_mark(timely: bool, met: bool, by_law: bool) -> Mark {
    match (timely, met, by_law) {
        (true, ..) => mark("st-ok", "ms-ok", t("status.met")),
        (false, true, _) => mark("st-sent", "ms-sent", t("status.met_late")),
        (false, false, true) => mark("st-over", "ms-over", t("group.overdue")),
        (false, false, false) => mark("st-maal", "ms-maal", t("status.over_goal")),
    }
}

pub(crate) fn mark(class: &'static str, icon: &'static str, text: String) -> Mark {
    Mark { class, icon, text }
}

pub(crate) fn missing(names: &[String]) -> String {
    let known: Vec<String> = names.iter().map(|n| find(&format!("missing.{n}")).unwrap_or_else(|| n.clone())).collect();
    known.join(", ")
}

/// `Første samtale`, `4. samtale`, else the rule's title.
pub(crate) fn duty_title(duty: &str, n: u16, title: &str) -> String {
    match (duty, n) {
        ("jobsamtale", 1) => t("duty.first_talk"),
        ("jobsamtale", n) => tf("duty.nth_talk", &[("n", &n.to_string())]),
        _ => title.to_owned(),
    }
}

/// What several rules ask for has a name of its own; other duties have that of their rule.
pub(crate) fn duty_kind(duty: &str, title: &str) -> String {
    find(&format!("duty.kind.{duty}")).unwrap_or_else(|| title.to_owned())
}

fn soon(day: Day, today: Day) -> Mark {
    match today.days_until(day) {
        0 => mark("st-idag", "ms-idag", t("status.today")),
        1 => mark("st-snart", "ms-snart", t("status.tomorrow")),
        n if n <= 7 => mark("st-snart", "ms-snart", count("status.in_days", n.unsigned_abs() as usize)),
        n => mark("st-god", "ms-god", count("status.in_days", n.unsigned_abs() as usize)),
    }
}

/// A talk is agreed for the day.
fn agreed(day: Day, minute: Option<u16>, today: Day) -> Mark {
    let said = soon(day, today);
    match minute {
        Some(minute) if day == today => mark("st-idag", "ms-idag", tf("status.today_at", &[("time", &clock(minute))])),
        _ => mark(said.class, said.icon, tf("status.agreed", &[("when", &said.text.to_lowercase())])),
    }
}

/// The law's own aim has passed: still to be done, and late by nothing.
fn past_aim() -> Mark {
    mark("st-maal", "ms-maal", t("status.past_aim"))
}

/// One of three words: of the law, of its aim, of the municipality's goal.
pub(crate) fn key_of(force: Force, [law, aim, goal]: [&'static str; 3]) -> &'static str {
    match force {
        Force::Law => law,
        Force::Aim => aim,
        Force::Goal => goal,
    }
}

/// Whether the municipality must or may; nothing where no text says which.
pub(crate) fn obligation(task: Obligation) -> Option<String> {
    match task {
        Obligation::Must => Some(t("citizen.task_must")),
        Obligation::May => Some(t("citizen.task_may")),
        Obligation::Unknown => None,
    }
}

/// The mark of a row of the work list.
pub(crate) fn row_mark(row: &Row, today: Day) -> Mark {
    match (row.status.code(), row.day, row.minute) {
        ("overdue", _, _) => mark("st-over", "ms-over", count("status.days_over", row.days_over.max(0) as usize)),
        ("over_goal", _, _) => mark("st-maal", "ms-maal", t("status.over_goal")),
        ("paused", _, _) => mark("st-pause", "ms-pause", t("status.paused")),
        ("undetermined", _, _) => unknown(row.reason.as_ref()),
        ("booked", Some(day), minute) if day >= today => agreed(day, minute, today),
        _ if row.aim_due.is_some_and(|aim| aim < today) => past_aim(),
        (_, Some(day), _) if day <= today => mark("st-idag", "ms-idag", t("status.today")),
        (_, Some(day), _) => soon(day, today),
        _ => unknown(row.reason.as_ref()),
    }
}

/// Nothing lacks that anybody could write: the law's own words can be read in two ways.
pub(crate) fn two_readings(names: &[String]) -> bool {
    names == ["reading"]
}

/// Nothing lacks that anybody could write: the act asks for it and names no last day.
pub(crate) fn without_day(names: &[String]) -> bool {
    names == ["no_day"]
}

fn unknown(reason: Option<&Reason>) -> Mark {
    match reason.map(|r| &r.shape) {
        Some(Shape::Missing(names)) if two_readings(names) => mark("st-uvis", "ms-uvis", t("status.two_readings")),
        Some(Shape::Missing(names)) if without_day(names) => mark("st-uvis", "ms-uvis", t("status.no_day")),
        Some(Shape::Missing(names)) if !names.is_empty() => {
            mark("st-uvis", "ms-uvis", tf("status.missing", &[("what", &missing(names))]))
        }
        _ => mark("st-uvis", "ms-uvis", t("status.unread")),
    }
}

/// The mark of a duty on the citizen's page.
pub(crate) fn duty_mark(duty: &DutyView, today: Day) -> Mark {
    match duty.status.code() {
        "overdue" => mark(
            "st-over",
            "ms-over",
            count("status.days_over", duty.law_due.map_or(0, |d| d.days_until(today)).max(0) as usize),
        ),
        "over_goal" => mark("st-maal", "ms-maal", t("status.over_goal")),
        "met" => mark("st-ok", "ms-ok", t("status.met")),
        "met_late" => mark("st-sent", "ms-sent", t("status.met_late")),
        "exempt" => mark("st-fri", "ms-fri", t("status.exempt")),
        "lapsed" => mark("st-fri", "ms-fri", t("status.lapsed")),
        "deferred" => mark("st-fri", "ms-fri", t("status.deferred")),
        "paused" => mark("st-pause", "ms-pause", t("status.paused")),
        "undetermined" => unknown(duty.reason.as_ref()),
        "booked" => match duty.booked {
            Some((day, minute)) => agreed(day, minute, today),
            None => unknown(duty.reason.as_ref()),
        },
        _ if duty.aim_due.is_some_and(|aim| aim < today) => past_aim(),
        _ => match duty.earliest() {
            Some(day) => soon(day.max(today), today),
            None => unknown(duty.reason.as_ref()),
        },
    }
}

/// The reason in one line.
pub(crate) fn reason_line(reason: &Reason, today: Day) -> String {
    let mut line = match &reason.shape {
        Shape::After { event, on, span: s } => {
            let key = format!("reason.{event}");
            let key = if find(&key).is_some() { key } else { "reason.event".to_owned() };
            tf(&key, &[("day", &short_near(*on, today)), ("span", &span(*s))])
        }
        Shape::Count { held, required, since, span: s } => tf(
            "reason.count",
            &[
                ("held", &held.to_string()),
                ("required", &required.to_string()),
                ("day", &short_near(*since, today)),
                ("span", &span(*s)),
            ],
        ),
        Shape::Missing(names) if two_readings(names) && reason.due.is_none() => t("reason.two_readings"),
        Shape::Missing(names) if without_day(names) => t("reason.no_day"),
        Shape::Missing(_) => match reason.due {
            Some(due) => tf("reason.missing_dated", &[("day", &short_near(due, today))]),
            None => t("reason.missing"),
        },
        Shape::Unread { from } => tf("reason.unread", &[("day", &dotted(*from))]),
    };
    if reason.pause_days > 0 {
        line.push(' ');
        line.push_str(&tf("reason.pause", &[("n", &reason.pause_days.to_string())]));
    }
    line
}

/// The row's reason: both dates where there are two.
pub(crate) fn row_reason(row: &Row, today: Day) -> String {
    match (row.law_due, row.goal_due, &row.reason) {
        (Some(law), Some(goal), _) if goal < law => {
            tf("reason.goal_and_law", &[("goal", &short_near(goal, today)), ("law", &short_near(law, today))])
        }
        (_, _, Some(reason)) => reason_line(reason, today),
        _ => String::new(),
    }
}

/// A day with a span after it or before it: a span is written without its sign.
pub(crate) fn plus(day: &str, by: Span) -> String {
    format!("{day} {} {}", if by.count < 0 { '−' } else { '+' }, span(by))
}

/// What opens under the reason.
pub(crate) fn reason_note(reason: &Reason) -> String {
    let mut note = String::new();
    if let Shape::After { on, span: s, .. } = &reason.shape {
        note.push_str(&plus(&dotted(*on), *s));
        if let Some(due) = reason.due {
            note.push_str(&format!(" = {}", dotted(due)));
        }
        note.push_str(". ");
    }
    if let (Shape::Count { held, required, since, span: s }, Some(due)) = (&reason.shape, reason.due) {
        note.push_str(&format!("{}, senest {}; {held} af {required}. ", plus(&dotted(*since), *s), dotted(due)));
    }
    if let Some(cite) = &reason.cite {
        note.push_str(&tf(key_of(reason.force, ["reason.law", "reason.aim", "reason.goal"]), &[("cite", cite)]));
    }
    note
}

pub(crate) fn group_title(group: Group) -> String {
    match group {
        Group::Overdue => t("group.overdue"),
        Group::Today => t("group.today"),
        Group::OverGoal => t("group.over_goal"),
        Group::Week => t("group.week"),
        Group::Later => t("group.later"),
    }
}

pub(crate) fn group_note(group: Group, n: usize) -> String {
    let n = n.to_string();
    match group {
        Group::Overdue => tf("group.overdue_note", &[("n", &n)]),
        Group::OverGoal => tf("group.over_goal_note", &[("n", &n)]),
        Group::Later => tf("group.later_note", &[("n", &n)]),
        Group::Today | Group::Week => n,
    }
}

/// Under the mark: `ma. 16. mar`.
pub(crate) fn row_day(row: &Row, today: Day) -> String {
    row.day.map(|d| listed(d, today)).unwrap_or_default()
}

/// What a fact says, in a few words.
pub(crate) fn fact_words(data: &FactData) -> String {
    let kind = find(&format!("code.fact.{}", data.kind().name())).unwrap_or_else(|| data.kind().name().to_owned());
    let detail = match data {
        FactData::Benefit { benefit, rate, partial } => {
            let parts = [Some(label(*benefit)), rate.map(label), partial.then(|| t("fact.said.partial"))];
            parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
        }
        FactData::TalkHeld { talk, form, joint, companion, .. }
        | FactData::TalkBooked { talk, form, joint, companion, .. }
        | FactData::TalkMissed { talk, form, joint, companion, .. }
        | FactData::TalkCancelled { talk, form, joint, companion, .. } => {
            talk_words(*talk, *form, *joint, companion.as_ref())
        }
        FactData::Absence { absence, .. } => label(*absence),
        FactData::OrdinaryHours { hours } => {
            let n = hours.to_string().replace('.', ",");
            let n = if n.contains(',') { n.trim_end_matches('0') } else { &n };
            tf("fact.hours", &[("n", n)])
        }
        FactData::DagpengeCount { insurance, left, used } => {
            let hours = |n: i64| count("span.hours", usize::try_from(n).unwrap_or(0));
            let said = |key: &str, n: &Option<i64>| n.map(|n| tf(key, &[("n", &hours(n))]));
            let parts = [said("fact.hours_left", left), said("fact.hours_used", used), insurance.map(label)];
            parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
        }
        FactData::Household { single_parent, partner, children_at_home } => {
            let said = |key: &str, answer: &Option<YesNo>| answer.map(|a| tf(key, &[("answer", &label(a))]));
            let children = children_at_home.map(|n| tf("fact.children", &[("n", &n.to_string())]));
            let parts = [said("fact.single_parent", single_parent), said("fact.partner", partner), children];
            parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
        }
        FactData::OfferStarted { offer, company, .. } | FactData::OfferGranted { offer, company, .. } => {
            match company {
                Some(company) => format!("{}, {company}", label(*offer)),
                None => label(*offer),
            }
        }
        FactData::Deviation { reason, offer: Some(offer) } => format!("{}, {}", label(*offer), label(*reason)),
        FactData::Employment { job, company, .. } => match company {
            Some(company) => format!("{}, {company}", label(*job)),
            None => label(*job),
        },
        FactData::ExemptedAfterAssessment { exempt_from, .. } => {
            format!("{}. {}", label(*exempt_from), assessed(data).unwrap_or_default())
        }
        FactData::Assessment { finding, author, text } => {
            format!("{}. {}", label(*finding), tf("fact.assessed_by", &[("author", author), ("why", text)]))
        }
        FactData::Referral { receiver, name } | FactData::ReferralEnded { receiver, name } => {
            receiver_words(Some(*receiver), name.as_deref())
        }
        FactData::Document { document, text, receiver, name } => {
            let parts =
                [label(*document), receiver_words(*receiver, name.as_deref()), text.clone().unwrap_or_default()];
            parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
        }
        FactData::Clarification { question, answer, .. } => format!("{question} – {answer}"),
        FactData::Wish { text: Some(text), .. } => text.clone(),
        FactData::GoalSetAside { reason, .. } => label(*reason),
        FactData::Deferral { reason, .. } => label(*reason),
        FactData::NotRelevant { reason, .. } => label(*reason),
        // Logins and keys of units: who has the case stands in words beside.
        FactData::HandoverProposed { .. }
        | FactData::HandoverAccepted { .. }
        | FactData::HandoverDeclined { .. }
        | FactData::Substitute { .. }
        | FactData::ConflictOfInterest { .. } => String::new(),
        other => content(other),
    };
    if detail.is_empty() { kind } else { format!("{kind}: {detail}") }
}

/// Every field of a fact, what was chosen before what was written; with a name where a value does not speak for itself.
fn content(data: &FactData) -> String {
    let fields = data.kind().schema().fields;
    let mut said = data.fields();
    said.sort_by_key(|(_, value)| matches!(value, FieldValue::Text(_)));
    let words = said.into_iter().map(|(name, value)| {
        let text = match value {
            FieldValue::Code(code) => match fields.iter().find(|f| f.name == name).map(|f| f.sort) {
                Some(FieldSort::Code(list)) => code_words(list.name, code),
                _ => code.to_owned(),
            },
            FieldValue::Text(text) => text,
            FieldValue::Day(day) => dotted(day),
            FieldValue::Int(n) => n.to_string(),
            FieldValue::Hours(hours) => hours.to_string().replace('.', ","),
            FieldValue::Flag(_) => return t(&format!("fact.said.{name}")),
            FieldValue::Money(amount) => amount.to_string(),
        };
        let key = format!("fact.said.{name}");
        if find(&key).is_some() { tf(&key, &[("value", &text)]) } else { text }
    });
    words.collect::<Vec<_>>().join(", ")
}

/// Who receives, with the name where it says more.
fn receiver_words(receiver: Option<Receiver>, name: Option<&str>) -> String {
    let kind = receiver.map(label).unwrap_or_default();
    let name = name.filter(|n| !kind.contains(n)).unwrap_or_default();
    if kind.is_empty() || name.is_empty() { format!("{kind}{name}") } else { format!("{kind}, {name}") }
}

/// A talk's kind, how it is held, and who takes part.
fn talk_words(talk: TalkKind, form: Option<TalkForm>, joint: bool, companion: Option<&String>) -> String {
    let form = form.map(|form| t(&format!("talk_form.{}", form.code())).to_lowercase());
    let joint = joint.then(|| t("fact.joint"));
    let companion = companion.map(|name| tf("fact.companion", &[("name", name)]));
    [Some(label(talk)), form, joint, companion].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// Who exempted after an assessment, when and why; `None` for any other fact.
pub(crate) fn assessed(data: &FactData) -> Option<String> {
    let FactData::ExemptedAfterAssessment { reason, author, assessed, assessment, .. } = data else { return None };
    let why = format!("{}. {assessment}", label(*reason));
    let day = format!(" {}", short_year(*assessed));
    Some(tf("exemption.said", &[("author", author), ("day", &day), ("why", &why)]))
}

/// When it was or is: a day with its hour, or a period.
pub(crate) fn fact_days(data: &FactData, from: Day, through: Option<Day>, minute: Option<u16>) -> String {
    match (through, minute) {
        (None, Some(minute)) => format!("{} {}", dotted(from), clock(minute)),
        (None, None) if data.kind().schema().timing == domain::schema::Timing::On => dotted(from),
        (through, _) => period(from, through),
    }
}

/// Who wrote it, and when.
pub(crate) fn fact_source(fact: &FactRow) -> String {
    let at = short_year(fact.at.day());
    if fact.source.is_empty() || fact.source == fact.actor {
        format!("{}, {at}", fact.actor)
    } else {
        format!("{}, {at} · {}", fact.actor, fact.source)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duty_that_rules_of_several_titles_ask_for_is_named_after_none_of_them() {
        let rulebook = rulebook::shipped("fjordby").unwrap();
        for key in &rulebook.duty_keys {
            let asks = |r: &&rulebook::Rule| {
                let deadline = |v: &rulebook::model::Version| matches!(v.body, rulebook::model::Body::Deadline(_));
                r.duty.as_ref() == Some(key) && r.versions.iter().any(deadline)
            };
            let titles: std::collections::BTreeSet<&str> =
                rulebook.rules.iter().filter(asks).map(|r| r.title.as_str()).collect();
            if titles.len() > 1 {
                assert_ne!(duty_kind(key, "en regels navn"), "en regels navn", "{key}: {titles:?}");
                assert!(!titles.contains(duty_kind(key, "").as_str()), "{key}");
            }
        }
    }

    #[test]
    fn a_fact_of_any_kind_says_what_was_chosen_and_written_in_it_and_none_shows_a_login() {
        use domain::codes::{FollowUpKind, OfferKind, PlanKind, TalkForm, WishKind};
        let followup = FollowUpKind::Praktik;
        let day: Day = "2026-05-01".parse().unwrap();
        let said = [
            (FactData::Wish { wish: WishKind::Job, text: None }, "Ønske: ønsker job"),
            (
                FactData::DecisionReceived { text: Some("Hjælpen stopper".into()) },
                "Afgørelse modtaget: Hjælpen stopper",
            ),
            (
                FactData::FollowupHeld { followup, form: Some(TalkForm::Telefon), holder: None },
                "Opfølgning: opfølgning på virksomhedspraktik, telefonisk",
            ),
            (
                FactData::Sickness { employed: Some(YesNo::Ja), self_employed: None, expected_fit: Some(day) },
                "Sygemelding: i job: ja, ventes rask 01.05.2026",
            ),
            (
                FactData::PlanAgreed { plan: PlanKind::MinPlan, goal: Some("Butik".into()) },
                "Plan aftalt: Min Plan, Butik",
            ),
            (
                FactData::OfferExtended { offer: OfferKind::Virksomhedspraktik, reason: None, through_day: day },
                "Tilbud forlænget: virksomhedspraktik, til 01.05.2026",
            ),
            (FactData::AvailabilityDoubt { abroad: true }, "Tvivl om rådighed: ophold i udlandet"),
            (FactData::SicknessFormSent {}, "Oplysningsskema sendt"),
            (FactData::Substitute { person: "ida".into() }, "Stedfortræder"),
        ];
        for (data, words) in said {
            assert_eq!(fact_words(&data), words);
        }
    }

    #[test]
    fn a_span_before_a_day_is_taken_from_it() {
        let weeks = |count| Span::new(count, domain::Unit::Weeks);
        assert_eq!(plus("13.02.2026", weeks(2)), "13.02.2026 + 2 uger");
        assert_eq!(plus("13.02.2026", weeks(-2)), "13.02.2026 − 2 uger");
    }
}
