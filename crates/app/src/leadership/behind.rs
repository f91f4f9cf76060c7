//! The cases behind a number of *Ledelse*: who was on the benefit in the month and how many days of it, whose courses ended,
//! and who was touched by an offer.

use super::count::{Count, courses};
use super::effort::{self, Case, Lane};
use super::{SHOWN, SeriesRow, publish};
use crate::access::Viewer;
use crate::benefit_days::{self, HERE};
use crate::counted::Counted;
use crate::opened::{Extent, Found, Opened, decide_opened};
use crate::{App, AppError, Moment, definitions};
use domain::codes::{Benefit, Code, OfferKind, codes};
use domain::compact::HistoryView;
use domain::{Day, Period};
use figures::definition::{Definition, Indicator};
use figures::spells::courses::{Course, Courses};
use figures::spells::{Axis, behind};
use figures::suppression::{Published, THRESHOLD, publish_row};
use figures::{Exact, Month, Value};
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// Which number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Number {
    FullTime,
    Persons,
    /// The courses that ended in the thirteen months before the month.
    Ended,
    /// Persons with a day in an offer.
    Touched,
}

impl Number {
    const ALL: [Number; 4] = [Number::FullTime, Number::Persons, Number::Ended, Number::Touched];

    pub fn of(indicator: Indicator) -> Option<Number> {
        Number::ALL.into_iter().find(|number| number.indicator() == indicator)
    }

    /// The figure that the number belongs to.
    pub fn indicator(self) -> Indicator {
        match self {
            Number::FullTime => Indicator::FuldtidspersonerDage,
            Number::Persons => Indicator::Personer,
            Number::Ended => Indicator::VarighedAfAfsluttedeForloeb,
            Number::Touched => Indicator::Aktiveringsgrad,
        }
    }
}

codes! {
    /// The longest on the benefit, or those with most days, first.
    CasesOrder "cases_order" { Since = "since", Days = "days" }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NumberAsked {
    pub number: Number,
    /// `None` for all together; a length is of one benefit.
    pub benefit: Option<Benefit>,
    /// The last whole one where none, or one that is not counted, is asked for.
    pub month: Option<Month>,
    pub order: CasesOrder,
    /// Turned round.
    pub down: bool,
}

/// The number that is opened, as the page shows it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Told {
    FullTime {
        persons: Exact,
        days: u64,
        days_in: u32,
    },
    Persons(Exact),
    Ended {
        courses: Exact,
        mean_days: Exact,
    },
    Touched {
        touched: u32,
        persons: u32,
    },
    /// Nobody.
    None,
    /// So few that it is not shown.
    Hidden,
}

/// Days of one case on one benefit.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stretch {
    /// Of the course: its first day, and its last where it has ended.
    pub first: Day,
    pub last: Option<Day>,
    /// In the month; of an ended course all.
    pub days: u32,
    /// Of those who were touched.
    pub offers: Vec<OfferKind>,
}

#[derive(Clone, Debug)]
pub struct NumberPage {
    pub today: Day,
    pub asked: NumberAsked,
    pub month: Month,
    /// The months that the number is of.
    pub months: (Month, Month),
    pub told: Told,
    pub cases: Opened<Stretch>,
    /// Cases that are counted.
    pub counted: usize,
}

impl NumberPage {
    pub fn definition(&self) -> Result<&'static Definition, AppError> {
        definitions::of(self.asked.number.indicator(), self.today)
    }
}

/// What the page shows of each benefit, made once for one list.
struct Shown {
    total: SeriesRow,
    rows: Vec<SeriesRow>,
    lanes: Vec<Lane>,
}

