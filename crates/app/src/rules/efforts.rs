//! What jobcentres must and may do for people on førtidspension: the municipality's own answers beside a document's table.

use crate::App;
use rulebook::efforts::{Effort, Efforts, shipped};

#[derive(Clone, Debug)]
pub struct EffortsPage {
    /// From the configuration; without a word of it everything is unknown.
    pub own: Effort,
    /// The configuration says something.
    pub told: bool,
    pub table: &'static Efforts,
}

impl App {
    pub fn efforts(&self) -> EffortsPage {
        let own = self.config.effort.clone();
        let told = own.is_some();
        EffortsPage { own: own.unwrap_or_else(|| Effort::unknown(&self.config.name)), told, table: shipped() }
    }
}
