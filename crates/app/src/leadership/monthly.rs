//! Every counted month of every figure, for goals: the same counts as the page, over two years.

use super::count;
use super::effort::{self, Lane};
use super::publish::{self, FlowRow, SeriesRow};
use crate::AppError;
use crate::counted::Counted;
use crate::goals::GoalPart;
use crate::team::{Kept, KeptBasis};
use crate::timeliness::published;
use crate::timeliness::tally::Tally;
use domain::Day;
use domain::codes::{Benefit, Code};
use figures::breaks::DataBreak;
use figures::goal::{Measure, Population};
use figures::indicator::activation::Activation;
use figures::indicator::flow::bridge;
use figures::timeliness::counts::Shown;
use figures::{Exact, Month, Value};
use rulebook::Rulebook;

/// By month, all as they may be shown.
#[derive(Debug)]
pub(crate) struct Monthly {
    pub(crate) months: Vec<Month>,
    pub(super) total: SeriesRow,
    pub(super) benefits: Vec<SeriesRow>,
    flows: Vec<Vec<FlowRow>>,
    /// One month earlier than `months`.
    lengths: Vec<(Benefit, Vec<Value>)>,
    /// Month by month in the order of [`Kept`]; `None` for a month whose dates are not kept.
    timely: Vec<Vec<Option<Timely>>>,
    efforts: Vec<Lane>,
    /// The closed group that was asked for.
    group: Option<(Day, Vec<Group>)>,
    pub(crate) breaks: Vec<DataBreak>,
}

/// What was due in a month: all together, and by the place of the duty's key.
type Timely = (Shown, Vec<Shown>);

/// What is counted, of whom.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Counts<'a> {
    pub(crate) measure: Measure,
    pub(crate) benefit: Option<Benefit>,
    pub(crate) part: Option<&'a GoalPart>,
}

/// Of a closed group in one month: all together, and by benefit.
type Group = (Value, Vec<(Benefit, Value)>);

impl Monthly {
    /// `closed`: the day of a closed group, which is counted of all cases.
    pub(crate) fn of(counted: &Counted, closed: Option<Day>, today: Day) -> Result<Monthly, AppError> {
        let count = counted.benefits.read();
        let group = match closed {
            Some(day) => Some((day, groups(counted, day, &count.months, today)?)),
            None => None,
        };
        let (total, benefits) = publish::series(&count);
        Ok(Monthly {
            total,
            benefits,
            flows: (0..count.months.len()).map(|month| publish::flows(&count, month)).collect(),
            lengths: count
                .by
                .iter()
                .map(|b| (b.benefit, b.ended.iter().map(|sum| publish::mean_days(*sum)).collect()))
                .collect(),
            timely: count.months.iter().map(|month| timely(&counted.tally, *month)).collect(),
            efforts: counted.efforts.read(),
            group,
            breaks: count.breaks,
            months: count.months,
        })
    }

    /// One figure month by month; of one benefit, or all. `since`: the day a closed group or a cumulative count begins.
    pub(crate) fn series(
        &self,
        Counts { measure, benefit, part }: Counts<'_>,
        (population, since): (Population, Option<Day>),
        rulebook: &Rulebook,
    ) -> Vec<(Month, Value)> {
        let with_months = |values: Vec<Value>| self.months.iter().copied().zip(values).collect();
        let row = || match benefit {
            None => Some(&self.total),
            Some(_) => self.benefits.iter().find(|row| row.benefit == benefit),
        };
        let none = || vec![Value::Number(Exact::ZERO); self.months.len()];
        match (measure, population) {
            (Measure::Fuldtidspersoner, _) => with_months(row().map_or_else(none, |row| row.full_time.clone())),
            (Measure::Personer, _) => with_months(row().map_or_else(none, |row| row.persons.clone())),
            (Measure::Forloeb, Population::LukketGruppe) => with_months(self.closed_group(benefit, since)),
            (Measure::Forloeb, _) => with_months(self.flow(benefit, |flow| flow.closing)),
            (Measure::Tilgang, population) => {
                summed(with_months(self.flow(benefit, |flow| flow.came)), population, since)
            }
            (Measure::Afgang, population) => {
                summed(with_months(self.flow(benefit, |flow| flow.left)), population, since)
            }
            (Measure::Varighed, _) => {
                let values = benefit.and_then(|b| self.lengths.iter().find(|(of, _)| *of == b)).map(|(_, v)| v.clone());
                let months = self.months.iter().map(|month| month.plus(-1));
                months.zip(values.unwrap_or_default()).collect()
            }
            (Measure::Aktiveringsgrad, _) => with_months(self.effort(benefit, effort::degree)),
            (Measure::BeroertAfAktivering, _) => with_months(self.effort(benefit, effort::touched)),
            (Measure::RettidighedLov, _) => self.timeliness(Kept::Law, part, rulebook),
            (Measure::RettidighedMaal, _) => self.timeliness(Kept::Goal, part, rulebook),
            // Waits are counted from the journeys, when a goal asks: `half_wait` of `flows`.
            (Measure::Ventetid, _) => Vec::new(),
        }
    }

    fn effort(&self, benefit: Option<Benefit>, value: fn(&Activation) -> Value) -> Vec<Value> {
        let lane = self.efforts.iter().find(|(of, _)| *of == benefit);
        lane.map_or_else(Vec::new, |(_, months)| months.iter().map(value).collect())
    }

