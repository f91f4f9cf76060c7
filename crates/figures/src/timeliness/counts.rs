//! Dates counted by the day and by the week at once, in parts that add up, and what is published of a table of them.

use super::{BasisRow, By, Class, Question, Share, class};
use crate::suppression::{Published, PublishedRow, publish, publish_groups, publish_row};

/// What one date is, by the day and by the week together. The first four are the dates that count.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Part {
    OnDay,
    /// Late by the day and in time by the week.
    InWeek,
    Late,
    /// The day has passed and its week has not: late by the day, still open by the week.
    WeekRuns,
    Excluded,
    Undetermined,
    Open,
    /// Undetermined without a day.
    Unplaced,
}

/// The parts of a share.
pub const COUNTED: [Part; 4] = [Part::OnDay, Part::InWeek, Part::Late, Part::WeekRuns];

impl Part {
    pub fn is_late(self, by: By) -> bool {
        match by {
            By::Day => matches!(self, Part::InWeek | Part::Late | Part::WeekRuns),
            By::Week => self == Part::Late,
        }
    }

    pub fn is_timely(self, by: By) -> bool {
        self == Part::OnDay || (self == Part::InWeek && by == By::Week)
    }
}

/// Which part a row is; `None` where it is of another layer or period. The question's own `by` is not asked.
pub fn part(row: &BasisRow, question: Question) -> Option<Part> {
    let by = |by| class(row, Question { by, ..question });
    match (by(By::Day), by(By::Week)) {
        (Class::Elsewhere, _) => None,
        (Class::Timely, _) => Some(Part::OnDay),
        (Class::Late, Class::Timely) => Some(Part::InWeek),
        (Class::Late, Class::Open) => Some(Part::WeekRuns),
        (Class::Late, _) => Some(Part::Late),
        (Class::Excluded, _) => Some(Part::Excluded),
        (Class::Undetermined, _) => Some(Part::Undetermined),
        (Class::Open, _) => Some(Part::Open),
        (Class::Unplaced, _) => Some(Part::Unplaced),
    }
}

/// How many dates are of each part.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Counts([u32; 8]);

impl Counts {
    pub fn of(&self, part: Part) -> u32 {
        self.0[part as usize]
    }

    /// One more date, or with −1 one less.
    pub fn count(&mut self, part: Part, by: i32) {
        let n = &mut self.0[part as usize];
        *n = n.saturating_add_signed(by);
    }

    pub fn is_empty(&self) -> bool {
        *self == Counts::default()
    }

    pub fn share(&self, by: By) -> Share {
        let sum = |of: &dyn Fn(Part) -> bool| COUNTED.iter().filter(|p| of(**p)).map(|p| self.of(*p)).sum::<u32>();
        let numerator = sum(&|p| p.is_timely(by));
        let runs = if by == By::Week { self.of(Part::WeekRuns) } else { 0 };
        Share {
            numerator,
            denominator: numerator + sum(&|p| p.is_late(by)),
            excluded: self.of(Part::Excluded),
            undetermined: self.of(Part::Undetermined),
            open: self.of(Part::Open) + runs,
            unplaced: self.of(Part::Unplaced),
        }
    }

    fn late_by_day(&self) -> u32 {
        self.share(By::Day).late()
    }
}

/// What is shown of one row: the same dates by the day and by the week, in time and late alone.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Shown {
    /// Nothing was due or held: not 0 per cent.
    pub nothing: bool,
    /// `None` where few would be seen.
    pub day: Option<Share>,
    pub week: Option<Share>,
}

impl Shown {
    pub fn by(&self, by: By) -> Option<Share> {
        match by {
            By::Day => self.day,
            By::Week => self.week,
        }
    }
}

/// The rows of a table, and all of them together.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ShownTable {
    pub total: Shown,
    pub rows: Vec<Shown>,
}

