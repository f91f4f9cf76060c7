//! *Borger*: one person's course, duties with their chains, rights, limits, offers, history and readers.

mod chain;
mod clarification;
mod duties;
mod lanes;
mod looks;
mod number;
mod scope;
mod search;
mod state;
mod view;

pub use chain::{ChainBasis, ChainFact, ChainPause, chain_of};
pub(crate) use clarification::clarifications;
pub use clarification::{Clarification, ClarificationState, Reopened, Said};
pub use lanes::{Lane, LaneKind, Mark, MarkKind, lanes};
pub use looks::LooksPage;
pub use search::{Found, Hits};
pub use store::read_log::Look;
pub use view::*;

use crate::access::{Action, CaseStance, Refusal, Viewer, decide};
use crate::handover::{HandoverView, OwnerView};
use crate::offer::running;
use crate::overview::Filter;
use crate::register::Outcome;
use crate::talk::Setting;
use crate::{App, AppError, Moment};
use domain::Day;
use domain::codes::Code;
use domain::history::History;
use domain::kinds::{FactData, FactKind};
use rulebook::assess::Course;
use rulebook::assess::axes::Axes;
use rulebook::assess::trace::Recorder;
use rulebook::explain;
use rulebook::model::Rule;
use std::sync::Arc;
use store::CommitNumber;
use store::case::CaseRow;
use store::fact::StoredFact;

/// The newest looks that are read for the page, which shows those of a minute as one.
const LOOKS: i64 = 60;

/// A case that somebody may see, with what it rests on.
pub(crate) struct Seen {
    pub(crate) row: CaseRow,
    /// As known now, or then.
    pub(crate) history: History,
    /// Everything known now.
    pub(crate) stored: Vec<StoredFact>,
    pub(crate) stance: CaseStance,
    pub(crate) known: CommitNumber,
    /// How many of `stored` were known then; all when it is now.
    pub(crate) known_then: usize,
    /// The program with the rules that were in force then.
    pub(crate) rules: App,
}

impl App {
    /// Opens a case for a viewer; the look is logged whether granted or refused.
    pub async fn citizen(
        &self,
        viewer: &Viewer,
        case: i64,
        past: Option<Past>,
        purpose: &str,
        moment: Moment,
    ) -> Result<CitizenPage, AppError> {
        Ok(self.look(viewer, case, past, (Action::Open, purpose), moment).await?.0)
    }

    /// A case as it is, or as it was known, for somebody who may see it: decided and logged once.
    pub(crate) async fn seen(
        &self,
        viewer: &Viewer,
        case: i64,
        past: Option<Past>,
        (action, purpose): (Action, &str),
        moment: Moment,
    ) -> Result<Seen, AppError> {
        let row = self.store.case_find(self.municipality, case).await?.ok_or(AppError::NotFound)?;
        let (born, stored) = self.store.fact_list(self.municipality, row.person.id).await?;
        let now_history = History::build(born, stored.iter().map(|f| f.fact.clone()), None);
        let stance = CaseStance::of(&self.config, &now_history, (&row.unit, row.employee.as_deref()), moment.today);
        let mut decision = decide(viewer, &stance, Action::Open).and_then(|()| decide(viewer, &stance, action));
        let known = self.store.commit_latest(self.municipality, past.map(|p| p.known_on)).await?;
        let known_then = stored.partition_point(|f| f.commit <= known.0);
        let history = match past {
            None => now_history,
            Some(p) => {
                let then = History::build(born, stored[..known_then].iter().map(|f| f.fact.clone()), None);
                // The stricter of then's and today's protection holds.
                let stance = CaseStance::of(&self.config, &then, (&row.unit, row.employee.as_deref()), p.valid_on);
                decision = decision.and_then(|()| decide(viewer, &stance, Action::Open));
                then
            }
        };
        self.log_look(viewer, row.person.id, purpose, decision, moment).await?;
        decision.map_err(AppError::NoAccess)?;
        let known_then = if past.is_some() { known_then } else { stored.len() };
        let rules = if past.is_some() { self.at_commit(known.0).await? } else { self.clone() };
        Ok(Seen { row, history, stored, stance, known, known_then, rules })
    }

