//! Figures of published tables: the municipality beside cluster, RAR area, country and the ten best.

use super::{Line, by_month, columns, drawing, row, strong};
use crate::comparison::{Comparison, GroupInfo, LineKind};
use crate::reports::ground::Ground;
use documents::danish::{long, month_long, period};
use documents::report::{Cell, Figure, FootLine, Row, Table};
use documents::sentence::{Sort as Said, ended, moved};
use documents::text::{capital, t, tf};
use figures::compare::{Change, Sort, Unit};
use figures::{Value, danish};

fn line_name(kind: LineKind, ground: &Ground, found: &Comparison) -> String {
    let group = |info: &GroupInfo, key: &str| match info {
        GroupInfo::Known { name, .. } if key == "second" => name.clone(),
        _ => t(&format!("report.area.{key}")),
    };
    match kind {
        LineKind::Own => ground.published.area_name.clone(),
        LineKind::Cluster => group(&found.cluster, "cluster"),
        LineKind::Second => group(&found.second, "second"),
        LineKind::Country => t("report.area.country"),
        LineKind::Best => t("report.area.best"),
    }
}

/// "0,3 point" or "3,2 pct."
fn change(change: &Change) -> Cell {
    match (change.unit, change.relative) {
        (Unit::Percent, value) => Cell::change_percent(value, 1),
        (Unit::Points, Value::Number(n)) => {
            let mut cell = Cell::change(Value::Number(n), 1);
            cell.text = danish::points(n, 1);
            cell
        }
        (Unit::Points, other) => Cell::value(other, 1),
    }
}

/// Who publishes it, and when it was read.
fn foot(ground: &Ground, found: &Comparison) -> Vec<FootLine> {
    let first = found.months.first().map_or(found.latest, |m| *m);
    let read = found.source.as_ref().map_or_else(|| t("report.unknown"), |s| long(s.at.day()));
    let lines = [
        (t("leadership.definition"), tf("report.published", &[("id", &found.measure.id), ("table", &found.table)])),
        (t("leadership.period"), period(first.first_day(), Some(found.latest.last_day()))),
        (t("leadership.who"), found.measure.counted.clone()),
        (t("leadership.source"), t("report.jobindsats")),
        (t("report.read"), read),
        (t("leadership.counted"), long(ground.today)),
    ];
    lines.map(FootLine::from).into()
}

/// One measure: lines over three years, levels and the place.
pub(super) fn measure(ground: &Ground, id: &str, measure: &str) -> Figure {
    let Some(found) = ground.published.of(measure) else {
        return Figure { absent: Some(t("report.not_imported")), ..Figure::default() };
    };
    let decimals = found.measure.decimals;
    let lines: Vec<Line> = found
        .lines
        .iter()
        .map(|l| Line {
            name: line_name(l.kind, ground, found),
            style: l.kind.style(),
            values: l.values.clone(),
            preliminary: true,
        })
        .collect();
    let own = found.lines.iter().find(|l| l.kind == LineKind::Own);
    let sort = match found.measure.sort {
        Sort::Share => Said::Share,
        Sort::Count => Said::Count { decimals },
    };
    let findings: Vec<String> = own
        .into_iter()
        .flat_map(|own| {
            let level = own.change.now.number().map(|n| {
                let value = if found.measure.sort == Sort::Share {
                    danish::percent(n, decimals)
                } else {
                    danish::number(n, decimals)
                };
                let sentence =
                    found.measure.sentence.replace("{area}", &ground.published.area_name).replace("{value}", &value);
                format!("{sentence} ({}).", danish::month(found.latest))
            });
            let moved = moved(own.change.then, own.change.now, sort).filter(|_| own.change.relative.number().is_some());
            let since = moved.map(|m| {
                tf("report.finding.since", &[("moved", &m), ("then", &danish::month(found.latest.last_year()))])
            });
            level.into_iter().chain(since)
        })
        .chain(place(ground, found))
        .collect();
    // Numbers of people are not of one size: only the own line is drawn.
    let drawn = if found.measure.sort == Sort::Share { &lines[..] } else { &lines[..lines.len().min(1)] };
    let title = findings.first().cloned().unwrap_or_else(|| found.measure.name.clone());
    let mut notes: Vec<String> = found.breaks.iter().map(|b| b.reason.clone()).collect();
    notes.push(ended(&tf("report.note.unit", &[("counted", &found.measure.counted), ("unit", &found.measure.unit)])));
    notes.push(t("report.note.cluster"));
    notes.push(tf("comparison.preliminary_note", &[("month", &capital(&month_long(found.latest.first_day())))]));
    Figure {
        drawing: drawing(id, &title, &found.months, drawn, &found.breaks, decimals),
        findings,
        table: Some(levels_and_months(found, &lines)),
        notes,
        foot: foot(ground, found),
        ..Figure::default()
    }
}

