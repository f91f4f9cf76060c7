//! How many are exempted after an assessment, in words: on the team's page and on the form that exempts.

use crate::danish::long;
use crate::text::{count, t, tf};
use app::team::{Exempted, QuotaRow};

pub(crate) struct ExemptedView {
    /// Where there is nothing to count.
    pub(crate) none: Option<String>,
    pub(crate) rows: Vec<RowView>,
}

pub(crate) struct RowView {
    pub(crate) rule: String,
    pub(crate) title: String,
    /// So many of so many, or why it is not shown.
    pub(crate) share: String,
    pub(crate) most: String,
    pub(crate) more: String,
    /// Exempted without a written assessment, in a sentence before the names.
    pub(crate) unwritten: Option<String>,
    pub(crate) names: Vec<(i64, String)>,
}

pub(crate) fn exempted_view(found: &Exempted) -> ExemptedView {
    let none = found.rows.is_empty().then(|| match found.from {
        Some(from) => tf("exempted.from", &[("day", &long(from))]),
        None => t("exempted.none"),
    });
    ExemptedView { none, rows: found.rows.iter().map(row_view).collect() }
}

/// Those groups alone that somebody may be exempted from.
pub(crate) fn form_view(found: &Exempted) -> ExemptedView {
    let rows = found.rows.iter().filter(|r| r.exempt_from.is_some()).cloned().collect();
    exempted_view(&Exempted { rows, from: found.from })
}

fn row_view(row: &QuotaRow) -> RowView {
    let (share, more) = match (row.count, &row.percent) {
        (None, _) => (t("team.suppressed"), String::new()),
        (Some(_), None) => (t("exempted.nobody"), String::new()),
        (Some(c), Some(percent)) => {
            let made_of = [("n", c.exempted.to_string()), ("of", c.group.to_string())];
            let made_of: Vec<(&str, &str)> = made_of.iter().map(|(k, v)| (*k, v.as_str())).collect();
            let more = match row.beyond() {
                0 => c.may_be_exempted().to_string(),
                beyond => count("exempted.beyond", beyond as usize),
            };
            (format!("{percent} {}", tf("team.made_of", &made_of)), more)
        }
    };
    let most = match (row.most_percent, row.count) {
        (0, _) => t("exempted.most_none"),
        (percent, Some(c)) if c.group > 0 => {
            let values = [percent.to_string(), c.most_exempted().to_string()];
            tf("exempted.most", &[("percent", &values[0]), ("n", &values[1])])
        }
        (percent, _) => tf("exempted.most_percent", &[("percent", &percent.to_string())]),
    };
    RowView {
        rule: row.rule.clone(),
        title: row.title.clone(),
        share,
        most,
        more,
        unwritten: (!row.unwritten.is_empty()).then(|| count("exempted.unwritten", row.unwritten.len())),
        names: row.unwritten.clone(),
    }
}
