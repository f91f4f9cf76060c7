//! The reason for a date in one line, as codes: the page turns it into a sentence.

use domain::Day;
use domain::Span;
use domain::codes::{Code, FollowUpKind};
use domain::compact::{Compact, HistoryView, NO_VALUE};
use domain::kinds::FactKind;
use rulebook::Rulebook;
use rulebook::assess::{Basis, Duty};
pub use rulebook::model::Force;
use rulebook::model::{Anchor, Body, Clock};

/// Why now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    pub shape: Shape,
    pub cite: Option<String>,
    pub rule: String,
    pub force: Force,
    pub pause_days: u16,
    pub due: Option<Day>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    /// An event plus a span.
    After { event: &'static str, on: Day, span: Span },
    /// So many before the end of a window.
    Count { held: u16, required: u16, since: Day, span: Span },
    /// A fact is lacking.
    Missing(Vec<String>),
    /// Nothing holds from a day on.
    Unread { from: Day },
}

/// The reason of the basis that a duty shows.
pub fn of(duty: &Duty, view: HistoryView<'_>, rulebook: &Rulebook, today: Day) -> Option<Reason> {
    let basis = shown(duty)?;
    Some(of_basis(basis, view, rulebook, today))
}

/// The earliest of the law's and the municipality's date.
pub fn shown(duty: &Duty) -> Option<&Basis> {
    match (duty.law_basis(), duty.goal_basis()) {
        (Some(law), Some(goal)) if goal.due < law.due && goal.met.is_none() => Some(goal),
        (Some(law), _) => Some(law),
        (None, goal) => goal.or(duty.aim_basis()).or_else(|| duty.bases.first()),
    }
}

pub fn of_basis(basis: &Basis, view: HistoryView<'_>, rulebook: &Rulebook, today: Day) -> Reason {
    let rule = rulebook.rule(basis.rule);
    let version = &rule.versions[basis.version as usize];
    let shape = match &version.body {
        _ if basis.unread_from.is_some_and(|from| from <= today) => {
            Shape::Unread { from: basis.unread_from.unwrap_or(today) }
        }
        Body::Deadline(d) if !basis.missing_on(today).is_empty() => Shape::Missing(
            basis
                .missing_on(today)
                .names()
                .map(|n| {
                    if n == "anchor" { d.expects_missing.clone().unwrap_or_else(|| n.to_owned()) } else { n.to_owned() }
                })
                .collect(),
        ),
        Body::Deadline(d) if d.count > 1 || d.clock == Clock::Window => {
            Shape::Count { held: basis.held, required: basis.required, since: basis.anchor, span: d.span }
        }
        Body::Deadline(d) => {
            let by_its_day = matches!(d.anchor, Anchor::End(_) | Anchor::Limit(_));
            let repeated = basis.opens != basis.anchor && !by_its_day && d.span.count >= 0;
            let event = if repeated { "last_time" } else { event(d, view, basis) };
            let span = if repeated { d.repeat.unwrap_or(d.span) } else { d.span };
            let on = if repeated { basis.opens } else { basis.anchor };
            Shape::After { event, on, span }
        }
        _ => Shape::Missing(Vec::new()),
    };
    Reason {
        shape,
        cite: version.cites.first().map(rulebook::model::Cite::display),
        rule: rule.id.clone(),
        force: basis.force,
        pause_days: basis.pause_days,
        due: basis.due,
    }
}

fn event(deadline: &rulebook::model::Deadline, view: HistoryView<'_>, basis: &Basis) -> &'static str {
    match deadline.anchor {
        Anchor::Course(_) => "course_start",
        Anchor::Limit(_) => "limit",
        Anchor::End(_) if deadline.span.count < 0 => "before_end",
        Anchor::End(_) if deadline.span.count > 0 => "after_end",
        Anchor::End(_) => "end",
        Anchor::Start(_) if deadline.span.count < 0 => "before",
        Anchor::Start(_) => view
            .facts
            .get(basis.anchor_fact as usize)
            .and_then(|f| FactKind::from_index(f.kind))
            .map_or("course_start", FactKind::name),
    }
}

/// Whether a duty is about a talk, so that the next step is to book or register one.
pub fn is_talk(duty: &Duty, rulebook: &Rulebook) -> bool {
    duty.bases.iter().any(|b| {
        let version = &rulebook.rule(b.rule).versions[b.version as usize];
        matches!(&version.body, Body::Deadline(d) if d.by.iter().any(|s| s.kind == FactKind::TalkHeld))
    })
}

/// The follow-up that a duty asks for, where no talk fulfils it: the one that is named as the duty is, else the first of the
/// list.
pub fn followup(duty: &Duty, rulebook: &Rulebook) -> Option<FollowUpKind> {
    let basis = shown(duty).filter(|_| !is_talk(duty, rulebook))?;
    let Body::Deadline(deadline) = &rulebook.rule(basis.rule).versions[basis.version as usize].body else {
        return None;
    };
    let named = &rulebook.duty_keys[duty.key as usize];
    let fulfils = |kind: &FollowUpKind| {
        let codes = [kind.index() + 1, 0, 0];
        deadline.by.matches(&Compact {
            from: 0,
            through: 0,
            value: NO_VALUE,
            kind: FactKind::FollowupHeld as u8,
            codes,
        })
    };
    let mut fulfilling = FollowUpKind::ALL.iter().copied().filter(fulfils);
    let same = FollowUpKind::from_code(named).filter(fulfils);
    same.or_else(|| fulfilling.next())
}
