//! *Sammenlign profiler*: whoever chooses a way of working wants to see what others do, by what date, and what the law says
//! of it now. No persons.

use crate::Web;
use crate::danish::{dotted, field, period};
use crate::pages::rules::{Choice, FilterView, asked_day, choices};
use crate::pages::{Frame, page};
use crate::rule_words::{chapter, cite_words, measure, party};
use crate::session::Signed;
use crate::sheet::sheet;
use crate::text::{count, find, t, tf};
use crate::words::{duty_kind, label};
use app::figures::danish::sort_key;
use app::rules::{Difference, ProfileEntry, ProfileFilter, ProfileRow, ProfilesPage, STATE, Tense};
use app::selection::address;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::Day;
use domain::codes::Code;

type Pairs = Vec<(String, String)>;

#[derive(Template)]
#[template(path = "profiles.html")]
struct Page {
    frame: Frame,
    finding: String,
    profiles: Vec<Choice>,
    filters: [FilterView; 2],
    law_alone: bool,
    day: String,
    day_error: Option<String>,
    /// Fewer than two are chosen.
    few: bool,
    heads: Vec<String>,
    sections: Vec<Section>,
    file: String,
}

struct Section {
    id: String,
    title: String,
    rows: Vec<Row>,
}

struct Row {
    title: String,
    difference: String,
    cells: Vec<Cell>,
}

struct Cell {
    /// What the column is called.
    column: String,
    /// What stands in it where nothing else does.
    silent: String,
    entries: Vec<EntryView>,
}

struct EntryView {
    measure: String,
    /// Of an order of offers, or of what is asked for before something.
    steps: Vec<String>,
    party: String,
    period: String,
    past: bool,
    law_today: Option<String>,
    /// Stands among others in its cell, and is told from them by its title.
    named: bool,
    title: String,
    text: String,
    cite: String,
    /// The rule's own page, where it has one here.
    link: Option<String>,
}

fn value<'p>(pairs: &'p Pairs, key: &str) -> &'p str {
    pairs.iter().find(|(k, _)| k == key).map_or("", |(_, v)| v.trim())
}

fn filter(web: &Web, pairs: &Pairs, today: Day) -> (ProfileFilter, Option<String>) {
    let (read, mistake) = asked_day(value(pairs, "dag"));
    let profiles: Vec<String> = pairs.iter().filter(|(k, _)| k == "profil").map(|(_, v)| v.clone()).collect();
    let filter = ProfileFilter {
        // Whoever comes without a word of it sees the usual ones; whoever has taken all away is told to choose.
        profiles: if pairs.is_empty() { web.app.usual_profiles() } else { profiles },
        chapter: Some(value(pairs, "kapitel").to_owned()).filter(|c| !c.is_empty()),
        difference: Difference::from_code(value(pairs, "forskel")),
        law_alone: value(pairs, "lov") == "1",
        day: read.unwrap_or(today),
    };
    (filter, mistake)
}

pub(crate) async fn show(State(web): State<Web>, signed: Signed, Query(pairs): Query<Pairs>) -> Response {
    let (filter, mistake) = filter(&web, &pairs, signed.moment.today);
    let found = web.app.profiles(filter);
    let day = if mistake.is_some() { value(&pairs, "dag").to_owned() } else { field(found.filter.day) };
    page(&Page {
        frame: Frame::new(&web, &signed, "rules"),
        finding: finding(&found),
        profiles: found
            .all
            .iter()
            .map(|name| Choice {
                value: name.clone(),
                text: named(&found, name),
                chosen: found.filter.profiles.contains(name),
            })
            .collect(),
        filters: [
            FilterView { id: "kapitel", label: t("rules.chapter_label"), choices: chapters(&found) },
            FilterView { id: "forskel", label: t("profiles.difference"), choices: differences(&found) },
        ],
        law_alone: found.filter.law_alone,
        day,
        day_error: mistake,
        few: found.filter.profiles.len() < 2,
        heads: found.filter.profiles.iter().map(|name| named(&found, name)).collect(),
        sections: sections(&found),
        file: file_link(&found),
    })
}

/// A profile's name for people.
fn profile(name: &str) -> String {
    find(&format!("profiles.name.{name}")).unwrap_or_else(|| name.to_owned())
}

fn named(found: &ProfilesPage, name: &str) -> String {
    match found.own.as_deref() == Some(name) {
        true => tf("profiles.own", &[("name", &profile(name))]),
        false => profile(name),
    }
}

fn finding(found: &ProfilesPage) -> String {
    let of = |wanted: Difference| found.counts.iter().find(|(d, _)| *d == wanted).map_or(0, |(_, n)| *n).to_string();
    let all: usize = found.counts.iter().map(|(_, n)| n).sum();
    if found.filter.profiles.len() < 2 {
        return t("profiles.choose_two");
    }
    tf(
        "profiles.finding",
        &[
            ("all", &count("profiles.things", all)),
            ("alike", &of(Difference::Alike)),
            ("differ", &of(Difference::Differ)),
            ("missing", &of(Difference::Missing)),
        ],
    )
}

