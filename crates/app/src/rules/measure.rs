//! What a rule measures: its clock, length, count or order, as plain data.

use domain::codes::Code;
use domain::{Kroner, Span};
use rulebook::model::{Anchor, Body, Clock, CourseKind, Deadline, FirstDay, Limit, NonWorkingDay, Restart};
use rulebook::selector::Selector;

/// A kind of fact with the codes that are asked for, by list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    pub kind: &'static str,
    pub codes: Vec<(&'static str, Vec<&'static str>)>,
}

/// What a clock is counted from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum From {
    Start(Vec<Facts>),
    End(Vec<Facts>),
    /// The day from which a limit takes effect, by its title.
    Limit(String),
    /// The start of the contact course on a benefit.
    Course(&'static str),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Measure {
    Deadline {
        /// `event`, `accumulated` or `window`.
        clock: &'static str,
        span: Span,
        count: u16,
        ordinal: u16,
        repeat: Option<Span>,
        from: From,
        state: Vec<Facts>,
        first_day_counts: bool,
        by_week: bool,
        moves_to_working_day: bool,
        /// `keep_first`, `from_met` or `from_due`.
        restart: &'static str,
        by: Vec<Facts>,
        pause: Vec<Facts>,
        exempt: Vec<Facts>,
        ends_with_anchor: bool,
    },
    Right {
        count: Option<u16>,
        responsible: String,
    },
    Duration {
        of: Vec<Facts>,
        max: Span,
        extended: Option<Span>,
    },
    Accumulated {
        state: Vec<Facts>,
        max: Span,
        window_months: Option<u16>,
    },
    Hours {
        at_least: u32,
        window_months: u16,
    },
    HoursLeft {
        full_week: u16,
        part_week: u16,
        period: Option<(Span, Option<Span>)>,
    },
    Places {
        per_first: u16,
        first_up_to: u16,
        per_rest: u16,
    },
    Amount {
        rate: String,
    },
    Order(Vec<String>),
    Quota {
        percent: u16,
    },
    Rate {
        unit: String,
        amounts: usize,
        known: usize,
        first: Option<Kroner>,
    },
    Gate {
        before: Vec<Facts>,
        requires: Vec<String>,
        closed: bool,
    },
}

pub(super) fn facts(selectors: &[Selector]) -> Vec<Facts> {
    selectors.iter().map(|s| Facts { kind: s.kind.name(), codes: s.codes() }).collect()
}

fn from(anchor: &Anchor) -> From {
    match anchor {
        Anchor::Start(selectors) => From::Start(facts(selectors)),
        Anchor::End(selectors) => From::End(facts(selectors)),
        Anchor::Limit(limit) => From::Limit(limit.title.clone()),
        Anchor::Course(course) => From::Course(match course {
            CourseKind::Dagpenge => "dagpenge",
            CourseKind::Kontanthjaelp => "kontanthjaelp",
            CourseKind::Jobafklaring => "jobafklaring",
            CourseKind::Ressourceforloeb => "ressourceforloeb",
            CourseKind::Ledighedsydelse => "ledighedsydelse",
            CourseKind::Revalidering => "revalideringsydelse",
        }),
    }
}

fn deadline(d: &Deadline) -> Measure {
    Measure::Deadline {
        clock: match d.clock {
            Clock::Event => "event",
            Clock::Accumulated => "accumulated",
            Clock::Window => "window",
        },
        span: d.span,
        count: d.count,
        ordinal: d.ordinal,
        repeat: d.repeat,
        from: from(&d.anchor),
        state: facts(&d.state),
        first_day_counts: d.first_day == FirstDay::Counts,
        by_week: d.timely_by_week,
        moves_to_working_day: d.non_working_day == NonWorkingDay::Next,
        restart: match d.restart {
            Restart::KeepFirst => "keep_first",
            Restart::FromMet => "from_met",
            Restart::FromDue => "from_due",
        },
        by: facts(&d.by),
        pause: facts(&d.pause),
        exempt: facts(&d.exempt).into_iter().chain(d.exempt_for.iter().flat_map(|part| facts(&part.facts))).collect(),
        ends_with_anchor: d.ends_with_anchor,
    }
}

pub(super) fn of(body: &Body) -> Measure {
    match body {
        Body::Deadline(d) => deadline(d),
        Body::Right(r) => Measure::Right { count: r.count, responsible: r.responsible.clone() },
        Body::Limit(limit) => match limit {
            Limit::Duration { of, max, extended, .. } => {
                Measure::Duration { of: facts(of), max: *max, extended: *extended }
            }
            Limit::Accumulated { state, max, window_months, .. } => {
                Measure::Accumulated { state: facts(state), max: *max, window_months: *window_months }
            }
            Limit::Hours { at_least, window_months, .. } => {
                Measure::Hours { at_least: *at_least, window_months: *window_months }
            }
            Limit::HoursLeft { full_week, part_week, period, period_within, .. } => Measure::HoursLeft {
                full_week: *full_week,
                part_week: *part_week,
                period: period.map(|period| (period, *period_within)),
            },
            Limit::Ratio { per_first, first_up_to, per_rest, .. } => {
                Measure::Places { per_first: *per_first, first_up_to: *first_up_to, per_rest: *per_rest }
            }
            Limit::Amount { rate } => Measure::Amount { rate: rate.clone() },
        },
        Body::OfferOrder(order) => Measure::Order(order.steps.iter().map(|s| s.offer.code().to_owned()).collect()),
        Body::Quota(quota) => Measure::Quota { percent: quota.share_percent },
        Body::Rate(rate) => Measure::Rate {
            unit: rate.unit.clone(),
            amounts: rate.values.len(),
            known: rate.values.iter().filter(|v| v.amount.is_some() || v.percent.is_some()).count(),
            first: rate.values.first().and_then(|v| v.amount),
        },
        Body::Gate(gate) => Measure::Gate {
            before: facts(&gate.before),
            requires: gate.requires.iter().map(|r| r.text.clone()).collect(),
            closed: gate.closed,
        },
    }
}
