//! *Mål*: the municipality's own goals with their numbers, the goals of plans as they can be computed, and a written
//! percentage held against what it may mean.

mod card;
pub(crate) mod form;
pub(crate) mod months;
pub(crate) mod one;
mod words;

pub(crate) use card::{CardView, card, state_mark, summary};

use crate::Web;
use crate::danish::dotted;
use crate::pages::{Frame, error, page};
use crate::session::Signed;
use crate::text::{t, tf};
use crate::words::label;
use app::AppError;
use app::figures::danish::{self, number, percent};
use app::figures::definition::Indicator;
use app::figures::exact::Exact;
use app::figures::goal::claim::{Answer, Claim, Meaning, Sense};
use app::figures::goal::{Goal, Goals, Template as Planned};
use app::goals::{GoalView, GoalsPage as Own};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;
use std::sync::LazyLock;

static SHIPPED: LazyLock<Goals> = LazyLock::new(Goals::shipped);

/// The sentence, as it was written.
#[derive(Deserialize, Default, Clone)]
#[serde(default)]
pub(crate) struct Sentence {
    fra: String,
    nu: String,
    maal: String,
    pct: String,
}

#[derive(Template)]
#[template(path = "goals.html")]
struct GoalsPage {
    frame: Frame,
    fields: [(&'static str, String); 4],
    errors: Vec<(&'static str, String)>,
    answer: Option<AnswerWords>,
    plans: Vec<PlanWords>,
    own: OwnWords,
}

/// The municipality's own goals, as far as the reader may see them.
#[derive(Default)]
struct OwnWords {
    shown: bool,
    figures: bool,
    may_write: bool,
    summary: String,
    cards: Vec<CardView>,
    /// Number, name, and when it ended.
    ended: Vec<(i64, String, String)>,
}

struct AnswerWords {
    class: &'static str,
    headline: String,
    rows: Vec<MeaningWords>,
    needed: Vec<String>,
}

struct MeaningWords {
    sense: String,
    formula: String,
    agrees: bool,
    counts: String,
}

struct PlanWords {
    name: String,
    goals: Vec<GoalWords>,
}

struct GoalWords {
    id: String,
    name: String,
    aim: String,
    counts: String,
    from: String,
    by: String,
    lacks: String,
    note: Option<String>,
    source: String,
}

pub(crate) async fn show(State(web): State<Web>, signed: Signed, Query(sentence): Query<Sentence>) -> Response {
    let own = match web.app.goals(&signed.viewer, signed.moment).await {
        Ok(found) => own_words(&found),
        // Who has no figures at all has the plans.
        Err(AppError::NoAccess(_)) => OwnWords::default(),
        Err(other) => return error::failure(&other),
    };
    let asked = [&sentence.fra, &sentence.nu, &sentence.pct].iter().any(|text| !text.trim().is_empty());
    let (claim, errors) = if asked { read(&sentence) } else { (None, Vec::new()) };
    let answer = claim.map(|claim| answer_words(&claim, &claim.check()));
    let mut plans: Vec<PlanWords> = Vec::new();
    for template in SHIPPED.all() {
        let words = goal_words(template);
        match plans.iter_mut().find(|plan| plan.name == template.plan) {
            Some(plan) => plan.goals.push(words),
            None => plans.push(PlanWords { name: template.plan.clone(), goals: vec![words] }),
        }
    }
    let Sentence { fra, nu, maal, pct } = sentence;
    let fields = [("fra", fra), ("nu", nu), ("maal", maal), ("pct", pct)];
    page(&GoalsPage { frame: Frame::new(&web, &signed, "goals"), fields, errors, answer, plans, own })
}

/// The first plan's goal that is measured by a figure.
pub(crate) fn planned(indicator: Indicator) -> Option<&'static Planned> {
    SHIPPED.all().iter().find(|planned| planned.indicator == Some(indicator))
}

/// What a goal aims at, with the number where it has one.
pub(crate) fn aim(view: &GoalView) -> String {
    words::aim_sentence(view.text(), view.figure.as_ref())
}

fn own_words(found: &Own) -> OwnWords {
    let ended = found.goals.iter().filter(|view| view.ended());
    OwnWords {
        shown: true,
        figures: found.figures,
        may_write: found.may_write,
        summary: summary(found),
        cards: found.goals.iter().filter(|view| !view.ended()).map(card).collect(),
        ended: ended.map(|view| (view.number, view.text().name.clone(), dotted(view.newest().on))).collect(),
    }
}

impl GoalsPage {
    fn error(&self, field: &str) -> Option<&str> {
        self.errors.iter().find(|(name, _)| *name == field).map(|(_, text)| text.as_str())
    }
}

/// The claim, or every mistake in it.
fn read(sentence: &Sentence) -> (Option<Claim>, Vec<(&'static str, String)>) {
    let mut errors = Vec::new();
    let mut field = |name: &'static str, text: &str| -> Option<(Exact, u8)> {
        let found = danish::read(text);
        if found.is_none() {
            errors.push((name, tf("goals.error_number", &[("what", &t(&format!("goals.{name}")))])));
        }
        found
    };
    let (from, now, written) = (field("fra", &sentence.fra), field("nu", &sentence.nu), field("pct", &sentence.pct));
    let stated = (!sentence.maal.trim().is_empty()).then(|| field("maal", &sentence.maal));
    let claim = from.zip(now).zip(written).and_then(|(((from, _), (now, _)), (percent, decimals))| {
        let goal_percent = match stated {
            None => None,
            Some(goal) => Some(goal?.0),
        };
        Some(Claim { from, now, goal_percent, percent, decimals })
    });
    (claim.filter(|_| errors.is_empty()), errors)
}

fn answer_words(claim: &Claim, answer: &Answer) -> AnswerWords {
    let written = percent(claim.percent, claim.decimals);
    let (class, key) = match (answer.holds(), answer.meanings.iter().any(|m| m.agrees)) {
        (Some(true), _) => ("alert-success", "goals.holds"),
        (Some(false), true) => ("alert-warning", "goals.means_other"),
        (None, true) => ("alert-info", "goals.may_mean"),
        (_, false) => ("alert-warning", "goals.fits_nothing"),
    };
    let other = answer.meanings.iter().find(|m| m.agrees).map(|m| label(m.sense)).unwrap_or_default();
    AnswerWords {
        class,
        headline: tf(key, &[("written", &written), ("sense", &other)]),
        rows: answer.meanings.iter().map(meaning_words).collect(),
        needed: needed_words(answer, &written),
    }
}

fn meaning_words(meaning: &Meaning) -> MeaningWords {
    let formula = meaning.formula.danish(0);
    MeaningWords {
        sense: label(meaning.sense),
        formula: match (meaning.sense, meaning.gives) {
            (Sense::Fald, Some(gives)) => tf("goals.fall", &[("formula", &formula), ("gives", &percent(gives, 1))]),
            _ => formula,
        },
        agrees: meaning.agrees,
        counts: label(meaning.needs),
    }
}

/// What would make the sentence true; nothing where it is, or where nobody has said what the goal was.
fn needed_words(answer: &Answer, written: &str) -> Vec<String> {
    if answer.holds() == Some(true) {
        return Vec::new();
    }
    let needed = answer.needed;
    let each =
        [("goals.needs_target", needed.target), ("goals.needs_from", needed.from), ("goals.needs_now", needed.now)];
    each.into_iter()
        .filter_map(|(key, value)| Some(tf(key, &[("n", &number(value?, 0)), ("written", written)])))
        .collect()
}

fn goal_words(planned: &Planned) -> GoalWords {
    let Goal { population, aim, baseline, by, benchmark } = planned.goal;
    let lacks: Vec<String> = planned.goal.lacks().into_iter().map(label).collect();
    let counts = label(population);
    GoalWords {
        id: planned.id.clone(),
        name: planned.name.clone(),
        aim: words::aim_words(aim, &benchmark.map(label).unwrap_or_default()),
        counts: if planned.ours { tf("goals.our_reading", &[("what", &counts)]) } else { counts },
        from: baseline.map_or_else(
            || "–".to_owned(),
            |(day, value)| tf("goals.from", &[("n", &number(value, 0)), ("day", &dotted(day))]),
        ),
        by: by.map_or_else(|| "–".to_owned(), dotted),
        lacks: if lacks.is_empty() { "–".to_owned() } else { lacks.join(", ") },
        note: planned.note.clone(),
        source: planned.source.clone(),
    }
}
