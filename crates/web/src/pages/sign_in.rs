//! *Log ind*.

use crate::Web;
use crate::pages::page;
use crate::session::{Signed, cookie};
use crate::text::{t, tf};
use app::first_page::FirstPage;
use app::sign_in::SignIn;
use askama::Template;
use axum::Form;
use axum::extract::{Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignInPage {
    municipality: String,
    synthetic: bool,
    user: String,
    back: String,
    error: Option<String>,
    demo: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct Back {
    #[serde(default)]
    til: String,
    #[serde(default)]
    tabt: String,
}

#[derive(Deserialize)]
pub(crate) struct Credentials {
    #[serde(default)]
    u: String,
    #[serde(default)]
    p: String,
    #[serde(default)]
    til: String,
}

fn form(web: &Web, user: String, back: String, error: Option<String>) -> SignInPage {
    let demo = web
        .app
        .config
        .demo_logins
        .as_ref()
        .map(|(logins, password)| tf("sign_in.demo", &[("logins", logins), ("password", password)]));
    SignInPage {
        municipality: web.app.config.name.clone(),
        synthetic: web.app.config.synthetic,
        user,
        back,
        error,
        demo,
    }
}

pub(crate) async fn show(State(web): State<Web>, Query(back): Query<Back>) -> Response {
    let lost = (!back.tabt.is_empty()).then(|| t("sign_in.lost"));
    page(&form(&web, String::new(), back.til, lost))
}

/// An address of this site. Browsers read a backslash as a slash and drop tabs and line ends, so neither may stand there.
fn is_ours(address: &str) -> bool {
    address.starts_with('/') && !address.starts_with("//") && !address.contains(|c: char| c == '\\' || c.is_control())
}

/// Where the day begins for the one who has just signed in.
async fn first_page(web: &Web, token: &str) -> String {
    let moment = web.moment();
    let Ok(Some(viewer)) = web.app.viewer(token, moment).await else { return "/".to_owned() };
    match web.app.first_page(&viewer, moment).await {
        Ok(FirstPage::Team) => "/team",
        Ok(FirstPage::Rules) => "/regler",
        Ok(FirstPage::Figures) => "/sammenlign",
        Ok(FirstPage::List) | Err(_) => "/",
    }
    .to_owned()
}

pub(crate) async fn enter(
    State(web): State<Web>,
    input: Result<Form<Credentials>, axum::extract::rejection::FormRejection>,
) -> Response {
    let Ok(Form(input)) = input else { return super::error::bad_form() };
    let error = match web.app.sign_in(&input.u, &input.p, web.moment()).await {
        Ok(SignIn::Ok(token)) => {
            let to = if is_ours(&input.til) && input.til != "/" { input.til } else { first_page(&web, &token).await };
            return ([(header::SET_COOKIE, cookie(&token, web.secure_cookies))], Redirect::to(&to)).into_response();
        }
        Ok(SignIn::Wrong) => t("sign_in.wrong"),
        Ok(SignIn::NoRole) => t("sign_in.no_role"),
        Ok(SignIn::Locked(minutes)) => tf("sign_in.locked", &[("n", &minutes.to_string())]),
        Err(error) => return super::error::failure(&error),
    };
    (StatusCode::UNPROCESSABLE_ENTITY, page(&form(&web, input.u, input.til, Some(error)))).into_response()
}

pub(crate) async fn leave(State(web): State<Web>, signed: Signed) -> Response {
    web.searches.forget(&signed.token);
    if let Err(error) = web.app.sign_out(&signed.token).await {
        return super::error::failure(&error);
    }
    ([(header::SET_COOKIE, cookie("", web.secure_cookies))], Redirect::to("/log-ind")).into_response()
}
