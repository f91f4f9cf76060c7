//! The stretches of days on which nothing changes that decides whom a rule is for, with the groups of each.

use crate::assess::axes::{Axes, LOOK_AHEAD_DAYS, after_first_months, after_immigrant_course, after_introduction};
use crate::assess::by_kind::{Sorted, set_of};
use crate::assess::courses::{ContactCourse, is_subsidised_job};
use crate::who::{Asks, Missing};
use domain::compact::{Compact, HistoryView, OPEN};
use domain::kinds::FactKind;
use domain::{Day, MonthEnd};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Stretch {
    pub(crate) from: i32,
    /// The day before the next stretch; `OPEN`: as far as anyone can see.
    pub(crate) last: i32,
    pub(crate) groups: (u64, Missing),
    /// What makes the citizen one of the municipality's: the course, benefit, wage during sickness or decided group the run of
    /// such days began with. `None`: nothing does.
    pub(crate) root: Option<u32>,
    /// Nothing but a birthday begins it.
    by_age: bool,
}

/// A citizen's days from the first fact on. Holds only memory; made anew for each history.
#[derive(Clone, Debug, Default)]
pub(crate) struct Timeline {
    stretches: Vec<Stretch>,
    /// Those that a birthday alone parts, as one where the groups stay.
    ageless: Vec<Stretch>,
    /// Stretches that follow each other with the same groups and root, as one.
    runs: Vec<Stretch>,
    all_groups: u64,
}

/// Kinds of fact whose first day, and the day after whose last, may change an answer of [`Axes`], as a set.
const PERIODS: u128 = set_of([
    FactKind::Benefit,
    FactKind::TargetGroup,
    FactKind::Visitation,
    FactKind::Household,
    FactKind::Residence,
    FactKind::PaidByEmployer,
    FactKind::Sickness,
]);

/// All kinds that may.
const DECIDING: u128 = PERIODS
    | set_of([
        FactKind::Education,
        FactKind::EarlierWork,
        FactKind::IntegrationTakeover,
        FactKind::ImmigrantTakeover,
        FactKind::FirstContact,
        FactKind::OfferStarted,
    ]);

impl Timeline {
    pub(crate) fn derive(
        &mut self,
        axes: Axes<'_>,
        history: HistoryView<'_>,
        sorted: Sorted<'_>,
        courses: &[ContactCourse],
        ages: &[u8],
    ) {
        self.stretches.clear();
        self.ageless.clear();
        self.runs.clear();
        self.all_groups = 0;
        let Some(first) = history.facts.first().map(|f| f.from) else { return };
        self.begin(first);
        days_of_facts(sorted, DECIDING, &mut |day| self.begin(day));
        for course in courses {
            self.begin(course.start.number());
            self.begin(course.end.map_or(OPEN, |d| d.number() + 1));
        }
        if let Some(born) = history.born {
            for day in birthdays(born, ages, (first + 1, OPEN)) {
                self.begin(day);
                self.stretches.last_mut().into_iter().for_each(|s| s.by_age = true);
            }
        }
        self.stretches.retain(|s| s.from >= first && s.from < OPEN);
        self.stretches.sort_unstable_by_key(|s| (s.from, s.by_age));
        self.stretches.dedup_by_key(|s| s.from);
        let mut before = None;
        let mut next = OPEN;
        for stretch in self.stretches.iter_mut().rev() {
            stretch.last = if next == OPEN { OPEN } else { next - 1 };
            next = stretch.from;
        }
        for stretch in &mut self.stretches {
            let day = Day::from_number(stretch.from);
            stretch.groups = axes.groups(day);
            self.all_groups |= stretch.groups.0;
            let root = root_on(sorted, courses, day);
            stretch.root = root.map(|found| before.unwrap_or(found));
            before = stretch.root;
            match self.ageless.last_mut() {
                Some(run) if stretch.by_age && run.groups == stretch.groups && run.root == stretch.root => {
                    run.last = stretch.last;
                }
                _ => self.ageless.push(*stretch),
            }
            match self.runs.last_mut() {
                Some(run) if run.groups == stretch.groups && run.root == stretch.root => run.last = stretch.last,
                _ => self.runs.push(*stretch),
            }
        }
    }

    fn begin(&mut self, from: i32) {
        let groups = (0, Missing::default());
        self.stretches.push(Stretch { from, last: OPEN, groups, root: None, by_age: false });
    }

    /// The groups the citizen is, or may be, in on any day.
    pub(crate) fn all_groups(&self) -> u64 {
        self.all_groups
    }

    /// As [`Axes::groups`]. Nobody is in a group before the first fact.
    pub(crate) fn groups_on(&self, day: Day) -> (u64, Missing) {
        let began = self.runs.iter().rfind(|s| s.from <= day.number());
        began.map_or((0, Missing::default()), |s| s.groups)
    }

    /// On each of them one answer holds to who asks for so much beside the groups; the less is asked, the longer they are.
    pub(crate) fn stretches(&self, asks: Asks) -> &[Stretch] {
        match asks {
            Asks::NOTHING => &self.runs,
            _ if asks.are_ageless() => &self.ageless,
            _ => &self.stretches,
        }
    }

