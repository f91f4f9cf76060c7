//! *Regler*: the rules as they hold on a day, where each is read, and what nobody has read. No persons.

mod activation;
mod amounts;
mod beside;
mod compute;
mod control;
mod efforts;
mod in_force;
mod jobs;
mod measure;
mod order;
mod page;
mod profiles;
mod proposal;
mod renewal;
mod saved;
mod trial;
mod usage;
mod who;

use crate::access::Viewer;
use crate::{App, AppError, Moment};
use domain::Day;
use domain::codes::{Code, TargetGroup, codes};
use rulebook::example::{self, Outcome};
use rulebook::model::{Cite, Gap, Layer, Rule, SourceStatus, Version};
use rulebook::{Kind, Rulebook};

pub use activation::{ActivateForm, ActivationView, TextStand, Wanted};
pub use amounts::AmountRow;
pub use beside::{AmountChange, BesideLineView, BesideRow};
pub use control::{ControlForm, ControlView, MarkView};
pub(crate) use control::{LONGEST_REASON, SHORTEST_REASON, reason};
pub use efforts::EffortsPage;
pub use in_force::{Held, texts_of};
pub use jobs::{HowFar, PATIENCE};
pub use measure::{Facts, From, Measure};
pub use order::{Activating, OrderState, OrderView};
pub use page::{ExampleView, Promise, RulePage, VersionView};
pub use profiles::{Difference, ProfileEntry, ProfileFilter, ProfileRow, ProfilesPage, STATE};
pub use renewal::Renewal;
pub use rulebook::efforts::{Answer as EffortAnswer, Effort};
pub use rulebook::obligation::Obligation;
pub use rulebook::said::Said;
pub use rulebook::simulate::Stand;
pub use saved::{Effect, SaveForm, SavedView, Saving};
pub use trial::{
    Answer, DateView, Examples, LineView, LooserBy, LooserView, Mistake, MovedDue, PersonRow, Proposal, Running,
    SpanField, Trial, Tried, Trying, has_version_from, with_due,
};
pub use usage::Used;
pub(crate) use usage::may_list;
pub use who::{Part, WhoView};

codes! {
    /// What is known of a rule, as its mark on the page says it.
    Standing "rule_standing" {
        Controlled = "controlled",
        Read = "read",
        /// The municipality's own document says it.
        Local = "local",
        Unread = "unread",
    }
}

codes! {
    /// Where a rule or a version stands in time, seen from a day.
    Tense "rule_tense" {
        Now = "now",
        Past = "past",
        Future = "future",
    }
}

/// What the list is asked for. Everything stands in the address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleFilter {
    pub words: String,
    pub group: Option<TargetGroup>,
    pub chapter: Option<String>,
    /// Layer and kind by their codes.
    pub layer: Option<String>,
    pub kind: Option<String>,
    pub standing: Option<Standing>,
    pub tense: Tense,
    pub day: Day,
}

/// The page with every rule.
#[derive(Clone, Debug)]
pub struct RulesPage {
    pub filter: RuleFilter,
    /// In force on the day, whatever the other choices.
    pub in_force: Counts,
    pub chapters: Vec<Chapter>,
    pub found: usize,
    /// Chapters and kinds there are, for the choices.
    pub all_chapters: Vec<String>,
    pub kinds: Vec<&'static str>,
    pub gaps: Vec<GapView>,
    pub covers: Vec<CoverView>,
    /// Rules whose own text of the municipality's no longer fits, so that the shipped text holds.
    pub left_out: Vec<String>,
    /// Cases whose rows other rules have made, told to those who answer for the rules.
    pub other_rules: u64,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub rules: usize,
    pub controlled: usize,
    pub read: usize,
    pub local: usize,
    pub unread: usize,
    /// The municipality's own, whatever their status.
    pub goals: usize,
    pub failed_examples: usize,
}

#[derive(Clone, Debug)]
pub struct Chapter {
    pub code: String,
    pub rules: Vec<RuleRow>,
}

#[derive(Clone, Debug)]
pub struct RuleRow {
    pub id: String,
    pub title: String,
    pub text: String,
    pub kind: &'static str,
    pub layer: &'static str,
    pub measure: Measure,
    pub standing: Standing,
    pub tense: Tense,
    pub examples: usize,
    pub passed: usize,
    /// Cases in which it gives something on the day.
    pub used: Used,
}

/// Days and groups for which no rule answers, said out loud in a rule file.
#[derive(Clone, Debug)]
pub struct GapView {
    pub duty: String,
    pub who: WhoView,
    pub from: Day,
    pub through: Option<Day>,
    pub reason: String,
    pub cites: Vec<CiteView>,
    pub tense: Tense,
}

/// Days and groups for which every day is proved to have a rule or a gap.
#[derive(Clone, Debug)]
pub struct CoverView {
    pub duty: String,
    pub groups: Vec<&'static str>,
    pub from: Day,
    pub through: Day,
}

/// A place in a text, and which text was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CiteView {
    pub place: String,
    pub text: String,
}

impl CiteView {
    fn all(cites: &[Cite]) -> Vec<CiteView> {
        cites.iter().map(|c| CiteView { place: c.display(), text: c.text.clone() }).collect()
    }
}

impl RuleFilter {
    pub fn on(day: Day) -> RuleFilter {
        RuleFilter {
            words: String::new(),
            group: None,
            chapter: None,
            layer: None,
            kind: None,
            standing: None,
            tense: Tense::Now,
            day,
        }
    }
}

