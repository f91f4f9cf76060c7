//! Quotas: the share of a group whose duty was fulfilled, and how many of it are exempted. Read from courses; nothing is
//! decided again.

use crate::assess::{Basis, Course};
use crate::model::{Body, Kind, Quota, Version};
use crate::rulebook::{RuleIx, Rulebook};
use domain::Day;
use domain::codes::{Code, ExemptDuty};
use domain::compact::{Compact, HistoryView, NO_VALUE, OPEN};
use domain::kinds::FactKind;

/// Where one person stands in a quota on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Met,
    /// Exempted with a written assessment.
    Exempted,
    LateOrUnmet,
    Open,
}

/// One person in one quota.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub rule: RuleIx,
    pub standing: Standing,
    /// Exempted, and nobody has written why: that is no exemption here.
    pub unwritten: bool,
    /// The time of the duty has begun and is not over.
    pub running: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct QuotaCount {
    pub group: u32,
    pub met: u32,
    pub exempted: u32,
    pub late_or_unmet: u32,
    pub open: u32,
    /// Of those that are open, late or unmet: exempted without a written assessment.
    pub unwritten: u32,
    pub required_percent: u16,
}

impl QuotaCount {
    pub fn of(quota: &Quota) -> QuotaCount {
        QuotaCount { required_percent: quota.share_percent, ..QuotaCount::default() }
    }

    pub fn add(&mut self, place: &Place) {
        self.group += 1;
        self.unwritten += u32::from(place.unwritten);
        match place.standing {
            Standing::Met => self.met += 1,
            Standing::Exempted => self.exempted += 1,
            Standing::LateOrUnmet => self.late_or_unmet += 1,
            Standing::Open => self.open += 1,
        }
    }

    /// Met of the whole group: 8 of 10 is 75 % or more, 7 of 10 is not. `None` while those that are open may still decide it.
    pub fn is_met(&self) -> Option<bool> {
        let enough = |n: u32| n * 100 >= self.group * u32::from(self.required_percent);
        match (enough(self.met), enough(self.met + self.open)) {
            _ if self.group == 0 => None,
            (true, _) => Some(true),
            (false, false) => Some(false),
            (false, true) => None,
        }
    }

    /// How many may be exempted in all: the rest of the group, rounded down.
    pub fn most_exempted(&self) -> u32 {
        self.group * u32::from(100 - self.required_percent.min(100)) / 100
    }

    /// How many may still be exempted.
    pub fn may_be_exempted(&self) -> u32 {
        self.most_exempted().saturating_sub(self.exempted)
    }
}

/// Where a citizen stands in the law's quotas on a day: once in each, by the latest duty it counts. A time that began before
/// the quota's first day does not count: how it goes on is unread.
pub fn places(rulebook: &Rulebook, course: &Course, history: HistoryView<'_>, day: Day) -> Vec<Place> {
    let law = in_force(rulebook, day).filter(|(rule, ..)| rulebook.rule(*rule).layer.is_law());
    law.filter_map(|(rule, version, quota)| {
        let rules: Vec<RuleIx> = quota.of.iter().filter_map(|id| rulebook.find(id)).collect();
        let counted = |b: &&Basis| {
            rules.contains(&b.rule)
                && b.opens <= day
                && b.opens >= version.from
                && b.ended.is_none_or(|(last, _)| last >= day)
        };
        let latest = course.duties.iter().flat_map(|d| &d.bases).filter(counted).max_by_key(|b| b.opens)?;
        Some(place(rule, latest, history, day))
    })
    .collect()
}

fn place(rule: RuleIx, basis: &Basis, history: HistoryView<'_>, day: Day) -> Place {
    let last = basis.last_in_time();
    let met = basis.met.map(|(met, _)| met).filter(|met| *met <= day);
    let in_time = met.is_some_and(|met| basis.excused || last.is_none_or(|last| met <= last));
    let exemption = |e: &&super::Exemption| {
        e.after_assessment && (e.covers(day) || basis.exempt_for_good && basis.due.is_some_and(|due| e.covers(due)))
    };
    let mut exemptions = basis.exempt.iter().filter(exemption).peekable();
    let is_exempt = !in_time && exemptions.peek().is_some();
    let is_written = exemptions.any(|e| history.facts[e.fact as usize].is_assessment_written());
    let standing = match met {
        _ if in_time => Standing::Met,
        _ if is_exempt && is_written => Standing::Exempted,
        Some(_) => Standing::LateOrUnmet,
        None if !basis.excused && last.is_some_and(|last| last < day) => Standing::LateOrUnmet,
        None => Standing::Open,
    };
    let running = last.is_none_or(|last| day <= last);
    Place { rule, standing, unwritten: is_exempt && !is_written, running }
}

/// The quota rules in force on a day.
pub fn in_force(rulebook: &Rulebook, day: Day) -> impl Iterator<Item = (RuleIx, &Version, &Quota)> {
    rulebook.rules.iter().enumerate().flat_map(move |(i, rule)| {
        rule.versions.iter().filter(move |v| v.is_in_force(day)).filter_map(move |v| match &v.body {
            Body::Quota(quota) => Some((RuleIx(i as u16), v, quota)),
            _ => None,
        })
    })
}

