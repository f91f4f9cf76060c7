//! What a trial shows of a changed right, limit, gate or rate: lines with counts, the cases one may open, the amounts.

use super::amounts::{self, AmountRow};
use super::jobs::Computed;
use super::shown;
use crate::team::FEW;
use domain::Day;
use domain::codes::Code;
use rulebook::Rulebook;
use rulebook::simulate::{BesideChange, Stand, Turn};
use std::collections::{BTreeMap, BTreeSet};

/// One changed rule that is no deadline.
#[derive(Clone, Debug)]
pub struct BesideLineView {
    pub rule: String,
    pub title: String,
    pub kind: &'static str,
    /// Cases in which it gives something; none where one or two hidden cases could be found by subtraction.
    pub counts: Option<(usize, usize)>,
    /// What happens, by its code, and in how many cases; none as above.
    pub turns: Option<Vec<(&'static str, usize)>>,
}

/// A case in which it gives something else.
#[derive(Clone, Debug)]
pub struct BesideRow {
    pub case: i64,
    pub name: String,
    pub title: String,
    pub offer: Option<&'static str>,
    pub turn: &'static str,
    pub before: Option<Stand>,
    pub after: Option<Stand>,
}

/// An amount that is another one, or that is new or gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AmountChange {
    pub key: String,
    pub from: Day,
    pub through: Day,
    pub before: Option<AmountRow>,
    pub after: Option<AmountRow>,
}

/// Whether so many cases that are closed to the reader would be found by taking the others away.
pub(super) fn would_show(hidden: usize) -> bool {
    (1..FEW).contains(&hidden)
}

/// `sees` says of each case whether the reader may see it; `outside` counts what it was sent alone.
pub(super) fn lines(made: &Computed, sees: &impl Fn(usize) -> bool) -> Vec<BesideLineView> {
    let view = |line: &rulebook::simulate::BesideLine| {
        let own = || made.beside.changes.iter().filter(|c| c.rule == line.rule);
        let hidden: BTreeSet<usize> = own().map(|c| c.case).filter(|c| !sees(*c)).collect();
        let told = !would_show(hidden.len());
        let count = |turn: Turn| own().filter(|c| c.turn == turn).map(|c| c.case).collect::<BTreeSet<_>>().len();
        let turns = Turn::ALL.iter().map(|t| (t.code(), count(*t))).filter(|(_, n)| *n > 0);
        BesideLineView {
            rule: line.rule.clone(),
            title: line.title.clone(),
            kind: line.kind.code(),
            counts: told.then_some((line.before, line.after)),
            turns: told.then(|| turns.collect()),
        }
    };
    made.beside.lines.iter().map(view).collect()
}

pub(super) fn row(made: &Computed, change: &BesideChange, names: &BTreeMap<i64, String>) -> BesideRow {
    let case = made.cases[change.case].case;
    let line = made.beside.lines.iter().find(|l| l.rule == change.rule);
    BesideRow {
        case,
        name: names.get(&case).cloned().unwrap_or_default(),
        title: line.map(|l| l.title.clone()).unwrap_or_default(),
        offer: change.offer.map(Code::code),
        turn: change.turn.code(),
        before: change.before,
        after: change.after,
    }
}

/// The rows of a rate that are not as they were, on the version of the day.
pub(super) fn amounts(rule: &str, before: &Rulebook, after: &Rulebook, day: Day) -> Vec<AmountChange> {
    let rows = |book: &Rulebook| {
        let rule = book.find(rule).map(|ix| book.rule(ix));
        let version = rule.and_then(|r| shown(r, day).map(|(at, _)| &r.versions[at]));
        version.map(|v| amounts::of(v, day)).unwrap_or_default()
    };
    let place = |row: &AmountRow| (row.key.clone(), row.from, row.through, row.above.map(|a| a.to_string()));
    let by_place = |rows: Vec<AmountRow>| rows.into_iter().map(|r| (place(&r), r)).collect::<BTreeMap<_, _>>();
    let (was, is) = (by_place(rows(before)), by_place(rows(after)));
    let places: BTreeSet<_> = was.keys().chain(is.keys()).collect();
    let changed = places.into_iter().filter(|p| was.get(*p) != is.get(*p));
    changed
        .map(|p| AmountChange {
            key: p.0.clone(),
            from: p.1,
            through: p.2,
            before: was.get(p).cloned(),
            after: is.get(p).cloned(),
        })
        .collect()
}
