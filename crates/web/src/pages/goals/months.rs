//! The months of a goal, counted and still to come: as a table and for a spreadsheet.

use super::card::figure_view;
use super::words;
use crate::Web;
use crate::danish::long;
use crate::pages::error;
use crate::session::{GoalNumber, Signed};
use crate::sheet::sheet;
use crate::text::{t, tf};
use app::AppError;
use app::access::Refusal;
use app::figures::chart::Size;
use app::figures::{Exact, Month, danish};
use app::goals::{GoalFigure, GoalText};
use axum::extract::State;
use axum::response::Response;

/// A month that was counted, or one that is still to come.
pub(super) struct MonthView {
    pub(super) month: String,
    pub(super) ahead: bool,
    pub(super) value: String,
    pub(super) others: String,
    pub(super) path: String,
    pub(super) needed: String,
    pub(super) likely: String,
    pub(super) wide: String,
}

/// Newest month first; what is still to come stands above what was counted.
pub(super) fn months(text: &GoalText, figure: &GoalFigure) -> Vec<MonthView> {
    let decimals = text.measured.decimals();
    let n = |value| danish::number(value, decimals);
    let path = |month: Month| {
        let day = month.last_day();
        let inside = text.goal.baseline.is_some_and(|(since, _)| since <= day)
            && text.goal.by.is_none_or(|by| month <= Month::of(by));
        text.goal.path_on(day).filter(|_| inside).map(n).unwrap_or_default()
    };
    let others = |month: Month| {
        let found = figure.series.others.iter().find(|(at, _)| *at == month);
        found.map(|(_, value)| danish::value(*value, decimals)).unwrap_or_default()
    };
    let latest = figure.series.months.last().map(|(month, _)| *month);
    let last = figure.series.months.len().saturating_sub(1);
    let counted = figure.series.months.iter().enumerate().map(|(at, (month, value))| {
        let shown = danish::value(*value, decimals);
        let preliminary = figure.series.preliminary && at == last && value.number().is_some();
        MonthView {
            month: danish::month(*month),
            ahead: false,
            value: if preliminary { tf("goal.month_preliminary", &[("month", &shown)]) } else { shown },
            others: others(*month),
            path: path(*month),
            needed: String::new(),
            likely: String::new(),
            wide: String::new(),
        }
    });
    let ahead = figure.projection.as_ref().map(|found| found.ahead.as_slice()).unwrap_or_default();
    let range = |(a, b): (_, _)| format!("{}–{}", n(a), n(b));
    let coming = ahead.iter().filter(|a| latest.is_none_or(|latest| latest < a.month)).map(|a| MonthView {
        month: danish::month(a.month),
        ahead: true,
        value: String::new(),
        others: String::new(),
        path: path(a.month),
        needed: needed(text, figure, a.month).map(n).unwrap_or_default(),
        likely: range(a.likely),
        wide: range(a.wide),
    });
    let all: Vec<MonthView> = counted.chain(coming).collect();
    all.into_iter().rev().collect()
}

/// What a month must be for the goal to be reached on a straight line from now.
fn needed(text: &GoalText, figure: &GoalFigure, month: Month) -> Option<Exact> {
    let (now, value) = figure.latest?;
    let each = figure.standing.a_month?;
    let last = text.goal.by.map(Month::of)?;
    (month <= last).then_some(value.number()? + each * Exact::whole(month.number() - now.number()))
}

pub(crate) async fn file(State(web): State<Web>, signed: Signed, GoalNumber(goal): GoalNumber) -> Response {
    let view = match web.app.goal(&signed.viewer, goal, signed.moment).await {
        Ok((view, _)) => view,
        Err(other) => return error::failure(&other),
    };
    let Some(figure) = &view.figure else {
        return error::failure(&AppError::NoAccess(Refusal::NotForFigures));
    };
    let text = view.text();
    let keys = ["month", "value", "others", "path", "needed", "likely", "wide"];
    let head: Vec<String> = keys.iter().map(|key| t(&format!("goal.col_{key}"))).collect();
    let plain = |cell: String| cell.replace('.', "").replace('\u{2212}', "-");
    let mut rows: Vec<Vec<String>> = months(text, figure)
        .into_iter()
        .map(|m| {
            vec![
                m.month,
                plain(m.value),
                plain(m.others),
                plain(m.path),
                plain(m.needed),
                plain(m.likely),
                plain(m.wide),
            ]
        })
        .collect();
    rows.push(Vec::new());
    let shown = figure_view(view.number, text, figure, Size::Page);
    rows.push(vec![text.name.clone(), words::aim_sentence(text, Some(figure)), shown.mark.text]);
    rows.push(vec![t("goal.figure"), words::figure_name(view.newest())]);
    rows.extend(shown.formulas.into_iter().map(|formula| vec![t("goal.formula"), formula]));
    rows.extend(shown.facts.into_iter().map(|(name, fact)| vec![name, fact]));
    rows.extend(shown.lacks.into_iter().chain(shown.doubts).map(|said| vec![said]));
    rows.push(vec![t("leadership.counted"), long(signed.moment.today)]);
    sheet(&format!("maal-{goal}-{}", signed.moment.today), &head, &rows)
}
