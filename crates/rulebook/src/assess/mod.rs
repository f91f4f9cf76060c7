//! `assess(history, rulebook) -> Course`: each duty projected by day, as if nothing more were registered.

mod accumulated;
mod added_up;
mod anchor;
mod applies;
mod arises;
pub mod ask;
pub mod axes;
mod between;
mod by_code;
pub(crate) mod by_kind;
pub mod company;
mod counted;
pub mod courses;
mod deadline;
mod ended;
mod entered;
mod gap;
pub mod hours;
mod in_effect;
pub(crate) mod limit;
mod months;
pub(crate) mod opener;
pub(crate) mod places;
mod prior;
mod project;
pub mod quota;
mod ran_before;
pub mod rate;
pub(crate) mod right;
mod round;
mod settle;
mod sick_pay;
mod status;
mod stretch;
mod sum;
mod suspended;
mod timeline;
pub mod trace;
pub(crate) mod weigh;

use crate::assess::axes::Axes;
use crate::assess::by_kind::{ByKind, Matching, Sorted};
use crate::assess::courses::ContactCourse;
use crate::assess::opener::{Openers, Outline};
use crate::assess::timeline::Timeline;
use crate::assess::trace::{Silent, Trace};
use crate::model::Force;
use crate::rulebook::{RuleIx, Rulebook};
use crate::selector::Selectors;
use crate::who::{Match, Missing, Possible, Who};
use domain::Day;
use domain::compact::HistoryView;

pub(crate) use arises::fulfils;
pub use limit::{LimitUse, Tally};
pub use project::due_minute;
pub use right::RightUse;
pub use status::{LapseReason, Segment, Status};

/// Repeats that depend on nothing but time are projected this far beyond the last fact.
pub const PROJECTION_DAYS: i32 = 400;

/// Days on which a fact takes the duty away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exemption {
    pub from: Day,
    pub through: Option<Day>,
    pub fact: u32,
    /// By a written assessment: for good, when it holds on the due day.
    pub after_assessment: bool,
}

impl Exemption {
    pub fn covers(&self, day: Day) -> bool {
        self.from <= day && self.through.is_none_or(|through| day <= through)
    }
}

/// One rule's view of a duty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Basis {
    pub rule: RuleIx,
    pub version: u8,
    pub force: Force,
    pub needs_review: bool,
    pub anchor: Day,
    pub anchor_fact: u32,
    pub opens: Day,
    /// First day on which a fulfilment counts.
    pub counts_from: Day,
    pub earliest: Option<Day>,
    pub due: Option<Day>,
    /// The rule counts the whole calendar week of the due day as in time.
    pub by_week: bool,
    /// The due day under the other reading of the first day, where it differs.
    pub other_due: Option<Day>,
    pub pause_days: u16,
    pub paused: Option<(Day, Option<Day>)>,
    /// In the order of their first days.
    pub exempt: Vec<Exemption>,
    /// Exempted after a written assessment, for good.
    pub exempt_for_good: bool,
    /// Exempt on the last day in time, and the rule does not say what follows: never late, and open again afterwards.
    pub excused: bool,
    pub met: Option<(Day, u32)>,
    pub booked: Option<(Day, u32)>,
    pub held: u16,
    pub required: u16,
    pub ended: Option<(Day, LapseReason)>,
    pub missing: Missing,
    /// From this day the version no longer says anything, and how running courses go on is unread.
    pub unread_from: Option<Day>,
    /// Days on which what is written does not tell whether it is fulfilled, or its day has come.
    pub unsaid: Option<Unsaid>,
    /// From this day it may be done, late: what is said does not tell.
    pub perhaps_late: Option<(Day, Missing)>,
}

/// From a day on, and through another where what is not written can change nothing after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unsaid {
    pub from: Day,
    pub through: Option<Day>,
    pub missing: Missing,
}

impl Unsaid {
    pub fn covers(&self, day: Day) -> bool {
        self.from <= day && self.through.is_none_or(|through| day <= through)
    }
}

