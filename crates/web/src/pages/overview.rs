//! *Mit overblik*.

mod asked;
mod choices;

pub(crate) use asked::asked_by;
pub(crate) use choices::{unit_words, whose_choices};

use crate::Web;
use crate::danish::{clock, field, long, new_act, short_near, weekday};
use crate::draw::bars_svg;
use crate::pages::away::{PeriodWords, period_words};
use crate::pages::question::followup_form;
use crate::pages::team::{ChosenOn, ColumnView, Mistaken, give};
use crate::pages::{Frame, page};
use crate::session::Signed;
use crate::sheet::sheet;
use crate::text::{count, count_of, t, tf};
use crate::way_back;
use crate::words::{
    Mark, capital, duty_title, group_note, group_title, label, reason_note, row_day, row_mark, row_reason,
};
use app::access::Role;
use app::away::ActingFor;
use app::handover::ReceiverUnit;
use app::overview::{AgreedRow, DeclinedRow, Filter, Group, HandoverRow, OverviewPage, Row, Whose};
use app::selection::{NEAR_WEEKS, SelectionOrder, Wanted, address};
use askama::Template;
use asked::{Asked, columns, filter, link};
use axum::extract::rejection::FormRejection;
use axum::extract::{Form, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use choices::{FilterView, filter_line, filters};
use domain::codes::Code;

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
    /// Own cases that were not taken over: case, citizen, who said no and why.
    declined: Vec<(i64, String, String)>,
    agreed: Vec<AgreedView>,
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
    columns: Vec<ColumnView>,
    sorter: String,
    /// Choosing rows and giving their cases away, for those who may.
    assign: Option<AssignView>,
    receivers: Vec<ReceiverUnit>,
}

struct AssignView {
    /// Where the form is posted to, which says the list it stands on.
    action: String,
    key: String,
    mistake: Option<String>,
}

/// Why the list is empty, and where one goes on: the first of the links is the likeliest.
struct EmptyView {
    title: String,
    text: String,
    links: Vec<(String, String)>,
}

/// A case that waits for this reader's answer.
struct AgreedView {
    case: i64,
    name: String,
    born: String,
    owner: Option<String>,
    talk: String,
    at: String,
}

