//! Where a person stands on a day, and the facts as rows.

use super::{AxesView, Booked, Change, CitizenPage, DutyView, FactRow, Moved};
use crate::config::Config;
use crate::correct::can_be_corrected;
use crate::talk::Setting;
use domain::Day;
use domain::codes::{Benefit, FindingSubject, TalkKind};
use domain::history::History;
use domain::kinds::{FactData, FactKind};
use rulebook::assess::axes::Axes;
use store::fact::StoredFact;

pub(super) fn texts(history: &History, today: Day, pick: impl Fn(&FactData) -> Option<String>) -> Vec<String> {
    history
        .facts()
        .iter()
        .filter(|f| f.from <= today && f.through.is_none_or(|t| today <= t))
        .filter_map(|f| pick(&f.data))
        .collect()
}

/// Who represents or accompanies the citizen on a day.
pub(super) fn represented(history: &History, today: Day) -> Vec<FactData> {
    let holds = history.facts().iter().filter(|f| f.from <= today && f.through.is_none_or(|t| today <= t));
    holds.filter(|f| f.kind() == FactKind::Representation).map(|f| f.data.clone()).collect()
}

/// The latest assessment of each subject on a day, the newest first.
pub(super) fn assessments(history: &History, today: Day) -> Vec<(Day, FactData)> {
    let mut found: Vec<(FindingSubject, Day, FactData)> = Vec::new();
    for fact in history.facts().iter().rev().filter(|f| f.from <= today) {
        if let FactData::Assessment { finding, .. } = &fact.data
            && found.iter().all(|(subject, ..)| *subject != finding.subject())
        {
            found.push((finding.subject(), fact.from, fact.data.clone()));
        }
    }
    found.into_iter().map(|(_, on, data)| (on, data)).collect()
}

pub(super) fn booked_talk(history: &History, today: Day) -> Option<Booked> {
    let settled = |on: Day| {
        history.facts().iter().any(|f| {
            f.from == on && matches!(f.kind(), FactKind::TalkHeld | FactKind::TalkMissed | FactKind::TalkCancelled)
        })
    };
    history.facts().iter().filter(|f| f.from >= today && !settled(f.from)).find_map(|f| {
        let (talk, setting) = Setting::of_booking(&f.data)?;
        Some(Booked { on: f.from, minute: f.minute, talk, setting })
    })
}

/// The talk that is usual for the benefit.
pub(super) fn talk_for(axes: Axes<'_>, today: Day) -> TalkKind {
    match axes.benefit(today) {
        Some(Benefit::Sygedagpenge) => TalkKind::Opfoelgningssamtale,
        Some(Benefit::Foertidspension) => TalkKind::VejledendeSamtale,
        Some(Benefit::Fleksloentilskud) => TalkKind::FleksjobOpfoelgning,
        _ => TalkKind::Jobsamtale,
    }
}

/// The last day of the last benefit; `None` while one runs, and where none was ever recorded.
fn ended(history: &History, today: Day) -> Option<Day> {
    let begun = history.facts().iter().filter(|f| f.kind() == FactKind::Benefit && f.from <= today);
    let last = begun.map(|f| f.through.unwrap_or(Day::LAST)).max()?;
    (last < today).then_some(last)
}

pub(super) fn axes_view(axes: Axes<'_>, history: &History, today: Day) -> AxesView {
    let current = |kind: FactKind| {
        history
            .facts()
            .iter()
            .rev()
            .find(|f| f.kind() == kind && f.from <= today && f.through.is_none_or(|t| today <= t))
    };
    let (_, missing) = axes.groups(today);
    AxesView {
        benefit: current(FactKind::Benefit).and_then(|f| match f.data {
            FactData::Benefit { benefit, rate, .. } => Some((benefit, rate, f.from)),
            _ => None,
        }),
        benefit_ended: ended(history, today),
        group: axes.target_group(today).map(|g| {
            let since = current(FactKind::TargetGroup)
                .or_else(|| current(FactKind::Visitation))
                .or_else(|| current(FactKind::Benefit))
                .map_or(today, |f| f.from);
            (g, since)
        }),
        group_missing: missing.names().map(str::to_owned).collect(),
        contact: current(FactKind::ContactGroup).and_then(|f| match f.data {
            FactData::ContactGroup { group } => Some((group, f.from)),
            _ => None,
        }),
        visitation: current(FactKind::Visitation).and_then(|f| match f.data {
            FactData::Visitation { category } => Some((category, f.from)),
            _ => None,
        }),
        owner_unit: String::new(),
        owner: None,
        owner_since: today,
    }
}

pub(super) fn fact_rows(stored: &[StoredFact], history: &History, config: &Config) -> Vec<FactRow> {
    let mut rows: Vec<FactRow> = stored
        .iter()
        .map(|f| (f, history.replaced().iter().any(|r| r.id == f.fact.id)))
        .map(|(f, replaced)| FactRow {
            id: f.id,
            commit: f.commit,
            kind: f.fact.kind(),
            from: f.fact.from,
            through: f.fact.through,
            minute: f.fact.minute,
            data: f.fact.data.clone(),
            actor: f.actor.clone(),
            at: f.at,
            source: f.fact.source.system.clone(),
            replaced,
            correctable: !replaced && can_be_corrected(f.fact.kind()),
            reason: f.reason.clone(),
            corrects: f.fact.supersedes.clone(),
            annuls: f.fact.annuls.clone(),
            owners: config.owners_of_place(&f.fact.data, f.fact.from, f.fact.through),
        })
        .collect();
    rows.sort_by_key(|r| (std::cmp::Reverse(r.from), std::cmp::Reverse(r.id)));
    rows
}

/// What was written after a commit: new words, corrections with the old one beside, annulments.
pub(super) fn changes(stored: &[StoredFact], known: i64) -> Vec<Change> {
    let later = stored.iter().filter(|f| f.commit > known);
    later
        .map(|f| {
            let before = f
                .fact
                .supersedes
                .as_ref()
                .or(f.fact.annuls.as_ref())
                .and_then(|id| stored.iter().find(|s| s.fact.id == *id));
            Change {
                at: f.at,
                actor: f.actor.clone(),
                data: before
                    .filter(|_| f.fact.annuls.is_some())
                    .map_or_else(|| f.fact.data.clone(), |b| b.fact.data.clone()),
                then: before.map(|b| (b.fact.from, b.fact.through)),
                now: f.fact.annuls.is_none().then_some((f.fact.from, f.fact.through)),
            }
        })
        .collect()
}

/// The dates that differ between two pages of the same day. A duty that one of them does not have is in neither.
pub(super) fn moved(then: &CitizenPage, now: &CitizenPage) -> Vec<Moved> {
    let all = |page: &CitizenPage| -> Vec<DutyView> {
        page.municipality.iter().chain(&page.citizen).chain(&page.others).cloned().collect()
    };
    let now = all(now);
    let pairs = all(then).into_iter().filter_map(|old| now.iter().find(|new| new.id == old.id).map(|new| (old, new)));
    let moved = pairs.flat_map(|(old, new)| {
        let one = |is_goal, then: Option<Day>, now: Option<Day>| {
            let (duty, title) = (old.duty.clone(), old.title.clone());
            (then != now).then_some(Moved { duty, n: old.n, title, is_goal, then, now })
        };
        [one(false, old.law_due, new.law_due), one(true, old.goal_due, new.goal_due)]
    });
    moved.flatten().collect()
}
