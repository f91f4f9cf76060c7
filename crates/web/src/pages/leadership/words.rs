//! Findings and cells in words.

use super::{DECIMALS, FlowView, TimelyView, benefit_name};
use crate::danish::{long, month_long, period};
use crate::text::{t, tf};
use crate::words::capital;
use app::figures::breaks::of_benefit;
use app::figures::goal::Measure;
use app::figures::timeliness::Share;
use app::figures::timeliness::counts::Shown;
use app::figures::{Exact, Month, Value, danish};
use app::leadership::{FlowRow, LeadershipPage, LengthRow};
use app::team::Kept;
use app::timeliness::NowRow;
use domain::codes::Code;

/// The month, the day it was counted, and whether it may still change.
pub(super) fn about(found: &LeadershipPage) -> String {
    let cases = danish::count(i64::try_from(found.cases).unwrap_or(i64::MAX));
    let values =
        [("month", capital(&month_long(found.last.first_day()))), ("day", long(found.today)), ("cases", cases)];
    let values = values.each_ref().map(|(k, v)| (*k, v.as_str()));
    let about = tf("leadership.about", &values);
    if found.preliminary() { format!("{about} {}", tf("leadership.preliminary_about", &values)) } else { about }
}

/// How many, and whether they are more or fewer than a year before.
pub(super) fn finding(found: &LeadershipPage) -> String {
    let change = &found.total.change;
    let (now, then) = (found.last, found.last.last_year());
    let level = danish::value(change.now, DECIMALS);
    let months = [("now", month_long(now.first_day())), ("then", month_long(then.first_day())), ("n", level)];
    let values = |extra: &str| {
        let mut all: Vec<(&str, String)> = months.to_vec();
        all.push(("by", extra.to_owned()));
        all
    };
    let (key, extra) = match (change.now.number(), change.relative.number()) {
        (None, _) => ("leadership.finding_none", String::new()),
        (Some(_), None) => ("leadership.finding_level", String::new()),
        (Some(_), Some(by)) if by.rounded(1) == 0 => ("leadership.finding_same", String::new()),
        (Some(_), Some(by)) => {
            let size = danish::percent(by, 1).replace('\u{2212}', "");
            (if by.is_negative() { "leadership.finding_fewer" } else { "leadership.finding_more" }, size)
        }
    };
    let all = values(&extra);
    tf(key, &all.iter().map(|(k, v)| (*k, v.as_str())).collect::<Vec<_>>())
}

/// Why lines are not joined.
pub(super) fn breaks(found: &LeadershipPage) -> Vec<String> {
    let within = found.breaks.iter().filter(|b| found.months[1..].contains(&b.month()));
    let met = |b: &&_| {
        let benefits = found.benefits.iter().filter_map(|row| row.benefit);
        benefits.flat_map(|benefit| of_benefit(&found.breaks, benefit)).any(|of| of == *b)
    };
    within.filter(met).map(|b| b.reason.clone()).collect()
}

/// A share and what it is made of.
pub(crate) fn share(found: Option<Share>, nothing: bool) -> (String, String) {
    match found {
        _ if nothing => (t("leadership.nothing_due"), String::new()),
        None => (danish::HIDDEN.to_owned(), String::new()),
        Some(share) => {
            let count = |n: u32| danish::count(i64::from(n));
            let of = tf("leadership.of", &[("n", &count(share.numerator)), ("all", &count(share.denominator))]);
            (share.percent().map_or_else(String::new, |p| danish::percent(p, 1)), of)
        }
    }
}

pub(super) fn timely(layer: Kept, shown: &Shown) -> TimelyView {
    let ((day, day_of), (week, week_of)) = (share(shown.day, shown.nothing), share(shown.week, shown.nothing));
    TimelyView { layer: t(&format!("leadership.layer_{}", layer.code())), day, day_of, week, week_of }
}

/// The layer, and how many dates have passed.
pub(super) fn overdue(row: &NowRow) -> (String, String) {
    (t(&format!("leadership.over_{}", row.layer.code())), danish::published(row.count))
}

pub(super) fn flow(row: &FlowRow, month: Month) -> FlowView {
    let count = |n: u32| danish::count(i64::from(n));
    FlowView {
        name: benefit_name(row.benefit),
        sum: row.benefit.is_none(),
        link: super::cases::of_measure(Measure::Forloeb, row.benefit, (month, month)),
        cells: row.flow.ok_or_else(|| danish::HIDDEN.to_owned()).map(|f| {
            let original = f.original.map_or_else(|| danish::HIDDEN.to_owned(), count);
            [count(f.opening), count(f.came), count(f.left), count(f.closing), original]
        }),
    }
}

/// The benefit, how many courses ended, and their mean weeks.
pub(super) fn length(row: &LengthRow) -> (String, String, String) {
    let weeks = match row.mean_days {
        Value::Number(days) => in_weeks(days),
        other => danish::value(other, 1),
    };
    (benefit_name(Some(row.benefit)), danish::value(row.ended, 0), weeks)
}

pub(super) fn in_weeks(days: Exact) -> String {
    days.ratio(Exact::whole(7)).map_or_else(String::new, |weeks| danish::number(weeks, 1))
}

pub(super) fn lengths_period(found: &LeadershipPage) -> String {
    let days = period(found.lengths_from.first_day(), Some(found.lengths_through.last_day()));
    tf("leadership.lengths_period", &[("period", &days)])
}
