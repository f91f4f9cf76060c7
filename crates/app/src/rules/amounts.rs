//! The amounts of a rate, row by row, with the years that nobody has written down.

use domain::{Day, Kroner};
use rulebook::Version;
use rulebook::model::{Body, RateValue};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AmountRow {
    /// Row inside the rate, by its key; empty when there is one.
    pub key: String,
    pub from: Day,
    pub through: Day,
    pub amount: Option<Kroner>,
    /// For bands: from this amount on.
    pub above: Option<Kroner>,
    pub percent: Option<u16>,
    /// No amount is written for these days: an answer that needs it is undetermined, and it is not nought.
    pub missing: bool,
}

/// By key in the order of the rule, then by time; through the year of `day`.
pub(super) fn of(version: &Version, day: Day) -> Vec<AmountRow> {
    let Body::Rate(rate) = &version.body else { return Vec::new() };
    let mut keys: Vec<&str> = rate.values.iter().map(|v| v.key.as_str()).collect();
    keys.dedup();
    let mut seen: Vec<&str> = Vec::new();
    keys.retain(|key| {
        !seen.contains(key) && {
            seen.push(key);
            true
        }
    });
    let last = version.through.map_or(day, |t| t.min(day.max(version.from)));
    keys.into_iter().flat_map(|key| rows(key, &rate.values, last)).collect()
}

fn rows(key: &str, values: &[RateValue], last: Day) -> Vec<AmountRow> {
    let mut own: Vec<&RateValue> = values.iter().filter(|v| v.key == key).collect();
    own.sort_by_key(|v| v.from);
    let mut rows: Vec<AmountRow> = Vec::new();
    let mut known_through: Option<Day> = None;
    for value in own {
        if let Some(gap) = known_through.filter(|t| *t < value.from).map(|t| t.plus_days(1)).filter(|f| *f < value.from)
        {
            rows.extend(missing(key, gap, value.from.plus_days(-1)));
        }
        known_through = known_through.max(Some(value.through));
        rows.push(AmountRow {
            key: key.to_owned(),
            from: value.from,
            through: value.through,
            amount: value.amount,
            above: value.above,
            percent: value.percent,
            missing: value.amount.is_none() && value.percent.is_none(),
        });
    }
    if let Some(from) = known_through.filter(|t| *t < last).map(|t| t.plus_days(1)) {
        rows.extend(missing(key, from, Day::new(last.year(), 12, 31).unwrap_or(last)));
    }
    rows
}

/// A row for each calendar year of the days.
fn missing(key: &str, from: Day, through: Day) -> Vec<AmountRow> {
    (from.year()..=through.year())
        .filter_map(|year| {
            let (first, end) = (Day::new(year, 1, 1)?, Day::new(year, 12, 31)?);
            Some(AmountRow {
                key: key.to_owned(),
                from: first.max(from),
                through: end.min(through),
                amount: None,
                above: None,
                percent: None,
                missing: true,
            })
        })
        .collect()
}
