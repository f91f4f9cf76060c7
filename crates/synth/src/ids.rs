//! Identity numbers that cannot belong to anyone, and are still well formed.
//!
//! Personal numbers: the day part is 61-91 (day + 60, as test systems and temporary numbers do), so the number is in no
//! register of persons. Company numbers: 99.000.000 and up with a right check digit; the register hands out numbers in
//! order and was at about 46 million in 2026. Production units: 9.000.000.001 and up; real ones begin with 1.

use domain::Day;
use domain::ids::{Cpr, Cvr, PNumber};

/// Below this many citizens no two get the same number; see `birthday_of`.
pub const MAX_CITIZENS: u32 = 256_000;
const DAY_SLOTS: i32 = 256;

/// Moves a day of birth up to 255 days later, so that with the serial every citizen's number is his own.
pub(crate) fn birthday_of(index: u32, about: Day) -> Day {
    let slot = (index / 1000) as i32 % DAY_SLOTS;
    about.plus_days((slot - about.number()).rem_euclid(DAY_SLOTS))
}

/// A man's number is odd, a woman's even; so a citizen's sex follows the index.
pub(crate) fn is_woman(index: u32) -> bool {
    index.is_multiple_of(2)
}

/// The personal number of citizen `index`, born on a day from [`birthday_of`].
pub(crate) fn cpr_of(index: u32, born: Day) -> Option<Cpr> {
    let century = if born.year() >= 2000 { 4 } else { (index / 7) % 3 };
    number(born, century, index % 1000)
}

/// Numbers of the people in the stories: seventh digit 3 or 9, which no other synthetic citizen has.
pub(crate) fn story_cpr(born: Day, serial: u32) -> Option<Cpr> {
    number(born, if born.year() >= 2000 { 9 } else { 3 }, serial)
}

fn number(born: Day, seventh: u32, serial: u32) -> Option<Cpr> {
    let (year, month, day) = born.ymd();
    Cpr::read(&format!("{:02}{month:02}{:02}{seventh}{serial:03}", u32::from(day) + 60, year.rem_euclid(100))).ok()
}

/// The `index`-th synthetic company number: the next eight digits from 99.000.000 whose check digit fits.
pub(crate) fn cvr_of(index: u32) -> Option<Cvr> {
    // Of eleven numbers in a row at least one fits: the weight of the last digit is 1.
    let base = 99_000_000 + index * 20;
    (base..base + 20).find_map(|n| Cvr::read(&n.to_string()).ok())
}

pub(crate) fn p_number_of(index: u32) -> Option<PNumber> {
    PNumber::read(&(9_000_000_001_u64 + u64::from(index)).to_string()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_company_number_has_its_check_digit_and_is_its_own() {
        let mut seen = std::collections::BTreeSet::new();
        for index in 0..5000 {
            assert!(seen.insert(cvr_of(index).unwrap()), "{index}");
            assert_eq!(p_number_of(index).unwrap().as_str().len(), 10);
        }
    }

    #[test]
    fn two_citizens_born_at_about_the_same_time_never_share_a_number() {
        let about: Day = "1984-05-20".parse().unwrap();
        let mut seen = std::collections::BTreeSet::new();
        for index in (0..100_000).step_by(17).chain(0..3000) {
            let cpr = cpr_of(index, birthday_of(index, about)).unwrap();
            assert!(cpr.is_replacement());
            seen.insert((cpr, index));
        }
        let numbers: std::collections::BTreeSet<_> = seen.iter().map(|(c, _)| c.clone()).collect();
        assert_eq!(numbers.len(), seen.len());
    }

    #[test]
    fn the_number_tells_the_day_of_birth() {
        for text in ["1962-04-30", "2003-12-31", "1999-01-01"] {
            let born: Day = text.parse().unwrap();
            assert_eq!(cpr_of(12, born).unwrap().born(), Some(born));
            assert_eq!(story_cpr(born, 1).unwrap().born(), Some(born));
        }
    }
}
