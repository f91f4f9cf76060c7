//! The sweep against a count day by day, written here without any of its ideas.

#![expect(clippy::unwrap_used, reason = "a test may stop where it must not fail")]

use domain::Day;
use medspiller_figures::spells::behind::behind;
use medspiller_figures::spells::courses::Courses;
use medspiller_figures::spells::days::full_time;
use medspiller_figures::spells::touched::{Touched, full_time_weeks};
use medspiller_figures::spells::turnover::{Sum, Turnover};
use medspiller_figures::spells::{Axis, Gap, PersonSpells, Shape, Spell, Spells, Tally, Why};
use medspiller_figures::{Exact, Month};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

const SHAPE: Shape = Shape { persons: 40, benefits: 3, places: 4 };
const GAPS: [Gap; 3] = [Gap::OneDay, Gap::CalendarMonth, Gap::CalendarMonth];

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn month(year: i32, month: u8) -> Month {
    Month::new(year, month).unwrap()
}

/// From October 2023 through January 2025: a leap February and two turns of the year.
fn window() -> (Month, Month) {
    (month(2023, 10), month(2025, 1))
}

fn axis() -> Axis {
    Axis::months(window().0, window().1)
}

fn sorted(spells: &[Spell]) -> Spells {
    Spells::sorted(SHAPE, || spells.iter().copied()).unwrap()
}

fn spell(person: u32, benefit: u8, place: u16, first: &str, last: Option<&str>) -> Spell {
    Spell { person, benefit, place, first: day(first), last: last.map(day) }
}

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

#[test]
fn a_whole_month_is_one_full_time_person_and_half_of_one_is_half() {
    let spells = [
        spell(0, 0, 1, "2024-02-01", Some("2024-02-29")),
        spell(1, 0, 1, "2024-01-17", Some("2024-03-15")),
        spell(2, 0, 1, "2024-03-31", None),
    ];
    // February 2024 has 29 days: 29 + 29. March: 15 of the second and 1 of the third. April on: the third alone.
    let tally = Tally::of(&sorted(&spells), &axis(), GAPS.to_vec());
    assert_eq!(&tally.days.series(1, 0)[3..7], [15, 58, 16, 30]);
    assert_eq!(&tally.persons.series(1, 0)[3..7], [1, 2, 2, 1]);
    assert_eq!(full_time(58, 29), Some(Exact::whole(2)));
    assert_eq!(full_time(16, 31), Exact::fraction(16, 31));
    assert_eq!(full_time(16, 0), None);
}

#[test]
fn a_person_counts_once_in_a_cell_however_spells_overlap_and_once_more_after_a_move() {
    let spells = [
        spell(5, 1, 0, "2024-01-01", Some("2024-02-10")),
        spell(5, 1, 0, "2024-01-20", Some("2024-04-02")),
        spell(5, 1, 0, "2024-01-25", Some("2024-01-26")),
        spell(5, 1, 3, "2024-04-03", Some("2024-04-30")),
    ];
    let tally = Tally::of(&sorted(&spells), &axis(), GAPS.to_vec());
    assert_eq!(&tally.persons.series(0, 1)[2..8], [0, 1, 1, 1, 1, 0]);
    assert_eq!(&tally.persons.series(3, 1)[5..8], [0, 1, 0]);
    // Overlapping days are days of both spells: the published figure is not cleared of overlaps.
    assert_eq!(tally.days.series(0, 1)[3], 31 + 12 + 2);
    assert_eq!(tally.courses.of(1).courses, 1, "a move is not a new course");
}

#[test]
fn a_week_form_counts_the_weeks_with_a_day_in_them() {
    // Wednesday 27 March through Monday 8 April 2024: three weeks; 26 weeks of the 52 of 2024 would be one half.
    let weeks = Axis::weeks(day("2024-03-25"), day("2024-04-14"));
    let person = PersonSpells::new(SHAPE, &[spell(0, 0, 0, "2024-03-27", Some("2024-04-08"))]).unwrap();
    let mut form = Touched::new(SHAPE, weeks);
    form.person(person.spells(), 1);
    assert_eq!(form.series(0, 0), [1, 1, 1]);
    assert_eq!(full_time_weeks(&[]), None);
}

#[test]
fn twenty_six_of_fifty_two_weeks_are_half_a_full_time_person() {
    let year = Axis::weeks(day("2024-01-01"), day("2024-12-31"));
    let person = PersonSpells::new(SHAPE, &[spell(0, 0, 0, "2024-02-05", Some("2024-08-04"))]).unwrap();
    let mut form = Touched::new(SHAPE, year);
    form.person(person.spells(), 1);
    assert_eq!(full_time_weeks(&form.series(0, 0)), Exact::fraction(1, 2));
}

#[test]
fn a_person_of_two_months_counts_once_in_the_quarter() {
    let quarters = Axis::quarters(month(2024, 1), month(2024, 12));
    let spells = [spell(0, 0, 0, "2024-01-10", Some("2024-02-20")), spell(0, 0, 0, "2024-03-31", Some("2024-04-01"))];
    let tally = Tally::of(&sorted(&spells), &quarters, GAPS.to_vec());
    assert_eq!(tally.persons.series(0, 0), [1, 1, 0, 0]);
    assert_eq!(tally.days.series(0, 0), [42 + 1, 1, 0, 0]);
}

