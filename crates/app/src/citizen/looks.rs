//! Who has looked at a citizen. Reading the list is itself a look.

use crate::access::{Action, Viewer};
use crate::{App, AppError, Moment};
use store::read_log::Look;

/// Looks that one page shows; a case that has been open for years has more.
const MOST: i64 = 1000;

#[derive(Clone, Debug)]
pub struct LooksPage {
    pub name: String,
    /// The newest first.
    pub looks: Vec<Look>,
    /// How many there are in all.
    pub count: i64,
}

impl App {
    pub async fn looks(&self, viewer: &Viewer, case: i64, moment: Moment) -> Result<LooksPage, AppError> {
        let seen = self.seen(viewer, case, None, (Action::Open, "opslag"), moment).await?;
        let person = seen.row.person.id;
        Ok(LooksPage {
            name: seen.row.person.name(),
            looks: self.store.read_log_list(self.municipality, person, MOST).await?,
            count: self.store.read_log_count(self.municipality, person).await?,
        })
    }
}
