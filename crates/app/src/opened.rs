//! The cases behind a number of the municipality, one by one: those the reader may see, each look written down.

use crate::access::{FigureAction, Refusal, Role, Viewer, decide_figures};
use crate::overview::Whose;
use crate::team::timeliness::FEW;
use crate::{App, AppError, Moment};
use domain::codes::Benefit;
use std::collections::{BTreeMap, BTreeSet};
use store::person::Person;
use store::read_log::Look;

/// One case behind a number, before anybody is named. A case may stand there more than once. Numbers that stand beside each
/// other are of a benefit each; a number that stands alone is of `()`.
#[derive(Clone, Debug)]
pub(crate) struct Found<T, K = Benefit> {
    pub(crate) case: i64,
    pub(crate) benefit: K,
    /// Other benefits whose own lists hold the case too.
    pub(crate) also: Vec<K>,
    /// What the number counted of it.
    pub(crate) of: T,
}

/// How much of a list is asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Extent {
    /// One page of it, the first is 1.
    Page(usize),
    /// All, for a file.
    Whole,
}

impl Extent {
    /// What of a list is shown, its page and how many pages there are.
    pub(crate) fn of<T>(self, all: Vec<T>) -> (Vec<T>, usize, usize) {
        let pages = all.len().div_ceil(PAGE).max(1);
        match self {
            Extent::Whole => (all, 1, pages),
            Extent::Page(asked) => {
                let page = asked.clamp(1, pages);
                (all.into_iter().skip((page - 1) * PAGE).take(PAGE).collect(), page, pages)
            }
        }
    }
}

/// The list of a number.
#[derive(Clone, Debug)]
pub struct Opened<T, K = Benefit> {
    pub rows: Vec<OpenedRow<T, K>>,
    /// Rows on all pages.
    pub listed: usize,
    /// The page that is shown, from 1, and how many there are.
    pub page: usize,
    pub pages: usize,
    /// Cases on the listed benefits that are closed to the reader.
    pub closed: usize,
    /// Benefits of which none is listed: their own number is hidden, or so few of their cases are closed to the reader that
    /// the rest would show them.
    pub held_back: Vec<K>,
}

#[derive(Clone, Debug)]
pub struct OpenedRow<T, K = Benefit> {
    pub case: i64,
    pub name: String,
    pub born_year: Option<i32>,
    pub owner: String,
    pub benefit: K,
    pub of: T,
}

/// Rows of one page: a list of names is a look at each of them.
const PAGE: usize = 100;

/// Whether this reader may come from a figure to persons.
pub(crate) fn decide_opened(viewer: &Viewer) -> Result<(), AppError> {
    decide_figures(viewer, FigureAction::Lead).map_err(AppError::NoAccess)?;
    decide_persons(viewer)
}

/// A list of persons is for those who see persons.
pub(crate) fn decide_persons(viewer: &Viewer) -> Result<(), AppError> {
    match viewer.role {
        Role::Analyst => Err(AppError::NoAccess(Refusal::RoleSeesNoPersons)),
        _ => Ok(()),
    }
}

/// Each benefit has its own number, so few closed cases of one would be found from its others, also in a list of all.
fn held_back<K: Ord + Copy>(closed: &BTreeMap<K, BTreeSet<i64>>) -> BTreeSet<K> {
    closed.iter().filter(|(_, cases)| (1..FEW).contains(&cases.len())).map(|(benefit, _)| *benefit).collect()
}

impl App {
    /// Writes a look at each of these people down.
    pub(crate) async fn looked_at(
        &self,
        viewer: &Viewer,
        people: &BTreeMap<i64, Person>,
        (purpose, moment): (&str, Moment),
    ) -> Result<(), AppError> {
        let persons: BTreeSet<i64> = people.values().map(|p| p.id).collect();
        let look = Look { at: moment.now, actor: viewer.name.clone(), purpose: purpose.to_owned(), granted: true };
        let persons: Vec<i64> = persons.into_iter().collect();
        Ok(self.store.read_log_add_each(self.municipality, &persons, &look).await?)
    }

    /// The list, in the order in which the cases were found. `hidden`: benefits whose own number is not shown; the others
    /// taken from the total would give away which closed cases are theirs.
    pub(crate) async fn open<T, K: Ord + Copy>(
        &self,
        viewer: &Viewer,
        (found, hidden): (Vec<Found<T, K>>, &BTreeSet<K>),
        extent: Extent,
        (purpose, moment): (&str, Moment),
    ) -> Result<Opened<T, K>, AppError> {
        let today = moment.today;
        let ids: BTreeSet<i64> = found.iter().map(|f| f.case).collect();
        let visible = self.visible_of(viewer, &ids.iter().copied().collect::<Vec<_>>(), today).await?;
        let mut closed: BTreeMap<K, BTreeSet<i64>> = BTreeMap::new();
        for one in found.iter().filter(|f| !visible.contains_key(&f.case)) {
            for benefit in one.also.iter().chain([&one.benefit]) {
                closed.entry(*benefit).or_default().insert(one.case);
            }
        }
        let there: BTreeSet<K> = found.iter().map(|f| f.benefit).collect();
        let held_back = held_back(&closed).union(hidden).copied().collect::<BTreeSet<K>>();
        let held_back: Vec<K> = held_back.intersection(&there).copied().collect();
        let open = found.into_iter().filter(|f| !held_back.contains(&f.benefit) && visible.contains_key(&f.case));
        let open: Vec<Found<T, K>> = open.collect();
        let listed = open.len();
        let (shown, page, pages) = extent.of(open);
        let people = self.people_of(shown.iter().map(|f| f.case).collect()).await?;
        self.looked_at(viewer, &people, (purpose, moment)).await?;
        let names = self.owners_for(&Whose::Everybody, today).await?.unwrap_or_default();
        let rows = shown.into_iter().filter_map(|Found { case, benefit, of, .. }| {
            let (person, listed) = (people.get(&case)?, visible.get(&case)?);
            Some(OpenedRow {
                case,
                name: person.name(),
                born_year: listed.born_year(),
                owner: self.owner_of(listed, &names),
                benefit,
                of,
            })
        });
        let told = closed.iter().filter(|(benefit, _)| !held_back.contains(benefit));
        let closed = told.flat_map(|(_, cases)| cases).collect::<BTreeSet<_>>().len();
        Ok(Opened { rows: rows.collect(), listed, page, pages, closed, held_back })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn closed(of: &[(Benefit, &[i64])]) -> BTreeMap<Benefit, BTreeSet<i64>> {
        of.iter().map(|(benefit, cases)| (*benefit, cases.iter().copied().collect())).collect()
    }

    #[test]
    fn one_or_two_closed_cases_hold_their_benefit_back_and_three_or_none_do_not() {
        let (a, b) = (Benefit::Kontanthjaelp, Benefit::Sygedagpenge);
        let held_back = |of: &[(Benefit, &[i64])]| held_back(&closed(of)).into_iter().collect::<Vec<_>>();
        assert_eq!(held_back(&[]), []);
        assert_eq!(held_back(&[(a, &[1, 2]), (b, &[3, 4, 5])]), [a]);
        assert_eq!(held_back(&[(a, &[1, 2, 3]), (b, &[4])]), [b], "28 of 29 would show the one");
    }
}
