//! What is shown of the counts: fewer than three persons never, nor what the rest would give away.

use super::count::{ByBenefit, Count};
use domain::codes::Benefit;
use figures::breaks::of_benefit;
use figures::compare::{Better, Change, Measure, Sort, change_between};
use figures::indicator::flow::Bridge;
use figures::spells::days::full_time;
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

fn few(n: u64) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn small(n: u32) -> bool {
    publish(n, THRESHOLD) == Published::Suppressed
}

fn whole(n: u64) -> Value {
    i64::try_from(n).ok().and_then(|n| Exact::fraction(n, 1)).map_or(Value::Missing, Value::Number)
}

fn shown(published: Published, value: Value) -> Value {
    if published == Published::Suppressed { Value::Suppressed } else { value }
}

/// The benefits that anybody had.
fn met(count: &Count) -> Vec<&ByBenefit> {
    count.by.iter().filter(|b| b.persons.iter().any(|n| *n > 0)).collect()
}

pub(super) fn series(count: &Count) -> (SeriesRow, Vec<SeriesRow>) {
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
            change: change(count, benefit, &values),
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
            (b.days.last().copied().unwrap_or(0), row(Some(b.benefit), &of))
        })
        .collect();
    rows.sort_by_key(|(days, row)| (std::cmp::Reverse(*days), row.benefit));
    (total, rows.into_iter().map(|(_, row)| row).collect())
}

fn change(count: &Count, benefit: Option<Benefit>, values: &[Value]) -> Change {
    let breaks: Vec<Month> =
        benefit.map(|b| of_benefit(&count.breaks, b).map(|b| b.month()).collect()).unwrap_or_default();
    let measure = Measure { sort: Sort::Count, decimals: 1, better: Better::Lowest, breaks };
    let last = count.months.len() - 1;
    change_between(&measure, (count.months[last], values[last]), (count.months[0], values[0]))
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

/// The total first. A row with a hidden part is hidden whole, for three parts give the fourth.
pub(super) fn flows(count: &Count) -> Vec<FlowRow> {
    let all = count.by.iter().map(|b| (b.benefit, Flow::of(&b.flow)));
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

/// No total is shown, so nothing can be taken from one.
pub(super) fn lengths(count: &Count) -> Vec<LengthRow> {
    let with_ends = count.by.iter().filter(|b| b.ended.ended > 0);
    let mut rows: Vec<(u64, LengthRow)> = with_ends
        .map(|b| {
            let published = publish(few(b.ended.ended), THRESHOLD);
            let mean = b.ended.mean_days().map_or(Value::Missing, Value::Number);
            let row = LengthRow {
                benefit: b.benefit,
                ended: shown(published, whole(b.ended.ended)),
                mean_days: shown(published, mean),
            };
            (b.ended.ended, row)
        })
        .collect();
    rows.sort_by_key(|(ended, row)| (std::cmp::Reverse(*ended), row.benefit));
    rows.into_iter().map(|(_, row)| row).collect()
}
