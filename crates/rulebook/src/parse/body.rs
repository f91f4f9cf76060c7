//! The seven kinds' own fields.

use super::exceptions::{self, counted_hours, exempt_for, month_of, not_counted_days, stretches_of_days};
use super::{required_text, required_word, word};
use crate::model::{
    AddedUp, After, Anchor, AnewAfter, AtLimit, BegunInside, Body, Clock, CourseKind, Deadline, FirstDay, Gate,
    InCourse, Kind, Limit, NonWorkingDay, NotWhile, OfferOrder, OfferStep, OverBy, Prior, Quota, Rate, RateValue,
    RatioBasis, Restart, Right,
};
use crate::requirement;
use crate::selector::{Selectors, read_list};
use crate::terms::Terms;
use crate::who::Who;
use domain::codes::{OfferKind, Sector, TargetGroup};
use domain::node::{Problem, Reader};
use domain::schema::Field;
use domain::{Day, Kroner, MonthEnd, Span, Unit};

pub(super) fn read(r: &mut Reader<'_>, kind: Kind, problems: &mut Vec<Problem>) -> Option<Body> {
    match kind {
        Kind::Deadline => deadline(r, problems).map(Body::Deadline),
        Kind::Right => right(r, problems).map(Body::Right),
        Kind::Limit => limit(r, problems).map(Body::Limit),
        Kind::OfferOrder => offer_order(r, problems).map(Body::OfferOrder),
        Kind::Quota => quota(r, problems).map(Body::Quota),
        Kind::Rate => rate(r, problems).map(Body::Rate),
        Kind::Gate => Some(Body::Gate(gate(r, problems))),
    }
}

pub(crate) const COURSES: [(&str, CourseKind); 6] = [
    ("dagpenge", CourseKind::Dagpenge),
    ("kontanthjaelp", CourseKind::Kontanthjaelp),
    ("jobafklaring", CourseKind::Jobafklaring),
    ("ressourceforloeb", CourseKind::Ressourceforloeb),
    ("ledighedsydelse", CourseKind::Ledighedsydelse),
    ("revalidering", CourseKind::Revalidering),
];
const FIRST_DAYS: [(&str, FirstDay); 2] = [("counts", FirstDay::Counts), ("excluded", FirstDay::Excluded)];

fn required_span(r: &mut Reader<'_>, key: &'static str, problems: &mut Vec<Problem>) -> Option<Span> {
    if r.node(key).is_none() {
        problems.push(r.missing(key, "a span such as \"1 week\""));
        return None;
    }
    r.parsed(key, problems)
}

fn small(r: &mut Reader<'_>, key: &'static str, problems: &mut Vec<Problem>) -> Option<u16> {
    r.int(key, problems).and_then(|n| u16::try_from(n).ok())
}

fn anchor(r: &mut Reader<'_>, problems: &mut Vec<Problem>) -> Option<Anchor> {
    if let Some(kind) = word(r, "anchor_course", &COURSES, problems) {
        return Some(Anchor::Course(kind));
    }
    if let Some(rule) = r.text("anchor_limit", problems) {
        return Some(Anchor::Limit(AtLimit { rule, ..AtLimit::default() }));
    }
    let start = read_list(r, "anchor", problems);
    let end = read_list(r, "anchor_end", problems);
    match (start.is_empty(), end.is_empty()) {
        (false, true) => Some(Anchor::Start(start)),
        (true, false) => Some(Anchor::End(end)),
        _ => {
            problems.push(r.missing(
                "anchor",
                "what opens the duty: one of `anchor`, `anchor_end`, `anchor_course`, `anchor_limit`",
            ));
            None
        }
    }
}

