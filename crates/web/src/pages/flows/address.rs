//! What is asked for, as it stands in the address, and back.

use crate::pages::month;
use app::flows::{ALL, Asked, Chosen};
use domain::codes::{Benefit, Code};
use serde::Deserialize;

#[derive(Deserialize, Default, Clone)]
#[serde(default)]
pub(crate) struct Address {
    /// A benefit, or `alle`.
    yd: String,
    /// Months of the bridge, `2026-02`.
    fra: String,
    til: String,
    /// Months in which the journeys began.
    hfra: String,
    htil: String,
    /// The figure of a file.
    pub(super) tal: String,
    /// The number that is opened: a part of the bridge, or those who came to a step, or who wait there, or what became of them.
    pub(super) del: String,
    pub(super) naaet: String,
    pub(super) venter: String,
    pub(super) blev: String,
    /// Those who wait for an answer: a duty, or the handover of a case.
    pub(super) svar: String,
    /// Page of a list.
    pub(super) side: String,
}

impl Address {
    /// What cannot be read is as if it was not asked for.
    pub(super) fn asked(&self) -> Asked {
        let chosen = match Benefit::from_code(&self.yd) {
            Some(benefit) => Chosen::One(benefit),
            None if self.yd == ALL => Chosen::All,
            None => Chosen::Usual,
        };
        Asked {
            chosen,
            bridge: (month::read(&self.fra), month::read(&self.til)),
            wave: (month::read(&self.hfra), month::read(&self.htil)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use app::flows::Shown;

    #[test]
    fn what_is_asked_for_is_what_the_address_says_and_nonsense_is_nothing() {
        let month = |y, m| app::figures::Month::new(y, m).unwrap();
        let shown = Shown {
            benefit: Some(Benefit::Kontanthjaelp),
            bridge: (month(2025, 10), month(2026, 2)),
            wave: (month(2025, 3), month(2025, 8)),
        };
        assert_eq!(shown.query(), "yd=kontanthjaelp&fra=2025-10&til=2026-02&hfra=2025-03&htil=2025-08");
        for text in ["", "2026", "2026-13", "20-26-02", "-", "2026-xx", "99999999999-01"] {
            assert_eq!(month::read(text), None, "{text}");
        }
        let address = Address { yd: "findes-ikke".into(), ..Address::default() };
        assert_eq!(address.asked(), Asked::default());
    }
}
