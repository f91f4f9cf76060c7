//! The duties of a course on a day, sorted by who has them, each with its reason chain.

use super::{DutyView, chain_of};
use crate::App;
use crate::duty_word::said;
use crate::reason;
use domain::Day;
use domain::history::History;
use rulebook::assess::trace::Recorder;
use rulebook::assess::{Course, Duty, Status, due_minute};
use rulebook::model::DutyParty;
use rulebook::report::duty_id;

#[derive(Default)]
pub(super) struct Duties {
    pub(super) municipality: Vec<DutyView>,
    pub(super) citizen: Vec<DutyView>,
    pub(super) others: Vec<DutyView>,
    pub(super) held_total: usize,
    pub(super) held_timely: usize,
}

impl App {
    pub(super) fn duties(&self, history: &History, course: &Course, recorder: &Recorder, today: Day) -> Duties {
        let mut found = Duties::default();
        for duty in &course.duties {
            let Some(status) = duty.on(today, history.view()) else { continue };
            if matches!(status, Status::Met | Status::MetLate) {
                found.held_total += 1;
                found.held_timely += usize::from(status == Status::Met);
            }
            let view = self.duty_view(duty, status, history, recorder, today);
            match duty.bases.first().map(|b| self.rulebook.rule(b.rule).party) {
                Some(DutyParty::Citizen) => found.citizen.push(view),
                Some(DutyParty::Other) => found.others.push(view),
                _ => found.municipality.push(view),
            }
        }
        for list in [&mut found.municipality, &mut found.citizen, &mut found.others] {
            let first = |d: &DutyView| d.booked.map(|b| b.0).into_iter().chain(d.earliest()).min();
            list.sort_by_key(|d| (!d.open, first(d).unwrap_or(Day::LAST), d.n));
        }
        found
    }

    fn duty_view(&self, duty: &Duty, status: Status, history: &History, recorder: &Recorder, today: Day) -> DutyView {
        let booked = duty.bases.iter().filter_map(|b| b.booked).find(|(d, _)| *d >= today);
        let paused = duty.bases.iter().filter_map(|b| b.paused);
        let paused = paused.into_iter().find(|(f, t)| *f <= today && t.is_none_or(|t| today <= t));
        DutyView {
            id: duty_id(duty, history, &self.rulebook),
            duty: self.rulebook.duty_keys[duty.key as usize].clone(),
            n: duty.ordinal,
            status,
            law_due: duty.law_basis().filter(|b| b.unread_from.is_none_or(|f| f > today)).and_then(|b| b.due),
            goal_due: duty.goal_basis().and_then(|b| b.due),
            goal_minute: duty.goal_basis().and_then(|b| due_minute(b, history.view(), &self.rulebook)),
            aim_due: duty.aim_basis().and_then(|b| b.due),
            met_on: duty.bases.iter().filter_map(|b| b.met).map(|(d, _)| d).filter(|d| *d <= today).max(),
            booked: booked.map(|(d, f)| (d, history.fact(f).minute)),
            paused_through: paused.and_then(|(_, t)| t),
            needs_review: duty.law_basis().is_some_and(|b| b.needs_review),
            reason: reason::of(duty, history.view(), &self.rulebook, today),
            followup: reason::followup(duty, &self.rulebook),
            chain: chain_of(duty, history, &self.rulebook, recorder),
            open: status.is_open(),
            said: said(duty, history, today),
            title: reason::shown(duty).map(|b| self.rulebook.rule(b.rule).title.clone()).unwrap_or_default(),
        }
    }
}
