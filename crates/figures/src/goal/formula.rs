//! The formula of a number, as it is printed under it: with the numbers put in.

use crate::Exact;
use crate::danish::{number, percent, points};

/// What has been computed, from what.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Formula {
    /// How much of the way from the first value to the target lies behind.
    Attained { from: Exact, now: Exact, target: Exact },
    /// What is left of the first value.
    Remaining { from: Exact, now: Exact },
    /// The change as a share of the first value.
    Change { from: Exact, now: Exact },
    /// Own number beside the others'.
    Level { own: Exact, others: Exact },
    /// Own change less the others', each as a share of its first value.
    ChangeOfChanges { from: Exact, now: Exact, others_from: Exact, others_now: Exact },
}

impl Formula {
    /// In per cent, or in points for [`Formula::Level`]. `None` where it would divide by nothing.
    pub fn value(self) -> Option<Exact> {
        match self {
            Formula::Attained { from, now, target } => Some((from - now).ratio(from - target)?.times_100()),
            Formula::Remaining { from, now } => Some(now.ratio(from)?.times_100()),
            Formula::Change { from, now } => Some((now - from).ratio(from)?.times_100()),
            Formula::Level { own, others } => Some(own - others),
            Formula::ChangeOfChanges { from, now, others_from, others_now } => {
                let own = Formula::Change { from, now }.value()?;
                Some(own - Formula::Change { from: others_from, now: others_now }.value()?)
            }
        }
    }

    /// `(1.270 − 719) / (1.270 − 635) = 86,8 pct.`; numbers with so many decimals, the result with one.
    pub fn danish(self, decimals: u8) -> String {
        let n = |value: Exact| number(value, decimals);
        let result = self.value().map_or_else(|| crate::danish::UNDETERMINED.to_owned(), |value| percent(value, 1));
        match self {
            Formula::Attained { from, now, target } => {
                format!("({} − {}) / ({} − {}) = {result}", n(from), n(now), n(from), n(target))
            }
            Formula::Remaining { from, now } => format!("{} / {} = {result}", n(now), n(from)),
            Formula::Change { from, now } => format!("({} − {}) / {} = {result}", n(now), n(from), n(from)),
            Formula::Level { own, others } => format!("{} − {} = {}", n(own), n(others), points(own - others, 1)),
            Formula::ChangeOfChanges { from, now, others_from, others_now } => {
                let own = Formula::Change { from, now }.danish(decimals);
                let others = Formula::Change { from: others_from, now: others_now }.danish(decimals);
                let between =
                    self.value().map_or_else(|| crate::danish::UNDETERMINED.to_owned(), |value| points(value, 1));
                format!("[{own}] − [{others}] = {between}")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn n(value: i32) -> Exact {
        Exact::whole(value)
    }

    #[test]
    fn the_numbers_stand_in_the_formula_and_are_rounded_last() {
        let attained = Formula::Attained { from: n(1270), now: n(719), target: n(635) };
        assert_eq!(attained.danish(0), "(1.270 − 719) / (1.270 − 635) = 86,8 pct.");
        assert_eq!(Formula::Remaining { from: n(1270), now: n(719) }.danish(0), "719 / 1.270 = 56,6 pct.");
        assert_eq!(Formula::Change { from: n(1270), now: n(719) }.danish(0), "(719 − 1.270) / 1.270 = −43,4 pct.");
        let rate = |mantissa| Exact::decimal(mantissa, 2).unwrap();
        let level = Formula::Level { own: rate(1921), others: rate(2021) };
        assert_eq!(level.danish(2), "19,21 − 20,21 = −1,0 point");
    }

    #[test]
    fn changes_are_compared_after_each_has_been_taken_of_its_own_first_value() {
        let changes = Formula::ChangeOfChanges { from: n(200), now: n(190), others_from: n(50), others_now: n(49) };
        assert_eq!(changes.value(), Some(n(-3)), "5 per cent down, the others 2");
        assert!(changes.danish(0).ends_with("= −3,0 point"));
    }

    #[test]
    fn nothing_is_divided_by_nothing() {
        assert_eq!(Formula::Remaining { from: n(0), now: n(3) }.value(), None);
        assert_eq!(Formula::Attained { from: n(5), now: n(3), target: n(5) }.value(), None);
        assert!(Formula::Change { from: n(0), now: n(3) }.danish(0).ends_with("kan ikke regnes ud"));
    }
}