fn deadline(r: &mut Reader<'_>, problems: &mut Vec<Problem>) -> Option<Deadline> {
    let anchor = anchor(r, problems);
    let clock = required_word(
        r,
        "clock",
        &[("event", Clock::Event), ("accumulated", Clock::Accumulated), ("window", Clock::Window)],
        problems,
    );
    let span = required_span(r, "span", problems);
    let first_day = required_word(r, "first_day", &FIRST_DAYS, problems);
    let month_end = required_word(r, "month_end", &[("down", MonthEnd::Down), ("up", MonthEnd::Up)], problems);
    let non_working_day =
        required_word(r, "non_working_day", &[("same", NonWorkingDay::Same), ("next", NonWorkingDay::Next)], problems);
    let restart = required_word(
        r,
        "restart",
        &[("keep_first", Restart::KeepFirst), ("from_met", Restart::FromMet), ("from_due", Restart::FromDue)],
        problems,
    );
    let state = read_list(r, "state", problems);
    if clock == Some(Clock::Accumulated) && state.is_empty() {
        problems.push(r.missing("state", "the accumulated clock counts days in a state"));
    }
    let count = small(r, "count", problems).unwrap_or(1);
    if clock == Some(Clock::Window) && count < 2 {
        problems.push(r.missing("count", "the window clock counts at least two"));
    }
    let ordinal = small(r, "ordinal", problems).unwrap_or(count).max(1);
    let by = read_list(r, "by", problems);
    if by.is_empty() {
        problems.push(r.missing("by", "what fulfils the duty"));
    }
    let ends_with_anchor = r.bool("ends_with_anchor", problems);
    if ends_with_anchor.is_none() {
        problems.push(r.missing("ends_with_anchor", "whether the duty ends when what opened it ends: true or false"));
    }
    let terms = Terms::read(r, problems);
    let opens: Option<Span> = r.parsed("opens", problems);
    terms.check(r, opens, clock, problems);
    let deadline = Deadline {
        anchor: anchor?,
        expects: read_list(r, "expects", problems),
        expects_missing: r.text("expects_missing", problems),
        clock: clock?,
        state,
        opens,
        earliest: r.parsed("earliest", problems),
        span: span?,
        first_day: first_day?,
        second_reading: word(r, "second_reading", &FIRST_DAYS, problems),
        month_end: month_end?,
        non_working_day: non_working_day?,
        timely_by_week: word(r, "timely", &[("day", false), ("week", true)], problems).unwrap_or(false),
        count,
        ordinal,
        repeat: r.parsed("repeat", problems),
        restart: restart?,
        by,
        pause: read_list(r, "pause", problems),
        exempt: read_list(r, "exempt", problems),
        after_exemption: r.parsed("after_exemption", problems),
        unless: read_list(r, "unless", problems),
        requires: read_list(r, "requires", problems),
        ends_with_anchor: ends_with_anchor?,
        until: read_list(r, "until", problems),
        terms,
        exempt_for: exempt_for(r, problems),
        ends_with_who: r.bool("ends_with_who", problems).unwrap_or(false),
        first_in: word(r, "first_in", &COURSES, problems),
        follows: read_list(r, "follows", problems),
        repeat_within: r.parsed("repeat_within", problems),
        not_counted_days: not_counted_days(r, clock, problems),
        month_of: month_of(r, clock, problems),
        month_counted: counted_hours(r, "month_counted", problems),
    };
    exceptions::check(r, &deadline, problems);
    Some(deadline)
}

fn right(r: &mut Reader<'_>, problems: &mut Vec<Problem>) -> Option<Right> {
    if ["within", "once_in", "used_up"].iter().any(|key| r.node(key).is_some()) && r.node("anchor").is_none() {
        problems.push(r.missing("anchor", "from when the right stands"));
    }
    Some(Right {
        count: small(r, "count", problems),
        after: r.parsed("after", problems),
        received: read_list(r, "received", problems),
        after_in_course: after_in_course(r, problems),
        anchor: read_list(r, "anchor", problems),
        within: r.parsed("within", problems),
        once_in: read_list(r, "once_in", problems),
        used_up: r.text("used_up", problems),
        by: read_list(r, "by", problems),
        responsible: required_text(r, "responsible", "the unit that answers, e.g. \"sagens_ejer\"", problems)?,
        asked: r.bool("asked", problems).unwrap_or(true),
    })
}

/// `after_in_course = { span = "6 months", state = [...] }`
fn after_in_course(r: &mut Reader<'_>, problems: &mut Vec<Problem>) -> Option<InCourse> {
    let path = r.path_of("after_in_course");
    let mut t = Reader::open(r.node("after_in_course")?, &path, problems)?;
    let span = required_span(&mut t, "span", problems);
    let state = required_selectors(&mut t, "state", problems);
    t.finish(problems);
    Some(InCourse { span: span?, state: state? })
}

fn optional_who(r: &mut Reader<'_>, key: &'static str, problems: &mut Vec<Problem>) -> Option<Who> {
    let path = r.path_of(key);
    r.node(key).map(|node| Who::read(Some(node), &path, problems))
}