    /// One look, decided and logged once; the row of the case with the page.
    async fn look(
        &self,
        viewer: &Viewer,
        case: i64,
        past: Option<Past>,
        purpose: (Action, &str),
        moment: Moment,
    ) -> Result<(CitizenPage, CaseRow), AppError> {
        let Seen { row, history, stored, stance, known, known_then: upto, rules } =
            self.seen(viewer, case, past, purpose, moment).await?;
        let today = past.map_or(moment.today, |p| p.valid_on);
        let (course, recorder) = explain::record(&history, &rules.rulebook);
        let mut page = rules.page(&history, &course, &recorder, &stored[..upto], today);
        page.case = case;
        page.past = past;
        page.name = row.person.name();
        page.cpr = None;
        page.version = row.last_commit;
        page.may_register = past.is_none() && decide(viewer, &stance, Action::Register).is_ok();
        let facts = (&history, &stored[..upto]);
        page.handover = self.handover_view(viewer, &row, facts, today, past.map(|_| known)).await?;
        self.owner(&mut page.axes, &row, page.handover.owners.last());
        if past.is_none() {
            page.place = self.place_on_list(viewer, &Filter::mine(), case, moment).await?;
            let named = |unit: &String, open| (self.config.unit_name(unit), open);
            let closed = stance.without_consent.iter().map(|unit| named(unit, false));
            page.actors = stance.referred_to.iter().map(|unit| named(unit, true)).chain(closed).collect();
        }
        page.may_correct = past.is_none() && decide(viewer, &stance, Action::Correct).is_ok();
        if page.may_register {
            page.undo = self.undoable(viewer, row.last_commit, &stored).await?;
        }
        page.looks = self.store.read_log_list(self.municipality, row.person.id, LOOKS).await?;
        page.look_count = self.store.read_log_count(self.municipality, row.person.id).await?;
        if past.is_some() {
            page.changed_since = state::changes(&stored, known.0);
            page.rules_since = self.rules_since(&rules);
            let now = History::build(history.born, stored.iter().map(|f| f.fact.clone()), None);
            let (course, recorder) = explain::record(&now, &self.rulebook);
            page.moved_since = state::moved(&page, &self.page(&now, &course, &recorder, &stored, today));
        }
        Ok((page, row))
    }

    /// Titles of the rules that read otherwise now than then.
    fn rules_since(&self, then: &App) -> Vec<String> {
        if Arc::ptr_eq(&self.rulebook, &then.rulebook) {
            return Vec::new();
        }
        let same = |now: &Rule| then.rulebook.rules.iter().any(|r| r.id == now.id && r.source_text == now.source_text);
        self.rulebook.rules.iter().filter(|rule| !same(rule)).map(|rule| rule.title.clone()).collect()
    }

    /// Who has the case, or had it at the commit that is looked at.
    fn owner(&self, axes: &mut AxesView, row: &CaseRow, held: Option<&OwnerView>) {
        let Some(held) = held else {
            axes.owner_unit = self.config.unit_name(&row.unit);
            axes.owner = row.employee.clone();
            axes.owner_since = row.opened;
            return;
        };
        axes.owner_unit = held.unit.clone();
        axes.owner = held.name.clone();
        axes.owner_since = held.from;
    }

    pub(crate) async fn log_look(
        &self,
        viewer: &Viewer,
        person: i64,
        purpose: &str,
        decision: Result<(), Refusal>,
        moment: Moment,
    ) -> Result<(), AppError> {
        let look =
            Look { at: moment.now, actor: viewer.name.clone(), purpose: purpose.to_owned(), granted: decision.is_ok() };
        Ok(self.store.read_log_add(self.municipality, person, &look).await?)
    }