impl Basis {
    /// The last day in time by the rule's own measure: the due day or the Sunday of its week. Of two readings one warns by
    /// the earlier day and calls late only by the later.
    pub fn last_in_time(&self) -> Option<Day> {
        let due = self.due?;
        let last = self.other_due.map_or(due, |other| other.max(due));
        Some(if self.by_week { last.end_of_week() } else { last })
    }

    /// What an answer on the day lacks: after a last day on which the citizen was exempt, how the law is read.
    pub fn missing_on(&self, day: Day) -> Missing {
        let unsaid =
            self.unsaid.filter(|unsaid| unsaid.covers(day)).map_or(Missing::default(), |unsaid| unsaid.missing);
        let over = self.excused && self.met.is_none() && self.last_in_time().is_some_and(|last| last < day);
        if over && !self.is_exempt_on(day) {
            self.missing.with(unsaid).with(Missing::READING)
        } else {
            self.missing.with(unsaid)
        }
    }

    /// Whether an exemption holds on the day. One that began when the last day had passed takes back nothing, unless it goes
    /// on from one that covered that day.
    fn is_exempt_on(&self, day: Day) -> bool {
        let Some(last) = self.last_in_time() else { return self.exempt.iter().any(|e| e.covers(day)) };
        let mut covered = None;
        for exemption in &self.exempt {
            let in_time = exemption.from <= last;
            let goes_on = covered.is_some_and(|through: Day| exemption.from <= through.plus_days(1));
            if !in_time && !goes_on {
                continue;
            }
            if exemption.covers(day) {
                return true;
            }
            if goes_on || exemption.covers(last) {
                covered = covered.max(exemption.through);
            }
        }
        false
    }

    /// Whether the last day in time and its week had passed when the duty ended, with nothing done: it holds no longer, and it
    /// was late.
    pub fn ended_late(&self) -> bool {
        let ended = self.ended.filter(|(_, reason)| *reason == LapseReason::CourseEnded);
        let ended = ended.map(|(last, _)| last);
        let Some((last, due)) = ended.zip(self.last_in_time()) else { return false };
        let open = self.met.is_none_or(|(met, _)| met > last);
        // By the week it is late when the week has passed too.
        let late = due.end_of_week() < last && self.unread_from.is_none_or(|from| due < from);
        open && late && self.is_settled(ended)
    }

    /// Whether nothing lacks or excuses, so that in time or late can be said of it on a day.
    fn is_settled(&self, day: Option<Day>) -> bool {
        let told =
            self.unsaid.is_none_or(|unsaid| unsaid.through.is_some_and(|last| day.is_some_and(|day| day > last)));
        let in_time_before = |from: Day| self.last_in_time().is_some_and(|last| last < from);
        let read = self.unread_from.is_none_or(|from| day.is_some_and(|day| day < from) || in_time_before(from));
        self.missing.is_empty() && told && read && !self.exempt_for_good && !self.excused && !self.needs_review
    }

    /// Met on or before the last day in time. `None` while open, undetermined, exempt or lapsed before due.
    pub fn timely(&self) -> Option<bool> {
        self.timely_by(self.last_in_time()?)
    }

    /// Met on or before the Sunday of the due week (*falduge*).
    pub fn timely_by_week(&self) -> Option<bool> {
        self.timely_by(self.due?.end_of_week().max(self.last_in_time()?))
    }

    fn timely_by(&self, last: Day) -> Option<bool> {
        let met = self.met.map(|(day, _)| day);
        if !self.is_settled(met) {
            return None;
        }
        met.map(|day| day <= last)
    }
}

/// One thing that must be done once, with every rule that asks for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duty {
    /// Index into [`Rulebook::duty_keys`].
    pub key: u16,
    /// Fact that the duty is named after.
    pub root: u32,
    pub ordinal: u16,
    pub bases: Vec<Basis>,
    /// A person's word about this duty: index of the mark.
    pub marks: Vec<u32>,
}

