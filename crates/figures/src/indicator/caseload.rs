//! Open cases by the unit that owns them; never by colleague.

use crate::definition::Indicator;
use crate::suppression::{PublishedRow, publish_row};

pub const INDICATOR: Indicator = Indicator::SagerITeam;

/// What may be shown of the cases of each unit, and of all together.
pub fn caseload(by_unit: &[u32], threshold: u32) -> PublishedRow {
    publish_row(by_unit, threshold)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::suppression::{Published, THRESHOLD};

    #[test]
    fn a_unit_with_one_case_takes_the_smallest_other_with_it() {
        let row = caseload(&[40, 1, 12], THRESHOLD);
        assert_eq!(row.cells, [Published::Count(40), Published::Suppressed, Published::Suppressed]);
        assert_eq!(row.total, Published::Count(53));
    }
}
