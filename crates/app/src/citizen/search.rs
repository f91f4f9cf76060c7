//! Finding a citizen by name or number. What may not be seen is not found.

use crate::access::Viewer;
use crate::{App, AppError, Moment};
use domain::Day;
use domain::ids::Cpr;

#[derive(Clone, Debug)]
pub struct Found {
    pub case: i64,
    pub name: String,
    pub born_year: Option<i32>,
    pub unit: String,
}

const MOST: i64 = 50;

impl App {
    pub async fn search(&self, viewer: &Viewer, text: &str, moment: Moment) -> Result<Vec<Found>, AppError> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(Vec::new());
        }
        let people = match Cpr::read(text) {
            Ok(cpr) => self.store.person_by_cpr(self.municipality, &cpr).await?.into_iter().collect(),
            Err(_) => self.store.person_search(self.municipality, text, MOST).await?,
        };
        let mut cases = Vec::with_capacity(people.len());
        for person in people {
            if let Some(case) = self.store.case_of_person(self.municipality, person.id).await? {
                cases.push((case, person));
            }
        }
        let ids: Vec<i64> = cases.iter().map(|(case, _)| *case).collect();
        let visible = self.visible_of(viewer, &ids, moment.today).await?;
        let found = cases.into_iter().filter_map(|(case, person)| {
            let unit = self.config.unit_name(&visible.get(&case)?.history.unit);
            Some(Found { case, name: person.name(), born_year: person.born.map(Day::year), unit })
        });
        Ok(found.collect())
    }
}
