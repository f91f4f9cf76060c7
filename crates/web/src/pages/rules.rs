//! *Regler*: whoever wants to know what holds, since when, by which text, and what nobody has read. No persons.

mod opened;

use crate::Web;
use crate::danish::{dotted, field, long, period};
use crate::pages::citizen::{no_day, read_day};
use crate::pages::{Frame, error, page};
use crate::rule_words::{applies, chapter, cite_words, duty, group, kind, layer, measure, standing_mark};
use crate::session::Signed;
use crate::text::{count, find, t, tf};
use crate::words::Mark;
use app::FormError;
use app::rules::{Chapter, CoverView, GapView, LAYERS, RuleFilter, RuleRow, RulesPage, Standing, Tense, Used};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::Day;
use domain::codes::{Code, TargetGroup};
use opened::Opened;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;

/// What the address says.
#[derive(Deserialize, Default, Clone)]
#[serde(default)]
pub(crate) struct Asked {
    ord: String,
    gruppe: String,
    kapitel: String,
    lag: String,
    slags: String,
    status: String,
    dag: String,
    /// What was just saved, for the line at the top.
    gemt: String,
}

#[derive(Template)]
#[template(path = "rules.html")]
struct Page {
    frame: Frame,
    title: String,
    counts: String,
    /// What a rule in force on the day is called, and the column of the cases it is used in.
    holds: String,
    cases_of: String,
    /// What another day than today means for what is counted.
    other_day: Option<String>,
    failed: Option<String>,
    filters: Vec<FilterView>,
    words: String,
    day: String,
    day_error: Option<String>,
    chapters: Vec<ChapterView>,
    found: String,
    empty: bool,
    /// Only the chapter of the opened rule is listed.
    narrowed: bool,
    all: String,
    gaps: Vec<HoleView>,
    /// Groups that the municipality has named, with their days.
    named: Vec<(String, String)>,
    covers: Vec<(String, String, String)>,
    left_out: Option<String>,
    other_rules: Option<String>,
    saved: Option<String>,
    rule: Option<Opened>,
}

impl Page {
    /// What is wrong with a field of a form on the rule's page.
    fn rule_error(&self, field: &str) -> Option<&str> {
        self.rule.as_ref().and_then(|r| r.error(field))
    }
}

/// A choice above a list of rules: its name in the address, its label and what can be chosen.
pub(crate) struct FilterView {
    pub(crate) id: &'static str,
    pub(crate) label: String,
    pub(crate) choices: Vec<Choice>,
}

pub(crate) struct Choice {
    pub(crate) value: String,
    pub(crate) text: String,
    pub(crate) chosen: bool,
}

struct ChapterView {
    anchor: String,
    title: String,
    n: usize,
    rules: Vec<RowView>,
}

struct RowView {
    link: String,
    id: String,
    title: String,
    text: String,
    kind: String,
    layer: String,
    measure: String,
    mark: Mark,
    examples: String,
    failed: bool,
    used: String,
    current: bool,
}

pub(crate) struct HoleView {
    pub(crate) what: String,
    pub(crate) who: String,
    pub(crate) period: String,
    pub(crate) reason: String,
    pub(crate) cite: String,
    pub(crate) now: bool,
}

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// The day an address asks for, or that its text is none.
pub(crate) fn asked_day(text: &str) -> (Option<Day>, Option<String>) {
    let read = read_day(text);
    let mistake = (!text.is_empty() && read.is_none()).then(|| no_day(text));
    (read, mistake)
}

fn filter(asked: &Asked, today: Day) -> (RuleFilter, Option<String>) {
    let (read, mistake) = asked_day(asked.dag.trim());
    let filter = RuleFilter {
        words: asked.ord.trim().to_owned(),
        group: TargetGroup::from_code(&asked.gruppe),
        chapter: some(&asked.kapitel),
        layer: some(&asked.lag),
        kind: some(&asked.slags),
        standing: Standing::from_code(&asked.status),
        tense: Tense::from_code(&asked.status).unwrap_or(Tense::Now),
        day: read.unwrap_or(today),
    };
    (filter, mistake)
}

/// What follows `?` when the choices are carried on; nothing when nothing is chosen.
fn query(asked: &Asked) -> String {
    let pairs = [
        ("ord", &asked.ord),
        ("gruppe", &asked.gruppe),
        ("kapitel", &asked.kapitel),
        ("lag", &asked.lag),
        ("slags", &asked.slags),
        ("status", &asked.status),
        ("dag", &asked.dag),
    ];
    let chosen = pairs.iter().filter(|(_, v)| !v.trim().is_empty());
    let parts: Vec<String> =
        chosen.map(|(k, v)| format!("{k}={}", utf8_percent_encode(v.trim(), NON_ALPHANUMERIC))).collect();
    if parts.is_empty() { String::new() } else { format!("?{}", parts.join("&")) }
}

