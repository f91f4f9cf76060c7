//! *Mit overblik*.

use crate::Web;
use crate::danish::{field, long, new_act, short_near, weekday};
use crate::draw::bars_svg;
use crate::pages::away::{PeriodWords, period_words};
use crate::pages::question::followup_form;
use crate::pages::{Frame, page};
use crate::session::Signed;
use crate::sheet::sheet;
use crate::text::{count, count_of, t, tf};
use crate::words::{
    Mark, capital, duty_kind, duty_title, group_note, group_title, label, reason_note, row_day, row_mark, row_reason,
};
use app::access::Role;
use app::away::ActingFor;
use app::overview::{Filter, Group, HandoverRow, OverviewPage, Row, Whose};
use app::selection::{NEAR_WEEKS, SelectionOrder, Wanted, address};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::Day;
use domain::codes::{Benefit, Code};
use serde::Deserialize;

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Asked {
    ejer: String,
    slags: String,
    yd: String,
    frist: String,
    taet: Option<String>,
    alle: Option<String>,
}

#[derive(Template)]
#[template(path = "overview.html")]
struct Page {
    frame: Frame,
    title: String,
    /// On paper alone: whose list it is.
    printed_of: Option<String>,
    day: String,
    week: String,
    /// None where there are no cases.
    cases: Option<String>,
    /// Empty where nothing is counted.
    counts: Vec<CountView>,
    bars: Option<String>,
    bars_caption: String,
    groups: Vec<GroupView>,
    empty: Option<EmptyView>,
    filters: Vec<FilterView>,
    /// What is chosen, in one line: all a phone shows of the filters.
    filter_line: String,
    dense: bool,
    dense_link: String,
    all_link: String,
    handovers: Vec<HandoverView>,
    /// Whose cases the reader acts in: the words, and the list.
    acting: Vec<(String, String)>,
    /// Who acts in the reader's own cases, with the form that ends it.
    given: Vec<PeriodWords>,
    /// How many have a limit near, and their list.
    near_limit: Option<(String, String)>,
    /// How many have a right nobody has used any of, and their list.
    unused_right: Option<(String, String)>,
    may_lend: bool,
    file: String,
}

/// Why the list is empty, and where one goes on: the first of the links is the likeliest.
struct EmptyView {
    title: String,
    text: String,
    links: Vec<(String, String)>,
}

/// A case that waits for this reader's answer.
struct HandoverView {
    case: i64,
    name: String,
    born: String,
    owner: String,
    asked: String,
    since: String,
    by: String,
}

struct FilterView {
    id: &'static str,
    label: String,
    choices: Vec<Choice>,
}

struct Choice {
    value: String,
    text: String,
    chosen: bool,
}

struct CountView {
    class: &'static str,
    anchor: &'static str,
    n: usize,
    text: String,
    /// The group is on the page, so that the count can lead to it.
    shown: bool,
}

struct GroupView {
    anchor: &'static str,
    title: String,
    note: String,
    rows: Vec<RowView>,
    more: Option<String>,
    /// The same on paper, where no link can be pressed.
    left_out: String,
}

struct RowView {
    case: i64,
    id: String,
    mark: Mark,
    day: String,
    /// For a day that today's rules no longer speak of.
    law27: Option<String>,
    name: String,
    /// On a list of more people's cases than one's own.
    owner: Option<String>,
    about: String,
    born: String,
    what: String,
    why: String,
    note: String,
    action: String,
    /// Where on the citizen's page it is done.
    at: String,
    filled: bool,
}

fn anchor(group: Group) -> (&'static str, &'static str) {
    match group {
        Group::Overdue => ("over", "over"),
        Group::Today => ("idag", "idag"),
        Group::OverGoal => ("maal", "maal"),
        Group::Week => ("uge", "uge"),
        Group::Later => ("sen", ""),
    }
}

fn filter(asked: &Asked) -> Filter {
    let whose = Whose::from_code(&asked.ejer).unwrap_or(Whose::Mine);
    Filter {
        whose,
        duty: (!asked.slags.is_empty()).then(|| asked.slags.clone()),
        benefit: Benefit::from_code(&asked.yd),
        only: Group::from_code(&asked.frist),
        dense: asked.taet.is_some(),
        all_later: asked.alle.is_some(),
        whole: false,
    }
}

