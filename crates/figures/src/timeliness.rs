//! Timeliness: how many dates were kept, counted from what the assessment has already said of each.

pub mod counts;

use crate::definition::Indicator;
use crate::exact::Exact;
use crate::suppression::Published;
use domain::Day;
use rulebook::assess::Status;

pub const INDICATOR: Indicator = Indicator::Rettidighed;

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Layer {
    Law,
    /// The municipality's own goal.
    Goal,
}

/// One basis of one duty, as the assessment has stated it on a day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct BasisRow {
    pub layer: Layer,
    pub due: Option<Day>,
    pub met: Option<Day>,
    /// Met on or before the due day.
    pub timely_by_day: Option<bool>,
    /// Met on or before the Sunday of the due week (*falduge*).
    pub timely_by_week: Option<bool>,
    pub status: Status,
}

/// Which flag is counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum By {
    Day,
    Week,
}

/// Which bases belong to the period.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum View {
    /// Those that were due in it: of what should have happened, how much did in time?
    Due,
    /// Those that were held in it: of what happened, how much was in time?
    Held,
}

/// What is counted. The status of every row is of the day `on`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Question {
    pub layer: Layer,
    pub view: View,
    pub by: By,
    pub from: Day,
    pub through: Day,
    pub on: Day,
}

/// What one row is in the answer to a question.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Class {
    Timely,
    /// Met late, or not met and its day or week has passed.
    Late,
    /// Exempt, or lapsed before it was late: it does not count.
    Excluded,
    /// A fact or a rule is missing.
    Undetermined,
    /// Neither met nor passed yet.
    Open,
    /// Undetermined without a due day: it may or may not belong to the period.
    Unplaced,
    /// Of another period or layer.
    Elsewhere,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Share {
    /// In time.
    pub numerator: u32,
    /// In time or late.
    pub denominator: u32,
    pub excluded: u32,
    pub undetermined: u32,
    pub open: u32,
    pub unplaced: u32,
}

impl Share {
    /// Per cent; `None` where nothing was due or held, which is not 0.
    pub fn percent(self) -> Option<Exact> {
        Exact::share(self.numerator, self.denominator).map(Exact::times_100)
    }

    pub fn late(self) -> u32 {
        self.denominator - self.numerator
    }

    /// What may leave the house: nothing of a share whose kept or late dates are so few that they show persons.
    pub fn published(self, threshold: u32) -> Option<(Published, Published)> {
        let small = |n: u32| (1..threshold).contains(&n);
        if self.denominator == 0 {
            None
        } else if small(self.numerator) || small(self.late()) || small(self.denominator) {
            Some((Published::Suppressed, Published::Suppressed))
        } else {
            Some((Published::Count(self.numerator), Published::Count(self.denominator)))
        }
    }

    fn count(&mut self, class: Class) {
        match class {
            Class::Timely => {
                self.numerator += 1;
                self.denominator += 1;
            }
            Class::Late => self.denominator += 1,
            Class::Excluded => self.excluded += 1,
            Class::Undetermined => self.undetermined += 1,
            Class::Open => self.open += 1,
            Class::Unplaced => self.unplaced += 1,
            Class::Elsewhere => {}
        }
    }
}

/// Counts the rows of a period.
pub fn share<'a>(rows: impl IntoIterator<Item = &'a BasisRow>, question: Question) -> Share {
    let mut share = Share::default();
    for row in rows {
        share.count(class(row, question));
    }
    share
}

/// What one row counts as: the same answer for the figure and for the list behind it.
pub fn class(row: &BasisRow, question: Question) -> Class {
    let within = |day: Day| question.from <= day && day <= question.through;
    if row.layer != question.layer {
        return Class::Elsewhere;
    }
    let placed = match question.view {
        View::Due => row.due,
        View::Held => row.met,
    };
    match placed {
        Some(day) if within(day) => {}
        None if question.view == View::Due && row.status == Status::Undetermined => return Class::Unplaced,
        _ => return Class::Elsewhere,
    }
    let flag = match question.by {
        By::Day => row.timely_by_day,
        By::Week => row.timely_by_week,
    };
    match (flag, row.status) {
        // What was late, by the day and by the week, when the benefit ended stays late.
        (_, Status::Lapsed) if [row.timely_by_day, row.timely_by_week] == [Some(false); 2] => Class::Late,
        (_, Status::Exempt | Status::Lapsed) => Class::Excluded,
        (_, Status::Undetermined) => Class::Undetermined,
        (Some(true), _) => Class::Timely,
        (Some(false), _) => Class::Late,
        (None, Status::Overdue | Status::OverGoal) => overdue(row.due, question),
        (None, Status::Pending | Status::Booked | Status::Paused) => Class::Open,
        // A deferral belongs to a duty on a list, not to a basis; met without a flag is for the assessment to explain.
        (None, _) => Class::Undetermined,
    }
}

