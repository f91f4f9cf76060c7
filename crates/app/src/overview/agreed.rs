//! Talks agreed for today that no row of *I dag* stands for: their duty is late or lacks something, is due later, or there
//! is none. Whoever follows the list would miss them.

use crate::App;
use crate::AppError;
use crate::lists::Listed;
use crate::overview::{Filter, Group};
use domain::Day;
use domain::codes::{Code, TalkKind};
use domain::compact::Compact;
use domain::kinds::FactKind;
use rulebook::assess::Status;
use std::collections::BTreeMap;
use std::sync::Arc;

/// One talk of today.
#[derive(Clone, Debug)]
pub struct AgreedRow {
    pub case: i64,
    pub name: String,
    pub born_year: Option<i32>,
    /// Who has the case, on any list but one's own.
    pub owner: Option<String>,
    pub talk: Option<TalkKind>,
    /// Minutes after midnight, where a time is agreed.
    pub minute: Option<u16>,
}

/// The talks booked for today of which nothing has become yet, with their positions.
fn waiting(of: &Listed, today: Day) -> Vec<(usize, Compact)> {
    const BECAME: [FactKind; 3] = [FactKind::TalkHeld, FactKind::TalkMissed, FactKind::TalkCancelled];
    let facts = of.history.view().facts;
    let is_today = |fact: &Compact| fact.from == today.number();
    let done = |booked: &Compact| {
        let same = |f: &&Compact| BECAME.iter().any(|kind| f.is(*kind)) && f.codes[0] == booked.codes[0];
        facts.iter().filter(|f| is_today(f)).any(|f| same(&f))
    };
    let booked = facts.iter().enumerate().filter(|(_, f)| f.is(FactKind::TalkBooked) && is_today(f) && !done(f));
    booked.map(|(at, fact)| (at, *fact)).collect()
}

impl App {
    /// In the order of their times. Where the list is about one duty or another time, none.
    pub(super) async fn agreed_today(
        &self,
        listed: &[Arc<Listed>],
        filter: &Filter,
        owners: Option<&BTreeMap<String, String>>,
        today: Day,
    ) -> Result<Vec<AgreedRow>, AppError> {
        if filter.duty.is_some() || filter.only.is_some_and(|only| only != Group::Today) {
            return Ok(Vec::new());
        }
        let has_row = |of: &Listed| of.candidates.iter().any(|c| c.status == Status::Booked && c.day == Some(today));
        let wanted = |of: &&Arc<Listed>| filter.benefit.is_none_or(|b| of.benefit == Some(b)) && !has_row(of);
        let found: Vec<(&Arc<Listed>, (usize, Compact))> = listed
            .iter()
            .filter(wanted)
            .flat_map(|of| waiting(of, today).into_iter().map(move |talk| (of, talk)))
            .collect();
        let people = self.people_of(found.iter().map(|(of, _)| of.case()).collect()).await?;
        let rows = found.into_iter().filter_map(|(of, (at, fact))| {
            Some(AgreedRow {
                case: of.case(),
                name: people.get(&of.case())?.name(),
                born_year: of.born_year(),
                owner: owners.map(|names| self.owner_of(of, names)),
                talk: fact.codes[0].checked_sub(1).and_then(TalkKind::from_index),
                minute: of.history.minute(u32::try_from(at).ok()?),
            })
        });
        let mut rows: Vec<AgreedRow> = rows.collect();
        rows.sort_by(|a, b| (a.minute.unwrap_or(u16::MAX), &a.name).cmp(&(b.minute.unwrap_or(u16::MAX), &b.name)));
        Ok(rows)
    }
}
