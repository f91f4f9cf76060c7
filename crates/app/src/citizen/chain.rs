//! The reason chain of a duty, basis by basis, as codes and days.

use domain::history::History;
use domain::kinds::FactData;
use domain::{Day, Span};
use rulebook::Rulebook;
use rulebook::assess::trace::{Recorder, Step};
use rulebook::assess::{Duty, due_minute};
use rulebook::explain::chain;
use rulebook::model::{Force, SourceStatus};
use rulebook::obligation::Obligation;
use rulebook::who::Missing;

#[derive(Clone, Debug)]
pub struct ChainBasis {
    pub force: Force,
    /// Of the municipality's own date: whether it must or may.
    pub obligation: Obligation,
    pub rule: String,
    pub text: String,
    pub cite: String,
    pub read_in: String,
    pub version_from: Day,
    pub version_through: Option<Day>,
    /// Somebody has read it in its source.
    pub read: bool,
    pub controlled: bool,
    pub leaves_out: Option<String>,
    pub facts: Vec<ChainFact>,
    pub from: Day,
    /// The day on which a limit is reached, and the day from which it takes effect.
    pub limit: Option<(Day, Day)>,
    pub span: Option<Span>,
    pub first_day_counts: bool,
    /// Day before pauses.
    pub plain: Option<Day>,
    pub pauses: Vec<ChainPause>,
    pub due: Option<Day>,
    /// The minute of the due day, where hours are counted from a known minute.
    pub due_minute: Option<u16>,
    pub other_due: Option<Day>,
    pub held: u16,
    pub required: u16,
    pub met: Option<(Day, bool)>,
    /// The law can be read in two ways: its day lies before the first on which the duty could be met, or there is none.
    pub two_readings: bool,
    /// The act names no last day: the sum says from when the duty stands.
    pub no_day: bool,
    pub unread_from: Option<Day>,
}

#[derive(Clone, Debug)]
pub struct ChainFact {
    /// Its number among the facts of the case.
    pub id: Option<i64>,
    pub from: Day,
    pub through: Option<Day>,
    pub data: FactData,
    pub counts: bool,
    pub source: String,
}

#[derive(Clone, Debug)]
pub struct ChainPause {
    pub from: Option<Day>,
    pub through: Option<Day>,
    pub days: i32,
    pub to: Option<Day>,
    pub outside: bool,
}

pub fn chain_of(duty: &Duty, history: &History, rulebook: &Rulebook, recorder: &Recorder) -> Vec<ChainBasis> {
    let recorded = chain(recorder, duty.key, duty.root, duty.ordinal);
    let mut bases: Vec<ChainBasis> = Vec::new();
    for basis in &duty.bases {
        let rule = rulebook.rule(basis.rule);
        let version = &rule.versions[basis.version as usize];
        let mut view = ChainBasis {
            force: basis.force,
            obligation: rule.obligation(version),
            rule: rule.id.clone(),
            text: version.text.clone(),
            cite: version.cites.first().map(rulebook::model::Cite::display).unwrap_or_default(),
            read_in: version.cites.first().map(|c| c.text.clone()).unwrap_or_default(),
            version_from: version.from,
            version_through: version.through,
            read: version.source != SourceStatus::NeedsReview,
            controlled: version.control.is_some(),
            leaves_out: version.leaves_out.clone(),
            facts: Vec::new(),
            from: basis.opens,
            limit: None,
            span: None,
            first_day_counts: false,
            plain: None,
            pauses: Vec::new(),
            due: basis.due,
            due_minute: due_minute(basis, history.view(), rulebook),
            other_due: basis.other_due,
            held: basis.held,
            required: basis.required,
            met: basis.met.map(|(d, _)| (d, basis.timely() != Some(false))),
            two_readings: false,
            no_day: basis.missing == Missing::NO_DAY,
            unread_from: basis.unread_from,
        };
        let steps = recorded.bases.iter().find(|(at, _)| at.rule == basis.rule && at.version == basis.version);
        for step in steps.map(|(_, s)| s.as_slice()).unwrap_or_default() {
            add(&mut view, step, history);
        }
        let too_early = view.plain.is_some_and(|day| day < basis.counts_from);
        view.two_readings = basis.missing == Missing::READING && basis.due.is_none() && too_early;
        bases.push(view);
    }
    // The law first, then the municipality's own.
    bases.sort_by_key(|b| (b.force != Force::Law, b.due));
    bases
}

fn add(view: &mut ChainBasis, step: &Step, history: &History) {
    match step {
        Step::Fact { fact, counts } => push(view, history, *fact, *counts),
        Step::Limit { reached, to } => view.limit = Some((*reached, *to)),
        Step::Arithmetic { from, span, minus_one, to } => {
            (view.from, view.span, view.first_day_counts, view.plain) = (*from, Some(*span), *minus_one, Some(*to));
        }
        Step::Pause { fact, from, through, days, to } => {
            push(view, history, *fact, false);
            view.pauses.push(ChainPause { from: Some(*from), through: *through, days: *days, to: *to, outside: false });
        }
        Step::Outside { from, through, days, to } => {
            view.pauses.push(ChainPause {
                from: Some(*from),
                through: Some(*through),
                days: *days,
                to: Some(*to),
                outside: true,
            });
        }
        Step::Exempt { fact, to } => {
            push(view, history, *fact, false);
            view.pauses.push(ChainPause { from: None, through: None, days: 0, to: *to, outside: false });
        }
        Step::Met { fact, .. } => push(view, history, *fact, true),
        Step::Waived { fact: Some(fact), .. } => push(view, history, *fact, false),
        Step::Waived { fact: None, .. } | Step::Moved { .. } | Step::Granted { .. } | Step::Due { .. } => {}
    }
}

fn push(view: &mut ChainBasis, history: &History, index: u32, counts: bool) {
    let fact = history.fact(index);
    if view.facts.iter().any(|f| f.from == fact.from && f.data == fact.data) {
        return;
    }
    view.facts.push(ChainFact {
        id: fact.id.0.parse().ok(),
        from: fact.from,
        through: fact.through,
        data: fact.data.clone(),
        counts,
        source: fact.source.system.clone(),
    });
    view.facts.sort_by_key(|f| f.from);
}
