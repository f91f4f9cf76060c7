//! Where one begins the day: the own list, unless one has none and another page is the work.

use crate::access::{Role, Viewer};
use crate::{App, AppError, Moment};
use store::duty::Owned;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FirstPage {
    List,
    /// The list of the own unit.
    Unit,
    /// All one may see: the cases that were referred to an actor.
    All,
    Team,
    Rules,
    Figures,
}

impl App {
    /// A list that somebody waits for an answer on, or that one acts on for a colleague, is one's own as well.
    pub async fn first_page(&self, viewer: &Viewer, moment: Moment) -> Result<FirstPage, AppError> {
        let other = match viewer.role {
            Role::Analyst => return Ok(FirstPage::Figures),
            Role::TeamLeader => FirstPage::Team,
            Role::Administrator => FirstPage::Rules,
            Role::Consultant => FirstPage::Unit,
            Role::ExternalActor => FirstPage::All,
            Role::Caseworker => return Ok(FirstPage::List),
        };
        let has_work = !self.visible(viewer, &Owned::By(viewer.login.clone()), moment.today).await?.is_empty()
            || !self.handovers_for(viewer, moment.today).await?.is_empty()
            || !self.acting_for(viewer, moment.today).await?.is_empty();
        Ok(if has_work { FirstPage::List } else { other })
    }
}
