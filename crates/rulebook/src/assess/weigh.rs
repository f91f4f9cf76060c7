//! One gate on one day: closed, not for the group, too early, too late, or waiting for facts. A missing fact never refuses.

use crate::assess::added_up::last_day_left;
use crate::assess::ask::Verdict;
use crate::assess::axes::Axes;
use crate::assess::prior::{last_day_inside, last_day_of, latest_from, prior_days};
use crate::model::{Body, Gate, Prior, SourceStatus, Version};
use crate::requirement::Requirement;
use crate::selector::Selectors;
use crate::who::{Match, Missing};
use domain::codes::Sector;
use domain::compact::{Compact, HistoryView};
use domain::{Day, MonthEnd, Span};
use std::collections::BTreeSet;

/// What a gate says beside its verdict.
#[derive(Clone, Debug, Default)]
pub(crate) struct Weighed {
    /// The first day on which it opens.
    pub(crate) earliest: Option<Day>,
    /// The day by which what begins must be over.
    pub(crate) through: Option<Day>,
    pub(crate) missing: BTreeSet<String>,
}

impl Weighed {
    pub(crate) fn lacks(&mut self, missing: Missing) {
        self.missing.extend(missing.names().map(str::to_owned));
    }

    /// Of several gates the last that opens and the first that closes.
    pub(crate) fn add(&mut self, other: Weighed) {
        self.earliest = later(self.earliest, other.earliest);
        self.through = earlier(self.through, other.through);
        self.missing.extend(other.missing);
    }
}

/// One gate on one day. What nobody has read in a source neither refuses nor grants: the answer is undetermined, and says
/// why.
pub(crate) fn try_gate(
    version: &Version,
    on: Day,
    sector: Option<Sector>,
    axes: Axes<'_>,
    history: HistoryView<'_>,
    found: &mut Weighed,
) -> Verdict {
    let Body::Gate(gate) = &version.body else { return Verdict::Allowed };
    let verdict = weigh(gate, on, sector, axes, history, found);
    if version.source == SourceStatus::NeedsReview {
        found.lacks(Missing::UNCONFIRMED);
        return Verdict::Undetermined;
    }
    verdict
}

/// As [`try_gate`], where the gate may not be the citizen's: then a refusal is no refusal.
pub(crate) fn try_gate_for(
    version: &Version,
    for_whom: Match,
    on: Day,
    sector: Option<Sector>,
    axes: Axes<'_>,
    history: HistoryView<'_>,
    found: &mut Weighed,
) -> Verdict {
    let verdict = try_gate(version, on, sector, axes, history, found);
    match for_whom {
        Match::Unknown(who) if verdict == Verdict::Refused => {
            found.lacks(who);
            Verdict::Undetermined
        }
        _ => verdict,
    }
}

fn weigh(
    gate: &Gate,
    on: Day,
    sector: Option<Sector>,
    axes: Axes<'_>,
    history: HistoryView<'_>,
    found: &mut Weighed,
) -> Verdict {
    if gate.closed {
        return Verdict::Refused;
    }
    let mut verdict = Verdict::Allowed;
    if let Some(over) = &gate.over_by {
        match last_day_of(history.facts, over, on) {
            Some(last) if last < on => return Verdict::Refused,
            Some(last) => found.through = Some(last),
            None => {
                found.lacks(Missing::DAGPENGE_COUNT);
                verdict = Verdict::Undetermined;
            }
        }
    }
    if let Some(shared) = &gate.added_up {
        let Some(last) = last_day_left(history.facts, shared, on) else { return Verdict::Refused };
        found.through = earlier(found.through, Some(last));
    }
    found.through = earlier(found.through, last_day_inside(history.facts, &gate.inside, on));
    match gate.allowed.map(|who| who.matches(&axes, on)) {
        Some(Match::No) => return Verdict::Refused,
        Some(Match::Unknown(who)) => {
            found.lacks(who);
            verdict = Verdict::Undetermined;
        }
        Some(Match::Yes) | None => {}
    }
    if let Some(prior) = &gate.prior {
        verdict = worst(verdict, so_long_before(prior, on, axes, history, found));
    }
    for need in &gate.requires {
        if need.sector.is_some() && need.sector != sector || need.who.is_some_and(|w| w.matches(&axes, on) == Match::No)
        {
            continue;
        }
        if !is_there(need, on, history) {
            found.missing.insert(need.name.clone());
            verdict = worst(verdict, Verdict::Undetermined);
        }
    }
    verdict
}

