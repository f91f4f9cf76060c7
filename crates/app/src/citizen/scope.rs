//! What a person may have and ask for on a day: rights, limits, offers; and what registering today's talk would do.

use super::{LimitView, NextDates, Preview, RightView};
use crate::App;
use crate::reason;
use domain::history::History;
use domain::kinds::FactData;
use domain::{Day, MonthEnd, calendar};
use rulebook::assess::{Course, LimitUse, Status};
use rulebook::model::{Body, Limit};

impl App {
    pub(super) fn rights(&self, course: &Course, today: Day) -> Vec<RightView> {
        let current = course.rights.iter().filter(|r| r.from <= today && r.through.is_none_or(|t| today <= t));
        current
            .filter_map(|r| {
                let rule = self.rulebook.rule(r.rule);
                let version = &rule.versions[r.version as usize];
                let Body::Right(right) = &version.body else { return None };
                Some(RightView {
                    rule: rule.id.clone(),
                    title: rule.title.clone(),
                    text: version.text.clone(),
                    cite: version.cites.first().map(rulebook::model::Cite::display).unwrap_or_default(),
                    used: r.used,
                    left: r.left,
                    responsible: right.responsible.clone(),
                    certain: r.certain,
                })
            })
            .collect()
    }

    /// The current or last offer only: a limit is never a sum over offers.
    pub(super) fn limits(&self, course: &Course, history: &History, today: Day) -> Vec<LimitView> {
        let mut views: Vec<LimitView> = Vec::new();
        for rule in course.limits.iter().map(|l| l.rule) {
            let Some(limit) =
                course.limits.iter().filter(|l| l.rule == rule && l.start <= today).max_by_key(|l| l.start)
            else {
                continue;
            };
            let r = self.rulebook.rule(limit.rule);
            let version = &r.versions[limit.version as usize];
            if !counts_still(limit, &version.body, today) {
                continue;
            }
            if views.iter().any(|v| v.title == r.title) {
                continue;
            }
            views.push(LimitView {
                rule: r.id.clone(),
                title: r.title.clone(),
                text: version.text.clone(),
                cite: version.cites.first().map(rulebook::model::Cite::display).unwrap_or_default(),
                days: limit.days_on(today),
                max: limit.max,
                last: limit.reached_on,
                effective: limit.effective_on,
                offer: match history.fact(limit.fact).data {
                    FactData::OfferStarted { offer, .. } => Some(offer),
                    _ => None,
                },
                from: limit.start,
                through: limit.through,
                missing: limit.missing.names().map(str::to_owned).collect(),
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
        let met = |course: &Course, law: bool| {
            course.duties.iter().flat_map(|d| &d.bases).filter(|b| b.law == law && b.met.is_some()).count()
        };
        Preview {
            met_law: met(&after, true).saturating_sub(met(before, true)),
            met_goal: met(&after, false).saturating_sub(met(before, false)),
            next: self.next_dates(&then, &after, today),
        }
    }

    /// The nearest goal and the nearest date of the law for a talk that is not over: said before a talk is saved and after.
    pub(super) fn next_dates(&self, history: &History, course: &Course, today: Day) -> NextDates {
        let open = |law: bool| {
            let mut days: Vec<Day> = Vec::new();
            for duty in course.duties.iter().filter(|d| reason::is_talk(d, &self.rulebook)) {
                for basis in duty.bases.iter().filter(|b| b.law == law && b.met.is_none()) {
                    let holds =
                        matches!(basis.on(today, duty, history.view()), Some(Status::Pending | Status::Booked) | None);
                    days.extend(basis.due.filter(|d| holds && *d >= today));
                }
            }
            days.into_iter().min()
        };
        NextDates { goal: open(false), law: open(true) }
    }
}

/// Nobody agrees on a talk so many months ahead.
const MONTHS_AHEAD: i32 = 3;

/// The day to suggest for a talk that is due on `last`: that day, or the working day before it.
pub(super) fn talk_day(last: Day, today: Day) -> Option<Day> {
    if last > today.plus_months(MONTHS_AHEAD, MonthEnd::Down) {
        return None;
    }
    let mut days = (today.number() + 1..=last.number()).rev().map(Day::from_number);
    days.find(|day| calendar::is_working_day(*day))
}

/// Whether a limit may still come nearer: what is measured runs, or lies inside the months that are looked at, or the limit
/// of what happened on one day is ahead.
fn counts_still(limit: &LimitUse, body: &Body, today: Day) -> bool {
    let window = match body {
        Body::Limit(Limit::Accumulated { window_months, .. }) => window_months.map_or(0, i32::from),
        _ => 0,
    };
    limit.through.is_none_or(|through| today <= through.plus_months(window, MonthEnd::Down))
        || limit.reached_on.is_some_and(|reached| today <= reached)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rulebook::rulebook::RuleIx;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn of_a_state_through(through: Option<&str>, reached: Option<&str>) -> LimitUse {
        LimitUse {
            rule: RuleIx(0),
            version: 0,
            fact: 0,
            start: day("2025-01-01"),
            through: through.map(day),
            max: domain::Span::days(154),
            reached_on: reached.map(day),
            effective_on: reached.map(day),
            warnings: Vec::new(),
            missing: rulebook::who::Missing::default(),
            exceeded: false,
            stretches: Vec::new(),
        }
    }

    #[test]
    fn a_talk_is_suggested_on_a_working_day_in_time_and_never_many_months_ahead() {
        let suggested = |last: &str| talk_day(day(last), day("2026-03-16"));
        assert_eq!(suggested("2026-04-15"), Some(day("2026-04-15")));
        assert_eq!(suggested("2026-04-05"), Some(day("2026-04-01")), "Easter from Thursday to Monday");
        assert_eq!(suggested("2026-06-16"), Some(day("2026-06-16")));
        assert_eq!(suggested("2026-06-17"), None, "more than three months");
        assert_eq!(suggested("2026-03-16"), None, "today is the talk itself");
    }

    #[test]
    fn a_limit_stands_while_its_days_may_still_count_and_no_longer() {
        let book = rulebook::shipped("none").unwrap();
        let bodies = || book.rules.iter().flat_map(|r| &r.versions).map(|v| &v.body);
        let window = |body: &Body| match body {
            Body::Limit(Limit::Accumulated { window_months, .. }) => *window_months,
            _ => None,
        };
        let nine_months = bodies().find(|b| window(b) == Some(9)).expect("sygedagpenge");
        let one_offer = bodies().find(|b| matches!(b, Body::Limit(Limit::Duration { .. }))).expect("an offer");
        let stands = |limit: &LimitUse, body: &Body, on: &str| counts_still(limit, body, day(on));

        let running = of_a_state_through(None, None);
        assert!(stands(&running, one_offer, "2030-01-01"));
        let ended = of_a_state_through(Some("2025-03-31"), None);
        assert!(stands(&ended, one_offer, "2025-03-31") && !stands(&ended, one_offer, "2025-04-01"));
        assert!(stands(&ended, nine_months, "2025-12-31"), "sick again, these days would count");
        assert!(!stands(&ended, nine_months, "2026-01-01"));
        let takeover = of_a_state_through(Some("2025-01-01"), Some("2029-12-31"));
        assert!(stands(&takeover, one_offer, "2029-12-31") && !stands(&takeover, one_offer, "2030-01-01"));
    }
}