/// The same list with one choice changed.
fn link(asked: &Asked, dense: bool, all: bool) -> String {
    let mut parts: Vec<String> = Vec::new();
    for (key, value) in [("ejer", &asked.ejer), ("slags", &asked.slags), ("yd", &asked.yd), ("frist", &asked.frist)] {
        if !value.is_empty() {
            let value = percent_encoding::utf8_percent_encode(value, percent_encoding::NON_ALPHANUMERIC);
            parts.push(format!("{key}={value}"));
        }
    }
    if dense {
        parts.push("taet=1".into());
    }
    if all {
        parts.push("alle=1".into());
    }
    if parts.is_empty() { "/".into() } else { format!("/?{}", parts.join("&")) }
}

pub(crate) async fn show(State(web): State<Web>, signed: Signed, Query(asked): Query<Asked>) -> Response {
    // Who sees no persons has no list: figures are what she comes for.
    if signed.viewer.role == Role::Analyst {
        return Redirect::to("/sammenlign").into_response();
    }
    let filter = filter(&asked);
    match web.app.overview(&signed.viewer, filter, signed.moment).await {
        Ok(found) => page(&view(&web, &signed, &asked, &found)),
        Err(error) => super::error::failure(&error),
    }
}

/// The list as a file: every row of the choice, in the order of the page.
pub(crate) async fn file(State(web): State<Web>, signed: Signed, Query(asked): Query<Asked>) -> Response {
    let filter = Filter { whole: true, ..filter(&asked) };
    let found = match web.app.overview(&signed.viewer, filter, signed.moment).await {
        Ok(found) => found,
        Err(error) => return super::error::failure(&error),
    };
    let keys = [
        "col_group",
        "col_due",
        "col_law",
        "col_goal",
        "col_citizen",
        "col_born",
        "benefit",
        "col_what",
        "col_why",
        "owner",
    ];
    let head: Vec<String> = keys.iter().map(|key| t(&format!("overview.{key}"))).collect();
    let day = |day: Option<domain::Day>| day.map(field).unwrap_or_default();
    let rows = found.groups.iter().flat_map(|g| g.rows.iter().map(move |r| (g.group, r))).map(|(group, r)| {
        vec![
            group_title(group),
            day(r.day),
            // A date that is not settled is no date.
            day(r.law_due.filter(|_| r.status.code() != "undetermined")),
            day(r.goal_due),
            r.name.clone(),
            r.born_year.map(|y| y.to_string()).unwrap_or_default(),
            r.benefit.map(label).unwrap_or_default(),
            duty_title(&r.duty, r.n, &r.title),
            row_reason(r, found.today),
            r.owner.clone().unwrap_or_else(|| signed.viewer.name.clone()),
        ]
    });
    sheet(&format!("overblik-{}", found.today), &head, &rows.collect::<Vec<_>>())
}

