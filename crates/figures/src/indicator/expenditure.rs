//! Expenditure on benefits per inhabitant, and how its development differs from that of others.

use crate::definition::Indicator;
use crate::exact::Exact;
use domain::Kroner;

pub const INDICATOR: Indicator = Indicator::UdgiftPrIndbygger;

/// Net expenditure in whole kroner per inhabitant (or per person of the labour force). `None` of nobody.
pub fn per_inhabitant(net: Kroner, inhabitants: u32) -> Option<Exact> {
    Exact::fraction(net.oere(), 100 * i64::from(inhabitants))
}

/// Per cent from then to now. `None` from nothing or less.
pub fn development(then: Exact, now: Exact) -> Option<Exact> {
    if then <= Exact::ZERO {
        return None;
    }
    (now - then).ratio(then).map(Exact::times_100)
}

/// Our development less that of the others, in percentage points: below 0, ours rose less or fell more.
pub fn difference(ours: (Exact, Exact), others: (Exact, Exact)) -> Option<Exact> {
    Some(development(ours.0, ours.1)? - development(others.0, others.1)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_divided_in_oere_and_rounded_once() {
        let found = per_inhabitant(Kroner::from_oere(100_000_000), 30_000).unwrap();
        assert_eq!((found, found.rounded(2)), (Exact::fraction(100, 3).unwrap(), 3_333));
        assert_eq!(per_inhabitant(Kroner::from_oere(100), 0), None);
    }

    /// Ours from 1,000 to 1,010 kroner, a rise of 1 per cent; the others from 900 to 927, a rise of 3.
    #[test]
    fn rising_two_points_less_than_the_others_is_minus_two() {
        let kroner = Exact::whole;
        let found = difference((kroner(1_000), kroner(1_010)), (kroner(900), kroner(927)));
        assert_eq!(found, Some(kroner(-2)));
        assert_eq!(difference((kroner(0), kroner(5)), (kroner(1), kroner(1))), None, "from 0 there is no percentage");
    }
}
