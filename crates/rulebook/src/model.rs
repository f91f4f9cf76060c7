//! What a rule is: seven closed kinds, dated versions, layers, citations. See `docs/guides/add-a-rule.md`.

use crate::assess::axes::Axes;
use crate::obligation::Obligation;
use crate::requirement::Requirement;
use crate::selector::Selectors;
use crate::terms::{MonthCounted, Terms};
use crate::who::{Match, Who};
use domain::codes::{OfferKind, Sector, TargetGroup, codes};
use domain::{Day, Kroner, MonthEnd, Span};

/// Where a rule comes from. The order is the order of authority.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub enum Layer {
    Act,
    Order,
    /// The municipality's own goal: binds the municipality only.
    Municipality,
    /// What the act itself only aims at ("så vidt muligt"): no deadline, and no goal of the municipality's.
    Aim,
}

/// What a date means to those it concerns.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Force {
    /// The law's deadline: what comes after it is late.
    Law,
    /// The law's own aim: passed, the thing is still to be done, and nothing is late.
    Aim,
    /// The municipality's own date: passed, it is over its goal and not over the law's.
    Goal,
}

impl Layer {
    pub fn code(self) -> &'static str {
        match self {
            Layer::Act => "act",
            Layer::Order => "order",
            Layer::Municipality => "municipality",
            Layer::Aim => "aim",
        }
    }

    /// What a date of this layer means.
    pub fn force(self) -> Force {
        match self {
            Layer::Act | Layer::Order => Force::Law,
            Layer::Aim => Force::Aim,
            Layer::Municipality => Force::Goal,
        }
    }

    /// Whether a date of this layer is the law's deadline rather than an aim or a goal.
    pub fn is_law(self) -> bool {
        self.force() == Force::Law
    }

    /// Whether the municipality has made it itself.
    pub fn is_local(self) -> bool {
        self.force() == Force::Goal
    }
}

/// What is known of a rule's source.
#[derive(Clone, Copy, PartialEq, Eq, Debug, PartialOrd, Ord)]
pub enum SourceStatus {
    /// Read in an act, an order or an authority's own guidance, which the citation names.
    Cited,
    /// Stated in the municipality's own document.
    LocalPractice,
    /// Nobody has read it in a source: informs, never counts.
    NeedsReview,
}

impl SourceStatus {
    pub fn code(self) -> &'static str {
        match self {
            SourceStatus::Cited => "cited",
            SourceStatus::LocalPractice => "local_practice",
            SourceStatus::NeedsReview => "needs_review",
        }
    }
}

/// Whose duty it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, PartialOrd, Ord, Hash)]
pub enum DutyParty {
    Municipality,
    Citizen,
    Other,
}

impl DutyParty {
    pub fn code(self) -> &'static str {
        match self {
            DutyParty::Municipality => "municipality",
            DutyParty::Citizen => "citizen",
            DutyParty::Other => "other",
        }
    }
}

/// A place in a legal text or a document.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cite {
    /// Short name of the act or order, or the title of the document.
    pub act: String,
    /// "31", "13 b".
    pub paragraph: Option<String>,
    pub stk: Option<String>,
    pub nr: Option<String>,
    /// Which consolidated text or page was read: "LBK 280 af 1. marts 2024".
    pub text: String,
}

impl Cite {
    /// `LAB § 31, stk. 3 (LBK 280 af 1. marts 2024)`
    pub fn display(&self) -> String {
        let mut out = self.act.clone();
        if let Some(p) = &self.paragraph {
            out.push_str(&format!(" § {p}"));
        }
        if let Some(s) = &self.stk {
            out.push_str(&format!(", stk. {s}"));
        }
        if let Some(n) = &self.nr {
            out.push_str(&format!(", nr. {n}"));
        }
        out
    }
}

/// A named person has compared a version with its source. No rule text holds it: see [`crate::control`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Control {
    pub person: String,
    pub role: String,
    pub on: Day,
    /// [`Rule::version_hash`] of the text that was compared.
    pub text_hash: String,
}