struct HandoverView {
    case: i64,
    name: String,
    born: String,
    owner: String,
    asked: String,
    since: String,
    by: String,
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
    /// The first row of its case.
    first: bool,
    /// The case with the version the row was made from.
    value: String,
    chosen: bool,
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
    /// What the same talk serves as well: what it is there, and why.
    also: Vec<(String, String)>,
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

pub(crate) async fn show(State(web): State<Web>, signed: Signed, Query(asked): Query<Asked>) -> Response {
    // Who sees no persons has no list: figures are what she comes for.
    if signed.viewer.role == Role::Analyst {
        return Redirect::to("/sammenlign").into_response();
    }
    shown(&web, &signed, &asked, None).await
}

/// The list, with what was chosen on it and what is wrong with that.
async fn shown(web: &Web, signed: &Signed, asked: &Asked, mistaken: Option<Mistaken>) -> Response {
    match web.app.overview(&signed.viewer, filter(asked), signed.moment).await {
        Ok(found) => page(&view(web, signed, asked, &found, mistaken)),
        Err(error) => super::error::failure(&error),
    }
}

/// Gives the chosen cases away, as on *Team*.
pub(crate) async fn assign(
    State(web): State<Web>,
    signed: Signed,
    Query(asked): Query<Asked>,
    input: Result<Form<Vec<(String, String)>>, FormRejection>,
) -> Response {
    let Ok(Form(input)) = input else { return super::error::bad_form() };
    let address = link(&asked, asked.taet.is_some(), asked.alle.is_some());
    let on = ChosenOn { here: "overview", address, back: t("overview.back") };
    match give(&web, &signed, &input, on).await {
        Ok(answer) => answer,
        Err(mistaken) => {
            (StatusCode::UNPROCESSABLE_ENTITY, shown(&web, &signed, &asked, Some(mistaken)).await).into_response()
        }
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
    let all = found.groups.iter().flat_map(|g| g.rows.iter().flat_map(Row::with_also).map(move |r| (g.group, r)));
    let rows = all.map(|(group, r)| {
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

fn view(web: &Web, signed: &Signed, asked: &Asked, found: &OverviewPage, mistaken: Option<Mistaken>) -> Page {
    let today = found.today;
    let (chosen, mistake) = mistaken.map_or((Vec::new(), None), |m| (m.chosen, Some(m.text)));
    let title = match &found.filter.whose {
        Whose::Mine => t("overview.title"),
        Whose::Of(login) => {
            let acting = found.acting.iter().find(|a| a.login == *login).map(|a| &a.name);
            let row = found.groups.iter().flat_map(|g| &g.rows).find_map(|r| r.owner.as_ref());
            let name = acting.or(row).unwrap_or(login);
            tf("overview.title_of", &[("name", name)])
        }
        Whose::Unit(key) => unit_words(web, key, today),
        Whose::Everybody => choices::all_words(signed),
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
    let mut first = way_back::firsts();
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
        groups: found.groups.iter().map(|g| group_view(g, named, &chosen, &mut first, today)).collect(),
        filter_line: filter_line(&filters),
        filters,
        dense: found.filter.dense,
        dense_link: link(asked, !found.filter.dense, found.filter.all_later),
        all_link: link(asked, found.filter.dense, true),
        file: link(asked, false, false).replacen('/', "/regneark", 1),
        handovers: found.handovers.iter().map(|h| handover_view(web, signed, h, today)).collect(),
        declined: found.declined.iter().map(|d| declined_words(d, today)).collect(),
        agreed: found.agreed.iter().map(agreed_view).collect(),
        acting: found.acting.iter().map(acting_words).collect(),
        given: found.given.iter().map(period_words).collect(),
        near_limit: (found.near_limit > 0).then(|| near_limit(found)),
        unused_right: (found.unused_right > 0).then(|| unused_right(found)),
        may_lend: found.filter.whose == Whose::Mine && found.cases > 0,
        columns: columns(asked, &found.filter),
        sorter: asked.sorter.clone(),
        assign: (!found.receivers.is_empty()).then(|| AssignView {
            action: link(asked, found.filter.dense, found.filter.all_later).replacen('/', "/fordel", 1),
            key: app::register::form_key(),
            mistake,
        }),
        receivers: found.receivers.clone(),
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

fn agreed_view(row: &AgreedRow) -> AgreedView {
    AgreedView {
        case: row.case,
        name: row.name.clone(),
        born: row.born_year.map(|y| tf("citizen.born", &[("year", &y.to_string())])).unwrap_or_default(),
        owner: row.owner.clone(),
        talk: row.talk.map(label).unwrap_or_default(),
        at: row.minute.map_or_else(|| t("overview.agreed_no_time"), clock),
    }
}

/// Who said no, when and why.
fn declined_words(row: &DeclinedRow, today: domain::Day) -> (i64, String, String) {
    let why = row.reason.map_or_else(|| t("handover.no_reason"), label);
    let values = [("unit", row.unit.as_str()), ("day", &short_near(row.on, today)), ("why", &why)];
    (row.case, row.name.clone(), tf("overview.declined", &values))
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

/// `named`: the list holds the cases of more than one, so that each row says whose it is.
fn group_view(
    group: &app::overview::GroupPage,
    named: bool,
    chosen: &[i64],
    first: &mut impl FnMut(i64) -> bool,
    today: domain::Day,
) -> GroupView {
    let rest = group.total - group.rows.len().min(group.total);
    GroupView {
        left_out: tf("overview.not_printed", &[("n", &rest.to_string())]),
        anchor: anchor(group.group).0,
        title: group_title(group.group),
        note: group_note(group.group, group.total),
        rows: group
            .rows
            .iter()
            .map(|r| RowView { first: first(r.case), ..row_view(r, named, chosen, today) })
            .collect(),
        more: (rest > 0).then(|| tf("overview.more_later", &[("n", &rest.to_string())])),
    }
}

/// What a talk is in another row of talks, and what is asked of it there.
fn also_words(row: &Row, other: &Row, today: domain::Day) -> (String, String) {
    let what = tf("overview.also", &[("what", &duty_title(&other.duty, other.n, &other.title))]);
    let due = match (other.law_due, other.goal_due) {
        _ if other.status.code() == "undetermined" => None,
        (Some(_), Some(_)) => None,
        (Some(law), None) => Some(tf("overview.also_law", &[("day", &short_near(law, today))])),
        (None, Some(goal)) => Some(tf("overview.also_goal", &[("day", &short_near(goal, today))])),
        (None, None) => None,
    };
    // What its row says already is not said again.
    let why = Some(row_reason(other, today)).filter(|why| *why != row_reason(row, today));
    (what, [why, due].into_iter().flatten().collect::<Vec<_>>().join(" "))
}

fn row_view(row: &Row, named: bool, chosen: &[i64], today: domain::Day) -> RowView {
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
        first: false,
        value: format!("{}:{}", row.case, row.version),
        chosen: chosen.contains(&row.case),
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
        also: row.also.iter().map(|other| also_words(row, other, today)).collect(),
        note: row.reason.as_ref().map(reason_note).unwrap_or_default(),
        action,
        at,
        filled: matches!(row.group, Group::Overdue | Group::Today),
    }
}