    fn flow(&self, benefit: Option<Benefit>, part: fn(&super::Flow) -> u32) -> Vec<Value> {
        let of = |rows: &Vec<FlowRow>| match rows.iter().find(|row| row.benefit == benefit) {
            None => Value::Number(Exact::ZERO),
            Some(row) => row.flow.as_ref().map_or(Value::Suppressed, |flow| whole(part(flow))),
        };
        self.flows.iter().map(of).collect()
    }

    fn closed_group(&self, benefit: Option<Benefit>, since: Option<Day>) -> Vec<Value> {
        let found = since.and_then(|since| self.group.as_ref().filter(|(day, _)| *day == since));
        let Some((since, months)) = found else { return vec![Value::Missing; self.months.len()] };
        let of = |((total, each), month): (&Group, &Month)| match benefit {
            _ if month.last_day() <= *since => Value::Missing,
            None => *total,
            Some(benefit) => each.iter().find(|(of, _)| *of == benefit).map_or(Value::Missing, |(_, value)| *value),
        };
        months.iter().zip(&self.months).map(of).collect()
    }

    fn timeliness(&self, layer: Kept, part: Option<&GoalPart>, rulebook: &Rulebook) -> Vec<(Month, Value)> {
        // A duty that the rules no longer have has no dates.
        let place = part.map(|part| match part {
            GoalPart::Duty(key) => rulebook.duty_keys.binary_search(key).ok(),
            GoalPart::Step(_) => None,
        });
        let shown = |(total, duties): &Timely| match place {
            None => Some(*total),
            Some(place) => duties.get(place?).copied(),
        };
        let of = |layers: &Vec<Option<Timely>>| {
            let found = layers.get(usize::from(layer.index())).and_then(Option::as_ref).and_then(shown);
            match found.filter(|shown| !shown.nothing) {
                Some(shown) => shown.day.and_then(|share| share.percent()).map_or(Value::Suppressed, Value::Number),
                None => Value::Missing,
            }
        };
        self.months.iter().copied().zip(self.timely.iter().map(of)).collect()
    }
}

fn timely(tally: &Tally, month: Month) -> Vec<Option<Timely>> {
    let of = |layer: &Kept| {
        let shown = published(tally.split(*layer, KeptBasis::Due, month)?);
        Some((shown.total, shown.duties.rows))
    };
    Kept::ALL.iter().map(of).collect()
}

/// Month by month, who was there on the day and is still there.
fn groups(counted: &Counted, since: Day, months: &[Month], today: Day) -> Result<Vec<Group>, AppError> {
    let periods = count::periods(counted.listed.iter().map(|l| l.history.view()), today)?;
    let of = |month: &Month| {
        let by = Benefit::ALL.iter().zip(&periods).map(|(benefit, persons)| {
            let persons = persons.iter().map(Vec::as_slice);
            (*benefit, bridge(persons, since.plus_days(1), month.last_day(), today))
        });
        publish::group(&by.collect::<Vec<_>>())
    };
    Ok(months.iter().map(of).collect())
}

fn whole(n: u32) -> Value {
    i32::try_from(n).map_or(Value::Missing, |n| Value::Number(Exact::whole(n)))
}

/// Month by month, or all since a day: from the first month that begins after it. A hidden month makes the sum a least one.
fn summed(months: Vec<(Month, Value)>, population: Population, since: Option<Day>) -> Vec<(Month, Value)> {
    let Some(since) = since.filter(|_| population == Population::Ophobet) else { return months };
    // What happened before the first counted month is not known.
    let known = months.first().is_some_and(|(first, _)| first.first_day().plus_days(-1) <= since);
    let (mut sum, mut whole) = (Exact::ZERO, true);
    let of = |(month, value): (Month, Value)| {
        if !known || month.first_day() <= since {
            return (month, Value::Missing);
        }
        match value.number() {
            Some(n) => sum = sum + n,
            None => whole = false,
        }
        (month, if whole { Value::Number(sum) } else { Value::AtLeast(sum) })
    };
    months.into_iter().map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn months(values: &[i32]) -> Vec<(Month, Value)> {
        let first = Month::new(2026, 1).unwrap();
        let value = |n: &i32| if *n < 0 { Value::Suppressed } else { Value::Number(Exact::whole(*n)) };
        (0..).zip(values).map(|(at, n)| (first.plus(at), value(n))).collect()
    }

    fn since(day: &str, values: &[i32]) -> Vec<Value> {
        let day = Some(day.parse().unwrap());
        summed(months(values), Population::Ophobet, day).into_iter().map(|(_, value)| value).collect()
    }

    #[test]
    fn all_since_a_day_are_added_up_from_the_month_after_it() {
        let n = |n| Value::Number(Exact::whole(n));
        assert_eq!(since("2025-12-31", &[4, 3, 5]), [n(4), n(7), n(12)]);
        assert_eq!(since("2026-01-15", &[4, 3, 5]), [Value::Missing, n(3), n(8)], "half of January is not counted");
    }

    #[test]
    fn a_hidden_month_makes_the_sum_a_least_one_and_what_began_before_the_count_is_not_known() {
        let (n, least) = (Value::Number(Exact::whole(4)), Value::AtLeast(Exact::whole(4)));
        assert_eq!(since("2025-12-31", &[4, -1]), [n, least]);
        assert_eq!(since("2025-12-30", &[4, 5]), [Value::Missing; 2]);
    }
}
