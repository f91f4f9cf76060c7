//! The words of a limit: how much is used or lacks, and its day.

use super::view::LimitWords;
use crate::danish::{long, new_act, period, span};
use crate::pages::question::ways;
use crate::text::{count, t, tf};
use crate::words::{capital, label, missing};
use app::citizen::{CitizenPage, HoursView, LimitView, Worked};
use domain::schema::Hours;
use domain::{Day, Unit};

pub(super) fn limit(page: &CitizenPage, limit: &LimitView) -> LimitWords {
    let (amount, percent, text, lines) = match &limit.hours {
        None => (used(limit), Some(percent_of_days(limit)), days_text(page, limit), Vec::new()),
        Some(HoursView::Worked { on, stretches }) => {
            let amount = tf("citizen.hours_amount", &[("n", &hours(on.whole())), ("max", &hours(on.at_least / 100))]);
            let percent = (on.counted * 100 / on.at_least.max(1)).clamp(0, 100);
            let lines = stretches.iter().map(stretch).collect();
            (amount, Some(percent), worked_text(limit, on), lines)
        }
        Some(HoursView::Left { count }) => left(page, limit, *count),
    };
    LimitWords {
        title: limit.title.clone(),
        amount,
        percent,
        text,
        lines,
        text_of_rule: limit.text.clone(),
        leaves_out: limit.leaves_out.clone().filter(|_| limit.hours.is_some() || limit.local),
        cite: limit.cite.clone(),
        rule: limit.rule.clone(),
        ways: ways(page, &limit.missing),
    }
}

fn used(limit: &LimitView) -> String {
    // Weeks are used by the day: both sides of the sum in one unit.
    let max = match limit.max.unit {
        Unit::Weeks => {
            tf("citizen.limit_weeks", &[("days", &(7 * limit.max.count).to_string()), ("max", &span(limit.max))])
        }
        _ => span(limit.max),
    };
    tf("citizen.limit_used", &[("used", &count("span.days", limit.days.unsigned_abs() as usize)), ("max", &max)])
}

fn percent_of_days(limit: &LimitView) -> i64 {
    let max_days = limit.last.map(|last| limit.from.days_until(last) + 1);
    max_days.map_or(0, |max| (i64::from(limit.days) * 100 / i64::from(max.max(1))).clamp(0, 100))
}

fn lacks(limit: &LimitView) -> String {
    tf("status.missing", &[("what", &missing(&limit.missing))])
}

fn days_text(page: &CitizenPage, limit: &LimitView) -> String {
    if !limit.missing.is_empty() {
        return lacks(limit);
    }
    let mut text = limit
        .offer
        .map(|o| format!("{}, {}. ", capital(&label(o)), period(limit.from, limit.through)))
        .unwrap_or_default();
    if let Some(last) = limit.last.filter(|l| limit.through.is_none_or(|t| t >= *l)) {
        let key = if last < page.today { "citizen.limit_passed" } else { "citizen.limit_last" };
        text.push_str(&tf(key, &[("day", &long(last))]));
    }
    if let Some(day) = limit.effective.filter(|e| limit.last.is_some_and(|l| l < *e)) {
        text.push(' ');
        text.push_str(&tf("citizen.limit_effective", &[("day", &long(day))]));
    }
    if let Some(note) = new_act(limit.effective.max(limit.last)) {
        text = format!("{} {note}.", text.trim_end());
    }
    text
}

fn hours(n: i64) -> String {
    count("span.hours", usize::try_from(n).unwrap_or(0))
}

/// Hours with what is not whole: `64,64 timer`.
fn exact(hundredths: i64) -> String {
    let Ok(rest) = i32::try_from(hundredths) else { return hours(hundredths / 100) };
    match hundredths % 100 {
        0 => hours(hundredths / 100),
        _ => tf("citizen.hours_exact", &[("n", &Hours(rest).to_string().replace('.', ","))]),
    }
}

/// Whether enough is shown, how much lacks, or of how many days nobody wrote.
fn worked_text(limit: &LimitView, on: &Worked) -> String {
    let short = hours(on.short());
    let says = if on.is_shown() {
        t("citizen.hours_shown")
    } else if on.is_undetermined() {
        let days = count("span.days", on.unwritten.unsigned_abs() as usize);
        tf("citizen.hours_unwritten", &[("days", &days), ("short", &short)])
    } else {
        tf("citizen.hours_short", &[("short", &short)])
    };
    // What is missing besides the hours: whether the rule is for the citizen at all.
    let others: Vec<String> = limit.missing.iter().filter(|name| *name != "ordinary_hours").cloned().collect();
    let says = if others.is_empty() { says } else { tf("status.missing", &[("what", &missing(&others))]) };
    format!("{says} {}", tf("citizen.hours_window", &[("from", &long(on.from)), ("through", &long(on.through))]))
}

fn stretch((from, through, week): &(Day, Day, i32)) -> String {
    let days = i64::from(from.days_until(*through) + 1);
    let sum = exact(i64::from(*week) * days / 7);
    let period = period(*from, Some(*through));
    tf("citizen.hours_stretch", &[("week", &exact(i64::from(*week))), ("period", &period), ("sum", &sum)])
}

/// What the a-kasse counted, and the earliest day on which it is used.
fn left(
    page: &CitizenPage,
    limit: &LimitView,
    counted: Option<(i32, Option<i32>, Day)>,
) -> (String, Option<i64>, String, Vec<String>) {
    let Some((hours_left, used, on)) = counted else { return (String::new(), None, lacks(limit), Vec::new()) };
    let amount = tf("citizen.hours_left", &[("n", &hours(i64::from(hours_left)))]);
    let mut text = tf("citizen.hours_counted", &[("day", &long(on))]);
    if let Some(used) = used {
        text = format!("{text} {}", tf("citizen.hours_used", &[("n", &hours(i64::from(used)))]));
    }
    let says = match limit.last {
        Some(last) if last < page.today => tf("citizen.hours_last_passed", &[("day", &long(last))]),
        Some(last) => tf("citizen.hours_last", &[("day", &long(last))]),
        None => t("citizen.hours_no_last"),
    };
    let says = match new_act(limit.last) {
        Some(note) => format!("{says} {note}."),
        None => says,
    };
    let whole = used.map(|used| i64::from(used) + i64::from(hours_left)).filter(|whole| *whole > 0);
    let percent = whole.zip(used).map(|(whole, used)| (i64::from(used) * 100 / whole).clamp(0, 100));
    (amount, percent, format!("{text} {says}"), Vec::new())
}