/// The assessment says the day has passed; by week it counts only when the week has, too.
fn overdue(due: Option<Day>, question: Question) -> Class {
    match (question.by, due) {
        (By::Week, Some(due)) if question.on <= due.end_of_week() => Class::Open,
        _ => Class::Late,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::codes::Code;
    use proptest::prelude::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn march(view: View, by: By) -> Question {
        Question {
            layer: Layer::Law,
            view,
            by,
            from: day("2026-03-01"),
            through: day("2026-03-31"),
            on: day("2026-04-15"),
        }
    }

    fn row(due: &str, met: Option<&str>, flags: Option<(bool, bool)>, status: Status) -> BasisRow {
        BasisRow {
            layer: Layer::Law,
            due: Some(day(due)),
            met: met.map(day),
            timely_by_day: flags.map(|f| f.0),
            timely_by_week: flags.map(|f| f.1),
            status,
        }
    }

    #[test]
    fn due_and_held_are_two_different_questions() {
        let rows = [
            row("2026-03-10", Some("2026-03-09"), Some((true, true)), Status::Met),
            row("2026-03-31", Some("2026-04-02"), Some((false, true)), Status::MetLate),
            row("2026-02-27", Some("2026-03-03"), Some((false, false)), Status::MetLate),
            row("2026-03-12", None, None, Status::Overdue),
        ];
        let due = share(&rows, march(View::Due, By::Day));
        assert_eq!((due.numerator, due.denominator), (1, 3));
        let due = share(&rows, march(View::Due, By::Week));
        assert_eq!((due.numerator, due.denominator), (2, 3));
        let held = share(&rows, march(View::Held, By::Day));
        assert_eq!((held.numerator, held.denominator), (1, 2));
    }

    #[test]
    fn exempt_and_lapsed_are_excluded_and_missing_facts_stand_apart() {
        let mut unplaced = row("2026-03-10", None, None, Status::Undetermined);
        unplaced.due = None;
        let rows = [
            row("2026-03-10", None, None, Status::Exempt),
            row("2026-03-10", None, None, Status::Lapsed),
            row("2026-03-10", None, None, Status::Undetermined),
            row("2026-03-10", Some("2026-03-10"), None, Status::Met),
            row("2026-03-30", None, None, Status::Paused),
            unplaced,
        ];
        let found = share(&rows, march(View::Due, By::Day));
        assert_eq!(found, Share { numerator: 0, denominator: 0, excluded: 2, undetermined: 2, open: 1, unplaced: 1 });
        assert_eq!(found.percent(), None, "nothing due is not 0 per cent");
    }

    #[test]
    fn what_was_late_by_day_and_week_before_it_lapsed_stays_late() {
        let lapsed = |flags| row("2026-03-10", None, flags, Status::Lapsed);
        let asked = |row: &BasisRow, by| class(row, march(View::Due, by));
        for by in [By::Day, By::Week] {
            assert_eq!(asked(&lapsed(Some((false, false))), by), Class::Late);
            assert_eq!(asked(&lapsed(None), by), Class::Excluded);
        }
    }

    #[test]
    fn by_week_an_overdue_date_is_open_until_its_sunday_has_passed() {
        let late = row("2026-03-11", None, None, Status::Overdue);
        let asked = |on: &str, by| class(&late, Question { on: day(on), ..march(View::Due, by) });
        assert_eq!((asked("2026-03-12", By::Day), asked("2026-03-12", By::Week)), (Class::Late, Class::Open));
        assert_eq!((asked("2026-03-15", By::Week), asked("2026-03-16", By::Week)), (Class::Open, Class::Late));
    }

    #[test]
    fn the_flag_is_taken_and_never_decided_again() {
        let odd = row("2026-03-10", Some("2026-03-20"), Some((true, true)), Status::Met);
        assert_eq!(class(&odd, march(View::Due, By::Day)), Class::Timely);
        let goal = BasisRow { layer: Layer::Goal, ..odd };
        assert_eq!(class(&goal, march(View::Due, By::Day)), Class::Elsewhere);
    }

    #[test]
    fn few_late_dates_are_not_published() {
        let of = |numerator, denominator| Share { numerator, denominator, ..Share::default() }.published(3);
        assert_eq!(of(812, 862), Some((Published::Count(812), Published::Count(862))));
        assert_eq!(
            of(60, 62),
            Some((Published::Suppressed, Published::Suppressed)),
            "2 late could be found by subtraction"
        );
        assert_eq!(of(0, 0), None);
    }

    proptest! {
        #[test]
        fn every_row_is_counted_at_most_once(seed in proptest::collection::vec((0i32..60, 0usize..11, 0u8..3), 0..40)) {
            let rows: Vec<BasisRow> = seed.iter().map(|(at, status, flag)| {
                let due = day("2026-02-20").plus_days(*at);
                let flags = (*flag > 0).then_some((*flag == 1, true));
                BasisRow { due: Some(due), met: flags.map(|_| due), timely_by_day: flags.map(|f| f.0), timely_by_week: flags.map(|f| f.1),
                    layer: Layer::Law, status: Status::ALL[*status] }
            }).collect();
            for view in [View::Due, View::Held] {
                for by in [By::Day, By::Week] {
                    let s = share(&rows, march(view, by));
                    prop_assert!(s.numerator <= s.denominator);
                    prop_assert!((s.denominator + s.excluded + s.undetermined + s.open + s.unplaced) as usize <= rows.len());
                }
            }
        }
    }
}
