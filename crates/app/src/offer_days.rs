//! The offers of a case that count: those that were begun, with their days and hours.

use domain::Period;
use domain::codes::{Code, OfferKind, Sector};
use domain::compact::Compact;
use domain::kinds::FactKind;
use domain::schema::Hours;

#[derive(Clone, Copy, Debug)]
pub(crate) struct Offer {
    pub(crate) kind: OfferKind,
    pub(crate) sector: Option<Sector>,
    pub(crate) days: Period,
    /// A week; `None` where nobody has written them down.
    pub(crate) hours: Option<Hours>,
}

pub(crate) fn of(facts: &[Compact]) -> Vec<Offer> {
    facts.iter().filter(|f| f.is(FactKind::OfferStarted)).filter_map(offer).collect()
}

fn code<C: Code>(number: u8) -> Option<C> {
    C::from_index(number.checked_sub(1)?)
}

fn offer(fact: &Compact) -> Option<Offer> {
    Some(Offer {
        kind: code(fact.codes[0])?,
        sector: code(fact.codes[1]),
        days: Period::from_through(fact.from_day(), fact.through_day())?,
        hours: fact.known_value().map(Hours),
    })
}
