//! What was written in a case, with corrections beside what they correct; and what changed since a day.

use crate::danish::{dotted, period};
use crate::text::{find, t, tf};
use crate::words::{fact_days, fact_source, fact_words};
use app::citizen::{CitizenPage, FactRow};
use app::config::PlaceOwner;
use domain::{Day, FactId};

pub(crate) struct FactWords {
    pub(crate) period: String,
    pub(crate) text: String,
    pub(crate) source: String,
    pub(crate) replaced: bool,
    pub(crate) mark: String,
    /// What stood before a correction.
    pub(crate) before: String,
    /// Who owns the place it happens at, and since when.
    pub(crate) place: String,
    /// The fact's number, when this reader may put it right.
    pub(crate) correct: Option<i64>,
}

pub(crate) struct ChangeWords {
    pub(crate) at: String,
    pub(crate) who: String,
    pub(crate) what: String,
    pub(crate) then: String,
    pub(crate) now: String,
}

pub(super) fn facts(page: &CitizenPage) -> Vec<FactWords> {
    let days = |f: &FactRow| fact_days(&f.data, f.from, f.through, f.minute);
    let named = |id: &Option<FactId>| {
        let id: i64 = id.as_ref()?.0.parse().ok()?;
        page.facts.iter().find(|f| f.id == id)
    };
    let words = page.facts.iter().map(|f| {
        let before = named(&f.corrects).map(|old| {
            let text = format!("{}, {}", fact_words(&old.data), days(old));
            tf("citizen.before", &[("text", &text)])
        });
        let why = f.reason.as_ref().map(|r| find(&format!("code.correction_reason.{r}")).unwrap_or_else(|| r.clone()));
        let mark = if f.annuls.is_some() {
            Some(t("citizen.annulled"))
        } else if f.corrects.is_some() {
            Some(t("citizen.corrects"))
        } else {
            f.replaced.then(|| t("citizen.replaced"))
        };
        FactWords {
            period: days(f),
            text: fact_words(&f.data),
            source: fact_source(f),
            replaced: f.replaced,
            mark: mark.into_iter().chain(why).collect::<Vec<_>>().join(": "),
            before: before.unwrap_or_default(),
            place: f.owners.iter().map(owner).collect::<Vec<_>>().join(" "),
            correct: (page.may_correct && f.correctable).then_some(f.id),
        }
    });
    words.collect()
}

fn owner(of: &PlaceOwner) -> String {
    let from = of.from.map(|day| tf("citizen.place_from", &[("day", &dotted(day))]));
    let through = of.through.map(|day| tf("citizen.place_through", &[("day", &dotted(day))]));
    let days: String = [from, through].into_iter().flatten().map(|words| format!(" {words}")).collect();
    tf("citizen.place_owner", &[("owner", &of.owner), ("days", &days)])
}

pub(super) fn changes(page: &CitizenPage) -> Vec<ChangeWords> {
    let days = |days: Option<(Day, Option<Day>)>| {
        days.map_or_else(|| "–".to_owned(), |(from, through)| period(from, through.or(Some(from))))
    };
    let words = page.changed_since.iter().map(|c| ChangeWords {
        at: dotted(c.at.day()),
        who: c.actor.clone(),
        what: find(&format!("code.fact.{}", c.kind.name())).unwrap_or_else(|| c.kind.name().to_owned()),
        then: days(c.then),
        now: days(c.now),
    });
    words.collect()
}
