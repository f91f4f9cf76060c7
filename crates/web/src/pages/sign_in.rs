//! *Log ind*.

use crate::Web;
use crate::pages::{Frame, page};
use crate::routes::page_of;
use crate::session::{Signed, cookie, ended};
use crate::text::{t, tf};
use app::first_page::FirstPage;
use app::sign_in::SignIn;
use askama::Template;
use axum::Form;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode, header};
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
    #[serde(default)]
    gemt: String,
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
    let lost = match (back.tabt.is_empty(), back.gemt.is_empty()) {
        (_, false) => Some(t("sign_in.kept")),
        (false, true) => Some(t("sign_in.lost")),
        (true, true) => None,
    };
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
    let page = match web.app.first_page(&viewer, moment).await {
        Ok(FirstPage::Unit) => return format!("/?ejer=enhed:{}", viewer.unit),
        Ok(FirstPage::All) => "/?ejer=alle",
        Ok(FirstPage::Team) => "/team",
        Ok(FirstPage::Rules) => "/regler",
        Ok(FirstPage::Figures) => "/sammenlign",
        Ok(FirstPage::List) | Err(_) => "/",
    };
    page.to_owned()
}

#[derive(Template)]
#[template(path = "kept_form.html")]
struct KeptPage {
    frame: Frame,
    /// Where it is sent when it is saved after all, and the page it stood on.
    action: String,
    page: String,
    fields: Vec<(String, String)>,
    /// What somebody wrote, to be read before it is saved; codes of choices are no words.
    written: Vec<String>,
}

/// What was written when the session ran out, to be saved now or left.
pub(crate) async fn kept(State(web): State<Web>, signed: Signed) -> Response {
    let Some(form) = web.kept_forms.of(&signed.token, signed.moment.now) else {
        return Redirect::to("/").into_response();
    };
    let is_code = |text: &str| text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"_-".contains(&b));
    let words = |(name, text): &&(String, String)| {
        let day = crate::pages::citizen::read_day(text).is_some();
        !matches!(name.as_str(), "key" | "version" | "since" | "duty")
            && !text.trim().is_empty()
            && (day || !is_code(text))
    };
    page(&KeptPage {
        frame: Frame::new(&web, &signed, ""),
        page: page_of(&form.action),
        written: form.fields.iter().filter(words).map(|(_, text)| text.clone()).collect(),
        fields: form.fields,
        action: form.action,
    })
}

pub(crate) async fn enter(
    State(web): State<Web>,
    headers: HeaderMap,
    input: Result<Form<Credentials>, axum::extract::rejection::FormRejection>,
) -> Response {
    let Ok(Form(input)) = input else { return super::error::bad_form() };
    let error = match web.app.sign_in(&input.u, &input.p, web.moment()).await {
        Ok(SignIn::Ok(token)) => {
            let kept = ended(&headers).is_some_and(|before| {
                web.kept_forms.pass_on(&before, &token, &input.u.trim().to_lowercase(), web.moment().now)
            });
            if kept {
                let to = Redirect::to("/log-ind/formular");
                return ([(header::SET_COOKIE, cookie(&token, web.secure_cookies))], to).into_response();
            }
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
    web.kept_forms.forget(&signed.token);
    if let Err(error) = web.app.sign_out(&signed.token).await {
        return super::error::failure(&error);
    }
    ([(header::SET_COOKIE, cookie("", web.secure_cookies))], Redirect::to("/log-ind")).into_response()
}