codes! {
    /// The seven kinds of rule.
    Kind "rule_kind" {
        Deadline = "deadline",
        Right = "right",
        Limit = "limit",
        OfferOrder = "offer_order",
        Quota = "quota",
        Rate = "rate",
        Gate = "gate",
    }
}

#[derive(Clone, Debug)]
pub struct Rule {
    /// Stable, readable id: `samtaler-4-i-6-mdr`.
    pub id: String,
    pub kind: Kind,
    pub layer: Layer,
    /// Key shared by the rules that ask for the same thing: `jobsamtale`.
    pub duty: Option<String>,
    pub title: String,
    pub party: DutyParty,
    /// Heading on the page Regler: `kontanthjaelp`, `sygedagpenge`, ...
    pub chapter: String,
    /// One of several ways of which a municipality has one.
    pub choice: Option<Choice>,
    pub versions: Vec<Version>,
    pub file: String,
    pub line: u32,
    /// The rule as it stands in its file, from its heading to its last line.
    pub source_text: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Id in the catalogue of the law that was read: `CT-6M-2024b`.
    pub reference: Option<String>,
    pub from: Day,
    pub through: Option<Day>,
    /// One sentence in plain Danish.
    pub text: String,
    pub cites: Vec<Cite>,
    pub source: SourceStatus,
    /// What the text itself says; see [`Rule::obligation`].
    pub obligation: Obligation,
    pub control: Option<Control>,
    /// What the rule does not count with, in Danish.
    pub leaves_out: Option<String>,
    /// How running courses come into this version. The first version has none.
    pub transition: Option<Transition>,
    /// For whom the transition is unread, although it is read for the others.
    pub unread_for: Option<Who>,
    pub who: Who,
    pub body: Body,
    pub examples: Vec<Example>,
    pub line: u32,
}

/// A way of doing something, and what it is a way of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Choice {
    pub of: String,
    pub name: String,
}

impl Rule {
    /// The version to show as seen from a day: the one in force, else the next, else the last.
    pub fn shown_on(&self, day: Day) -> Option<usize> {
        let at = |wanted: fn(&Version, Day) -> bool| self.versions.iter().position(|v| wanted(v, day));
        let last = || self.versions.len().checked_sub(1);
        at(Version::is_in_force).or_else(|| at(|v, day| day < v.from)).or_else(last)
    }

    /// Whether both give every citizen the same dates. Another line number is taken for a difference.
    pub(crate) fn gives_the_same(&self, other: &Rule) -> bool {
        self.kind == other.kind
            && self.layer == other.layer
            && self.duty == other.duty
            && self.versions == other.versions
    }
}

/// The sentence of a municipality's rule that says what the law now refuses begins with these words.
const LAW_TODAY: &str = "Loven i dag:";

impl Version {
    /// What the law now says of a municipality's old rule, where the template tells.
    pub fn law_today(&self) -> Option<&str> {
        Some(self.leaves_out.as_deref()?.split_once(LAW_TODAY)?.1.trim())
    }

