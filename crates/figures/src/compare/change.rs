//! Change against the same month of the year before, computed before rounding; over a data break there is none.

use super::{Measure, Sort};
use crate::breaks::between;
use crate::exact::{self, Exact};
use crate::month::Month;
use crate::table::{Reason, Table, Value};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unit {
    Percent,
    /// Percentage points.
    Points,
}

/// Two levels and what lies between them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Change {
    pub now: Value,
    pub then: Value,
    /// Now minus then, in the unit of the level.
    pub by: Value,
    /// Per cent of a count; percentage points of a share (the same as `by`).
    pub relative: Value,
    pub unit: Unit,
}

/// Against the same month of the year before.
pub fn change(table: &Table, measure: &Measure, area: u16, month: Month) -> Change {
    change_between(measure, (month, table.get(area, month)), (month.last_year(), table.get(area, month.last_year())))
}

/// The mean of the members that have a number in both months, so that both means are of the same municipalities.
pub fn mean_change(table: &Table, measure: &Measure, members: &[u16], month: Month) -> Change {
    let then = month.last_year();
    let both: Vec<(Exact, Exact)> = members
        .iter()
        .filter_map(|area| Some((table.get(*area, month).number()?, table.get(*area, then).number()?)))
        .collect();
    let mean = |part: fn(&(Exact, Exact)) -> Exact| {
        exact::mean(both.iter().map(part)).map_or(Value::Undetermined(Reason::NoMembers), Value::Number)
    };
    change_between(measure, (month, mean(|p| p.0)), (then, mean(|p| p.1)))
}

/// Between two levels of any two months.
pub fn change_between(measure: &Measure, now: (Month, Value), then: (Month, Value)) -> Change {
    let unit = match measure.sort {
        Sort::Count => Unit::Percent,
        Sort::Share => Unit::Points,
    };
    let none = |value| Change { now: now.1, then: then.1, by: value, relative: value, unit };
    if let Some(on) = between(&measure.breaks, now.0, then.0) {
        return none(Value::Undetermined(Reason::DataBreak(on)));
    }
    let (new, old) = match (now.1, then.1) {
        (Value::Number(new), Value::Number(old)) => (new, old),
        (first, second) => return none(weaker(first, second)),
    };
    let by = new - old;
    let relative = match unit {
        Unit::Points => Value::Number(by),
        Unit::Percent => by.ratio(old).map_or(Value::Undetermined(Reason::FromZero), |r| Value::Number(r.times_100())),
    };
    Change { now: now.1, then: then.1, by: Value::Number(by), relative, unit }
}

/// Why two levels have no difference: what is hidden stays hidden, else what is missing or undetermined.
fn weaker(a: Value, b: Value) -> Value {
    let of = |wanted: fn(&Value) -> bool| [a, b].into_iter().find(wanted);
    of(|v| *v == Value::Suppressed)
        .or_else(|| of(|v| matches!(v, Value::Undetermined(_))))
        .or_else(|| of(|v| *v == Value::Missing))
        .unwrap_or(Value::Undetermined(Reason::NoMembers))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::Better;
    use crate::table::tests::{month, table};

    fn measure(sort: Sort, breaks: &[&str]) -> Measure {
        Measure { sort, decimals: 1, better: Better::Lowest, breaks: breaks.iter().map(|b| month(b)).collect() }
    }

    #[test]
    fn a_count_changes_by_per_cent_and_a_share_by_points() {
        let table = table(&["1 2026M07 629", "1 2025M07 650", "2 2026M07 1.7", "2 2025M07 2.0"]);
        let counted = change(&table, &measure(Sort::Count, &[]), 1, month("2026M07"));
        assert_eq!((counted.by.number().unwrap().rounded(0), counted.unit), (-21, Unit::Percent));
        assert_eq!(counted.relative.number().unwrap().rounded(1), -32);
        let shared = change(&table, &measure(Sort::Share, &[]), 2, month("2026M07"));
        assert_eq!((shared.relative, shared.unit), (Value::Number(Exact::decimal(-3, 1).unwrap()), Unit::Points));
    }

    #[test]
    fn a_change_is_computed_before_rounding() {
        let table = table(&["1 2026M07 2.04", "1 2025M07 1.96"]);
        let found = change(&table, &measure(Sort::Share, &[]), 1, month("2026M07"));
        assert_eq!(found.by.number().unwrap().rounded(1), 1, "printed levels are both 2,0, the change is 0,08");
    }

    #[test]
    fn over_a_data_break_there_is_no_change() {
        let table = table(&["1 2026M06 5", "1 2025M06 4", "1 2026M07 5", "1 2025M07 4"]);
        let measure = measure(Sort::Count, &["2025M07"]);
        let over = change(&table, &measure, 1, month("2026M06"));
        assert_eq!(over.relative, Value::Undetermined(Reason::DataBreak(month("2025M07"))));
        assert_eq!(over.now, Value::Number(Exact::whole(5)));
        assert_eq!(change(&table, &measure, 1, month("2026M07")).relative, Value::Number(Exact::whole(25)));
    }

    #[test]
    fn what_is_hidden_missing_or_zero_gives_no_number() {
        let table = table(&["1 2026M07 x", "1 2025M07 4", "2 2026M07 4", "3 2026M07 4", "3 2025M07 0", "4 2025M07 x"]);
        let of = |area| change(&table, &measure(Sort::Count, &[]), area, month("2026M07")).relative;
        assert_eq!((of(1), of(2), of(4)), (Value::Suppressed, Value::Missing, Value::Suppressed));
        assert_eq!(of(3), Value::Undetermined(Reason::FromZero));
    }

    #[test]
    fn a_mean_changes_over_the_same_members() {
        let table = table(&["1 2026M07 2", "1 2025M07 4", "2 2026M07 90", "2 2025M07 x"]);
        let found = mean_change(&table, &measure(Sort::Share, &[]), &[1, 2], month("2026M07"));
        assert_eq!(found.by, Value::Number(Exact::whole(-2)));
    }
}
