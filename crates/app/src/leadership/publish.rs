//! What is shown of the counts: fewer than three persons never, nor what the rest would give away.

use super::count::{ByBenefit, Count};
use domain::codes::Benefit;
use figures::breaks::of_benefit;
use figures::compare::{Better, Change, Measure, Sort, change_between};
use figures::indicator::flow::Bridge;
use figures::spells::days::full_time;
use figures::spells::turnover::Sum;
use figures::suppression::{Published, PublishedRow, THRESHOLD, publish, publish_row, publish_rows};
use figures::{Exact, Month, Value};

/// Month by month; the total has no benefit.
#[derive(Clone, Debug)]
pub struct SeriesRow {
    pub benefit: Option<Benefit>,
    pub full_time: Vec<Value>,
    /// A person with two benefits counts once in each, and in the total twice.
    pub persons: Vec<Value>,
    /// Full-time persons of the last month against the same month a year before.
    pub change: Change,
}

/// From the day before the month to its last day.
#[derive(Clone, Debug)]
pub struct FlowRow {
    pub benefit: Option<Benefit>,
    /// `None` where somebody would be seen.
    pub flow: Option<Flow>,
}

/// Courses.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Flow {
    pub opening: u32,
    pub came: u32,
    pub left: u32,
    pub closing: u32,
    /// Of the closing, those who were there at the opening, whether or not they had gone between; `None` where few would be seen.
    pub original: Option<u32>,
}

#[derive(Clone, Debug)]
pub struct LengthRow {
    pub benefit: Benefit,
    pub ended: Value,
    pub mean_days: Value,
}

pub(crate) fn few(n: u64) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn small(n: u32) -> bool {
    publish(n, THRESHOLD) == Published::Suppressed
}

pub(crate) fn whole(n: u64) -> Value {
    i64::try_from(n).ok().and_then(|n| Exact::fraction(n, 1)).map_or(Value::Missing, Value::Number)
}

pub(crate) fn shown(published: Published, value: Value) -> Value {
    if published == Published::Suppressed { Value::Suppressed } else { value }
}

/// The benefits that anybody had.
fn met(count: &Count) -> Vec<&ByBenefit> {
    count.by.iter().filter(|b| b.persons.iter().any(|n| *n > 0)).collect()
}

/// A year and a month through one of the counted months, which changes against the first of them: the benefits that anybody
/// had in it, the most received in its last month first.
pub(crate) fn year(count: &Count, last: usize) -> (SeriesRow, Vec<SeriesRow>) {
    let (total, rows) = series_through(count, last);
    let first = last.saturating_sub(12);
    let of = |values: &[Value]| values[first..=last].to_vec();
    let cut = |row: &SeriesRow| SeriesRow { full_time: of(&row.full_time), persons: of(&row.persons), ..row.clone() };
    let anybody = |row: &SeriesRow| row.persons.iter().any(|n| n.number().is_none_or(|n| !n.is_zero()));
    (cut(&total), rows.iter().map(cut).filter(anybody).collect())
}

/// All counted months.
pub(crate) fn series(count: &Count) -> (SeriesRow, Vec<SeriesRow>) {
    series_through(count, count.months.len() - 1)
}

/// All counted months, with the change and the order of one.
fn series_through(count: &Count, last: usize) -> (SeriesRow, Vec<SeriesRow>) {
    let met = met(count);
    // Whoever is hidden in one month is hidden by the others of that month; days are hidden as their persons are.
    let hidden: Vec<PublishedRow> = (0..count.months.len())
        .map(|at| publish_row(&met.iter().map(|b| few(b.persons[at])).collect::<Vec<_>>(), THRESHOLD))
        .collect();
    let days = |days: u64, at: usize| full_time(days, count.days_in[at]).map_or(Value::Missing, Value::Number);
    let row = |benefit: Option<Benefit>, of: &dyn Fn(usize) -> (Published, u64, u64)| {
        let each: Vec<(Published, u64, u64)> = (0..count.months.len()).map(of).collect();
        let values: Vec<Value> = each.iter().enumerate().map(|(at, (p, d, _))| shown(*p, days(*d, at))).collect();
        SeriesRow {
            benefit,
            change: change(count, benefit, &values, last),
            persons: each.iter().map(|(p, _, n)| shown(*p, whole(*n))).collect(),
            full_time: values,
        }
    };
    let total = row(None, &|at| {
        let sum = |pick: fn(&ByBenefit) -> &Vec<u64>| met.iter().map(|b| pick(b)[at]).sum();
        (hidden[at].total, sum(|b| &b.days), sum(|b| &b.persons))
    });
    let mut rows: Vec<(u64, SeriesRow)> = met
        .iter()
        .enumerate()
        .map(|(i, b)| {
            let of = |at: usize| (hidden[at].cells[i], b.days[at], b.persons[at]);
            (b.days[last], row(Some(b.benefit), &of))
        })
        .collect();
    rows.sort_by_key(|(days, row)| (std::cmp::Reverse(*days), row.benefit));
    (total, rows.into_iter().map(|(_, row)| row).collect())
}

