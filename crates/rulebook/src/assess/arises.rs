//! Whether a deadline arises from its anchor, by the terms it sets beyond the group: [`crate::terms::Terms`].

use crate::assess::courses::ContactCourse;
use crate::assess::{Scene, between, counted, courses, stretch};
use crate::model::{Deadline, FirstDay};
use crate::selector::Selectors;
use crate::terms::{FirstInside, Granted, OnDay, ReplacedBy};
use crate::who::{Match, Missing};
use domain::compact::{Compact, HistoryView, OPEN};
use domain::kinds::FactKind;
use domain::{Day, MonthEnd};

/// What the days up to the anchor say.
pub(super) fn from_anchor(scene: &Scene<'_>, d: &Deadline, day: Day, fact: u32) -> Match {
    let terms = &d.terms;
    let before = day.plus_days(-1);
    let with_help = || between::last_before(scene.sorted, before).unwrap_or(before);
    let so = |f: &Compact| f.covers(before) || courses::is_help(f) && f.covers(with_help());
    let covers = |selectors: &Selectors| scene.matching(selectors).any(|(_, f)| so(f));
    if !terms.requires_before.is_empty() && !covers(&terms.requires_before) {
        return Match::No;
    }
    if terms.requires_on_day.as_ref().is_some_and(|on| !was_so(scene, on)) {
        return Match::No;
    }
    if !terms.unless_before.is_empty() && covers(&terms.unless_before) {
        return Match::No;
    }
    if terms.before_who.is_some_and(|who| scene.is_for(&who, with_help()) != Match::Yes) {
        return Match::No;
    }
    if scene.matching(&terms.unless_begins).any(|(at, f)| at != fact && f.from == day.number()) {
        return Match::No;
    }
    if scene.matching(&terms.unless_on_anchor).any(|(at, f)| at != fact && f.covers(day))
        && !terms.stands_anyway.matches(&scene.history.facts[fact as usize])
    {
        return Match::No;
    }
    let after = day.plus_days(1);
    if scene.matching(&terms.unless_after).any(|(at, f)| at != fact && f.covers(after)) {
        return Match::No;
    }
    if terms.unless_fit_within.is_some_and(|span| is_fit_before(scene, day, span.after(day, d.month_end))) {
        return Match::No;
    }
    if terms.first_period.as_ref().is_some_and(|period| !counted::lies_in(scene, period, day))
        || terms.unless_done_in.as_ref().is_some_and(|once| counted::is_done(scene, once, day))
    {
        return Match::No;
    }
    let mut answer = terms.first_inside.as_ref().map_or(Match::Yes, |first| first_of(scene, first, day, fact));
    if let Some(open) = &terms.unsettled {
        let earlier = |(at, f): (u32, &Compact)| at != fact && f.from < day.number();
        let said = open.settled_by.matches(&scene.history.facts[fact as usize]);
        if !said && scene.is_for(&open.who, day) != Match::No && scene.matching(&open.after).any(earlier) {
            // What no fact can say depends on how the law is read.
            let missing = if open.settled_by.is_empty() { Missing::READING } else { Missing::PERMANENT };
            answer = answer.and(Match::Unknown(missing));
        }
    }
    answer
}

/// Whether somebody who is sick on a day is expected, as recorded, to be fit before another.
fn is_fit_before(scene: &Scene<'_>, day: Day, end: Day) -> bool {
    let sick = scene.sorted.of(FactKind::Sickness).filter(|f| f.covers(day));
    sick.filter_map(Compact::known_value).any(|expected| expected >= day.number() && expected < end.number())
}

/// Whether it was so on the day that the act names.
fn was_so(scene: &Scene<'_>, on: &OnDay) -> bool {
    let covered = |selectors: &Selectors| scene.matching(selectors).any(|(_, f)| f.covers(on.day));
    let opened =
        |c: &ContactCourse| on.course_by.is_empty() || on.course_by.matches(&scene.history.facts[c.root as usize]);
    let runs = |c: &ContactCourse| c.start <= on.day && c.end.is_none_or(|end| on.day <= end) && opened(c);
    (on.facts.is_empty() || covered(&on.facts))
        && !covered(&on.without)
        && on.course.is_none_or(|kind| scene.courses.iter().any(|c| c.kind == kind && runs(c)))
}

/// Whether the anchor is the first of its sort inside the longer fact that covers it.
fn first_of(scene: &Scene<'_>, first: &FirstInside, day: Day, fact: u32) -> Match {
    let Some((_, outer)) = scene.matching(&first.inside).find(|(_, f)| f.covers(day)) else {
        return Match::Unknown(Missing::ANCHOR);
    };
    let (first_day, _) = stretch::of(scene, &first.inside, outer);
    let begun = Day::from_number(first_day);
    if first.within.is_some_and(|span| span.after(begun, MonthEnd::Down) <= day) {
        return Match::No;
    }
    let done = |(at, f): (u32, &Compact)| at != fact && f.from >= first_day && f.from < day.number();
    if scene.matching(&first.before_any).any(done) { Match::No } else { Match::Yes }
}

