//! What reports count of one case: days on benefits, courses, offers and talks. No names.

use crate::AppError;
use crate::benefit_days;
use crate::leadership::count;
use crate::offer_days::{self, Offer};
use domain::codes::{AbsenceKind, Benefit, Code, JobKind};
use domain::compact::{Compact, HistoryView};
use domain::kinds::FactKind;
use domain::{Day, Period};
use figures::indicator::attendance::Talk;
use figures::indicator::status_after::State;
use figures::spells::courses::Courses;

/// A municipality of them is held at once: no list has room for more than it holds.
#[derive(Clone, Debug, Default)]
pub(super) struct Person {
    pub(super) born: Option<Day>,
    pub(super) spells: Box<[(Benefit, Period)]>,
    pub(super) courses: Box<[(Benefit, Period)]>,
    pub(super) offers: Box<[Offer]>,
    pub(super) talks: Box<[(Talk, Day)]>,
    /// What the case says that somebody was besides being on a benefit.
    pub(super) states: Box<[(State, Period)]>,
}

/// Reads one case after another.
pub(super) struct Reader {
    courses: Courses,
    /// Facts that cannot be read as days on a benefit.
    pub(super) left_out: usize,
}

impl Reader {
    pub(super) fn new(today: Day) -> Result<Reader, AppError> {
        Ok(Reader { courses: count::courses(today)?, left_out: 0 })
    }

    pub(super) fn person(&mut self, case: HistoryView<'_>) -> Person {
        let packed = benefit_days::of(case, &mut self.left_out);
        let period = |first, last| Period::from_through(first, last);
        let spell = |s: &figures::spells::Packed| {
            Some((Benefit::from_index(s.benefit())?, period(s.first_day(), s.last_day())?))
        };
        let mut courses = Vec::new();
        self.courses.person(packed.spells(), |c| {
            courses.extend(Benefit::from_index(c.benefit).zip(period(c.first, c.last)));
        });
        Person {
            born: case.born,
            spells: packed.spells().iter().filter_map(spell).collect(),
            courses: courses.into(),
            offers: offer_days::of(case.facts).into(),
            talks: case.facts.iter().filter_map(talk).collect(),
            states: case.facts.iter().filter_map(state).collect(),
        }
    }
}

fn talk(fact: &Compact) -> Option<(Talk, Day)> {
    let kinds = [
        (FactKind::TalkHeld, Talk::Held),
        (FactKind::TalkMissed, Talk::Missed),
        (FactKind::TalkCancelled, Talk::Cancelled),
    ];
    kinds.iter().find(|(kind, _)| fact.is(*kind)).map(|(_, talk)| (*talk, fact.from_day()))
}

/// A job or an education that somebody has written down.
fn state(fact: &Compact) -> Option<(State, Period)> {
    let absence = fact.is(FactKind::Absence).then(|| AbsenceKind::from_index(fact.codes[0].checked_sub(1)?)).flatten();
    let state = if absence == Some(AbsenceKind::Uddannelse) {
        State::Uddannelse
    } else {
        match JobKind::from_index(fact.codes[0].checked_sub(1)?).filter(|_| fact.is(FactKind::Employment))? {
            JobKind::Ordinaert | JobKind::Seniorjob => State::Loenmodtager,
            JobKind::Fleksjob => State::Fleksjob,
            // The pension says what the one is, and no wage the other.
            JobKind::LoentilskudFoertidspension | JobKind::Selvstaendig | JobKind::SelvstaendigMedTilskud => {
                return None;
            }
        }
    };
    Some((state, Period::from_through(fact.from_day(), fact.through_day())?))
}

impl Person {
    /// When each state of the order held, as far as the case says.
    pub(super) fn held(&self, state: State) -> Vec<Period> {
        let on = self.spells.iter().filter(|(b, _)| State::of(*b) == state).map(|(_, days)| *days);
        on.chain(self.states.iter().filter(|(s, _)| *s == state).map(|(_, days)| *days)).collect()
    }

    pub(super) fn on(&self, benefit: Benefit) -> Vec<Period> {
        self.spells.iter().filter(|(b, _)| *b == benefit).map(|(_, p)| *p).collect()
    }

    /// The course on a benefit that runs on a day.
    pub(super) fn course_on(&self, benefit: Benefit, day: Day) -> Option<Period> {
        self.courses.iter().find(|(b, p)| *b == benefit && p.contains(day)).map(|(_, p)| *p)
    }

    /// Whole years on a day.
    pub(super) fn age(&self, day: Day) -> Option<i32> {
        let ((year, month, date), (y, m, d)) = (self.born?.ymd(), day.ymd());
        Some(y - year - i32::from((m, d) < (month, date)))
    }
}
