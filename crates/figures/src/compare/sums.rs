//! Do the parts of a published table give its whole?
//!
//! They need not, to the last person: somebody lives in two municipalities in a month, or in none that is known, and every
//! number is rounded on its own. So a sum is compared with a tolerance, and never asserted.

use crate::exact::Exact;
use crate::month::Month;
use crate::table::{COUNTRY, Table, Value};

/// How far a sum may be from its whole and still be the same: one in a thousand. Real tables of 2026 were within
/// 0.06 per cent.
pub(super) const TOLERANCE: i32 = 1000;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Agreement {
    /// Equal, or within the tolerance.
    Within,
    /// Further apart than the tolerance.
    Apart,
    /// Parts are hidden, and what is known is no more than the whole.
    Hidden,
}

/// The sum of all municipalities beside the country.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SumCheck {
    pub parts: Exact,
    pub whole: Exact,
    /// Municipalities without a number: hidden or not published.
    pub without: usize,
    pub agreement: Agreement,
}

/// `None` where the country, or every municipality, has no number. Only for counts: shares have no sum.
pub fn sum_check(table: &Table, municipalities: &[u16], month: Month) -> Option<SumCheck> {
    let whole = table.get(COUNTRY, month).number()?;
    let known: Vec<Exact> = municipalities.iter().filter_map(|area| table.get(*area, month).number()).collect();
    let parts = match table.sum(municipalities, month) {
        Value::Number(n) | Value::AtLeast(n) => n,
        _ => return None,
    };
    let without = municipalities.len() - known.len();
    let apart = (parts - whole).max(whole - parts);
    let agreement = if apart * Exact::whole(TOLERANCE) <= whole {
        Agreement::Within
    } else if without > 0 && parts < whole {
        Agreement::Hidden
    } else {
        Agreement::Apart
    };
    Some(SumCheck { parts, whole, without, agreement })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::tests::{month, table};

    fn check(cells: &[&str]) -> Option<SumCheck> {
        sum_check(&table(cells), &[1, 2, 3], month("2026M07"))
    }

    #[test]
    fn a_sum_may_be_one_in_a_thousand_from_its_whole() {
        let found = check(&["0 2026M07 91583", "1 2026M07 50000", "2 2026M07 41000", "3 2026M07 533"]).unwrap();
        assert_eq!((found.parts, found.without, found.agreement), (Exact::whole(91533), 0, Agreement::Within));
        let more = check(&["0 2026M07 1000", "1 2026M07 600", "2 2026M07 300", "3 2026M07 101"]).unwrap();
        assert_eq!(more.agreement, Agreement::Within, "persons in two municipalities make the sum the larger");
        let apart = check(&["0 2026M07 1000", "1 2026M07 600", "2 2026M07 300", "3 2026M07 98"]).unwrap();
        assert_eq!(apart.agreement, Agreement::Apart);
    }

    #[test]
    fn hidden_parts_explain_a_sum_that_is_too_small_and_none_that_is_too_large() {
        let small = check(&["0 2026M07 1000", "1 2026M07 600", "2 2026M07 300", "3 2026M07 x"]).unwrap();
        assert_eq!((small.without, small.agreement), (1, Agreement::Hidden));
        let large = check(&["0 2026M07 1000", "1 2026M07 900", "2 2026M07 300", "3 2026M07 x"]).unwrap();
        assert_eq!(large.agreement, Agreement::Apart);
        assert_eq!(check(&["1 2026M07 600"]), None, "the country has no number");
        assert_eq!(check(&["0 2026M07 600", "1 2026M07 x"]), None);
    }
}
