//! Whom a rule is for, answered with yes, no or "missing": a fact nobody has given never decides.

mod asks;

use crate::assess::axes::Axes;
use domain::codes::{Benefit, BenefitRate, Code, Education, TargetGroup, Visitation};
use domain::node::{Node, Problem, Reader, Value};
use domain::{Day, Span};

pub(crate) use asks::{Asks, Possible, Wanted};

/// Facts that could decide and are absent. A set, printed by name.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Missing(pub u32);

impl Missing {
    pub const VISITATION: Missing = Missing(1);
    pub const EDUCATION: Missing = Missing(2);
    pub const BORN: Missing = Missing(4);
    pub const HOUSEHOLD: Missing = Missing(8);
    pub const RATE: Missing = Missing(16);
    pub const ANCHOR: Missing = Missing(32);
    pub const TRANSITION: Missing = Missing(64);
    pub const UNCONFIRMED: Missing = Missing(128);
    pub const ABSENCE_END: Missing = Missing(256);
    pub const EMPLOYED: Missing = Missing(512);
    pub const READING: Missing = Missing(1024);
    pub const EXPECTED_FIT: Missing = Missing(2048);
    pub const BENEFIT: Missing = Missing(4096);
    pub const REQUIREMENT: Missing = Missing(8192);

    pub const PERMANENT: Missing = Missing(16384);

    pub const FIRST_TALK: Missing = Missing(32768);
    /// The act names no last day.
    pub const NO_DAY: Missing = Missing(65536);

    /// How a talk or a follow-up was held.
    pub const FORM: Missing = Missing(131_072);
    /// Whether an offer is with a private or a public employer.
    pub const SECTOR: Missing = Missing(262_144);

    /// Whether there were hours of ordinary work on each day.
    pub const ORDINARY_HOURS: Missing = Missing(524_288);
    /// The a-kasse's count of the right to dagpenge.
    pub const DAGPENGE_COUNT: Missing = Missing(1_048_576);

    /// The day an offer was given.
    pub const GIVEN: Missing = Missing(2_097_152);

    pub const NAMES: [(Missing, &'static str); 22] = [
        (Missing::VISITATION, "visitation"),
        (Missing::EDUCATION, "education"),
        (Missing::BORN, "born"),
        (Missing::HOUSEHOLD, "household.single_parent"),
        (Missing::RATE, "benefit.rate"),
        (Missing::ANCHOR, "anchor"),
        (Missing::TRANSITION, "transition"),
        (Missing::UNCONFIRMED, "rule_unconfirmed"),
        (Missing::ABSENCE_END, "absence.through"),
        (Missing::EMPLOYED, "sickness.employed"),
        (Missing::READING, "reading"),
        (Missing::EXPECTED_FIT, "sickness.expected_fit"),
        (Missing::BENEFIT, "benefit"),
        (Missing::REQUIREMENT, "requirement_met"),
        (Missing::PERMANENT, "employment.permanent"),
        (Missing::FIRST_TALK, "talk_held.first"),
        (Missing::NO_DAY, "no_day"),
        (Missing::FORM, "form"),
        (Missing::SECTOR, "sector"),
        (Missing::ORDINARY_HOURS, "ordinary_hours"),
        (Missing::DAGPENGE_COUNT, "dagpenge_count"),
        (Missing::GIVEN, "offer.granted"),
    ];

    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    #[must_use]
    pub fn with(self, other: Missing) -> Missing {
        Missing(self.0 | other.0)
    }

    pub fn names(self) -> impl Iterator<Item = &'static str> {
        Missing::NAMES.into_iter().filter(move |(m, _)| self.0 & m.0 != 0).map(|(_, name)| name)
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Match {
    Yes,
    No,
    Unknown(Missing),
}

impl Match {
    /// All of several conditions: a clear no wins over what is missing.
    pub(crate) fn and(self, other: Match) -> Match {
        match (self, other) {
            (Match::No, _) | (_, Match::No) => Match::No,
            (Match::Unknown(a), Match::Unknown(b)) => Match::Unknown(a.with(b)),
            (Match::Unknown(a), _) | (_, Match::Unknown(a)) => Match::Unknown(a),
            _ => Match::Yes,
        }
    }
}

/// Conditions that must all hold. A mask of 0 means any.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Who {
    pub groups: u64,
    pub benefits: u64,
    pub not_benefits: u64,
    pub visitations: u64,
    pub not_visitations: u64,
    /// Who is not visited yet is among those visited so (INL § 17, stk. 1).
    pub unvisited: bool,
    pub rates: u64,
    pub educations: u64,
    pub age_from: Option<u8>,
    pub age_below: Option<u8>,
    /// "Over 50 år": whether that begins on the birthday or a year later is not said; the year between is missing.
    pub over_age: Option<u8>,
    pub single_parent: Option<bool>,
    pub employed: Option<bool>,
    /// An absence by sickness runs that day.
    pub sick: Option<bool>,
    /// Sick pay, or a wage in its place.
    pub sick_pay: Option<bool>,
    /// On sick pay alone, and in a job (SDPL § 13 c, stk. 2).
    pub sick_in_job: Option<bool>,
    /// Neither the residence nor the employment requirement of LAS § 11 is met: duty to work (LAB § 105 a).
    pub work_duty: Option<bool>,
    /// In the introduction programme of INL § 16.
    pub introduction: Option<bool>,
    /// In an immigrant's introduction course (INL § 24 c).
    pub immigrant_course: Option<bool>,
    /// No youth education and no dependants at home: the group of LAB § 27, stk. 3.
    pub education_order_group: Option<bool>,
    /// Sick, in a job and expected fit within a time (SDPL § 13 f).
    pub fit_within: Option<Fit>,
    /// The other sick persons.
    pub not_fit_within: Option<Fit>,
    /// Worked out once, where it is read.
    asked: Asks,
}

/// The time within which a sick person is expected to be fit: whole weeks whose first day is the first day of absence or
/// the day of the first follow-up talk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fit {
    pub span: Span,
    pub from_talk: bool,
}

