//! Places at a company unit (*rimelighedskrav*): how many there are, how many are used, and what is not said.

use crate::model::{Body, Limit, RatioBasis, SourceStatus};
use crate::rulebook::{RuleIx, Rulebook};
use crate::who::Missing;
use domain::codes::{DocumentKind, OfferKind, TargetGroup};
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
                let unsaid = |name: &&'static str| !places.missing.contains(name);
                let names: Vec<_> = Missing::UNCONFIRMED.names().filter(unsaid).collect();
                places.missing.extend(names);
            }
            found.push(places);
        }
    }
    found
}

fn count(facts: &[Fact], limit: &Limit, (rule, version): (RuleIx, u8), on: Day) -> Places {
    let Limit::Ratio { basis, per_first, first_up_to, per_rest, at_least, counts, not_counted, in_doubt, months } =
        limit
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
    let (base, whole) = average_staff(facts, *basis, *months, on);
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
    let used = places_on(facts, on)
        .filter(|(offer, group, _)| {
            counts.contains(offer) && !group.is_some_and(|g| not_counted.contains(&(*offer, g)))
        })
        .map(|(_, _, hours)| match basis {
            RatioBasis::Heads => 100,
            // 37 hours are one full-time person; to the nearest hundredth.
            RatioBasis::FullTime => (i64::from(hours) + 18) / 37,
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
    if !whole {
        missing.push("company_staff");
    }
    if !statement {
        missing.push("medarbejderrepraesentant_udtalelse");
    }
    if *basis == RatioBasis::FullTime && max.is_some_and(|m| m % 100 != 0) {
        missing.push("rounding");
    }
    if places_on(facts, on).any(|(offer, _, _)| in_doubt.contains(&offer)) {
        missing.extend(Missing::UNCONFIRMED.names());
    }
    Places { rule, version, basis: *basis, base, max, used, months: *months, statement, missing }
}

/// The places that are taken on a day: offer, group and hours a week in hundredths.
fn places_on(facts: &[Fact], on: Day) -> impl Iterator<Item = (OfferKind, Option<TargetGroup>, i32)> {
    let that_day = facts.iter().filter(move |f| f.from <= on && f.through.is_none_or(|t| on <= t));
    that_day.filter_map(|f| match &f.data {
        FactData::CompanyPlacement { offer, group, hours } => Some((*offer, *group, hours.0)),
        _ => None,
    })
}

/// Mean over the calendar months before that of `on`, in each by its latest count (BAB §§ 65, 83 and 102, stk. 4); a month
/// without a count is not a month without staff. And whether each of the months has one.
fn average_staff(facts: &[Fact], basis: RatioBasis, months: u16, on: Day) -> (Option<i64>, bool) {
    let this_month = on.start_of_month();
    let in_month = |back: u16| {
        let first = this_month.plus_months(-i32::from(back), MonthEnd::Down);
        let counts = facts.iter().filter(|f| first <= f.from && f.from <= first.end_of_month());
        let known = counts.filter_map(|f| Some((f.from, staff(&f.data, basis)?)));
        known.max_by_key(|(from, _)| *from).map(|(_, staff)| staff)
    };
    let known: Vec<i64> = (1..=months).filter_map(in_month).collect();
    let mean = (!known.is_empty()).then(|| known.iter().sum::<i64>() / known.len() as i64);
    (mean, known.len() == usize::from(months))
}

fn staff(data: &FactData, basis: RatioBasis) -> Option<i64> {
    match data {
        FactData::CompanyStaff { heads, full_time } => match basis {
            RatioBasis::Heads => Some(heads * 100),
            RatioBasis::FullTime => full_time.as_deref().and_then(hundredths),
        },
        _ => None,
    }
}

/// "17,6" or "17.60" as hundredths.
fn hundredths(text: &str) -> Option<i64> {
    let text = text.replace(',', ".");
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    let part = format!("{part:0<2}");
    whole.parse::<i64>().ok()?.checked_mul(100)?.checked_add(part.get(..2)?.parse().ok()?)
}
