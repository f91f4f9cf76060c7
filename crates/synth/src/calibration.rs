//! How many of each: shares taken from published tables, and where nothing was found, an estimate that says so.
//!
//! Read: Jobindsats.dk / STAR, Aabenraa, March 2026: 670 persons on kontanthjælp, 556 registered unemployed on dagpenge.
//! Country, July 2026, kontanthjælp by visitation (full-time persons): jobparat 16,409, aktivitetsparat 55,751,
//! uddannelsesparat 9,000, åbenlyst uddannelsesparat 657, not stated 1,765. Activation: touched in the month 42.6 per cent;
//! persons: guidance 29,050, praktik 10,283, nytteindsats 1,624, løntilskud 1,453, special nytteindsats 1,323.
//! Ordinary hours: 10.3 per cent (June 2026).
//! Estimated: every other benefit's share; a table for them was not at hand. Pensioners are only those in contact.

use domain::codes::{OfferKind, Visitation};

/// What supports a synthetic citizen now, or last did.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Group {
    Kontanthjaelp,
    Dagpenge,
    Sygedagpenge,
    Jobafklaring,
    Ledighedsydelse,
    Fleksjob,
    Foertidspension,
    Ressourceforloeb,
    Integration,
    Revalidering,
}

/// Per mille. Kontanthjælp with integration (302) and dagpenge (250) stand as 670 to 556; the others are estimates.
pub(crate) const GROUPS: [(Group, u32); 10] = [
    (Group::Kontanthjaelp, 290),
    (Group::Dagpenge, 250),
    (Group::Sygedagpenge, 180),
    (Group::Jobafklaring, 55),
    (Group::Ledighedsydelse, 45),
    (Group::Fleksjob, 90),
    (Group::Foertidspension, 60),
    (Group::Ressourceforloeb, 15),
    (Group::Integration, 12),
    (Group::Revalidering, 3),
];

/// Kontanthjælp by visitation, per mille; `None` is "not stated".
pub(crate) const VISITATIONS: [(Option<Visitation>, u32); 5] = [
    (Some(Visitation::Jobparat), 196),
    (Some(Visitation::Aktivitetsparat), 667),
    (Some(Visitation::Uddannelsesparat), 108),
    (Some(Visitation::AabenlystUddannelsesparat), 8),
    (None, 21),
];

pub(crate) const OFFERS: [(OfferKind, u32); 5] = [
    (OfferKind::VejledningOpkvalificering, 664),
    (OfferKind::Virksomhedspraktik, 235),
    (OfferKind::Nytteindsats, 37),
    (OfferKind::Loentilskud, 33),
    (OfferKind::SaerligtTilrettelagtNytteindsats, 31),
];

/// Of those on kontanthjælp who have an ordinary job for some hours.
pub(crate) const ORDINARY_HOURS_PERCENT: u32 = 10;

/// Of all citizens whose support runs today; the others' ended.
pub(crate) const RUNNING_PERCENT: u32 = 88;

/// How quickly support ends: per mille of those on it, each month.
pub(crate) fn monthly_exit(group: Group, visitation: Option<Visitation>) -> u32 {
    match (group, visitation) {
        (Group::Kontanthjaelp, Some(Visitation::Jobparat)) => 75,
        (Group::Kontanthjaelp, Some(Visitation::Aktivitetsparat)) => 30,
        (Group::Kontanthjaelp, _) => 65,
        (Group::Dagpenge, _) => 125,
        (Group::Sygedagpenge, _) => 200,
        (Group::Jobafklaring, _) => 55,
        (Group::Ledighedsydelse, _) => 55,
        (Group::Fleksjob, _) => 15,
        (Group::Foertidspension, _) => 5,
        (Group::Ressourceforloeb, _) => 25,
        (Group::Integration, _) => 40,
        (Group::Revalidering, _) => 40,
    }
}