impl Duty {
    /// Duties stand in the order of their keys, then their facts, then their ordinals.
    fn place(&self) -> u64 {
        u64::from(self.key) << 48 | u64::from(self.root) << 16 | u64::from(self.ordinal)
    }
}

/// A group and time for which the rulebook has no answer, as it concerns this citizen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotCovered {
    pub gap: u16,
    pub from: Day,
    pub through: Option<Day>,
}

/// Everything the rulebook says of one citizen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Course {
    pub duties: Vec<Duty>,
    pub rights: Vec<RightUse>,
    pub limits: Vec<LimitUse>,
    pub not_covered: Vec<NotCovered>,
    pub(crate) contact_courses: Vec<ContactCourse>,
    memory: Memory,
}

/// Memory that is used again for the next history; says nothing of the citizen.
#[derive(Clone, Debug, Default)]
struct Memory {
    /// Emptied duties, limits and their days.
    duties: Vec<Duty>,
    limits: limit::Spare,
    days: Vec<limit::DayOfLimit>,
    timeline: Timeline,
    sorted: Option<Box<ByKind>>,
}

impl PartialEq for Memory {
    fn eq(&self, _: &Memory) -> bool {
        true
    }
}

impl Eq for Memory {}

impl Course {
    pub fn contact_courses(&self) -> &[ContactCourse] {
        &self.contact_courses
    }

    fn clear(&mut self) {
        for mut duty in self.duties.drain(..) {
            duty.bases.clear();
            duty.marks.clear();
            self.memory.duties.push(duty);
        }
        self.rights.clear();
        self.memory.limits.take_from(&mut self.limits);
        self.not_covered.clear();
        self.contact_courses.clear();
    }

    fn duty_mut(&mut self, key: u16, root: u32, ordinal: u16) -> &mut Duty {
        // Rules that ask for the same stand close to each other.
        if let Some(at) = self.duties.iter().rposition(|d| d.key == key && d.root == root && d.ordinal == ordinal) {
            return &mut self.duties[at];
        }
        let mut duty =
            self.memory.duties.pop().unwrap_or(Duty { key, root, ordinal, bases: Vec::new(), marks: Vec::new() });
        (duty.key, duty.root, duty.ordinal) = (key, root, ordinal);
        self.duties.push(duty);
        let last = self.duties.len() - 1;
        &mut self.duties[last]
    }
}

/// Projects a citizen's course. Pure: the same history and rulebook give the same course.
pub fn assess(history: HistoryView<'_>, rulebook: &Rulebook) -> Course {
    let mut course = Course::default();
    assess_into(history, rulebook, &mut course, &mut Silent);
    course
}

/// As [`assess`], reusing the memory of `course` and telling `trace` each step.
pub fn assess_into(history: HistoryView<'_>, rulebook: &Rulebook, course: &mut Course, trace: &mut impl Trace) {
    course.clear();
    let mut contact = std::mem::take(&mut course.contact_courses);
    let mut timeline = std::mem::take(&mut course.memory.timeline);
    let mut sorted = course.memory.sorted.take().unwrap_or_default();
    sorted.sort(history);
    let facts = sorted.facts(history);
    let axes = Axes::sorted(history, facts);
    courses::derive(axes, facts, &mut contact);
    timeline.derive(axes, history, facts, &contact, rulebook.ages());
    let scene = Scene { history, sorted: facts, axes, courses: &contact, timeline: Some(&timeline), rulebook };

    // Some duties are opened by the day of a limit.
    limit::collect(&scene, course);
    in_effect::keep(&scene, &mut course.limits);
    suspended::limits(&scene, course);
    deadlines(&scene, rulebook.openers(), course, trace);
    right::collect(&scene, course);
    gap::collect(&scene, course);
    marks(&scene, course);
    course.duties.sort_unstable_by_key(Duty::place);
    course.contact_courses = contact;
    (course.memory.timeline, course.memory.sorted) = (timeline, Some(sorted));
}

/// One history, ready for the deadlines of some rules of one or several rulebooks.
#[derive(Default)]
pub(crate) struct Desk {
    sorted: ByKind,
    courses: Vec<ContactCourse>,
}

