//! A handful of spells, counted on paper.

use super::{GAPS, SHAPE, axis, day, month, sorted, spell, window};
use domain::Day;
use medspiller_figures::Exact;
use medspiller_figures::spells::courses::Courses;
use medspiller_figures::spells::days::full_time;
use medspiller_figures::spells::touched::{Touched, full_time_weeks};
use medspiller_figures::spells::turnover::{Sum, Turnover};
use medspiller_figures::spells::{Axis, PersonSpells, Shape, Spell, Spells, Tally, Why};

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
