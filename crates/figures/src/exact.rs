//! Exact fractions: means and changes are computed in them and rounded once, when they are printed.

use std::cmp::Ordering;
use std::ops::{Add, Mul, Neg, Sub};

/// A fraction in lowest terms, with a positive denominator.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Exact {
    num: i128,
    den: i128,
}

/// Most decimals a published number may have.
const SCALE: u8 = 4;
/// Largest published number, in units of the last decimal: room for a mean of all municipalities and a change of it.
const LARGEST: i128 = 10_000_000_000_000_000;

impl Exact {
    pub const ZERO: Exact = Exact { num: 0, den: 1 };

    /// A printed decimal: `mantissa` divided by 10 to the power of `scale`. `None` beyond 4 decimals or 10^12.
    pub fn decimal(mantissa: i64, scale: u8) -> Option<Exact> {
        if scale > SCALE || i128::from(mantissa).abs() * 10i128.pow(u32::from(SCALE - scale)) > LARGEST {
            return None;
        }
        Some(Exact::lowest(i128::from(mantissa), 10i128.pow(u32::from(scale))))
    }

    pub fn whole(n: i32) -> Exact {
        Exact { num: i128::from(n), den: 1 }
    }

    /// `part` of `whole`; `None` when there is no whole.
    pub fn share(part: u32, whole: u32) -> Option<Exact> {
        (whole > 0).then(|| Exact::lowest(i128::from(part), i128::from(whole)))
    }

    /// `num` / `den`; `None` where `den` is 0.
    pub fn fraction(num: i64, den: i64) -> Option<Exact> {
        Exact { num: i128::from(num), den: 1 }.ratio(Exact { num: i128::from(den), den: 1 })
    }

    /// `self` / `other`; `None` when `other` is 0.
    pub fn ratio(self, other: Exact) -> Option<Exact> {
        if other.num == 0 {
            return None;
        }
        let sign = other.num.signum();
        Some(Exact::lowest(self.num * other.den * sign, self.den * other.num * sign))
    }

    /// 100 times as much: a share as per cent.
    #[must_use]
    pub fn times_100(self) -> Exact {
        Exact::lowest(self.num * 100, self.den)
    }

    /// More or less by so many per cent of itself.
    #[must_use]
    pub fn changed_by(self, percent: Exact) -> Exact {
        self * Exact::lowest(100 * percent.den + percent.num, 100 * percent.den)
    }

    pub fn is_zero(self) -> bool {
        self.num == 0
    }

    pub fn is_negative(self) -> bool {
        self.num < 0
    }

    /// In units of the `decimals`-th decimal, half rounded away from zero: 2.25 with 1 decimal is 23.
    pub fn rounded(self, decimals: u8) -> i128 {
        let scaled = self.num * 10i128.pow(u32::from(decimals.min(SCALE)));
        let half = self.den / 2 + self.den % 2;
        let (whole, rest) = (scaled / self.den, scaled % self.den);
        whole + if rest.abs() >= half { scaled.signum() } else { 0 }
    }

    /// For drawing only.
    pub fn to_f64(self) -> f64 {
        self.num as f64 / self.den as f64
    }

    fn lowest(num: i128, den: i128) -> Exact {
        let by = greatest_common_divisor(num.unsigned_abs(), den.unsigned_abs()).max(1) as i128;
        Exact { num: num / by, den: den / by }
    }
}

/// The simple average; `None` of nothing.
pub fn mean(numbers: impl IntoIterator<Item = Exact>) -> Option<Exact> {
    let (mut sum, mut n) = (Exact::ZERO, 0);
    for number in numbers {
        sum = sum + number;
        n += 1;
    }
    sum.ratio(Exact::whole(n))
}

fn greatest_common_divisor(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

impl Add for Exact {
    type Output = Exact;
    fn add(self, other: Exact) -> Exact {
        Exact::lowest(self.num * other.den + other.num * self.den, self.den * other.den)
    }
}

impl Mul for Exact {
    type Output = Exact;
    fn mul(self, other: Exact) -> Exact {
        Exact::lowest(self.num * other.num, self.den * other.den)
    }
}

impl Neg for Exact {
    type Output = Exact;
    fn neg(self) -> Exact {
        Exact { num: -self.num, den: self.den }
    }
}

impl Sub for Exact {
    type Output = Exact;
    fn sub(self, other: Exact) -> Exact {
        self + -other
    }
}

impl Ord for Exact {
    fn cmp(&self, other: &Exact) -> Ordering {
        (self.num * other.den).cmp(&(other.num * self.den))
    }
}

impl PartialOrd for Exact {
    fn partial_cmp(&self, other: &Exact) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn tenths(n: i64) -> Exact {
        Exact::decimal(n, 1).unwrap()
    }

    #[test]
    fn halves_are_rounded_away_from_zero_and_only_when_printed() {
        assert_eq!(Exact::decimal(225, 2).unwrap().rounded(1), 23);
        assert_eq!(Exact::decimal(-225, 2).unwrap().rounded(1), -23);
        assert_eq!(Exact::decimal(224, 2).unwrap().rounded(1), 22);
        assert_eq!(mean([tenths(17), tenths(18)]).unwrap().rounded(1), 18);
        assert_eq!(Exact::share(1, 3).unwrap().times_100().rounded(1), 333);
    }

    #[test]
    fn a_mean_of_nothing_and_a_share_of_nothing_are_nothing() {
        assert_eq!(mean([]), None);
        assert_eq!(Exact::share(0, 0), None);
        assert_eq!(Exact::whole(5).ratio(Exact::ZERO), None);
    }

    #[test]
    fn a_number_too_large_to_average_safely_is_refused() {
        assert!(Exact::decimal(1_000_000_000_000, 0).is_some());
        assert!(Exact::decimal(1_000_000_000_001, 0).is_none());
        assert!(Exact::decimal(1, 5).is_none());
        let largest = Exact::decimal(9_999_999_999_999_999, 4).unwrap();
        let mean_of_all = mean(std::iter::repeat_n(largest, 97)).unwrap();
        assert_eq!(mean_of_all, largest);
        assert_eq!((mean_of_all - largest).ratio(largest), Some(Exact::ZERO));
    }

    proptest! {
        #[test]
        fn rounding_is_never_more_than_half_a_unit_off(num in -1_000_000i64..1_000_000, n in 1i32..98, decimals in 0u8..4) {
            let exact = Exact::decimal(num, 1).unwrap().ratio(Exact::whole(n)).unwrap();
            let printed = Exact::decimal(i64::try_from(exact.rounded(decimals)).unwrap(), decimals).unwrap();
            let off = if printed > exact { printed - exact } else { exact - printed };
            prop_assert!(off + off <= Exact::decimal(1, decimals).unwrap());
        }

        #[test]
        fn sums_and_differences_undo_each_other(a in -1_000_000i64..1_000_000, b in -1_000_000i64..1_000_000) {
            let (a, b) = (Exact::decimal(a, 2).unwrap(), Exact::decimal(b, 1).unwrap());
            prop_assert_eq!(a + b - b, a);
            prop_assert_eq!(a < b, (a - b).is_negative());
        }
    }
}
