//! Finding a citizen by name or number. What may not be seen is not found.

use crate::access::{Action, CaseStance, Viewer, decide};
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
        let mut found = Vec::with_capacity(people.len());
        for person in people {
            let Some(case) = self.store.case_of_person(self.municipality, person.id).await? else { continue };
            let Some(row) = self.store.case_find(self.municipality, case).await? else { continue };
            let history = self.store.history(self.municipality, person.id, None).await?;
            let stance = CaseStance::of(&history, &row.unit, row.employee.as_deref(), moment.today);
            if decide(viewer, &stance, Action::List).is_ok() {
                found.push(Found {
                    case,
                    name: person.name(),
                    born_year: person.born.map(Day::year),
                    unit: self.config.unit_name(&row.unit),
                });
            }
        }
        Ok(found)
    }
}
