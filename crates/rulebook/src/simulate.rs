//! What a change of rules does to whole histories on a day: dates before and after, and whom it changes. Writes nothing.
//!
//! Deadlines and goals are compared, rule by rule; rights, limits, gates, quotas, rates and orders of offers are not.

use crate::assess::{Basis, Course, Duty, Status, assess_into, trace::Silent};
use crate::model::{Body, Deadline, FirstDay, Kind, Layer};
use crate::rulebook::Rulebook;
use domain::compact::HistoryView;
use domain::{Day, Span};
use std::collections::BTreeMap;

/// How far back dates that have passed are judged again: half a year.
pub const LOOK_BACK_DAYS: i32 = 182;

/// One rule's date for one duty, on the day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct At {
    pub due: Option<Day>,
    pub status: Status,
    /// What the date is counted from.
    pub from: Day,
    pub pause_days: u16,
    /// The span, where `from` + span + pause is the date; other clocks have none.
    pub span: Option<Span>,
    pub first_day_counts: bool,
}

/// What happened to a date.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Moved {
    Earlier,
    Later,
    /// Open after, and not before.
    New,
    /// Open before, and not after.
    Gone,
    /// The same date with another status, or a date that was or became unknown.
    Status,
}

impl Moved {
    pub fn code(self) -> &'static str {
        match self {
            Moved::Earlier => "earlier",
            Moved::Later => "later",
            Moved::New => "new",
            Moved::Gone => "gone",
            Moved::Status => "status",
        }
    }
}

/// A change of one open date of one citizen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CaseChange {
    /// Position of the history among those that were handed in.
    pub case: usize,
    pub rule: String,
    pub duty: String,
    /// Fact that the duty is named after.
    pub root: u32,
    pub n: u16,
    pub before: Option<At>,
    pub after: Option<At>,
    pub moved: Moved,
}

/// How many dates a rule gives.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Tally {
    /// Open on the day, of which `over` have passed and `unknown` cannot be told.
    pub open: usize,
    pub over: usize,
    pub unknown: usize,
    /// Dates of the look-back, and how many of them were kept.
    pub past: usize,
    pub past_in_time: usize,
}

/// One deadline or goal, before and after.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    pub rule: String,
    pub title: String,
    pub layer: Layer,
    pub before: Tally,
    pub after: Tally,
    pub earlier: usize,
    pub later: usize,
    pub new: usize,
    pub gone: usize,
    pub status: usize,
    /// The rule exists, and gives dates to be compared, on each side.
    pub stood_before: bool,
    pub stands_after: bool,
}

impl Line {
    pub fn is_same(&self) -> bool {
        self.before == self.after && self.moved() == 0
    }

    /// Open dates that are not as before.
    pub fn moved(&self) -> usize {
        self.earlier + self.later + self.new + self.gone + self.status
    }

    fn count(&mut self, moved: Moved) {
        match moved {
            Moved::Earlier => self.earlier += 1,
            Moved::Later => self.later += 1,
            Moved::New => self.new += 1,
            Moved::Gone => self.gone += 1,
            Moved::Status => self.status += 1,
        }
    }
}

/// Everything that a change of rules changes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Difference {
    pub day: Day,
    /// First day of the look-back, which ends the day before `day`.
    pub since: Day,
    pub histories: usize,
    /// Every deadline and goal of either rulebook, in the order of the changed one.
    pub lines: Vec<Line>,
    pub changes: Vec<CaseChange>,
    /// Histories with at least one changed open date.
    pub changed_histories: usize,
}

impl Difference {
    pub fn is_none(&self) -> bool {
        self.lines.iter().all(Line::is_same)
    }

    /// Added up over the law's deadlines, or over the municipality's goals.
    pub fn total(&self, law: bool) -> (Tally, Tally) {
        let mut sum = (Tally::default(), Tally::default());
        for line in self.lines.iter().filter(|l| l.layer.is_law() == law) {
            sum.0.add(line.before);
            sum.1.add(line.after);
        }
        sum
    }
}

impl Tally {
    fn add(&mut self, other: Tally) {
        self.open += other.open;
        self.over += other.over;
        self.unknown += other.unknown;
        self.past += other.past;
        self.past_in_time += other.past_in_time;
    }
}

/// Runs every history under both rulebooks. Nothing is written anywhere.
pub fn simulate<'h>(
    histories: impl IntoIterator<Item = HistoryView<'h>>,
    before: &Rulebook,
    after: &Rulebook,
    day: Day,
) -> Difference {
    let (mut lines, places) = lines(before, after);
    let since = day.plus_days(-LOOK_BACK_DAYS);
    let (mut old, mut new) = (Course::default(), Course::default());
    let (mut changes, mut changed_histories, mut count) = (Vec::new(), 0, 0);
    for (case, history) in histories.into_iter().enumerate() {
        count += 1;
        assess_into(history, before, &mut old, &mut Silent);
        assess_into(history, after, &mut new, &mut Silent);
        let was = dates(&old, before, &places.0, history, day);
        let is = dates(&new, after, &places.1, history, day);
        for (key, date) in &was {
            date.count(&mut lines[key.0].before, since, day);
        }
        for (key, date) in &is {
            date.count(&mut lines[key.0].after, since, day);
        }
        let known = changes.len();
        let mut keys: Vec<&Key> = was.keys().chain(is.keys().filter(|k| !was.contains_key(*k))).collect();
        keys.sort_unstable();
        for key in keys {
            let (a, b) = (was.get(key), is.get(key));
            let Some(moved) = moved(a, b) else { continue };
            let line = &mut lines[key.0];
            line.count(moved);
            changes.push(CaseChange {
                case,
                rule: line.rule.clone(),
                duty: b.or(a).map(|d| d.duty.to_owned()).unwrap_or_default(),
                root: key.1,
                n: key.2,
                before: a.and_then(|d| d.at),
                after: b.and_then(|d| d.at),
                moved,
            });
        }
        changed_histories += usize::from(changes.len() > known);
    }
    lines.retain(|l| l.stood_before || l.stands_after);
    Difference { day, since, histories: count, lines, changes, changed_histories }
}

