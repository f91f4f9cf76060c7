//! One report as a page, with what people write in it.

use super::figures_said;
use crate::Web;
use crate::pages::{Frame, error, page};
use crate::session::Signed;
use crate::text::{t, tf};
use app::AppError;
use app::documents::report::{Chapter, Comment, Figure};
use app::reports::Opened;
use askama::Template;
use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::codes::Code;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "report.html")]
struct Page {
    frame: Frame,
    id: i64,
    title: String,
    sub: String,
    about: Vec<String>,
    chapters: Vec<ChapterView>,
    /// Made with today's numbers by this form.
    kind: &'static str,
    month: String,
    area: u16,
    newer: Option<i64>,
    saved: bool,
    error: Option<String>,
}

struct ChapterView {
    chapter: Chapter,
    /// What the municipality writes in the chapter.
    entry: Option<Entry>,
    figures: Vec<FigureView>,
}

struct FigureView {
    figure: Figure,
    entry: Entry,
}

/// Text that is written at a place, and the form for it.
struct Entry {
    place: String,
    /// `f-Q-F3`
    anchor: String,
    asks: String,
    label: String,
    text: String,
    paragraphs: Vec<String>,
    by: String,
    stale: Option<String>,
    /// The form stands open: nothing is written yet where a text is asked for.
    open: bool,
}

fn entry(place: &str, asks: String, title: &str, comments: &[Comment], open: bool, typed: Option<&Typed>) -> Entry {
    let found = comments.iter().find(|c| c.place == place);
    let typed = typed.filter(|t| t.sted == place);
    let text = typed.map_or_else(|| found.map(|c| c.text.clone()).unwrap_or_default(), |t| t.tekst.clone());
    Entry {
        place: place.to_owned(),
        anchor: format!("f-{place}"),
        asks,
        label: tf("report.write_label", &[("title", title)]),
        open: typed.is_some() || (open && found.is_none()),
        paragraphs: found.map(|c| paragraphs(&c.text)).unwrap_or_default(),
        by: found.map(|c| c.by.clone()).unwrap_or_default(),
        stale: found.and_then(|c| c.stale.clone()),
        text,
    }
}

fn paragraphs(text: &str) -> Vec<String> {
    let text = text.replace("\r\n", "\n");
    text.split("\n\n").map(str::trim).filter(|p| !p.is_empty()).map(str::to_owned).collect()
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Asked {
    gemt: Option<String>,
}

/// Place and words.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Typed {
    sted: String,
    tekst: String,
}

fn view(web: &Web, signed: &Signed, opened: &Opened, saved: bool, refused: Option<(&Typed, String)>) -> Page {
    let typed = refused.as_ref().map(|(typed, _)| *typed);
    let figures = |chapter: &Chapter| {
        let each = chapter.figures.iter().map(|figure| FigureView {
            entry: entry(
                &figure.id,
                tf("report.write_figure", &[("id", &figure.id)]),
                &figure.title,
                &opened.comments,
                false,
                typed,
            ),
            figure: figure.clone(),
        });
        each.collect()
    };
    let chapters = opened.report.chapters.iter().map(|chapter| ChapterView {
        entry: chapter
            .asks
            .as_ref()
            .map(|asks| entry(&chapter.id, asks.clone(), &chapter.title, &opened.comments, false, typed)),
        figures: figures(chapter),
        chapter: Chapter { figures: Vec::new(), ..chapter.clone() },
    });
    let (year, month, _) = opened.row.through.ymd();
    let report = &opened.report;
    Page {
        frame: Frame::new(web, signed, "reports"),
        id: opened.row.id,
        title: report.title.clone(),
        sub: format!(
            "{} · {} · {} {} · {}",
            report.municipality,
            report.period,
            t("report.drawn").to_lowercase(),
            report.drawn_words(),
            figures_said(report.figures().count())
        ),
        about: report.about.clone(),
        chapters: chapters.collect(),
        kind: opened.kind.code(),
        month: format!("{year}-{month:02}"),
        area: opened.row.area,
        newer: opened.newer,
        saved,
        error: refused.map(|(_, error)| error),
    }
}

pub(crate) async fn show(
    State(web): State<Web>,
    signed: Signed,
    Path(id): Path<i64>,
    Query(asked): Query<Asked>,
) -> Response {
    match web.app.report(&signed.viewer, id).await {
        Ok(opened) => page(&view(&web, &signed, &opened, asked.gemt.is_some(), None)),
        Err(other) => error::failure(&other),
    }
}

pub(crate) async fn comment(
    State(web): State<Web>,
    signed: Signed,
    Path(id): Path<i64>,
    typed: Result<Form<Typed>, FormRejection>,
) -> Response {
    let Ok(Form(typed)) = typed else { return error::bad_form() };
    let done = web.app.report_comment(&signed.viewer, id, (&typed.sted, &typed.tekst), signed.moment).await;
    let mistake = match done {
        Ok(()) => {
            let place = percent_encoding::utf8_percent_encode(&typed.sted, percent_encoding::NON_ALPHANUMERIC);
            return Redirect::to(&format!("/rapporter/{id}?gemt=1#f-{place}").replace("%2D", "-")).into_response();
        }
        Err(AppError::Form(mistakes)) => mistakes,
        Err(other) => return error::failure(&other),
    };
    let said = mistake.first().map(|m| {
        let values: Vec<(&str, &str)> = m.values.iter().map(|(k, v)| (*k, v.as_str())).collect();
        tf(m.key, &values)
    });
    match web.app.report(&signed.viewer, id).await {
        Ok(opened) => page(&view(&web, &signed, &opened, false, said.map(|said| (&typed, said)))),
        Err(other) => error::failure(&other),
    }
}
