//! Limits on how long something lasts, as they concern one citizen on a day.

use domain::{Day, MonthEnd};
use rulebook::Rulebook;
use rulebook::assess::{Course, LimitUse};
use rulebook::model::{Body, Limit};
use rulebook::rulebook::RuleIx;

/// A limit that lies ahead, for lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ahead {
    pub(crate) rule: RuleIx,
    /// The last day that is allowed, or the first on which the limit is passed.
    pub(crate) day: Day,
}

/// Of each rule the current or last use: a limit is never a sum over offers. Those that can come no nearer are left out.
pub(crate) fn current<'c>(
    course: &'c Course,
    rulebook: &'c Rulebook,
    today: Day,
) -> impl Iterator<Item = &'c LimitUse> {
    let rules = course.limits.iter().enumerate();
    let first = rules.filter(|(at, limit)| course.limits[..*at].iter().all(|before| before.rule != limit.rule));
    first.filter_map(move |(_, limit)| {
        let of_rule = course.limits.iter().filter(|l| l.rule == limit.rule && l.start <= today);
        let newest = of_rule.max_by_key(|l| l.start)?;
        let version = &rulebook.rule(newest.rule).versions[newest.version as usize];
        counts_still(newest, &version.body, today).then_some(newest)
    })
}

/// Those that lie ahead, the nearest first.
pub(crate) fn ahead(course: &Course, rulebook: &Rulebook, today: Day) -> Box<[Ahead]> {
    let known = current(course, rulebook, today).filter(|limit| limit.missing.is_empty());
    let days = known.filter_map(|limit| Some(Ahead { rule: limit.rule, day: limit.reached_on? }));
    let mut ahead: Vec<Ahead> = days.filter(|limit| limit.day >= today).collect();
    ahead.sort_unstable_by_key(|limit| (limit.day, limit.rule));
    ahead.into()
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
            window_months: None,
            prolonged_by: Vec::new(),
            tally: rulebook::assess::Tally::Days,
        }
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