fn view(web: &Web, signed: &Signed, asked: &Asked, found: &OverviewPage) -> Page {
    let today = found.today;
    let title = match &found.filter.whose {
        Whose::Mine => t("overview.title"),
        Whose::Of(login) => {
            let acting = found.acting.iter().find(|a| a.login == *login).map(|a| &a.name);
            let row = found.groups.iter().flat_map(|g| &g.rows).find_map(|r| r.owner.as_ref());
            let name = acting.or(row).unwrap_or(login);
            tf("overview.title_of", &[("name", name)])
        }
        Whose::Unit(key) => unit_words(web, key, today),
        Whose::Everybody => t("overview.title_all"),
    };
    let words = ["overview.overdue", "overview.today", "overview.over_goal", "overview.this_week", "overview.later"];
    let counts = Group::ALL
        .iter()
        .zip(words)
        .map(|(group, key)| CountView {
            class: anchor(*group).1,
            anchor: anchor(*group).0,
            n: found.counts[*group as usize],
            text: t(key),
            shown: found.groups.iter().any(|g| g.group == *group),
        })
        .collect::<Vec<_>>();
    let frame = Frame::new(web, signed, "overview");
    let filters = filters(web, signed, asked, found);
    let is_own = found.filter.whose == Whose::Mine;
    let named = matches!(found.filter.whose, Whose::Unit(_) | Whose::Everybody);
    Page {
        printed_of: is_own.then(|| tf("overview.title_of", &[("name", &signed.viewer.name)])),
        empty: found.groups.is_empty().then(|| empty(web, signed, asked, found)),
        frame,
        title,
        day: capital(&format!("{} {}", weekday(today), long(today))),
        week: tf("overview.week", &[("n", &today.iso_week().week.to_string())]),
        cases: (found.cases > 0).then(|| count("overview.cases", found.cases)),
        counts: if found.counts.iter().any(|n| *n > 0) { counts } else { Vec::new() },
        bars: found.bars.iter().any(|b| b.count > 0).then(|| bars_svg(&found.bars, today)),
        bars_caption: t(if is_own { "overview.bars_caption" } else { "overview.bars_caption_all" }),
        groups: found.groups.iter().map(|g| group_view(g, named, today)).collect(),
        filter_line: filter_line(&filters),
        filters,
        dense: found.filter.dense,
        dense_link: link(asked, !found.filter.dense, found.filter.all_later),
        all_link: link(asked, found.filter.dense, true),
        file: link(asked, false, false).replacen('/', "/regneark", 1),
        handovers: found.handovers.iter().map(|h| handover_view(web, signed, h, today)).collect(),
        acting: found.acting.iter().map(acting_words).collect(),
        given: found.given.iter().map(period_words).collect(),
        near_limit: (found.near_limit > 0).then(|| near_limit(found)),
        unused_right: (found.unused_right > 0).then(|| unused_right(found)),
        may_lend: found.filter.whose == Whose::Mine && found.cases > 0,
    }
}

/// Where nothing stands on the list: a choice that fits nothing, or no dates; and the pages that may be meant.
fn empty(web: &Web, signed: &Signed, asked: &Asked, found: &OverviewPage) -> EmptyView {
    let filter = &found.filter;
    if filter.duty.is_some() || filter.benefit.is_some() || filter.only.is_some() {
        let whole = Asked { ejer: asked.ejer.clone(), ..Asked::default() };
        return EmptyView {
            title: t("overview.empty_choice"),
            text: t("overview.empty_choice_text"),
            links: vec![(link(&whole, filter.dense, false), t("overview.empty_all"))],
        };
    }
    let unit = format!("/?ejer=enhed:{}", signed.viewer.unit);
    let of_unit = (unit, tf("overview.list_of", &[("name", &web.app.config.unit_name(&signed.viewer.unit))]));
    let of_all = ("/?ejer=alle".to_owned(), t("overview.list_all"));
    let search = ("/borgere".to_owned(), t("app.search"));
    let rules = ("/regler".to_owned(), t("overview.to_rules"));
    let mut links = match signed.viewer.role {
        Role::TeamLeader => vec![("/team".to_owned(), t("overview.to_team")), of_unit, search],
        Role::Administrator => vec![rules, of_all, search],
        Role::Consultant => vec![search, of_all, rules],
        Role::ExternalActor => vec![("/?ejer=alle".to_owned(), t("overview.list_referred")), search],
        _ => vec![of_unit, search, rules],
    };
    if found.cases > 0 {
        // Nothing is due, and the cases are there.
        let wanted = Wanted { whose: Some(filter.whose.clone()), ..Wanted::default() };
        links.insert(0, (format!("/borgere?{}", address(&wanted.whole())), count("overview.people", found.cases)));
    }
    links.retain(|(address, _)| address.strip_prefix("/?ejer=").is_none_or(|ejer| ejer != asked.ejer));
    let is_mine = filter.whose == Whose::Mine;
    EmptyView {
        title: t(if is_mine && found.cases == 0 { "overview.empty_no_cases" } else { "overview.empty_title" }),
        text: match found.next_beyond {
            Some(day) => tf("overview.empty_next", &[("day", &format!("{} {}", weekday(day), long(day)))]),
            None if found.cases == 0 => String::new(),
            None => t("overview.empty_none"),
        },
        links,
    }
}

