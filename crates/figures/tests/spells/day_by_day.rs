//! The sweep against a count day by day, written here without any of its ideas.

use super::{GAPS, SHAPE, axis, day, month, sorted};
use domain::Day;
use medspiller_figures::spells::behind::behind;
use medspiller_figures::spells::courses::Courses;
use medspiller_figures::spells::touched::Touched;
use medspiller_figures::spells::turnover::Turnover;
use medspiller_figures::spells::{Axis, Gap, PersonSpells, Shape, Spell, Spells, Tally};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Spells before, in, over and after the window; some run; few places, so that persons move and overlap.
fn any_spells() -> impl Strategy<Value = Vec<Spell>> {
    let one = (0u32..40, 0u8..3, 0u16..4, 0i32..700, proptest::option::weighted(0.9, 0i32..150));
    proptest::collection::vec(one, 0..120).prop_map(|all| {
        let begin = day("2023-06-01");
        let one = |(person, benefit, place, from, length): (u32, u8, u16, i32, Option<i32>)| {
            let first = begin.plus_days(from);
            Spell { person, benefit, place, first, last: length.map(|n| first.plus_days(n)) }
        };
        all.into_iter().map(one).collect()
    })
}

type Key = (u16, u8, usize);

/// Every day of the window of every spell, one by one: days of each cell and month, and who had one in it.
fn day_by_day(spells: &[Spell], axis: &Axis) -> (BTreeMap<Key, u64>, BTreeMap<Key, BTreeSet<u32>>) {
    let (mut days, mut persons) = (BTreeMap::new(), BTreeMap::<Key, BTreeSet<u32>>::new());
    for spell in spells {
        let mut today = axis.first_day(0);
        while let Some(step) = axis.step_of(today) {
            if spell.first <= today && spell.last.is_none_or(|last| today <= last) {
                let key = (spell.place, spell.benefit, step);
                *days.entry(key).or_insert(0) += 1;
                persons.entry(key).or_default().insert(spell.person);
            }
            today = today.plus_days(1);
        }
    }
    (days, persons)
}

/// The days a person has the benefit, then the gaps between them: a course ends where the rule finds its gap.
/// `far` stands for the end of a spell that runs.
fn courses_day_by_day(spells: &[Spell], benefit: u8, gap: Gap) -> (u64, u64, u64) {
    let far = day("2025-11-01");
    let (mut courses, mut ended, mut ended_days) = (0, 0, 0);
    for person in 0..SHAPE.persons {
        let mut held = BTreeSet::new();
        for spell in spells.iter().filter(|s| s.person == person && s.benefit == benefit) {
            let last = spell.last.unwrap_or(far);
            held.extend((spell.first.number()..=last.number()).map(Day::from_number));
        }
        let mut first = None::<Day>;
        let mut before = None::<Day>;
        for today in held.iter().copied().chain([Day::LAST]) {
            let over = before.is_some_and(|before| {
                let gap_days: Vec<Day> = (before.number() + 1..today.number()).map(Day::from_number).take(70).collect();
                match gap {
                    Gap::OneDay => !gap_days.is_empty(),
                    Gap::CalendarMonth => gap_days.iter().any(|d| {
                        *d == d.start_of_month()
                            && (d.number()..=d.end_of_month().number()).all(|n| gap_days.contains(&Day::from_number(n)))
                    }),
                }
            });
            if let (true, Some(begun), Some(last)) = (over, first, before) {
                courses += 1;
                if last < far {
                    ended += 1;
                    ended_days += (begun.days_until(last) + 1) as u64;
                }
                first = None;
            }
            if today < Day::LAST {
                first.get_or_insert(today);
                before = Some(today);
            }
        }
    }
    (courses, ended, ended_days)
}

