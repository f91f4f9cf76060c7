//! What opens each deadline, worked out once for a rulebook: which facts, which courses, which days, which groups.

use crate::assess::Scene;
use crate::assess::by_code::{self, ByCode, Sketch};
use crate::assess::by_kind::Sorted;
use crate::assess::courses::ContactCourse;
use crate::assess::ran_before::takes_what_ran;
use crate::model::{Anchor, Body, CourseKind, Deadline, Force, Rule, SourceStatus, Transition, Version};
use crate::rulebook::RuleIx;
use crate::selector::Selectors;
use crate::terms::Entered;
use crate::who::{Asks, Match, Missing, Possible, Wanted, Who};
use domain::compact::{Compact, HistoryView};
use domain::{Day, FactKind};

/// What a version has of all that a deadline may have, as a set: most versions have little, and what is not there is never
/// looked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Parts(u32);

impl Parts {
    pub(crate) const NEEDS_REVIEW: Parts = Parts(1 << 1);
    pub(crate) const BY_DATE: Parts = Parts(1 << 2);
    pub(crate) const RECOMPUTED: Parts = Parts(1 << 3);
    /// `first_in` or `follows`.
    pub(crate) const FOLLOWS: Parts = Parts(1 << 4);
    pub(crate) const REQUIRES: Parts = Parts(1 << 5);
    /// Terms that decide before the due day is known.
    pub(crate) const BEFORE: Parts = Parts(1 << 6);
    pub(crate) const ON_DUE: Parts = Parts(1 << 7);
    pub(crate) const PAUSE: Parts = Parts(1 << 8);
    pub(crate) const EXEMPT: Parts = Parts(1 << 9);
    pub(crate) const GRANTED: Parts = Parts(1 << 10);
    /// `until`, `unless`, `replaced_by` or `may_be_later`.
    pub(crate) const OVERTAKEN: Parts = Parts(1 << 11);
    /// A talk that is held fulfils it, so that one may be booked.
    pub(crate) const TALK: Parts = Parts(1 << 12);
    pub(crate) const SUM: Parts = Parts(1 << 13);
    pub(crate) const DAY_UNSAID: Parts = Parts(1 << 14);
    pub(crate) const ENDS_WITH_WHO: Parts = Parts(1 << 15);
    pub(crate) const ENDS_INSIDE: Parts = Parts(1 << 16);
    pub(crate) const ENDS_OUT_OF: Parts = Parts(1 << 17);
    /// What fulfils it may not say what is asked for.
    pub(crate) const UNSURE: Parts = Parts(1 << 18);
    /// The first version says how it takes what ran before anybody had read the rule.
    pub(crate) const RAN_BEFORE: Parts = Parts(1 << 19);
    fn of(rule: &Rule, v: usize, d: &Deadline) -> Parts {
        let version = &rule.versions[v];
        let terms = &d.terms;
        let all = [
            (Parts::NEEDS_REVIEW, version.source == SourceStatus::NeedsReview),
            (Parts::BY_DATE, goes_by_date(&rule.versions, v)),
            (Parts::RECOMPUTED, entered_by(&rule.versions, v) == Some(Transition::Recompute)),
            (Parts::FOLLOWS, d.first_in.is_some() || !d.follows.is_empty()),
            (Parts::REQUIRES, !d.requires.is_empty()),
            (Parts::BEFORE, terms.asks_before()),
            (Parts::ON_DUE, !terms.requires_on_due.is_empty() || !terms.unless_on_due.is_empty()),
            (Parts::PAUSE, !d.pause.is_empty()),
            (Parts::EXEMPT, !d.exempt.is_empty() || !d.exempt_for.is_empty()),
            (Parts::GRANTED, terms.granted.is_some()),
            (Parts::OVERTAKEN, !d.until.is_empty() || !d.unless.is_empty() || terms.overtakes()),
            (Parts::TALK, d.by.kinds() & (1 << FactKind::TalkHeld as u8) != 0),
            (Parts::SUM, terms.sum.is_some()),
            (Parts::DAY_UNSAID, terms.day_unsaid),
            (Parts::ENDS_WITH_WHO, d.ends_with_who),
            (Parts::ENDS_INSIDE, !terms.ends_inside.is_empty()),
            (Parts::UNSURE, d.by.may_be_unsure() || !terms.by_only.is_empty()),
            (Parts::ENDS_OUT_OF, terms.ends_out_of.is_some()),
            (Parts::RAN_BEFORE, takes_what_ran(&rule.versions, v)),
        ];
        Parts(all.iter().filter(|(_, has)| *has).fold(0, |set, (part, _)| set | part.0))
    }

