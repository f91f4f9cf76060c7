//! A report as a workbook: a sheet that says what it is, and one sheet a figure with numbers that can be counted on.

use crate::report::{Cell, Comment, Figure, FootLine, Report};
use crate::text::t;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};

/// Why there is no file: a mistake of the program.
#[derive(Debug, thiserror::Error)]
#[error("the workbook cannot be written: {0}")]
pub struct BookError(String);

impl From<XlsxError> for BookError {
    fn from(e: XlsxError) -> BookError {
        BookError(e.to_string())
    }
}

/// The most characters a sheet's name may have.
const LONGEST: usize = 31;

/// An `.xlsx` file. The same report and comments give the same bytes.
pub fn book(report: &Report, comments: &[Comment]) -> Result<Vec<u8>, BookError> {
    let mut book = Workbook::new();
    let made = ExcelDateTime::parse_from_str(&format!("{}T00:00:00", report.drawn))?;
    let properties = DocProperties::new().set_title(&report.title).set_author(&report.municipality);
    book.set_properties(&properties.set_creation_datetime(&made));
    let bold = Format::new().set_bold();
    front(book.add_worksheet(), report, comments, &bold)?;
    for figure in report.figures() {
        let sheet = book.add_worksheet();
        sheet.set_name(name(figure))?;
        one(sheet, figure, comments, &bold)?;
    }
    Ok(book.save_to_buffer()?)
}

/// What a sheet's name may not have is left out.
fn name(figure: &Figure) -> String {
    let allowed = |c: &char| !['[', ']', ':', '*', '?', '/', '\\', '\''].contains(c);
    figure.id.chars().filter(allowed).take(LONGEST).collect()
}

fn front(sheet: &mut Worksheet, report: &Report, comments: &[Comment], bold: &Format) -> Result<(), BookError> {
    sheet.set_name(t("report.sheet_front"))?.set_column_width(0, 14)?.set_column_width(1, 70)?;
    let title = Format::new().set_bold().set_font_size(16);
    sheet.write_with_format(0, 0, &report.title, &title)?;
    sheet.write(1, 0, format!("{} · {}", report.municipality, report.period))?;
    let mut line = 2;
    for text in &report.about {
        sheet.write(line, 0, text)?;
        line += 1;
    }
    sheet.write(line, 0, format!("{} {}.", t("report.drawn"), report.drawn_words()))?;
    line += 2;
    for chapter in &report.chapters {
        sheet.write_with_format(line, 0, &chapter.title, bold)?;
        line += 1;
        for comment in comments.iter().filter(|c| c.place == chapter.id) {
            sheet.write(line, 1, format!("{} ({})", comment.text, comment.by))?;
            line += 1;
        }
        for figure in &chapter.figures {
            sheet.write(line, 0, &figure.id)?;
            sheet.write(line, 1, figure.absent.as_ref().unwrap_or(&figure.title))?;
            line += 1;
        }
    }
    Ok(())
}

fn one(sheet: &mut Worksheet, figure: &Figure, comments: &[Comment], bold: &Format) -> Result<(), BookError> {
    sheet.set_column_width(0, 34)?;
    sheet.write_with_format(0, 0, format!("{} {}", figure.id, figure.title), bold)?;
    let mut line = 1;
    for text in figure.findings.iter().chain(&figure.absent) {
        sheet.write(line, 0, text)?;
        line += 1;
    }
    if let Some(table) = &figure.table {
        line += 1;
        for (at, column) in (0u16..).zip(&table.columns) {
            let head = Format::new().set_bold().set_align(if at == 0 { FormatAlign::Left } else { FormatAlign::Right });
            sheet.write_with_format(line, at, column, &head)?;
            if at > 0 {
                sheet.set_column_width(at, 16)?;
            }
        }
        for row in &table.rows {
            line += 1;
            let name = if row.strong { bold.clone() } else { Format::new() };
            sheet.write_with_format(line, 0, &row.name, &name)?;
            for (at, cell) in (1u16..).zip(&row.cells) {
                write(sheet, (line, at), cell, row.strong)?;
            }
        }
        line += 2;
    }
    for note in &figure.notes {
        sheet.write(line, 0, note)?;
        line += 1;
    }
    for FootLine { name, text, .. } in &figure.foot {
        sheet.write(line, 0, format!("{name}: {text}"))?;
        line += 1;
    }
    for comment in comments.iter().filter(|c| c.place == figure.id) {
        sheet.write(line, 0, format!("{} ({})", comment.text, comment.by))?;
        line += 1;
    }
    Ok(())
}

fn write(sheet: &mut Worksheet, (line, at): (u32, u16), cell: &Cell, strong: bool) -> Result<(), BookError> {
    let format = Format::new().set_align(FormatAlign::Right);
    let format = if strong { format.set_bold() } else { format };
    match cell.number {
        Some(n) => {
            let zeros = "0".repeat(usize::from(n.shown));
            let shape = if n.shown == 0 { "#,##0".to_owned() } else { format!("#,##0.{zeros}") };
            sheet.write_with_format(line, at, n.to_f64(), &format.set_num_format(shape))?;
        }
        None => {
            sheet.write_with_format(line, at, &cell.text, &format)?;
        }
    }
    Ok(())
}