/// Publishes several tables that part the same dates in different ways. Where the total of one must be hidden, nothing
/// that has dates is shown in any, for the rows of another would add up to it.
pub fn publish_tables(total: Counts, tables: &[&[Counts]], threshold: u32) -> (Shown, Vec<ShownTable>) {
    let found: Vec<ShownTable> = tables.iter().map(|rows| publish_table(rows, threshold)).collect();
    let alone = publish_table(&[total], threshold).total;
    let all = |by: By| alone.by(by).filter(|_| found.iter().all(|t| t.total.by(by).is_some()));
    let (day, week) = (all(By::Day), all(By::Week));
    let hold = |shown: Shown| Shown {
        day: shown.day.filter(|s| s.denominator == 0 || day.is_some()),
        week: shown.week.filter(|s| s.denominator == 0 || week.is_some()),
        ..shown
    };
    let tables = found
        .into_iter()
        .map(|t| ShownTable { total: hold(t.total), rows: t.rows.into_iter().map(hold).collect() })
        .collect();
    (Shown { day, week, ..alone }, tables)
}

/// Months together, each of which is shown elsewhere on its own: by the day or the week only where no month that is hidden
/// follows from the others.
pub fn publish_together(parts: &[Counts], threshold: u32) -> Shown {
    let table = publish_table(parts, threshold);
    let alone: Vec<Shown> = parts.iter().map(|part| publish_table(&[*part], threshold).total).collect();
    let holds = |by: By| alone.iter().zip(&table.rows).all(|(own, row)| own.by(by).is_some() == row.by(by).is_some());
    Shown {
        day: table.total.day.filter(|_| holds(By::Day)),
        week: table.total.week.filter(|_| holds(By::Week)),
        ..table.total
    }
}

/// Sums of groups of a table's rows, such as the units of an area: each where no row that is hidden follows from it.
pub fn publish_sums(rows: &[Counts], table: &ShownTable, groups: &[Vec<usize>], threshold: u32) -> Vec<Shown> {
    let column = |of: &dyn Fn(&Counts) -> u32| rows.iter().map(of).collect::<Vec<u32>>();
    let fits = |columns: &[Vec<u32>], by: By| {
        let hidden: Vec<bool> = table.rows.iter().map(|row| row.by(by).is_none()).collect();
        match table.total.by(by) {
            Some(_) => publish_groups(columns, &hidden, groups, threshold),
            // Nothing is to be found where not even all of them are told.
            None => vec![false; groups.len()],
        }
    };
    let day = fits(&[column(&|c| c.of(Part::OnDay)), column(&Counts::late_by_day)], By::Day);
    let week = fits(&COUNTED.map(|part| column(&|c| c.of(part))), By::Week);
    let sum = |group: &Vec<usize>| sum(group.iter().filter_map(|at| rows.get(*at)));
    let each = groups.iter().map(sum).zip(day).zip(week);
    each.map(|((counts, day), week)| shown(&counts, (day, week), threshold)).collect()
}

fn sum<'a>(rows: impl Iterator<Item = &'a Counts>) -> Counts {
    let mut total = Counts::default();
    for (at, n) in rows.flat_map(|row| row.0.iter().enumerate()) {
        total.0[at] += n;
    }
    total
}

/// In time and late alone, by the day and by the week where each may be told.
fn shown(counts: &Counts, (day, week): (bool, bool), threshold: u32) -> Shown {
    // What is not counted is told of the total alone, and by the one who shows it.
    let bare = |share: Share| Share { numerator: share.numerator, denominator: share.denominator, ..Share::default() };
    let small = publish(counts.share(By::Week).denominator, threshold) == Published::Suppressed;
    Shown {
        nothing: counts.share(By::Day).denominator == 0,
        day: day.then(|| bare(counts.share(By::Day))),
        week: (week && day && !small).then(|| bare(counts.share(By::Week))),
    }
}

/// A row with a small part is hidden whole, and another with it where the total would give it away. By the week the
/// parts are finer, so a row may be shown by the day alone.
fn publish_table(rows: &[Counts], threshold: u32) -> ShownTable {
    let column = |of: &dyn Fn(&Counts) -> u32| publish_row(&rows.iter().map(of).collect::<Vec<_>>(), threshold);
    let by_day = [column(&|c| c.of(Part::OnDay)), column(&Counts::late_by_day)];
    let by_week = COUNTED.map(|part| column(&|c| c.of(part)));
    let hides = |columns: &[PublishedRow], at: usize| columns.iter().any(|c| c.cells[at] == Published::Suppressed);
    let total_hidden = |columns: &[PublishedRow]| columns.iter().any(|c| c.total == Published::Suppressed);
    let row = |(at, row): (usize, &Counts)| shown(row, (!hides(&by_day, at), !hides(&by_week, at)), threshold);
    let told = (!total_hidden(&by_day), !total_hidden(&by_week));
    ShownTable { total: shown(&sum(rows.iter()), told, threshold), rows: rows.iter().enumerate().map(row).collect() }
}

