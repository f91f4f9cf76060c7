//! Dates kept: by the law and by the municipality's own goal, apart, counted from what the assessment has said.

use super::measure::{Kept, KeptBasis, KeptBy, KeptPeriod, question};
use super::{closed_to, leads};
use crate::access::Viewer;
use crate::{App, AppError, Moment};
use domain::Day;
use figures::suppression::{Published, publish_row};
use figures::timeliness::{BasisRow, Class, Layer, Question, Share, class, share};
use rulebook::assess::Status;
use rulebook::model::{DutyParty, Force};
use std::collections::{BTreeMap, BTreeSet};
use store::case::CaseRow;
use store::duty::DutyRow;

/// A share, or why there is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Figure {
    /// Nothing was due: not 0 per cent.
    NothingDue,
    /// So few of what is counted is closed to the reader that the rest would show it.
    Hidden,
    Share {
        percent: String,
        share: Share,
    },
}

/// One duty, or all together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FigureRow {
    pub duty: Option<String>,
    pub title: String,
    pub law: Timely,
    pub goal: Timely,
}

/// The same dates measured by the day and by the week.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timely {
    pub day: Figure,
    pub week: Figure,
}

/// Which dates are listed behind a figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptFilter {
    pub layer: Kept,
    pub duty: Option<String>,
    pub period: KeptPeriod,
    pub basis: KeptBasis,
    pub by: KeptBy,
    /// Only those that were not kept.
    pub late: bool,
    /// As known at the end of an earlier day.
    pub known: Option<Day>,
}

#[derive(Clone, Debug)]
pub struct KeptPage {
    pub unit_name: String,
    pub title: Option<String>,
    pub figure: Figure,
    pub rows: Vec<DateKept>,
    pub hidden: usize,
    pub from: Day,
    pub through: Day,
    pub filter: KeptFilter,
}

/// One date behind a figure.
#[derive(Clone, Debug)]
pub struct DateKept {
    pub case: i64,
    pub name: String,
    pub duty: String,
    pub n: u16,
    pub title: String,
    pub due: Day,
    /// The day it was kept, in time or late.
    pub met: Option<Day>,
    pub timely: bool,
}

/// Fewer hidden dates than this would be found by subtraction.
pub(crate) const FEW: usize = 3;

/// The two dates of a stored duty, as the assessment has stated them.
pub(crate) fn bases(row: &DutyRow) -> Vec<BasisRow> {
    let flag = |n: Option<i64>| n.map(|n| n != 0);
    let day = |n: Option<i64>| n.and_then(|n| i32::try_from(n).ok()).map(Day::from_number);
    let by_law = row.force() == Some(Force::Law);
    // The row says one status of the whole duty: what only a passed goal makes is still pending by the law.
    let law_status = match row.status() {
        Status::OverGoal | Status::Deferred => Status::Pending,
        status => status,
    };
    let goal_status = if row.status() == Status::Deferred { Status::Pending } else { row.status() };
    let law = by_law.then_some(BasisRow {
        layer: Layer::Law,
        due: row.due_day(),
        met: day(row.law_met),
        timely_by_day: flag(row.law_timely),
        timely_by_week: flag(row.law_timely_week),
        status: law_status,
    });
    let goal = row.goal_day().map(|due| BasisRow {
        layer: Layer::Goal,
        due: Some(due),
        met: day(row.goal_met),
        timely_by_day: flag(row.goal_timely),
        timely_by_week: flag(row.goal_timely_week),
        status: goal_status,
    });
    law.into_iter().chain(goal).collect()
}

fn found(rows: &[&DutyRow]) -> Vec<(i64, BasisRow)> {
    rows.iter().flat_map(|r| bases(r).into_iter().map(|b| (r.case, b))).collect()
}

fn figure(rows: &[&DutyRow], shown: bool, asked: Question) -> Figure {
    let found = found(rows);
    let counted = share(found.iter().map(|(_, b)| b), asked);
    match counted.percent() {
        _ if !shown => Figure::Hidden,
        Some(percent) => Figure::Share { percent: figures::danish::percent(percent, 1), share: counted },
        None => Figure::NothingDue,
    }
}

/// Dates of closed cases that a figure would count.
fn closed_dates(rows: &[&DutyRow], closed: &BTreeSet<i64>, asked: Question) -> u32 {
    let counts = |b: &BasisRow| matches!(class(b, asked), Class::Timely | Class::Late);
    found(rows).iter().filter(|(case, b)| closed.contains(case) && counts(b)).fold(0, |n, _| n + 1)
}

/// The duties of the period, and what the reader is shown of each and of all together.
struct Board<'r> {
    all: Vec<&'r DutyRow>,
    by: BTreeMap<&'r str, Vec<&'r DutyRow>>,
    closed: &'r BTreeSet<i64>,
    basis: KeptBasis,
    period: (Day, Day),
    today: Day,
}

