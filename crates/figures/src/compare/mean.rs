//! The simple average of a group: every municipality counts the same, whatever its size.

use crate::exact;
use crate::month::Month;
use crate::table::{Reason, Table, Value};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Mean {
    pub value: Value,
    /// How many of the members have a number.
    pub with_value: usize,
    pub members: usize,
}

/// The mean of the members that have a number.
pub fn mean_of(table: &Table, members: &[u16], month: Month) -> Mean {
    mean_over(table, members.iter().copied(), month)
}

/// The mean of the others: `own` is left out.
pub fn mean_without(table: &Table, members: &[u16], own: u16, month: Month) -> Mean {
    mean_over(table, members.iter().copied().filter(|code| *code != own), month)
}

fn mean_over(table: &Table, members: impl Iterator<Item = u16>, month: Month) -> Mean {
    let values: Vec<Value> = members.map(|area| table.get(area, month)).collect();
    let known: Vec<_> = values.iter().filter_map(|v| v.number()).collect();
    let (with_value, members) = (known.len(), values.len());
    let value = exact::mean(known).map_or(Value::Undetermined(Reason::NoMembers), Value::Number);
    Mean { value, with_value, members }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::tests::{month, table};

    #[test]
    fn a_suppressed_member_is_left_out_and_counted_as_such() {
        let table = table(&["1 2026M07 1.0", "2 2026M07 2.0", "3 2026M07 x"]);
        let july = month("2026M07");
        let mean = mean_of(&table, &[1, 2, 3, 4], july);
        assert_eq!((mean.value.number().unwrap().rounded(1), mean.with_value, mean.members), (15, 2, 4));
        let others = mean_without(&table, &[1, 2, 3, 4], 1, july);
        assert_eq!((others.value.number().unwrap().rounded(1), others.with_value, others.members), (20, 1, 3));
        assert_eq!(mean_of(&table, &[3], july).value, Value::Undetermined(Reason::NoMembers));
    }
}
