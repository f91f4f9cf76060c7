//! What a person may have and ask for on a day: rights, limits, offers; and what registering today's talk would do.

use super::{HoursView, LimitView, NextDates, Preview, RightView};
use crate::App;
use crate::limits;
use crate::reason;
use domain::history::History;
use domain::kinds::FactData;
use domain::{Day, MonthEnd, calendar};
use rulebook::assess::{Course, LimitUse, Status, Tally};
use rulebook::model::{Body, Force};

impl App {
    pub(super) fn rights(&self, course: &Course, history: &History, today: Day) -> Vec<RightView> {
        let current = course.rights.iter().filter(|r| r.from <= today && r.through.is_none_or(|t| today <= t));
        current
            .filter_map(|r| {
                let r = r.on(today, history.view(), &self.rulebook);
                let rule = self.rulebook.rule(r.rule);
                let version = &rule.versions[r.version as usize];
                let responsible = self.config.answers(rule, version, today)?;
                Some(RightView {
                    rule: rule.id.clone(),
                    title: rule.title.clone(),
                    text: version.text.clone(),
                    cite: version.cites.first().map(rulebook::model::Cite::display).unwrap_or_default(),
                    used: r.used,
                    left: r.left,
                    responsible,
                    obligation: rule.obligation(version),
                    asked: matches!(&version.body, Body::Right(right) if right.asked),
                    certain: r.certain,
                })
            })
            .collect()
    }

    pub(super) fn limits(&self, course: &Course, history: &History, today: Day) -> Vec<LimitView> {
        let mut views: Vec<LimitView> = Vec::new();
        for limit in limits::current(course, &self.rulebook, today) {
            let r = self.rulebook.rule(limit.rule);
            let version = &r.versions[limit.version as usize];
            if views.iter().any(|v| v.title == r.title) {
                continue;
            }
            views.push(LimitView {
                rule: r.id.clone(),
                title: r.title.clone(),
                text: version.text.clone(),
                cite: version.cites.first().map(rulebook::model::Cite::display).unwrap_or_default(),
                days: rulebook::report::limit_days(limit, &self.rulebook, today),
                max: limit.max,
                last: limit.reached_on,
                effective: limit.effective_on,
                offer: match history.fact(limit.fact).data {
                    FactData::OfferStarted { offer, .. } => Some(offer),
                    _ => None,
                },
                from: limit.start,
                through: limit.through,
                missing: limit.missing_on(today).names().map(str::to_owned).collect(),
                hours: hours(limit, history, today),
                leaves_out: version.leaves_out.clone(),
                local: r.layer.is_local(),
            });
        }
        views
    }

    /// Assesses once more with the talk of today as it went; nothing is saved.
    pub(super) fn preview(&self, (history, before): (&History, &Course), data: FactData, today: Day) -> Preview {
        let mut facts = history.facts().to_vec();
        facts.push(domain::Fact::new("preview", data, today, None));
        let then = History::build(history.born, facts, None);
        let after = rulebook::assess(then.view(), &self.rulebook);
        let met = |course: &Course, force: Force| {
            course.duties.iter().flat_map(|d| &d.bases).filter(|b| b.force == force && b.met.is_some()).count()
        };
        Preview {
            met_law: met(&after, Force::Law).saturating_sub(met(before, Force::Law)),
            met_goal: met(&after, Force::Goal).saturating_sub(met(before, Force::Goal)),
            next: self.next_dates(&then, &after, today),
        }
    }

    /// Whether a talk's goal or its date by the law has passed, and it is not held.
    pub(super) fn is_over(&self, history: &History, course: &Course, today: Day) -> bool {
        let mut talks = course.duties.iter().filter(|d| reason::is_talk(d, &self.rulebook));
        let late = |d: &rulebook::assess::Duty| {
            let open = d.bases.iter().filter(|b| b.met.is_none() && b.due.is_some_and(|due| due < today));
            let mut said = open.map(|b| b.on(today, d, history.view()));
            said.any(|status| matches!(status, Some(Status::Overdue | Status::OverGoal)))
        };
        talks.any(late)
    }

