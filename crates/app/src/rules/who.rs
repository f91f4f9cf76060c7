//! Whom a rule is for and not for, as codes.

use domain::Day;
use domain::codes::{Benefit, BenefitRate, Code, Education, TargetGroup, Visitation};
use domain::compact::{Compact, HistoryView, NO_VALUE, OPEN};
use domain::kinds::FactKind;
use rulebook::assess::axes::Axes;
use rulebook::who::Who;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WhoView {
    pub applies: Vec<Part>,
    pub not: Vec<Part>,
}

/// One condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Any of these codes of a list.
    Codes(&'static str, Vec<&'static str>),
    /// `age_from`, `age_below` or `over_age`, with the age.
    Age(&'static str, u8),
    /// `single_parent`, `employed`, `sick`, `sick_pay`, `sick_in_job`, `work_duty`, `introduction`, `immigrant_course`,
    /// `education_order_group`, `fit_within`.
    Flag(&'static str),
}

fn codes<C: Code>(mask: u64) -> Vec<&'static str> {
    C::ALL.iter().filter(|c| mask & (1 << c.index()) != 0).map(|c| c.code()).collect()
}

pub(super) fn of(who: &Who) -> WhoView {
    let mut view = WhoView::default();
    let lists = [
        (TargetGroup::LIST, codes::<TargetGroup>(who.groups)),
        (Benefit::LIST, codes::<Benefit>(who.benefits)),
        (Visitation::LIST, codes::<Visitation>(who.visitations)),
        (BenefitRate::LIST, codes::<BenefitRate>(who.rates)),
        (Education::LIST, codes::<Education>(who.educations)),
    ];
    view.applies.extend(lists.into_iter().filter(|(_, codes)| !codes.is_empty()).map(|(l, c)| Part::Codes(l, c)));
    let ages = [("age_from", who.age_from), ("age_below", who.age_below), ("over_age", who.over_age)];
    view.applies.extend(ages.into_iter().filter_map(|(key, age)| Some(Part::Age(key, age?))));
    if who.groups != 0 {
        view.not.push(Part::Codes(TargetGroup::LIST, codes::<TargetGroup>(!who.groups)));
    }
    if who.not_visitations != 0 {
        view.not.push(Part::Codes(Visitation::LIST, codes::<Visitation>(who.not_visitations)));
    }
    if who.not_benefits != 0 {
        view.not.push(Part::Codes(Benefit::LIST, codes::<Benefit>(who.not_benefits)));
    }
    let fit = who.fit_within.map(|_| true).or(who.not_fit_within.map(|_| false));
    let flags = [
        ("unvisited", who.unvisited.then_some(true)),
        ("fit_within", fit),
        ("single_parent", who.single_parent),
        ("employed", who.employed),
        ("sick", who.sick),
        ("sick_pay", who.sick_pay),
        ("sick_in_job", who.sick_in_job),
        ("work_duty", who.work_duty),
        ("introduction", who.introduction),
        ("immigrant_course", who.immigrant_course),
        ("education_order_group", who.education_order_group),
    ];
    for (key, wanted) in flags {
        match wanted {
            Some(true) => view.applies.push(Part::Flag(key)),
            Some(false) => view.not.push(Part::Flag(key)),
            None => {}
        }
    }
    view
}

/// Whether a rule may concern a target group on a day. Where the rule names benefits alone, the groups are those that
/// receiving them may mean; a benefit that tells no group rules nobody out.
pub(super) fn concerns(who: &Who, group: TargetGroup, day: Day) -> bool {
    let bit = 1u64 << group.index();
    if who.groups != 0 {
        return who.groups & bit != 0;
    }
    if group == TargetGroup::Introduktionsprogram {
        return who.introduction != Some(false);
    }
    let named = Benefit::ALL.iter().filter(|b| who.benefits & (1 << b.index()) != 0);
    let groups: Vec<u64> = named.map(|b| groups_on(*b, day)).collect();
    groups.is_empty() || groups.contains(&0) || groups.iter().any(|g| g & bit != 0)
}

/// The groups somebody may belong to of whom only the benefit is known: asked of the engine, not decided here.
fn groups_on(benefit: Benefit, day: Day) -> u64 {
    let fact = Compact {
        from: day.number(),
        through: OPEN,
        value: NO_VALUE,
        kind: FactKind::Benefit as u8,
        codes: [benefit.index() + 1, 0, 0],
    };
    let history = HistoryView { born: None, facts: &[fact], marks: &[] };
    Axes::new(history).groups(day).0
}
