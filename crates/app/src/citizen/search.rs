//! Finding a citizen by name, number or birthday. What may not be seen is not found.

use super::number::{self, Number};
use crate::access::Viewer;
use crate::overview::Whose;
use crate::{App, AppError, Moment};
use domain::codes::Benefit;

#[derive(Clone, Debug)]
pub struct Found {
    pub case: i64,
    pub name: String,
    pub born_year: Option<i32>,
    pub benefit: Option<Benefit>,
    pub unit: String,
    /// Who has the case, or its unit while nobody in it has.
    pub owner: String,
}

/// What a search gives.
#[derive(Clone, Debug, Default)]
pub struct Hits {
    pub rows: Vec<Found>,
    /// There may be others who fit.
    pub more: bool,
}

/// Hits that are shown.
const MOST: usize = 50;

/// Names that are read to find them: a reader may see few of those that fit.
const MOST_READ: i64 = 400;

impl App {
    pub async fn search(&self, viewer: &Viewer, text: &str, moment: Moment) -> Result<Hits, AppError> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(Hits::default());
        }
        let people = match number::read(text) {
            Some(Number::Whole(cpr)) => self.store.person_by_cpr(self.municipality, &cpr).await?.into_iter().collect(),
            Some(Number::Start { digits, born, exact }) => {
                let mut people = self.store.person_by_start(self.municipality, &digits, &born, MOST_READ).await?;
                people.retain(|p| !exact || p.born.is_none_or(|day| born.contains(&day)));
                people
            }
            None => self.store.person_search(self.municipality, text, MOST_READ).await?,
        };
        let all_read = (people.len() as i64) < MOST_READ;
        let ids: Vec<i64> = people.iter().map(|p| p.id).collect();
        let cases = self.store.cases_of_people(self.municipality, &ids).await?;
        let ids: Vec<i64> = cases.values().copied().collect();
        let visible = self.visible_of(viewer, &ids, moment.today).await?;
        let names = self.owners_for(&Whose::Everybody, moment.today).await?.unwrap_or_default();
        let found = people.into_iter().filter_map(|person| {
            let case = *cases.get(&person.id)?;
            let listed = visible.get(&case)?;
            Some(Found {
                case,
                name: person.name(),
                born_year: listed.born_year(),
                benefit: listed.benefit,
                unit: self.config.unit_name(&listed.history.unit),
                owner: self.owner_of(listed, &names),
            })
        });
        let mut rows: Vec<Found> = found.collect();
        let more = rows.len() > MOST || !all_read;
        rows.truncate(MOST);
        Ok(Hits { rows, more })
    }
}
