//! Places at a company unit (*rimelighedskrav*): how many there are, how many are used, and what is not said.

use crate::model::{Body, Limit, RatioBasis, SourceStatus};
use crate::rulebook::{RuleIx, Rulebook};
use crate::who::Missing;
use domain::codes::{Code, DocumentKind, TargetGroup};
use domain::fact::Fact;
use domain::kinds::FactData;
use domain::{Day, MonthEnd};

/// Places in hundredths: 352 is 3.52 full-time persons; heads are whole hundreds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Places {
    pub rule: RuleIx,
    pub version: u8,
    pub basis: RatioBasis,
    /// Ordinary employees counted, in hundredths; `None` when no head count is known.
    pub base: Option<i64>,
    pub max: Option<i64>,
    pub used: i64,
    /// Months averaged over.
    pub months: u16,
    pub statement: bool,
    pub missing: Vec<&'static str>,
}

/// Every ratio rule in force on `on`, applied to a company's facts.
pub fn places(facts: &[Fact], rulebook: &Rulebook, on: Day) -> Vec<Places> {
    let mut found = Vec::new();
    for (i, rule) in rulebook.rules.iter().enumerate() {
        for (v, version) in rule.versions.iter().enumerate().filter(|(_, v)| v.is_in_force(on)) {
            let Body::Limit(limit @ Limit::Ratio { .. }) = &version.body else { continue };
            let mut places = count(facts, limit, (RuleIx(i as u16), v as u8), on);
            if version.source == SourceStatus::NeedsReview {
                places.missing.extend(Missing::UNCONFIRMED.names());
            }
            found.push(places);
        }
    }
    found
}

fn count(facts: &[Fact], limit: &Limit, (rule, version): (RuleIx, u8), on: Day) -> Places {
    let Limit::Ratio { basis, per_first, first_up_to, per_rest, at_least, counts, excluded_groups, months } = limit
    else {
        return Places {
            rule,
            version,
            basis: RatioBasis::Heads,
            base: None,
            max: None,
            used: 0,
            months: 0,
            statement: false,
            missing: Vec::new(),
        };
    };
    let base = average_staff(facts, *basis, *months, on);
    let max = base.map(|base| {
        let first = base.min(i64::from(*first_up_to) * 100);
        let rest = base - first;
        let raw = first / i64::from(*per_first) + if *per_rest > 0 { rest / i64::from(*per_rest) } else { 0 };
        let whole = match basis {
            // Heads are counted in whole persons; how fractions of full-time round was not read.
            RatioBasis::Heads => raw / 100 * 100,
            RatioBasis::FullTime => raw,
        };
        whole.max(i64::from(*at_least) * 100)
    });
    let used = facts
        .iter()
        .filter(|f| f.from <= on && f.through.is_none_or(|t| on <= t))
        .filter_map(|f| match &f.data {
            FactData::CompanyPlacement { offer, group, hours } => Some((offer, group, hours)),
            _ => None,
        })
        .filter(|(offer, group, _)| {
            counts.contains(offer) && !group.is_some_and(|g: TargetGroup| excluded_groups & (1 << g.index()) != 0)
        })
        .map(|(_, _, hours)| match basis {
            RatioBasis::Heads => 100,
            // 37 hours are one full-time person; to the nearest hundredth.
            RatioBasis::FullTime => (i64::from(hours.0) + 18) / 37,
        })
        .sum();
    let statement = facts.iter().any(|f| {
        f.from <= on
            && matches!(
                f.data,
                FactData::CompanyStatement { document: DocumentKind::MedarbejderrepraesentantUdtalelse, .. }
            )
    });
    let mut missing = Vec::new();
    if base.is_none() {
        missing.push("company_staff");
    }
    if !statement {
        missing.push("medarbejderrepraesentant_udtalelse");
    }
    if *basis == RatioBasis::FullTime && max.is_some_and(|m| m % 100 != 0) {
        missing.push("rounding");
    }
    Places { rule, version, basis: *basis, base, max, used, months: *months, statement, missing }
}

/// Mean over the months before `on`; a month without a count is not a month without staff.
fn average_staff(facts: &[Fact], basis: RatioBasis, months: u16, on: Day) -> Option<i64> {
    let earliest = on.start_of_month().plus_months(-i32::from(months), MonthEnd::Down);
    let known: Vec<i64> = facts
        .iter()
        .filter(|f| f.from >= earliest && f.from <= on)
        .filter_map(|f| match &f.data {
            FactData::CompanyStaff { heads, full_time } => match basis {
                RatioBasis::Heads => Some(heads * 100),
                RatioBasis::FullTime => full_time.as_deref().and_then(hundredths),
            },
            _ => None,
        })
        .collect();
    if known.is_empty() { None } else { Some(known.iter().sum::<i64>() / known.len() as i64) }
}

/// "17,6" or "17.60" as hundredths.
fn hundredths(text: &str) -> Option<i64> {
    let text = text.replace(',', ".");
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    let part = format!("{part:0<2}");
    whole.parse::<i64>().ok()?.checked_mul(100)?.checked_add(part.get(..2)?.parse().ok()?)
}
