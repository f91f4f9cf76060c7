//! The page for a spreadsheet: the months, then the tables of the chosen month, with what is counted below.

use super::{Asked, asked_for, foot, read, words};
use crate::Web;
use crate::pages::error;
use crate::session::Signed;
use crate::sheet::sheet;
use crate::text::{t, tf};
use app::figures::danish;
use app::figures::danish::published;
use app::figures::timeliness::By;
use app::figures::timeliness::counts::Shown;
use app::timeliness::TimelinessPage;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::codes::Code;

pub(crate) async fn file(State(web): State<Web>, signed: Signed, Query(asked): Query<Asked>) -> Response {
    match web.app.timeliness(&signed.viewer, read(&asked), signed.moment).await {
        Ok(found) => {
            let keys = [
                "table",
                "row",
                "month",
                "in_time_day",
                "of_day",
                "percent_day",
                "in_time_week",
                "of_week",
                "percent_week",
            ];
            let head = keys.map(|key| t(&format!("timeliness.file_{key}")));
            let layer = found.filter.layer.code();
            sheet(&format!("rettidighed-{layer}-{}-{}", found.month.code(), found.today), &head, &rows(&found))
        }
        Err(other) => error::failure(&other),
    }
}

/// In time, of how many, and per cent; the words where a number is not shown.
fn cells(shown: &Shown, by: By) -> [String; 3] {
    match shown.by(by) {
        _ if shown.nothing => [String::new(), "0".into(), String::new()],
        None => [danish::HIDDEN.to_owned(), danish::HIDDEN.to_owned(), danish::HIDDEN.to_owned()],
        Some(share) => {
            let percent = share.percent().map_or_else(String::new, |p| danish::number(p, 3));
            [share.numerator.to_string(), share.denominator.to_string(), percent]
        }
    }
}

fn line(table: &str, name: String, month: &str, shown: &Shown) -> Vec<String> {
    let mut line = vec![table.to_owned(), name, month.to_owned()];
    line.extend(cells(shown, By::Day));
    line.extend(cells(shown, By::Week));
    line
}

fn rows(found: &TimelinessPage) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    let series = t("timeliness.months");
    for month in &found.series {
        let code = month.month.code();
        rows.push(line(&series, t("team.all_duties"), &code, &month.total));
        let named = found.drawn.iter().zip(&month.duties);
        rows.extend(
            named.map(|((key, title), shown)| line(&series, crate::words::duty_kind(key, title), &code, shown)),
        );
    }
    let code = found.month.code();
    let units = found.units_and_areas();
    for (key, table) in [("duty", &found.duties), ("benefit", &found.benefits), ("unit", &units)] {
        let name = t(&format!("timeliness.by_{key}"));
        rows.extend(table.iter().map(|r| line(&name, words::row(&r.row, &r.title), &code, &r.shown)));
    }
    let areas = found.over_areas.iter().map(|row| (row, tf("timeliness.area", &[("unit", &row.title)])));
    for (row, name) in areas.chain(found.over.iter().map(|row| (row, row.title.clone()))) {
        for (key, n) in [("leadership.over_law", row.law), ("leadership.over_goal", row.goal)] {
            rows.push(vec![
                t("leadership.today"),
                format!("{name}, {}", t(key)),
                String::new(),
                published(n).replace('.', ""),
            ]);
        }
    }
    rows.extend(foot(found).lines());
    rows.push(vec![
        asked_for(found.filter.layer, found.month),
        t(&format!("timeliness.basis_{}", found.filter.basis.code())),
    ]);
    rows
}