pub(crate) async fn list(State(web): State<Web>, signed: Signed, Query(asked): Query<Asked>) -> Response {
    let (filter, mistake) = filter(&asked, signed.moment.today);
    match web.app.rules(&signed.viewer, filter, signed.moment).await {
        Ok(found) => page(&view(&web, &signed, &asked, mistake, &found, None)),
        Err(error) => error::failure(&error),
    }
}

pub(crate) async fn show(
    State(web): State<Web>,
    signed: Signed,
    Path(rule): Path<String>,
    Query(asked): Query<Asked>,
) -> Response {
    opened(&web, &signed, &rule, &asked, &[]).await
}

/// The page of a rule; with what is wrong where a form on it could not be saved.
pub(crate) async fn opened(web: &Web, signed: &Signed, rule: &str, asked: &Asked, wrong: &[FormError]) -> Response {
    let today = signed.moment.today;
    let (mut filter, mistake) = filter(asked, today);
    let found = match web.app.rule_page(&signed.viewer, rule, filter.day, signed.moment).await {
        Ok(found) => found,
        Err(error) => return error::failure(&error),
    };
    // Beside an opened rule stand the rules of its chapter, until something else is chosen.
    let narrowed = query(&Asked { dag: String::new(), ..asked.clone() }).is_empty();
    if narrowed {
        filter.chapter = Some(found.chapter.clone());
    }
    let opened = Opened::of(&found, filter.day, today, wrong);
    let list = match web.app.rules(&signed.viewer, filter, signed.moment).await {
        Ok(list) => list,
        Err(error) => return error::failure(&error),
    };
    let mut template = view(web, signed, asked, mistake, &list, Some(opened));
    template.narrowed = narrowed;
    let status = if wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    (status, page(&template)).into_response()
}

/// A count of cases in a table.
fn used_number(used: Used) -> String {
    match used {
        Used::Cases(n) => n.to_string(),
        Used::Hidden => t("rules.used_hidden_short"),
        Used::NotByCase => t("rules.used_not_short"),
    }
}

fn view(
    web: &Web,
    signed: &Signed,
    asked: &Asked,
    mistake: Option<String>,
    found: &RulesPage,
    rule: Option<Opened>,
) -> Page {
    let today = signed.moment.today;
    let (day, counts) = (found.filter.day, found.in_force);
    let current = rule.as_ref().map(|r| r.id.clone());
    let query = query(asked);
    let apart = match counts.goals.saturating_sub(counts.local) {
        0 => String::new(),
        n => crate::text::count_of("rules.counts_apart", n, &[("all", &counts.goals.to_string())]),
    };
    let numbers = [
        ("n", counts.rules.to_string()),
        ("day", long(day)),
        ("controlled", counts.controlled.to_string()),
        ("read", counts.read.to_string()),
        ("local", counts.local.to_string()),
        ("unread", counts.unread.to_string()),
        ("apart", apart),
    ];
    let numbers: Vec<(&str, &str)> = numbers.iter().map(|(k, v)| (*k, v.as_str())).collect();
    let mut chapters: Vec<ChapterView> =
        found.chapters.iter().map(|c| chapter_view(c, &query, current.as_deref())).collect();
    chapters.sort_by(|a, b| a.title.cmp(&b.title));
    let title = rule.as_ref().map_or_else(|| t("rules.title"), |r| format!("{} – {}", r.title, t("rules.title")));
    Page {
        frame: Frame::new(web, signed, "rules"),
        title,
        counts: tf("rules.counts", &numbers),
        holds: if day == today { t("rules.now") } else { tf("rules.holds_on", &[("day", &dotted(day))]) },
        cases_of: if day == today { t("rules.col_used") } else { tf("rules.col_used_on", &[("day", &dotted(day))]) },
        other_day: (day != today).then(|| {
            let key = if day > today { "rules.day_ahead" } else { "rules.day_before" };
            tf(key, &[("day", &long(day))])
        }),
        failed: (counts.failed_examples > 0).then(|| crate::text::count("rules.failed", counts.failed_examples)),
        filters: filters(asked, found),
        words: asked.ord.clone(),
        day: if mistake.is_some() { asked.dag.clone() } else { field(day) },
        day_error: mistake,
        chapters,
        found: crate::text::count("rules.found", found.found),
        empty: found.found == 0,
        narrowed: false,
        all: if day == today { "/regler".into() } else { format!("/regler?dag={}", field(day)) },
        named: named(web, day),
        gaps: found.gaps.iter().map(|g| hole(g, duty(&g.duty))).collect(),
        covers: found.covers.iter().map(cover).collect(),
        left_out: (!found.left_out.is_empty()).then(|| tf("rules.left_out", &[("rules", &found.left_out.join(", "))])),
        other_rules: other_rules(found.other_rules),
        saved: find(&format!("rules.saved.{}", asked.gemt)),
        rule,
    }
}