impl<'r> Board<'r> {
    fn of(
        rows: &'r [DutyRow],
        closed: &'r BTreeSet<i64>,
        basis: KeptBasis,
        period: (Day, Day),
        today: Day,
    ) -> Board<'r> {
        let all: Vec<&DutyRow> = rows.iter().filter(|r| is_ours(r)).collect();
        let mut by: BTreeMap<&str, Vec<&DutyRow>> = BTreeMap::new();
        for row in &all {
            by.entry(&row.duty).or_default().push(row);
        }
        Board { all, by, closed, basis, period, today }
    }

    fn rows(&self, duty: Option<&str>) -> &[&'r DutyRow] {
        duty.map_or(&self.all[..], |duty| self.by.get(duty).map_or(&[], Vec::as_slice))
    }

    /// Whether a figure may be shown. The duties add up to all together: of a duty that is hidden nothing may be found
    /// by taking the others from the total, so another is hidden with it, or the total.
    fn shows(&self, duty: Option<&str>, asked: Question) -> bool {
        let dates: Vec<u32> = self.by.values().map(|rows| closed_dates(rows, self.closed, asked)).collect();
        let published = publish_row(&dates, FEW as u32);
        let at = duty.map(|duty| self.by.keys().position(|d| *d == duty));
        let cell = match at {
            None => published.total,
            Some(at) => at.map_or(Published::Count(0), |at| published.cells[at]),
        };
        cell != Published::Suppressed
    }

    fn timely(&self, duty: Option<&str>, layer: Kept) -> Timely {
        let asked = |by| question((layer, self.basis, by), self.period, self.today);
        // By day and by week are made of the same dates: what the one hides would be found from the other.
        let shown = [KeptBy::Day, KeptBy::Week].into_iter().all(|by| self.shows(duty, asked(by)));
        let by = |by| figure(self.rows(duty), shown, asked(by));
        Timely { day: by(KeptBy::Day), week: by(KeptBy::Week) }
    }
}

/// The municipality's own duties alone: what the citizen owes is not the team's timeliness.
pub(crate) fn is_ours(row: &DutyRow) -> bool {
    row.party == DutyParty::Municipality as i64
}

/// All duties together, then each that had a date in the period.
pub(super) fn figures(
    app: &App,
    rows: &[DutyRow],
    closed: &BTreeSet<i64>,
    basis: KeptBasis,
    period: (Day, Day),
    today: Day,
) -> Vec<FigureRow> {
    let board = Board::of(rows, closed, basis, period, today);
    let line = |duty: Option<&str>| FigureRow {
        duty: duty.map(str::to_owned),
        title: duty.map(|d| app.duty_name(d, today)).unwrap_or_default(),
        law: board.timely(duty, Kept::Law),
        goal: board.timely(duty, Kept::Goal),
    };
    let mut lines = vec![line(None)];
    let each = board.by.keys().map(|duty| line(Some(duty)));
    lines.extend(each.filter(|l| (&l.law.day, &l.goal.day) != (&Figure::NothingDue, &Figure::NothingDue)));
    lines[1..].sort_by_cached_key(|l| figures::danish::sort_key(&l.title));
    lines
}

impl App {
    /// The dates behind a figure of the team's page, those the reader may see.
    pub async fn team_dates(&self, viewer: &Viewer, filter: KeptFilter, moment: Moment) -> Result<KeptPage, AppError> {
        leads(viewer).map_err(AppError::NoAccess)?;
        let today = moment.today;
        let closed = closed_to(viewer, &self.listed(&self.led_by(viewer, today), today).await?);
        let seen_on = filter.known.unwrap_or(today);
        let owned = self.led_by(viewer, seen_on);
        let (from, through) = filter.period.days(seen_on);
        let rows = self.duties_dated(&owned, today, filter.known, (from, through)).await?;
        let closed = self.closed_then(viewer, closed, &rows, filter.known, today).await?;
        let asked = question((filter.layer, filter.basis, filter.by), (from, through), seen_on);
        let board = Board::of(&rows, &closed, filter.basis, (from, through), seen_on);
        let behind: Vec<(&DutyRow, BasisRow, bool)> = board
            .rows(filter.duty.as_deref())
            .iter()
            .flat_map(|r| bases(r).into_iter().map(move |b| (*r, b)))
            .filter_map(|(r, b)| match class(&b, asked) {
                Class::Timely if !filter.late => Some((r, b, true)),
                Class::Late => Some((r, b, false)),
                _ => None,
            })
            .collect();
        let ids: BTreeSet<i64> = behind.iter().map(|(r, ..)| r.case).filter(|c| !closed.contains(c)).collect();
        let ids: Vec<i64> = ids.into_iter().collect();
        let cases: BTreeMap<i64, CaseRow> =
            self.store.case_list(self.municipality, &ids).await?.into_iter().map(|c| (c.id, c)).collect();
        let hidden = behind.iter().filter(|(r, ..)| closed.contains(&r.case)).count();
        let called = self.called(ids, moment.today).await?;
        let mut dates: Vec<DateKept> = behind
            .into_iter()
            .filter_map(|(r, b, timely)| {
                let n = u16::try_from(r.n).unwrap_or(0);
                Some(DateKept {
                    case: r.case,
                    name: cases.get(&r.case)?.person.name(),
                    duty: r.duty.clone(),
                    n,
                    title: called.title(r.case, (&r.duty, n), b.due),
                    due: b.due?,
                    met: b.met,
                    timely,
                })
            })
            .collect();
        dates.sort_by(|a, b| (a.due, &a.name, &a.duty, a.n).cmp(&(b.due, &b.name, &b.duty, b.n)));
        let both = board.timely(filter.duty.as_deref(), filter.layer);
        let figure = if filter.by == KeptBy::Week { both.week } else { both.day };
        // A list from which a suppressed figure could be counted is not shown either.
        let (rows, hidden) = if figure == Figure::Hidden { (Vec::new(), 0) } else { (dates, hidden) };
        Ok(KeptPage {
            unit_name: self.config.unit_name(&viewer.unit),
            title: filter.duty.as_ref().map(|d| self.duty_name(d, moment.today)),
            figure,
            rows,
            hidden,
            from,
            through,
            filter,
        })
    }
}
