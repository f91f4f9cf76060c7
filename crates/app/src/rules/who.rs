//! Whom a rule is for and not for, as codes.

use domain::codes::{Benefit, BenefitRate, Code, Education, TargetGroup, Visitation};
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
    /// `single_parent`, `employed`, `work_duty`, `introduction`, `education_order_group`.
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
    let flags = [
        ("single_parent", who.single_parent),
        ("employed", who.employed),
        ("work_duty", who.work_duty),
        ("introduction", who.introduction),
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

/// Whether a rule may concern a target group. One that is told by benefit alone is kept: the group cannot rule it out.
pub(super) fn concerns(who: &Who, group: TargetGroup) -> bool {
    who.groups == 0 || who.groups & (1 << group.index()) != 0
}