fn limit(r: &mut Reader<'_>, problems: &mut Vec<Problem>) -> Option<Limit> {
    let sort = required_word(
        r,
        "measure",
        &[("duration", 0), ("accumulated", 1), ("hours", 2), ("ratio", 3), ("amount", 4), ("hours_left", 5)],
        problems,
    )?;
    Some(match sort {
        0 => Limit::Duration {
            of: required_selectors(r, "of", problems)?,
            max: required_span(r, "max", problems)?,
            extended: r.parsed("extended", problems),
            extended_again: r.parsed("extended_again", problems),
            exempt: read_list(r, "exempt", problems),
            not_counted: read_list(r, "not_counted", problems),
            from_first: read_list(r, "from_first", problems),
            begun_goes_on: r.bool("begun_goes_on", problems).unwrap_or(false),
            who_on_last: optional_who(r, "who_on_last", problems),
        },
        1 => Limit::Accumulated {
            state: required_selectors(r, "state", problems)?,
            max: required_span(r, "max", problems)?,
            window_months: small(r, "window_months", problems),
            more_than: required_bool(
                r,
                "more_than",
                "whether the limit is passed after max or when max is reached",
                problems,
            )?,
            not_counted: read_list(r, "not_counted", problems),
            skip_first_days: small(r, "skip_first_days", problems).unwrap_or(0),
            weekday_holidays: r.bool("skip_weekday_holidays", problems).unwrap_or(false),
            effective_end_of_month: r.bool("effective_end_of_month", problems).unwrap_or(false),
            who_when_reached: r.bool("who_when_reached", problems).unwrap_or(false),
            who_when_begun: optional_who(r, "who_when_begun", problems),
            suspended: stretches_of_days(r, "suspended", problems),
            warn: r.texts("warn", problems).unwrap_or_default().iter().filter_map(|(t, _)| t.parse().ok()).collect(),
        },
        2 => Limit::Hours {
            of: required_selectors(r, "of", problems)?,
            state: required_selectors(r, "state", problems)?,
            after: after(r, problems),
            at_least: u32::from(small(r, "at_least", problems)?),
            window_months: small(r, "window_months", problems)?,
            prolonged_by: stretches_of_days(r, "prolonged_by", problems),
        },
        3 => ratio(r, problems)?,
        5 => Limit::HoursLeft {
            of: required_selectors(r, "of", problems)?,
            anew: read_list(r, "anew", problems),
            state: required_selectors(r, "state", problems)?,
            full_week: required_hours(r, "full_week", problems)?,
            part_week: required_hours(r, "part_week", problems)?,
            period: r.parsed("period", problems),
            period_within: r.parsed("period_within", problems),
        },
        _ => Limit::Amount { rate: required_text(r, "rate", "id of the rate", problems)? },
    })
}

/// `after = { span = "12 months", within = "36 months" }`
fn after(r: &mut Reader<'_>, problems: &mut Vec<Problem>) -> Option<After> {
    let path = r.path_of("after");
    let mut t = Reader::open(r.node("after")?, &path, problems)?;
    let (span, within) = (required_span(&mut t, "span", problems), required_span(&mut t, "within", problems));
    t.finish(problems);
    Some(After { span: span?, within: within? })
}

fn required_hours(r: &mut Reader<'_>, key: &'static str, problems: &mut Vec<Problem>) -> Option<u16> {
    let hours = small(r, key, problems).filter(|hours| *hours > 0);
    if hours.is_none() {
        problems.push(r.missing(key, "whole hours a week, such as 37"));
    }
    hours
}

fn ratio(r: &mut Reader<'_>, problems: &mut Vec<Problem>) -> Option<Limit> {
    let basis =
        required_word(r, "basis", &[("heads", RatioBasis::Heads), ("full_time", RatioBasis::FullTime)], problems);
    let counts = offers(r, "counts", problems);
    let in_doubt = offers(r, "in_doubt", problems);
    let path = r.path_of("not_counted");
    let mut not_counted = Vec::new();
    for (i, node) in r.tables("not_counted", problems).into_iter().enumerate() {
        let Some(mut out) = Reader::open(node, format!("{path}[{}]", i + 1), problems) else { continue };
        let offer: Option<OfferKind> = out.parsed("offer", problems);
        let group: Option<TargetGroup> = out.parsed("group", problems);
        match offer.zip(group) {
            Some(pair) => not_counted.push(pair),
            None => problems
                .push(out.missing("offer", "an offer and a group, such as løntilskud of those on disability pension")),
        }
        out.finish(problems);
    }
    Some(Limit::Ratio {
        basis: basis?,
        per_first: small(r, "per_first", problems)?,
        first_up_to: small(r, "first_up_to", problems)?,
        per_rest: small(r, "per_rest", problems)?,
        at_least: small(r, "at_least", problems).unwrap_or(0),
        counts,
        not_counted,
        in_doubt,
        months: small(r, "months", problems).unwrap_or(1),
    })
}