    pub fn is_in_force(&self, day: Day) -> bool {
        self.from <= day && self.through.is_none_or(|t| day <= t)
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Transition {
    /// The version of the day the course began.
    NewCourses,
    /// The version of the day each ordinal opens.
    FromDate,
    /// From the version's first day, running courses too are computed by it.
    Recompute,
    /// Nobody has read how running courses go on: undetermined from the version's first day.
    Unread,
}

impl Transition {
    pub fn code(self) -> &'static str {
        match self {
            Transition::NewCourses => "new_courses",
            Transition::FromDate => "from_date",
            Transition::Recompute => "recompute",
            Transition::Unread => "unread",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::large_enum_variant, reason = "a rulebook holds some hundred bodies and never moves them")]
pub enum Body {
    Deadline(Deadline),
    Right(Right),
    Limit(Limit),
    OfferOrder(OfferOrder),
    Quota(Quota),
    Rate(Rate),
    Gate(Gate),
}

/// Whether the day of the event is day 1 of the span. There is no default.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FirstDay {
    /// due = anchor + span − 1 day ("inden for de første 6 måneder", "uge 8").
    Counts,
    /// due = anchor + span ("senest 1 uge fra").
    Excluded,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NonWorkingDay {
    Same,
    Next,
}

/// What the next deadline of a repeating duty is counted from. There is no default.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Restart {
    KeepFirst,
    FromMet,
    FromDue,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Clock {
    /// From an event.
    Event,
    /// Only days in a state count.
    Accumulated,
    /// At least n inside a window.
    Window,
}

/// What opens a duty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// The first day of a fact.
    Start(Selectors),
    /// The last day of a fact.
    End(Selectors),
    /// The start of a course that the engine derives.
    Course(CourseKind),
    /// The day from which a limit takes effect, known ahead while the state runs.
    Limit(AtLimit),
}

/// A limit on days in a state whose day opens a duty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AtLimit {
    /// Id of the limit's rule.
    pub rule: String,
    /// Its title, and its versions: put in when the rules are read, so that a duty is another where its limit is. Empty where
    /// there is no such limit.
    pub title: String,
    pub versions: Vec<Version>,
}

impl AtLimit {
    /// The states that the limit counts.
    pub(crate) fn states(&self) -> impl Iterator<Item = &Selectors> {
        self.versions.iter().filter_map(|v| match &v.body {
            Body::Limit(Limit::Accumulated { state, .. }) => Some(state),
            _ => None,
        })
    }

    /// Whether it asks for whom it is on the day it is reached.
    pub(crate) fn who_when_reached(&self) -> bool {
        let asked = |v: &Version| matches!(v.body, Body::Limit(Limit::Accumulated { who_when_reached: true, .. }));
        self.versions.iter().any(asked)
    }
}

/// Courses derived from benefits (LAB § 9); see `assess::courses`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum CourseKind {
    /// LAB § 9, stk. 1, nr. 1: accumulated unemployment since placement in a dagpenge period.
    Dagpenge,
    /// LAB § 9, stk. 1, nr. 2: a continuous period on kontanthjælp and its forerunners.
    Kontanthjaelp,
    Jobafklaring,
    Ressourceforloeb,
    Ledighedsydelse,
    Revalidering,
}

impl CourseKind {
    pub(crate) const COUNT: usize = CourseKind::Revalidering as usize + 1;
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deadline {
    pub anchor: Anchor,
    /// Facts that say an anchor should exist: without one the duty is undetermined, never absent.
    pub expects: Selectors,
    /// Name of the missing fact, for `missing`.
    pub expects_missing: Option<String>,
    pub clock: Clock,
    /// States whose days count, for the accumulated clock.
    pub state: Selectors,
    /// Fulfilments before anchor + opens do not count.
    pub opens: Option<Span>,
    pub earliest: Option<Span>,
    pub span: Span,
    pub first_day: FirstDay,
    /// The other reading of the first day, shown when it gives another date.
    pub second_reading: Option<FirstDay>,
    pub month_end: MonthEnd,
    pub non_working_day: NonWorkingDay,
    /// In time is the whole calendar week in which the due day falls (BAB § 115), not only the days through it.
    pub timely_by_week: bool,
    pub count: u16,
    pub ordinal: u16,
    pub repeat: Option<Span>,
    pub restart: Restart,
    pub by: Selectors,
    pub pause: Selectors,
    pub exempt: Selectors,
    /// After an exemption that covers the due day: due so long after its last day.
    pub after_exemption: Option<Span>,
    /// The duty does not arise when such a fact exists on or before the due day, after the anchor.
    pub unless: Selectors,
    /// The duty arises only when such a fact covers the anchor day.
    pub requires: Selectors,
    /// The duty ends the day after the anchor fact or course ends.
    pub ends_with_anchor: bool,
    /// The duty ends when such a fact begins, while it is in time.
    pub until: Selectors,
    pub terms: Terms,
    /// As `exempt`, for some of those in `who` only.
    pub exempt_for: Vec<ExemptFor>,
    /// The duty lapses when the citizen is out of `who` before its last day in time.
    pub ends_with_who: bool,
    /// A second anchor inside an unbroken course of this kind opens nothing.
    pub first_in: Option<CourseKind>,
    /// Only the first anchor after such a fact opens the duty.
    pub follows: Selectors,
    /// No round is due later than so long after the anchor.
    pub repeat_within: Option<Span>,
    /// Days that the accumulated clock leaves out, whatever the state.
    pub not_counted_days: Vec<(Day, Day)>,
    /// BAB § 7, stk. 2: the period lasts to the end of the calendar month in which this much has been counted. With
    /// `opens` it is when the period before has ended, in place of the act's months; otherwise the duty's own last day, where
    /// the later of the two closes.
    pub month_of: Option<Span>,
    /// As `month_of`, where somebody else has counted the hours.
    pub month_counted: Option<MonthCounted>,
}

/// An exemption for some of the group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExemptFor {
    pub who: Who,
    pub facts: Selectors,
}

