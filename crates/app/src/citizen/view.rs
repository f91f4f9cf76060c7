//! What the citizen's page holds, as codes and days.

use super::{ChainBasis, Clarification, Lane};
use crate::config::{Answers, PlaceOwner};
use crate::duty_word::Said;
use crate::handover::HandoverView;
use crate::offer::OrderView;
use crate::reason::Reason;
use crate::register::Outcome;
use crate::talk::Setting;
use domain::codes::{Benefit, BenefitRate, ContactGroup, FollowUpKind, OfferKind, TalkKind, TargetGroup, Visitation};
use domain::fact::FactId;
use domain::instant::Instant;
use domain::kinds::{FactData, FactKind};
use domain::{Day, Span};
use rulebook::assess::Status;
pub use rulebook::assess::hours::Worked;
use rulebook::obligation::Obligation;
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
    /// What people settled, and what stands open again.
    pub clarifications: Vec<Clarification>,
    /// What was found of the citizen by those who assessed, with its day.
    pub assessments: Vec<(Day, FactData)>,
    /// Who represents or accompanies the citizen today, with role and scope.
    pub represented: Vec<FactData>,
    /// Other actors that the citizen is referred to today, and whether the case is open to them.
    pub actors: Vec<(String, bool)>,
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
    /// The municipality's order of offers, where one speaks of the citizen.
    pub offers: Option<OrderView>,
    pub not_covered: Vec<(String, Day, Option<Day>)>,
    /// Offers that run today.
    pub running: Vec<OfferKind>,
    pub booked: Option<Booked>,
    pub talk: TalkKind,
    /// How today's talk is held unless somebody says otherwise.
    pub setting: Setting,
    pub previews: Vec<(Outcome, Preview)>,
    /// As the case is now.
    pub next: NextDates,
    pub suggested: Suggested,
    pub version: i64,
    pub may_register: bool,
    pub handover: HandoverView,
    /// The newest commit, when this reader made it and may undo it.
    pub undo: Option<i64>,
    pub may_correct: bool,
    /// Where the case stands on the reader's own list.
    pub place: Option<Place>,
    pub facts: Vec<FactRow>,
    pub looks: Vec<Look>,
    pub look_count: i64,
    pub changed_since: Vec<Change>,
    /// Dates that are others now, of the same day.
    pub moved_since: Vec<Moved>,
    /// Titles of the rules that read otherwise now.
    pub rules_since: Vec<String>,
}

/// A date as it was known then, and as it is known now; none where there was or is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    pub duty: String,
    pub n: u16,
    pub title: String,
    /// The municipality's own goal, not the law's date.
    pub is_goal: bool,
    pub then: Option<Day>,
    pub now: Option<Day>,
}

#[derive(Clone, Debug)]
pub struct AxesView {
    pub benefit: Option<(Benefit, Option<BenefitRate>, Day)>,
    /// The last day of the last benefit, where all have ended: nothing is missing then.
    pub benefit_ended: Option<Day>,
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
    /// The minute of that day, where the goal counts hours from a known minute.
    pub goal_minute: Option<u16>,
    /// What the law aims at ("så vidt muligt"), where it sets no deadline.
    pub aim_due: Option<Day>,
    pub met_on: Option<Day>,
    pub booked: Option<(Day, Option<u16>)>,
    pub paused_through: Option<Day>,
    pub needs_review: bool,
    pub reason: Option<Reason>,
    /// The follow-up that is asked for, where it is no talk.
    pub followup: Option<FollowUpKind>,
    pub chain: Vec<ChainBasis>,
    pub open: bool,
    /// Title of the rule that is shown.
    pub title: String,
    /// What people have said of it.
    pub said: Vec<Said>,
}

impl DutyView {
    /// The law's date, its aim or the municipality's goal, whichever comes first.
    pub fn earliest(&self) -> Option<Day> {
        self.law_due.into_iter().chain(self.goal_due).chain(self.aim_due).min()
    }
}

#[derive(Clone, Debug)]
pub struct RightView {
    /// Id of the rule.
    pub rule: String,
    pub title: String,
    pub text: String,
    pub cite: String,
    pub used: u16,
    pub left: Option<u16>,
    pub responsible: Answers,
    pub obligation: Obligation,
    /// The citizen asks for it.
    pub asked: bool,
    pub certain: bool,
}

#[derive(Clone, Debug)]
pub struct LimitView {
    /// Id of the rule.
    pub rule: String,
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
    pub hours: Option<HoursView>,
    /// What the rule does not count with.
    pub leaves_out: Option<String>,
    /// The municipality has set it itself.
    pub local: bool,
}

/// A limit that is counted in hours.
#[derive(Clone, Debug)]
pub enum HoursView {
    /// Ordinary hours on the day, and each stretch with its hundredths of hours a week.
    Worked { on: Worked, stretches: Vec<(Day, Day, i32)> },
    /// Hours left of a right, and those used where it is said, as somebody counted them through a day; `None`: nobody did.
    Left { count: Option<(i32, Option<i32>, Day)> },
}

#[derive(Clone, Debug)]
pub struct Booked {
    pub on: Day,
    pub minute: Option<u16>,
    pub talk: TalkKind,
    pub setting: Setting,
}

/// The fourth of thirteen, and who comes before and after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub at: usize,
    pub of: usize,
    pub before: Option<i64>,
    pub after: Option<i64>,
}

/// What saving the talk of today would do, by how it went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preview {
    pub met_law: usize,
    pub met_goal: usize,
    pub next: NextDates,
}

/// Days to suggest for a talk: within the law's date where one lies ahead, within the municipality's goal where that can be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Suggested {
    /// The next one, when today's is held.
    pub next: Option<Day>,
    /// Another one, when today's is not held.
    pub instead: Option<Day>,
    /// One that is booked now.
    pub book: Option<Day>,
    /// It is soon because a date has passed, and not because one comes.
    pub soon: bool,
}

/// The nearest dates for a talk that is not over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NextDates {
    pub goal: Option<Day>,
    pub law: Option<Day>,
}

#[derive(Clone, Debug)]
pub struct FactRow {
    pub id: i64,
    pub commit: i64,
    pub kind: FactKind,
    pub from: Day,
    pub through: Option<Day>,
    pub minute: Option<u16>,
    pub data: FactData,
    pub actor: String,
    pub at: Instant,
    pub source: String,
    pub replaced: bool,
    pub correctable: bool,
    /// Why it corrects or takes back: a code.
    pub reason: Option<String>,
    pub corrects: Option<FactId>,
    pub annuls: Option<FactId>,
    /// Who owns the place it happens at, in its days, as the municipality's configuration knows.
    pub owners: Vec<PlaceOwner>,
}

#[derive(Clone, Debug)]
pub struct Change {
    pub at: Instant,
    pub actor: String,
    /// What was written, or was taken back.
    pub data: FactData,
    pub then: Option<(Day, Option<Day>)>,
    pub now: Option<(Day, Option<Day>)>,
}
