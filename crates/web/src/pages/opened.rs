//! The list of cases behind a number: one page for all figures that open to cases.

use crate::pages::Frame;
use crate::pages::foot::Foot;
use crate::text::{count, t, tf};
use crate::words::{capital, label};
use app::figures::{Value, danish};
use app::opened::{Opened, OpenedRow};
use askama::Template;

#[derive(Template)]
#[template(path = "opened.html")]
pub(crate) struct Page {
    pub(crate) frame: Frame,
    /// Address and name of the page with the number.
    pub(crate) back: (String, String),
    pub(crate) title: String,
    pub(crate) about: String,
    /// Why there is no list, or what it leaves out.
    pub(crate) notes: Vec<String>,
    pub(crate) heads: Vec<Head>,
    pub(crate) rows: Vec<RowView>,
    pub(crate) pager: Option<Pager>,
    pub(crate) foot: Option<Foot>,
}

/// A number that may lead to its cases.
pub(crate) struct Number {
    pub(crate) text: String,
    pub(crate) link: Option<String>,
}

impl Number {
    /// `link`: where it opens for those who may see persons, where anybody stands behind it.
    pub(crate) fn of((text, value): (String, Value), persons: bool, link: impl FnOnce() -> String) -> Number {
        let somebody = value.number().is_some_and(|n| !n.is_zero() && !n.is_negative());
        Number { text, link: (persons && somebody).then(link) }
    }
}

/// Head of a column after the name.
pub(crate) struct Head {
    pub(crate) text: String,
    pub(crate) number: bool,
    /// Where the list stands in the order of this column, and how it stands now.
    pub(crate) order: Option<(String, Option<&'static str>)>,
}

impl Head {
    pub(crate) fn plain(text: String) -> Head {
        Head { text, number: false, order: None }
    }

    pub(crate) fn number(text: String) -> Head {
        Head { number: true, ..Head::plain(text) }
    }

    /// The two that every list has after the name.
    pub(crate) fn of_case() -> [Head; 2] {
        [t("leadership.col_benefit"), t("opened.col_owner")].map(Head::plain)
    }

    /// `sorted`: the way the list stands, if in the order of this column. An order that is shown is turned round.
    pub(crate) fn ordered(self, address: &str, code: &str, sorted: Option<&'static str>, turned: bool) -> Head {
        let code = if sorted.is_some() && !turned { format!("-{code}") } else { code.to_owned() };
        Head { order: Some((format!("{address}&sorter={code}"), sorted)), ..self }
    }
}

pub(crate) struct RowView {
    pub(crate) case: i64,
    /// The first row of its case.
    pub(crate) first: bool,
    pub(crate) name: String,
    pub(crate) born: String,
    /// One for each head.
    pub(crate) cells: Vec<String>,
}

impl RowView {
    pub(crate) fn at(self, first: bool) -> RowView {
        RowView { first, ..self }
    }
}

pub(crate) struct Pager {
    pub(crate) at: String,
    pub(crate) before: Option<String>,
    pub(crate) after: Option<String>,
}

/// A row, with what the number says of it after the benefit and who has the case.
pub(crate) fn row<T>(row: &OpenedRow<T>, cells: Vec<String>) -> RowView {
    RowView {
        case: row.case,
        first: false,
        name: row.name.clone(),
        born: row.born_year.map(|year| year.to_string()).unwrap_or_default(),
        cells: [vec![capital(&label(row.benefit)), row.owner.clone()], cells].concat(),
    }
}

/// `hidden`: the number itself is not shown; `one`: it is of one benefit.
pub(crate) fn notes<T>(found: &Opened<T>, (hidden, one): (bool, bool)) -> Vec<String> {
    let held_back = || found.held_back.iter().map(|benefit| label(*benefit)).collect::<Vec<_>>().join(", ");
    let first = match found {
        _ if hidden => Some(t("opened.hidden")),
        found if one && !found.held_back.is_empty() => Some(t("opened.few_closed")),
        found if !found.held_back.is_empty() => Some(tf("opened.held_back", &[("benefits", &held_back())])),
        found if found.rows.is_empty() && found.closed == 0 => Some(t("opened.nobody")),
        _ => None,
    };
    let closed = (found.closed > 0).then(|| count("opened.closed", found.closed));
    first.into_iter().chain(closed).collect()
}

/// Of a number that stands alone; `hidden`: it is not shown.
pub(crate) fn notes_alone<T>(found: &Opened<T, ()>, hidden: bool) -> Vec<String> {
    let first = match found {
        _ if hidden => Some(t("opened.hidden")),
        found if !found.held_back.is_empty() => Some(t("opened.few_closed")),
        found if found.rows.is_empty() && found.closed == 0 => Some(t("opened.nobody")),
        _ => None,
    };
    let closed = (found.closed > 0).then(|| count("opened.closed", found.closed));
    first.into_iter().chain(closed).collect()
}

/// `address`: the list's own, without its page.
pub(crate) fn pager<T, K>(found: &Opened<T, K>, address: &str) -> Option<Pager> {
    pager_of((found.page, found.pages, found.listed), address)
}

/// Of the page that is shown, how many there are, and the rows on all of them.
pub(crate) fn pager_of((page, pages, listed): (usize, usize, usize), address: &str) -> Option<Pager> {
    let n = |n: usize| danish::count(i64::try_from(n).unwrap_or(i64::MAX));
    let link = |page: usize| format!("{address}&side={page}");
    let of = [("page", n(page)), ("pages", n(pages)), ("n", n(listed))];
    (pages > 1).then(|| Pager {
        at: tf("opened.page", &of.each_ref().map(|(k, v)| (*k, v.as_str()))),
        before: (page > 1).then(|| link(page - 1)),
        after: (page < pages).then(|| link(page + 1)),
    })
}
