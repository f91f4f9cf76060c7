//! Status some days after an ended course: what holds on that one day, by a fixed order of states.

use super::Outcome;
use crate::definition::Indicator;
use domain::codes::{Benefit, codes};
use domain::{Day, Period};

pub const INDICATOR: Indicator = Indicator::StatusEfterForloeb;

/// 1, 3, 6 and 12 months, in days.
pub const DAYS_AFTER: [i32; 4] = [30, 92, 182, 365];

codes! {
    /// The states in their order, the first wins: jobindsats.dk, *Info om måling* Y07.B15, read as it stood in 2019.
    State "status_after" {
        Dagpenge = "dagpenge",
        SaerligUddannelsesydelse = "saerlig_uddannelsesydelse",
        Arbejdsmarkedsydelse = "arbejdsmarkedsydelse",
        Kontantydelse = "kontantydelse",
        Kontanthjaelp = "kontanthjaelp",
        Integrationsydelse = "integrationsydelse",
        Uddannelseshjaelp = "uddannelseshjaelp",
        Revalidering = "revalidering",
        Ressourceforloeb = "ressourceforloeb",
        Jobafklaring = "jobafklaring",
        Sygedagpenge = "sygedagpenge",
        Fleksjob = "fleksjob",
        Ledighedsydelse = "ledighedsydelse",
        Foertidspension = "foertidspension",
        Efterloen = "efterloen",
        Uddannelse = "uddannelse",
        Loenmodtager = "loenmodtager",
        Andet = "andet",
        /// When no other holds.
        Selvforsoergelse = "selvforsoergelse",
    }
}

impl State {
    /// What somebody on the benefit is. The list is older than some benefits: what took the place of integrationsydelse
    /// stands with it, and what the list does not name is *andet*.
    pub fn of(benefit: Benefit) -> State {
        match benefit {
            Benefit::Dagpenge => State::Dagpenge,
            Benefit::SaerligUddannelsesydelse => State::SaerligUddannelsesydelse,
            Benefit::Arbejdsmarkedsydelse => State::Arbejdsmarkedsydelse,
            Benefit::Kontantydelse => State::Kontantydelse,
            Benefit::Kontanthjaelp => State::Kontanthjaelp,
            Benefit::Integrationsydelse | Benefit::Overgangsydelse => State::Integrationsydelse,
            Benefit::Uddannelseshjaelp => State::Uddannelseshjaelp,
            Benefit::Revalideringsydelse | Benefit::Forrevalidering => State::Revalidering,
            Benefit::Ressourceforloeb => State::Ressourceforloeb,
            Benefit::Jobafklaring => State::Jobafklaring,
            Benefit::Sygedagpenge => State::Sygedagpenge,
            Benefit::Fleksloentilskud | Benefit::FleksjobGammelOrdning => State::Fleksjob,
            Benefit::Ledighedsydelse => State::Ledighedsydelse,
            Benefit::Foertidspension => State::Foertidspension,
            Benefit::Efterloen => State::Efterloen,
            Benefit::Su => State::Uddannelse,
            _ => State::Andet,
        }
    }
}

/// One state of the order: when it holds, and how far the register that says so reaches.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Seen<'a> {
    pub periods: &'a [Period],
    /// `None` where nothing is known at all.
    pub known_through: Option<Day>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum After {
    /// The place in the order.
    In(usize),
    /// None of the states: self-support, the last of the order.
    Rest,
    /// A state that comes before is not known for the day.
    Undetermined,
    NotYet,
}

impl After {
    /// For a share of those in the rest: self-supporting.
    pub fn rest(self) -> Outcome {
        match self {
            After::Rest => Outcome::Yes,
            After::In(_) => Outcome::No,
            After::Undetermined => Outcome::Undetermined,
            After::NotYet => Outcome::NotYet,
        }
    }
}