#[cfg(test)]
mod tests {
    use super::super::{Layer, View, share};
    use super::*;
    use crate::suppression::THRESHOLD;
    use domain::Day;
    use domain::codes::Code;
    use proptest::prelude::*;
    use rulebook::assess::Status;

    fn counts(on_day: u32, in_week: u32, late: u32) -> Counts {
        Counts([on_day, in_week, late, 0, 0, 0, 0, 0])
    }

    /// Whether each row is shown by the day and by the week, the total first.
    fn shown(rows: &[Counts]) -> Vec<(bool, bool)> {
        let table = publish_table(rows, THRESHOLD);
        let all = std::iter::once(&table.total).chain(&table.rows);
        all.map(|s| (s.day.is_some(), s.week.is_some())).collect()
    }

    #[test]
    fn two_dates_kept_in_the_week_alone_are_not_found_by_taking_the_day_from_it() {
        assert_eq!(shown(&[counts(60, 5, 15)]), [(true, true), (true, true)]);
        assert_eq!(shown(&[counts(60, 2, 18)]), [(true, false), (true, false)]);
    }

    #[test]
    fn few_late_dates_are_not_shown_by_the_day_or_by_the_week() {
        assert_eq!(shown(&[counts(78, 0, 2)])[0], (false, false));
        assert_eq!(shown(&[counts(70, 9, 1)])[0], (true, false), "one is late by the week");
        assert_eq!(shown(&[counts(80, 0, 0)])[0], (true, true));
    }

    #[test]
    fn a_date_whose_week_runs_is_not_found_by_taking_the_week_from_the_day() {
        let mut row = counts(60, 5, 15);
        row.count(Part::WeekRuns, 1);
        assert_eq!((row.share(By::Day).denominator, row.share(By::Week).denominator), (81, 80));
        assert_eq!(shown(&[row])[0], (true, false));
    }

    #[test]
    fn the_row_with_one_late_date_takes_another_with_it_and_the_total_stays() {
        let rows = [counts(40, 0, 10), counts(30, 0, 1), counts(20, 0, 6)];
        assert_eq!(shown(&rows), [(true, true), (true, true), (false, false), (false, false)]);
    }

    #[test]
    fn what_one_table_must_hide_in_all_is_not_shown_by_another() {
        let (all, one) = (counts(40, 0, 4), [counts(40, 0, 4)]);
        let two = [counts(20, 0, 2), counts(20, 0, 2)];
        let (total, tables) = publish_tables(all, &[&one, &two], THRESHOLD);
        assert_eq!(total.day, None, "4 late in all would say 2 and 2");
        assert!(tables.iter().flat_map(|t| &t.rows).all(|row| row.day.is_none() && !row.nothing));
        let (total, _) = publish_tables(all, &[&one], THRESHOLD);
        assert_eq!(total.day.map(|s| (s.numerator, s.denominator)), Some((40, 44)));
    }

    #[test]
    fn an_area_is_shown_by_the_day_and_not_by_the_week_where_one_team_s_week_would_be_found() {
        // The first has two dates kept in the week alone, the second goes with it.
        let rows = [counts(60, 2, 18), counts(30, 4, 10), counts(50, 9, 12)];
        let (_, tables) = publish_tables(sum(rows.iter()), &[&rows], THRESHOLD);
        let told = |groups: &[Vec<usize>]| -> Vec<(Option<u32>, Option<u32>)> {
            let sums = publish_sums(&rows, &tables[0], groups, THRESHOLD);
            sums.iter().map(|s| (s.day.map(|d| d.numerator), s.week.map(|w| w.numerator))).collect()
        };
        assert_eq!(told(&[vec![0, 2]]), [(Some(110), None)]);
        assert_eq!(told(&[vec![0, 1]]), [(Some(90), Some(96))]);
    }

