//! What a changed right, limit, gate or rate does to whole histories on a day, beside the dates. Writes nothing.
//!
//! Only rules that differ are looked at: a right, a limit, a gate and a rate stand for themselves. Orders of offers and
//! quotas give nothing in a single case and are not compared.

use super::CaseChange;
use crate::assess::ask::{Answer, Ask, Verdict, answer};
use crate::assess::{Course, assess_into, trace::Silent};
use crate::model::{Body, Kind, Rule};
use crate::rulebook::{RuleIx, Rulebook};
use domain::codes::{Code, OfferKind};
use domain::compact::{Compact, HistoryView, NO_VALUE, OPEN};
use domain::kinds::FactKind;
use domain::{Day, Kroner};
use std::collections::BTreeSet;

/// What a rule gives in one case on the day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stand {
    /// How many times are left; none where the law sets no number.
    Right {
        left: Option<u16>,
        certain: bool,
    },
    /// The day the limit is about, where there is one, and whether it is passed on the day.
    Limit {
        on: Option<Day>,
        passed: bool,
    },
    /// May such an offer be granted on the day; all gates and limits together answer.
    Gate {
        verdict: Verdict,
        earliest: Option<Day>,
    },
    Amount {
        amount: Option<Kroner>,
        percent: Option<u16>,
    },
}

/// What happened to it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Turn {
    /// A right, a limit or an amount that was not there; an offer that may be granted now.
    Opened,
    /// One that is no longer there; an offer that is refused now.
    Closed,
    Earlier,
    Later,
    More,
    Less,
    /// It was, or became, undetermined.
    Other,
}

impl Turn {
    pub const ALL: [Turn; 7] =
        [Turn::Opened, Turn::Closed, Turn::Earlier, Turn::Later, Turn::More, Turn::Less, Turn::Other];

    pub fn code(self) -> &'static str {
        match self {
            Turn::Opened => "opened",
            Turn::Closed => "closed",
            Turn::Earlier => "earlier",
            Turn::Later => "later",
            Turn::More => "more",
            Turn::Less => "less",
            Turn::Other => "other",
        }
    }
}

/// One case in which a rule gives something else.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BesideChange {
    /// Position of the history among those that were handed in.
    pub case: usize,
    pub rule: String,
    /// The offer that is asked about.
    pub offer: Option<OfferKind>,
    pub before: Option<Stand>,
    pub after: Option<Stand>,
    pub turn: Turn,
}

/// One changed rule.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BesideLine {
    pub rule: String,
    pub title: String,
    pub kind: Kind,
    /// Cases in which it gives something: a right or limit that runs, an offer it refuses, an amount.
    pub before: usize,
    pub after: usize,
}

#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Beside {
    pub lines: Vec<BesideLine>,
    pub changes: Vec<BesideChange>,
}

impl Beside {
    /// Positions of the histories that change in any way, here or by a date.
    pub fn changed<'c>(&'c self, dates: &'c [CaseChange]) -> BTreeSet<usize> {
        self.changes.iter().map(|c| c.case).chain(dates.iter().map(|c| c.case)).collect()
    }
}

/// What a rule is asked about in one case: the rule itself, or an offer its gate is about.
type Question = Option<OfferKind>;

/// Compares the rules that differ and are no deadlines.
pub fn beside<'h>(
    histories: impl IntoIterator<Item = HistoryView<'h>>,
    before: &Rulebook,
    after: &Rulebook,
    day: Day,
) -> Beside {
    let pairs = changed_rules(before, after);
    let mut found = Beside::default();
    if pairs.is_empty() {
        return found;
    }
    found.lines = pairs.iter().map(|p| p.line.clone()).collect();
    let (mut was, mut is) = (Course::default(), Course::default());
    let needs_course = pairs.iter().any(|p| matches!(p.line.kind, Kind::Right | Kind::Limit));
    for (case, history) in histories.into_iter().enumerate() {
        if needs_course {
            assess_into(history, before, &mut was, &mut Silent);
            assess_into(history, after, &mut is, &mut Silent);
        }
        for (at, pair) in pairs.iter().enumerate() {
            let (mut held, mut holds) = (false, false);
            for question in &pair.questions {
                let a = stand((before, pair.before), &was, history, day, *question);
                let b = stand((after, pair.after), &is, history, day, *question);
                held |= counts(a);
                holds |= counts(b);
                if let Some(turn) = turn(a, b) {
                    let (rule, offer) = (pair.line.rule.clone(), *question);
                    found.changes.push(BesideChange { case, rule, offer, before: a, after: b, turn });
                }
            }
            found.lines[at].before += usize::from(held);
            found.lines[at].after += usize::from(holds);
        }
    }
    found
}

/// A rule that is not the same in both rulebooks.
struct Pair {
    line: BesideLine,
    before: Option<RuleIx>,
    after: Option<RuleIx>,
    questions: Vec<Question>,
}