fn offers(r: &mut Reader<'_>, key: &'static str, problems: &mut Vec<Problem>) -> Vec<OfferKind> {
    let mut found = Vec::new();
    for (text, line) in r.texts(key, problems).unwrap_or_default() {
        match domain::codes::read_code::<OfferKind>(&text) {
            Ok(offer) => found.push(offer),
            Err(e) => problems.push(r.problem("unknown_code", line, key, format!("\"{text}\" {e}"))),
        }
    }
    found
}

fn required_selectors(r: &mut Reader<'_>, key: &'static str, problems: &mut Vec<Problem>) -> Option<Selectors> {
    let found = read_list(r, key, problems);
    if found.is_empty() {
        problems.push(r.missing(key, "which facts"));
        return None;
    }
    Some(found)
}

fn required_bool(r: &mut Reader<'_>, key: &'static str, what: &str, problems: &mut Vec<Problem>) -> Option<bool> {
    let found = r.bool(key, problems);
    if found.is_none() {
        problems.push(r.missing(key, what));
    }
    found
}

fn offer_order(r: &mut Reader<'_>, problems: &mut Vec<Problem>) -> Option<OfferOrder> {
    let path = r.path_of("step");
    let mut steps = Vec::new();
    for (i, node) in r.tables("step", problems).into_iter().enumerate() {
        let Some(mut s) = Reader::open(node, format!("{path}[{}]", i + 1), problems) else { continue };
        let offer: Option<OfferKind> = s.parsed("offer", problems);
        let sector: Option<Sector> = s.parsed("sector", problems);
        let text = required_text(&mut s, "text", "the document's own words", problems);
        let obligation = super::obligation(&mut s, problems);
        let who_path = s.path_of("who");
        let who = s.node("who").map(|node| Who::read(Some(node), &who_path, problems));
        s.finish(problems);
        if let (Some(offer), Some(text)) = (offer, text) {
            steps.push(OfferStep { offer, sector, text, who, obligation });
        }
    }
    if steps.is_empty() {
        problems.push(r.missing("step", "the offers in their order"));
        return None;
    }
    Some(OfferOrder { steps })
}

fn quota(r: &mut Reader<'_>, problems: &mut Vec<Problem>) -> Option<Quota> {
    let of: Vec<String> = r.texts("of", problems).unwrap_or_default().into_iter().map(|(t, _)| t).collect();
    if of.is_empty() {
        problems.push(r.missing("of", "ids of the deadline rules whose fulfilment is counted"));
    }
    let share_percent = small(r, "share_percent", problems);
    if share_percent.is_none() {
        problems.push(r.missing("share_percent", "the share of the group, in per cent"));
    }
    Some(Quota { of, share_percent: share_percent?, exempt: read_list(r, "exempt", problems) })
}

fn amount(r: &mut Reader<'_>, key: &'static str, problems: &mut Vec<Problem>) -> Option<Kroner> {
    let node = r.node(key)?;
    match <Kroner as Field>::read(node) {
        Ok(amount) => Some(amount),
        Err(message) => {
            problems.push(r.problem("bad_value", node.line, key, message));
            None
        }
    }
}

fn rate(r: &mut Reader<'_>, problems: &mut Vec<Problem>) -> Option<Rate> {
    let unit = required_text(r, "unit", "e.g. \"kr./time\"", problems);
    let path = r.path_of("value");
    let mut values = Vec::new();
    for (i, node) in r.tables("value", problems).into_iter().enumerate() {
        let Some(mut v) = Reader::open(node, format!("{path}[{}]", i + 1), problems) else { continue };
        let year = v.int("year", problems).and_then(|y| i32::try_from(y).ok());
        let (from, through) = match year {
            Some(year) => (Day::new(year, 1, 1), Day::new(year, 12, 31)),
            None => (v.day("from", problems), v.day("through", problems).or(Some(Day::LAST))),
        };
        let row = RateValue {
            key: v.text("key", problems).unwrap_or_default(),
            from: from.unwrap_or(Day::FIRST),
            through: through.unwrap_or(Day::LAST),
            amount: amount(&mut v, "amount", problems),
            above: amount(&mut v, "above", problems),
            percent: small(&mut v, "percent", problems),
        };
        if from.is_none() {
            problems.push(v.missing("year", "a year, or `from` and `through`"));
        }
        v.finish(problems);
        values.push(row);
    }
    Some(Rate { unit: unit?, values })
}

fn anew_after(r: &mut Reader<'_>, problems: &mut Vec<Problem>) -> Option<AnewAfter> {
    let path = r.path_of("anew_after");
    let mut a = Reader::open(r.node("anew_after")?, &path, problems)?;
    let state = required_selectors(&mut a, "state", problems);
    let at_least = required_span(&mut a, "at_least", problems);
    let within = required_span(&mut a, "within", problems);
    a.finish(problems);
    Some(AnewAfter { state: state?, at_least: at_least?, within: within? })
}

