//! One citizen's life with the municipality, from the first contact to today.

mod around;
mod dagpenge;
mod flex;
mod followup;
mod help;
mod integration;
mod offers;
mod pension;
mod sick;
mod talks;

use crate::Params;
use crate::calibration::{GROUPS, Group, RUNNING_PERCENT, VISITATIONS, monthly_exit};
use crate::citizen::{Citizen, Owner};
use crate::ids;
use crate::names::{District, NAMES};
use crate::pen::{Pen, REPORTED_AFTER};
use crate::rng::Rng;
use crate::truth::Tally;
use crate::units;
use domain::calendar::is_working_day;
use domain::codes::{Benefit, BenefitRate, Education, Visitation};
use domain::{Day, MonthEnd};

const LANE: u64 = 1;
/// What is done at the desk, without the citizen.
const DESK_LANE: u64 = 3;
/// The day kontanthjælp, uddannelseshjælp and overgangsydelse became one benefit.
const ONE_BENEFIT: Day = Day::from_number(20_270); // 2025-07-01
/// The day the contact course was loosened: quotas and the 25 per cent rule, no categories of sick pay.
const QUOTA_FROM: Day = Day::from_number(20_635); // 2026-07-01

/// Somebody while the history is written.
struct Person {
    index: u32,
    rng: Rng,
    desk: Rng,
    pen: Pen,
    tally: Tally,
    today: Day,
    /// No talk lies before this day.
    floor: Day,
    group: Group,
    visitation: Option<Visitation>,
    born: Day,
    education: Education,
    children: bool,
    /// Rate of kontanthjælp, once it is known.
    rate: Option<BenefitRate>,
    district: District,
    /// First day of the support that the group names, and its last, when it has one.
    start: Day,
    end: Option<Day>,
    /// Days on which no talk is planned.
    away: Vec<(Day, Day)>,
    first_owner: Owner,
    owner: Owner,
    /// Who serves the citizen once the case has been handed over.
    team: Owner,
}

/// Citizen `index` and what is true of it.
pub(crate) fn live(params: &Params, index: u32) -> (Citizen, Tally) {
    let mut person = Person::born(params, index);
    let woman = ids::is_woman(index);
    let (first_name, last_name) = NAMES.person(&mut person.rng, woman);
    let (address, district) = NAMES.address(&mut person.rng);
    person.district = district;
    person.route();
    match person.group {
        Group::Kontanthjaelp => person.help(),
        Group::Dagpenge => person.dagpenge(),
        Group::Sygedagpenge | Group::Jobafklaring => person.sick(),
        Group::Ledighedsydelse | Group::Fleksjob | Group::Revalidering => person.flex(),
        Group::Foertidspension | Group::Ressourceforloeb => person.pension(),
        Group::Integration => person.integration(),
    }
    person.after();
    let cpr = ids::cpr_of(index, person.born).unwrap_or_else(|| unreachable!("a day of birth makes a number"));
    person.tally.spells = person.pen.spells();
    let facts = person.pen.finish();
    let opened = facts.first().map_or(params.today, |f| f.known.unwrap_or(f.from).min(f.from));
    let citizen = Citizen {
        index,
        group: person.group,
        cpr,
        first_name,
        last_name,
        born: person.born,
        address,
        protected: person.tally.protected > 0,
        opened,
        first_owner: person.first_owner,
        owner: person.owner,
        facts,
    };
    (citizen, person.tally)
}