    /// The page with the full number, logged as that; the citizen sees it.
    pub async fn show_cpr(&self, viewer: &Viewer, case: i64, moment: Moment) -> Result<CitizenPage, AppError> {
        let (mut page, row) = self.look(viewer, case, None, (Action::ShowCpr, "vis_cpr"), moment).await?;
        page.cpr = row.person.cpr.map(|c| format!("{}-{}", &c.reveal()[..6], &c.reveal()[6..]));
        Ok(page)
    }

    fn page(
        &self,
        history: &History,
        course: &Course,
        recorder: &Recorder,
        stored: &[StoredFact],
        today: Day,
    ) -> CitizenPage {
        let axes = Axes::new(history.view());
        let duties = self.duties(history, course, recorder, today);
        let booked = state::booked_talk(history, today);
        let talk = booked.as_ref().map_or_else(|| state::talk_for(axes, today), |b| b.talk);
        let setting = Setting::of_today(booked.as_ref(), today);
        let facts = Outcome::ALL.iter().map(|o| (*o, o.fact(talk, setting.clone())));
        let previews: Vec<(Outcome, Preview)> =
            facts.map(|(outcome, fact)| (outcome, self.preview((history, course), fact, today))).collect();
        let after = |outcome| previews.iter().find(|(o, _)| *o == outcome).map(|(_, p)| p.next).unwrap_or_default();
        let (next, tomorrow) = (self.next_dates(history, course, today), today.plus_days(1));
        let soon = self.is_over(history, course, today).then(|| scope::soon(today));
        let suggested = Suggested {
            next: scope::talk_day(after(Outcome::Held), tomorrow),
            instead: scope::talk_day(after(Outcome::Missed), tomorrow),
            book: scope::talk_day(next, today).or(soon),
            soon: soon.is_some() && scope::talk_day(next, today).is_none(),
        };
        let holds = |from: Day, through: Option<Day>| from <= today && through.is_none_or(|t| today <= t);
        let texts = |pick: fn(&FactData) -> Option<String>| state::texts(history, today, pick);
        CitizenPage {
            case: 0,
            today,
            past: None,
            name: String::new(),
            born: history.born,
            cpr: None,
            wishes: texts(|d| if let FactData::Wish { text, .. } = d { text.clone() } else { None }),
            clarifications: clarifications(history, stored, today),
            assessments: state::assessments(history, today),
            needs: texts(|d| if let FactData::FunctionalNeed { text, .. } = d { text.clone() } else { None }),
            represented: state::represented(history, today),
            actors: Vec::new(),
            safety_note: texts(|d| if let FactData::SafetyNote { text } = d { Some(text.clone()) } else { None }).pop(),
            protected: history.facts().iter().any(|f| f.kind() == FactKind::Protection && holds(f.from, f.through)),
            axes: state::axes_view(axes, history, today),
            lanes: lanes(history, course, &self.rulebook, today),
            municipality: duties.municipality,
            citizen: duties.citizen,
            others: duties.others,
            held_total: duties.held_total,
            held_timely: duties.held_timely,
            rights: self.rights(course, history, today),
            limits: self.limits(course, history, today),
            offers: self.offer_order(history, today),
            not_covered: course
                .not_covered
                .iter()
                .filter(|n| holds(n.from, n.through))
                .map(|n| (self.rulebook.gaps[n.gap as usize].reason.clone(), n.from, n.through))
                .collect(),
            running: running(history, today).into_iter().map(|(offer, _)| offer).collect(),
            booked,
            talk,
            setting,
            suggested,
            previews,
            next,
            version: 0,
            may_register: false,
            handover: HandoverView::default(),
            undo: None,
            may_correct: false,
            place: None,
            facts: state::fact_rows(stored, history, &self.config),
            looks: Vec::new(),
            look_count: 0,
            changed_since: Vec::new(),
            moved_since: Vec::new(),
            rules_since: Vec::new(),
        }
    }
}
