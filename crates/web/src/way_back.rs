//! The way back from a case to the list one came from, with its choices, its page and its row.
//!
//! A browser says which page of ours a link stood on; that list is kept in a cookie of the case's own address, so that
//! it stands through its forms and saves, and another case in another window has its own. Only the lists named here
//! are led back to. What was searched for is kept in the process alone: no name or number stands in an address or a cookie.

use crate::text::t;
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, header};
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use std::collections::{BTreeSet, HashMap};
use std::sync::{Mutex, PoisonError};

const COOKIE: &str = "tilbage";
/// In place of an address: what was searched for last.
pub(crate) const SEARCH: &str = "soegning";
/// Lists whose rows lead to cases.
const LISTS: [&str; 7] =
    ["/", "/borgere", "/team", "/team/frister", "/ledelse/sager", "/stroemme/sager", "/rettidighed/frister"];
const MOST_BYTES: usize = 1500;
/// Browsers whose last search is kept; more begin anew.
const MOST_SEARCHES: usize = 5000;

/// Where one came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct WayBack {
    /// The list's own address, or [`SEARCH`].
    pub(crate) list: String,
    /// The case that came after, as the list was: its row stands where this one stood when it is done.
    pub(crate) after: Option<i64>,
    /// One has come from the list just now.
    pub(crate) arrived: bool,
}

/// Whether an address is one of our lists, and nothing else.
fn is_list(address: &str) -> bool {
    let path = address.split('?').next().unwrap_or_default();
    let plain = |b: u8| b.is_ascii_graphic() && !b"\\\"<>;,#'".contains(&b);
    address == SEARCH || LISTS.contains(&path) && address.len() <= MOST_BYTES && address.bytes().all(plain)
}

/// Path and query of the page of this site that a link stood on.
fn linked_from(parts: &Parts) -> Option<String> {
    let text = |name| parts.headers.get(name).and_then(|v: &HeaderValue| v.to_str().ok());
    let (_, rest) = text(header::REFERER)?.split_once("://")?;
    let address = rest.strip_prefix(text(header::HOST)?)?;
    address.starts_with('/').then(|| address.split('#').next().unwrap_or_default().to_owned())
}

fn from_cookie(parts: &Parts) -> Option<WayBack> {
    let cookies = parts.headers.get_all(header::COOKIE).iter().filter_map(|v| v.to_str().ok());
    let (_, value) =
        cookies.flat_map(|v| v.split(';')).filter_map(|p| p.trim().split_once('=')).find(|(n, _)| *n == COOKIE)?;
    let value = percent_decode_str(value).decode_utf8().ok()?;
    let (after, list) = value.split_once(' ')?;
    is_list(list).then(|| WayBack { list: list.to_owned(), after: after.parse().ok(), arrived: false })
}

/// The way back from a page of a case; none where nothing says it.
pub(crate) fn of(parts: &Parts) -> Option<WayBack> {
    if !parts.uri.path().starts_with("/borger/") {
        return None;
    }
    let named = parts.uri.query().into_iter().flat_map(|q| q.split('&')).find_map(|pair| pair.strip_prefix("fra="));
    let named = named.and_then(|value| Some(percent_decode_str(value).decode_utf8().ok()?.into_owned()));
    let said = named.or_else(|| linked_from(parts)).filter(|list| parts.method == Method::GET && is_list(list));
    said.map(|list| WayBack { list, after: None, arrived: true }).or_else(|| from_cookie(parts))
}

impl WayBack {
    /// The cookie that keeps it, for this case's pages alone.
    pub(crate) fn cookie(&self, case: i64, after: Option<i64>, secure: bool) -> String {
        let after = after.map_or_else(|| "-".to_owned(), |case| case.to_string());
        let value = utf8_percent_encode(&format!("{after} {}", self.list), NON_ALPHANUMERIC).to_string();
        let secure = if secure { "; Secure" } else { "" };
        format!("{COOKIE}={value}; Path=/borger/{case}; HttpOnly; SameSite=Lax{secure}")
    }

    pub(crate) fn is_search(&self) -> bool {
        self.list == SEARCH
    }

    /// What the list is asked for, where it is *Mit overblik*.
    pub(crate) fn overview_query(&self) -> Option<&str> {
        let (path, query) = self.list.split_once('?').unwrap_or((&self.list, ""));
        (path == "/").then_some(query)
    }

    /// Another case of the same list.
    pub(crate) fn to_case(&self, case: i64) -> String {
        format!("/borger/{case}?fra={}", utf8_percent_encode(&self.list, NON_ALPHANUMERIC))
    }

    pub(crate) fn text(&self) -> String {
        match self.list.as_str() {
            "/" => t("citizen.back"),
            SEARCH => t("citizen.back_search"),
            _ => t("overview.back"),
        }
    }
}

/// Says of each row in turn whether it is the first of its case, where the way back leads.
pub(crate) fn firsts() -> impl FnMut(i64) -> bool {
    let mut seen = BTreeSet::new();
    move |case| seen.insert(case)
}

/// What each signed-in browser searched for last.
#[derive(Debug, Default)]
pub struct Searches(Mutex<HashMap<String, String>>);

impl Searches {
    pub(crate) fn keep(&self, token: &str, text: &str) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MOST_SEARCHES {
            kept.clear();
        }
        kept.insert(token.to_owned(), text.to_owned());
    }

    pub(crate) fn last(&self, token: &str) -> Option<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(token).cloned()
    }

    pub(crate) fn forget(&self, token: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(token);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_lists_are_led_back_to() {
        for list in ["/", "/?ejer=alle&sorter=%2Dname", "/borgere?side=2", "/team?vis=all", SEARCH] {
            assert!(is_list(list), "{list}");
        }
        let long = format!("/?ejer={}", "x".repeat(MOST_BYTES));
        let wrong = [
            "//evil.example/",
            "https://evil.example/",
            "/\\evil.example",
            "javascript:alert(1)",
            "/log-ud",
            "/borger/1",
            "/?a=\"><script>",
            "/?a=b\nc",
            "/?a;b",
            "",
            "/#x",
            "/team/",
            "/%2F",
            &long,
        ];
        for list in wrong {
            assert!(!is_list(list), "{list}");
        }
    }
}