impl Person {
    fn born(params: &Params, index: u32) -> Person {
        let mut rng = Rng::stream(params.seed, LANE, u64::from(index));
        let today = params.today;
        let floor = today.plus_months(-12 * i32::from(params.years.max(1)), MonthEnd::Down);
        let group = rng.weighted(&GROUPS).unwrap_or(Group::Kontanthjaelp);
        let visitation = if group == Group::Kontanthjaelp { rng.weighted(&VISITATIONS).flatten() } else { None };
        let (youngest, oldest) = ages(group, visitation, &mut rng);
        let age = rng.between(youngest, oldest);
        let about = today.plus_months(-12 * age, MonthEnd::Down).plus_days(-rng.between(0, 364));
        let born = ids::birthday_of(index, about);
        let mut education = education(&mut rng, group, visitation);
        if visitation == Some(Visitation::Jobparat) && age < 31 && education < Education::Erhvervsuddannelse {
            education = Education::Erhvervsuddannelse; // LAB § 6, nr. 2: otherwise the young are in nr. 4-5
        }
        let (start, end) = spell(&mut rng, today, floor, group, visitation);
        let nobody = Owner { unit: units::VISITATION, employee: String::new() };
        Person {
            index,
            children: rng.percent(30),
            rng,
            desk: Rng::stream(params.seed, DESK_LANE, u64::from(index)),
            pen: Pen::new(today),
            tally: Tally::default(),
            today,
            floor,
            group,
            visitation,
            born,
            education,
            rate: None,
            district: District::Vest,
            start,
            end,
            away: Vec::new(),
            first_owner: nobody.clone(),
            owner: nobody.clone(),
            team: nobody,
        }
    }

    fn age(&self) -> i32 {
        self.born.age_on(self.today)
    }

    /// In the groups of nr. 4-5: on kontanthjælp, under 30, without an education that qualifies for a trade.
    fn is_young(&self) -> bool {
        self.group == Group::Kontanthjaelp && self.age() < 30 && self.education < Education::Erhvervsuddannelse
    }

    fn running(&self) -> bool {
        self.end.is_none()
    }

    /// Last day that anything can happen in the course.
    fn last(&self) -> Day {
        self.end.unwrap_or(self.today)
    }

    /// This day or the next that is a working day and free of absence.
    fn free(&self, mut day: Day) -> Day {
        for _ in 0..400 {
            let away = self.away.iter().find(|(from, through)| *from <= day && day <= *through);
            match away {
                Some((_, through)) => day = through.plus_days(1),
                None if is_working_day(day) => return day,
                None => day = day.plus_days(1),
            }
        }
        day
    }

    /// A free day `low` to `high` days after `from`, or the next.
    fn free_after(&mut self, from: Day, low: i32, high: i32) -> Day {
        let day = from.plus_days(self.rng.between(low, high));
        self.free(day)
    }

    /// The team that serves the citizen.
    fn unit(&mut self) -> &'static str {
        let district = if self.district == District::Vest { units::VEST } else { units::OEST };
        match self.group {
            Group::Kontanthjaelp if self.is_young() => units::UNGE,
            Group::Kontanthjaelp | Group::Dagpenge | Group::Ressourceforloeb => district,
            Group::Sygedagpenge | Group::Jobafklaring => {
                if self.rng.percent(78) {
                    units::SYG
                } else {
                    district
                }
            }
            Group::Foertidspension => {
                if self.rng.percent(50) {
                    units::FLEX
                } else {
                    district
                }
            }
            Group::Ledighedsydelse | Group::Fleksjob | Group::Revalidering => units::FLEX,
            Group::Integration => units::INTEGRATION,
        }
    }

    /// New cases of kontanthjælp begin in the intake unit; all others go straight to their team.
    fn route(&mut self) {
        let unit = self.unit();
        self.team = units::owner(unit, self.index);
        let by_intake = self.group == Group::Kontanthjaelp && self.start.days_until(self.today) <= 400;
        self.first_owner = if by_intake { units::owner(units::VISITATION, self.index) } else { self.team.clone() };
        self.owner = self.first_owner.clone();
    }

    /// Support that runs and that the benefits office has reported.
    fn runs(&mut self, benefit: Benefit, from: Day) {
        if self.running() && from.plus_days(REPORTED_AFTER) <= self.today {
            self.tally.benefit = Some(benefit);
        }
    }
}

