//! What people write in a report: it lives on when the report is made anew, and says so when its numbers have changed.

use crate::access::{FigureAction, Viewer, decide_figures};
use crate::{App, AppError, FormError, Moment};
use documents::danish::long;
use documents::report::{Comment, Report};
use documents::text::{t, tf};
use sha2::{Digest, Sha256};
use store::report::{CommentRow, ReportRow};

/// Signs of one comment.
const LONGEST: usize = 8_000;

/// A sum of a figure's numbers; of a chapter there is none.
fn numbers(report: &Report, place: &str) -> String {
    let of = |figure: &documents::report::Figure| {
        let sum = Sha256::digest(figure.numbers().as_bytes());
        sum.iter().take(8).map(|b| format!("{b:02x}")).collect()
    };
    report.figure(place).map(of).unwrap_or_default()
}

/// What stands in a report: of a figure what was written to its period, of a chapter also what was written to the one before.
pub(super) fn beside(report: &Report, row: &ReportRow, written: &[CommentRow]) -> Vec<Comment> {
    let chapters = report.chapters.iter().map(|c| (c.id.as_str(), true));
    let figures = report.figures().map(|f| (f.id.as_str(), false));
    let newest = |(place, carries): (&str, bool)| {
        let fits =
            |c: &&CommentRow| c.place == place && (c.through == row.through || (carries && c.through < row.through));
        // What was written to this period goes before what was carried on.
        let found = written.iter().filter(fits).max_by_key(|c| (c.through, c.at))?;
        (!found.body.is_empty()).then(|| Comment {
            place: place.to_owned(),
            text: found.body.clone(),
            by: tf("report.by", &[("name", &found.author), ("day", &long(found.at.day()))]),
            stale: stale(report, row, found),
        })
    };
    chapters.chain(figures).filter_map(newest).collect()
}

fn stale(report: &Report, row: &ReportRow, comment: &CommentRow) -> Option<String> {
    if comment.through != row.through {
        return Some(tf("report.stale_period", &[("day", &long(comment.through))]));
    }
    (comment.numbers != numbers(report, &comment.place)).then(|| t("report.stale_numbers"))
}

impl App {
    /// Writes beside a figure or in a chapter. Nothing written takes away what stood there.
    pub async fn report_comment(
        &self,
        viewer: &Viewer,
        id: i64,
        (place, body): (&str, &str),
        moment: Moment,
    ) -> Result<(), AppError> {
        decide_figures(viewer, FigureAction::Lead).map_err(AppError::NoAccess)?;
        let opened = self.report(viewer, id).await?;
        let known = opened.report.figure(place).is_some() || opened.report.chapters.iter().any(|c| c.id == place);
        if !known {
            return Err(AppError::NotFound);
        }
        let body = body.trim();
        if body.chars().count() > LONGEST {
            let values = vec![("most", figures::danish::count(8_000))];
            return Err(AppError::Form(vec![FormError { field: "tekst", key: "report.error.long", values }]));
        }
        let row = CommentRow {
            kind: opened.row.kind.clone(),
            area: opened.row.area,
            through: opened.row.through,
            place: place.to_owned(),
            body: body.to_owned(),
            numbers: numbers(&opened.report, place),
            login: viewer.login.clone(),
            author: viewer.name.clone(),
            at: moment.now,
        };
        Ok(self.store.report_comment_add(self.municipality, &row).await?)
    }
}
