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
    /// Every counter of [`Tally`], summed; the three codes stay empty.
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
        let s = &mut self.sum;
        for (sum, one) in [
            (&mut s.first_talk_in_time, t.first_talk_in_time),
            (&mut s.first_talk_late, t.first_talk_late),
            (&mut s.first_talk_overdue, t.first_talk_overdue),
            (&mut s.first_talk_pending, t.first_talk_pending),
            (&mut s.talks_held, t.talks_held),
            (&mut s.talks_missed, t.talks_missed),
            (&mut s.talks_cancelled, t.talks_cancelled),
            (&mut s.booked_today, t.booked_today),
            (&mut s.booked_later, t.booked_later),
            (&mut s.offers_started, t.offers_started),
            (&mut s.offers_ended_early, t.offers_ended_early),
            (&mut s.corrections, t.corrections),
            (&mut s.annulments, t.annulments),
            (&mut s.handovers_accepted, t.handovers_accepted),
            (&mut s.handovers_declined, t.handovers_declined),
            (&mut s.handovers_open, t.handovers_open),
            (&mut s.protected, t.protected),
            (&mut s.missing_first_contact, t.missing_first_contact),
            (&mut s.missing_sickness, t.missing_sickness),
            (&mut s.missing_education, t.missing_education),
            (&mut s.missing_household, t.missing_household),
        ] {
            *sum += one;
        }
    }
}
