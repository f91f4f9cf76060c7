//! What the municipality has said of a rule: who controlled it, whose text it is, how many cases use it, its amounts.

use crate::danish::dotted;
use crate::rule_words::{amount_key, role};
use crate::text::{count, t, tf};
use app::register::form_key;
use app::rules::{AmountRow, MarkView, RulePage, Used};
use domain::Day;

/// Where a mark is set or taken back.
pub(in crate::pages) struct ControlBox {
    pub(in crate::pages) version: String,
    pub(in crate::pages) text_hash: String,
    pub(in crate::pages) short: String,
    pub(in crate::pages) may_mark: bool,
    pub(in crate::pages) may_withdraw: bool,
    pub(in crate::pages) unread: bool,
    pub(in crate::pages) void: Option<String>,
    pub(in crate::pages) history: Vec<String>,
    pub(in crate::pages) key: String,
}

/// Whose text holds, and the way back.
pub(in crate::pages) struct StandBox {
    pub(in crate::pages) notes: Vec<String>,
    pub(in crate::pages) history: Vec<String>,
    pub(in crate::pages) may_go_back: bool,
    pub(in crate::pages) version: i64,
    pub(in crate::pages) key: String,
}

pub(in crate::pages) struct AmountCells {
    pub(in crate::pages) key: String,
    pub(in crate::pages) when: String,
    pub(in crate::pages) amount: String,
    pub(in crate::pages) missing: bool,
}

fn mark(view: &MarkView, versions: usize) -> String {
    let (role, on) = (role(&view.role), dotted(view.on));
    let mut values = vec![("person", view.person.as_str()), ("role", role.as_str()), ("day", on.as_str())];
    let reason = view.reason.clone().unwrap_or_default();
    values.push(("reason", &reason));
    let key = match (view.withdrawn, view.this_text) {
        (true, _) => "rules.control.taken_back",
        (false, true) => "rules.control.this_text",
        (false, false) => "rules.control.other_text",
    };
    let said = tf(key, &values);
    if versions > 1 {
        format!("{said} {}", tf("rules.control.of_version", &[("day", &dotted(view.version_from))]))
    } else {
        said
    }
}

impl ControlBox {
    pub(super) fn of(found: &RulePage) -> ControlBox {
        let control = &found.control;
        let void = control.void.as_ref().map(|m| {
            let values = [("person", m.person.as_str()), ("day", &dotted(m.on)), ("role", &role(&m.role))];
            tf("rules.control.void", &values)
        });
        ControlBox {
            version: control.version_from.to_string(),
            short: control.text_hash.chars().take(8).collect(),
            text_hash: control.text_hash.clone(),
            may_mark: control.may && control.can && !control.counts,
            may_withdraw: control.may && control.counts,
            unread: !control.can,
            void,
            history: control.history.iter().map(|m| mark(m, found.versions.len())).collect(),
            key: form_key(),
        }
    }
}

impl StandBox {
    pub(super) fn of(found: &RulePage) -> StandBox {
        let stand = &found.text_stand;
        let line = |a: &app::rules::ActivationView| {
            let key = if a.shipped { "rules.stand.shipped_again" } else { "rules.stand.own_from" };
            let (day, role) = (dotted(a.on), role(&a.role));
            tf(key, &[("day", &day), ("person", &a.by), ("role", &role), ("reason", &a.reason)])
        };
        let mut notes = Vec::new();
        if let Some(newest) = stand.history.first().filter(|_| stand.own) {
            notes.push(line(newest));
        }
        if stand.left_out {
            notes.push(t("rules.stand.left_out"));
        } else if stand.shipped_changed {
            notes.push(t("rules.stand.shipped_changed"));
        }
        StandBox {
            notes,
            history: stand.history.iter().map(line).collect(),
            may_go_back: stand.may && !stand.history.is_empty(),
            version: stand.version,
            key: form_key(),
        }
    }
}

/// `12 sager i dag`
pub(super) fn used(found: &RulePage, day: Day, today: Day) -> String {
    let said = match found.used {
        Used::Cases(n) => count("rules.used", n),
        Used::Hidden => return t("rules.used_hidden"),
        Used::NotByCase => return t("rules.used_not"),
    };
    let when = if day == today { t("rules.used_today") } else { tf("rules.used_on", &[("day", &dotted(day))]) };
    format!("{said} {when}")
}

pub(super) fn amount(row: &AmountRow) -> AmountCells {
    let year = row.from.year();
    let whole = (row.from, row.through)
        == (Day::new(year, 1, 1).unwrap_or(row.from), Day::new(year, 12, 31).unwrap_or(row.through));
    let open = row.through == Day::LAST;
    let amount = match (row.amount, row.percent, row.above) {
        _ if row.missing => t("rules.amount_missing"),
        (Some(amount), _, None) => amount.to_string(),
        (Some(amount), _, Some(above)) => {
            tf("rules.amount_above", &[("n", amount.to_string().as_str()), ("above", above.to_string().as_str())])
        }
        (None, Some(percent), Some(above)) => tf(
            "rules.amount_above",
            &[("n", &tf("try.share", &[("n", &percent.to_string())])), ("above", above.to_string().as_str())],
        ),
        (None, Some(percent), None) => tf("try.share", &[("n", &percent.to_string())]),
        (None, None, _) => t("rules.amount_missing"),
    };
    AmountCells {
        key: amount_key(&row.key),
        when: if whole {
            year.to_string()
        } else if open {
            tf("rules.holds_from", &[("day", &dotted(row.from))])
        } else {
            format!("{}–{}", dotted(row.from), dotted(row.through))
        },
        amount,
        missing: row.missing,
    }
}
