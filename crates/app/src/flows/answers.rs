//! How quickly what somebody asked for was decided: from the day it was asked to the day the assessment says it was answered.

use super::Shown;
use super::wave::{Told, WaveRow};
use crate::access::Viewer;
use crate::counted::Counted;
use crate::opened::{Extent, Found, Opened, decide_opened};
use crate::team::timeliness::is_ours;
use crate::{App, AppError, Moment};
use domain::Day;
use domain::compact::Compact;
use domain::kinds::FactKind;
use figures::Month;
use figures::indicator::answer_time::{Answers, Asked, End};
use figures::journey::FEWEST;
use figures::suppression::{Published, THRESHOLD, publish_row};
use rulebook::Rulebook;
use rulebook::assess::Status;
use std::collections::{BTreeMap, BTreeSet};
use store::duty::DutyRow;
use store::histories::CaseHistory;

/// What is answered.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Matter {
    Handover,
    /// Place of the duty's key among the rulebook's.
    Duty(u16),
}

/// What somebody asked in one case.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CaseAsked {
    matter: Matter,
    asked: Asked,
}

/// What was asked for in the chosen months, and how it was answered.
#[derive(Clone, Debug)]
pub struct AnswerRow {
    /// The duty to answer; `None`: the handover of a case.
    pub duty: Option<String>,
    /// The rule's own words.
    pub title: String,
    pub asked: Published,
    pub open: Published,
    pub lapsed: Published,
    /// Whether anybody has to answer is not known: in no other number of the row.
    pub unknown: Published,
    pub wait: WaveRow,
}

/// Somebody asks; a proposed handover is read by itself.
fn asks(kind: FactKind) -> bool {
    use FactKind::{Enquiry, FastTrackRequested, FollowupWanted, RequestReceived, Wish};
    matches!(kind, Enquiry | FastTrackRequested | FollowupWanted | RequestReceived | Wish)
}

/// Of one case, as its duties stand today.
pub(crate) fn of(rows: &[DutyRow], case: &CaseHistory, rulebook: &Rulebook, today: Day) -> Box<[CaseAsked]> {
    let facts = case.view().facts;
    let mut found = handovers(facts, today);
    let asking: Vec<(i64, Day)> = (0u32..)
        .zip(facts)
        .filter(|(_, fact)| FactKind::from_index(fact.kind).is_some_and(asks) && fact.from_day() <= today)
        .map(|(at, fact)| (case.root(at), fact.from_day()))
        .collect();
    if asking.is_empty() {
        return found.into();
    }
    // Of a duty that goes on, the first time is the answer.
    for row in rows.iter().filter(|row| is_ours(row) && row.n <= 1) {
        let key = rulebook.duty_keys.binary_search(&row.duty).ok().and_then(|at| u16::try_from(at).ok());
        let on = asking.iter().find(|(root, _)| *root == row.root).map(|(_, day)| *day);
        if let (Some(key), Some(on)) = (key, on) {
            found.push(CaseAsked { matter: Matter::Duty(key), asked: Asked { on, end: end(row) } });
        }
    }
    found.into()
}

fn end(row: &DutyRow) -> End {
    let day = |n: Option<i64>| n.and_then(|n| i32::try_from(n).ok()).map(Day::from_number);
    if let Some(day) = day(row.law_met).into_iter().chain(day(row.goal_met)).min() {
        return End::Answered(day);
    }
    match row.status() {
        Status::Exempt | Status::Lapsed => End::Lapsed,
        Status::Undetermined => End::Undetermined,
        _ => End::Open,
    }
}

/// From a proposal to yes or no; one that another proposal took the place of has no answer to wait for.
fn handovers(facts: &[Compact], today: Day) -> Vec<CaseAsked> {
    use FactKind::{HandoverAccepted, HandoverDeclined, HandoverProposed};
    let said = facts.iter().filter(|fact| fact.from_day() <= today).filter_map(|fact| {
        let kind = FactKind::from_index(fact.kind)?;
        matches!(kind, HandoverAccepted | HandoverDeclined | HandoverProposed).then(|| (kind, fact.from_day()))
    });
    let said: Vec<(FactKind, Day)> = said.collect();
    let proposed = said.iter().enumerate().filter(|(_, (kind, _))| *kind == HandoverProposed);
    proposed
        .map(|(at, (_, on))| {
            let end = match said.get(at + 1) {
                None => End::Open,
                Some((HandoverProposed, _)) => End::Lapsed,
                Some((_, day)) => End::Answered(*day),
            };
            CaseAsked { matter: Matter::Handover, asked: Asked { on: *on, end } }
        })
        .collect()
}