fn fit(r: &mut Reader<'_>, key: &'static str, problems: &mut Vec<Problem>) -> Option<Fit> {
    let path = r.path_of(key);
    let mut t = Reader::open(r.node(key)?, &path, problems)?;
    let words = [("absence", false), ("first_talk", true)];
    let from_talk = crate::parse::required_word(&mut t, "from", &words, problems);
    let span: Option<Span> = t.parsed("span", problems);
    if span.is_none() {
        problems.push(t.missing("span", "a span such as \"13 weeks\""));
    }
    t.finish(problems);
    Some(Fit { span: span?, from_talk: from_talk? })
}

/// Whether the groups the citizen may belong to lie among those wanted; 0 = any.
pub(crate) fn in_groups((possible, missing): (u64, Missing), wanted: u64) -> Match {
    if wanted == 0 {
        Match::Yes
    } else if possible & wanted == 0 {
        Match::No
    } else if missing.is_empty() || possible & !wanted == 0 {
        Match::Yes
    } else {
        Match::Unknown(missing)
    }
}

fn code_mask<C: Code>(reader: &mut Reader<'_>, key: &'static str, problems: &mut Vec<Problem>) -> u64 {
    let mut mask = 0;
    for (text, line) in reader.texts(key, problems).unwrap_or_default() {
        match domain::codes::read_code::<C>(&text) {
            Ok(code) => mask |= 1 << code.index(),
            Err(e) => problems.push(reader.problem("unknown_code", line, key, format!("\"{text}\" {e}"))),
        }
    }
    mask
}

