//! Which other actors a case is open to on a day: those with a referral that stands and, where it is asked for, a consent.
//! A referral or a consent that does not say which actor it means opens nothing.

use super::CaseStance;
use super::opening::Opening;
use crate::config::Config;
use domain::Day;
use domain::history::History;

/// Puts the units of other actors into the stance.
pub(super) fn open_to(stance: &mut CaseStance, config: &Config, history: &History, on: Day) {
    if config.units.iter().all(|u| u.actor.is_none()) {
        return;
    }
    let [referred, consented] = [Opening::Referral, Opening::Consent].map(|opening| {
        let stands = opening.standing(config, history, Some(on));
        stands.into_iter().filter_map(|(_, named)| named.unit(config)).collect::<Vec<_>>()
    });
    for (unit, actor) in config.units.iter().filter_map(|u| Some((u, u.actor?))) {
        if referred.iter().any(|u| u.key == unit.key) {
            let open = !actor.consent || consented.iter().any(|u| u.key == unit.key);
            let list = if open { &mut stance.referred_to } else { &mut stance.without_consent };
            list.push(unit.key.clone());
        }
    }
}
