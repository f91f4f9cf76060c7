//! A report as files: PDF, workbook and appendix.

use crate::pages::error;
use crate::session::Signed;
use crate::sheet::attached;
use crate::{Web, assets};
use app::AppError;
use app::documents::pdf::{Fonts, PdfError};
use app::documents::{appendix as csv, book as workbook, pdf as paper};
use app::reports::Opened;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::codes::Code;
use std::sync::{Arc, LazyLock};

/// The design system's fonts; read once, when the first report is printed.
static FONTS: LazyLock<Result<Arc<Fonts>, String>> = LazyLock::new(|| {
    let files: Vec<&[u8]> = ["Regular", "Italic", "SemiBold", "Bold"]
        .iter()
        .filter_map(|face| assets::package(&format!("fonts/IBMPlexSans/complete/woff2/IBMPlexSans-{face}.woff2")))
        .collect();
    Fonts::from_woff2(&files).map(Arc::new).map_err(|e| e.to_string())
});

/// The fonts of printed reports.
pub(crate) fn fonts() -> Result<Arc<Fonts>, PdfError> {
    FONTS.clone().map_err(PdfError::Font)
}

/// `kvartalsopfoelgning-580-2026-03`: no name of a person.
fn name(opened: &Opened) -> String {
    let (year, month, _) = opened.row.through.ymd();
    format!("{}-{}-{year}-{month:02}", opened.kind.code(), opened.row.area)
}

async fn open(web: &Web, signed: &Signed, id: i64) -> Result<Opened, Response> {
    web.app.report(&signed.viewer, id).await.map_err(|e| error::failure(&e))
}

/// Off the threads that answer requests: a report takes a while to lay out.
async fn made<T: Send + 'static>(make: impl FnOnce() -> Result<T, String> + Send + 'static) -> Result<T, AppError> {
    let done = tokio::task::spawn_blocking(make).await.map_err(|e| AppError::Internal(e.to_string()))?;
    done.map_err(AppError::Internal)
}

pub(crate) async fn pdf(State(web): State<Web>, signed: Signed, Path(id): Path<i64>) -> Response {
    let opened = match open(&web, &signed, id).await {
        Ok(opened) => opened,
        Err(response) => return response,
    };
    let file = format!("inline; filename=\"{}.pdf\"", name(&opened));
    let make = move || {
        let fonts = fonts().map_err(|e| e.to_string())?;
        paper::pdf(&opened.report, &opened.comments, &fonts).map_err(|e| e.to_string())
    };
    match made(make).await {
        Ok(bytes) => {
            let head = [(header::CONTENT_TYPE, "application/pdf".to_owned()), (header::CONTENT_DISPOSITION, file)];
            (head, bytes).into_response()
        }
        Err(other) => error::failure(&other),
    }
}

pub(crate) async fn book(State(web): State<Web>, signed: Signed, Path(id): Path<i64>) -> Response {
    let opened = match open(&web, &signed, id).await {
        Ok(opened) => opened,
        Err(response) => return response,
    };
    let file = format!("{}.xlsx", name(&opened));
    let made = made(move || workbook::book(&opened.report, &opened.comments).map_err(|e| e.to_string())).await;
    match made {
        Ok(bytes) => attached(&file, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", bytes),
        Err(other) => error::failure(&other),
    }
}

pub(crate) async fn appendix(State(web): State<Web>, signed: Signed, Path(id): Path<i64>) -> Response {
    match open(&web, &signed, id).await {
        Ok(opened) => attached(&format!("{}.csv", name(&opened)), "text/csv; charset=utf-8", csv::csv(&opened.report)),
        Err(response) => response,
    }
}