/// The number of the page, which decides whether anybody may be listed.
fn told(shown: &Shown, count: &Count, asked: NumberAsked, at: usize) -> Told {
    let number = |value: Value, of: &dyn Fn(Exact) -> Told| match value {
        Value::Suppressed => Told::Hidden,
        other => other.number().filter(|n| !n.is_zero()).map_or(Told::None, of),
    };
    match asked.number {
        Number::FullTime | Number::Persons => {
            let row = match asked.benefit {
                None => Some(&shown.total),
                Some(_) => shown.rows.iter().find(|row| row.benefit == asked.benefit),
            };
            let Some(row) = row else { return Told::None };
            if asked.number == Number::Persons {
                return number(row.persons[at], &Told::Persons);
            }
            let of = count.by.iter().filter(|b| asked.benefit.is_none_or(|asked| asked == b.benefit));
            let days = of.map(|b| b.days[at]).sum();
            number(row.full_time[at], &|persons| Told::FullTime { persons, days, days_in: count.days_in[at] })
        }
        Number::Ended => {
            let rows = publish::lengths(count, at, SHOWN);
            let Some(row) = rows.iter().find(|row| Some(row.benefit) == asked.benefit) else { return Told::None };
            number(row.ended, &|courses| {
                row.mean_days.number().map_or(Told::None, |mean_days| Told::Ended { courses, mean_days })
            })
        }
        Number::Touched => {
            let persons_hidden = |b: &Benefit| {
                let row = shown.rows.iter().find(|row| row.benefit == Some(*b));
                row.is_some_and(|row| row.persons[at] == Value::Suppressed)
            };
            let lanes = &shown.lanes;
            let Some((_, months)) = lanes.iter().find(|(of, _)| *of == asked.benefit) else { return Told::None };
            // The numbers of the benefits stand beside each other, and beside the persons: none may be found from the rest.
            let own: Vec<(Benefit, u32)> = lanes.iter().filter_map(|(b, m)| Some(((*b)?, m[at].touched))).collect();
            let cells = publish_row(&own.iter().map(|(_, n)| *n).collect::<Vec<_>>(), THRESHOLD).cells;
            let hides = |((b, _), cell): (&(Benefit, u32), &Published)| {
                let asked = asked.benefit.is_none_or(|asked| asked == *b);
                asked && (*cell == Published::Suppressed || persons_hidden(b))
            };
            if own.iter().zip(&cells).any(hides) {
                return Told::Hidden;
            }
            let month = &months[at];
            let told = Told::Touched { touched: month.touched, persons: month.persons };
            number(effort::touched(month), &|_| told)
        }
    }
}

/// Of a list of all benefits, those whose own number is hidden.
fn hidden(shown: &Shown, count: &Count, asked: NumberAsked, at: usize) -> BTreeSet<Benefit> {
    let own = |benefit: &Benefit| told(shown, count, NumberAsked { benefit: Some(*benefit), ..asked }, at);
    let all = Benefit::ALL.iter().copied().filter(|_| asked.benefit.is_none());
    all.filter(|benefit| own(benefit) == Told::Hidden).collect()
}

/// What finds the cases of one number.
struct Finder {
    asked: NumberAsked,
    courses: Courses,
    month: Month,
    axis: Axis,
    /// The months that the number is of.
    within: Period,
}

impl Finder {
    fn wants(&self, benefit: u8) -> Option<Benefit> {
        Benefit::from_index(benefit).filter(|b| self.asked.benefit.is_none_or(|asked| asked == *b))
    }

    fn case(&self, case: i64, view: HistoryView<'_>, found: &mut Vec<Found<Stretch>>) {
        match self.asked.number {
            Number::Ended => self.ended(case, view, found),
            Number::FullTime | Number::Persons => self.in_month(case, view, found),
            Number::Touched => self.touched(case, view, found),
        }
    }

    fn ended(&self, case: i64, view: HistoryView<'_>, found: &mut Vec<Found<Stretch>>) {
        self.courses.person(benefit_days::of(view, &mut 0).spells(), |course| {
            let Some(benefit) = self.wants(course.benefit) else { return };
            let ended = course.last.is_some_and(|last| self.within.contains(last));
            if let Some(days) = course.days().filter(|_| ended) {
                let of = Stretch { first: course.first, last: course.last, days, offers: Vec::new() };
                found.push(Found { case, benefit, also: Vec::new(), of });
            }
        });
    }

    /// One row for each benefit: whoever had two counts in both.
    fn in_month(&self, case: i64, view: HistoryView<'_>, found: &mut Vec<Found<Stretch>>) {
        let spells = benefit_days::of(view, &mut 0);
        let mut last = None;
        self.courses.person(spells.spells(), |course: Course| {
            let Some(benefit) = self.wants(course.benefit).filter(|b| last != Some(*b)) else { return };
            if !self.meets(&course) {
                return;
            }
            let days = behind::days_of(spells.spells(), &self.axis, (HERE, course.benefit, 0));
            if days > 0 {
                last = Some(benefit);
                let of = Stretch { first: course.first, last: course.last, days, offers: Vec::new() };
                found.push(Found { case, benefit, also: Vec::new(), of });
            }
        });
    }