impl Deadline {
    /// Whether both start from the same events.
    pub fn same_anchor(&self, other: &Deadline) -> bool {
        match (&self.anchor, &other.anchor) {
            (Anchor::Course(a), Anchor::Course(b)) => a == b,
            (Anchor::Start(a), Anchor::Start(b)) | (Anchor::End(a), Anchor::End(b)) => {
                a.iter().any(|x| b.iter().any(|y| x.overlaps(y)))
            }
            _ => false,
        }
    }
}

/// So long in a contact course.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InCourse {
    pub span: Span,
    pub state: Selectors,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Right {
    /// "At least three"; `None` when the law sets no number.
    pub count: Option<u16>,
    /// So long without a break in the group before it stands.
    pub after: Option<Span>,
    /// Only on days with such a benefit, not while it is asked for; empty = every day in the group.
    pub received: Selectors,
    /// Only after so long in each contact course: of dagpenge added up in this state, of other courses from their first day.
    pub after_in_course: Option<InCourse>,
    /// From when it counts; empty = as long as the citizen is in the group.
    pub anchor: Selectors,
    /// It stands no longer than so long after each anchor, and not after its last day.
    pub within: Option<Span>,
    /// Each such fact has an anchor of its own, the first inside it; empty = each anchor.
    pub once_in: Selectors,
    /// Only from an anchor on whose day this accumulated limit has taken effect and is still passed.
    pub used_up: Option<String>,
    pub by: Selectors,
    /// Label of the unit that answers, from configuration.
    pub responsible: String,
    /// The citizen asks for it; false where it is given or decided without.
    pub asked: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Limit {
    /// One offer (or state) lasts at most so long.
    Duration {
        of: Selectors,
        max: Span,
        extended: Option<Span>,
        /// Each extension after that.
        extended_again: Option<Span>,
        exempt: Selectors,
        not_counted: Selectors,
        /// Counted from the first such fact inside what is measured.
        from_first: Selectors,
        /// The version's last day is the last to begin on: what began goes on by it.
        begun_goes_on: bool,
        /// It is reached by these alone, asked on the last day.
        who_on_last: Option<Who>,
    },
    /// Days in a state inside a window of calendar months, or since the state began.
    Accumulated {
        state: Selectors,
        max: Span,
        /// The preceding calendar months that are looked at; `None` = since the beginning.
        window_months: Option<u16>,
        /// True: the limit is passed on the day after max; false: on the day max is reached.
        more_than: bool,
        not_counted: Selectors,
        /// The first days of an absence that the employer or the municipality pays.
        skip_first_days: u16,
        weekday_holidays: bool,
        effective_end_of_month: bool,
        /// Who it is for is asked on the day it is reached, not on its first: what begins meanwhile decides.
        who_when_reached: bool,
        /// Who it is for besides is asked on the first day of the course of the state that it is reached in.
        who_when_begun: Option<Who>,
        /// Days on which nobody has read what took the limit's place: what would take effect on one of them has no day.
        suspended: Vec<(Day, Day)>,
        warn: Vec<Span>,
    },
    /// Hours of ordinary work that must be shown inside the last calendar months, by those in the state.
    Hours {
        of: Selectors,
        state: Selectors,
        after: Option<After>,
        at_least: u32,
        window_months: u16,
        /// Each such day among those that are looked at makes them one more, at the beginning.
        prolonged_by: Vec<(Day, Day)>,
    },
    /// Hours left of a right as somebody else counts them, and how many a full week uses.
    HoursLeft {
        /// The counts; what is used before such a fact is of another right.
        of: Selectors,
        anew: Selectors,
        /// What uses the hours.
        state: Selectors,
        full_week: u16,
        part_week: u16,
        /// How long the right is, and within which time: said, never computed with.
        period: Option<Span>,
        period_within: Option<Span>,
    },
    /// Places per ordinary employee.
    Ratio {
        basis: RatioBasis,
        per_first: u16,
        first_up_to: u16,
        per_rest: u16,
        at_least: u16,
        counts: Vec<OfferKind>,
        /// Of the offers that count: whose places are none.
        not_counted: Vec<(OfferKind, TargetGroup)>,
        /// Of the offers that count: those of which nobody has read that they still do.
        in_doubt: Vec<OfferKind>,
        months: u16,
    },
    /// An amount, looked up in a rate.
    Amount { rate: String },
}

/// Only after so long in the state, added up within a time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct After {
    pub span: Span,
    pub within: Span,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RatioBasis {
    Heads,
    FullTime,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfferOrder {
    pub steps: Vec<OfferStep>,
}

impl OfferOrder {
    /// The steps but those that are not for the citizen on that day.
    pub fn steps_for<'s>(&'s self, axes: &'s Axes<'_>, day: Day) -> impl Iterator<Item = &'s OfferStep> {
        self.steps.iter().filter(move |s| s.who.is_none_or(|who| who.matches(axes, day) != Match::No))
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfferStep {
    pub offer: OfferKind,
    pub sector: Option<Sector>,
    /// Local wording of the step.
    pub text: String,
    /// For whom it is, where it is not for all of the order: somebody of whom that is not known still sees it, with its words.
    pub who: Option<Who>,
    pub obligation: Obligation,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quota {
    /// Ids of the deadline rules whose fulfilment is counted.
    pub of: Vec<String>,
    pub share_percent: u16,
    /// Facts that exempt a person from the duty; they still stand in the denominator.
    pub exempt: Selectors,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rate {
    pub unit: String,
    pub values: Vec<RateValue>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RateValue {
    /// Row inside the rate: `private`, `enlig_2_boern`; empty when there is one.
    pub key: String,
    pub from: Day,
    pub through: Day,
    pub amount: Option<Kroner>,
    /// For bands: applies from this amount on.
    pub above: Option<Kroner>,
    pub percent: Option<u16>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gate {
    /// The fact that waits.
    pub before: Selectors,
    pub sector: Option<Sector>,
    /// Groups that may have it at all.
    pub allowed: Option<Who>,
    /// So long on certain benefits before, unless one of the exceptions holds.
    pub prior: Option<Prior>,
    /// Not once so long in the state has been reached: what begins must be over by then.
    pub over_by: Option<OverBy>,
    /// What begins takes of weeks that it shares with those before.
    pub added_up: Option<AddedUp>,
    /// What begins must be over when such a fact ends.
    pub inside: Selectors,
    pub requires: Vec<Requirement>,
    /// New ones are closed from the version's first day.
    pub closed: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prior {
    pub state: Selectors,
    pub span: Span,
    /// The span in hours, where somebody else counts them.
    pub span_counted: Option<MonthCounted>,
    /// Of the state: what does not count on days that such a fact covers.
    pub not_while: Option<NotWhile>,
    /// Continuous: a whole calendar month without the state begins the count anew.
    pub continuous: bool,
    /// Time before the last such fact does not count.
    pub reset_by: Selectors,
    /// So long without the state begins the count anew.
    pub reset_after: Option<Span>,
    pub anew_after: Option<AnewAfter>,
    pub begun_inside: Option<BegunInside>,
    pub except: Vec<Who>,
}

/// So long of another state within a time begins the count anew at the next day of the state that is counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnewAfter {
    pub state: Selectors,
    pub at_least: Span,
    pub within: Span,
}

/// What began on a day that such a fact covers, and runs on, needs no time before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BegunInside {
    pub facts: Selectors,
    pub inside: Selectors,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotWhile {
    pub state: Selectors,
    pub covered_by: Selectors,
}

/// The offer must be over before so long in the state has passed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OverBy {
    pub state: Selectors,
    pub span: Span,
    /// The span in hours, where somebody else counts them.
    pub span_counted: Option<MonthCounted>,
    pub reset_by: Selectors,
    /// So long without the state begins the count anew.
    pub reset_after: Option<Span>,
    pub anew_after: Option<AnewAfter>,
    /// Days that do not count, whatever the state.
    pub not_counted_days: Vec<(Day, Day)>,
}

/// So many weeks of Monday to Friday, shared by all such facts since the count of a state began.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddedUp {
    pub of: Selectors,
    pub weeks: u8,
    /// Its one day is the first that counts.
    pub since: OverBy,
}

/// A worked example beside its rule: run at load and in tests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    pub name: String,
    pub born: Option<Day>,
    /// Lines of the short form: `2026-03-04 first_contact benefit=kontanthjaelp`.
    pub facts: Vec<String>,
    pub expect: Expect,
    pub line: u32,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expect {
    /// Due day of the rule's first (or `n`-th) basis. The checker also holds it on this day and on the day after.
    pub due: Option<Day>,
    pub n: Option<u16>,
    /// With `on`: status of the basis that day.
    pub on: Option<Day>,
    pub status: Option<String>,
    pub reached: Option<Day>,
    pub effective: Option<Day>,
    /// For rights: how many are left.
    pub left: Option<u16>,
    /// For gates and durations: `allowed`, `refused`, `undetermined`.
    pub verdict: Option<String>,
    pub through: Option<Day>,
    pub earliest: Option<Day>,
    /// For rates: øre on `on`.
    pub amount: Option<Kroner>,
    pub key: Option<String>,
    pub employer: Option<Sector>,
    pub offer: Option<OfferKind>,
    /// The rule gives no basis at all.
    pub none: bool,
    /// For offer orders.
    pub first: Option<OfferKind>,
    pub places: Option<String>,
    /// For hours on `on`: whole hours that count, or that are left.
    pub hours: Option<u16>,
    /// For hours on `on`: whole hours that lack.
    pub short: Option<u16>,
}

/// A stretch of time and a group for which no rule version exists, said out loud.
#[derive(Clone, Debug)]
pub struct Gap {
    pub duty: String,
    pub reference: Option<String>,
    pub who: Who,
    pub from: Day,
    pub through: Option<Day>,
    pub reason: String,
    pub cites: Vec<Cite>,
    pub file: String,
    pub line: u32,
}

/// Which groups and years a duty key must be answered for: the load check proves it day by day.
#[derive(Clone, Debug)]
pub struct Cover {
    pub duty: String,
    pub groups: u64,
    pub from: Day,
    pub through: Day,
    pub file: String,
    pub line: u32,
}

/// A dated code list that the act itself defines (target groups, visitation categories).
#[derive(Clone, Debug)]
pub struct AxisList {
    pub axis: String,
    pub reference: Option<String>,
    pub from: Day,
    pub through: Option<Day>,
    pub values: Vec<(String, String)>,
    pub text: String,
    pub cites: Vec<Cite>,
    pub source: SourceStatus,
    pub file: String,
    pub line: u32,
}
