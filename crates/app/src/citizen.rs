//! *Borger*: one person's course, duties with their chains, rights, limits, offers, history and readers.

mod chain;
mod lanes;
mod search;
pub use search::Found;

pub use chain::{ChainBasis, ChainFact, ChainPause, chain_of};
pub use lanes::{Lane, LaneKind, Mark, MarkKind, lanes};

use crate::access::{Action, CaseStance, Refusal, Viewer, decide};
use crate::reason::{self, Reason};
use crate::{App, AppError, Moment};
use domain::codes::{Benefit, BenefitRate, Code, ContactGroup, OfferKind, TalkKind, TargetGroup, Visitation};
use domain::fact::FactId;
use domain::history::History;
use domain::instant::Instant;
use domain::kinds::{FactData, FactKind};
use domain::{Day, Span};
use rulebook::assess::axes::Axes;
use rulebook::assess::{Course, Status};
use rulebook::explain;
use rulebook::model::{Body, DutyParty};
use rulebook::report::duty_id;
use rulebook::who::Match;
use store::fact::StoredFact;
use store::read_log::Look;

/// Which past is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Past {
    pub valid_on: Day,
    pub known_on: Day,
}

#[derive(Clone, Debug)]
pub struct CitizenPage {
    pub case: i64,
    pub today: Day,
    pub past: Option<Past>,
    pub name: String,
    pub born: Option<Day>,
    pub cpr: Option<String>,
    pub wishes: Vec<String>,
    pub needs: Vec<String>,
    pub safety_note: Option<String>,
    pub protected: bool,
    pub axes: AxesView,
    pub lanes: Vec<Lane>,
    pub municipality: Vec<DutyView>,
    pub citizen: Vec<DutyView>,
    pub others: Vec<DutyView>,
    pub held_total: usize,
    pub held_timely: usize,
    pub rights: Vec<RightView>,
    pub limits: Vec<LimitView>,
    pub offers: Vec<OfferView>,
    pub not_covered: Vec<(String, Day, Option<Day>)>,
    pub booked: Option<Booked>,
    pub talk: TalkKind,
    pub preview: Preview,
    pub suggested_next: Option<Day>,
    pub version: i64,
    pub may_register: bool,
    pub facts: Vec<FactRow>,
    pub looks: Vec<Look>,
    pub look_count: i64,
    pub changed_since: Vec<Change>,
}

#[derive(Clone, Debug)]
pub struct AxesView {
    pub benefit: Option<(Benefit, Option<BenefitRate>, Day)>,
    pub group: Option<(TargetGroup, Day)>,
    pub group_missing: Vec<String>,
    pub contact: Option<(ContactGroup, Day)>,
    pub visitation: Option<(Visitation, Day)>,
    pub owner_unit: String,
    pub owner: Option<String>,
    pub owner_since: Day,
}

#[derive(Clone, Debug)]
pub struct DutyView {
    pub id: String,
    pub duty: String,
    pub n: u16,
    pub status: Status,
    pub law_due: Option<Day>,
    pub goal_due: Option<Day>,
    pub met_on: Option<Day>,
    pub booked: Option<(Day, Option<u16>)>,
    pub paused_through: Option<Day>,
    pub needs_review: bool,
    pub reason: Option<Reason>,
    pub chain: Vec<ChainBasis>,
    pub open: bool,
    /// Title of the rule that is shown.
    pub title: String,
}

#[derive(Clone, Debug)]
pub struct RightView {
    pub title: String,
    pub text: String,
    pub cite: String,
    pub used: u16,
    pub left: Option<u16>,
    pub responsible: String,
    pub certain: bool,
}

#[derive(Clone, Debug)]
pub struct LimitView {
    pub title: String,
    pub text: String,
    pub cite: String,
    pub days: i32,
    pub max: Span,
    pub last: Option<Day>,
    pub effective: Option<Day>,
    pub offer: Option<OfferKind>,
    pub from: Day,
    pub through: Option<Day>,
    pub missing: Vec<String>,
}

#[derive(Clone, Debug)]
pub struct OfferView {
    pub offer: OfferKind,
    pub text: String,
}