/// The first day of the next quota of the law, where none is in force.
pub fn next(rulebook: &Rulebook, day: Day) -> Option<Day> {
    let law = rulebook.rules.iter().filter(|r| r.kind == Kind::Quota && r.layer.is_law());
    law.flat_map(|r| &r.versions).map(|v| v.from).filter(|from| *from > day).min()
}

/// Whether the quota lets people be exempted from these duties.
pub fn exempts(quota: &Quota, from: ExemptDuty) -> bool {
    let kind = FactKind::ExemptedAfterAssessment as u8;
    quota.exempt.matches(&Compact { from: 0, through: OPEN, value: NO_VALUE, kind, codes: [from.index() + 1, 0, 0] })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assess::assess;
    use domain::Fact;
    use domain::codes::{Benefit, Education, Holder, TalkKind};
    use domain::history::History;
    use domain::kinds::FactData;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn talk(on: &str) -> Fact {
        let talk = FactData::TalkHeld {
            talk: TalkKind::Jobsamtale,
            form: None,
            holder: Some(Holder::Kommune),
            joint: false,
            companion: None,
            agreed: None,
        };
        Fact::new(on, talk, day(on), None)
    }

    fn exemption(assessment: &str) -> Fact {
        let data = FactData::ExemptedAfterAssessment {
            exempt_from: ExemptDuty::Samtaler,
            reason: domain::codes::DeviationReason::KonkretVurdering,
            author: "karen".into(),
            assessment: assessment.into(),
            assessed: day("2026-10-12"),
        };
        Fact::new("fritaget", data, day("2026-10-12"), None)
    }

    /// Dagpenge from a day on, as Hassan has them, with what happened since.
    fn person(from: &str, facts: Vec<Fact>) -> History {
        let from = day(from);
        let mut all = vec![
            Fact::new("1", FactData::Registered {}, from, None),
            Fact::new("2", FactData::DagpengePeriod {}, from, None),
            Fact::new("3", FactData::Benefit { benefit: Benefit::Dagpenge, rate: None, partial: false }, from, None),
            Fact::new("4", FactData::Education { level: Education::Erhvervsuddannelse }, from, None),
        ];
        all.extend(facts);
        History::build(Some(day("1985-02-17")), all, None)
    }

    /// So many of ten who had both talks, and those who are exempted; the rest had none.
    fn ten(held: usize, exempted: &[&str], on: &str) -> QuotaCount {
        let book = crate::shipped("none").unwrap();
        let mut people: Vec<History> = Vec::new();
        people.extend((0..held).map(|_| person("2026-07-06", vec![talk("2026-10-20"), talk("2026-12-01")])));
        people.extend(exempted.iter().map(|a| person("2026-07-06", vec![exemption(a)])));
        people.resize_with(10, || person("2026-07-06", Vec::new()));
        let (rule, _, quota) = in_force(&book, day(on)).find(|(_, v, _)| v.from == day("2026-07-01")).unwrap();
        assert_eq!(book.rule(rule).id, "kvote-75-samtaler");
        let mut count = QuotaCount::of(quota);
        for history in &people {
            let course = assess(history.view(), &book);
            let found = places(&book, &course, history.view(), day(on));
            count.add(found.iter().find(|p| p.rule == rule).expect("each of them is in the group"));
        }
        count
    }

    #[test]
    fn eight_of_ten_meet_the_quota_and_seven_do_not_and_an_exemption_without_an_assessment_does_not_count() {
        let last = "2027-01-06";
        let eight = ten(8, &["Har to tilbud om job.", ""], last);
        assert_eq!((eight.group, eight.met, eight.exempted, eight.unwritten, eight.open), (10, 8, 1, 1, 1));
        assert_eq!((eight.is_met(), eight.most_exempted(), eight.may_be_exempted()), (Some(true), 2, 1));
        let seven = ten(7, &["Har et tilbud.", "Begynder i job 1. februar.", "  "], last);
        assert_eq!((seven.exempted, seven.unwritten, seven.may_be_exempted()), (2, 1, 0));
        assert_eq!(seven.is_met(), None, "the last one has the rest of the day");
        let after = ten(7, &["Har et tilbud.", "Begynder i job 1. februar.", "  "], "2027-01-07");
        assert_eq!((after.late_or_unmet, after.is_met()), (1, Some(false)));
    }

    #[test]
    fn a_group_of_nobody_neither_meets_a_quota_nor_fails_it() {
        let nobody = QuotaCount { required_percent: 75, ..QuotaCount::default() };
        assert_eq!((nobody.is_met(), nobody.may_be_exempted()), (None, 0));
    }

    #[test]
    fn no_quota_counts_before_its_first_day_nor_a_time_that_began_before_it() {
        let book = crate::shipped("none").unwrap();
        assert_eq!(in_force(&book, day("2026-06-30")).count(), 0);
        for (from, in_group) in [("2026-03-02", false), ("2026-07-06", true)] {
            let history = person(from, Vec::new());
            let course = assess(history.view(), &book);
            let found = places(&book, &course, history.view(), day("2026-08-01"));
            assert_eq!(found.iter().any(|p| book.rule(p.rule).id == "kvote-75-samtaler"), in_group, "{from}");
        }
    }
}
