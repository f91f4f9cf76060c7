//! Who owns a place of work, and since when: the municipality's own note, shown beside each offer and job there. No rule hangs
//! on it. Companies have no facts of their own yet; when they do, this is one.

use super::{Config, holds};
use domain::Day;
use domain::kinds::FactData;

/// A place, by its numbers or its name, and who owns it on which days.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlaceOwner {
    /// What names the place: all that is said must fit.
    pub p_number: Option<String>,
    pub cvr: Option<String>,
    /// As offers write it.
    pub name: Option<String>,
    pub owner: String,
    pub from: Option<Day>,
    /// Last day.
    pub through: Option<Day>,
}

/// A place as a fact names it.
#[derive(Clone, Copy, Default)]
struct Place<'f> {
    p_number: Option<&'f str>,
    cvr: Option<&'f str>,
    name: Option<&'f str>,
}

impl<'f> Place<'f> {
    fn of(data: &'f FactData) -> Place<'f> {
        match data {
            FactData::OfferStarted { p_number, cvr, company, .. } => {
                Place { p_number: p_number.as_deref(), cvr: cvr.as_deref(), name: company.as_deref() }
            }
            FactData::OfferGranted { p_number, company, .. } => {
                Place { p_number: p_number.as_deref(), cvr: None, name: company.as_deref() }
            }
            FactData::Employment { company, .. } => Place { name: company.as_deref(), ..Place::default() },
            _ => Place::default(),
        }
    }
}

fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

impl PlaceOwner {
    fn is_of(&self, place: Place<'_>) -> bool {
        let fits = |said: &Option<String>, known: Option<&str>| {
            said.as_deref().is_none_or(|said| known.is_some_and(|known| plain(known) == plain(said)))
        };
        fits(&self.p_number, place.p_number) && fits(&self.cvr, place.cvr) && fits(&self.name, place.name)
    }
}

impl Config {
    /// Who owns the place of a fact on any of its days, the earliest first.
    pub(crate) fn owners_of_place(&self, data: &FactData, from: Day, through: Option<Day>) -> Vec<PlaceOwner> {
        let place = Place::of(data);
        let within = |o: &&PlaceOwner| {
            holds(o.from, o.through, from)
                || o.from.is_some_and(|day| from < day && through.is_none_or(|last| day <= last))
        };
        let mut found: Vec<PlaceOwner> =
            self.places.iter().filter(|o| o.is_of(place)).filter(within).cloned().collect();
        found.sort_by_key(|o| o.from);
        found
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{config, day};
    use super::*;
    use domain::codes::OfferKind;

    fn offer(company: Option<&str>, p_number: Option<&str>) -> FactData {
        FactData::OfferStarted {
            offer: OfferKind::Virksomhedspraktik,
            sector: None,
            hours: None,
            p_number: p_number.map(str::to_owned),
            company: company.map(str::to_owned),
            cvr: None,
            granted: None,
        }
    }

    #[test]
    fn a_place_has_the_owners_of_the_days_of_the_offer_and_another_place_has_none() {
        let owned = |owner: &str, from: Option<&str>, through: Option<&str>| PlaceOwner {
            name: Some("Produktionsværkstedet".into()),
            owner: owner.into(),
            from: from.map(day),
            through: through.map(day),
            ..PlaceOwner::default()
        };
        let places = vec![owned("Service", Some("2010-01-01"), None), owned("Skolen", None, Some("2009-12-31"))];
        let config = Config { places, ..config() };
        let owners = |company: &str, from: &str, through: Option<&str>| {
            let found = config.owners_of_place(&offer(Some(company), None), day(from), through.map(day));
            found.into_iter().map(|o| o.owner).collect::<Vec<_>>().join(", ")
        };
        assert_eq!(owners("produktionsværkstedet ", "2009-12-01", Some("2009-12-31")), "Skolen");
        assert_eq!(owners("Produktionsværkstedet", "2009-12-01", Some("2010-01-01")), "Skolen, Service");
        assert_eq!(owners("Produktionsværkstedet", "2010-01-01", None), "Service");
        assert_eq!(owners("Et andet sted", "2010-01-01", None), "");
    }

    #[test]
    fn a_place_named_by_its_number_is_no_other_unit_of_the_company() {
        let place =
            PlaceOwner { p_number: Some("1003388394".into()), owner: "Service".into(), ..PlaceOwner::default() };
        let config = Config { places: vec![place], ..config() };
        let count = |p| config.owners_of_place(&offer(Some("Bageri"), p), day("2026-03-16"), None).len();
        assert_eq!((count(Some("1003388394")), count(Some("1003388395")), count(None)), (1, 0, 0));
    }
}
