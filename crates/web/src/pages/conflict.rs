//! Somebody else saved first: what they wrote, above the form with everything one wrote oneself.

use crate::danish::when;
use crate::text::{t, tf};
use crate::words::fact_words;
use app::citizen::CitizenPage;

pub(crate) struct ConflictWords {
    pub(crate) title: String,
    /// What, who and when.
    pub(crate) changes: Vec<(String, String, String)>,
}

/// What was saved in the case after the version a form was made from.
pub(crate) fn conflict_words(page: &CitizenPage, version: i64) -> ConflictWords {
    let mut later: Vec<_> = page.facts.iter().filter(|f| f.commit > version).collect();
    later.sort_by_key(|f| f.id);
    let title = later.last().map_or_else(
        || t("error.conflict"),
        |f| tf("error.conflict_by", &[("who", &f.actor), ("when", &when(f.at, page.today))]),
    );
    let changes = later.iter().map(|f| (fact_words(&f.data), f.actor.clone(), when(f.at, page.today)));
    ConflictWords { title, changes: changes.collect() }
}