    #[inline]
    pub(crate) fn has(self, part: Parts) -> bool {
        self.0 & part.0 != 0
    }
}

/// One version of a rule, with what shows without looking further that an anchor does not open it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Opener {
    pub(crate) rule: RuleIx,
    pub(crate) version: u8,
    pub(crate) parts: Parts,
    /// What a date of the rule means.
    pub(crate) force: Force,
    asks: Asks,
    /// The version says nothing of anchors before `from` and after `through`.
    from: Day,
    through: Day,
    wanted: Wanted,
    /// The anchor is the last day of the fact.
    at_end: bool,
    /// Kinds of which one must have come before the anchor; 0 = it does not ask.
    follows: u128,
}

impl Opener {
    fn new(rule: RuleIx, of: &Rule, v: usize, deadline: &Deadline) -> Opener {
        let versions = &of.versions;
        let version = &versions[v];
        let repeats = deadline.repeat.is_some();
        let last = version.through.unwrap_or(Day::from_number(i32::MAX));
        // Courses that ran before come in where the version says so: rounds from its first day, or all of what they owe.
        let comes_in = match entered_by(versions, v) {
            Some(Transition::FromDate) => repeats,
            Some(Transition::Recompute) => true,
            _ => takes_what_ran(versions, v),
        };
        let (from, through) = (if comes_in { Day::from_number(i32::MIN) } else { version.from }, last);
        Opener {
            rule,
            version: v as u8,
            parts: Parts::of(of, v, deadline),
            force: of.layer.force(),
            asks: version.who.asks(),
            from,
            through,
            wanted: Wanted::of(&version.who),
            at_end: matches!(deadline.anchor, Anchor::End(_)),
            follows: deadline.follows.kinds(),
        }
    }

    /// The anchor day, where the version speaks of it and may be for the citizen.
    #[inline]
    pub(crate) fn anchored_on(&self, fact: &Compact, possible: Possible) -> Option<Day> {
        let day = if self.at_end { fact.through_day()? } else { fact.from_day() };
        (self.wanted.meets(possible) & self.speaks_of(day)).then_some(day)
    }

    #[inline]
    pub(crate) fn speaks_of(&self, anchor: Day) -> bool {
        (self.from <= anchor) & (anchor <= self.through)
    }

    /// Whether the version, whose `who` this is, is for the citizen on a day from the first fact on.
    #[inline]
    pub(crate) fn answer(&self, scene: &Scene<'_>, who: &Who, day: Day) -> Match {
        let groups = if self.wanted.is_any_group() { (0, Missing::default()) } else { scene.groups_on(day) };
        who.answer(self.asks, groups, &scene.axes, day)
    }

    /// False: the version is for the citizen on no day.
    #[inline]
    pub(crate) fn may_be_for(&self, possible: Possible) -> bool {
        self.wanted.meets(possible)
    }

    /// `seen`: the kinds of fact in the history.
    #[inline]
    pub(crate) fn may_follow(&self, seen: u128) -> bool {
        self.follows == 0 || self.follows & seen != 0
    }
}

/// Whether running courses come into or leave version `v` by the day each ordinal opens.
fn goes_by_date(versions: &[Version], v: usize) -> bool {
    versions[v].transition == Some(Transition::FromDate) || leaves_by(versions, v) == Some(Transition::FromDate)
}

/// How running courses came into version `v`.
fn entered_by(versions: &[Version], v: usize) -> Option<Transition> {
    if v == 0 { None } else { versions[v].transition }
}

fn leaves_by(versions: &[Version], v: usize) -> Option<Transition> {
    versions.get(v + 1).and_then(|next| next.transition)
}

/// The facts and kinds of course in a history, as sets.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Outline {
    facts: Sketch,
    courses: u8,
}

impl Outline {
    pub(crate) fn new(history: HistoryView<'_>, courses: &[ContactCourse]) -> Outline {
        let mut outline = Outline { facts: Sketch::default(), courses: 0 };
        history.facts.iter().for_each(|fact| outline.facts.add(by_code::place(fact)));
        courses.iter().for_each(|course| outline.courses |= 1 << course.kind as u8);
        outline
    }
}

