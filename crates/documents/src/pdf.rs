//! A report as tagged PDF: PDF/UA-1, A4, fonts embedded. Typst lays it out and refuses what a screen reader cannot follow.
//!
//! Invariant: text is data for the template, never markup: nothing a person writes is run.
//! Source: ISO 14289-1 (PDF/UA-1), checked by the library while it writes.

mod fonts;
mod glyphs;
mod world;

pub use fonts::Fonts;

use crate::report::{Comment, Report};
use crate::text::t;
use serde_json::{Value, json};
use typst::foundations::Smart;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};
use world::World;

/// Why there is no file. Both are mistakes of the program.
#[derive(Debug, thiserror::Error)]
pub enum PdfError {
    #[error("a font cannot be read: {0}")]
    Font(String),
    #[error("the report cannot be laid out: {0}")]
    Layout(String),
}

/// The styles of drawings, which pages have in their style sheet.
const DRAWN: &str = "<style>text{font-family:'IBM Plex Sans';font-size:13px;fill:#1a1a1a}.t2{fill:#454545}.b{font-weight:600}\
.ax{stroke:#707070;stroke-width:1}.gr{stroke:#dcdcdc;stroke-width:1}.halo{paint-order:stroke;stroke:#fff;stroke-width:4px;stroke-linejoin:round}</style>";

/// The file. The same report, comments and fonts give the same bytes.
pub fn pdf(report: &Report, comments: &[Comment], fonts: &Fonts) -> Result<Vec<u8>, PdfError> {
    let (mut data, drawings) = data(report, comments);
    fonts.all_drawable(&mut data);
    let drawings = drawings.iter().map(|svg| fonts.drawable(svg)).collect();
    let world = World::new(fonts, data.to_string(), drawings);
    let failed = |errors: &[typst::diag::SourceDiagnostic]| {
        PdfError::Layout(errors.iter().map(|e| e.message.to_string()).collect::<Vec<_>>().join("; "))
    };
    let document = typst::compile::<PagedDocument>(&world).output.map_err(|e| failed(&e))?;
    let standards = PdfStandards::new(&[PdfStandard::Ua_1]).map_err(|e| PdfError::Layout(e.message().to_string()))?;
    let ident = format!("{}\n{}\n{}\n{}", report.title, report.municipality, report.period, report.drawn);
    let options = PdfOptions {
        ident: Smart::Custom(ident),
        creator: Smart::Custom(Some("Medspiller".into())),
        standards,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&document, &options).map_err(|e| failed(&e))
}

/// What the template reads, and the drawings by their file names.
fn data(report: &Report, comments: &[Comment]) -> (Value, Vec<String>) {
    let mut drawings = Vec::new();
    let said = |place: &str| -> Vec<Value> {
        let of = comments.iter().filter(|c| c.place == place);
        of.map(|c| json!({ "text": paragraphs(&c.text), "by": c.by, "stale": c.stale })).collect()
    };
    let mut chapters = Vec::new();
    for chapter in &report.chapters {
        let mut figures = Vec::new();
        for figure in &chapter.figures {
            let drawing = figure.drawing.as_ref().map(|d| {
                drawings.push(alone(&d.svg));
                json!({ "file": format!("/{}.svg", drawings.len() - 1), "alt": d.alt })
            });
            figures.push(json!({
                "id": figure.id, "title": figure.title, "findings": figure.findings, "drawing": drawing,
                "columns": figure.table.as_ref().map(|table| &table.columns),
                "rows": figure.table.as_ref().map(|table| table.rows.iter().map(row).collect::<Vec<_>>()),
                "notes": figure.notes, "foot": figure.foot, "absent": figure.absent, "comments": said(&figure.id),
            }));
        }
        chapters.push(json!({
            "title": chapter.title, "text": chapter.text, "asks": chapter.asks, "comments": said(&chapter.id), "figures": figures,
        }));
    }
    let words = json!({
        "page": t("report.page"), "contents": t("report.contents"), "absent": t("report.absent"),
        "comment": t("report.comment"), "footer": format!("{} · {} · {}", report.municipality, report.title, report.period),
        "drawn": t("report.drawn"),
    });
    let head = json!({
        "title": report.title, "municipality": report.municipality, "period": report.period, "drawn": report.drawn,
        "drawn_words": report.drawn_words(), "about": report.about, "chapters": chapters, "words": words,
    });
    (head, drawings)
}

fn row(row: &crate::report::Row) -> Value {
    let cells: Vec<Value> = row.cells.iter().map(|c| json!({ "text": c.text, "number": c.is_number() })).collect();
    json!({ "name": row.name, "strong": row.strong, "cells": cells })
}

/// An empty line begins a new paragraph.
fn paragraphs(text: &str) -> Vec<String> {
    let text = text.replace("\r\n", "\n");
    text.split("\n\n").map(|p| p.replace('\n', " ").trim().to_owned()).filter(|p| !p.is_empty()).collect()
}

/// A drawing of a page as a file of its own.
fn alone(svg: &str) -> String {
    let svg = svg.replacen("<svg ", "<svg xmlns=\"http://www.w3.org/2000/svg\" ", 1);
    match svg.find('>') {
        Some(at) => format!("{}{DRAWN}{}", &svg[..=at], &svg[at + 1..]),
        None => svg,
    }
}
