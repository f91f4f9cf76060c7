//! What was written in a case, with corrections beside what they correct; and what changed since a day.

use crate::danish::{dotted, period};
use crate::text::{find, t, tf};
use crate::words::{capital, duty_title, fact_days, fact_source, fact_words, label};
use app::citizen::{CitizenPage, FactRow};
use app::config::PlaceOwner;
use domain::kinds::FactData;
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
            text: handover(page, f).unwrap_or_else(|| fact_words(&f.data)),
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

/// To whom a case was proposed, who took it, and who said no and why.
fn handover(page: &CitizenPage, fact: &FactRow) -> Option<String> {
    let (unit, person) = page.handover.parties.get(&fact.id)?;
    let who = person.as_ref().map_or_else(|| unit.clone(), |name| format!("{name}, {unit}"));
    let why = match &fact.data {
        FactData::HandoverDeclined { reason, .. } => reason.map(|r| format!(". {}", label(r))),
        _ => None,
    };
    Some(format!("{}: {who}{}", fact_words(&fact.data), why.unwrap_or_default()))
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
        at: tf("citizen.written_on", &[("day", &dotted(c.at.day()))]),
        who: c.actor.clone(),
        what: capital(&fact_words(&c.data)),
        then: days(c.then),
        now: days(c.now),
    });
    let day = |day: Option<Day>| day.map_or_else(|| "–".to_owned(), dotted);
    let moved = page.moved_since.iter().map(|m| ChangeWords {
        at: t("citizen.moved"),
        who: t(if m.is_goal { "citizen.only_goal" } else { "citizen.law_due" }),
        what: duty_title(&m.duty, m.n, &m.title),
        then: day(m.then),
        now: day(m.now),
    });
    let rules = page.rules_since.iter().map(|title| ChangeWords {
        at: t("citizen.rule_changed"),
        who: String::new(),
        what: title.clone(),
        then: String::new(),
        now: String::new(),
    });
    words.chain(moved).chain(rules).collect()
}