/// The deadlines of some rules, by what opens them, each list in the order of the rules.
#[derive(Clone, Debug, Default)]
pub(crate) struct Openers {
    by_fact: ByCode<Opener>,
    by_course: [Vec<Opener>; CourseKind::COUNT],
    /// Versions that say which facts let one expect an anchor, with those facts.
    expecting: Vec<(Opener, Selectors)>,
    /// Bit i = a fact of the i-th kind opens something.
    kinds: u128,
    /// Those that expect an anchor, by the facts that let one expect it.
    expected_by: ByCode<Opener>,
    /// Facts that open something or let one expect it.
    heard: Sketch,
    /// Their kinds.
    heard_kinds: u128,
    courses: u8,
    /// Some anchor opens only where a course runs, or none does.
    within_courses: bool,
}

impl Openers {
    pub(crate) fn of<'r>(rules: impl IntoIterator<Item = (RuleIx, &'r Rule)>) -> Openers {
        let mut all = Openers::default();
        let (mut by_fact, mut expected_by) = (Vec::new(), Vec::new());
        for (ix, rule) in rules {
            for (v, version) in rule.versions.iter().enumerate() {
                let Body::Deadline(deadline) = &version.body else { continue };
                let opener = Opener::new(ix, rule, v, deadline);
                let terms = &deadline.terms;
                all.within_courses |= deadline.first_in.is_some()
                    || terms.first_period.is_some()
                    || terms.entered == Some(Entered::DatedThenUnread)
                    || terms.unless_done_in.is_some()
                    || terms.ends_in_course.is_some()
                    || terms.requires_on_day.as_ref().is_some_and(|on| on.course.is_some());
                match &deadline.anchor {
                    Anchor::Start(facts) | Anchor::End(facts) => {
                        all.kinds |= facts.kinds();
                        by_code::places(facts).for_each(|place| all.heard.add(place));
                        by_fact.push((facts, opener));
                    }
                    Anchor::Limit(limit) => {
                        for state in limit.states() {
                            all.kinds |= state.kinds();
                            by_code::places(state).for_each(|place| all.heard.add(place));
                            by_fact.push((state, opener));
                        }
                    }
                    Anchor::Course(kind) => {
                        all.courses |= 1 << *kind as u8;
                        all.by_course[*kind as usize].push(opener);
                    }
                }
                if !deadline.expects.is_empty() {
                    all.heard_kinds |= deadline.expects.kinds();
                    by_code::places(&deadline.expects).for_each(|place| all.heard.add(place));
                    expected_by.push((&deadline.expects, Opener { at_end: false, ..opener }));
                    all.expecting.push((opener, deadline.expects.clone()));
                }
            }
        }
        all.heard_kinds |= all.kinds;
        all.by_fact = ByCode::new(by_fact);
        all.expected_by = ByCode::new(expected_by);
        all
    }

    /// Whether something may be opened in a history: its outline tells, or the days and first codes of its facts.
    pub(crate) fn may_open(&self, outline: &Outline, history: HistoryView<'_>) -> bool {
        let opens = |fact: &Compact| {
            let anchored =
                |openers: &[Opener]| openers.iter().any(|o| o.anchored_on(fact, Possible::ANYTHING).is_some());
            anchored(self.by_fact.of(fact)) || anchored(self.expected_by.of(fact))
        };
        let is_heard = |fact: &&Compact| self.heard_kinds & 1 << fact.kind != 0;
        outline.courses & self.courses != 0
            || (outline.facts.may_share(self.heard) && history.facts.iter().filter(is_heard).any(opens))
    }

    /// Whether a course opens something.
    pub(crate) fn need_courses(&self) -> bool {
        self.courses != 0 || self.within_courses
    }

    /// Kinds whose facts may open something.
    #[inline]
    pub(crate) fn kinds(&self) -> u128 {
        self.kinds
    }

    #[inline]
    pub(crate) fn by_fact(&self, fact: &Compact) -> &[Opener] {
        self.by_fact.of(fact)
    }

    #[inline]
    pub(crate) fn by_course(&self, kind: CourseKind) -> &[Opener] {
        &self.by_course[kind as usize]
    }

    /// Those of which some fact may let expect an anchor.
    pub(crate) fn expecting(&self, facts: Sorted<'_>) -> impl Iterator<Item = &Opener> {
        self.expecting.iter().filter(move |(_, expects)| facts.may_match(expects)).map(|(opener, _)| opener)
    }
}