impl Who {
    pub fn read(node: Option<&Node>, path: &str, problems: &mut Vec<Problem>) -> Who {
        let Some(node) = node else { return Who::default() };
        let Some(mut r) = Reader::open(node, path, problems) else { return Who::default() };
        let who = Who {
            groups: code_mask::<TargetGroup>(&mut r, "target_group", problems),
            benefits: code_mask::<Benefit>(&mut r, "benefit", problems),
            not_benefits: code_mask::<Benefit>(&mut r, "not_benefit", problems),
            visitations: code_mask::<Visitation>(&mut r, "visitation", problems),
            not_visitations: code_mask::<Visitation>(&mut r, "not_visitation", problems),
            unvisited: r.bool("unvisited", problems).unwrap_or(false),
            rates: code_mask::<BenefitRate>(&mut r, "rate", problems),
            educations: code_mask::<Education>(&mut r, "education", problems),
            age_from: r.int("age_from", problems).and_then(|n| u8::try_from(n).ok()),
            age_below: r.int("age_below", problems).and_then(|n| u8::try_from(n).ok()),
            over_age: r.int("over_age", problems).and_then(|n| u8::try_from(n).ok()),
            single_parent: r.bool("single_parent", problems),
            employed: r.bool("employed", problems),
            sick: r.bool("sick", problems),
            sick_pay: r.bool("sick_pay", problems),
            sick_in_job: r.bool("sick_in_job", problems),
            work_duty: r.bool("work_duty", problems),
            introduction: r.bool("introduction", problems),
            immigrant_course: r.bool("immigrant_course", problems),
            education_order_group: r.bool("education_order_group", problems),
            fit_within: fit(&mut r, "fit_within", problems),
            not_fit_within: fit(&mut r, "not_fit_within", problems),
            asked: Asks::NOTHING,
        };
        let who = Who { asked: who.what_it_asks(), ..who };
        if who.unvisited && who.visitations == 0 {
            problems.push(r.problem("unvisited", node.line, "unvisited", "stands beside `visitation`".to_owned()));
        }
        r.finish(problems);
        who
    }

    /// Several alternatives: `who = [{...}, {...}]` where a list makes sense.
    pub fn read_list(node: Option<&Node>, path: &str, problems: &mut Vec<Problem>) -> Vec<Who> {
        match node.map(|n| &n.value) {
            None => Vec::new(),
            Some(Value::List(items)) => items
                .iter()
                .enumerate()
                .map(|(i, item)| Who::read(Some(item), &format!("{path}[{i}]"), problems))
                .collect(),
            Some(_) => vec![Who::read(node, path, problems)],
        }
    }

    pub fn matches(&self, axes: &Axes<'_>, day: Day) -> Match {
        let groups = if self.groups == 0 { (0, Missing::default()) } else { axes.groups(day) };
        self.matches_in(groups, axes, day)
    }

    /// What has to be asked beside the target group.
    #[inline]
    pub(crate) fn asks(&self) -> Asks {
        self.asked
    }

    fn what_it_asks(&self) -> Asks {
        let each = [
            self.benefits != 0,
            self.not_benefits != 0,
            self.visitations != 0,
            self.not_visitations != 0,
            self.rates != 0,
            self.educations != 0,
            self.age_from.is_some(),
            self.age_below.is_some(),
            self.over_age.is_some(),
            self.single_parent.is_some(),
            self.employed.is_some(),
            self.work_duty.is_some(),
            self.introduction.is_some(),
            self.education_order_group.is_some(),
            self.fit_within.is_some(),
            self.not_fit_within.is_some(),
            self.sick.is_some(),
            self.sick_pay.is_some(),
            self.sick_in_job.is_some(),
            self.immigrant_course.is_some(),
        ];
        Asks(each.iter().enumerate().fold(0, |set, (i, asked)| set | u32::from(*asked) << i))
    }

    /// As [`Who::matches`], where the groups of the day are known already.
    pub(crate) fn matches_in(&self, groups: (u64, Missing), axes: &Axes<'_>, day: Day) -> Match {
        self.answer(self.asks(), groups, axes, day)
    }

    /// As [`Who::matches_in`], where it is known too what has to be asked.
    #[inline]
    pub(crate) fn answer(&self, Asks(mut left): Asks, groups: (u64, Missing), axes: &Axes<'_>, day: Day) -> Match {
        let mut answer = in_groups(groups, self.groups);
        while left != 0 && answer != Match::No {
            answer = answer.and(self.condition(left.trailing_zeros(), groups.0, axes, day));
            left &= left - 1;
        }
        answer
    }