proptest! {
    #[test]
    fn days_and_persons_are_those_of_a_count_day_by_day(spells in any_spells()) {
        let axis = axis();
        let tally = Tally::of(&sorted(&spells), &axis, GAPS.to_vec());
        let (days, persons) = day_by_day(&spells, &axis);
        let (day_grid, person_grid) = (tally.days.grid(), tally.persons.grid());
        let found: BTreeMap<Key, u64> = day_grid.entries().map(|e| ((e.place, e.benefit, e.step), e.value)).collect();
        prop_assert_eq!(found, days);
        let found: BTreeMap<Key, u64> = person_grid.entries().map(|e| ((e.place, e.benefit, e.step), e.value)).collect();
        let counted: BTreeMap<Key, u64> = persons.iter().map(|(key, who)| (*key, who.len() as u64)).collect();
        prop_assert_eq!(found, counted);
        for place in 0..SHAPE.places {
            for benefit in 0..SHAPE.benefits {
                prop_assert_eq!(tally.days.series(place, benefit), day_grid.series(place, benefit));
                prop_assert_eq!(tally.persons.series(place, benefit), person_grid.series(place, benefit));
            }
        }
    }

    #[test]
    fn behind_every_number_stand_those_who_were_counted(spells in any_spells(), place in 0u16..4, benefit in 0u8..3, step in 0usize..17) {
        let (axis, all) = (axis(), sorted(&spells));
        let tally = Tally::of(&all, &axis, GAPS.to_vec());
        let found = behind(&all, &axis, place, benefit, step);
        prop_assert_eq!(found.len() as u64, tally.persons.grid().at(place, benefit, step));
        prop_assert_eq!(found.iter().map(|b| u64::from(b.days)).sum::<u64>(), tally.days.grid().at(place, benefit, step));
        let (_, persons) = day_by_day(&spells, &axis);
        let who: BTreeSet<u32> = found.iter().map(|b| b.person).collect();
        prop_assert_eq!(who, persons.get(&(place, benefit, step)).cloned().unwrap_or_default());
    }

    #[test]
    fn weeks_with_a_day_are_those_of_a_count_day_by_day(spells in any_spells()) {
        let weeks = Axis::weeks(day("2023-12-28"), day("2024-08-14"));
        let mut form = Touched::new(SHAPE, weeks.clone());
        sorted(&spells).persons().for_each(|person| form.person(person, 1));
        let (_, persons) = day_by_day(&spells, &weeks);
        let found: BTreeMap<Key, u64> = form.grid().entries().map(|e| ((e.place, e.benefit, e.step), e.value)).collect();
        let counted: BTreeMap<Key, u64> = persons.iter().map(|(key, who)| (*key, who.len() as u64)).collect();
        prop_assert_eq!(found, counted);
    }

    #[test]
    fn courses_are_those_of_a_search_for_gaps_day_by_day(spells in any_spells()) {
        let tally = Tally::of(&sorted(&spells), &axis(), GAPS.to_vec());
        for (benefit, gap) in (0u8..).zip(GAPS) {
            let found = tally.courses.of(benefit);
            let (courses, ended, days) = courses_day_by_day(&spells, benefit, gap);
            prop_assert_eq!((found.courses, found.ended, found.ended_days), (courses, ended, days));
        }
    }

    #[test]
    fn all_that_began_and_ended_are_the_courses(spells in any_spells(), who in 0u32..40) {
        let ever = Axis::months(month(2023, 1), month(2026, 12));
        let mut turnover = Turnover::new(SHAPE, ever, Courses::new(GAPS.to_vec()));
        let all = sorted(&spells);
        all.persons().for_each(|person| turnover.add(person));
        let tally = Tally::of(&all, &axis(), GAPS.to_vec());
        for benefit in 0..SHAPE.benefits {
            let cells = (0..SHAPE.places).flat_map(|place| turnover.series(place, benefit));
            let (begun, ended, days) = cells.fold((0, 0, 0), |(b, e, d), sum| (b + sum.begun, e + sum.ended, d + sum.ended_days));
            let found = tally.courses.of(benefit);
            prop_assert_eq!((begun, ended, days), (found.courses, found.ended, found.ended_days));
        }
        let before = turnover.clone();
        turnover.take_away(all.of(who));
        turnover.add(all.of(who));
        prop_assert_eq!(turnover, before);
    }

    #[test]
    fn one_changed_person_gives_what_counting_everybody_again_gives(spells in any_spells(), others in any_spells(), who in 0u32..40) {
        let mut tally = Tally::of(&sorted(&spells), &axis(), GAPS.to_vec());
        let theirs = |all: &[Spell]| all.iter().filter(|s| s.person == who).copied().collect::<Vec<_>>();
        let before = PersonSpells::new(SHAPE, &theirs(&spells)).unwrap();
        let now = PersonSpells::new(SHAPE, &theirs(&others)).unwrap();
        tally.replace(before.spells(), now.spells());
        let changed: Vec<Spell> = spells.iter().filter(|s| s.person != who).copied().chain(theirs(&others)).collect();
        let again = Tally::of(&sorted(&changed), &axis(), GAPS.to_vec());
        prop_assert_eq!(tally.days.grid(), again.days.grid());
        prop_assert_eq!(tally.persons.grid(), again.persons.grid());
        prop_assert_eq!(tally.courses.all(), again.courses.all());
    }

    #[test]
    fn the_order_of_the_spells_and_the_numbers_of_the_persons_do_not_matter(spells in any_spells()) {
        let mut turned = spells.clone();
        turned.reverse();
        prop_assert_eq!(sorted(&spells), sorted(&turned));
        // Numbers far apart lie in many groups of the sort.
        let wide = Shape { persons: 40 * 301, ..SHAPE };
        let spread: Vec<Spell> = spells.iter().map(|s| Spell { person: s.person * 301, ..*s }).collect();
        let found = Spells::sorted(wide, || spread.iter().copied()).unwrap();
        let near = sorted(&spells);
        for person in 0..40 {
            prop_assert_eq!(found.of(person * 301), near.of(person));
        }
        prop_assert_eq!(found.persons().map(<[_]>::len).sum::<usize>(), spells.len());
        let parts: Vec<(usize, usize)> = found.parts(999).map(|part| (part.all().len(), part.persons().map(<[_]>::len).sum::<usize>())).collect();
        prop_assert!(parts.iter().all(|(all, by_person)| all == by_person));
        prop_assert_eq!(parts.iter().map(|(all, _)| all).sum::<usize>(), spells.len());
    }
}