    #[test]
    fn where_all_together_are_hidden_no_area_is_shown() {
        let rows = [counts(40, 0, 1), counts(30, 0, 1)];
        let (_, tables) = publish_tables(sum(rows.iter()), &[&rows], THRESHOLD);
        assert!(publish_sums(&rows, &tables[0], &[vec![0, 1]], THRESHOLD).iter().all(|s| s.day.is_none()));
    }

    #[test]
    fn a_quarter_is_not_shown_where_it_would_give_its_hidden_month_away() {
        let told = |months: &[Counts]| {
            let all = publish_together(months, THRESHOLD);
            (all.day.map(|s| s.late()), all.week.map(|s| s.late()))
        };
        assert_eq!(told(&[counts(40, 5, 10), counts(30, 4, 9), counts(20, 3, 6)]), (Some(37), Some(25)));
        assert_eq!(
            told(&[counts(40, 5, 10), counts(30, 0, 1), counts(20, 3, 6)]),
            (None, None),
            "the second has one late"
        );
        assert_eq!(
            told(&[counts(40, 5, 10), counts(30, 2, 9), counts(20, 3, 6)]),
            (Some(35), None),
            "two kept by the week alone"
        );
        assert_eq!(told(&[counts(98, 2, 17)]), (Some(19), None), "100 by the week beside 98 by the day");
    }

    fn question(view: View, by: By) -> Question {
        let day = |text: &str| text.parse::<Day>().unwrap();
        let (from, through, on) = (day("2026-03-01"), day("2026-03-31"), day("2026-04-01"));
        Question { layer: Layer::Law, view, by, from, through, on }
    }

    proptest! {
        /// Met dates have both flags, as the assessment states them: in time by the day is in time by the week.
        #[test]
        fn the_parts_give_the_same_shares_as_counting_the_rows(seed in proptest::collection::vec((0i32..60, 0usize..11, 0u8..4), 0..60)) {
            let rows: Vec<BasisRow> = seed.iter().map(|(at, status, met)| {
                let due = "2026-02-20".parse::<Day>().unwrap().plus_days(*at);
                let flags = (*met > 0).then_some((*met == 1, *met < 3));
                BasisRow { layer: Layer::Law, due: Some(due), met: flags.map(|_| due.plus_days(i32::from(*met) - 1)),
                    timely_by_day: flags.map(|f| f.0), timely_by_week: flags.map(|f| f.1), status: Status::ALL[*status] }
            }).collect();
            for (view, by) in [(View::Due, By::Day), (View::Due, By::Week), (View::Held, By::Day), (View::Held, By::Week)] {
                let mut counts = Counts::default();
                for found in rows.iter().filter_map(|r| part(r, question(view, by))) {
                    counts.count(found, 1);
                }
                prop_assert_eq!(counts.share(by), share(&rows, question(view, by)));
            }
        }

        #[test]
        fn no_hidden_part_of_a_table_is_found_by_taking_the_others_from_the_total(
            seed in proptest::collection::vec((0u32..9, 0u32..5, 0u32..5), 1..6),
        ) {
            let rows: Vec<Counts> = seed.iter().map(|(a, b, c)| counts(*a, *b, *c)).collect();
            let table = publish_table(&rows, THRESHOLD);
            let of: [fn(&Counts) -> u32; 2] = [|c| c.of(Part::OnDay), Counts::late_by_day];
            for column in of {
                let shown = |row: &Counts| row.0.iter().sum::<u32>() > 0;
                let hidden: Vec<u32> = rows.iter().zip(&table.rows).filter(|(_, s)| s.day.is_none()).map(|(c, _)| column(c)).collect();
                for (row, _) in rows.iter().zip(&table.rows).filter(|(row, s)| s.day.is_some() && shown(row)) {
                    prop_assert!(!(1..THRESHOLD).contains(&column(row)));
                }
                if table.total.day.is_some() && !hidden.is_empty() {
                    prop_assert!(hidden.len() > 1 && !(1..THRESHOLD).contains(&hidden.iter().sum::<u32>()), "{:?}", hidden);
                }
            }
        }
    }
}