fn changed_rules(before: &Rulebook, after: &Rulebook) -> Vec<Pair> {
    let own = |book: &Rulebook, id: &str| book.find(id).filter(|ix| book.rule(*ix).id == id);
    let mut pairs = Vec::new();
    let gone = before.rules.iter().filter(|r| own(after, &r.id).is_none());
    for rule in after.rules.iter().chain(gone) {
        let (a, b) = (own(before, &rule.id), own(after, &rule.id));
        let same = a.zip(b).is_some_and(|(a, b)| after.rule(b).gives_the_same(before.rule(a)));
        if same || !matches!(rule.kind, Kind::Right | Kind::Limit | Kind::Gate | Kind::Rate) {
            continue;
        }
        let line =
            BesideLine { rule: rule.id.clone(), title: rule.title.clone(), kind: rule.kind, before: 0, after: 0 };
        let rules = [a.map(|ix| before.rule(ix)), b.map(|ix| after.rule(ix))];
        let questions = match rule.kind {
            Kind::Gate => offers(&rules).into_iter().map(Some).collect(),
            _ => vec![None],
        };
        pairs.push(Pair { line, before: a, after: b, questions });
    }
    pairs
}

/// The offers that a gate is about, before or after.
fn offers(rules: &[Option<&Rule>; 2]) -> Vec<OfferKind> {
    let granted = |offer: OfferKind| Compact {
        from: 0,
        through: OPEN,
        value: NO_VALUE,
        kind: FactKind::OfferGranted as u8,
        codes: [offer.index() + 1, 0, 0],
    };
    let gates = || {
        let versions = rules.iter().flatten().flat_map(|r| &r.versions);
        versions.filter_map(|v| if let Body::Gate(gate) = &v.body { Some(gate) } else { None })
    };
    let asked = |offer: &OfferKind| gates().any(|gate| gate.before.matches(&granted(*offer)));
    OfferKind::ALL.iter().copied().filter(asked).collect()
}

fn stand(
    (book, rule): (&Rulebook, Option<RuleIx>),
    course: &Course,
    history: HistoryView<'_>,
    day: Day,
    question: Question,
) -> Option<Stand> {
    if let Some(offer) = question {
        let given = answer(&Ask::Offer { offer, on: day, employer: None }, history, book);
        return Some(Stand::Gate { verdict: given.verdict, earliest: given.earliest });
    }
    let rule = rule?;
    let runs = |from: Day, through: Option<Day>| from <= day && through.is_none_or(|t| day <= t);
    match book.rule(rule).kind {
        Kind::Right => {
            let right = course.rights.iter().find(|r| r.rule == rule && runs(r.from, r.through))?;
            Some(Stand::Right { left: right.left, certain: right.certain })
        }
        Kind::Limit => {
            let limit = course.limits.iter().rfind(|l| l.rule == rule && runs(l.start, l.through))?;
            let on = limit.effective_on.or(limit.reached_on);
            Some(Stand::Limit { on, passed: limit.exceeded && on.is_some_and(|on| on <= day) })
        }
        Kind::Rate => {
            let asked = |view: HistoryView<'_>| {
                answer(&Ask::Rate { rate: book.rule(rule).id.clone(), key: String::new(), on: day }, view, book)
            };
            let own = |given: &Answer| (given.amount, given.percent);
            // An amount that nothing in a case decides is the same for everybody, and stands in the table of amounts.
            let (nobody, given) = (asked(HistoryView { born: None, facts: &[], marks: &[] }), asked(history));
            let by_case = nobody.amount.is_none() && nobody.percent.is_none();
            let (amount, percent) = own(&given);
            (by_case && (amount.is_some() || percent.is_some())).then_some(Stand::Amount { amount, percent })
        }
        _ => None,
    }
}

/// Whether a case counts among those in which the rule gives something.
fn counts(stand: Option<Stand>) -> bool {
    match stand {
        None => false,
        Some(Stand::Gate { verdict, .. }) => verdict == Verdict::Refused,
        Some(_) => true,
    }
}

fn by_day(before: Option<Day>, after: Option<Day>) -> Option<Turn> {
    match (before, after) {
        (Some(a), Some(b)) if b < a => Some(Turn::Earlier),
        (Some(a), Some(b)) if b > a => Some(Turn::Later),
        (a, b) => (a != b).then_some(Turn::Other),
    }
}

fn by_number<N: Ord>(before: Option<N>, after: Option<N>) -> Option<Turn> {
    match (before, after) {
        (Some(a), Some(b)) if b < a => Some(Turn::Less),
        (Some(a), Some(b)) if b > a => Some(Turn::More),
        (a, b) => (a != b).then_some(Turn::Other),
    }
}

fn turn(before: Option<Stand>, after: Option<Stand>) -> Option<Turn> {
    let (a, b) = match (before, after) {
        (None, None) => return None,
        (None, Some(_)) => return Some(Turn::Opened),
        (Some(_), None) => return Some(Turn::Closed),
        (Some(a), Some(b)) => (a, b),
    };
    if a == b {
        return None;
    }
    match (a, b) {
        (Stand::Right { left: a, .. }, Stand::Right { left: b, .. }) => by_number(a, b).or(Some(Turn::Other)),
        (Stand::Limit { on: a, .. }, Stand::Limit { on: b, .. }) => by_day(a, b).or(Some(Turn::Other)),
        (Stand::Gate { verdict: v, earliest: a }, Stand::Gate { verdict: w, earliest: b }) => match (v, w) {
            (v, w) if v == w => by_day(a, b),
            (_, Verdict::Allowed) => Some(Turn::Opened),
            (_, Verdict::Refused) => Some(Turn::Closed),
            _ => Some(Turn::Other),
        },
        (Stand::Amount { amount: a, percent: p }, Stand::Amount { amount: b, percent: q }) => {
            by_number(a, b).or(by_number(p, q))
        }
        _ => Some(Turn::Other),
    }
}
