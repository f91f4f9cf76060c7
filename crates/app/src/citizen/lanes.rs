//! The drawing of a course: six lanes of stretches and marks, as days and codes.

use domain::Day;
use domain::history::History;
use domain::kinds::FactData;
use rulebook::Rulebook;
use rulebook::assess::{Course, Status};
use rulebook::model::Force;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LaneKind {
    Benefit,
    Group,
    Talks,
    Offers,
    Absence,
    Deadlines,
}

#[derive(Clone, Debug)]
pub struct Lane {
    pub kind: LaneKind,
    pub stretches: Vec<(Day, Option<Day>, FactData)>,
    pub marks: Vec<Mark>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkKind {
    Held,
    Booked,
    Missed,
    LawDue,
    GoalDue,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    pub kind: MarkKind,
    pub day: Day,
    /// Which talk in the row, for those held.
    pub n: u16,
    pub minute: Option<u16>,
    /// A pause moved the date from here.
    pub moved_from: Option<Day>,
}

pub fn lanes(history: &History, course: &Course, _rulebook: &Rulebook, today: Day) -> Vec<Lane> {
    let stretch = |kind: LaneKind, pick: fn(&FactData) -> bool| Lane {
        kind,
        // The rules' view of the history: what was ended before it was agreed to end, ends there.
        stretches: (0..)
            .zip(history.view().facts)
            .map(|(at, seen)| (history.fact(at), seen.through_day()))
            .filter(|(f, _)| pick(&f.data))
            .map(|(f, through)| (f.from, through, f.data.clone()))
            .collect(),
        marks: Vec::new(),
    };
    let mut talks = Vec::new();
    let mut held = 0;
    for fact in history.facts() {
        let (kind, n) = match &fact.data {
            FactData::TalkHeld { .. } => {
                held += 1;
                (MarkKind::Held, held)
            }
            FactData::TalkMissed { .. } => (MarkKind::Missed, 0),
            FactData::TalkBooked { .. } if fact.from >= today => (MarkKind::Booked, held + 1),
            _ => continue,
        };
        talks.push(Mark { kind, day: fact.from, n, minute: fact.minute, moved_from: None });
    }
    let mut dues = Vec::new();
    for duty in &course.duties {
        for basis in &duty.bases {
            let open = basis.on(today, duty, history.view()).is_some_and(Status::is_open);
            let Some(due) = basis.due.filter(|_| open) else { continue };
            let kind = match basis.force {
                Force::Law => MarkKind::LawDue,
                Force::Goal => MarkKind::GoalDue,
                // What the law only aims at is said in words.
                Force::Aim => continue,
            };
            let moved_from = (basis.pause_days > 0).then(|| due.plus_days(-i32::from(basis.pause_days)));
            dues.push(Mark { kind, day: due, n: duty.ordinal, minute: None, moved_from });
        }
    }
    dues.sort_by_key(|m| m.day);
    vec![
        stretch(LaneKind::Benefit, |d| matches!(d, FactData::Benefit { .. } | FactData::Employment { .. })),
        stretch(LaneKind::Group, |d| matches!(d, FactData::Visitation { .. } | FactData::TargetGroup { .. })),
        Lane { kind: LaneKind::Talks, stretches: Vec::new(), marks: talks },
        stretch(LaneKind::Offers, |d| matches!(d, FactData::OfferStarted { .. })),
        stretch(LaneKind::Absence, |d| matches!(d, FactData::Absence { .. } | FactData::Sickness { .. })),
        Lane { kind: LaneKind::Deadlines, stretches: Vec::new(), marks: dues },
    ]
}
