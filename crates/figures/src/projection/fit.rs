//! Exponential smoothing with half a slope, and how wide it is.

/// Quantiles of the normal distribution for 80 and 95 per cent in the middle.
const NORMAL_80: f64 = 1.281_551_565_544_600_4;
const NORMAL_95: f64 = 1.959_963_984_540_054;
/// Level, smoothing and slope are found from the series itself.
const FITTED: f64 = 3.0;
/// The smoothing is found to the nearest thousandth.
const STEPS: u32 = 1_000;

pub(super) struct Fit {
    months: f64,
    pub(super) smoothing: f64,
    pub(super) level: f64,
    /// Half the slope of the straight line.
    pub(super) drift: f64,
    /// Of the errors one month ahead.
    pub(super) variance: f64,
    /// What the smoothing has not caught up with yet: the sum of the weights.
    behind: f64,
}

/// The best level for one smoothing: the first level enters the errors linearly.
struct Smoothed {
    errors: f64,
    level: f64,
}

fn smoothed(series: &[f64], smoothing: f64) -> Smoothed {
    let (mut level, mut weight) = (0.0, 1.0);
    let (mut cross, mut square, mut errors) = (0.0, 0.0, Vec::with_capacity(series.len()));
    for value in series {
        let error = value - level;
        errors.push((error, weight));
        cross += error * weight;
        square += weight * weight;
        level += smoothing * error;
        weight *= 1.0 - smoothing;
    }
    let first = cross / square;
    let sum = errors.iter().map(|(error, weight)| (error - weight * first) * (error - weight * first)).sum();
    Smoothed { errors: sum, level: level + weight * first }
}

impl Fit {
    /// Of at least four numbers.
    pub(super) fn of(series: &[f64]) -> Fit {
        let months = series.len() as f64;
        let (mut smoothing, mut best) = (0.0, smoothed(series, 0.0));
        for step in 1..=STEPS {
            let tried = f64::from(step) / f64::from(STEPS);
            let found = smoothed(series, tried);
            if found.errors < best.errors {
                (smoothing, best) = (tried, found);
            }
        }
        let (middle, mean) = ((months - 1.0) / 2.0, series.iter().sum::<f64>() / months);
        let from_middle = || series.iter().enumerate().map(|(at, value)| (at as f64 - middle, value - mean));
        let spread: f64 = from_middle().map(|(at, _)| at * at).sum();
        let drift = from_middle().map(|(at, value)| at * value).sum::<f64>() / spread / 2.0;
        let behind = if smoothing == 0.0 {
            months
        } else {
            let left = series.iter().fold(1.0, |left, _| left * (1.0 - smoothing));
            (1.0 - left) / smoothing
        };
        Fit { months, smoothing, level: best.level, drift, variance: best.errors / (months - FITTED), behind }
    }

    pub(super) fn middle(&self, ahead: usize) -> f64 {
        self.level + self.drift * (ahead as f64 - 1.0 + self.behind)
    }

    /// Half the width of the interval that holds so many of 100.
    pub(super) fn half_width(&self, ahead: usize, of_100: u8) -> f64 {
        let (n, h) = (self.months, ahead as f64);
        // The smoothing is not known either: a standard error more (that of a moving average of order one) keeps a series
        // that wanders from looking steadier than it is.
        let a = (self.smoothing + (self.smoothing * (2.0 - self.smoothing) / n).sqrt()).min(1.0);
        // Half a slope: a quarter of the variance of a slope through noise, and of one through a walk (6/5 of 1/n).
        let slope = 3.0 / (n * (n * n - 1.0)) + a * a * 3.0 / (10.0 * n);
        let reach = h - 1.0 + self.behind;
        let variance = self.variance * (1.0 + (h - 1.0) * a * a + reach * reach * slope);
        student(if of_100 == 80 { NORMAL_80 } else { NORMAL_95 }, n - FITTED) * variance.sqrt()
    }
}

/// Student's quantile from the normal one (Abramowitz and Stegun 26.7.5); from 11 degrees on right to the third decimal.
fn student(z: f64, degrees: f64) -> f64 {
    let (z3, z5, z7) = (z * z * z, z * z * z * z * z, z * z * z * z * z * z * z);
    let first = (z3 + z) / (4.0 * degrees);
    let second = (5.0 * z5 + 16.0 * z3 + 3.0 * z) / (96.0 * degrees * degrees);
    let third = (3.0 * z7 + 19.0 * z5 + 17.0 * z3 - 15.0 * z) / (384.0 * degrees * degrees * degrees);
    z + first + second + third
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(a: f64, b: f64, by: f64) {
        assert!((a - b).abs() <= by, "{a} is not {b}");
    }

    /// Smoothing, first level and sum of squares of `SimpleExpSmoothing(initialization_method="estimated")`, statsmodels
    /// 0.15.0; the slope of `numpy.polyfit`; the two put together by the formula of the paper.
    #[test]
    fn a_share_that_wavers_is_projected_as_statsmodels_projects_it() {
        let series = [91.8, 93.1, 92.5, 94.0, 92.9, 93.6, 94.4, 93.8, 93.3, 94.2, 93.9, 94.7, 94.1, 93.5];
        let fit = Fit::of(&series);
        near(fit.smoothing, 0.421_67, 0.001);
        near(fit.variance * 11.0, 6.797_315, 1e-4);
        near(fit.level, 93.886_005, 1e-3);
        near(fit.drift, 0.125_714_285_7 / 2.0, 1e-9);
        for (ahead, expected) in [(1, 94.035_003), (6, 94.349_289), (10, 94.600_717)] {
            near(fit.middle(ahead), expected, 1e-3);
        }
    }

    #[test]
    fn a_stock_that_falls_every_month_is_projected_as_statsmodels_projects_it() {
        let series =
            [1236, 1229, 1231, 1224, 1220, 1222, 1215, 1211, 1204, 1206, 1198, 1190, 1184, 1180].map(f64::from);
        let fit = Fit::of(&series);
        near(fit.smoothing, 1.0, 0.0);
        near(fit.variance * 11.0, 420.0, 1e-6);
        for (ahead, expected) in [(1, 1_177.909_890), (6, 1_167.459_341), (10, 1_159.098_901)] {
            near(fit.middle(ahead), expected, 1e-5);
        }
    }

    /// By hand: 420 / 11 = 38.18; one month ahead 38.18 · (1 + 3/(14 · 195) + 3/140) = 39.04; 1.36343 · 6.2484 = 8.519.
    #[test]
    fn the_interval_is_the_one_worked_out_by_hand() {
        let series =
            [1236, 1229, 1231, 1224, 1220, 1222, 1215, 1211, 1204, 1206, 1198, 1190, 1184, 1180].map(f64::from);
        near(Fit::of(&series).half_width(1, 80), 8.519, 0.001);
    }

    /// `scipy.stats.t.ppf`.
    #[test]
    fn student_s_quantiles_are_those_of_the_tables() {
        for (degrees, eighty, ninety_five) in
            [(11.0, 1.363_430, 2.200_985), (22.0, 1.321_237, 2.073_873), (34.0, 1.306_952, 2.032_245)]
        {
            near(student(NORMAL_80, degrees), eighty, 1e-4);
            near(student(NORMAL_95, degrees), ninety_five, 2e-4);
        }
    }
}
