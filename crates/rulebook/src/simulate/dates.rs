//! The dates of one course on a day, and what happened to each between two courses.

use super::{At, Moved, Tally};
use crate::assess::{Basis, Course, Duty, Status};
use crate::model::{Body, Deadline, FirstDay};
use crate::rulebook::Rulebook;
use domain::compact::HistoryView;
use domain::{Day, Span};

/// Line, root fact, ordinal, and which of the rule's versions of that duty.
pub(super) type Key = (usize, u32, u16, u8);

#[derive(Clone, Copy)]
pub(super) struct Date {
    /// Index into [`Rulebook::duty_keys`].
    pub(super) duty: u16,
    /// The date while the duty is open on the day.
    pub(super) at: Option<At>,
    due: Option<Day>,
    /// Kept or not, when the date has passed and counts.
    in_time: Option<bool>,
}

impl Date {
    /// An open date, of which nothing else is asked.
    pub(super) fn open(duty: u16, at: At) -> Date {
        Date { duty, at: Some(at), due: None, in_time: None }
    }

    pub(super) fn count(&self, tally: &mut Tally, since: Day, day: Day) {
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

/// The dates of a course in the order of their keys.
pub(super) fn dates(
    course: &Course,
    book: &Rulebook,
    places: &[usize],
    history: HistoryView<'_>,
    day: Day,
    found: &mut Vec<(Key, Date)>,
) {
    found.clear();
    for duty in &course.duties {
        for basis in &duty.bases {
            let line = places[basis.rule.0 as usize];
            let same = duty.bases.iter().filter(|b| b.rule == basis.rule && b.version < basis.version).count();
            let key = (line, duty.root, duty.ordinal, u8::try_from(same).unwrap_or(u8::MAX));
            found.push((key, date(basis, duty, book, history, day)));
        }
    }
    found.sort_by_key(|(key, _)| *key);
    // Of two under one key the last one stands.
    found.dedup_by(|next, kept| {
        let again = next.0 == kept.0;
        if again {
            *kept = *next;
        }
        again
    });
}

fn date(basis: &Basis, duty: &Duty, book: &Rulebook, history: HistoryView<'_>, day: Day) -> Date {
    let status = basis.on(day, duty, history);
    let open = status.filter(|s| s.is_open());
    let Body::Deadline(deadline) = &book.rule(basis.rule).versions[basis.version as usize].body else {
        return Date { duty: duty.key, at: None, due: None, in_time: None };
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
        Some(Status::Met) => basis.timely().map(|_| true),
        Some(Status::MetLate | Status::Overdue | Status::OverGoal) => Some(false),
        _ => None,
    };
    let counts = !basis.needs_review && !basis.exempt_for_good;
    Date { duty: duty.key, at, due: basis.due, in_time: in_time.filter(|_| counts) }
}

/// The span, when the date is what the basis opened on plus the span plus the pause.
fn sum_of(basis: &Basis, deadline: &Deadline) -> Option<Span> {
    let repeated = basis.opens != basis.anchor;
    let span = if repeated { deadline.repeat.unwrap_or(deadline.span) } else { deadline.span };
    let back = i32::from(deadline.first_day == FirstDay::Counts);
    let plain = span.after(basis.opens, deadline.month_end).plus_days(i32::from(basis.pause_days) - back);
    (Some(plain) == basis.due).then_some(span)
}

pub(super) fn moved(before: Option<&Date>, after: Option<&Date>) -> Option<Moved> {
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
