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

    /// `(1.270 − 719) / (1.270 − 635) = 86,8 pct.`; the result with one decimal, the numbers with so many, or with as many more
    /// as it takes for the reader to find the result from what is printed.
    pub fn danish(self, decimals: u8) -> String {
        self.written(decimals, 1)
    }

    fn written(self, decimals: u8, of_result: u8) -> String {
        let decimals = self.enough(decimals, of_result);
        let n = |value: Exact| number(value, decimals);
        let say = |write: fn(Exact, u8) -> String| {
            self.value().map_or_else(|| crate::danish::UNDETERMINED.to_owned(), |value| write(value, of_result))
        };
        match self {
            Formula::Attained { from, now, target } => {
                format!("({} − {}) / ({} − {}) = {}", n(from), n(now), n(from), n(target), say(percent))
            }
            Formula::Remaining { from, now } => format!("{} / {} = {}", n(now), n(from), say(percent)),
            Formula::Change { from, now } => format!("({} − {}) / {} = {}", n(now), n(from), n(from), say(percent)),
            Formula::Level { own, others } => format!("{} − {} = {}", n(own), n(others), say(points)),
            Formula::ChangeOfChanges { from, now, others_from, others_now } => {
                let (own, others) =
                    (Formula::Change { from, now }, Formula::Change { from: others_from, now: others_now });
                let parts = own.value().zip(others.value());
                let adds_up = |of_part: &u8| {
                    let left = parts.and_then(|(own, others)| Some(cut(own, *of_part)? - cut(others, *of_part)?));
                    left.map(|n| n.rounded(of_result)) == self.value().map(|n| n.rounded(of_result))
                };
                let of_part = (of_result..=MOST).find(adds_up).unwrap_or(MOST);
                format!(
                    "[{}] − [{}] = {}",
                    own.written(decimals, of_part),
                    others.written(decimals, of_part),
                    say(points)
                )
            }
        }
    }

    /// The least decimals, from so many on, with which the printed numbers give the printed result.
    fn enough(self, decimals: u8, of_result: u8) -> u8 {
        let Some(value) = self.value() else { return decimals };
        let same = |decimals: &u8| {
            let found = self.cut(*decimals).and_then(Formula::value);
            found.is_some_and(|found| found.rounded(of_result) == value.rounded(of_result))
        };
        (decimals..=MOST.max(decimals)).find(same).unwrap_or(MOST.max(decimals))
    }

    /// With the numbers as they are printed; of two changes each chooses its own.
    fn cut(self, decimals: u8) -> Option<Formula> {
        let n = |value: Exact| cut(value, decimals);
        Some(match self {
            Formula::Attained { from, now, target } => {
                Formula::Attained { from: n(from)?, now: n(now)?, target: n(target)? }
            }
            Formula::Remaining { from, now } => Formula::Remaining { from: n(from)?, now: n(now)? },
            Formula::Change { from, now } => Formula::Change { from: n(from)?, now: n(now)? },
            Formula::Level { own, others } => Formula::Level { own: n(own)?, others: n(others)? },
            Formula::ChangeOfChanges { .. } => self,
        })
    }
}

/// No number of a formula has more decimals than this.
const MOST: u8 = 5;

/// The number as it is printed.
fn cut(value: Exact, decimals: u8) -> Option<Exact> {
    Exact::decimal(i64::try_from(value.rounded(decimals)).ok()?, decimals)
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
    fn whoever_computes_the_printed_formula_finds_the_printed_result() {
        let n = |mantissa| Exact::decimal(mantissa, 3).unwrap();
        let attained = Formula::Attained { from: n(36_500), now: n(34_960), target: n(35_000) };
        assert_eq!(attained.danish(1), "(36,50 − 34,96) / (36,50 − 35,00) = 102,7 pct.");
        assert_eq!(Formula::Change { from: n(2_064), now: n(2_002) }.danish(1), "(2,002 − 2,064) / 2,064 = −3,0 pct.");
        assert_eq!(Formula::Level { own: n(1_949), others: n(1_851) }.danish(1), "1,95 − 1,85 = +0,1 point");
        let changes = Formula::ChangeOfChanges {
            from: n(100_000),
            now: n(96_960),
            others_from: n(100_000),
            others_now: n(97_940),
        };
        let said = changes.danish(2);
        assert_eq!(
            said,
            "[(96,96 − 100,00) / 100,00 = −3,04 pct.] − [(97,94 − 100,00) / 100,00 = −2,06 pct.] = −1,0 point"
        );
    }

    #[test]
    fn nothing_is_divided_by_nothing() {
        assert_eq!(Formula::Remaining { from: n(0), now: n(3) }.value(), None);
        assert_eq!(Formula::Attained { from: n(5), now: n(3), target: n(5) }.value(), None);
        assert!(Formula::Change { from: n(0), now: n(3) }.danish(0).ends_with("kan ikke regnes ud"));
    }
}