/// What the municipality has named and said nothing of, on a day.
fn named(web: &Web, day: Day) -> Vec<(String, String)> {
    let holding = web.app.config.named_groups.iter().filter(|g| g.holds(day));
    let days = |from: Option<Day>, through: Option<Day>| match (from, through) {
        (Some(from), through) => period(from, through),
        (None, Some(through)) => tf("rules.named_until", &[("day", &dotted(through))]),
        (None, None) => String::new(),
    };
    holding.map(|g| (g.name.clone(), days(g.from, g.through))).collect()
}

/// When an amount holds, and how much it is.
pub(crate) fn amount_cells(row: &app::rules::AmountRow) -> (String, String) {
    opened::amount_words(row)
}

/// What those who answer for the rules are told after a new version of the program.
pub(crate) fn other_rules(cases: u64) -> Option<String> {
    (cases > 0).then(|| count("rules.other_rules", usize::try_from(cases).unwrap_or(usize::MAX)))
}

/// Everything, or one of a list.
pub(crate) fn choices(now: &str, list: impl Iterator<Item = (String, String)>) -> Vec<Choice> {
    let mut choices = vec![Choice { value: String::new(), text: t("rules.all"), chosen: now.is_empty() }];
    choices.extend(list.map(|(value, text)| Choice { chosen: value == now, value, text }));
    choices
}

fn filters(asked: &Asked, found: &RulesPage) -> Vec<FilterView> {
    let view = |id, key: &str, choices| FilterView { id, label: t(key), choices };
    let pair = |code: &str, text: String| (code.to_owned(), text);
    let groups = TargetGroup::ALL.iter().map(|g| {
        let code = g.code();
        pair(code, crate::words::capital(&group(code)))
    });
    let standings = Standing::ALL.iter().map(|s| pair(s.code(), standing_mark(*s).text));
    let tenses = [(Tense::Past, "rules.past"), (Tense::Future, "rules.future")];
    let states = standings.chain(tenses.iter().map(|(tense, key)| pair(tense.code(), t(key))));
    let chapters = found.all_chapters.iter().map(|c| pair(c, chapter(c)));
    vec![
        view("kapitel", "rules.chapter_label", choices(&asked.kapitel, chapters)),
        view("gruppe", "rules.group_label", choices(&asked.gruppe, groups)),
        view("lag", "rules.layer_label", choices(&asked.lag, LAYERS.iter().map(|l| pair(l, layer(l))))),
        view("slags", "rules.kind_label", choices(&asked.slags, found.kinds.iter().map(|k| pair(k, kind(k))))),
        view("status", "rules.status_label", choices(&asked.status, states)),
    ]
}

fn chapter_view(found: &Chapter, query: &str, current: Option<&str>) -> ChapterView {
    ChapterView {
        anchor: format!("k-{}", found.code),
        title: chapter(&found.code),
        n: found.rules.len(),
        rules: found.rules.iter().map(|r| row(r, query, current)).collect(),
    }
}

fn row(rule: &RuleRow, query: &str, current: Option<&str>) -> RowView {
    RowView {
        link: format!("/regler/{}{query}", rule.id),
        id: rule.id.clone(),
        title: rule.title.clone(),
        text: rule.text.clone(),
        kind: kind(rule.kind),
        layer: layer(rule.layer),
        measure: measure(&rule.measure),
        mark: standing_mark(rule.standing),
        examples: format!("{}/{}", rule.passed, rule.examples),
        failed: rule.passed < rule.examples,
        used: used_number(rule.used),
        current: current == Some(rule.id.as_str()),
    }
}

pub(crate) fn hole(gap: &GapView, what: String) -> HoleView {
    HoleView {
        what,
        who: applies(&gap.who),
        period: period(gap.from, gap.through),
        reason: gap.reason.clone(),
        cite: cite_words(&gap.cites),
        now: gap.tense == Tense::Now,
    }
}

fn cover(cover: &CoverView) -> (String, String, String) {
    let groups: Vec<String> = cover.groups.iter().map(|g| group(g)).collect();
    (duty(&cover.duty), groups.join(", "), format!("{}–{}", dotted(cover.from), dotted(cover.through)))
}
