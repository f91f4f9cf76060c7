//! The appendix: every number of a report as one table, a line for each, for whoever counts on.
//!
//! UTF-8 with its mark, semicolons, decimal comma, Danish words: as the program's other lists.

use crate::report::{Cell, Report};
use crate::text::t;

/// A field: quoted where it must be, and never read as a formula.
pub fn field(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = if formula { format!("'{text}") } else { text.to_owned() };
    if text.contains([';', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

pub fn lines(head: &[String], rows: &[Vec<String>]) -> String {
    let line = |cells: &[String]| cells.iter().map(|c| field(c)).collect::<Vec<_>>().join(";");
    let mut text = String::from('\u{feff}');
    for cells in std::iter::once(head).chain(rows.iter().map(Vec::as_slice)) {
        text.push_str(&line(cells));
        text.push_str("\r\n");
    }
    text
}

/// One line for every cell: figure, title, row, column, number, and the definition it was counted by.
pub fn csv(report: &Report) -> String {
    let head = ["figure", "title", "row", "column", "number", "definition"].map(|key| t(&format!("report.csv_{key}")));
    let mut rows = Vec::new();
    for figure in report.figures() {
        let Some(table) = &figure.table else { continue };
        let definition = figure.foot.first().map(|line| line.text.clone()).unwrap_or_default();
        for row in &table.rows {
            for (column, cell) in table.columns.iter().skip(1).zip(&row.cells) {
                let fields = [&figure.id, &figure.title, &row.name, column, &number(cell), &definition];
                rows.push(fields.map(String::clone).to_vec());
            }
        }
    }
    lines(&head, &rows)
}

/// `-1270,25`; the words where there is no number.
fn number(cell: &Cell) -> String {
    let Some(n) = cell.number else { return cell.text.clone() };
    let scale = usize::from(n.scale);
    let digits = format!("{:0>width$}", n.units.unsigned_abs(), width = scale + 1);
    let (whole, part) = digits.split_at(digits.len() - scale);
    let sign = if n.units < 0 { "-" } else { "" };
    if part.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole},{part}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Decimal;

    #[test]
    fn a_field_is_quoted_where_it_must_be_and_is_never_a_formula() {
        assert_eq!(field("Ærø"), "Ærø");
        assert_eq!(field("a;\"b\"\nc"), "\"a;\"\"b\"\"\nc\"");
        assert_eq!(field("=1+1"), "'=1+1");
        assert_eq!(lines(&["Frist".into()], &[vec!["16-03-2026".into()]]), "\u{feff}Frist\r\n16-03-2026\r\n");
    }

    #[test]
    fn a_number_has_a_comma_and_no_points() {
        let cell = |units, scale| Cell { text: String::new(), number: Some(Decimal { units, scale, shown: 1 }) };
        assert_eq!(number(&cell(127_025, 2)), "1270,25");
        assert_eq!(number(&cell(-25, 3)), "-0,025");
        assert_eq!(number(&Cell::text("vises ikke")), "vises ikke");
    }
}
