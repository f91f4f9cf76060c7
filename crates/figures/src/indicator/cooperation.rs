//! Co-operation degree: companies that work with a jobcentre, of companies with at least one employee.

use crate::definition::Indicator;
use crate::exact::Exact;

pub const INDICATOR: Indicator = Indicator::Samarbejdsgrad;

/// What counts as co-operation in the definition of 2017.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Cooperation {
    Loentilskud,
    Virksomhedspraktik,
    Jobrotation,
    /// Everyday word: skånejob.
    LoentilskudFoertidspension,
    Fleksjob,
    Mentor,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Jobcentre {
    Own,
    Other,
}

/// A company in the municipality.
#[derive(Clone, Copy, Debug)]
pub struct Company<'a> {
    /// On average in the period; `None` where it is not known.
    pub employees: Option<Exact>,
    pub with: &'a [(Cooperation, Jobcentre)],
}

/// A company counts once in each of the three, so all are at most own and other together.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Degree {
    pub companies: u32,
    pub all: u32,
    pub own: u32,
    pub other: u32,
    /// Companies of which the size is not known: they are left out.
    pub unknown_size: u32,
}

impl Degree {
    pub fn percent(&self, of: impl Fn(&Degree) -> u32) -> Option<Exact> {
        Exact::share(of(self), self.companies).map(Exact::times_100)
    }
}

pub fn degree<'a>(companies: impl IntoIterator<Item = Company<'a>>) -> Degree {
    let mut found = Degree::default();
    for company in companies {
        match company.employees {
            None => found.unknown_size += 1,
            Some(employees) if employees < Exact::whole(1) => {}
            Some(_) => {
                let has = |jobcentre| company.with.iter().any(|(_, with)| *with == jobcentre);
                found.companies += 1;
                found.all += u32::from(!company.with.is_empty());
                found.own += u32::from(has(Jobcentre::Own));
                found.other += u32::from(has(Jobcentre::Other));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_company_counts_once_in_all_once_for_own_and_once_for_others() {
        use Cooperation::{Fleksjob, Mentor, Virksomhedspraktik};
        use Jobcentre::{Other, Own};
        let both = [(Fleksjob, Own), (Virksomhedspraktik, Own), (Mentor, Other)];
        let own = [(Mentor, Own)];
        let of = |employees, with| Company { employees, with };
        let three = Some(Exact::whole(3));
        let half = Exact::fraction(1, 2);
        let found = degree([
            of(three, &both[..]),
            of(three, &own),
            of(three, &[]),
            of(three, &[]),
            of(half, &own),
            of(None, &own),
        ]);
        assert_eq!(found, Degree { companies: 4, all: 2, own: 2, other: 1, unknown_size: 1 });
        assert_eq!(found.percent(|d| d.all), Some(Exact::whole(50)));
        assert_eq!(found.percent(|d| d.other), Some(Exact::whole(25)));
    }

    #[test]
    fn without_a_company_of_known_size_there_is_no_degree() {
        let unknown = degree([Company { employees: None, with: &[] }]);
        assert_eq!((unknown.unknown_size, unknown.percent(|d| d.all)), (1, None));
    }
}