#[derive(Clone, Debug)]
pub struct Booked {
    pub on: Day,
    pub minute: Option<u16>,
    pub talk: TalkKind,
}

/// What saving the talk as held today would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Preview {
    pub met_law: usize,
    pub met_goal: usize,
    pub next_goal: Option<Day>,
    pub next_law: Option<Day>,
}

#[derive(Clone, Debug)]
pub struct FactRow {
    pub id: i64,
    pub kind: FactKind,
    pub from: Day,
    pub through: Option<Day>,
    pub minute: Option<u16>,
    pub data: FactData,
    pub actor: String,
    pub at: Instant,
    pub source: String,
    pub replaced: bool,
    pub corrects: Option<FactId>,
    pub annuls: Option<FactId>,
}

#[derive(Clone, Debug)]
pub struct Change {
    pub at: Instant,
    pub actor: String,
    pub kind: FactKind,
    pub then: Option<(Day, Option<Day>)>,
    pub now: Option<(Day, Option<Day>)>,
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
        let row = self.store.case_find(self.municipality, case).await?.ok_or(AppError::NotFound)?;
        let (born, stored) = self.store.fact_list(self.municipality, row.person.id).await?;
        let now_history = History::build(born, stored.iter().map(|f| f.fact.clone()), None);
        let stance = CaseStance::of(&now_history, &row.unit, row.employee.as_deref(), moment.today);
        let decision = decide(viewer, &stance, Action::Open);
        self.log_look(viewer, row.person.id, purpose, decision, moment).await?;
        decision.map_err(AppError::NoAccess)?;
        let today = past.map_or(moment.today, |p| p.valid_on);
        let history = match past {
            None => now_history,
            Some(p) => {
                let known = self.store.commit_latest(self.municipality, Some(p.known_on)).await?;
                let upto = stored.iter().filter(|f| f.commit <= known.0).map(|f| f.fact.clone());
                let then = History::build(born, upto, None);
                // The stricter of then's and today's protection holds.
                let stance = CaseStance::of(&then, &row.unit, row.employee.as_deref(), p.valid_on);
                decide(viewer, &stance, Action::Open).map_err(AppError::NoAccess)?;
                then
            }
        };
        let (course, recorder) = explain::record(&history, &self.rulebook);
        let mut page = self.page(&history, &course, &recorder, &stored, today);
        page.case = case;
        page.past = past;
        page.name = row.person.name();
        page.cpr = None;
        page.version = row.last_commit;
        page.may_register = past.is_none() && decide(viewer, &stance, Action::Register).is_ok();
        page.axes.owner_unit = self.config.unit_name(&row.unit);
        page.axes.owner = row.employee.clone();
        page.axes.owner_since = row.opened;
        if let Some(employee) = &row.employee
            && let Some(account) = self.store.account_find(self.municipality, employee).await?
        {
            page.axes.owner = Some(account.name);
        }
        page.looks = self.store.read_log_list(self.municipality, row.person.id, 8).await?;
        page.look_count = self.store.read_log_count(self.municipality, row.person.id).await?;
        if let Some(p) = past {
            page.changed_since =
                changes(&stored, self.store.commit_latest(self.municipality, Some(p.known_on)).await?.0);
        }
        Ok(page)
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

    /// The full number, logged; the citizen sees it.
    pub async fn show_cpr(&self, viewer: &Viewer, case: i64, moment: Moment) -> Result<String, AppError> {
        let row = self.store.case_find(self.municipality, case).await?.ok_or(AppError::NotFound)?;
        let history = self.store.history(self.municipality, row.person.id, None).await?;
        let stance = CaseStance::of(&history, &row.unit, row.employee.as_deref(), moment.today);
        let decision = decide(viewer, &stance, Action::ShowCpr);
        self.log_look(viewer, row.person.id, "vis_cpr", decision, moment).await?;
        decision.map_err(AppError::NoAccess)?;
        Ok(row.person.cpr.map(|c| format!("{}-{}", &c.reveal()[..6], &c.reveal()[6..])).unwrap_or_default())
    }

