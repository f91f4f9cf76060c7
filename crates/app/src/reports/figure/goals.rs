//! The municipality's own goals: where they stand, with formula.

use super::{columns, defined, row};
use crate::AppError;
use crate::goals::{GoalStatusRow, Measured};
use crate::reports::ground::Ground;
use documents::danish::long;
use documents::report::{Cell, Figure, FootLine, Row, Table};
use documents::text::{capital, label, t, tf};
use figures::{Value, danish};

pub(super) fn status(ground: &Ground) -> Result<Figure, AppError> {
    if ground.goals.is_empty() {
        return Ok(Figure { absent: Some(t("report.no_goals")), ..Figure::default() });
    }
    let reached = ground.goals.iter().filter(|g| g.state == crate::goals::GoalState::Naaet).count();
    let values = [("n", reached.to_string()), ("of", ground.goals.len().to_string())];
    let mut defined: Vec<String> = Vec::new();
    for goal in &ground.goals {
        let name = definition(goal, ground)?;
        if !defined.contains(&name) {
            defined.push(name);
        }
    }
    Ok(Figure {
        findings: vec![tf("report.finding.goals", &values.each_ref().map(|(k, v)| (*k, v.as_str())))],
        table: Some(Table {
            columns: columns(&["goal", "baseline", "target", "latest", "last_year", "change", "status"]),
            rows: ground.goals.iter().map(goal_row).collect(),
        }),
        notes: ground.goals.iter().flat_map(formulas).collect(),
        foot: [
            (t("leadership.definition"), defined.join("; ")),
            (t("leadership.source"), t("report.goal_source")),
            (t("leadership.counted"), long(ground.today)),
        ]
        .map(FootLine::from)
        .into(),
        ..Figure::default()
    })
}

/// The figure that a goal is measured by.
fn definition(goal: &GoalStatusRow, ground: &Ground) -> Result<String, AppError> {
    Ok(match &goal.text.measured {
        Measured::Own { measure, .. } => defined(measure.indicator(), ground)?,
        Measured::Published(id) => crate::goals::published(id)
            .map_or_else(|| id.clone(), |p| tf("report.published", &[("id", id), ("table", &p.tables.join("/"))])),
    })
}

fn goal_row(goal: &GoalStatusRow) -> Row {
    let number = |n: Option<figures::Exact>| n.map_or(Value::Missing, Value::Number);
    let none = || Cell::text("–");
    let baseline = goal.baseline.map_or_else(none, |(_, n)| Cell::value(Value::Number(n), goal.decimals));
    let target = goal.target.map_or_else(none, |n| Cell::value(number(Some(n)), goal.decimals));
    let latest = goal.latest.map_or_else(none, |(month, value)| {
        let mut cell = Cell::value(value, goal.decimals);
        cell.text = format!("{} ({})", cell.text, danish::month(month));
        cell
    });
    let change = goal.change.map_or_else(none, |c| Cell::change(c.by, goal.decimals));
    row(
        goal.text.name.clone(),
        vec![
            baseline,
            target,
            latest,
            Cell::value(goal.last_year, goal.decimals),
            change,
            Cell::text(capital(&label(goal.state))),
        ],
    )
}

/// With the numbers put in, and what a goal lacks.
fn formulas(goal: &GoalStatusRow) -> Vec<String> {
    let name = &goal.text.name;
    let formulas = goal.formulas.iter().map(|f| format!("{name}: {}", f.danish(goal.decimals)));
    let lacks: Vec<String> = goal.lacks.iter().map(|lack| label(*lack)).collect();
    let lacks = (!lacks.is_empty()).then(|| tf("report.goal_lacks", &[("goal", name), ("what", &lacks.join(", "))]));
    formulas.chain(lacks).collect()
}
