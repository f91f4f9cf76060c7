//! *Borgere*: a group of people chosen by dated axes, as a list, as a file, and kept under a name.

mod choices;

use crate::Web;
use crate::danish::{dotted, field, long, new_act, short_year};
use crate::pages::citizen::{no_day, read_day};
use crate::pages::opened::{Head, Pager, pager_of};
use crate::pages::overview::{unit_words, whose_choices};
use crate::pages::{Frame, error, page};
use crate::session::Signed;
use crate::sheet::sheet;
use crate::text::{count, count_of, t, tf};
use crate::words::{capital, label};
use app::AppError;
use app::opened::Extent;
use app::overview::Whose;
use app::selection::{NewSelection, SelectedRow, SelectionOrder, SelectionPage, Wanted, address, pairs_of};
use askama::Template;
use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use choices::{Chip, FacetView, chips, chosen_line, facets};
use domain::codes::Code;
use serde::Deserialize;

/// Keys and values of the address, some more than once.
type Pairs = Vec<(String, String)>;

#[derive(Template)]
#[template(path = "selection.html")]
struct Page {
    frame: Frame,
    /// Whether anybody has asked for a list.
    asked: bool,
    /// What was found, in one line.
    found: String,
    /// What is chosen, in words; empty where nothing is.
    chosen: String,
    /// Why something in the address or the form was not taken.
    errors: Vec<(&'static str, String)>,
    /// Code, text and whether it stands, for whose cases.
    whose: Vec<(String, String, bool)>,
    day: String,
    /// Names and values of the number fields.
    age_from: String,
    age_through: String,
    weeks: String,
    near: String,
    facets: Vec<FacetView>,
    kept: Vec<Chip>,
    suggested: Vec<Chip>,
    heads: Vec<Head>,
    rows: Vec<RowView>,
    pager: Option<Pager>,
    /// The same list without any choice, and as a file.
    clear: String,
    file: String,
    /// The address to keep; empty where there is nothing to keep.
    keep: String,
    name: String,
    may_share: bool,
    notes: Vec<String>,
}

struct RowView {
    case: i64,
    link: String,
    name: String,
    age: String,
    benefit: String,
    since: String,
    group: String,
    /// The day, the rule's title and, for a day that today's rules no longer speak of, that.
    limit: Option<(String, String, Option<String>)>,
    /// `Ret til mindst tre samtaler om job: 0 af 3 brugt`
    unused: Vec<String>,
    owner: String,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Keeping {
    navn: String,
    gruppe: String,
    delt: String,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Removing {
    id: String,
    navn: String,
    tilbage: String,
}

/// A form that was sent back, with what was wrong.
#[derive(Default)]
struct Again {
    name: String,
    errors: Vec<(&'static str, String)>,
}

/// Days are written as people write them; the rest goes on as it is.
fn read(pairs: &Pairs) -> (Wanted, Vec<(&'static str, String)>) {
    let mut errors = Vec::new();
    let mut plain: Vec<(&str, String)> = Vec::with_capacity(pairs.len());
    for (key, value) in pairs {
        if key == "dag" && !value.trim().is_empty() {
            match read_day(value) {
                Some(day) => plain.push(("dag", day.to_string())),
                None => errors.push(("dag", no_day(value))),
            }
        } else {
            plain.push((key, value.clone()));
        }
    }
    let (wanted, unread) = Wanted::read(plain.iter().map(|(key, value)| (*key, value.as_str())));
    for pair in unread {
        let (key, value) = pair.split_once('=').unwrap_or((&pair, ""));
        let known = ["fra", "til", "uger", "inden"].into_iter().find(|field| *field == key);
        errors.push(match known {
            Some(field) => (field, tf(&format!("selection.no_{field}"), &[("text", value)])),
            None => ("vaelg", tf("selection.unread", &[("text", value)])),
        });
    }
    if let (Some(from), Some(through)) = (wanted.age_from, wanted.age_through)
        && from > through
    {
        errors.push(("til", t("selection.age_turned")));
    }
    (wanted, errors)
}

fn page_of(pairs: &Pairs) -> usize {
    let side = pairs.iter().find(|(key, _)| key == "side");
    side.and_then(|(_, value)| value.parse().ok()).unwrap_or(1)
}

pub(crate) async fn show(State(web): State<Web>, signed: Signed, Query(pairs): Query<Pairs>) -> Response {
    answer(&web, &signed, &pairs, Again::default()).await
}

async fn answer(web: &Web, signed: &Signed, pairs: &Pairs, again: Again) -> Response {
    if !Frame::new(web, signed, "citizens").persons {
        return error::no_persons();
    }
    let (wanted, errors) = read(pairs);
    // A list that is not the one that was asked for is worse than none.
    let asked = errors.is_empty() && pairs.iter().any(|(key, _)| key != "side");
    let extent = asked.then(|| Extent::Page(page_of(pairs)));
    match web.app.select(&signed.viewer, wanted, extent, signed.moment).await {
        Ok(found) => {
            let refused = !errors.is_empty() || !again.errors.is_empty();
            let errors = errors.into_iter().chain(again.errors).collect();
            let mut view = view(web, signed, &found, asked, errors);
            view.name = again.name;
            for (key, field) in [
                ("dag", &mut view.day),
                ("fra", &mut view.age_from),
                ("til", &mut view.age_through),
                ("uger", &mut view.weeks),
                ("inden", &mut view.near),
            ] {
                // What was written stays, to be put right.
                if let Some((_, written)) = pairs.iter().find(|(k, v)| k == key && !v.trim().is_empty()) {
                    field.clone_from(written);
                }
            }
            let status = if refused { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
            (status, page(&view)).into_response()
        }
        Err(error) => error::failure(&error),
    }
}

/// Every row of the list, as it is ordered.
pub(crate) async fn file(State(web): State<Web>, signed: Signed, Query(pairs): Query<Pairs>) -> Response {
    let (wanted, errors) = read(&pairs);
    if !errors.is_empty() {
        return answer(&web, &signed, &pairs, Again::default()).await;
    }
    let found = match web.app.select(&signed.viewer, wanted, Some(Extent::Whole), signed.moment).await {
        Ok(found) => found,
        Err(error) => return error::failure(&error),
    };
    let keys = ["citizen", "born", "age", "benefit", "since", "group", "visitation", "limit_day", "limit", "owner"];
    let head: Vec<String> = keys.iter().map(|key| t(&format!("selection.col_{key}"))).collect();
    let rows = found.rows.iter().map(|row| {
        let (limit_day, limit) =
            row.limit.as_ref().map_or((String::new(), String::new()), |(title, day)| (field(*day), title.clone()));
        vec![
            row.name.clone(),
            row.born_year.map(|year| year.to_string()).unwrap_or_default(),
            row.age.map(|age| age.to_string()).unwrap_or_default(),
            row.benefit.map(label).unwrap_or_default(),
            row.since.map(field).unwrap_or_default(),
            row.group.map(|group| t(&format!("rules.group.{}", group.code()))).unwrap_or_default(),
            row.visitation.map(label).unwrap_or_default(),
            limit_day,
            limit,
            row.owner.clone(),
        ]
    });
    let rows: Vec<Vec<String>> = rows.chain(notes(&found).into_iter().map(|note| vec![note])).collect();
    sheet(&format!("borgere-{}", found.on), &head, &rows)
}

/// Keeps the group under a name.
pub(crate) async fn keep(
    State(web): State<Web>,
    signed: Signed,
    form: Result<Form<Keeping>, FormRejection>,
) -> Response {
    let Ok(Form(form)) = form else { return error::bad_form() };
    let pairs = pairs_of(&form.gruppe);
    let (wanted, errors) = read(&pairs);
    if !errors.is_empty() {
        return answer(&web, &signed, &pairs, Again::default()).await;
    }
    let new = NewSelection { name: form.navn.clone(), shared: !form.delt.is_empty(), wanted };
    match web.app.selection_keep(&signed.viewer, &new, signed.moment).await {
        Ok(()) => Redirect::to(&format!("/borgere?{}", address(&new.wanted.whole()))).into_response(),
        Err(AppError::Form(mistakes)) => {
            let errors = mistakes.iter().map(|mistake| (mistake.field, t(mistake.key))).collect();
            answer(&web, &signed, &pairs, Again { name: form.navn, errors }).await
        }
        Err(other) => error::failure(&other),
    }
}

/// Takes a kept group away.
pub(crate) async fn remove(
    State(web): State<Web>,
    signed: Signed,
    form: Result<Form<Removing>, FormRejection>,
) -> Response {
    let Ok(Form(form)) = form else { return error::bad_form() };
    let Ok(id) = form.id.parse() else { return error::bad_form() };
    match web.app.selection_remove(&signed.viewer, id, &form.navn).await {
        Ok(()) => {
            let (wanted, _) = read(&pairs_of(&form.tilbage));
            let back = address(&wanted.whole());
            Redirect::to(&if back.is_empty() { "/borgere".to_owned() } else { format!("/borgere?{back}") })
                .into_response()
        }
        Err(other) => error::failure(&other),
    }
}

impl Page {
    fn error(&self, field: &str) -> Option<&str> {
        self.errors.iter().find(|(name, _)| *name == field).map(|(_, text)| text.as_str())
    }
}

fn view(web: &Web, signed: &Signed, found: &SelectionPage, asked: bool, errors: Vec<(&'static str, String)>) -> Page {
    let wanted = &found.wanted;
    let number = |n: Option<String>| n.unwrap_or_default();
    let here = address(&wanted.whole());
    let place = address(&wanted.place());
    Page {
        frame: Frame::new(web, signed, "citizens"),
        asked,
        found: tf(
            if found.listed == 1 { "selection.found_one" } else { "selection.found" },
            &[("n", &found.listed.to_string()), ("of", &count("search.found", found.of)), ("day", &long(found.on))],
        ),
        chosen: chosen_line(found),
        errors,
        whose: whose(web, signed, found),
        day: wanted.day.map(field).unwrap_or_default(),
        age_from: number(wanted.age_from.map(|n| n.to_string())),
        age_through: number(wanted.age_through.map(|n| n.to_string())),
        weeks: number(wanted.weeks.map(|n| n.to_string())),
        near: wanted.near.to_string(),
        facets: facets(found),
        kept: chips(found).0,
        suggested: chips(found).1,
        heads: heads(found),
        rows: found.rows.iter().map(|row| row_view(found, row)).collect(),
        pager: pager_of((found.page, found.pages, found.listed), &format!("/borgere?{here}")),
        clear: if place.is_empty() { "/borgere".to_owned() } else { format!("/borgere?{place}") },
        file: format!("/borgere/regneark?{here}"),
        keep: if wanted.chooses() { here } else { String::new() },
        name: String::new(),
        may_share: found.may_share,
        notes: notes(found),
    }
}

/// The choice stands for itself in the address, so that a kept link shows the same cases to whoever opens it.
fn whose(web: &Web, signed: &Signed, found: &SelectionPage) -> Vec<(String, String, bool)> {
    let mut choices = whose_choices(web, signed, found.today);
    let now = found.whose.code();
    if choices.iter().all(|(code, _)| *code != now) {
        let name = match &found.whose {
            Whose::Unit(unit) => unit_words(web, unit, found.today),
            Whose::Of(login) => tf("overview.title_of", &[("name", login)]),
            _ => now.clone(),
        };
        choices.push((now.clone(), name));
    }
    choices.into_iter().map(|(code, text)| (code.clone(), text, code == now)).collect()
}

/// Columns after the name; the order of each that has one.
fn heads(found: &SelectionPage) -> Vec<Head> {
    let bare = Wanted { order: SelectionOrder::Since, down: false, ..found.wanted.clone() };
    let here = format!("/borgere?{}", address(&bare.whole()));
    let ordered = |head: Head, order: SelectionOrder| {
        let way = if found.wanted.down { "descending" } else { "ascending" };
        let sorted = (found.wanted.order == order).then_some(way);
        head.ordered(&here, order.code(), sorted, found.wanted.down)
    };
    let head = |key: &str| Head::plain(t(&format!("selection.col_{key}")));
    vec![
        ordered(head("citizen"), SelectionOrder::Name),
        ordered(Head::number(t("selection.col_age")), SelectionOrder::Age),
        head("benefit"),
        ordered(head("since"), SelectionOrder::Since),
        head("group"),
        ordered(head("limit"), SelectionOrder::Limit),
        head("owner"),
    ]
}

fn row_view(found: &SelectionPage, row: &SelectedRow) -> RowView {
    let group = row.group.map(|group| capital(&t(&format!("rules.group.{}", group.code()))));
    // The group says most of what the visitation says.
    let group = group.or_else(|| row.visitation.map(|visitation| capital(&label(visitation))));
    let past = if found.on == found.today { String::new() } else { format!("?gaeldende={}", found.on) };
    RowView {
        case: row.case,
        link: format!("/borger/{}{past}", row.case),
        name: row.name.clone(),
        age: row.age.map(|age| age.to_string()).unwrap_or_default(),
        benefit: row.benefit.map(|benefit| capital(&label(benefit))).unwrap_or_default(),
        since: row.since.map(short_year).unwrap_or_default(),
        group: group.unwrap_or_default(),
        limit: row.limit.as_ref().map(|(title, day)| (short_year(*day), title.clone(), new_act(Some(*day)))),
        unused: unused(row),
        owner: row.owner.clone(),
    }
}

fn unused(row: &SelectedRow) -> Vec<String> {
    let said =
        row.unused.iter().map(|(title, n)| tf("selection.unused_of", &[("right", title), ("n", &n.to_string())]));
    said.collect()
}

/// What one must know to read the list.
fn notes(found: &SelectionPage) -> Vec<String> {
    let mut notes = vec![t("selection.note_seen")];
    if found.on != found.today {
        notes.push(tf("selection.note_day", &[("day", &dotted(found.on)), ("today", &dotted(found.today))]));
    }
    if found.later > 0 {
        notes.push(count_of("selection.note_later", found.later, &[("day", &dotted(found.on))]));
    }
    notes
}