    fn page(
        &self,
        history: &History,
        course: &Course,
        recorder: &rulebook::assess::trace::Recorder,
        stored: &[StoredFact],
        today: Day,
    ) -> CitizenPage {
        let axes = Axes::new(history.view());
        let mut municipality = Vec::new();
        let mut citizen = Vec::new();
        let mut others = Vec::new();
        let (mut held_total, mut held_timely) = (0, 0);
        for duty in &course.duties {
            let Some(status) = duty.on(today, history.view()) else { continue };
            if matches!(status, Status::Met | Status::MetLate) {
                held_total += 1;
                held_timely += usize::from(status == Status::Met);
            }
            let booked = duty.bases.iter().filter_map(|b| b.booked).find(|(d, _)| *d >= today);
            let view = DutyView {
                id: duty_id(duty, history, &self.rulebook),
                duty: self.rulebook.duty_keys[duty.key as usize].clone(),
                n: duty.ordinal,
                status,
                law_due: duty.law_basis().filter(|b| b.unread_from.is_none_or(|f| f > today)).and_then(|b| b.due),
                goal_due: duty.goal_basis().and_then(|b| b.due),
                met_on: duty.bases.iter().filter_map(|b| b.met).map(|(d, _)| d).filter(|d| *d <= today).max(),
                booked: booked.map(|(d, f)| (d, history.fact(f).minute)),
                paused_through: duty
                    .bases
                    .iter()
                    .filter_map(|b| b.paused)
                    .find(|(f, t)| *f <= today && t.is_none_or(|t| today <= t))
                    .and_then(|(_, t)| t),
                needs_review: duty.law_basis().is_some_and(|b| b.needs_review),
                reason: reason::of(duty, history, &self.rulebook, today),
                chain: chain_of(duty, history, &self.rulebook, recorder),
                open: status.is_open(),
                title: reason::shown(duty).map(|b| self.rulebook.rule(b.rule).title.clone()).unwrap_or_default(),
            };
            match duty.bases.first().map(|b| self.rulebook.rule(b.rule).party) {
                Some(DutyParty::Citizen) => citizen.push(view),
                Some(DutyParty::Other) => others.push(view),
                _ => municipality.push(view),
            }
        }
        for list in [&mut municipality, &mut citizen, &mut others] {
            list.sort_by_key(|d| {
                (!d.open, d.booked.map(|b| b.0).or(min(d.law_due, d.goal_due)).unwrap_or(Day::LAST), d.n)
            });
        }
        let booked = booked_talk(history, today);
        let talk = booked.as_ref().map_or_else(|| talk_for(axes, today), |b| b.talk);
        let preview = self.preview(history, course, talk, today);
        CitizenPage {
            case: 0,
            today,
            past: None,
            name: String::new(),
            born: history.born,
            cpr: None,
            wishes: texts(history, today, |d| match d {
                FactData::Wish { text, .. } => text.clone(),
                _ => None,
            }),
            needs: texts(history, today, |d| match d {
                FactData::FunctionalNeed { text, .. } => text.clone(),
                _ => None,
            }),
            safety_note: texts(history, today, |d| match d {
                FactData::SafetyNote { text } => Some(text.clone()),
                _ => None,
            })
            .pop(),
            protected: history
                .facts()
                .iter()
                .any(|f| f.kind() == FactKind::Protection && f.from <= today && f.through.is_none_or(|t| today <= t)),
            axes: axes_view(axes, history, today),
            lanes: lanes(history, course, &self.rulebook, today),
            municipality,
            citizen,
            others,
            held_total,
            held_timely,
            rights: self.rights(course, today),
            limits: self.limits(course, history, today),
            offers: self.offers(axes, today),
            not_covered: course
                .not_covered
                .iter()
                .filter(|n| n.from <= today && n.through.is_none_or(|t| today <= t))
                .map(|n| (self.rulebook.gaps[n.gap as usize].reason.clone(), n.from, n.through))
                .collect(),
            booked,
            talk,
            suggested_next: preview.next_goal.or(preview.next_law),
            preview,
            version: 0,
            may_register: false,
            facts: fact_rows(stored, history),
            looks: Vec::new(),
            look_count: 0,
            changed_since: Vec::new(),
        }
    }

