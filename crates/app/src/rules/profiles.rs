//! *Profiler*: what the state and the municipalities' templates say, side by side. Rules hold no persons.

use super::{CiteView, Measure, Tense, measure, tense_of};
use crate::App;
use domain::Day;
use domain::codes::Code;
use rulebook::Rulebook;
use rulebook::model::Body;
pub use rulebook::profile::{Difference, STATE};
use rulebook::profile::{Entry, compare};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// What the page is asked for. Everything stands in the address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProfileFilter {
    /// Names of templates, and [`STATE`]; one that is not known is left out.
    pub profiles: Vec<String>,
    pub chapter: Option<String>,
    pub difference: Option<Difference>,
    /// Also what the law alone says something of.
    pub law_alone: bool,
    pub day: Day,
}

#[derive(Clone, Debug)]
pub struct ProfilesPage {
    /// As they were chosen, those that are known.
    pub filter: ProfileFilter,
    /// Every profile there is, the state's first.
    pub all: Vec<String>,
    /// The template whose rules are the municipality's own.
    pub own: Option<String>,
    pub rows: Vec<ProfileRow>,
    /// Rows before difference and chapter are asked about: alike, differ, missing.
    pub counts: Vec<(Difference, usize)>,
    pub chapters: Vec<String>,
}

#[derive(Clone, Debug)]
pub struct ProfileRow {
    pub chapter: String,
    pub title: String,
    /// The duty of all its rules, where they have one.
    pub duty: Option<String>,
    pub difference: Difference,
    /// By profile, in the order of the filter.
    pub cells: Vec<Vec<ProfileEntry>>,
}

/// A rule of a profile.
#[derive(Clone, Debug)]
pub struct ProfileEntry {
    pub rule: String,
    /// It stands among the rules in force, so that its page opens.
    pub opens: bool,
    pub title: String,
    pub kind: &'static str,
    pub layer: &'static str,
    pub party: &'static str,
    pub measure: Measure,
    /// Of an order of offers, or of what is asked for before something, in the words of the profile.
    pub steps: Vec<String>,
    pub text: String,
    pub from: Day,
    pub through: Option<Day>,
    pub tense: Tense,
    pub cites: Vec<CiteView>,
    /// What the law now says of it.
    pub law_today: Option<String>,
}

/// The shipped rules of a template, loaded once: they do not change while the program runs.
fn shipped(name: &str) -> Option<Arc<Rulebook>> {
    static KEPT: Mutex<BTreeMap<String, Arc<Rulebook>>> = Mutex::new(BTreeMap::new());
    let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(book) = kept.get(name) {
        return Some(Arc::clone(book));
    }
    let book = Arc::new(rulebook::shipped(name).ok()?);
    kept.insert(name.to_owned(), Arc::clone(&book));
    Some(book)
}

/// The duty that all the rules of a row are of.
fn duty(cells: &[Vec<Entry<'_>>]) -> Option<String> {
    let mut all = cells.iter().flatten().map(|e| e.rule.duty.as_deref());
    let first = all.next()??;
    all.all(|duty| duty == Some(first)).then(|| first.to_owned())
}

impl App {
    /// Whom a municipality is compared with that has not said it: the state with its own template, else KLAP's two models.
    pub fn usual_profiles(&self) -> Vec<String> {
        let known = rulebook::municipalities();
        let own = Some(self.own_model()).filter(|own| known.contains(own));
        let names = own.map_or_else(|| vec![STATE, "klap-minimum", "klap-udvidet"], |own| vec![STATE, own]);
        names.into_iter().map(str::to_owned).collect()
    }

    /// The municipality's template, whichever way it has chosen in it.
    fn own_model(&self) -> &str {
        let template = self.config.template.as_str();
        template.split_once('+').map_or(template, |(model, _)| model)
    }

    /// The chosen profiles side by side; without two of them no rows.
    pub fn profiles(&self, asked: ProfileFilter) -> ProfilesPage {
        let mut all = vec![STATE.to_owned()];
        all.extend(rulebook::municipalities().into_iter().map(str::to_owned));
        let own = all.iter().find(|name| *name == self.own_model() && *name != STATE).cloned();
        let mut filter = asked;
        let chosen = std::mem::take(&mut filter.profiles);
        filter.profiles = all.iter().filter(|name| chosen.contains(name)).cloned().collect();
        let mut page = ProfilesPage { filter, all, own, rows: Vec::new(), counts: Vec::new(), chapters: Vec::new() };
        if page.filter.profiles.len() < 2 {
            return page;
        }
        let mut books: Vec<(&str, Arc<Rulebook>)> = Vec::new();
        for name in &page.filter.profiles {
            // The municipality's own rules and the law are those in force, with its own texts and marks.
            let in_force = *name == STATE || page.own.as_ref() == Some(name);
            let book = if in_force { Some(Arc::clone(&self.rulebook)) } else { shipped(name) };
            books.extend(book.map(|book| (name.as_str(), book)));
        }
        let books: Vec<(&str, &Rulebook)> = books.iter().map(|(name, book)| (*name, &**book)).collect();
        let filter = &page.filter;
        let lines = compare(&books, filter.day);
        let lines: Vec<_> = lines.into_iter().filter(|l| filter.law_alone || !l.law_alone).collect();
        let count = |d: Difference| (d, lines.iter().filter(|l| l.difference == d).count());
        page.counts = Difference::ALL.iter().map(|d| count(*d)).collect();
        page.chapters = lines.iter().map(|l| l.chapter.to_owned()).collect();
        page.chapters.sort();
        page.chapters.dedup();
        let wanted = lines.iter().filter(|l| {
            filter.chapter.as_ref().is_none_or(|c| c == l.chapter)
                && filter.difference.is_none_or(|d| d == l.difference)
        });
        page.rows = wanted
            .map(|line| ProfileRow {
                chapter: line.chapter.to_owned(),
                title: line.title.to_owned(),
                duty: duty(&line.cells),
                difference: line.difference,
                cells: line.cells.iter().map(|c| c.iter().map(|e| self.entry(e, filter.day)).collect()).collect(),
            })
            .collect();
        page
    }

    fn entry(&self, entry: &Entry<'_>, day: Day) -> ProfileEntry {
        let (rule, version) = (entry.rule, entry.version);
        let steps = match &version.body {
            Body::OfferOrder(order) => order.steps.iter().map(|s| s.text.clone()).collect(),
            Body::Gate(gate) => gate.requires.iter().map(|r| r.text.clone()).collect(),
            _ => Vec::new(),
        };
        ProfileEntry {
            rule: rule.id.clone(),
            opens: self.rulebook.find(&rule.id).is_some(),
            title: rule.title.clone(),
            kind: rule.kind.code(),
            layer: rule.layer.code(),
            party: rule.party.code(),
            measure: measure::of(&version.body),
            steps,
            text: version.text.clone(),
            from: version.from,
            through: version.through,
            tense: tense_of(version.from, version.through, day),
            cites: CiteView::all(&version.cites),
            law_today: entry.law_today().map(str::to_owned),
        }
    }
}
