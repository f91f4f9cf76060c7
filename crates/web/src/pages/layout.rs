//! The frame around staff pages.

use crate::Web;
use crate::danish::long;
use crate::session::Signed;
use crate::text::{t, tf};
use crate::way_back::WayBack;
use app::access::{FigureAction, decide_figures};
use askama::Template;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use domain::Day;

/// What the bar and the foot show.
#[derive(Clone, Debug)]
pub(crate) struct Frame {
    pub(crate) municipality: String,
    pub(crate) name: String,
    pub(crate) synthetic: bool,
    pub(crate) rulebook: String,
    pub(crate) here: &'static str,
    pub(crate) today: Day,
    pub(crate) q: String,
    /// On the page of a case: the list one came from, and what was searched for where it is a search.
    pub(crate) way_back: Option<(WayBack, Option<String>)>,
    /// On paper alone: whose it is, the day, and that the people are invented.
    pub(crate) printed: String,
    /// Has a list and citizens; an analyst has figures alone.
    pub(crate) persons: bool,
    /// Has the team's page.
    pub(crate) leads: bool,
    /// Has the figures of the whole municipality.
    pub(crate) figures: bool,
    /// May read what figures count.
    pub(crate) defines: bool,
}

impl Frame {
    pub(crate) fn new(web: &Web, signed: &Signed, here: &'static str) -> Frame {
        let mut printed =
            tf("app.printed", &[("municipality", &web.app.config.name), ("day", &long(signed.moment.today))]);
        if web.app.config.synthetic {
            printed = format!("{printed} {}", t("app.synthetic"));
        }
        let may = |action| decide_figures(&signed.viewer, action).is_ok();
        Frame {
            printed,
            today: signed.moment.today,
            municipality: web.app.config.name.clone(),
            name: signed.viewer.name.clone(),
            synthetic: web.app.config.synthetic,
            rulebook: web.app.rulebook.version(),
            here,
            q: String::new(),
            way_back: signed.way_back.clone().map(|way| {
                let searched = web.searches.last(&signed.token).filter(|_| way.is_search());
                (way, searched)
            }),
            persons: signed.viewer.role != app::access::Role::Analyst,
            leads: app::team::leads(&signed.viewer).is_ok(),
            figures: may(FigureAction::Lead),
            defines: may(FigureAction::Define),
        }
    }
}

/// A rendered template, or our own failure page.
pub(crate) fn page(template: &impl Template) -> Response {
    match template.render() {
        Ok(html) => Html(html).into_response(),
        Err(error) => {
            tracing::error!(error = %error, "page.render");
            (StatusCode::INTERNAL_SERVER_ERROR, "Fejlen er vores.").into_response()
        }
    }
}
