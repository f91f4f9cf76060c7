//! What the list is asked for, as its address has it.

use crate::pages::team::ColumnView;
use crate::text::t;
use app::overview::{Filter, Group, ListOrder, Whose};
use axum::extract::Query;
use axum::http::Uri;
use domain::codes::{Benefit, Code};
use serde::Deserialize;

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Asked {
    pub(super) ejer: String,
    pub(super) slags: String,
    pub(super) yd: String,
    pub(super) frist: String,
    pub(super) sorter: String,
    pub(super) taet: Option<String>,
    pub(super) alle: Option<String>,
}

pub(super) fn filter(asked: &Asked) -> Filter {
    let whose = Whose::from_code(&asked.ejer).unwrap_or(Whose::Mine);
    let (order, down) = asked.sorter.strip_prefix('-').map_or((asked.sorter.as_str(), false), |order| (order, true));
    Filter {
        whose,
        duty: (!asked.slags.is_empty()).then(|| asked.slags.clone()),
        benefit: Benefit::from_code(&asked.yd),
        only: Group::from_code(&asked.frist),
        dense: asked.taet.is_some(),
        order: ListOrder::from_code(order).unwrap_or(ListOrder::Due),
        down,
        all_later: asked.alle.is_some(),
        whole: false,
    }
}

/// What the query of an address asks the list for.
pub(crate) fn asked_by(query: &str) -> Option<Filter> {
    let uri: Uri = format!("/?{query}").parse().ok()?;
    Query::<Asked>::try_from_uri(&uri).ok().map(|Query(asked)| filter(&asked))
}

/// The same list with one choice changed.
pub(super) fn link(asked: &Asked, dense: bool, all: bool) -> String {
    ordered(asked, &asked.sorter, dense, all)
}

/// The same list in another order.
fn ordered(asked: &Asked, sorter: &str, dense: bool, all: bool) -> String {
    let mut parts: Vec<String> = Vec::new();
    let chosen = [("ejer", &asked.ejer), ("slags", &asked.slags), ("yd", &asked.yd), ("frist", &asked.frist)];
    for (key, value) in chosen.map(|(key, value)| (key, value.as_str())).into_iter().chain([("sorter", sorter)]) {
        if !value.is_empty() {
            let value = percent_encoding::utf8_percent_encode(value, percent_encoding::NON_ALPHANUMERIC);
            parts.push(format!("{key}={value}"));
        }
    }
    if dense {
        parts.push("taet=1".into());
    }
    if all {
        parts.push("alle=1".into());
    }
    if parts.is_empty() { "/".into() } else { format!("/?{}", parts.join("&")) }
}

pub(super) fn columns(asked: &Asked, filter: &Filter) -> Vec<ColumnView> {
    let all = [
        (ListOrder::Due, "overview.col_due"),
        (ListOrder::Name, "overview.col_citizen"),
        (ListOrder::Duty, "overview.col_what"),
    ];
    let column = |(order, key): &(ListOrder, &str)| {
        let sorted = (*order == filter.order).then_some(if filter.down { "descending" } else { "ascending" });
        let turned = if sorted == Some("ascending") { format!("-{}", order.code()) } else { order.code().to_owned() };
        ColumnView { text: t(key), link: ordered(asked, &turned, filter.dense, filter.all_later), sorted }
    };
    all.iter().map(column).collect()
}