impl Desk {
    /// Courses are only derived where something asks for them.
    pub(crate) fn lay_out(&mut self, history: HistoryView<'_>, with_courses: bool) {
        self.sorted.sort(history);
        self.courses.clear();
        if with_courses {
            let facts = self.sorted.facts(history);
            courses::derive(Axes::sorted(history, facts), facts, &mut self.courses);
        }
    }

    /// What decides whether an opener can open anything in the history.
    pub(crate) fn outline(&self, history: HistoryView<'_>) -> Outline {
        Outline::new(history, &self.courses)
    }

    /// The duties of the rules among `openers`, in no certain order and with nothing beside them.
    pub(crate) fn deadlines(
        &self,
        history: HistoryView<'_>,
        rulebook: &Rulebook,
        openers: &Openers,
        course: &mut Course,
    ) {
        course.clear();
        let facts = self.sorted.facts(history);
        let axes = Axes::sorted(history, facts);
        let scene = Scene { history, sorted: facts, axes, courses: &self.courses, timeline: None, rulebook };
        deadlines(&scene, openers, course, &mut Silent);
        marks(&scene, course);
    }
}

/// The duties of the rules among `openers`, not sorted yet.
fn deadlines(scene: &Scene<'_>, openers: &Openers, course: &mut Course, trace: &mut impl Trace) {
    let possible = scene.possible();
    let seen = scene.sorted.seen();
    for (index, fact) in scene.sorted.of_kinds(openers.kinds()) {
        for opener in openers.by_fact(fact) {
            if let Some(day) = opener.anchored_on(fact, possible)
                && opener.may_follow(seen)
            {
                anchor::open_by_fact(scene, opener, (index, day), course, trace);
            }
        }
    }
    for (at, contact) in scene.courses.iter().enumerate() {
        for opener in openers.by_course(contact.kind).iter().filter(|o| o.may_be_for(possible)) {
            anchor::open_by_course(scene, opener, at, course, trace);
        }
    }
    for opener in openers.expecting(scene.sorted).filter(|o| o.may_be_for(possible)) {
        anchor::open_by_expectation(scene, opener, course);
    }
}

/// What every evaluator looks at.
pub(crate) struct Scene<'a> {
    pub history: HistoryView<'a>,
    pub sorted: Sorted<'a>,
    pub axes: Axes<'a>,
    pub courses: &'a [ContactCourse],
    /// `None` where only deadlines are asked for: few of them ask for a group.
    pub timeline: Option<&'a Timeline>,
    pub rulebook: &'a Rulebook,
}

impl<'a> Scene<'a> {
    /// Facts that match, with their positions, in the order of the history.
    #[inline]
    fn matching(&self, selectors: &'a Selectors) -> Matching<'a> {
        self.sorted.matching(selectors)
    }

    /// Whether a rule for `who` is for the citizen on a day from the first fact on.
    fn is_for(&self, who: &Who, day: Day) -> Match {
        let groups = if who.groups == 0 { (0, Missing::default()) } else { self.groups_on(day) };
        who.matches_in(groups, &self.axes, day)
    }

    /// What the citizen is, or may be, on any day.
    fn possible(&self) -> Possible {
        Possible::new(self.timeline.map_or(!0, Timeline::all_groups), self.sorted.benefits())
    }

    /// The groups of a day from the first fact on.
    fn groups_on(&self, day: Day) -> (u64, Missing) {
        self.timeline.map_or_else(|| self.axes.groups(day), |timeline| timeline.groups_on(day))
    }
}

fn marks(scene: &Scene<'_>, course: &mut Course) {
    if scene.history.marks.is_empty() {
        return;
    }
    for duty in &mut course.duties {
        let key = &scene.rulebook.duty_keys[duty.key as usize];
        for (index, mark) in scene.history.marks.iter().enumerate() {
            if mark.duty == *key && mark.n == duty.ordinal {
                duty.marks.push(index as u32);
            }
        }
    }
}
