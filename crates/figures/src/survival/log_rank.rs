//! The log-rank test: whether two groups leave at the same pace.

use super::RiskTable;

#[derive(Clone, Copy, PartialEq, Debug)]
pub struct LogRank {
    /// Chi-squared with one degree of freedom.
    pub statistic: f64,
    /// How often two groups with the same pace differ as much by chance.
    pub p: f64,
}

/// Any cause is the event. `None` where nothing can be compared: a group is empty, or nothing happened while both were seen.
pub fn log_rank(one: &RiskTable, other: &RiskTable) -> Option<LogRank> {
    let mut times: Vec<u32> = one.steps().chain(other.steps()).map(|s| s.time).collect();
    times.sort_unstable();
    times.dedup();
    let (mut difference, mut variance) = (0.0, 0.0);
    for time in times {
        let (risk, ended) = at(one, time);
        let (other_risk, other_ended) = at(other, time);
        let (all, all_ended) = (risk + other_risk, ended + other_ended);
        difference += ended - all_ended * risk / all;
        if all > 1.0 {
            variance += all_ended * (risk / all) * (other_risk / all) * (all - all_ended) / (all - 1.0);
        }
    }
    let statistic = difference * difference / variance;
    (variance > 0.0).then(|| LogRank { statistic, p: complementary_error((statistic / 2.0).sqrt()) })
}

/// Those at risk at a time, and those ended.
fn at(table: &RiskTable, time: u32) -> (f64, f64) {
    (table.at_risk(time) as f64, table.ended_at(time) as f64)
}

/// The complementary error function of a number from 0 up: a series near 0, a continued fraction far out, where
/// one minus the series would have no digits left.
fn complementary_error(x: f64) -> f64 {
    let root_pi = std::f64::consts::PI.sqrt();
    if x < 2.5 {
        let (mut term, mut sum, mut n) = (x, x, 0.0);
        while term > sum * f64::EPSILON / 4.0 {
            n += 1.0;
            term *= 2.0 * x * x / (2.0 * n + 1.0);
            sum += term;
        }
        return 1.0 - 2.0 / root_pi * (-x * x).exp() * sum;
    }
    let mut fraction = x;
    for n in (1..=200).rev() {
        fraction = x + f64::from(n) / 2.0 / fraction;
    }
    (-x * x).exp() / (root_pi * fraction)
}

#[cfg(test)]
mod tests {
    use super::complementary_error;

    /// Abramowitz and Stegun, table 7.1, and one from far out.
    #[test]
    fn the_error_function_has_its_tabled_values_on_both_sides_of_the_seam() {
        let near = |x: f64, value: f64| (complementary_error(x) / value - 1.0).abs() < 1e-9;
        assert!(complementary_error(0.0) == 1.0);
        assert!(near(0.5, 0.479_500_122_2) && near(1.0, 0.157_299_207_05));
        assert!(near(2.0, 0.004_677_734_981_047_3) && near(3.0, 2.209_049_699_858_544e-5));
        assert!((complementary_error(2.499_999_999) / complementary_error(2.5) - 1.0).abs() < 1e-7);
    }
}
