//! Every address of the program.

use crate::{Root, Web, api, assets, guard, kept_forms, operation, pages};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{Method, StatusCode, Uri};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};

/// Forms are small; files come in by the command line.
pub(crate) const MOST_BYTES: usize = 256 * 1024;

pub fn router(web: Web) -> Router {
    work()
        .merge(one_citizen())
        .merge(figures())
        .merge(rules())
        .route("/assets/{*path}", get(assets::serve))
        .method_not_allowed_fallback(reopened)
        .merge(api::router())
        .fallback(pages::error::missing)
        .layer(DefaultBodyLimit::max(MOST_BYTES))
        .layer(from_fn_with_state(Root(web.clone()), kept_forms::keep))
        .layer(from_fn_with_state(MOST_BYTES, pages::error::too_large))
        .layer(from_fn_with_state(Root(web.clone()), pages::error::framed))
        .layer(from_fn_with_state(web.clone(), guard::keep_up))
        .layer(from_fn(guard::guard))
        .layer(from_fn_with_state(web.clone(), operation::observe))
        .with_state(Root(web))
}

/// Signing in, lists, teams and help.
fn work() -> Router<Root> {
    Router::new()
        .route("/", get(pages::overview::show))
        .route("/log-ind", get(pages::sign_in::show).post(pages::sign_in::enter))
        .route("/log-ind/formular", get(pages::sign_in::kept))
        .route("/log-ud", post(pages::sign_in::leave))
        .route("/borgere", get(pages::selection::show).post(pages::search::search))
        .route("/borgere/regneark", get(pages::selection::file))
        .route("/borgere/udvalg", post(pages::selection::keep))
        .route("/borgere/udvalg/fjern", post(pages::selection::remove))
        .route("/vaek", get(pages::away::show).post(pages::away::give))
        .route("/vaek/slut", post(pages::away::end))
        .route("/regneark", get(pages::overview::file))
        .route("/fordel", post(pages::overview::assign))
        .route("/team", get(pages::team::show))
        .route("/team/regneark", get(pages::team::file))
        .route("/team/frister", get(pages::team::dates))
        .route("/team/fordel", post(pages::team::assign))
        .route("/hjaelp", get(pages::help::show))
}

/// One case: its page, its forms, its handover.
fn one_citizen() -> Router<Root> {
    Router::new()
        .route("/borger/{case}", get(pages::citizen::show))
        .route("/borger/{case}/opslag", get(pages::looks::show))
        .route("/borger/{case}/cpr", post(pages::citizen::cpr))
        .route("/borger/{case}/samtale", post(pages::register::talk))
        .route("/borger/{case}/aftale", post(pages::booking::book))
        .route("/borger/{case}/fravaer", get(pages::register::absence_show).post(pages::register::absence))
        .route("/borger/{case}/fritagelse", get(pages::exemption::show).post(pages::exemption::save))
        .route("/borger/{case}/tilbud", get(pages::offer::show).post(pages::offer::save))
        .route("/borger/{case}/tilbud-slut", get(pages::offer_end::show).post(pages::offer_end::save))
        .route("/borger/{case}/frist", get(pages::duty_word::show).post(pages::duty_word::save))
        .route("/borger/{case}/notat", get(pages::register::note_show).post(pages::register::note))
        .route("/borger/{case}/oplysning", get(pages::question::list))
        .route("/borger/{case}/oplysning/{question}", get(pages::question::show).post(pages::question::save))
        .route("/borger/{case}/fortryd", post(pages::correct::undo))
        .route("/borger/{case}/ret/{fact}", get(pages::correct::show).post(pages::correct::correct))
        .route("/borger/{case}/ret/{fact}/tilbage", post(pages::correct::annul))
        .route("/borger/{case}/overdrag", post(pages::handover::propose))
        .route("/borger/{case}/modtager", get(pages::receiver::show).post(pages::receiver::find))
        .route("/borger/{case}/overdrag/ja", post(pages::handover::answer))
        .route("/borger/{case}/overdrag/nej", post(pages::handover::answer))
        .route("/borger/{case}/overdrag/tilbage", post(pages::handover::withdraw))
}

