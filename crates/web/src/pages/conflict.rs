//! Somebody else saved first: field by field what stood, what they wrote and what one wrote oneself, above the form
//! that still holds it.

use crate::danish::{clock, field, when};
use crate::text::{t, tf};
use crate::words::fact_words;
use app::citizen::{CitizenPage, FactRow};
use domain::kinds::FactKind;
use domain::schema::Timing;

pub(crate) struct ConflictWords {
    pub(crate) case: i64,
    pub(crate) title: String,
    /// One for each thing that was saved meanwhile, and for one's own where it is about none of them.
    pub(crate) parts: Vec<Part>,
    /// What the others' column is called.
    pub(crate) theirs: String,
    /// The form a value of theirs can be taken into.
    pub(crate) form: Option<&'static str>,
}

pub(crate) struct Part {
    /// Who saved it and when; one's own is not saved.
    pub(crate) title: String,
    pub(crate) rows: Vec<Row>,
}

pub(crate) struct Row {
    pub(crate) label: String,
    pub(crate) before: String,
    pub(crate) theirs: String,
    pub(crate) yours: String,
    /// Theirs and one's own are not the same.
    pub(crate) differs: bool,
    /// Name of the field that can take their value.
    pub(crate) take: Option<&'static str>,
}

/// What one wrote oneself, as it stands in the form.
#[derive(Default)]
pub(crate) struct Yours {
    /// What the form would save: what the others saved of the same kind stands beside it.
    pub(crate) kinds: Vec<FactKind>,
    /// The fact the form puts right.
    pub(crate) of: Option<i64>,
    pub(crate) what: String,
    pub(crate) from: String,
    pub(crate) through: String,
    pub(crate) at: String,
    /// The form a value of theirs can be taken into.
    pub(crate) form: Option<&'static str>,
}

impl Yours {
    fn cells(&self) -> [String; 4] {
        [&self.what, &self.from, &self.through, &self.at].map(|text| text.trim().to_owned())
    }

    fn is_about(&self, fact: &FactRow) -> bool {
        match self.of {
            Some(of) => fact.id == of || old(fact) == Some(of),
            None => self.kinds.contains(&fact.kind),
        }
    }
}

/// What a correction or an annulment took the place of.
fn old(fact: &FactRow) -> Option<i64> {
    fact.corrects.as_ref().or(fact.annuls.as_ref()).and_then(|id| id.0.parse().ok())
}

fn cells(fact: &FactRow) -> [String; 4] {
    [
        fact_words(&fact.data),
        field(fact.from),
        fact.through.map(field).unwrap_or_default(),
        fact.minute.map(clock).unwrap_or_default(),
    ]
}

/// The fields of one thing, those alone that somebody wrote something in.
fn rows(before: &[String; 4], theirs: &[String; 4], yours: Option<&[String; 4]>, on_day: bool) -> Vec<Row> {
    let day = if on_day { "form.on" } else { "form.from" };
    let fields = [("error.conflict_what", "value"), (day, "from"), ("form.through", "through"), ("booking.at", "at")];
    let written = |i: usize| [before, theirs].iter().any(|side| !side[i].is_empty());
    let row = |(i, (label, name)): (usize, (&str, &'static str))| Row {
        label: t(label),
        before: before[i].clone(),
        theirs: theirs[i].clone(),
        differs: yours.is_some_and(|yours| yours[i] != theirs[i]),
        yours: yours.map(|yours| yours[i].clone()).unwrap_or_default(),
        take: Some(name).filter(|_| i < 3 && yours.is_some()),
    };
    let shown = |i: &usize| written(*i) || yours.is_some_and(|yours| !yours[*i].is_empty());
    fields.into_iter().enumerate().filter(|(i, _)| shown(i)).map(row).collect()
}

/// What was saved in the case after the version a form was made from, beside what stands in the form.
pub(crate) fn conflict_words(page: &CitizenPage, version: i64, yours: &Yours) -> ConflictWords {
    let mut later: Vec<_> = page.facts.iter().filter(|f| f.commit > version).collect();
    later.sort_by_key(|f| f.id);
    let title = later.last().map_or_else(
        || t("error.conflict"),
        |f| tf("error.conflict_by", &[("who", &f.actor), ("when", &when(f.at, page.today))]),
    );
    let nothing: [String; 4] = Default::default();
    let mut own = Some(yours);
    let mut parts = Vec::new();
    // Beside one's own stands the last that was written of the same.
    let beside = later.iter().rfind(|f| yours.is_about(f)).map(|f| f.id);
    for fact in &later {
        let before = old(fact).and_then(|id| page.facts.iter().find(|o| o.id == id)).map(cells);
        let theirs = match fact.annuls {
            Some(_) => [t("error.conflict_taken"), String::new(), String::new(), String::new()],
            None => cells(fact),
        };
        let mine = own.take_if(|_| beside == Some(fact.id)).map(Yours::cells);
        let on_day = fact.kind.schema().timing == Timing::On;
        let key = if fact.annuls.is_some() { "error.conflict_took" } else { "error.conflict_wrote" };
        parts.push(Part {
            title: format!("{} ({})", tf(key, &[("who", &fact.actor)]), when(fact.at, page.today)),
            rows: rows(before.as_ref().unwrap_or(&nothing), &theirs, mine.as_ref(), on_day),
        });
    }
    if let Some(own) = own {
        let on_day = own.through.trim().is_empty();
        let mut rows = rows(&nothing, &nothing, Some(&own.cells()), on_day);
        for row in &mut rows {
            (row.differs, row.take) = (false, None);
        }
        parts.push(Part { title: t("error.conflict_yours"), rows });
    }
    let mut actors: Vec<&str> = later.iter().map(|f| f.actor.as_str()).collect();
    actors.dedup();
    let theirs = match actors.as_slice() {
        [one] => tf("error.conflict_wrote", &[("who", one)]),
        _ => t("error.conflict_others"),
    };
    ConflictWords { case: page.case, title, parts, theirs, form: yours.form }
}
