//! Companies: places of work for offers, with the staff counts that the ratio requirement asks for.

use crate::Params;
use crate::citizen::Citizen;
use crate::ids::{cvr_of, p_number_of};
use crate::names::NAMES;
use crate::rng::Rng;
use domain::codes::{DocumentKind, OfferKind, YesNo};
use domain::fact::{Fact, FactId};
use domain::ids::{Cvr, PNumber};
use domain::schema::Hours;
use domain::{Day, FactData, MonthEnd};

const LANE: u64 = 2;
/// Companies there always are, and citizens to each further one.
const FIRST: u32 = 40;
const CITIZENS_EACH: u32 = 25;

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Company {
    pub cvr: Cvr,
    pub p_number: PNumber,
    pub name: String,
    pub branch: &'static str,
    pub address: String,
    /// Staff by month, places in use, statements; ids "1", "2", ...; ordered by `known`.
    pub facts: Vec<Fact>,
}

/// A company for an offer of citizen `index`: one that exists however many citizens there are.
pub(crate) fn for_offer(rng: &mut Rng, index: u32) -> Option<(PNumber, String)> {
    let at = rng.below(FIRST + index / CITIZENS_EACH);
    Some((p_number_of(at)?, NAMES.company(at).0))
}

/// The companies, while the citizens whose offers are there are made one by one.
pub struct Companies {
    found: Vec<Company>,
    today: Day,
}

impl Companies {
    pub fn new(params: &Params) -> Companies {
        let found = (0..FIRST + params.citizens / CITIZENS_EACH).filter_map(|i| company(params, i)).collect();
        Companies { found, today: params.today }
    }

    /// The places that the citizen's offers take up.
    pub fn add(&mut self, citizen: &Citizen) {
        place(&mut self.found, citizen, self.today);
    }

    pub fn finish(mut self) -> Vec<Company> {
        for company in &mut self.found {
            company.facts.sort_by_key(|f| (f.known, f.from));
            for (at, fact) in company.facts.iter_mut().enumerate() {
                fact.id = FactId((at + 1).to_string());
            }
        }
        self.found
    }
}

fn company(params: &Params, index: u32) -> Option<Company> {
    let mut rng = Rng::stream(params.seed, LANE, u64::from(index));
    let (name, branch) = NAMES.company(index);
    let (address, _) = NAMES.address(&mut rng);
    let heads = match rng.below(100) {
        _ if index == 0 => 27,
        0..40 => rng.between(1, 9),
        40..75 => rng.between(10, 29),
        75..93 => rng.between(30, 79),
        _ => rng.between(80, 300),
    };
    let mut facts = Vec::new();
    // One in ten has not sent its staff list: the ratio cannot be worked out.
    if index == 0 || !rng.percent(10) {
        for back in (1..=8).rev() {
            let month = params.today.start_of_month().plus_months(-back, MonthEnd::Down);
            let now = (heads + rng.between(-1, 1)).max(1);
            let hundredths = now * rng.between(70, 98);
            let full_time = Some(format!("{},{:02}", hundredths / 100, hundredths % 100));
            write(
                &mut facts,
                FactData::CompanyStaff { heads: i64::from(now), full_time },
                month,
                None,
                month.plus_days(34).min(params.today),
            );
        }
    }
    if rng.percent(30) {
        let day = params.today.plus_days(-rng.between(5, 200));
        let data = FactData::CompanyStatement {
            document: DocumentKind::MedarbejderrepraesentantUdtalelse,
            agrees: Some(YesNo::Ja),
        };
        write(&mut facts, data, day, None, day);
    }
    Some(Company { cvr: cvr_of(index)?, p_number: p_number_of(index)?, name, branch, address, facts })
}

fn write(facts: &mut Vec<Fact>, data: FactData, from: Day, through: Option<Day>, known: Day) {
    let mut fact = Fact::new("", data, from, through);
    fact.known = Some(known);
    facts.push(fact);
}

/// The places a citizen's offers of the last half year take up.
fn place(companies: &mut [Company], citizen: &Citizen, today: Day) {
    let recent = today.plus_days(-183);
    for fact in &citizen.facts {
        let FactData::OfferStarted {
            offer: offer @ (OfferKind::Virksomhedspraktik | OfferKind::Loentilskud | OfferKind::Nytteindsats),
            p_number: Some(number),
            hours,
            ..
        } = &fact.data
        else {
            continue;
        };
        if fact.through.is_some_and(|t| t < recent) {
            continue;
        }
        let ended = citizen
            .facts
            .iter()
            .find(|f| f.from >= fact.from && matches!(&f.data, FactData::OfferEnded { offer: o, .. } if o == offer));
        let through = ended.map_or(fact.through, |f| Some(f.from));
        let first = companies.first().and_then(|c| c.p_number.as_str().parse::<u64>().ok()).unwrap_or(0);
        let at = number.parse::<u64>().unwrap_or(0).saturating_sub(first) as usize;
        if let Some(company) = companies.get_mut(at) {
            let data = FactData::CompanyPlacement { offer: *offer, group: None, hours: hours.unwrap_or(Hours(3700)) };
            write(
                &mut company.facts,
                data,
                fact.from,
                through,
                fact.known.unwrap_or(fact.from).max(through.map_or(fact.from, |_| fact.from)),
            );
        }
    }
}
