//! What opens each deadline, worked out once for a rulebook: which facts, which courses, which days, which groups.

use crate::assess::deadline::{entered_by, goes_by_date};
use crate::model::{Anchor, Body, CourseKind, Rule, Transition};
use crate::rulebook::RuleIx;
use crate::selector::Selectors;
use domain::compact::{Compact, HistoryView};
use domain::{Day, FactKind};

/// One version of a rule, with what shows without looking further that an anchor does not open it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Opener {
    pub(crate) rule: RuleIx,
    pub(crate) version: u8,
    /// The version says nothing of anchors before `from` and after `through`.
    from: Day,
    through: Day,
    /// Groups that the version is for; 0 = it does not ask.
    groups: u64,
    /// First codes that the anchor fact may have, as a set.
    codes: u64,
    /// The anchor is the last day of the fact.
    at_end: bool,
    /// Kinds of which one must have come before the anchor; 0 = it does not ask.
    follows: u128,
}

impl Opener {
    fn new(rule: RuleIx, versions: &Rule, v: usize) -> Opener {
        let versions = &versions.versions;
        let version = &versions[v];
        let repeats = matches!(&version.body, Body::Deadline(d) if d.repeat.is_some());
        let last = version.through.unwrap_or(Day::from_number(i32::MAX));
        let (from, through) = if goes_by_date(versions, v) && repeats {
            (Day::from_number(i32::MIN), Day::from_number(i32::MAX))
        } else if entered_by(versions, v) == Some(Transition::Recompute) {
            (Day::from_number(i32::MIN), last)
        } else {
            (version.from, last)
        };
        let follows = if let Body::Deadline(d) = &version.body { d.follows.kinds() } else { 0 };
        let groups = version.who.groups;
        Opener { rule, version: v as u8, from, through, groups, codes: !0, at_end: false, follows }
    }

    /// As opened by facts of one kind.
    fn by_kind(self, kind: FactKind, facts: &Selectors, at_end: bool) -> Opener {
        let of_kind = facts.iter().filter(|s| s.kind == kind);
        Opener { codes: of_kind.fold(0, |set, s| set | s.first_codes()), at_end, ..self }
    }

    /// The anchor day, where the fact may be one that the version speaks of.
    #[inline]
    pub(crate) fn anchored_on(&self, fact: &Compact) -> Option<Day> {
        let day = if self.at_end { fact.through_day()? } else { fact.from_day() };
        (self.codes & (1 << (fact.codes[0] % 64)) != 0 && self.speaks_of(day)).then_some(day)
    }

    #[inline]
    pub(crate) fn speaks_of(&self, anchor: Day) -> bool {
        self.from <= anchor && anchor <= self.through
    }

    /// `groups`: those the citizen is in on any day.
    #[inline]
    pub(crate) fn is_for(&self, groups: u64) -> bool {
        self.groups == 0 || self.groups & groups != 0
    }

    /// `seen`: the kinds of fact in the history.
    #[inline]
    pub(crate) fn may_follow(&self, seen: u128) -> bool {
        self.follows == 0 || self.follows & seen != 0
    }
}

/// The kinds of fact and of course in a history, as sets.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Outline {
    pub(crate) kinds: u128,
    pub(crate) courses: u8,
}

/// The deadlines of some rules, by what opens them, each list in the order of the rules.
#[derive(Clone, Debug, Default)]
pub(crate) struct Openers {
    by_fact: Vec<Vec<Opener>>,
    by_course: [Vec<Opener>; CourseKind::COUNT],
    /// Versions that say which fact lets one expect an anchor.
    pub(crate) expecting: Vec<Opener>,
    /// Bit i = a fact of the i-th kind opens something.
    pub(crate) kinds: u128,
    /// Those that expect an anchor, by the facts that let one expect it.
    expected_by: Vec<Vec<Opener>>,
    expecting_kinds: u128,
    courses: u8,
    /// Some anchor opens only where no course runs already.
    within_courses: bool,
}

impl Openers {
    pub(crate) fn of<'r>(rules: impl IntoIterator<Item = (RuleIx, &'r Rule)>) -> Openers {
        let none = || vec![Vec::new(); FactKind::ALL.len()];
        let mut all = Openers { by_fact: none(), expected_by: none(), ..Openers::default() };
        for (ix, rule) in rules {
            for (v, version) in rule.versions.iter().enumerate() {
                let Body::Deadline(deadline) = &version.body else { continue };
                let opener = Opener::new(ix, rule, v);
                all.within_courses |= deadline.first_in.is_some();
                match &deadline.anchor {
                    Anchor::Start(facts) | Anchor::End(facts) => {
                        let at_end = matches!(deadline.anchor, Anchor::End(_));
                        all.kinds |= facts.kinds();
                        for kind in FactKind::ALL.iter().filter(|k| facts.kinds() & (1 << **k as u8) != 0) {
                            all.by_fact[*kind as usize].push(opener.by_kind(*kind, facts, at_end));
                        }
                    }
                    Anchor::Course(kind) => {
                        all.courses |= 1 << *kind as u8;
                        all.by_course[*kind as usize].push(opener);
                    }
                }
                if !deadline.expects.is_empty() {
                    let facts = &deadline.expects;
                    all.expecting_kinds |= facts.kinds();
                    for kind in FactKind::ALL.iter().filter(|k| facts.kinds() & (1 << **k as u8) != 0) {
                        all.expected_by[*kind as usize].push(opener.by_kind(*kind, facts, false));
                    }
                    all.expecting.push(opener);
                }
            }
        }
        all
    }

    /// Whether something may be opened in a history: its outline tells, or the days and first codes of its facts.
    pub(crate) fn may_open(&self, outline: &Outline, history: HistoryView<'_>) -> bool {
        let kinds = outline.kinds & (self.kinds | self.expecting_kinds);
        let opens = |fact: &Compact| {
            let mut openers = self.by_fact(fact.kind).iter().chain(&self.expected_by[fact.kind as usize]);
            kinds & (1 << fact.kind) != 0 && openers.any(|o| o.anchored_on(fact).is_some())
        };
        outline.courses & self.courses != 0 || (kinds != 0 && history.facts.iter().any(opens))
    }

    /// Whether a course opens something.
    pub(crate) fn need_courses(&self) -> bool {
        self.courses != 0 || self.within_courses
    }

    #[inline]
    pub(crate) fn by_fact(&self, kind: u8) -> &[Opener] {
        self.by_fact.get(kind as usize).map_or(&[], Vec::as_slice)
    }

    #[inline]
    pub(crate) fn by_course(&self, kind: CourseKind) -> &[Opener] {
        &self.by_course[kind as usize]
    }
}
