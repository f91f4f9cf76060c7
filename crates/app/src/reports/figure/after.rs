//! What people were some days after a course had ended: never read as an effect.

use super::{ON_BENEFIT, benefit_name, foot, row, strong};
use crate::AppError;
use crate::leadership::publish::shown;
use crate::reports::ground::Ground;
use crate::reports::people::Person;
use documents::report::{Cell, Drawing, Figure, Row, Table};
use documents::text::{capital, label, t, tf};
use domain::codes::{Benefit, Code};
use domain::{Day, Period};
use figures::breaks::DataBreak;
use figures::chart::{Paint, StackBar, StackChart};
use figures::definition::Indicator;
use figures::indicator::status_after::{After, DAYS_AFTER, Seen, State, distribution, status_after};
use figures::suppression::{Published, THRESHOLD, publish_row};
use figures::{Exact, Month, Value, danish};

/// States that can be listed: the last of the order, self-support, is what nobody writes down.
const LISTED: usize = State::ALL.len() - 1;
/// Fewer courses than this and their states are not shown.
const FEW: usize = 10;
/// As many benefits as are shown, those with most ended courses.
const MOST: usize = 4;

/// The courses on one benefit that ended in the months, each with what it was on the four days.
struct Ended {
    benefit: Benefit,
    courses: Vec<[After; DAYS_AFTER.len()]>,
}

impl Ended {
    /// How many were what, so many days after: the listed states, and last those of whom it is not known.
    fn counts(&self, at: usize) -> Vec<u32> {
        let found = distribution(LISTED, self.courses.iter().map(|after| after[at]));
        let unknown = found.rest + found.undetermined + found.not_yet;
        found.by_state.into_iter().chain([unknown]).collect()
    }
}

/// Twelve months of ended courses, of which the last has been followed for a year.
fn months(last: Month) -> (Month, Month) {
    (last.plus(-24), last.plus(-13))
}

/// Every benefit with ended courses, the most first.
fn ended(ground: &Ground) -> Vec<Ended> {
    let (first, last) = months(ground.last());
    let within = Period::from_through(first.first_day(), Some(last.last_day()));
    let is_within = |day: &Day| within.is_some_and(|within| within.contains(*day));
    let mut found: Vec<Ended> =
        Benefit::ALL.iter().map(|benefit| Ended { benefit: *benefit, courses: Vec::new() }).collect();
    for person in &ground.people {
        let mut held = None;
        for (benefit, course) in &person.courses {
            let Some(last) = course.through().filter(is_within) else { continue };
            let held: &Vec<Vec<Period>> = held.get_or_insert_with(|| all_held(person));
            let order = order(held, ground.today);
            let after = DAYS_AFTER.map(|days| status_after(last, days, &order, ground.today));
            found[usize::from(benefit.index())].courses.push(after);
        }
    }
    found.retain(|ended| ended.courses.len() >= FEW);
    found.sort_by_key(|ended| std::cmp::Reverse(ended.courses.len()));
    found
}

fn all_held(person: &Person) -> Vec<Vec<Period>> {
    State::ALL[..LISTED].iter().map(|state| person.held(*state)).collect()
}

/// The cases say who is on a benefit or in an education, and of wages what somebody has written: whoever has none of all
/// that may have anything.
fn order(held: &[Vec<Period>], today: Day) -> Vec<Seen<'_>> {
    let known = |state: State| (state < State::Andet).then_some(today);
    let seen = |(state, periods): (&State, _)| Seen { periods, known_through: known(*state) };
    State::ALL.iter().zip(held.iter().map(Vec::as_slice)).map(seen).collect()
}

pub(super) fn status(ground: &Ground) -> Result<Figure, AppError> {
    let found = ended(ground);
    let (first, last) = months(ground.last());
    let rows: Vec<Row> = found.iter().take(MOST).flat_map(rows).collect();
    let finding = found.first().and_then(finding);
    let mut notes = vec![t("report.note.after"), t("report.note.after_unknown")];
    // The followed days may lie on both sides of a day on which a benefit changed its name.
    let followed = |b: &DataBreak| first <= b.month() && b.month() <= last.plus(12);
    notes.extend(ground.breaks.iter().any(followed).then(|| t("report.note.after_break")));
    let mut head = vec![t("report.col.status")];
    head.extend(days_after());
    Ok(Figure {
        absent: rows.is_empty().then(|| t("report.no_ended")),
        drawing: found.first().zip(finding.as_ref()).map(|(ended, said)| drawing(ended, said)),
        findings: finding.into_iter().collect(),
        table: (!rows.is_empty()).then_some(Table { columns: head, rows }),
        notes,
        foot: foot(ground, Indicator::StatusEfterForloeb, (first.first_day(), last.last_day()), ON_BENEFIT)?,
        ..Figure::default()
    })
}

/// `92 dage efter`
fn days_after() -> [String; DAYS_AFTER.len()] {
    DAYS_AFTER.map(|days| tf("report.days_after", &[("n", &days.to_string())]))
}