fn near_limit(found: &OverviewPage) -> (String, String) {
    let wanted = Wanted {
        whose: Some(found.filter.whose.clone()),
        any_limit: true,
        order: SelectionOrder::Limit,
        ..Wanted::default()
    };
    let text = count_of("overview.near_limit", found.near_limit, &[("weeks", &NEAR_WEEKS.to_string())]);
    (text, format!("/borgere?{}", address(&wanted.whole())))
}

fn unused_right(found: &OverviewPage) -> (String, String) {
    let wanted = Wanted { whose: Some(found.filter.whose.clone()), unused_right: true, ..Wanted::default() };
    (count("overview.unused_right", found.unused_right), format!("/borgere?{}", address(&wanted.whole())))
}

fn acting_words(acting: &ActingFor) -> (String, String) {
    let mut text = tf("overview.acting", &[("name", &acting.name), ("n", &acting.cases.to_string())]);
    if let Some(day) = acting.through {
        text = format!("{text} {}", tf("overview.acting_through", &[("day", &long(day))]));
    }
    (format!("{text}."), format!("/?ejer={}", own_list(&acting.login)))
}

/// A colleague's list, as the address has it.
fn own_list(login: &str) -> String {
    format!("liste:{}", percent_encoding::utf8_percent_encode(login, percent_encoding::NON_ALPHANUMERIC))
}

fn handover_view(web: &Web, signed: &Signed, row: &HandoverRow, today: domain::Day) -> HandoverView {
    let you = row.asked.person.as_deref() == Some(signed.viewer.login.as_str());
    HandoverView {
        case: row.case,
        name: row.name.clone(),
        born: row.born_year.map(|y| tf("citizen.born", &[("year", &y.to_string())])).unwrap_or_default(),
        owner: row.owner_unit.clone(),
        asked: if you { t("overview.asked_you") } else { web.app.config.unit_name(&row.asked.unit) },
        since: short_near(row.since, today),
        by: row.by.clone(),
    }
}

fn filter_line(filters: &[FilterView]) -> String {
    let chosen = |f: &FilterView| f.choices.iter().find(|c| c.chosen).or(f.choices.first()).map(|c| c.text.clone());
    tf("overview.filters", &[("chosen", &filters.iter().filter_map(chosen).collect::<Vec<_>>().join(", "))])
}

/// Whose cases a list can be of, as an address has it, and what it is called.
///
/// Of units: the reader's own, those under it, and those it is a part of.
pub(crate) fn whose_choices(web: &Web, signed: &Signed, today: Day) -> Vec<(String, String)> {
    let (config, own) = (&web.app.config, &signed.viewer.unit);
    let mut units = config.units_within(own, today);
    units.extend(config.above(own, today).into_iter().map(str::to_owned));
    let units = units.iter().map(|unit| (format!("enhed:{unit}"), unit_words(web, unit, today)));
    let mut choices = vec![("mine".to_owned(), t("overview.mine"))];
    choices.extend(units);
    choices.push(("alle".to_owned(), t("overview.title_all")));
    choices
}

/// A unit by its name, and how many lie under it where some do.
pub(crate) fn unit_words(web: &Web, unit: &str, today: Day) -> String {
    let name = web.app.config.unit_name(unit);
    match web.app.config.units_within(unit, today).len() {
        1 => name,
        n => format!("{name} ({})", count("overview.units_under", n - 1)),
    }
}