fn standing(version: &Version) -> Standing {
    match version.source {
        _ if version.control.is_some() => Standing::Controlled,
        SourceStatus::Cited => Standing::Read,
        SourceStatus::LocalPractice => Standing::Local,
        SourceStatus::NeedsReview => Standing::Unread,
    }
}

fn tense_of(from: Day, through: Option<Day>, day: Day) -> Tense {
    if day < from {
        Tense::Future
    } else if through.is_some_and(|t| t < day) {
        Tense::Past
    } else {
        Tense::Now
    }
}

/// The version to show, and how it stands to the day.
fn shown(rule: &Rule, day: Day) -> Option<(usize, Tense)> {
    rule.shown_on(day).map(|v| (v, tense_of(rule.versions[v].from, rule.versions[v].through, day)))
}

impl App {
    /// Every role may read rules: they hold no persons.
    pub async fn rules(&self, viewer: &Viewer, filter: RuleFilter, moment: Moment) -> Result<RulesPage, AppError> {
        let book = &self.rulebook;
        let outcomes = example::run_all(book);
        let used = self.rule_usage(viewer, filter.day, moment).await?;
        let mut page = RulesPage {
            in_force: Counts::default(),
            chapters: Vec::new(),
            found: 0,
            all_chapters: Vec::new(),
            kinds: Kind::ALL.iter().map(|k| k.code()).collect(),
            gaps: gaps(book, filter.day, |_| true),
            covers: covers(book),
            left_out: self.left_out_texts(),
            other_rules: self.other_rules_told(viewer).await?,
            filter,
        };
        for (index, rule) in book.rules.iter().enumerate() {
            if !page.all_chapters.contains(&rule.chapter) {
                page.all_chapters.push(rule.chapter.clone());
            }
            let Some((at, tense)) = shown(rule, page.filter.day) else { continue };
            let row = RuleRow { used: used[index], ..row(rule, at, tense, index, &outcomes) };
            if tense == Tense::Now {
                page.in_force.add(&row);
            }
            if !wanted(&page.filter, rule, &rule.versions[at], &row) {
                continue;
            }
            page.found += 1;
            match page.chapters.iter_mut().find(|c| c.code == rule.chapter) {
                Some(chapter) => chapter.rules.push(row),
                None => page.chapters.push(Chapter { code: rule.chapter.clone(), rules: vec![row] }),
            }
        }
        // What does not come out stands on top.
        for chapter in &mut page.chapters {
            chapter.rules.sort_by_key(|r| r.passed == r.examples);
        }
        Ok(page)
    }
}

impl Counts {
    fn add(&mut self, row: &RuleRow) {
        self.rules += 1;
        self.goals += usize::from(is_goal(row.layer));
        self.failed_examples += row.examples - row.passed;
        match row.standing {
            Standing::Controlled => self.controlled += 1,
            Standing::Read => self.read += 1,
            Standing::Local => self.local += 1,
            Standing::Unread => self.unread += 1,
        }
    }
}

fn row(rule: &Rule, at: usize, tense: Tense, index: usize, outcomes: &[Outcome]) -> RuleRow {
    let version = &rule.versions[at];
    let own = || outcomes.iter().filter(|o| o.rule.0 as usize == index);
    RuleRow {
        id: rule.id.clone(),
        title: rule.title.clone(),
        text: version.text.clone(),
        kind: rule.kind.code(),
        layer: rule.layer.code(),
        measure: measure::of(&version.body),
        standing: standing(version),
        tense,
        examples: own().count(),
        passed: own().filter(|o| o.failure.is_none()).count(),
        used: Used::NotByCase,
    }
}

fn wanted(filter: &RuleFilter, rule: &Rule, version: &Version, row: &RuleRow) -> bool {
    let words = filter.words.to_lowercase();
    let said = || {
        let cites = version.cites.iter().map(|c| format!("{} {}", c.display(), c.text)).collect::<String>();
        format!("{} {} {} {cites}", rule.id, rule.title, version.text).to_lowercase()
    };
    row.tense == filter.tense
        && filter.group.is_none_or(|g| who::concerns(&version.who, g, filter.day))
        && filter.chapter.as_ref().is_none_or(|c| *c == rule.chapter)
        && filter.layer.as_deref().is_none_or(|l| l == rule.layer.code())
        && filter.kind.as_deref().is_none_or(|k| k == rule.kind.code())
        && filter.standing.is_none_or(|s| s == row.standing)
        && words.split_whitespace().all(|w| said().contains(w))
}

fn gaps(book: &Rulebook, day: Day, which: impl Fn(&Gap) -> bool) -> Vec<GapView> {
    let wanted = book.gaps.iter().filter(|g| which(g));
    wanted
        .map(|g| GapView {
            duty: g.duty.clone(),
            who: who::of(&g.who),
            from: g.from,
            through: g.through,
            reason: g.reason.clone(),
            cites: CiteView::all(&g.cites),
            tense: tense_of(g.from, g.through, day),
        })
        .collect()
}

fn covers(book: &Rulebook) -> Vec<CoverView> {
    let groups = |mask: u64| {
        TargetGroup::ALL.iter().filter(|g| mask & (1 << g.index()) != 0).map(|g| g.code()).collect::<Vec<_>>()
    };
    let view = |c: &rulebook::model::Cover| CoverView {
        duty: c.duty.clone(),
        groups: groups(c.groups),
        from: c.from,
        through: c.through,
    };
    book.covers.iter().map(view).collect()
}

/// The codes of the layers, in the order of authority.
pub const LAYERS: [&str; 3] = ["act", "order", "municipality"];

/// Whether dates of this layer bind the municipality only.
pub fn is_goal(layer: &str) -> bool {
    layer == Layer::Municipality.code()
}