    fn rights(&self, course: &Course, today: Day) -> Vec<RightView> {
        let current = course.rights.iter().filter(|r| r.from <= today && r.through.is_none_or(|t| today <= t));
        current
            .filter_map(|r| {
                let rule = self.rulebook.rule(r.rule);
                let version = &rule.versions[r.version as usize];
                let Body::Right(right) = &version.body else { return None };
                Some(RightView {
                    title: rule.title.clone(),
                    text: version.text.clone(),
                    cite: version.cites.first().map(rulebook::model::Cite::display).unwrap_or_default(),
                    used: r.used,
                    left: r.left,
                    responsible: right.responsible.clone(),
                    certain: r.certain,
                })
            })
            .collect()
    }

    /// The current or last offer only: a limit is never a sum over offers.
    fn limits(&self, course: &Course, history: &History, today: Day) -> Vec<LimitView> {
        let mut views: Vec<LimitView> = Vec::new();
        for rule in course.limits.iter().map(|l| l.rule) {
            let Some(limit) =
                course.limits.iter().filter(|l| l.rule == rule && l.start <= today).max_by_key(|l| l.start)
            else {
                continue;
            };
            let r = self.rulebook.rule(limit.rule);
            let version = &r.versions[limit.version as usize];
            if views.iter().any(|v| v.title == r.title) {
                continue;
            }
            views.push(LimitView {
                title: r.title.clone(),
                text: version.text.clone(),
                cite: version.cites.first().map(rulebook::model::Cite::display).unwrap_or_default(),
                days: limit.days_on(today),
                max: limit.max,
                last: limit.reached_on,
                effective: limit.effective_on,
                offer: match history.fact(limit.fact).data {
                    FactData::OfferStarted { offer, .. } => Some(offer),
                    _ => None,
                },
                from: limit.start,
                through: limit.through,
                missing: limit.missing.names().map(str::to_owned).collect(),
            });
        }
        views
    }

    fn offers(&self, axes: Axes<'_>, today: Day) -> Vec<OfferView> {
        for rule in &self.rulebook.rules {
            for version in rule.versions.iter().filter(|v| v.is_in_force(today)) {
                if let Body::OfferOrder(order) = &version.body
                    && version.who.matches(&axes, today) == Match::Yes
                {
                    return order.steps.iter().map(|s| OfferView { offer: s.offer, text: s.text.clone() }).collect();
                }
            }
        }
        Vec::new()
    }

    /// Assesses once more with the talk held today; nothing is saved.
    fn preview(&self, history: &History, before: &Course, talk: TalkKind, today: Day) -> Preview {
        let mut facts = history.facts().to_vec();
        let held = FactData::TalkHeld { talk, form: None, holder: None, joint: false, companion: None, agreed: None };
        facts.push(domain::Fact::new("preview", held, today, None));
        let after_history = History::build(history.born, facts, None);
        let after = rulebook::assess(after_history.view(), &self.rulebook);
        let met = |course: &Course, law: bool| {
            course.duties.iter().flat_map(|d| &d.bases).filter(|b| b.law == law && b.met.is_some()).count()
        };
        let open = |law: bool| {
            let mut days: Vec<Day> = Vec::new();
            for duty in after.duties.iter().filter(|d| reason::is_talk(d, &self.rulebook)) {
                for basis in duty.bases.iter().filter(|b| b.law == law && b.met.is_none()) {
                    let holds = matches!(
                        basis.on(today, duty, after_history.view()),
                        Some(Status::Pending | Status::Booked) | None
                    );
                    days.extend(basis.due.filter(|d| holds && *d > today));
                }
            }
            days.into_iter().min()
        };
        Preview {
            met_law: met(&after, true).saturating_sub(met(before, true)),
            met_goal: met(&after, false).saturating_sub(met(before, false)),
            next_goal: open(false),
            next_law: open(true),
        }
    }
}

fn min(a: Option<Day>, b: Option<Day>) -> Option<Day> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

fn texts(history: &History, today: Day, pick: impl Fn(&FactData) -> Option<String>) -> Vec<String> {
    history
        .facts()
        .iter()
        .filter(|f| f.from <= today && f.through.is_none_or(|t| today <= t))
        .filter_map(|f| pick(&f.data))
        .collect()
}