    /// The nearest goal and the nearest date of the law for a talk that is not over: said before a talk is saved and after.
    pub(crate) fn next_dates(&self, history: &History, course: &Course, today: Day) -> NextDates {
        let open = |force: Force| {
            let mut days: Vec<Day> = Vec::new();
            for duty in course.duties.iter().filter(|d| reason::is_talk(d, &self.rulebook)) {
                for basis in duty.bases.iter().filter(|b| b.force == force && b.met.is_none()) {
                    let holds =
                        matches!(basis.on(today, duty, history.view()), Some(Status::Pending | Status::Booked) | None);
                    days.extend(basis.due.filter(|d| holds && *d >= today));
                }
            }
            days.into_iter().min()
        };
        NextDates { goal: open(Force::Goal), law: open(Force::Law) }
    }
}

/// The first working day a week from now: late as the talk is, the citizen must hear of it.
pub(super) fn soon(today: Day) -> Day {
    let mut days = (7..).map(|n| today.plus_days(n));
    days.find(|day| calendar::is_working_day(*day)).unwrap_or(today)
}

/// The count in hours, of limits that are counted so.
fn hours(limit: &LimitUse, history: &History, today: Day) -> Option<HoursView> {
    match limit.tally {
        Tally::Days => None,
        Tally::Worked => {
            let on = limit.worked_on(today)?;
            Some(HoursView::Worked { on, stretches: limit.stretches_on(today).collect() })
        }
        Tally::Left => {
            let counted_on = history.fact(limit.fact).from;
            Some(HoursView::Left { count: limit.hours_left().map(|(left, used)| (left, used, counted_on)) })
        }
    }
}

/// Nobody agrees on a talk so many months ahead.
const MONTHS_AHEAD: i32 = 3;

/// The day to suggest for a talk, not before `first`: the last working day within the goal, if that is within the law's
/// date and no day too late; else the last one within the law's date.
pub(super) fn talk_day(next: NextDates, first: Day) -> Option<Day> {
    let goal = next.goal.filter(|goal| next.law.is_none_or(|law| *goal <= law));
    goal.and_then(|last| working_day(last, first)).or_else(|| next.law.and_then(|last| working_day(last, first)))
}

/// The day itself, or the working day before it.
fn working_day(last: Day, first: Day) -> Option<Day> {
    if last > first.plus_months(MONTHS_AHEAD, MonthEnd::Down) {
        return None;
    }
    let mut days = (first.number()..=last.number()).rev().map(Day::from_number);
    days.find(|day| calendar::is_working_day(*day))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn a_talk_is_suggested_on_a_working_day_in_time_and_never_many_months_ahead() {
        let tomorrow = day("2026-03-17");
        let suggested = |last: &str| talk_day(NextDates { goal: None, law: Some(day(last)) }, tomorrow);
        assert_eq!(suggested("2026-04-15"), Some(day("2026-04-15")));
        assert_eq!(suggested("2026-04-05"), Some(day("2026-04-01")), "Easter from Thursday to Monday");
        assert_eq!(suggested("2026-06-17"), Some(day("2026-06-17")));
        assert_eq!(suggested("2026-06-18"), None, "more than three months");
        assert_eq!(suggested("2026-03-16"), None, "today is the talk itself");
    }

    #[test]
    fn a_talk_that_is_late_is_suggested_on_a_working_day_a_week_from_now() {
        assert_eq!(soon(day("2026-03-16")), day("2026-03-23"));
        assert_eq!(soon(day("2026-03-26")), day("2026-04-07"), "Easter from Thursday to Monday");
    }

    #[test]
    fn a_suggested_day_keeps_the_laws_date_also_where_the_goal_lies_later_or_is_over() {
        let suggested = |goal: &str, law: &str| {
            talk_day(NextDates { goal: Some(day(goal)), law: Some(day(law)) }, day("2026-03-17"))
        };
        assert_eq!(suggested("2026-03-20", "2026-04-10"), Some(day("2026-03-20")), "within both");
        assert_eq!(suggested("2026-05-01", "2026-04-10"), Some(day("2026-04-10")), "the law's date comes first");
        assert_eq!(suggested("2026-03-16", "2026-04-10"), Some(day("2026-04-10")), "no day is left within the goal");
    }
}