/// `ended` is the course's last day; `order` holds the states, the strongest first.
pub fn status_after(ended: Day, days: i32, order: &[Seen<'_>], today: Day) -> After {
    let on = ended.plus_days(days);
    if on > today {
        return After::NotYet;
    }
    for (at, seen) in order.iter().enumerate() {
        if seen.periods.iter().any(|p| p.contains(on)) {
            return After::In(at);
        }
        if seen.known_through.is_none_or(|known| known < on) {
            return After::Undetermined;
        }
    }
    After::Rest
}

/// How many are what, on one day after.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Distribution {
    /// By place in the order.
    pub by_state: Vec<u32>,
    pub rest: u32,
    pub undetermined: u32,
    pub not_yet: u32,
}

/// `states` is the length of the order.
pub fn distribution(states: usize, courses: impl IntoIterator<Item = After>) -> Distribution {
    let mut found = Distribution { by_state: vec![0; states], ..Distribution::default() };
    for after in courses {
        match after {
            After::In(state) => found.by_state[state] += 1,
            After::Rest => found.rest += 1,
            After::Undetermined => found.undetermined += 1,
            After::NotYet => found.not_yet += 1,
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::tests::{day, period};
    use super::*;

    fn seen<'a>(periods: &'a [Period], through: &str) -> Seen<'a> {
        Seen { periods, known_through: Some(day(through)) }
    }

    /// A course that ended on 31 January 2026: 30 days after is 2 March, 92 days after 3 May.
    #[test]
    fn the_strongest_state_on_the_one_day_counts_and_nothing_before_or_after_it() {
        let benefit = [period("2026-03-03 2026-05-02")];
        let job = [period("2026-03-02 2026-03-02")];
        let at = |days, today: &str| {
            let order = [seen(&benefit, "2026-06-01"), seen(&job, "2026-06-01")];
            status_after(day("2026-01-31"), days, &order, day(today))
        };
        assert_eq!(at(30, "2026-06-01"), After::In(1), "the benefit begins the day after");
        assert_eq!(at(31, "2026-06-01"), After::In(0));
        assert_eq!(at(92, "2026-06-01"), After::Rest);
        assert_eq!(at(92, "2026-05-02"), After::NotYet);
    }

    #[test]
    fn who_is_on_a_benefit_is_so_whatever_else_is_unknown_but_nobody_supports_themselves_by_ignorance() {
        let benefit = [period("2026-03-01 2026-03-10")];
        let unknown = Seen { periods: &[], known_through: None };
        let order = [seen(&benefit, "2026-12-31"), unknown];
        let at = |days| status_after(day("2026-01-31"), days, &order, day("2026-12-31"));
        assert_eq!((at(30), at(92)), (After::In(0), After::Undetermined));
        let late = [seen(&benefit, "2026-05-02")];
        assert_eq!(status_after(day("2026-01-31"), 92, &late, day("2026-12-31")), After::Undetermined, "one day short");
    }

    #[test]
    fn the_order_is_the_source_s_with_dagpenge_first_and_self_support_last() {
        use domain::codes::Code;
        assert_eq!(State::ALL.len(), 19);
        let place = |state: State| usize::from(state.index()) + 1;
        let read =
            [State::Dagpenge, State::Sygedagpenge, State::Fleksjob, State::Loenmodtager, State::Selvforsoergelse];
        assert_eq!(read.map(place), [1, 11, 12, 17, 19]);
        assert!(place(State::of(Benefit::Kontanthjaelp)) < place(State::of(Benefit::Sygedagpenge)));
        assert_eq!(State::of(Benefit::Overgangsydelse), State::of(Benefit::Integrationsydelse));
    }

    #[test]
    fn every_course_is_somewhere() {
        let all = [After::In(1), After::Rest, After::In(1), After::NotYet, After::Undetermined];
        let found = distribution(2, all);
        assert_eq!(found, Distribution { by_state: vec![0, 2], rest: 1, undetermined: 1, not_yet: 1 });
        assert_eq!(super::super::share(all.map(After::rest)).denominator, 3);
    }
}
