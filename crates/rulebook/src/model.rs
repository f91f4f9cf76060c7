//! What a rule is: seven closed kinds, dated versions, layers, citations. See `docs/guides/add-a-rule.md`.

mod deadline;
mod example;
mod gate;
mod limit;

use crate::assess::axes::Axes;
use crate::obligation::Obligation;
use crate::selector::Selectors;
use crate::who::{Match, Who};
use domain::codes::{OfferKind, Sector, codes};
use domain::{Day, Kroner, Span};

pub use deadline::{
    Anchor, AtLimit, Clock, CourseKind, Deadline, ExemptFor, FirstDay, InCourse, NonWorkingDay, Restart,
};
pub use example::{Example, Expect};
pub use gate::{AddedUp, AnewAfter, BegunInside, Gate, NotWhile, OverBy, Prior};
pub use limit::{After, Limit, RatioBasis};

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