fn change(count: &Count, benefit: Option<Benefit>, values: &[Value], last: usize) -> Change {
    let breaks: Vec<Month> =
        benefit.map(|b| of_benefit(&count.breaks, b).map(|b| b.month()).collect()).unwrap_or_default();
    let measure = Measure { sort: Sort::Count, decimals: 1, better: Better::Lowest, breaks };
    let then = last.saturating_sub(12);
    change_between(&measure, (count.months[last], values[last]), (count.months[then], values[then]))
}

impl Flow {
    fn of(bridge: &Bridge) -> Flow {
        let few_apart = [bridge.closing_original, bridge.closing_new].into_iter().any(small);
        Flow {
            opening: bridge.opening,
            came: bridge.came_new + bridge.came_back,
            left: bridge.left_original + bridge.left_new,
            closing: bridge.closing(),
            original: (!few_apart).then_some(bridge.closing_original),
        }
    }

    fn parts(&self) -> [u32; 4] {
        [self.opening, self.came, self.left, self.closing]
    }
}

/// Of one month; the total first. A row with a hidden part is hidden whole, for three parts give the fourth.
pub(crate) fn flows(count: &Count, month: usize) -> Vec<FlowRow> {
    flows_of(count.by.iter().map(|b| (b.benefit, b.flows[month])))
}

/// Of any period.
pub(crate) fn flows_of(bridges: impl Iterator<Item = (Benefit, Bridge)>) -> Vec<FlowRow> {
    let all = bridges.map(|(benefit, bridge)| (benefit, Flow::of(&bridge)));
    let met: Vec<(Benefit, Flow)> = all.filter(|(_, flow)| flow.parts() != [0; 4]).collect();
    let shown = publish_rows(&met.iter().map(|(_, flow)| flow.parts().to_vec()).collect::<Vec<_>>(), THRESHOLD);
    let none_hidden = shown.rows.iter().all(|shown| *shown);
    let sum = |part: usize| met.iter().map(|(_, flow)| flow.parts()[part]).sum();
    let original = met.iter().map(|(_, flow)| flow.original).sum::<Option<u32>>().filter(|_| none_hidden);
    let total = Flow { opening: sum(0), came: sum(1), left: sum(2), closing: sum(3), original };
    let mut each: Vec<(u32, FlowRow)> = met
        .iter()
        .enumerate()
        .map(|(at, (benefit, flow))| {
            (flow.closing, FlowRow { benefit: Some(*benefit), flow: shown.rows[at].then_some(*flow) })
        })
        .collect();
    each.sort_by_key(|(closing, row)| (std::cmp::Reverse(*closing), row.benefit));
    let mut rows = vec![FlowRow { benefit: None, flow: shown.total.then_some(total) }];
    rows.extend(each.into_iter().map(|(_, row)| row));
    rows
}

/// Of the counted months through one. No total is shown, so nothing can be taken from one.
pub(crate) fn lengths(count: &Count, last: usize, months: usize) -> Vec<LengthRow> {
    let year = |b: &ByBenefit| together(&b.ended[(last + 1).saturating_sub(months)..=last]);
    let with_ends = count.by.iter().map(|b| (b, year(b))).filter(|(_, ended)| ended.ended > 0);
    let mut rows: Vec<(u64, LengthRow)> = with_ends
        .map(|(b, sum)| {
            let ended = shown(publish(few(sum.ended), THRESHOLD), whole(sum.ended));
            (sum.ended, LengthRow { benefit: b.benefit, ended, mean_days: mean_days(sum) })
        })
        .collect();
    rows.sort_by_key(|(ended, row)| (std::cmp::Reverse(*ended), row.benefit));
    rows.into_iter().map(|(_, row)| row).collect()
}

/// Months together.
fn together(months: &[Sum]) -> Sum {
    months.iter().fold(Sum::default(), |all, month| Sum {
        begun: all.begun + month.begun,
        ended: all.ended + month.ended,
        ended_days: all.ended_days + month.ended_days,
    })
}

/// How long the courses were that ended; of few it is not shown, and of none there is no mean.
pub(crate) fn mean_days(sum: Sum) -> Value {
    shown(publish(few(sum.ended), THRESHOLD), sum.mean_days().map_or(Value::Missing, Value::Number))
}

/// How many of a closed group are still there at the end of each bridge, by benefit. Where one is hidden the total is, too.
pub(crate) fn group(bridges: &[(Benefit, Option<Bridge>)]) -> (Value, Vec<(Benefit, Value)>) {
    let each: Vec<(Benefit, Value)> = bridges
        .iter()
        .filter_map(|(benefit, found)| Some((*benefit, found.as_ref()?)))
        .filter(|(_, found)| found.opening > 0)
        .map(|(benefit, found)| {
            let few_apart = [found.closing_original, found.closing_new].into_iter().any(small);
            let value = if few_apart { Value::Suppressed } else { whole(u64::from(found.closing_original)) };
            (benefit, value)
        })
        .collect();
    let known: Option<Vec<Exact>> = each.iter().map(|(_, value)| value.number()).collect();
    let total = match known {
        Some(known) if known.is_empty() => Value::Missing,
        Some(known) => Value::Number(known.into_iter().fold(Exact::ZERO, |sum, n| sum + n)),
        None => Value::Suppressed,
    };
    (total, each)
}