/// Those who wait for the answer to one matter.
#[derive(Clone, Debug)]
pub struct WaitingPage {
    pub today: Day,
    pub shown: Shown,
    pub row: AnswerRow,
    /// With the day it was asked.
    pub cases: Opened<Day, ()>,
}

impl App {
    /// The cases of those who still wait for an answer, those the reader may see on a list. `duty`: the duty to answer, or
    /// the handover of a case. A number that is hidden has no list.
    pub async fn answers_waited_for(
        &self,
        viewer: &Viewer,
        (asked, duty): (super::Asked, Option<&str>),
        extent: Extent,
        moment: Moment,
    ) -> Result<WaitingPage, AppError> {
        decide_opened(viewer)?;
        let today = moment.today;
        let matter = match duty {
            None => Some(Matter::Handover),
            Some(duty) => {
                let at = self.rulebook.duty_keys.binary_search_by(|key| key.as_str().cmp(duty)).ok();
                at.and_then(|at| u16::try_from(at).ok()).map(Matter::Duty)
            }
        };
        let matter = matter.ok_or(AppError::NotFound)?;
        let read = |counted: &Counted| {
            let shown = asked.of(&counted.flows, today);
            let row = self.answer_rows(counted, shown.wave, today).into_iter().find(|row| row.duty.as_deref() == duty);
            (shown, row, waiting(counted, matter, shown.wave))
        };
        let (shown, row, found) = self.counted(today, read).await?;
        let row = row.ok_or(AppError::NotFound)?;
        let found = if row.open == Published::Suppressed { Vec::new() } else { found };
        let cases = self.open(viewer, (found, &BTreeSet::new()), extent, ("stroemme", moment)).await?;
        Ok(WaitingPage { today, shown, row, cases })
    }

    /// By name, the handovers last.
    pub(super) fn answer_rows(&self, counted: &Counted, (first, last): (Month, Month), today: Day) -> Vec<AnswerRow> {
        let mut by: BTreeMap<Matter, Vec<Asked>> = BTreeMap::new();
        for one in counted.listed.iter().flat_map(|listed| &listed.asked) {
            if (first..=last).contains(&Month::of(one.asked.on)) {
                by.entry(one.matter).or_default().push(one.asked);
            }
        }
        let mut rows: Vec<AnswerRow> =
            by.into_iter().map(|(matter, all)| self.answer_row(matter, all, today)).collect();
        rows.sort_by_cached_key(|row| (row.duty.is_none(), figures::danish::sort_key(&row.title)));
        rows
    }

    fn answer_row(&self, matter: Matter, asked: Vec<Asked>, today: Day) -> AnswerRow {
        let duty = match matter {
            Matter::Duty(key) => self.rulebook.duty_keys.get(usize::from(key)).cloned(),
            Matter::Handover => None,
        };
        let found = Answers::of(asked, today);
        let parts = publish_row(&[found.answered, found.open, found.lapsed, found.undetermined], THRESHOLD);
        let told = |wait| if found.answered + found.open >= FEWEST { Told::Wait(wait) } else { Told::TooFew };
        AnswerRow {
            title: duty.as_ref().map(|duty| self.duty_name(duty, today)).unwrap_or_default(),
            duty,
            asked: parts.total,
            open: parts.cells[1],
            lapsed: parts.cells[2],
            unknown: parts.cells[3],
            wait: WaveRow { median: told(found.median), tenth: told(found.tenth) },
        }
    }
}

/// Who has waited longest first.
fn waiting(counted: &Counted, matter: Matter, (first, last): (Month, Month)) -> Vec<Found<Day, ()>> {
    let within = |one: &&CaseAsked| {
        one.matter == matter && one.asked.end == End::Open && (first..=last).contains(&Month::of(one.asked.on))
    };
    let of = |case: i64, one: &CaseAsked| Found { case, benefit: (), also: Vec::new(), of: one.asked.on };
    let each = counted.listed.iter();
    let mut found: Vec<Found<Day, ()>> =
        each.flat_map(|l| l.asked.iter().filter(within).map(|one| of(l.case(), one))).collect();
    found.sort_by_key(|f| (f.of, f.case));
    found
}