    /// The answer to one of what [`Who::asks`] lists, by its place there.
    fn condition(&self, place: u32, groups: u64, axes: &Axes<'_>, day: Day) -> Match {
        let unless = |no: bool| if no { Match::No } else { Match::Yes };
        let not = |answer: Match| match answer {
            Match::Yes => Match::No,
            Match::No => Match::Yes,
            Match::Unknown(missing) => Match::Unknown(missing),
        };
        let asked = match place {
            0 => Some(axes.on_benefit(self.benefits, day)),
            1 => Some(unless(axes.benefits(day) & self.not_benefits != 0)),
            2 => Some(match axes.visited_as(self.visitations, day) {
                Match::Unknown(_) if self.unvisited => Match::Yes,
                answer => answer,
            }),
            3 => Some(match axes.visited_as(self.not_visitations, day) {
                Match::Unknown(_) if self.cannot_be_visited_so(groups) => Match::Yes,
                answer => not(answer),
            }),
            4 => Some(axes.on_rate(self.rates, day)),
            5 => Some(axes.educated(self.educations, day)),
            6 => self.age_from.map(|age| axes.is_old_enough(day, age, true)),
            7 => self.age_below.map(|age| axes.is_old_enough(day, age, false)),
            8 => self.over_age.map(|age| axes.over_age(day, i32::from(age))),
            9 => self.single_parent.map(|wanted| axes.single_parent(day, wanted)),
            10 => self.employed.map(|wanted| axes.employed(day, wanted)),
            11 => self.work_duty.map(|wanted| axes.work_duty(day, wanted)),
            12 => self.introduction.map(|wanted| axes.introduction(day, wanted)),
            13 => self.education_order_group.map(|wanted| axes.education_order_group(day, wanted)),
            14 => self.fit_within.map(|fit| axes.fit_within(day, fit, true)),
            15 => self.not_fit_within.map(|fit| axes.fit_within(day, fit, false)),
            16 => self.sick.map(|wanted| axes.sick(day, wanted)),
            17 => self.sick_pay.map(|wanted| axes.sick_pay(day, wanted)),
            18 => self.sick_in_job.map(|wanted| axes.sick_in_job(day, wanted)),
            _ => self.immigrant_course.map(|wanted| axes.immigrant_course(day, wanted)),
        };
        asked.unwrap_or(Match::Yes)
    }

    /// *Åbenlyst uddannelsesparat* is nobody but one of nr. 4, visited or not.
    fn cannot_be_visited_so(&self, groups: u64) -> bool {
        const PLAINLY: u64 = 1 << Visitation::AabenlystUddannelsesparat as u8;
        const NR_4: u64 = 1 << TargetGroup::UddannelsesparatUng as u8;
        self.not_visitations == PLAINLY && groups != 0 && groups & NR_4 == 0
    }

    /// Ages on which the answer may change.
    pub(crate) fn ages(&self) -> impl Iterator<Item = u8> {
        let over = self.over_age.into_iter().flat_map(|age| [age, age.saturating_add(1)]);
        self.age_from.into_iter().chain(self.age_below).chain(over)
    }

    /// Whether nobody can be in both: used by the overlap check.
    pub fn excludes(&self, other: &Who) -> bool {
        let apart = |a: u64, b: u64| a != 0 && b != 0 && a & b == 0;
        let ages = |a: &Who, b: &Who| matches!((a.age_below, b.age_from), (Some(x), Some(y)) if x <= y);
        let flags = |a: Option<bool>, b: Option<bool>| matches!((a, b), (Some(x), Some(y)) if x != y);
        apart(self.groups, other.groups)
            || apart(self.benefits, other.benefits)
            || (apart(self.visitations, other.visitations) && !(self.unvisited && other.unvisited))
            || apart(self.educations, other.educations)
            || apart(self.rates, other.rates)
            || (self.benefits != 0 && self.benefits & !other.not_benefits == 0)
            || (other.benefits != 0 && other.benefits & !self.not_benefits == 0)
            || (self.not_visitations != 0 && other.visitations != 0 && other.visitations & !self.not_visitations == 0)
            || (other.not_visitations != 0 && self.visitations != 0 && self.visitations & !other.not_visitations == 0)
            || ages(self, other)
            || ages(other, self)
            || flags(self.employed, other.employed)
            || flags(self.sick, other.sick)
            || flags(self.sick_pay, other.sick_pay)
            || flags(self.sick_in_job, other.sick_in_job)
            || flags(self.work_duty, other.work_duty)
            || flags(self.introduction, other.introduction)
            || flags(self.immigrant_course, other.immigrant_course)
            || flags(self.single_parent, other.single_parent)
            || flags(self.education_order_group, other.education_order_group)
            || (self.fit_within.is_some() && self.fit_within == other.not_fit_within)
            || (other.fit_within.is_some() && other.fit_within == self.not_fit_within)
    }
}