/// What is counted of all, compared and written down.
fn figures() -> Router<Root> {
    Router::new()
        .route("/sammenlign", get(pages::comparison::show))
        .route("/sammenlign/regneark", get(pages::comparison::sheet))
        .route("/maal", get(pages::goals::show))
        .route("/maal/nyt", get(pages::goals::form::new).post(pages::goals::form::save_new))
        .route("/maal/{goal}", get(pages::goals::one::show))
        .route("/maal/{goal}/regneark", get(pages::goals::months::file))
        .route("/maal/{goal}/ret", get(pages::goals::form::change).post(pages::goals::form::save))
        .route("/maal/{goal}/slut", post(pages::goals::one::end))
        .route("/maal/{goal}/fortryd", post(pages::goals::one::undo))
        .route("/definitioner", get(pages::definitions::show))
        .route("/ledelse", get(pages::leadership::show))
        .route("/ledelse/regneark", get(pages::leadership::file))
        .route("/ledelse/sager", get(pages::leadership::cases))
        .route("/rapporter", get(pages::reports::list).post(pages::reports::begin))
        .route("/rapporter/laves/{ticket}", get(pages::reports::making))
        .route("/rapporter/{id}", get(pages::reports::show))
        .route("/rapporter/{id}/tekst", post(pages::reports::comment))
        .route("/rapporter/{id}/pdf", get(pages::reports::pdf))
        .route("/rapporter/{id}/regneark", get(pages::reports::book))
        .route("/rapporter/{id}/csv", get(pages::reports::appendix))
        .route("/rettidighed", get(pages::timeliness::show))
        .route("/rettidighed/regneark", get(pages::timeliness::file))
        .route("/rettidighed/frister", get(pages::timeliness::behind))
        .route("/stroemme", get(pages::flows::show))
        .route("/stroemme/regneark", get(pages::flows::file))
        .route("/stroemme/sager", get(pages::flows::cases))
}

/// Rules, their trials and proposals.
fn rules() -> Router<Root> {
    Router::new()
        .route("/regler", get(pages::rules::list))
        .route("/regler/{rule}", get(pages::rules::show))
        .route("/regler/{rule}/proev", get(pages::try_rule::show).post(pages::try_rule::run))
        .route("/regler/{rule}/kontrol", post(pages::rule_word::control))
        .route("/regler/{rule}/i-kraft", get(pages::rule_word::activating).post(pages::rule_word::activate))
        .route("/regler/{rule}/forslag", post(pages::try_rule::save))
        .route("/regelprofiler", get(pages::profiles::show))
        .route("/regelprofiler/regneark", get(pages::profiles::file))
        .route("/regelprofiler/indsats", get(pages::efforts::show))
        .route("/regelprofiler/indsats/regneark", get(pages::efforts::file))
        .route("/regelforslag", get(pages::proposals::show))
        .route("/regelforslag/{number}/kasser", post(pages::proposals::discard))
}

/// The address of a form opened again, from the history of a browser or after signing in: the page the form stands on.
async fn reopened(method: Method, uri: Uri) -> Response {
    match method {
        Method::GET | Method::HEAD => Redirect::to(&page_of(uri.path())).into_response(),
        _ => StatusCode::METHOD_NOT_ALLOWED.into_response(),
    }
}

/// The page that a form stands on, by the address it is posted to.
pub(crate) fn page_of(posted_to: &str) -> String {
    let parts: Vec<&str> = posted_to.split('/').skip(1).collect();
    match parts.as_slice() {
        ["borger", _, "fravaer" | "fritagelse" | "modtager" | "notat" | "tilbud" | "tilbud-slut"]
        | ["borger", _, "ret" | "oplysning", _]
        | ["borgere"] => posted_to.to_owned(),
        ["borgere", ..] => "/borgere".to_owned(),
        ["borger", case, "aftale"] => format!("/borger/{case}?bestil=1#registrer"),
        ["maal", "nyt"] | ["maal", _, "ret"] => posted_to.to_owned(),
        ["maal", goal, ..] => format!("/maal/{goal}"),
        ["team", ..] => "/team".to_owned(),
        ["regler", rule, "proev" | "forslag"] => format!("/regler/{rule}/proev"),
        ["regler", rule, ..] => format!("/regler/{rule}"),
        ["regelforslag", ..] => "/regelforslag".to_owned(),
        ["rapporter", id, "tekst"] => format!("/rapporter/{id}"),
        ["rapporter", ..] => "/rapporter".to_owned(),
        ["vaek", ..] => "/vaek".to_owned(),
        ["borger", case, ..] => format!("/borger/{case}"),
        _ => "/".to_owned(),
    }
}
