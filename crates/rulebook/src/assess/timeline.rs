//! The stretches of days on which nothing changes that decides whom a rule is for, with the groups of each.

use crate::assess::axes::{Axes, LOOK_AHEAD_DAYS};
use crate::assess::courses::ContactCourse;
use crate::who::Missing;
use domain::compact::{Compact, HistoryView, OPEN};
use domain::kinds::FactKind;
use domain::{Day, MonthEnd};

/// Its last day is the day before the next stretch.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Stretch {
    from: i32,
    pub(crate) groups: (u64, Missing),
    /// What makes the citizen one of the municipality's: the course, benefit or decided group the run of such days began
    /// with. `None`: nothing does.
    pub(crate) root: Option<u32>,
}

/// A citizen's days from the first fact on. Holds only memory; made anew for each history.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Timeline(Vec<Stretch>);

impl Timeline {
    pub(crate) fn derive(&mut self, axes: Axes<'_>, history: HistoryView<'_>, courses: &[ContactCourse], ages: &[u8]) {
        self.0.clear();
        let Some(first) = history.facts.first() else { return };
        self.begin(first.from);
        for fact in history.facts {
            self.changes_by(fact);
        }
        for course in courses {
            self.begin(course.start.number());
            self.begin(course.end.map_or(OPEN, |d| d.number() + 1));
        }
        if let Some(born) = history.born {
            for age in ages {
                self.begin(born.plus_months(12 * i32::from(*age), MonthEnd::Up).number());
            }
        }
        self.0.retain(|s| s.from >= first.from && s.from < OPEN);
        self.0.sort_unstable_by_key(|s| s.from);
        self.0.dedup_by_key(|s| s.from);
        let mut before = None;
        for stretch in &mut self.0 {
            let day = Day::from_number(stretch.from);
            stretch.groups = axes.groups(day);
            let root = root_on(history, courses, day);
            stretch.root = root.map(|found| before.unwrap_or(found));
            before = stretch.root;
        }
    }

    fn begin(&mut self, from: i32) {
        self.0.push(Stretch { from, groups: (0, Missing::default()), root: None });
    }

    /// The days on which this fact may change an answer of [`Axes`].
    fn changes_by(&mut self, fact: &Compact) {
        const PERIODS: [FactKind; 6] = [
            FactKind::Benefit,
            FactKind::TargetGroup,
            FactKind::Visitation,
            FactKind::Household,
            FactKind::Residence,
            FactKind::Sickness,
        ];
        if PERIODS.iter().any(|k| fact.is(*k)) {
            self.begin(fact.from);
            self.begin(fact.through.saturating_add(1));
        }
        if fact.is(FactKind::Education) || fact.is(FactKind::EarlierWork) || fact.is(FactKind::IntegrationTakeover) {
            self.begin(fact.from);
        }
        if fact.is(FactKind::Education) || fact.is(FactKind::Visitation) {
            self.begin(fact.from - LOOK_AHEAD_DAYS);
        }
        if fact.is(FactKind::FirstContact) {
            self.begin(fact.from);
            self.begin(fact.from + LOOK_AHEAD_DAYS + 1);
        }
        if fact.is(FactKind::IntegrationTakeover) {
            self.begin(fact.from_day().plus_months(60, MonthEnd::Down).number());
        }
    }

    /// First and last day (`OPEN`: as far as anyone can see) of each stretch.
    pub(crate) fn each(&self) -> impl Iterator<Item = (i32, i32, &Stretch)> {
        let lasts = self.0.iter().skip(1).map(|next| next.from - 1).chain([OPEN]);
        self.0.iter().zip(lasts).map(|(stretch, last)| (stretch.from, last, stretch))
    }
}

fn root_on(history: HistoryView<'_>, courses: &[ContactCourse], day: Day) -> Option<u32> {
    let running = courses.iter().find(|c| c.start <= day && c.end.is_none_or(|end| day <= end));
    running.map(|c| c.root).or_else(|| {
        let place = |f: &Compact| (f.is(FactKind::Benefit) || f.is(FactKind::TargetGroup)) && f.covers(day);
        history.facts.iter().position(place).map(|at| at as u32)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Kinds that decide groups, with the number of codes each can have.
    const KINDS: [(FactKind, u8); 7] = [
        (FactKind::Benefit, 12),
        (FactKind::FirstContact, 3),
        (FactKind::Visitation, 6),
        (FactKind::Education, 5),
        (FactKind::TargetGroup, 13),
        (FactKind::Household, 2),
        (FactKind::IntegrationTakeover, 1),
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
            let mut timeline = Timeline::default();
            timeline.derive(axes, history, &[], &[25, 30]);
            for (from, last, stretch) in timeline.each() {
                for number in from..=last.min(from + 900) {
                    let day = Day::from_number(number);
                    prop_assert_eq!(axes.groups(day), stretch.groups, "{}", day);
                    prop_assert_eq!(root_on(history, &[], day).is_some(), stretch.root.is_some(), "{}", day);
                }
            }
        }
    }
}