#[test]
fn a_gap_of_a_day_ends_a_course_by_the_old_rule_and_by_the_new_one_only_a_whole_calendar_month_does() {
    let courses = |first_gap: &str, benefit: u8| {
        let spells = [
            spell(0, benefit, 0, "2024-01-10", Some("2024-03-31")),
            spell(0, benefit, 0, first_gap, Some("2024-12-31")),
        ];
        Tally::of(&sorted(&spells), &axis(), GAPS.to_vec()).courses.of(benefit)
    };
    let (old, new) = (0, 1);
    assert_eq!(courses("2024-04-01", old).courses, 1, "touching spells are one");
    assert_eq!(courses("2024-04-02", old).courses, 2);
    assert_eq!(courses("2024-04-30", new).courses, 1, "April is not whole");
    assert_eq!(courses("2024-05-01", new).courses, 2, "April lies wholly in the gap");
    assert_eq!(courses("2024-04-30", new).ended_days, 357, "10 January through 31 December 2024");
}

#[test]
fn a_gap_from_within_a_month_needs_the_next_one_whole() {
    let of = |again: &str| {
        let spells = [spell(0, 2, 0, "2024-01-01", Some("2024-04-01")), spell(0, 2, 0, again, None)];
        Tally::of(&sorted(&spells), &axis(), GAPS.to_vec()).courses.of(2)
    };
    assert_eq!((of("2024-05-31").courses, of("2024-06-01").courses), (1, 2));
    assert_eq!((of("2024-05-31").ended, of("2024-06-01").ended), (0, 1), "the last one runs");
}

#[test]
fn a_course_begins_in_one_place_and_after_a_move_ends_in_another() {
    let spells = [
        spell(0, 1, 0, "2024-01-10", Some("2024-02-10")),
        spell(0, 1, 2, "2024-02-11", Some("2024-03-09")),
        spell(1, 1, 0, "2024-02-01", None),
    ];
    let mut turnover = Turnover::new(SHAPE, axis(), Courses::new(GAPS.to_vec()));
    sorted(&spells).persons().for_each(|person| turnover.add(person));
    // January is step 3. The first course is 60 days: 22 of January, 29 of February, 9 of March.
    assert_eq!(turnover.series(0, 1)[3..5], [Sum { begun: 1, ..Sum::default() }; 2]);
    assert_eq!(turnover.series(2, 1)[5], Sum { begun: 0, ended: 1, ended_days: 60 });
    assert_eq!(turnover.series(2, 1)[5].mean_days(), Some(Exact::whole(60)));
    assert_eq!(turnover.series(0, 1)[5].mean_days(), None, "none ended there");
    assert_eq!((turnover.begun().at(0, 1, 4), turnover.ended().at(2, 1, 5)), (1, 1));
}

#[test]
fn what_cannot_be_counted_is_named_with_its_place() {
    let good = spell(0, 0, 0, "2024-01-01", None);
    let refused = |bad: Spell| Spells::sorted(SHAPE, || [good, bad].into_iter()).unwrap_err();
    assert_eq!(refused(Spell { person: 40, ..good }).why, Why::Person(40));
    assert_eq!(refused(Spell { benefit: 3, ..good }).why, Why::Benefit(3));
    assert_eq!(refused(Spell { place: 4, ..good }).why, Why::Place(4));
    let backwards = refused(spell(1, 0, 0, "2024-02-02", Some("2024-02-01")));
    assert_eq!((backwards.at, backwards.why), (1, Why::EndsBeforeItBegins));
    assert!(backwards.to_string().starts_with("spell 2: the last day is before the first"));
    let never = Day::from_number(i32::MAX);
    assert_eq!(refused(Spell { last: Some(never), ..good }).why, Why::OutsideCalendar);
}

#[test]
fn another_list_at_the_second_reading_is_refused() {
    let good = spell(0, 0, 0, "2024-01-01", None);
    for second in [0usize, 1, 3] {
        let reading = std::cell::Cell::new(0);
        let read = || {
            reading.set(reading.get() + 1);
            std::iter::repeat_n(good, if reading.get() == 1 { 2 } else { second })
        };
        assert_eq!(Spells::sorted(SHAPE, read).unwrap_err().why, Why::Unsteady);
    }
}

#[test]
fn nobody_and_nothing_give_nothing() {
    let none = Shape { persons: 0, benefits: 0, places: 0 };
    let empty = Spells::sorted(none, std::iter::empty).unwrap();
    assert_eq!(empty.persons().count(), 0);
    assert_eq!(Tally::of(&empty, &axis(), Vec::new()).days.grid().entries().count(), 0);
    let unknown = sorted(&[]);
    assert_eq!((unknown.persons().count(), unknown.of(39).len(), unknown.of(99).len()), (40, 0, 0));
    let no_month = Axis::months(window().1, window().0);
    let tally = Tally::of(&sorted(&[spell(0, 0, 0, "2024-01-01", None)]), &no_month, GAPS.to_vec());
    assert_eq!((tally.days.grid().entries().count(), tally.persons.grid().entries().count()), (0, 0));
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
