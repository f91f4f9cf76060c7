//! The finding, rows and cells in words.

use super::address;
use crate::danish::{long, month_long};
use crate::pages::leadership::benefit_name;
use crate::pages::leadership::words::share as share_words;
use crate::text::{count, t, tf};
use crate::words::{capital, duty_kind};
use app::figures::danish;
use app::figures::danish::published;
use app::figures::suppression::Published;
use app::figures::timeliness::By;
use app::figures::timeliness::counts::{Part, Shown};
use app::team::KeptBy;
use app::timeliness::{Row, TimelinessPage};
use domain::codes::Code;

/// `Holdt senest på dagen`
pub(super) fn by(by: KeptBy) -> String {
    t(&format!("timeliness.by_{}", by.code()))
}

/// How much was kept in time, of how many.
pub(super) fn finding(found: &TimelinessPage) -> String {
    let of = &found.filter;
    let what = t(&format!("timeliness.what_{}", of.layer.code()));
    let month = month_long(found.month.first_day());
    let by = t(&format!("timeliness.kept_{}", of.by.code()));
    let mut values = vec![("what", what), ("month", month), ("by", by)];
    let key = match found.total.by(of.by.by()) {
        _ if found.total.nothing => format!("timeliness.nothing_{}", of.basis.code()),
        None => "timeliness.hidden".to_owned(),
        Some(share) => {
            let number = |n: u32| danish::count(i64::from(n));
            let percent = share.percent().map_or_else(String::new, |p| danish::percent(p, 1));
            values.extend([("percent", percent), ("n", number(share.numerator)), ("all", number(share.denominator))]);
            format!("timeliness.finding_{}", of.basis.code())
        }
    };
    tf(&key, &values.iter().map(|(k, v)| (*k, v.as_str())).collect::<Vec<_>>())
}

/// Where those are that were not kept: address and words.
pub(super) fn late(found: &TimelinessPage) -> Option<(String, String)> {
    (!found.total.nothing).then(|| see(found, &Row::All, &found.total))
}

pub(super) fn see(found: &TimelinessPage, row: &Row, shown: &Shown) -> (String, String) {
    let link = address("/rettidighed/frister", found.month, &found.filter, row);
    match shown.by(found.filter.by.by()) {
        None => (link, t("timeliness.see")),
        Some(share) if share.late() == 0 => (format!("{link}&alle=1"), t("team.see_all")),
        Some(share) => (link, count("timeliness.see_late", share.late() as usize)),
    }
}

/// The day it was counted, who is counted, and what is not in it.
pub(super) fn about(found: &TimelinessPage) -> String {
    let cases = danish::count(i64::try_from(found.cases).unwrap_or(i64::MAX));
    let month = capital(&month_long(found.month.first_day()));
    let running = capital(&month_long(found.today));
    let values = [("month", &month), ("day", &long(found.today)), ("cases", &cases), ("running", &running)];
    tf("leadership.about", &values.map(|(k, v)| (k, v.as_str())))
}

pub(super) fn row(row: &Row, title: &str) -> String {
    match row {
        Row::All => t("team.all_duties"),
        Row::Duty(duty) => duty_kind(duty, title),
        Row::Benefit(None) => t("timeliness.no_benefit"),
        Row::Benefit(benefit) => benefit_name(*benefit),
        Row::Unit(_) => title.to_owned(),
        Row::Area(_) => tf("timeliness.area", &[("unit", title)]),
    }
}

/// The percentage, and what it is made of.
pub(super) fn share(shown: &Shown, by: By) -> (String, String) {
    share_words(shown.by(by), shown.nothing)
}

/// `94,2 pct. (812 af 862)`, in one cell of a table of months.
pub(super) fn cell(shown: &Shown, by: By) -> String {
    let (value, of) = share(shown, by);
    match (shown.nothing, of.is_empty()) {
        (true, _) => "–".to_owned(),
        (_, true) => value,
        _ => format!("{value} ({of})"),
    }
}

/// What is neither in time nor late.
pub(super) fn apart(parts: &[(Part, Published)]) -> Option<String> {
    let told = parts.iter().filter(|(_, n)| *n != Published::Count(0)).filter_map(|(part, n)| {
        let key = match part {
            Part::Excluded => "team.excluded",
            Part::Undetermined => "team.undetermined",
            Part::Open => "team.open",
            Part::Unplaced => "team.unplaced",
            _ => return None,
        };
        Some(match n {
            Published::Count(_) => tf(key, &[("n", &published(*n))]),
            Published::Suppressed => tf(key, &[("n", &t("timeliness.few"))]),
        })
    });
    let told: Vec<String> = told.collect();
    (!told.is_empty()).then(|| tf("timeliness.apart", &[("what", &told.join(" · "))]))
}