/// Numbers of people follow the size of a municipality: no place is told of them.
fn place(ground: &Ground, found: &Comparison) -> Option<String> {
    if found.measure.sort == Sort::Count {
        return None;
    }
    let printed = found.ranking.of(ground.published.area)?.printed?;
    let values = [("place", danish::places(printed.first, printed.last)), ("of", printed.of.to_string())];
    Some(tf("report.finding.place", &values.each_ref().map(|(k, v)| (*k, v.as_str()))))
}

/// The last thirteen months; above them the change over the year.
fn levels_and_months(found: &Comparison, lines: &[Line]) -> Table {
    let from = found.months.len().saturating_sub(13);
    let cut: Vec<Line> =
        lines.iter().map(|l| Line { name: l.name.clone(), values: l.values[from..].to_vec(), ..*l }).collect();
    let mut table = by_month(&found.months[from..], &cut, found.measure.decimals);
    let changes = found.lines.iter().map(|l| change(&l.change)).collect();
    table
        .rows
        .insert(0, strong(tf("report.change_since", &[("then", &danish::month(found.latest.last_year()))]), changes));
    table
}

/// Every measure that is read, a line each.
pub(super) fn all(ground: &Ground) -> Figure {
    if ground.published.all.all.is_empty() {
        return Figure { absent: Some(t("report.not_imported")), ..Figure::default() };
    }
    let rows = ground.published.all.all.iter().map(|r| {
        let decimals = r.measure.decimals;
        let place = r.place.map_or_else(
            || Cell::text("–"),
            |p| {
                Cell::text(tf(
                    "report.place",
                    &[("place", &danish::places(p.first, p.last)), ("of", &p.of.to_string())],
                ))
            },
        );
        row(
            format!("{}, {} ({})", r.measure.name, r.measure.unit, danish::month(r.latest)),
            vec![
                Cell::value(r.own, decimals),
                Cell::value(r.cluster, decimals),
                Cell::value(r.country, decimals),
                place,
                change(&r.change),
            ],
        )
    });
    let mut head = columns(&["measure"]);
    head.push(ground.published.area_name.clone());
    head.extend(columns(&["cluster", "country", "place", "year_change"]));
    let tables: Vec<String> = ground.published.all.all.iter().map(|r| r.measure.tables.join("/")).collect();
    let rows: Vec<Row> = rows.collect();
    Figure {
        table: Some(Table { columns: head, rows }),
        notes: vec![t("report.note.cluster"), t("report.note.no_grade")],
        foot: [
            (t("leadership.definition"), tf("report.published_all", &[("tables", &unique(tables).join(", "))])),
            (t("leadership.source"), t("report.jobindsats")),
            (t("leadership.counted"), long(ground.today)),
        ]
        .map(FootLine::from)
        .into(),
        ..Figure::default()
    }
}

fn unique(mut names: Vec<String>) -> Vec<String> {
    names.sort();
    names.dedup();
    names
}

/// Unemployed in all, on dagpenge and on kontanthjælp, own and others.
pub(super) fn unemployed(ground: &Ground) -> Figure {
    let measures = ["ledige-andel", "ledige-dagpenge-andel", "ledige-kontanthjaelp-andel"];
    let found: Vec<&Comparison> = measures.iter().filter_map(|m| ground.published.of(m)).collect();
    let Some(first) = found.first() else {
        return Figure { absent: Some(t("report.not_imported")), ..Figure::default() };
    };
    let mut rows = Vec::new();
    for measure in &found {
        for line in &measure.lines {
            let name = format!("{}: {}", measure.measure.name, line_name(line.kind, ground, measure));
            let decimals = measure.measure.decimals;
            let cells = vec![
                Cell::percent(line.change.now, decimals),
                Cell::percent(line.change.then, decimals),
                change(&line.change),
            ];
            rows.push(if line.kind == LineKind::Own { strong(name, cells) } else { row(name, cells) });
        }
        for (neighbour, their) in &measure.neighbours {
            let decimals = measure.measure.decimals;
            let cells = vec![Cell::percent(their.now, decimals), Cell::percent(their.then, decimals), change(their)];
            rows.push(row(format!("{}: {neighbour}", measure.measure.name), cells));
        }
    }
    let mut notes = vec![t("report.note.cluster")];
    if first.neighbours.is_empty() {
        notes.push(t("report.note.neighbours"));
    }
    let head = vec![
        t("report.col.area"),
        danish::month(first.latest),
        danish::month(first.latest.last_year()),
        t("report.col.change"),
    ];
    Figure {
        findings: place(ground, first).into_iter().collect(),
        table: Some(Table { columns: head, rows }),
        notes,
        foot: foot(ground, first),
        ..Figure::default()
    }
}
