//! A scale with round numbers.

use crate::danish;
use crate::exact::Exact;

pub(super) struct Axis {
    /// In units of the last decimal.
    pub(super) first: i64,
    step: i64,
    steps: i64,
    decimals: u8,
}

impl Axis {
    /// Round numbers around `low` to `high`, at most `most` steps of 1, 2 or 5, with no more decimals than are published.
    pub(super) fn around(low: f64, high: f64, most: i64, decimals: u8) -> Axis {
        for decimals in (0..=decimals.min(4)).rev() {
            let unit = 10f64.powi(i32::from(decimals));
            for step in [1i64, 2, 5] {
                let axis = Axis::with(low, high, step, decimals, unit);
                if axis.steps <= most {
                    return axis;
                }
            }
        }
        let mut step = 10;
        loop {
            for by in [1, 2, 5] {
                let axis = Axis::with(low, high, step * by, 0, 1.0);
                if axis.steps <= most {
                    return axis;
                }
            }
            step *= 10;
        }
    }

    fn with(low: f64, high: f64, step: i64, decimals: u8, unit: f64) -> Axis {
        let size = step as f64 / unit;
        // A published number lies on its own grid line: the nudge keeps 2.0 from becoming 1.9999.
        let first = (low / size + 1e-9).floor() as i64;
        let last = ((high / size - 1e-9).ceil() as i64).max(first + 1);
        Axis { first: first * step, step, steps: last - first, decimals }
    }

    pub(super) fn low(&self) -> f64 {
        self.value(self.first)
    }

    pub(super) fn high(&self) -> f64 {
        self.value(self.first + self.step * self.steps)
    }

    /// Position and text of each grid line.
    pub(super) fn lines(&self) -> impl Iterator<Item = (f64, String)> + '_ {
        (0..=self.steps).map(|at| {
            let units = self.first + self.step * at;
            let text =
                Exact::decimal(units, self.decimals).map_or_else(String::new, |n| danish::number(n, self.decimals));
            (self.value(units), text)
        })
    }

    fn value(&self, units: i64) -> f64 {
        units as f64 / 10f64.powi(i32::from(self.decimals))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn grid_lines_are_round() {
        let texts = |low, high| Axis::around(low, high, 6, 1).lines().map(|l| l.1).collect::<Vec<_>>();
        assert_eq!(texts(0.9, 3.0), ["0,5", "1,0", "1,5", "2,0", "2,5", "3,0"]);
        assert_eq!(texts(0.0, 12.0), ["0", "2", "4", "6", "8", "10", "12"]);
        assert_eq!(texts(81_000.0, 92_000.0), ["80.000", "82.000", "84.000", "86.000", "88.000", "90.000", "92.000"]);
        assert_eq!(texts(1.7, 1.7), ["1,7", "1,8"]);
    }

    proptest! {
        #[test]
        fn every_number_lies_inside(low in -1e6f64..1e6, range in 0f64..1e6, most in 2i64..8) {
            let axis = Axis::around(low, low + range, most, 1);
            prop_assert!(axis.low() <= low + 1e-3 && low + range <= axis.high() + 1e-3);
            prop_assert!(axis.lines().count() <= usize::try_from(most).unwrap() + 1);
        }
    }
}
