//! In which order the rows of a group stand: by date, or turned round by a column.

use super::{Entry, Filter, booked_minute};
use crate::access::Viewer;
use crate::citizen::Place;
use crate::{App, AppError, Moment};
use domain::Day;
use domain::codes::codes;
use std::collections::{BTreeMap, BTreeSet};
use store::case::CaseRow;

codes! {
    ListOrder "overview_order" { Due = "due", Name = "name", Duty = "duty" }
}

/// The chosen order with what it needs to know.
pub(super) enum Order {
    Due { down: bool, today: Day },
    Name { names: BTreeMap<i64, String>, down: bool },
    Duty { titles: Vec<String>, down: bool },
}

/// The day's appointments by the clock; what has no hour comes after.
fn by_due((candidate, listed): &Entry<'_>, today: Day) -> (Day, u16, i64, u16) {
    let minute = booked_minute(listed, candidate.day, today).unwrap_or(u16::MAX);
    (candidate.day.unwrap_or(Day::LAST), minute, listed.case(), candidate.key)
}

fn by_case((candidate, listed): &Entry<'_>) -> (Day, i64, u16) {
    (candidate.day.unwrap_or(Day::LAST), listed.case(), candidate.key)
}

impl Order {
    /// The first so many of a group, in order.
    pub(super) fn first<'a>(&self, all: &[Entry<'a>], most: usize) -> Vec<Entry<'a>> {
        let mut some = all.to_vec();
        if let Order::Due { down: false, today } = self {
            if most < some.len() {
                some.select_nth_unstable_by_key(most, |entry| by_due(entry, *today));
                some.truncate(most);
            }
            some.sort_unstable_by_key(|entry| by_due(entry, *today));
            return some;
        }
        some.sort_unstable_by_key(by_case);
        let down = match self {
            Order::Due { down, today } => {
                some.sort_unstable_by_key(|entry| by_due(entry, *today));
                *down
            }
            Order::Name { names, down } => {
                some.sort_by_cached_key(|(_, listed)| names.get(&listed.case()).cloned().unwrap_or_default());
                *down
            }
            Order::Duty { titles, down } => {
                some.sort_by(|(a, _), (b, _)| (&titles[a.key as usize], a.n).cmp(&(&titles[b.key as usize], b.n)));
                *down
            }
        };
        if down {
            some.reverse();
        }
        some.truncate(most);
        some
    }
}

impl App {
    /// Where a case stands among the cases of a list, as the list is read; none when it is not there.
    pub async fn place_on_list(
        &self,
        viewer: &Viewer,
        filter: &Filter,
        case: i64,
        moment: Moment,
    ) -> Result<Option<Place>, AppError> {
        let today = moment.today;
        let listed = self.visible(viewer, &filter.whose.owned(viewer, &self.config, today), today).await?;
        let found = self.count(&listed, filter, today);
        let order = self.list_order(filter, &found.entries, today).await?;
        let mut seen = BTreeSet::new();
        let rows = found.entries.iter().flat_map(|group| order.first(group, usize::MAX));
        let cases: Vec<i64> = rows.map(|(_, l)| l.case()).filter(|case| seen.insert(*case)).collect();
        let Some(at) = cases.iter().position(|c| *c == case) else { return Ok(None) };
        let before = at.checked_sub(1).map(|i| cases[i]);
        Ok(Some(Place { at: at + 1, of: cases.len(), before, after: cases.get(at + 1).copied() }))
    }

    /// Only an order by name needs the names of all.
    pub(super) async fn list_order(
        &self,
        filter: &Filter,
        entries: &[Vec<Entry<'_>>],
        today: Day,
    ) -> Result<Order, AppError> {
        let down = filter.down;
        Ok(match filter.order {
            ListOrder::Due => Order::Due { down, today },
            ListOrder::Name => {
                let cases = entries.iter().flatten().map(|(_, listed)| listed.case()).collect();
                let rows = self.rows_of(cases).await?;
                let key = |row: &CaseRow| store::person::sort_key(&row.person.last_name, &row.person.first_name);
                Order::Name { names: rows.iter().map(|(case, row)| (*case, key(row))).collect(), down }
            }
            ListOrder::Duty => {
                let title = |key: &String| figures::danish::sort_key(&self.duty_name(key, today));
                Order::Duty { titles: self.rulebook.duty_keys.iter().map(title).collect(), down }
            }
        })
    }

    /// Cases by number.
    pub(super) async fn rows_of(&self, cases: BTreeSet<i64>) -> Result<BTreeMap<i64, CaseRow>, AppError> {
        let ids: Vec<i64> = cases.into_iter().collect();
        let rows = self.store.case_list(self.municipality, &ids).await?;
        Ok(rows.into_iter().map(|row| (row.id, row)).collect())
    }
}