/// What is shown of one day: the listed states and the unknown, few hidden and what would give them away.
struct DayAfter {
    counts: Vec<u32>,
    cells: Vec<Published>,
}

fn day_after(ended: &Ended, at: usize) -> DayAfter {
    let counts = ended.counts(at);
    let cells = publish_row(&counts, THRESHOLD).cells;
    DayAfter { counts, cells }
}

/// The benefit with its courses, then each state that anybody was in.
fn rows(ended: &Ended) -> Vec<Row> {
    let whole = u32::try_from(ended.courses.len()).unwrap_or(u32::MAX);
    let days: Vec<DayAfter> = (0..DAYS_AFTER.len()).map(|at| day_after(ended, at)).collect();
    let share = |n: u32| Exact::share(n, whole).map_or(Value::Missing, |share| Value::Number(share.times_100()));
    let cells = |state: usize| -> Vec<Cell> {
        days.iter().map(|day| Cell::percent(shown(day.cells[state], share(day.counts[state])), 1)).collect()
    };
    let name = |state: usize| match State::ALL.get(state).filter(|_| state < LISTED) {
        Some(state) => capital(&label(*state)),
        None => t("report.after_unknown"),
    };
    let title = tf(
        "report.after_of",
        &[("benefit", &benefit_name(Some(ended.benefit))), ("n", &danish::count(i64::from(whole)))],
    );
    let met = (0..=LISTED).filter(|state| days.iter().any(|day| day.counts[*state] > 0));
    let heading = strong(title, vec![Cell::text(""); DAYS_AFTER.len()]);
    std::iter::once(heading).chain(met.map(|state| row(name(state), cells(state)))).collect()
}

/// As it is drawn: forward, the same benefit again, another one, not known.
const PARTS: [Paint; 4] = [Paint::Blue, Paint::Grey, Paint::LightBlue, Paint::Hatched];

/// Where one of [`LISTED`] states, or the unknown after them, is drawn for somebody who left the benefit.
fn part_of(state: usize, benefit: Benefit) -> Paint {
    match State::ALL.get(state).filter(|_| state < LISTED) {
        None => Paint::Hatched,
        Some(state) if *state == State::of(benefit) => Paint::Grey,
        Some(State::Uddannelse | State::Loenmodtager) => Paint::Blue,
        Some(_) => Paint::LightBlue,
    }
}

/// So many in each of [`PARTS`], and in those together of which a state is hidden in the table.
fn parts(ended: &Ended, at: usize) -> ([Option<u32>; 4], u32) {
    let day = day_after(ended, at);
    let mut parts = [Some(0); 4];
    let place = |state: usize| PARTS.iter().position(|p| *p == part_of(state, ended.benefit)).unwrap_or(0);
    for state in (0..day.cells.len()).filter(|state| day.cells[*state] == Published::Suppressed) {
        parts[place(state)] = None;
    }
    let mut together = 0;
    for (state, n) in day.counts.iter().enumerate() {
        match &mut parts[place(state)] {
            Some(sum) => *sum += n,
            None => together += n,
        }
    }
    (parts, together)
}

/// What is known of the most common benefit after three months.
fn finding(ended: &Ended) -> Option<String> {
    let (parts, _) = parts(ended, 1);
    let whole = u32::try_from(ended.courses.len()).ok()?;
    let share = |n: u32| Some(danish::percent(Exact::share(n, whole)?.times_100(), 1));
    let values = [
        ("benefit", label(ended.benefit)),
        ("n", danish::count(i64::from(whole))),
        ("days", DAYS_AFTER[1].to_string()),
        ("same", share(parts[1]?)?),
        ("unknown", share(parts[3]?)?),
    ];
    Some(tf("report.finding.after", &values.each_ref().map(|(k, v)| (*k, v.as_str()))))
}

fn drawing(ended: &Ended, said: &str) -> Drawing {
    let labels = days_after();
    let bars = labels.iter().enumerate().map(|(at, label)| {
        let (parts, together) = parts(ended, at);
        let told = PARTS.into_iter().zip(parts).filter_map(|(paint, n)| Some((paint, n?)));
        let bar = told.chain([(Paint::Dashed, together)]).collect();
        StackBar { label, parts: bar }
    });
    let bars: Vec<StackBar<'_>> = bars.collect();
    let together = bars.iter().flat_map(|bar| &bar.parts).any(|(paint, n)| *paint == Paint::Dashed && *n > 0);
    let words = ["forward", "same", "other", "unknown"].map(|key| t(&format!("report.after_key.{key}")));
    let untold = t("report.after_key.together");
    let key = PARTS.into_iter().zip(words.iter().map(String::as_str));
    let desc = t("report.after_desc");
    let chart = StackChart {
        id: "tegning-q-f12",
        title: said,
        desc: &desc,
        key: key.chain(together.then_some((Paint::Dashed, untold.as_str()))).collect(),
        bars,
    };
    Drawing { svg: chart.svg(), alt: format!("{said} {desc}"), by_month: false }
}