    fn meets(&self, course: &Course) -> bool {
        Period::from_through(course.first, course.last).is_some_and(|days| days.overlap(self.within).is_some())
    }

    /// One row for each person, with the benefit of the longest stretch.
    fn touched(&self, case: i64, view: HistoryView<'_>, found: &mut Vec<Found<Stretch>>) {
        let of = Case::new(view);
        let days = of.on(self.asked.benefit.map(Code::index));
        if effort::in_month(&days, &of.offers, self.month).is_none_or(|activation| activation.touched == 0) {
            return;
        }
        let mut rows = Vec::new();
        self.in_month(case, view, &mut rows);
        let meets =
            |offer: &Period| days.iter().any(|d| d.overlap(*offer).is_some_and(|o| o.overlap(self.within).is_some()));
        let mut offers: Vec<OfferKind> =
            of.kinds.iter().zip(&of.offers).filter(|(_, (p, _))| meets(p)).map(|(kind, _)| *kind).collect();
        offers.sort_unstable();
        offers.dedup();
        let also = rows.iter().map(|row| row.benefit).collect();
        if let Some(row) = rows.into_iter().max_by_key(|row| row.of.days) {
            found.push(Found { also, of: Stretch { offers, ..row.of }, ..row });
        }
    }
}

fn sort(found: &mut [Found<Stretch>], asked: NumberAsked) {
    match asked.order {
        CasesOrder::Since => found.sort_by_key(|f| (f.of.first, f.case, f.benefit)),
        CasesOrder::Days => found.sort_by_key(|f| (Reverse(f.of.days), f.of.first, f.case, f.benefit)),
    }
    if asked.down {
        found.reverse();
    }
}

/// The months of the number that stands in this month.
fn months_of(number: Number, month: Month) -> (Month, Month) {
    match number {
        Number::Ended => (month.last_year().plus(-1), month.plus(-1)),
        _ => (month, month),
    }
}

struct Gathered {
    month: Month,
    months: (Month, Month),
    told: Told,
    found: Vec<Found<Stretch>>,
    hidden: BTreeSet<Benefit>,
    counted: usize,
}

fn gather(counted: &Counted, asked: NumberAsked, today: Day) -> Result<Gathered, AppError> {
    let count = counted.benefits.read();
    // A length is of thirteen months, which the first counted ones do not have before them.
    let first = if asked.number == Number::Ended { SHOWN - 1 } else { 0 };
    let at = count.place(asked.month, first);
    let month = count.months[at];
    let (total, rows) = publish::series(&count);
    let shown = Shown { total, rows, lanes: counted.efforts.read() };
    let (told, months) = (told(&shown, &count, asked, at), months_of(asked.number, month));
    let mut found = Vec::new();
    if !matches!(told, Told::Hidden | Told::None) {
        let within = Period::from_through(months.0.first_day(), Some(months.1.last_day()))
            .ok_or_else(|| AppError::Internal("months are turned round".into()))?;
        let finder = Finder { asked, courses: courses(today)?, month, axis: Axis::months(month, month), within };
        for listed in &counted.listed {
            finder.case(listed.case(), listed.history.view(), &mut found);
        }
    }
    sort(&mut found, asked);
    let hidden = hidden(&shown, &count, asked, at);
    Ok(Gathered { month, months, told, found, hidden, counted: counted.listed.len() })
}

impl App {
    /// The cases behind a number, those the reader may see on a list. A number that is hidden has none.
    pub async fn leadership_cases(
        &self,
        viewer: &Viewer,
        asked: NumberAsked,
        extent: Extent,
        moment: Moment,
    ) -> Result<NumberPage, AppError> {
        decide_opened(viewer)?;
        let today = moment.today;
        let Gathered { month, months, told, found, hidden, counted } =
            self.counted(today, |counted| gather(counted, asked, today)).await??;
        let cases = self.open(viewer, (found, &hidden), extent, ("ledelse", moment)).await?;
        Ok(NumberPage { today, asked, month, months, told, cases, counted })
    }
}