fn booked_talk(history: &History, today: Day) -> Option<Booked> {
    let next = history.facts().iter().filter(|f| f.from >= today).find_map(|f| match &f.data {
        FactData::TalkBooked { talk, .. } => Some(Booked { on: f.from, minute: f.minute, talk: *talk }),
        _ => None,
    })?;
    let settled = history.facts().iter().any(|f| {
        f.from == next.on && matches!(f.kind(), FactKind::TalkHeld | FactKind::TalkMissed | FactKind::TalkCancelled)
    });
    (!settled).then_some(next)
}

/// The talk that is usual for the benefit.
fn talk_for(axes: Axes<'_>, today: Day) -> TalkKind {
    match axes.benefit(today) {
        Some(Benefit::Sygedagpenge) => TalkKind::Opfoelgningssamtale,
        Some(Benefit::Foertidspension) => TalkKind::VejledendeSamtale,
        Some(Benefit::Fleksloentilskud) => TalkKind::FleksjobOpfoelgning,
        _ => TalkKind::Jobsamtale,
    }
}

fn axes_view(axes: Axes<'_>, history: &History, today: Day) -> AxesView {
    let current = |kind: FactKind| {
        history
            .facts()
            .iter()
            .rev()
            .find(|f| f.kind() == kind && f.from <= today && f.through.is_none_or(|t| today <= t))
    };
    let (_, missing) = axes.groups(today);
    AxesView {
        benefit: current(FactKind::Benefit).and_then(|f| match f.data {
            FactData::Benefit { benefit, rate, .. } => Some((benefit, rate, f.from)),
            _ => None,
        }),
        group: axes.target_group(today).map(|g| {
            let since = current(FactKind::TargetGroup)
                .or_else(|| current(FactKind::Visitation))
                .or_else(|| current(FactKind::Benefit))
                .map_or(today, |f| f.from);
            (g, since)
        }),
        group_missing: missing.names().map(str::to_owned).collect(),
        contact: current(FactKind::ContactGroup).and_then(|f| match f.data {
            FactData::ContactGroup { group } => Some((group, f.from)),
            _ => None,
        }),
        visitation: current(FactKind::Visitation).and_then(|f| match f.data {
            FactData::Visitation { category } => Some((category, f.from)),
            _ => None,
        }),
        owner_unit: String::new(),
        owner: None,
        owner_since: today,
    }
}

fn fact_rows(stored: &[StoredFact], history: &History) -> Vec<FactRow> {
    let mut rows: Vec<FactRow> = stored
        .iter()
        .map(|f| FactRow {
            id: f.id,
            kind: f.fact.kind(),
            from: f.fact.from,
            through: f.fact.through,
            minute: f.fact.minute,
            data: f.fact.data.clone(),
            actor: f.actor.clone(),
            at: f.at,
            source: f.fact.source.system.clone(),
            replaced: history.replaced().iter().any(|r| r.id == f.fact.id),
            corrects: f.fact.supersedes.clone(),
            annuls: f.fact.annuls.clone(),
        })
        .collect();
    rows.sort_by_key(|r| (std::cmp::Reverse(r.from), std::cmp::Reverse(r.id)));
    rows
}

/// What was written after a commit: new words, corrections with the old one beside, annulments.
fn changes(stored: &[StoredFact], known: i64) -> Vec<Change> {
    let later = stored.iter().filter(|f| f.commit > known);
    later
        .map(|f| {
            let before = f
                .fact
                .supersedes
                .as_ref()
                .or(f.fact.annuls.as_ref())
                .and_then(|id| stored.iter().find(|s| s.fact.id == *id));
            Change {
                at: f.at,
                actor: f.actor.clone(),
                kind: f.fact.kind(),
                then: before.map(|b| (b.fact.from, b.fact.through)),
                now: f.fact.annuls.is_none().then_some((f.fact.from, f.fact.through)),
            }
        })
        .collect()
}

/// The code of a status, for pages that mark rows.
pub fn status_code(status: Status) -> &'static str {
    status.code()
}
