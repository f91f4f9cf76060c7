//! What is true of the synthetic citizens, counted while they are made: figures are compared with it.

use domain::codes::{Benefit, Code, OfferKind, Visitation};
use std::collections::BTreeMap;

/// What is true of one citizen on `today`. Counted from what was decided, not read back from the facts.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Tally {
    /// Support that runs today.
    pub benefit: Option<Benefit>,
    /// Visitation that holds today, for those on kontanthjælp.
    pub visitation: Option<Visitation>,
    /// Offer that runs today.
    pub offer: Option<OfferKind>,
    /// First talk after a first contact about kontanthjælp: held within 7 days, held later, not held and 7 days passed,
    /// not held and still in time.
    pub first_talk_in_time: u32,
    pub first_talk_late: u32,
    pub first_talk_overdue: u32,
    pub first_talk_pending: u32,
    pub talks_held: u32,
    pub talks_missed: u32,
    pub talks_cancelled: u32,
    /// Talks booked on today / on a later day.
    pub booked_today: u32,
    pub booked_later: u32,
    pub offers_started: u32,
    pub offers_ended_early: u32,
    pub corrections: u32,
    pub annulments: u32,
    pub handovers_accepted: u32,
    pub handovers_declined: u32,
    /// Proposed and not answered today.
    pub handovers_open: u32,
    pub protected: u32,
    /// Facts left out on purpose: "Mangler oplysning".
    pub missing_first_contact: u32,
    pub missing_sickness: u32,
    pub missing_education: u32,
    pub missing_household: u32,
    /// Periods of support that the benefits office has reported.
    pub spells: Vec<(Benefit, Spells)>,
}

macro_rules! counters {
    ($($name:ident)+) => {
        impl Tally {
            fn count(&mut self, other: &Tally) {
                $(self.$name += other.$name;)+
            }

            /// Every counter with its name.
            pub fn counts(&self) -> Vec<(&'static str, u32)> {
                vec![$((stringify!($name), self.$name)),+]
            }
        }
    };
}

counters! {
    first_talk_in_time first_talk_late first_talk_overdue first_talk_pending
    talks_held talks_missed talks_cancelled booked_today booked_later
    offers_started offers_ended_early corrections annulments
    handovers_accepted handovers_declined handovers_open protected
    missing_first_contact missing_sickness missing_education missing_household
}

/// Periods of one benefit, with their days; first and last day count. Those that run are counted through today.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Spells {
    pub ended: u32,
    pub ended_days: u64,
    pub running: u32,
    pub running_days: u64,
}

impl Spells {
    fn add(&mut self, other: &Spells) {
        self.ended += other.ended;
        self.ended_days += other.ended_days;
        self.running += other.running;
        self.running_days += other.running_days;
    }
}

/// The sum over all citizens.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Truth {
    pub citizens: u32,
    /// Support runs today.
    pub running: u32,
    pub by_benefit: BTreeMap<&'static str, u32>,
    /// Kontanthjælp only; "uoplyst" where nobody has decided.
    pub by_visitation: BTreeMap<&'static str, u32>,
    pub by_offer: BTreeMap<&'static str, u32>,
    /// By benefit.
    pub spells: BTreeMap<&'static str, Spells>,
    /// Every counter of [`Tally`], summed; codes and periods stay empty.
    pub sum: Tally,
}

impl Truth {
    pub fn add(&mut self, t: &Tally) {
        self.citizens += 1;
        if let Some(benefit) = t.benefit {
            self.running += 1;
            *self.by_benefit.entry(benefit.code()).or_default() += 1;
            if benefit == Benefit::Kontanthjaelp {
                *self.by_visitation.entry(t.visitation.map_or("uoplyst", Code::code)).or_default() += 1;
            }
        }
        if let Some(offer) = t.offer {
            *self.by_offer.entry(offer.code()).or_default() += 1;
        }
        for (benefit, spells) in &t.spells {
            self.spells.entry(benefit.code()).or_default().add(spells);
        }
        self.sum.count(t);
    }
}