/// Whether what fulfils is of the matter of the anchor: says the same, where the anchor says which.
pub(super) fn is_of_anchor(d: &Deadline, anchor: &Compact, by: &Compact) -> bool {
    let same = d.terms.by_same_or.is_empty() || anchor.codes[0] == 0 || anchor.codes[0] == by.codes[0];
    same || d.terms.by_same_or.matches(by)
}

/// Whether a fact that `by` names fulfils on its day. Nothing is asked that the fact does not tell: what it leaves unsaid,
/// or nobody has read, is missing.
pub(crate) fn fulfils(history: HistoryView<'_>, d: &Deadline, fact: &Compact) -> Match {
    let said = |selectors: &Selectors| selectors.unsure(fact).map_or(Match::Yes, Match::Unknown);
    let day = fact.from_day();
    let inside = |selectors: &Selectors| history.facts.iter().any(|f| selectors.matches(f) && f.covers(day));
    let mut answer = said(&d.by);
    for only in d.terms.by_only.iter().filter(|only| only.from <= day && day <= only.through) {
        answer = answer.and(if inside(&only.unless_inside) {
            Match::Yes
        } else if only.facts.matches(fact) {
            said(&only.facts)
        } else if only.unread {
            Match::Unknown(Missing::UNCONFIRMED)
        } else if inside(&only.unsure_inside) {
            Match::Unknown(Missing::READING)
        } else {
            Match::No
        });
    }
    answer
}

/// The day on which something takes the duty's place: soon enough, and not taken back since.
pub(super) fn replaced_on(scene: &Scene<'_>, by: &ReplacedBy, d: &Deadline, anchor: Day) -> Option<Day> {
    let first = i32::from(d.first_day == FirstDay::Counts);
    let through = by.within.map_or(OPEN, |span| span.after(anchor, d.month_end).number() - first);
    let taken_back = |fact: &Compact| scene.matching(&by.taken_back_by).any(|(_, back)| back.from >= fact.from);
    let mut facts = scene.matching(&by.facts).since(anchor).until(through).map(|(_, fact)| fact);
    facts.find(|fact| !taken_back(fact)).map(Compact::from_day)
}

/// Whether the latest fact of its kind on a day is one that is meant: an earlier one that nobody closed says nothing.
pub(super) fn holds_on(scene: &Scene<'_>, selectors: &Selectors, day: Day) -> bool {
    selectors.iter().any(|selector| {
        let latest = scene.sorted.of(selector.kind).rfind(|f| f.covers(day));
        latest.is_some_and(|f| selector.matches(f))
    })
}

/// Whether the deadline stands with this due day.
pub(super) fn on_due(scene: &Scene<'_>, d: &Deadline, due: Option<Day>) -> bool {
    let Some(due) = due else { return true };
    let terms = &d.terms;
    (terms.requires_on_due.is_empty() || holds_on(scene, &terms.requires_on_due, due))
        && (terms.unless_on_due.is_empty() || !holds_on(scene, &terms.unless_on_due, due))
}

/// The last day of a state that ended; `None` while it runs.
pub(super) fn state_ended(scene: &Scene<'_>, d: &Deadline) -> Option<Day> {
    scene.matching(&d.state).map(|(_, f)| f.through).max().filter(|t| *t != OPEN).map(Day::from_number)
}

/// Whether what may begin `within` so long after the due day was given by that day and had not begun. What else fulfilled
/// the duty (`met`) has no such time. Unknown where nobody says when what begins inside that time was given.
pub(super) fn given_in_time(scene: &Scene<'_>, d: &Deadline, (from, due): (Day, Day), met: Option<u32>) -> Match {
    let Some(granted) = &d.terms.granted else { return Match::No };
    let last = granted.begins_within.after(due, d.month_end).number();
    let another = |f: &Compact| met.is_some_and(|at| scene.history.facts[at as usize].codes[0] != f.codes[0]);
    let mut answer = Match::No;
    for (_, given) in scene.matching(&granted.by).filter(|(_, f)| f.from >= from.number() && !another(f)) {
        let (since, in_time) = match given.given_on() {
            Some(on) => (on.number(), on <= due),
            // It was given by the first of its days.
            None => (given.from, given.from <= due.number()),
        };
        if in_time && !is_closed(scene, given, since, due) {
            return Match::Yes;
        }
        let unsaid = given.given_on().is_none() && !in_time && given.from <= last && !is_told(scene, granted, given);
        if unsaid {
            answer = Match::Unknown(Missing::GIVEN);
        }
    }
    answer
}

/// Whether another fact says when what begins was given: a grant says it of the offer that it became.
fn is_told(scene: &Scene<'_>, granted: &Granted, given: &Compact) -> bool {
    let same = |f: &Compact| f.codes[0] == given.codes[0] && f.from <= given.from && given.from <= f.through;
    scene.matching(&granted.by).any(|(_, f)| same(f) && f.given_on().is_some())
}

/// Whether something became of what was given, after that and by the day: a grant is used once, and a no ends it.
fn is_closed(scene: &Scene<'_>, given: &Compact, since: i32, day: Day) -> bool {
    let of_it = |f: &Compact| f.codes[0] == given.codes[0] && f.from >= since && f.from <= day.number();
    let kinds = [FactKind::OfferStarted, FactKind::OfferDeclined];
    kinds.iter().any(|kind| scene.sorted.of(*kind).any(of_it))
}