    /// Longer than the stretches, for who asks for nothing but groups and root.
    pub(crate) fn runs(&self) -> &[Stretch] {
        &self.runs
    }
}

/// The days on which a fact of these kinds may change an answer of [`Axes`], in no order.
pub(super) fn days_of_facts(sorted: Sorted<'_>, kinds: u128, begin: &mut impl FnMut(i32)) {
    for (_, fact) in sorted.of_kinds(kinds & DECIDING) {
        changes_by(fact, begin);
    }
}

/// The days on which this fact may change an answer of [`Axes`].
fn changes_by(fact: &Compact, begin: &mut impl FnMut(i32)) {
    if PERIODS & (1 << fact.kind) != 0 || is_subsidised_job(fact) {
        begin(fact.from);
        begin(fact.through.saturating_add(1));
    }
    if fact.is(FactKind::Education) || fact.is(FactKind::EarlierWork) || fact.is(FactKind::IntegrationTakeover) {
        begin(fact.from);
    }
    if fact.is(FactKind::Education) || fact.is(FactKind::Visitation) {
        begin(fact.from - LOOK_AHEAD_DAYS);
    }
    if fact.is(FactKind::FirstContact) {
        begin(fact.from);
        begin(fact.from + LOOK_AHEAD_DAYS + 1);
    }
    if fact.is(FactKind::IntegrationTakeover) {
        begin(after_first_months(fact.from_day()).number());
        begin(after_introduction(fact.from_day()).number());
    }
    if fact.is(FactKind::ImmigrantTakeover) {
        begin(fact.from);
        begin(after_immigrant_course(fact.from_day()).number());
    }
}

/// The days among these on which somebody reaches one of the ages.
pub(super) fn birthdays(born: Day, ages: &[u8], (from, through): (i32, i32)) -> impl Iterator<Item = i32> {
    // A year has 365 days or one more, so that most ages are told apart without a calendar.
    let near = move |age: &u8| {
        let (years, days) = (i32::from(*age), born.number() + 365 * i32::from(*age));
        days <= through && from <= days + years
    };
    let birthday = move |age: u8| born.plus_months(12 * i32::from(age), MonthEnd::Up).number();
    ages.iter().copied().filter(near).map(birthday).filter(move |day| (from..=through).contains(day))
}

fn root_on(sorted: Sorted<'_>, courses: &[ContactCourse], day: Day) -> Option<u32> {
    let running = courses.iter().find(|c| c.start <= day && c.end.is_none_or(|end| day <= end));
    running.map(|c| c.root).or_else(|| {
        let first = |kind| sorted.with_positions(kind).find(|(_, f)| f.covers(day)).map(|(at, _)| at);
        const MAKING: [FactKind; 3] = [FactKind::Benefit, FactKind::TargetGroup, FactKind::PaidByEmployer];
        let found = MAKING.into_iter().filter_map(first);
        found.min()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assess::by_kind::ByKind;
    use proptest::prelude::*;

    /// Kinds that decide groups, with the number of codes each can have.
    const KINDS: [(FactKind, u8); 9] = [
        (FactKind::Benefit, 12),
        (FactKind::PaidByEmployer, 1),
        (FactKind::FirstContact, 3),
        (FactKind::Visitation, 6),
        (FactKind::Education, 5),
        (FactKind::TargetGroup, 13),
        (FactKind::Household, 2),
        (FactKind::IntegrationTakeover, 1),
        (FactKind::OfferStarted, 2),
    ];

    fn facts() -> impl Strategy<Value = Vec<Compact>> {
        let fact =
            (0usize..KINDS.len(), 1u8..=13, 15_000i32..15_400, 0i32..300).prop_map(|(kind, code, from, days)| {
                let (kind, codes) = KINDS[kind];
                let single = kind.schema().timing == domain::schema::Timing::On;
                let through = if single { from } else { from + days };
                Compact { from, through, value: 0, kind: kind as u8, codes: [code.min(codes), 0, 0] }
            });
        proptest::collection::vec(fact, 1..7).prop_map(|mut facts| {
            facts.sort_by_key(|f| f.from);
            facts
        })
    }

    proptest! {
        #[test]
        fn the_groups_of_a_stretch_are_the_groups_of_each_of_its_days(facts in facts(), born in 3_500i32..9_000) {
            let history = HistoryView { born: Some(Day::from_number(born)), facts: &facts, marks: &[] };
            let axes = Axes::new(history);
            let mut by_kind = ByKind::default();
            by_kind.sort(history);
            let sorted = by_kind.facts(history);
            let mut timeline = Timeline::default();
            timeline.derive(axes, history, sorted, &[], &[25, 30]);
            for stretch in &timeline.stretches {
                for number in stretch.from..=stretch.last.min(stretch.from + 900) {
                    let day = Day::from_number(number);
                    prop_assert_eq!(axes.groups(day), stretch.groups, "{}", day);
                    prop_assert_eq!(timeline.groups_on(day), stretch.groups, "{}", day);
                    prop_assert_eq!(root_on(sorted, &[], day).is_some(), stretch.root.is_some(), "{}", day);
                }
            }
        }
    }
}
