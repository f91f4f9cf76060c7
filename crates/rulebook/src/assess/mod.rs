//! `assess(history, rulebook) -> Course`: each duty projected by day, as if nothing more were registered.

pub mod ask;
pub mod axes;
pub mod company;
pub mod courses;
mod deadline;
mod gap;
mod limit;
mod project;
pub mod quota;
pub mod rate;
mod right;
mod status;
mod timeline;
pub mod trace;

use crate::assess::axes::Axes;
use crate::assess::courses::ContactCourse;
use crate::assess::timeline::Timeline;
use crate::assess::trace::{Silent, Trace};
use crate::model::{Anchor, Body};
use crate::rulebook::{RuleIx, Rulebook};
use crate::who::Missing;
use domain::Day;
use domain::compact::HistoryView;

pub use limit::LimitUse;
pub use right::RightUse;
pub use status::{LapseReason, Segment, Status};

/// Repeats that depend on nothing but time are projected this far beyond the last fact.
pub const PROJECTION_DAYS: i32 = 400;

/// One rule's view of a duty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Basis {
    pub rule: RuleIx,
    pub version: u8,
    pub law: bool,
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
    pub exempt: Option<(Day, Option<Day>, u32)>,
    /// Exempted after a written assessment, for good.
    pub exempt_for_good: bool,
    pub met: Option<(Day, u32)>,
    pub booked: Option<(Day, u32)>,
    pub held: u16,
    pub required: u16,
    pub ended: Option<(Day, LapseReason)>,
    pub missing: Missing,
    /// From this day the version no longer says anything, and how running courses go on is unread.
    pub unread_from: Option<Day>,
}

impl Basis {
    /// The last day in time by the rule's own measure: the due day, or the Sunday of its week.
    pub fn last_in_time(&self) -> Option<Day> {
        self.due.map(|due| if self.by_week { due.end_of_week() } else { due })
    }

    /// Met on or before the last day in time. `None` while open, undetermined, exempt or lapsed before due.
    pub fn timely(&self) -> Option<bool> {
        self.timely_by(self.last_in_time()?)
    }

    /// Met on or before the Sunday of the due week (*falduge*).
    pub fn timely_by_week(&self) -> Option<bool> {
        self.timely_by(self.due?.end_of_week())
    }

    fn timely_by(&self, last: Day) -> Option<bool> {
        if !self.missing.is_empty() || self.exempt_for_good || self.needs_review {
            return None;
        }
        self.met.map(|(day, _)| day <= last)
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
    /// Memory that is used again: emptied duties, and the days on which the groups may change.
    spare: Vec<Duty>,
    timeline: Timeline,
}

impl Course {
    pub fn contact_courses(&self) -> &[ContactCourse] {
        &self.contact_courses
    }

    fn clear(&mut self) {
        for mut duty in self.duties.drain(..) {
            duty.bases.clear();
            duty.marks.clear();
            self.spare.push(duty);
        }
        self.rights.clear();
        self.limits.clear();
        self.not_covered.clear();
        self.contact_courses.clear();
    }

    fn duty_mut(&mut self, key: u16, root: u32, ordinal: u16) -> &mut Duty {
        if let Some(at) = self.duties.iter().position(|d| d.key == key && d.root == root && d.ordinal == ordinal) {
            return &mut self.duties[at];
        }
        let mut duty = self.spare.pop().unwrap_or(Duty { key, root, ordinal, bases: Vec::new(), marks: Vec::new() });
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
    let axes = Axes::new(history);
    courses::derive(history, &mut course.contact_courses);
    let contact = std::mem::take(&mut course.contact_courses);
    let mut timeline = std::mem::take(&mut course.timeline);
    timeline.derive(axes, history, &contact, rulebook.ages());
    let scene = Scene { history, axes, courses: &contact, timeline: &timeline, rulebook };

    let mut kinds_seen = 0u128;
    for (index, fact) in history.facts.iter().enumerate() {
        kinds_seen |= 1 << fact.kind;
        for &rule in rulebook.opened_by_fact(fact.kind) {
            deadline::open_by_fact(&scene, rule, index as u32, course, trace);
        }
    }
    for at in 0..contact.len() {
        for &rule in rulebook.opened_by_course() {
            deadline::open_by_course(&scene, rule, at, course, trace);
        }
    }
    for &rule in rulebook.expecting() {
        deadline::open_by_expectation(&scene, rule, course);
    }
    right::collect(&scene, course);
    limit::collect(&scene, kinds_seen, course);
    gap::collect(&scene, course);
    marks(&scene, course);
    course.duties.sort_by_key(|d| (d.key, d.root, d.ordinal));
    course.contact_courses = contact;
    course.timeline = timeline;
}

/// What every evaluator looks at.
pub(crate) struct Scene<'a> {
    pub history: HistoryView<'a>,
    pub axes: Axes<'a>,
    pub courses: &'a [ContactCourse],
    pub timeline: &'a Timeline,
    pub rulebook: &'a Rulebook,
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

/// Whether a rule with this body is opened by facts of `kind`.
pub(crate) fn opening_kinds(body: &Body) -> Vec<domain::FactKind> {
    match body {
        Body::Deadline(d) => match &d.anchor {
            Anchor::Start(s) | Anchor::End(s) => s.iter().map(|s| s.kind).collect(),
            Anchor::Course(_) => Vec::new(),
        },
        _ => Vec::new(),
    }
}
