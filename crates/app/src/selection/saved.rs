//! Selections that are kept: for oneself, for everybody, and those that come with the program.

use super::wanted::{Wanted, address, pairs_of};
use crate::access::{Role, Viewer};
use crate::opened::decide_persons;
use crate::{App, AppError, FormError, Moment};
use store::selection::SelectionRow;

/// Groups that the five source documents name, as far as dated axes can say them. Each has its name in the locales.
///
/// Sources: Aarhus 2011 (young people apart by visitation, insured with a long education, ledighedsydelse near its limit),
/// Hedensted 2017 (15 to 30, under 25, a long time on a benefit), Aabenraa 2017 (fleksjob and ledighedsydelse), Allerød
/// 2010 (its groups by match category, offer and benefit), KLAP 2017 (pensioners). Young people in revalidering are Aarhus' with
/// the need that is written of them, never a diagnosis. Allerød's rest are those of none of its four numbered groups; that
/// they cannot be activated outside the house is what the document says of them, and no fact. That those "in need of preparing offers" are the
/// ones found activity-ready, and that a long time is a year, is our reading.
pub const SUGGESTED: &[(&str, &str)] = &[
    ("unge_parate", "vis=jobparat&vis=uddannelsesparat&vis=aabenlyst_uddannelsesparat&til=29"),
    ("unge_forberedende", "vis=aktivitetsparat&til=29"),
    ("unge_15_30", "fra=15&til=30"),
    ("under_25", "til=24"),
    ("lvu", "yd=dagpenge&udd=lang_videregaaende"),
    ("over_30_uden_uddannelse", "yd=dagpenge&udd=ingen&udd=grundskole&udd=gymnasial&fra=30"),
    ("ledighedsydelse_ny", "yd=ledighedsydelse"),
    ("et_aar", "yd=dagpenge&yd=kontanthjaelp&uger=52"),
    ("sygemeldt_i_job", "yd=sygedagpenge&forh=job"),
    ("langtidssyge", "yd=sygedagpenge&uger=26"),
    ("graense", "gr=alle"),
    ("pensionister_i_job", "yd=foertidspension&forh=job"),
    ("match_1_4", "yd=kontanthjaelp&vis=match_1&vis=match_2&vis=match_3&vis=match_4"),
    ("i_praktik_eller_loentilskud", "yd=kontanthjaelp&tilb=virksomhedspraktik&tilb=loentilskud"),
    ("skaanehensyn", "forh=skaanehensyn"),
    ("unge_revalidering", "yd=revalideringsydelse&yd=forrevalidering&til=29&forh=skaanehensyn"),
    ("forsikrede", "yd=dagpenge"),
    ("sygemeldte", "yd=sygedagpenge"),
    ("restgruppe", "uden=match_1_4&uden=i_praktik_eller_loentilskud&uden=forsikrede&uden=sygemeldte"),
    ("integrationsprogram", "forh=integrationsprogram"),
    ("introduktionsforloeb", "forh=introduktionsforloeb"),
];

/// A suggested group that another may leave out: one that leaves none out itself.
pub(super) fn leaves_out(id: &str) -> Option<&'static str> {
    let known = SUGGESTED.iter().find(|(known, text)| *known == id && !text.contains("uden="));
    known.map(|(id, _)| *id)
}

/// What a suggested group asks for.
pub(super) fn suggested(id: &str) -> Option<Wanted> {
    SUGGESTED.iter().find(|(known, _)| *known == id).map(|(_, text)| read(text).0)
}

/// Letters in a name.
const NAME_LETTERS: usize = 80;

/// One that somebody has kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    pub id: i64,
    pub name: String,
    /// The group, as an address has it.
    pub group: String,
    pub shared: bool,
    /// Who kept it.
    pub author: String,
    /// The reader's own, or one she may take away for everybody.
    pub may_remove: bool,
}

/// One that is to be kept.
#[derive(Clone, Debug, Default)]
pub struct NewSelection {
    pub name: String,
    pub shared: bool,
    pub wanted: Wanted,
}

pub(super) fn read(group: &str) -> (Wanted, Vec<String>) {
    let pairs = pairs_of(group);
    Wanted::read(pairs.iter().map(|(key, value)| (key.as_str(), value.as_str())))
}

/// Who leads or administers makes groups for everybody.
pub(super) fn may_share(viewer: &Viewer) -> bool {
    matches!(viewer.role, Role::TeamLeader | Role::Administrator)
}

fn mistake(field: &'static str, key: &'static str) -> AppError {
    AppError::Form(vec![FormError { field, key, values: Vec::new() }])
}

impl App {
    /// The reader's own and those that are for everybody, in the order of their names.
    pub(super) async fn selections_of(&self, viewer: &Viewer) -> Result<Vec<Kept>, AppError> {
        let rows = self.store.selections(self.municipality, &viewer.login).await?;
        let kept = rows.into_iter().map(|row| Kept {
            may_remove: row.login == viewer.login || (row.shared && may_share(viewer)),
            id: row.id,
            name: row.name,
            group: row.words,
            shared: row.shared,
            author: row.author,
        });
        let mut kept: Vec<Kept> = kept.collect();
        kept.sort_by_cached_key(|kept| store::person::sort_key(&kept.name, ""));
        Ok(kept)
    }

    /// Keeps a selection under a name; one of the same name and the same owner is replaced.
    pub async fn selection_keep(&self, viewer: &Viewer, new: &NewSelection, moment: Moment) -> Result<(), AppError> {
        decide_persons(viewer)?;
        if !new.wanted.chooses() {
            return Err(mistake("vaelg", "selection.nothing_chosen"));
        }
        let name = new.name.trim();
        if name.is_empty() {
            return Err(mistake("navn", "selection.name_missing"));
        }
        if name.chars().count() > NAME_LETTERS {
            return Err(mistake("navn", "selection.name_long"));
        }
        let row = SelectionRow {
            id: 0,
            name: name.to_owned(),
            words: address(&new.wanted.group()),
            shared: new.shared && may_share(viewer),
            login: viewer.login.clone(),
            author: viewer.name.clone(),
            at: moment.now,
        };
        Ok(self.store.selection_keep(self.municipality, &row).await?)
    }

    /// Takes one away, by number and name: a number may be another's by now. What is not there any more is gone as wished.
    pub async fn selection_remove(&self, viewer: &Viewer, id: i64, name: &str) -> Result<(), AppError> {
        decide_persons(viewer)?;
        match self.selections_of(viewer).await?.into_iter().find(|kept| kept.id == id && kept.name == name) {
            Some(kept) if kept.may_remove => Ok(self.store.selection_remove(self.municipality, id).await?),
            Some(_) => Err(AppError::NotFound),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_suggested_selection_can_be_read_and_chooses_something() {
        for (id, text) in SUGGESTED {
            let (wanted, unread) = read(text);
            assert!(unread.is_empty() && wanted.chooses(), "{id}: {unread:?}");
        }
    }
}
