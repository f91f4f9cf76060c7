//! How many are exempted after an assessment, of those a quota of the law counts. The law counts the whole municipality, and
//! so does this.

use super::FEW;
use crate::access::Viewer;
use crate::lists::Listed;
use crate::{App, AppError};
use domain::Day;
use domain::codes::{Code, ExemptDuty};
use figures::Exact;
use rulebook::assess::quota::{self, Place, QuotaCount, Standing};
use rulebook::model::Quota;
use rulebook::rulebook::RuleIx;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The quotas of a day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exempted {
    pub rows: Vec<QuotaRow>,
    /// Where no quota is in force: the first day of the next one.
    pub from: Option<Day>,
}

/// One group and how many of it are exempted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuotaRow {
    pub rule: String,
    pub title: String,
    /// What an exemption of the group is from; none where the rule lets nobody be exempted.
    pub exempt_from: Option<ExemptDuty>,
    /// The largest share, in per cent.
    pub most_percent: u16,
    /// Those whose time with the duty runs today; none where so few of them are closed to the reader that they would show.
    pub count: Option<QuotaCount>,
    /// The share with a written assessment; none of a group of nobody.
    pub percent: Option<String>,
    /// Exempted without a written assessment, which do not count: the cases the reader may see.
    pub unwritten: Vec<(i64, String)>,
}

impl QuotaRow {
    /// How many are exempted beyond what the law lets.
    pub fn beyond(&self) -> u32 {
        self.count.map_or(0, |c| c.exempted.saturating_sub(c.most_exempted()))
    }
}

fn exempt_from(quota: &Quota) -> Option<ExemptDuty> {
    ExemptDuty::ALL.iter().copied().find(|duty| quota::exempts(quota, *duty))
}

/// Whether something is counted of so few closed cases that the figure would show them.
fn shows_few(closed: usize) -> bool {
    (1..FEW).contains(&closed)
}

impl App {
    /// The law's quotas on a day, and how far they are used.
    pub async fn exempted(&self, viewer: &Viewer, today: Day) -> Result<Exempted, AppError> {
        let book = Arc::clone(&self.rulebook);
        let quotas: Vec<(RuleIx, &Quota)> = quota::in_force(&book, today)
            .filter(|(rule, ..)| book.rule(*rule).layer.is_law())
            .map(|(rule, _, quota)| (rule, quota))
            .collect();
        if quotas.is_empty() {
            return Ok(Exempted { rows: Vec::new(), from: quota::next(&book, today) });
        }
        let found: Vec<(Arc<Listed>, Place)> = self
            .counted(today, |counted| {
                let with = counted.listed.iter().filter(|l| !l.quotas.is_empty());
                with.flat_map(|l| l.quotas.iter().filter(|p| p.running).map(|p| (Arc::clone(l), *p))).collect()
            })
            .await?;
        let mut ids: Vec<i64> =
            found.iter().filter(|(l, p)| p.unwritten && l.shows_to(viewer)).map(|(l, _)| l.case()).collect();
        ids.dedup();
        let cases = self.store.case_list(self.municipality, &ids).await?;
        let names: BTreeMap<i64, String> = cases.iter().map(|c| (c.id, c.person.name())).collect();
        let row = |(rule, quota): &(RuleIx, &Quota)| {
            let of: Vec<&(Arc<Listed>, Place)> = found.iter().filter(|(_, p)| p.rule == *rule).collect();
            self.quota_row(viewer, (*rule, quota), &of, &names)
        };
        Ok(Exempted { rows: quotas.iter().map(row).collect(), from: None })
    }

    fn quota_row(
        &self,
        viewer: &Viewer,
        (rule, quota): (RuleIx, &Quota),
        of: &[&(Arc<Listed>, Place)],
        names: &BTreeMap<i64, String>,
    ) -> QuotaRow {
        let mut count = QuotaCount::of(quota);
        of.iter().for_each(|(_, place)| count.add(place));
        let closed = |test: fn(&Place) -> bool| of.iter().filter(|(l, p)| test(p) && !l.shows_to(viewer)).count();
        let hidden = shows_few(of.iter().filter(|(l, _)| !l.shows_to(viewer)).count())
            || shows_few(closed(|p| p.standing == Standing::Exempted))
            || shows_few(closed(|p| p.unwritten));
        let share = Exact::share(count.exempted, count.group).map(Exact::times_100);
        QuotaRow {
            rule: self.rulebook.rule(rule).id.clone(),
            title: self.rulebook.rule(rule).title.clone(),
            exempt_from: exempt_from(quota),
            most_percent: 100 - quota.share_percent.min(100),
            count: (!hidden).then_some(count),
            percent: share.filter(|_| !hidden).map(|s| figures::danish::percent(s, 1)),
            unwritten: of
                .iter()
                .filter(|(l, p)| p.unwritten && l.shows_to(viewer))
                .filter_map(|(l, _)| Some((l.case(), names.get(&l.case())?.clone())))
                .collect(),
        }
    }
}