/// The choices above the list.
fn filters(web: &Web, signed: &Signed, asked: &Asked, found: &OverviewPage) -> Vec<FilterView> {
    let choice = |value: &str, text: String, now: &str| Choice { value: value.to_owned(), text, chosen: value == now };
    let mut whose: Vec<Choice> = whose_choices(web, signed, found.today)
        .into_iter()
        // The own list is the one without a word of whose.
        .map(|(code, text)| choice(if code == "mine" { "" } else { &code }, text, &asked.ejer))
        .collect();
    let acting = found.acting.iter().map(|acting| {
        let title = tf("overview.title_of", &[("name", &acting.name)]);
        choice(&format!("liste:{}", acting.login), title, &asked.ejer)
    });
    let before_all = whose.len() - 1;
    whose.splice(before_all..before_all, acting);
    let mut duties = vec![choice("", t("overview.everything"), &asked.slags)];
    duties
        .extend(found.duties.iter().map(|d| choice(d, duty_kind(d, &web.app.duty_name(d, found.today)), &asked.slags)));
    let mut benefits = vec![choice("", t("overview.all_benefits"), &asked.yd)];
    let common = [
        Benefit::Dagpenge,
        Benefit::Kontanthjaelp,
        Benefit::Sygedagpenge,
        Benefit::Jobafklaring,
        Benefit::Ledighedsydelse,
        Benefit::Fleksloentilskud,
        Benefit::Foertidspension,
    ];
    benefits.extend(common.iter().map(|b| choice(b.code(), label(*b), &asked.yd)));
    let dues = [
        ("", "overview.due_30"),
        ("overdue", "overview.only_overdue"),
        ("today", "overview.only_today"),
        ("over_goal", "overview.only_over_goal"),
        ("week", "overview.only_week"),
        ("later", "overview.only_later"),
    ];
    let dues = dues.iter().map(|(value, key)| choice(value, t(key), &asked.frist)).collect();
    let view = |id, key: &str, choices| FilterView { id, label: t(key), choices };
    vec![
        view("ejer", "overview.whose", whose),
        view("slags", "overview.what", duties),
        view("yd", "overview.benefit", benefits),
        view("frist", "overview.due", dues),
    ]
}

/// `named`: the list holds the cases of more than one, so that each row says whose it is.
fn group_view(group: &app::overview::GroupPage, named: bool, today: domain::Day) -> GroupView {
    let rest = group.total - group.rows.len().min(group.total);
    GroupView {
        left_out: tf("overview.not_printed", &[("n", &rest.to_string())]),
        anchor: anchor(group.group).0,
        title: group_title(group.group),
        note: group_note(group.group, group.total),
        rows: group.rows.iter().map(|r| row_view(r, named, today)).collect(),
        more: (rest > 0).then(|| tf("overview.more_later", &[("n", &rest.to_string())])),
    }
}

fn row_view(row: &Row, named: bool, today: domain::Day) -> RowView {
    let mut about = row.benefit.map(label).unwrap_or_default();
    if let Some(visitation) = row.visitation {
        about = format!("{about}, {}", label(visitation));
    }
    let what = duty_title(&row.duty, row.n, &row.title);
    let what =
        if row.party == app::overview::party_citizen() { format!("{}: {what}", t("citizen.citizen")) } else { what };
    let unknown = row.status.code() == "undetermined";
    // What is missing is said at the duty itself; a form for a talk would not ask for it.
    let (action, at) = match (unknown, row.is_talk, row.followup, row.group) {
        (true, ..) => (t("action.open"), format!("#{}", row.duty_id)),
        // A talk is agreed already.
        (_, true, _, Group::Week | Group::Later) if row.status.code() == "booked" => {
            (t("action.open"), format!("#{}", row.duty_id))
        }
        (_, true, _, Group::Overdue | Group::Today) => (t("action.register"), "?registrer=1#registrer".to_owned()),
        (_, true, ..) => (t("action.book"), "?bestil=1#registrer".to_owned()),
        (_, _, Some(kind), Group::Overdue | Group::Today) => (t("action.register"), followup_form(kind)),
        _ => (t("action.open"), format!("#{}", row.duty_id)),
    };
    RowView {
        case: row.case,
        id: row.duty_id.clone(),
        mark: row_mark(row, today),
        day: row_day(row, today),
        law27: new_act(row.day),
        name: row.name.clone(),
        owner: row.owner.clone().filter(|_| named),
        about,
        born: row.born_year.map(|y| tf("citizen.born", &[("year", &y.to_string())])).unwrap_or_default(),
        what,
        why: row_reason(row, today),
        note: row.reason.as_ref().map(reason_note).unwrap_or_default(),
        action,
        at,
        filled: matches!(row.group, Group::Overdue | Group::Today),
    }
}