/// Line, root fact, ordinal, and which of the rule's versions of that duty.
type Key = (usize, u32, u16, u8);

/// One line for each deadline and goal, and for each rulebook the line of each of its rules.
fn lines(before: &Rulebook, after: &Rulebook) -> (Vec<Line>, (Vec<usize>, Vec<usize>)) {
    let mut lines: Vec<Line> = Vec::new();
    let mut at: BTreeMap<String, usize> = BTreeMap::new();
    let mut place = |book: &Rulebook, is_after: bool| -> Vec<usize> {
        let place_of = |rule: &crate::model::Rule| {
            let index = *at.entry(rule.id.clone()).or_insert_with(|| {
                lines.push(Line {
                    rule: rule.id.clone(),
                    title: rule.title.clone(),
                    layer: rule.layer,
                    before: Tally::default(),
                    after: Tally::default(),
                    earlier: 0,
                    later: 0,
                    new: 0,
                    gone: 0,
                    status: 0,
                    stood_before: false,
                    stands_after: false,
                });
                lines.len() - 1
            });
            let stands = rule.kind == Kind::Deadline;
            if is_after {
                lines[index].stands_after = stands;
            } else {
                lines[index].stood_before = stands;
            }
            index
        };
        book.rules.iter().map(place_of).collect()
    };
    let new = place(after, true);
    let old = place(before, false);
    (lines, (old, new))
}

struct Date<'b> {
    duty: &'b str,
    /// The date while the duty is open on the day.
    at: Option<At>,
    due: Option<Day>,
    /// Kept or not, when the date has passed and counts.
    in_time: Option<bool>,
}

impl Date<'_> {
    fn count(&self, tally: &mut Tally, since: Day, day: Day) {
        if let Some(at) = self.at {
            tally.open += 1;
            tally.over += usize::from(matches!(at.status, Status::Overdue | Status::OverGoal));
            tally.unknown += usize::from(at.status == Status::Undetermined);
        }
        if let (Some(due), Some(in_time)) = (self.due, self.in_time)
            && since <= due
            && due < day
        {
            tally.past += 1;
            tally.past_in_time += usize::from(in_time);
        }
    }
}

fn dates<'b>(
    course: &Course,
    book: &'b Rulebook,
    places: &[usize],
    history: HistoryView<'_>,
    day: Day,
) -> BTreeMap<Key, Date<'b>> {
    let mut found = BTreeMap::new();
    for duty in &course.duties {
        for basis in &duty.bases {
            let line = places[basis.rule.0 as usize];
            let same = duty.bases.iter().filter(|b| b.rule == basis.rule && b.version < basis.version).count();
            let key = (line, duty.root, duty.ordinal, u8::try_from(same).unwrap_or(u8::MAX));
            found.insert(key, date(basis, duty, book, history, day));
        }
    }
    found
}

fn date<'b>(basis: &Basis, duty: &Duty, book: &'b Rulebook, history: HistoryView<'_>, day: Day) -> Date<'b> {
    let status = basis.on(day, duty, history);
    let open = status.filter(|s| s.is_open());
    let Body::Deadline(deadline) = &book.rule(basis.rule).versions[basis.version as usize].body else {
        return Date { duty: &book.duty_keys[duty.key as usize], at: None, due: None, in_time: None };
    };
    let at = open.map(|status| At {
        due: basis.due,
        status,
        from: basis.opens,
        pause_days: basis.pause_days,
        span: sum_of(basis, deadline),
        first_day_counts: deadline.first_day == FirstDay::Counts,
    });
    let in_time = match status {
        Some(Status::Met) => Some(true),
        Some(Status::MetLate | Status::Overdue | Status::OverGoal) => Some(false),
        _ => None,
    };
    let counts = !basis.needs_review && !basis.exempt_for_good;
    Date { duty: &book.duty_keys[duty.key as usize], at, due: basis.due, in_time: in_time.filter(|_| counts) }
}

/// The span, when the date is what the basis opened on plus the span plus the pause.
fn sum_of(basis: &Basis, deadline: &Deadline) -> Option<Span> {
    let repeated = basis.opens != basis.anchor;
    let span = if repeated { deadline.repeat.unwrap_or(deadline.span) } else { deadline.span };
    let back = i32::from(deadline.first_day == FirstDay::Counts);
    let plain = span.after(basis.opens, deadline.month_end).plus_days(i32::from(basis.pause_days) - back);
    (Some(plain) == basis.due).then_some(span)
}

fn moved(before: Option<&Date<'_>>, after: Option<&Date<'_>>) -> Option<Moved> {
    match (before.and_then(|d| d.at), after.and_then(|d| d.at)) {
        (None, None) => None,
        (None, Some(_)) => Some(Moved::New),
        (Some(_), None) => Some(Moved::Gone),
        (Some(a), Some(b)) => match (a.due, b.due) {
            (Some(x), Some(y)) if y < x => Some(Moved::Earlier),
            (Some(x), Some(y)) if y > x => Some(Moved::Later),
            (x, y) => (x != y || a.status != b.status).then_some(Moved::Status),
        },
    }
}