/// Youngest and oldest age; the day of birth may still move up to 255 days later.
fn ages(group: Group, visitation: Option<Visitation>, rng: &mut Rng) -> (i32, i32) {
    match (group, visitation) {
        (Group::Kontanthjaelp, Some(Visitation::Uddannelsesparat | Visitation::AabenlystUddannelsesparat)) => (19, 29),
        (Group::Kontanthjaelp, _) => {
            if rng.percent(16) {
                (20, 29)
            } else {
                (31, 63)
            }
        }
        (Group::Dagpenge, _) => {
            if rng.percent(12) {
                (20, 24)
            } else {
                (25, 64)
            }
        }
        (Group::Sygedagpenge | Group::Jobafklaring, _) => (22, 64),
        (Group::Ledighedsydelse | Group::Fleksjob, _) => (30, 65),
        (Group::Foertidspension, _) => (24, 65),
        (Group::Ressourceforloeb, _) => (25, 59),
        (Group::Integration, _) => (20, 55),
        (Group::Revalidering, _) => (25, 50),
    }
}

fn education(rng: &mut Rng, group: Group, visitation: Option<Visitation>) -> Education {
    use Education as E;
    let weights: &[(Education, u32)] = match (group, visitation) {
        (Group::Kontanthjaelp, Some(Visitation::Uddannelsesparat | Visitation::AabenlystUddannelsesparat)) => {
            &[(E::Ingen, 10), (E::Grundskole, 75), (E::Gymnasial, 15)]
        }
        (Group::Kontanthjaelp | Group::Ressourceforloeb | Group::Foertidspension, _) => &[
            (E::Ingen, 10),
            (E::Grundskole, 50),
            (E::Gymnasial, 7),
            (E::Erhvervsuddannelse, 26),
            (E::MellemlangVideregaaende, 7),
        ],
        (Group::Integration, _) => {
            &[(E::Ingen, 30), (E::Grundskole, 40), (E::Gymnasial, 20), (E::LangVideregaaende, 10)]
        }
        _ => &[
            (E::Grundskole, 20),
            (E::Gymnasial, 9),
            (E::Erhvervsuddannelse, 40),
            (E::KortVideregaaende, 7),
            (E::MellemlangVideregaaende, 16),
            (E::LangVideregaaende, 8),
        ],
    };
    rng.weighted(weights).unwrap_or(E::Grundskole)
}

/// First day of the support, and its last day for those who have left it.
fn spell(rng: &mut Rng, today: Day, floor: Day, group: Group, visitation: Option<Visitation>) -> (Day, Option<Day>) {
    let room = floor.days_until(today);
    let cap = match group {
        Group::Dagpenge | Group::Jobafklaring => room.min(720),
        Group::Sygedagpenge => room.min(420),
        Group::Foertidspension | Group::Fleksjob => 4200,
        _ => room,
    };
    // A case of these groups is known through somebody else's report, not through the citizen's own contact.
    let least = match group {
        Group::Sygedagpenge => 14,
        Group::Kontanthjaelp | Group::Dagpenge | Group::Integration => 1,
        _ => 5,
    };
    let lasted = rng.spell_days(monthly_exit(group, visitation), cap).max(least);
    let closed = Day::new(2026, 1, 31).filter(|_| matches!(group, Group::Ressourceforloeb | Group::Revalidering));
    let running = rng.percent(RUNNING_PERCENT);
    let end = (!running).then(|| today.plus_days(-rng.between(4, (room - 20).clamp(5, 540))));
    let mut start = end.unwrap_or(today).plus_days(-lasted);
    // Nobody gets a new ressourceforløb or revalidering after January 2026.
    if let Some(last) = closed {
        start = start.min(last);
    }
    if cap <= room {
        start = start.max(floor);
    }
    (start, end.map(|e| e.max(start.plus_days(14)).min(today.plus_days(-1))).filter(|e| *e > start))
}