/// So long in a state before, unless one of the exceptions holds.
fn so_long_before(prior: &Prior, on: Day, axes: Axes<'_>, history: HistoryView<'_>, found: &mut Weighed) -> Verdict {
    let time = prior_days(history.facts, prior, on);
    if time.satisfied {
        return Verdict::Allowed;
    }
    let either = |so_far: Match, next: Match| match (so_far, next) {
        (Match::Yes, _) | (_, Match::Yes) => Match::Yes,
        (Match::Unknown(a), Match::Unknown(b)) => Match::Unknown(a.with(b)),
        (Match::Unknown(a), Match::No) | (Match::No, Match::Unknown(a)) => Match::Unknown(a),
        (Match::No, Match::No) => Match::No,
    };
    let verdict = match prior.except.iter().map(|who| who.matches(&axes, on)).fold(Match::No, either) {
        Match::Yes => return Verdict::Allowed,
        Match::Unknown(open) => {
            found.lacks(open);
            Verdict::Undetermined
        }
        Match::No if time.uncounted => Verdict::Undetermined,
        Match::No => Verdict::Refused,
    };
    if time.uncounted {
        found.lacks(Missing::DAGPENGE_COUNT);
    }
    found.earliest = later(found.earliest, time.earliest);
    verdict
}

/// Whether what must exist does, is no older than it may be, and is of this matter.
fn is_there(need: &Requirement, on: Day, history: HistoryView<'_>) -> bool {
    let latest = |of: &Selectors, on: Day| latest_from(history.facts, of, on);
    let may_be = need.within.map_or(i32::MIN, |s| Span::new(-s.count, s.unit).after(on, MonthEnd::Down).number());
    if !need.no_other.is_empty() {
        let matter = latest(&need.since, on);
        let month = if matter == i32::MIN { on } else { Day::from_number(matter) }.start_of_month().number();
        let other = |f: &Compact| need.no_other.matches(f) && f.from >= month && f.from < on.number();
        return !history.facts.iter().any(other);
    }
    let used = latest(&need.used_by, on.plus_days(-1)).max(latest(&need.after, on)).saturating_add(1);
    let newest = match latest(&need.before, on) {
        i32::MIN => on.number(),
        bound => bound - 1,
    };
    let earlier =
        need.earlier.as_ref().map_or(i32::MIN, |earlier| match latest(&earlier.by, Day::from_number(newest)) {
            i32::MIN => i32::MIN,
            by => latest(&earlier.of, Day::from_number(by)),
        });
    let oldest = may_be.max(latest(&need.since, on)).max(used).max(earlier);
    history.facts.iter().any(|f| need.facts.matches(f) && (oldest..=newest).contains(&f.from))
}

pub(crate) fn worst(a: Verdict, b: Verdict) -> Verdict {
    match (a, b) {
        (Verdict::Refused, _) | (_, Verdict::Refused) => Verdict::Refused,
        (Verdict::Undetermined, _) | (_, Verdict::Undetermined) => Verdict::Undetermined,
        _ => Verdict::Allowed,
    }
}

fn later(a: Option<Day>, b: Option<Day>) -> Option<Day> {
    a.max(b)
}

pub(crate) fn earlier(a: Option<Day>, b: Option<Day>) -> Option<Day> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}