fn chapters(found: &ProfilesPage) -> Vec<Choice> {
    let now = found.filter.chapter.as_deref().unwrap_or_default();
    choices(now, found.chapters.iter().map(|c| (c.clone(), chapter(c))))
}

fn differences(found: &ProfilesPage) -> Vec<Choice> {
    let now = found.filter.difference.map_or("", |d| d.code());
    choices(now, Difference::ALL.iter().map(|d| (d.code().to_owned(), label(*d))))
}

fn sections(found: &ProfilesPage) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    for row in &found.rows {
        let id = format!("k-{}", row.chapter);
        let cells = found.filter.profiles.iter().zip(&row.cells);
        let view = Row {
            title: thing(row),
            difference: label(row.difference),
            cells: cells
                .map(|(name, cell)| Cell {
                    column: profile(name),
                    silent: silent(name),
                    entries: cell.iter().map(|e| entry(e, cell.len() > 1)).collect(),
                })
                .collect(),
        };
        match sections.iter_mut().find(|s| s.id == id) {
            Some(section) => section.rows.push(view),
            None => sections.push(Section { id, title: chapter(&row.chapter), rows: vec![view] }),
        }
    }
    sections.sort_by_cached_key(|s| sort_key(&s.title));
    sections
}

/// What a row is about: the duty, where all its rules are of one that has a name of its own.
fn thing(row: &ProfileRow) -> String {
    row.duty.as_deref().map_or_else(|| row.title.clone(), |duty| duty_kind(duty, &row.title))
}

fn entry(entry: &ProfileEntry, named: bool) -> EntryView {
    let past = entry.tense == Tense::Past;
    let days = match entry.tense {
        Tense::Past => tf("rules.held_until", &[("day", &entry.through.map(dotted).unwrap_or_default())]),
        Tense::Future => tf("rules.holds_from", &[("day", &dotted(entry.from))]),
        Tense::Now => period(entry.from, entry.through),
    };
    EntryView {
        measure: measure(&entry.measure),
        steps: entry.steps.clone(),
        party: party(entry.kind, entry.layer, entry.party),
        period: days,
        past,
        law_today: entry.law_today.as_deref().map(|text| tf("profiles.law_today", &[("text", text)])),
        named,
        title: entry.title.clone(),
        text: entry.text.clone(),
        cite: cite_words(&entry.cites),
        link: entry.opens.then(|| format!("/regler/{}", entry.rule)),
    }
}

/// The same choices as a file.
fn file_link(found: &ProfilesPage) -> String {
    let f = &found.filter;
    let mut pairs: Vec<(&'static str, String)> = f.profiles.iter().map(|p| ("profil", p.clone())).collect();
    pairs.extend(f.chapter.iter().map(|c| ("kapitel", c.clone())));
    pairs.extend(f.difference.iter().map(|d| ("forskel", d.code().to_owned())));
    pairs.extend(f.law_alone.then(|| ("lov", "1".to_owned())));
    pairs.push(("dag", field(f.day)));
    format!("/regelprofiler/regneark?{}", address(&pairs))
}

/// One row for each rule of each profile.
pub(crate) async fn file(State(web): State<Web>, signed: Signed, Query(pairs): Query<Pairs>) -> Response {
    let (filter, _) = filter(&web, &pairs, signed.moment.today);
    let found = web.app.profiles(filter);
    let keys = ["chapter", "thing", "difference", "profile", "rule", "kind", "says", "from", "through", "law", "cite"];
    let head = keys.map(|key| t(&format!("profiles.file_{key}")));
    let mut rows: Vec<Vec<String>> = Vec::new();
    for row in &found.rows {
        let before = |name: &String| vec![chapter(&row.chapter), thing(row), label(row.difference), profile(name)];
        for (name, cell) in found.filter.profiles.iter().zip(&row.cells) {
            if cell.is_empty() {
                let mut line = before(name);
                line.push(silent(name));
                line.resize(head.len(), String::new());
                rows.push(line);
            }
            for entry in cell {
                let says = if entry.steps.is_empty() { measure(&entry.measure) } else { entry.steps.join(" → ") };
                let mut line = before(name);
                line.extend([entry.title.clone(), party(entry.kind, entry.layer, entry.party), says]);
                line.extend([dotted(entry.from), entry.through.map(dotted).unwrap_or_default()]);
                line.extend([entry.law_today.clone().unwrap_or_default(), cite_words(&entry.cites)]);
                rows.push(line);
            }
        }
    }
    sheet(&format!("profiler-{}", found.filter.day), &head, &rows)
}

/// What stands where a profile has no rule.
fn silent(name: &str) -> String {
    t(if name == STATE { "profiles.silent_law" } else { "profiles.silent" })
}