/// `over_by = { state = [...], span = "9 months" }`
fn over_by(r: &mut Reader<'_>, problems: &mut Vec<Problem>) -> Option<OverBy> {
    let path = r.path_of("over_by");
    let mut p = Reader::open(r.node("over_by")?, &path, problems)?;
    let span = required_span(&mut p, "span", problems);
    let counted = counted_since(&mut p, problems);
    let span_counted = counted_hours(&mut p, "span_counted", problems);
    p.finish(problems);
    Some(OverBy { span: span?, span_counted, ..counted? })
}

/// `added_up = { of = {...}, weeks = 6, state = {...}, reset_by = {...} }`
fn added_up(r: &mut Reader<'_>, problems: &mut Vec<Problem>) -> Option<AddedUp> {
    let path = r.path_of("added_up");
    let mut p = Reader::open(r.node("added_up")?, &path, problems)?;
    let of = required_selectors(&mut p, "of", problems);
    let weeks = p.int("weeks", problems).and_then(|weeks| u8::try_from(weeks).ok()).filter(|weeks| *weeks > 0);
    if weeks.is_none() {
        problems.push(p.missing("weeks", "how many weeks they share"));
    }
    let since = counted_since(&mut p, problems);
    p.finish(problems);
    Some(AddedUp { of: of?, weeks: weeks?, since: since? })
}

/// From which day a state is counted: the first of one day in it.
fn counted_since(p: &mut Reader<'_>, problems: &mut Vec<Problem>) -> Option<OverBy> {
    let state = required_selectors(p, "state", problems);
    let reset_by = read_list(p, "reset_by", problems);
    let reset_after = p.parsed("reset_after", problems);
    let anew_after = anew_after(p, problems);
    let not_counted_days = stretches_of_days(p, "not_counted_days", problems);
    let span = Span::new(1, Unit::Days);
    Some(OverBy { state: state?, span, span_counted: None, reset_by, reset_after, anew_after, not_counted_days })
}

fn gate(r: &mut Reader<'_>, problems: &mut Vec<Problem>) -> Gate {
    let before = read_list(r, "before", problems);
    if before.is_empty() {
        problems.push(r.missing("before", "which fact waits"));
    }
    let sector: Option<Sector> = r.parsed("sector", problems);
    let allowed_path = r.path_of("allowed");
    let allowed = r.node("allowed").map(|node| Who::read(Some(node), &allowed_path, problems));
    let prior = r.node("prior").and_then(|node| {
        let path = r.path_of("prior");
        let mut p = Reader::open(node, &path, problems)?;
        let state = read_list(&mut p, "state", problems);
        let span = required_span(&mut p, "span", problems);
        let span_counted = counted_hours(&mut p, "span_counted", problems);
        let except = Who::read_list(p.node("except"), &format!("{path}.except"), problems);
        let not_while_path = p.path_of("not_while");
        let not_while = p.node("not_while").and_then(|node| {
            let mut n = Reader::open(node, &not_while_path, problems)?;
            let state = required_selectors(&mut n, "state", problems);
            let covered_by = required_selectors(&mut n, "covered_by", problems);
            n.finish(problems);
            Some(NotWhile { state: state?, covered_by: covered_by? })
        });
        let continuous = p.bool("continuous", problems).unwrap_or(false);
        let reset_by = read_list(&mut p, "reset_by", problems);
        let reset_after = p.parsed("reset_after", problems);
        let anew_after = anew_after(&mut p, problems);
        let begun_path = p.path_of("begun_inside");
        let begun_inside = p.node("begun_inside").and_then(|node| {
            let mut b = Reader::open(node, &begun_path, problems)?;
            let facts = required_selectors(&mut b, "facts", problems);
            let inside = required_selectors(&mut b, "inside", problems);
            b.finish(problems);
            Some(BegunInside { facts: facts?, inside: inside? })
        });
        p.finish(problems);
        let (span, anew_after) = (span?, anew_after);
        Some(Prior {
            state,
            span,
            span_counted,
            not_while,
            continuous,
            reset_by,
            reset_after,
            anew_after,
            begun_inside,
            except,
        })
    });
    let over_by = over_by(r, problems);
    let added_up = added_up(r, problems);
    let inside = read_list(r, "inside", problems);
    let requires = requirement::read_all(r, problems);
    let closed = r.bool("closed", problems).unwrap_or(false);
    Gate { before, sector, allowed, prior, over_by, added_up, inside, requires, closed }
}
