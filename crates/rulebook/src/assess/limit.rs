//! Limits on how long something may last: one offer, days in a state, hours inside a window.

use crate::assess::by_code::{self, PLACES};
use crate::assess::ended::taken_over;
use crate::assess::hours;
use crate::assess::places::Places;
use crate::assess::{Course, Scene, accumulated, stretch};
use crate::model::{Body, Limit, Rule, Transition, Version};
use crate::report::last_day_of_today_law;
use crate::rulebook::RuleIx;
use crate::selector::Selectors;
use crate::who::{Match, Missing, Wanted};
use domain::codes::TargetGroup;
use domain::compact::{Compact, HistoryView, OPEN};
use domain::kinds::FactKind;
use domain::schema::Timing;
use domain::{Day, MonthEnd, Span};

/// What is counted towards a limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tally {
    #[default]
    Days,
    /// Hours of ordinary work; the third of each stretch is hundredths of hours a week.
    Worked,
    /// Hours that are left, `max`; the third of the one stretch is those that are used, where that is said.
    Left,
}

/// One limit as it concerns one citizen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LimitUse {
    pub rule: RuleIx,
    pub version: u8,
    /// The offer or the first day of the state.
    pub fact: u32,
    pub start: Day,
    pub through: Option<Day>,
    pub max: Span,
    /// Last day that is allowed (duration; `None` when what is measured ends before it), or first day on which the
    /// limit is passed (accumulated).
    pub reached_on: Option<Day>,
    pub effective_on: Option<Day>,
    /// Days on which a warning begins.
    pub warnings: Vec<Day>,
    pub missing: Missing,
    pub exceeded: bool,
    /// Days counted, for accumulated limits: through `reached_on` or the end of the state.
    pub stretches: Vec<(Day, Day, i32)>,
    /// The calendar months that are looked at; `None` = since the beginning.
    pub window_months: Option<u16>,
    /// Days of which each makes the window one day longer.
    pub prolonged_by: Vec<(Day, Day)>,
    pub tally: Tally,
}

impl LimitUse {
    /// One that is not reached, of days; `lists`: emptied ones, used again.
    pub(super) fn new(
        (rule, version): (RuleIx, u8),
        fact: u32,
        (start, through): (Day, Option<Day>),
        max: Span,
        missing: Missing,
        lists: Option<Lists>,
    ) -> LimitUse {
        let (warnings, stretches) = lists.unwrap_or_default();
        let (reached_on, effective_on, exceeded, window_months) = (None, None, false, None);
        LimitUse {
            rule,
            version,
            fact,
            start,
            through,
            max,
            reached_on,
            effective_on,
            warnings,
            missing,
            exceeded,
            stretches,
            window_months,
            prolonged_by: Vec::new(),
            tally: Tally::Days,
        }
    }

    /// The first day that counts on a day.
    pub fn first_counted(&self, day: Day) -> Day {
        let window = |n: u16| day.start_of_month().plus_months(1 - i32::from(n), MonthEnd::Down);
        self.window_months.map_or(Day::FIRST, window)
    }

    /// Days used through `day`.
    pub fn days_on(&self, day: Day) -> i32 {
        self.days_since(self.first_counted(day), day)
    }

    /// Days used from the first that counts through `day`.
    pub(crate) fn days_since(&self, first: Day, day: Day) -> i32 {
        if self.tally != Tally::Days {
            return 0;
        }
        if self.stretches.is_empty() {
            let last = self.through.map_or(day, |t| t.min(day));
            return (self.start.days_until(last) + 1).max(0);
        }
        let days = |(from, through, _): &(Day, Day, i32)| {
            let (from, through) = ((*from).max(first), (*through).min(day));
            (from.days_until(through) + 1).max(0)
        };
        self.stretches.iter().map(days).sum()
    }
}

/// What one use of a limit says to a duty that its day opens.
#[derive(Clone, Copy, Debug)]
pub(super) struct DayOfLimit {
    pub(super) fact: u32,
    pub(super) start: Day,
    pub(super) through: Option<Day>,
    pub(super) reached_on: Option<Day>,
    pub(super) effective_on: Option<Day>,
    pub(super) missing: Missing,
}

impl DayOfLimit {
    pub(super) fn of(used: &LimitUse) -> DayOfLimit {
        let &LimitUse { fact, start, through, reached_on, effective_on, missing, .. } = used;
        DayOfLimit { fact, start, through, reached_on, effective_on, missing }
    }
}

/// The warnings and the stretches of a limit.
pub(super) type Lists = (Vec<Day>, Vec<(Day, Day, i32)>);

/// Days from and through, and the fact they are of.
pub(super) type Spell = (i32, i32, u32);

/// Emptied lists, used again for the next history.
#[derive(Clone, Debug, Default)]
pub(super) struct Spare {
    pub(super) lists: Vec<Lists>,
    pub(super) spells: Vec<Spell>,
    pub(super) pieces: Vec<(i32, i32)>,
}

impl Spare {
    pub(super) fn take_from(&mut self, limits: &mut Vec<LimitUse>) {
        self.lists.extend(limits.drain(..).map(|limit| {
            let (mut warnings, mut stretches) = (limit.warnings, limit.stretches);
            warnings.clear();
            stretches.clear();
            (warnings, stretches)
        }));
    }
}

/// One version of a limit, with what shows without looking further that it concerns nobody.
#[derive(Clone, Copy, Debug)]
struct Measuring {
    wanted: Wanted,
    rule: RuleIx,
    version: u8,
}

/// The limits of a rulebook, in the order of the rules.
#[derive(Clone, Debug, Default)]
pub(crate) struct Limits {
    each: Vec<Measuring>,
    /// By kind of fact and first code: which of them measure it.
    measured_by: Vec<Places>,
}

impl Limits {
    pub(crate) fn of<'r>(rules: impl IntoIterator<Item = (RuleIx, &'r Rule)>) -> Limits {
        let mut limits = Limits { each: Vec::new(), measured_by: vec![Places::default(); PLACES] };
        for (rule, versions) in rules {
            for (v, version) in versions.versions.iter().enumerate() {
                let Body::Limit(limit) = &version.body else { continue };
                if let Limit::Duration { of, .. }
                | Limit::Accumulated { state: of, .. }
                | Limit::Hours { state: of, .. }
                | Limit::HoursLeft { state: of, .. } = limit
                {
                    let at = limits.each.len();
                    by_code::places(of).for_each(|place| limits.measured_by[place].add(at));
                    limits.each.push(Measuring { wanted: Wanted::of(&version.who), rule, version: v as u8 });
                }
            }
        }
        limits
    }

    /// Those that measure a fact of the history, in their order.
    fn concerning(&self, history: HistoryView<'_>) -> impl Iterator<Item = &Measuring> {
        let mut set = Places::default();
        for fact in history.facts {
            set.add_all(&self.measured_by[by_code::place(fact)]);
        }
        set.of(&self.each)
    }
}

pub(super) fn collect(scene: &Scene<'_>, course: &mut Course) {
    let possible = scene.possible();
    for Measuring { wanted, rule, version: v } in scene.rulebook.limits().concerning(scene.history) {
        if !wanted.meets(possible) {
            continue;
        }
        let version = &scene.rulebook.rules[rule.0 as usize].versions[*v as usize];
        match &version.body {
            Body::Limit(Limit::Duration { of, exempt, .. }) => {
                for (index, fact) in scene.matching(of) {
                    if stretch::continues(scene, of, (index, fact)) {
                        continue;
                    }
                    let meanwhile = |f: &Compact| f.from <= fact.through && f.through >= fact.from;
                    let came_in = version.transition == Some(Transition::Recompute) && fact.covers(version.from);
                    if (came_in || version.is_in_force(fact.from_day()))
                        && !scene.matching(exempt).any(|(_, f)| meanwhile(f))
                    {
                        duration(scene, (*rule, *v), index, course);
                    }
                }
            }
            Body::Limit(limit) => counted(scene, (*rule, *v), limit, course),
            _ => {}
        }
    }
}

/// A duration includes its first day: 13 weeks from a Monday end on the Sunday of the thirteenth week.
fn duration(scene: &Scene<'_>, (rule, v): (RuleIx, u8), index: u32, course: &mut Course) {
    let version = &scene.rulebook.rules[rule.0 as usize].versions[v as usize];
    let Body::Limit(limit) = &version.body else { return };
    let Limit::Duration { of, max, extended, extended_again, not_counted, from_first, begun_goes_on, .. } = limit
    else {
        return;
    };
    let fact = &scene.history.facts[index as usize];
    let (from, through) = stretch::of(scene, of, fact);
    let fact = &Compact { from, through, ..*fact };
    let Some(start) = counted_from(scene, fact, from_first) else { return };
    let mut missing = match scene.is_for(&version.who, grouped_on(scene, fact, start)) {
        Match::No => return,
        Match::Yes => Missing::default(),
        Match::Unknown(missing) => missing,
    };
    missing = missing.with(of.unsure(fact).unwrap_or_default());
    let of_it = |f: &&Compact| f.codes[0] == fact.codes[0] && f.from >= fact.from && f.from <= fact.through;
    let prolonged = scene.sorted.of(FactKind::OfferExtended).filter(of_it).count();
    let max = prolonged_to(*max, *extended, *extended_again, prolonged);
    let plain = last_day(start, max);
    let last = outside(scene, not_counted, start, plain).unwrap_or_else(|| {
        missing = missing.with(Missing::ABSENCE_END);
        plain
    });
    if !ends_before(fact, last) && !begun_goes_on {
        match passed_over(scene, (&scene.rulebook.rules[rule.0 as usize].versions, v), last) {
            Match::No => {}
            Match::Yes => return,
            Match::Unknown(why) => missing = missing.with(why),
        }
    }
    let through = fact.through_day();
    let lists = course.memory.limits.lists.pop();
    let mut used = LimitUse::new((rule, v), index, (start, through), max, missing, lists);
    let reached = (missing.is_empty() && !ends_before(fact, last)).then_some(last);
    (used.reached_on, used.effective_on) = (reached, reached);
    used.warnings.extend(reached.map(|day| day.plus_days(-13)));
    used.exceeded = missing.is_empty() && is_agreed(fact) && through.is_some_and(|t| t > last);
    course.limits.push(used);
}

/// Whether the law had changed by the day on which a limit is reached, and another version measures it then. Where nobody
/// has read how what runs goes on, the last day is not known.
pub(super) fn passed_over(scene: &Scene<'_>, (versions, v): (&[Version], u8), reached: Day) -> Match {
    let Some(through) = versions[v as usize].through.filter(|through| *through < reached) else { return Match::No };
    // What the act that is expected does to what runs is said beside the date.
    if versions.len() == v as usize + 1 && through == last_day_of_today_law() {
        return Match::No;
    }
    taken_over(scene, versions, v as usize, through)
}

/// The day whose group says how long something may last: its first. An offer that goes on over a change of benefit has the
/// length of the group it goes on in (LAB § 55, stk. 3); the introduction programme knows no such change (INL § 23 b).
fn grouped_on(scene: &Scene<'_>, fact: &Compact, start: Day) -> Day {
    if !fact.is(FactKind::OfferStarted) {
        return start;
    }
    let changes = |f: &&Compact| {
        let axis = f.is(FactKind::Benefit) || f.is(FactKind::TargetGroup) || f.is(FactKind::Visitation);
        axis && start.number() < f.from && f.from <= fact.through
    };
    let mut days = scene.history.facts.iter().filter(changes).map(Compact::from_day);
    let programme = scene.groups_on(start).0 & (1 << TargetGroup::Introduktionsprogram as u8);
    let goes_on_in = |groups: u64| groups != 0 && groups & programme == 0;
    days.rfind(|day| goes_on_in(scene.groups_on(*day).0)).unwrap_or(start)
}

/// The first day of what is measured, or of the first fact inside it that the count begins with.
fn counted_from(scene: &Scene<'_>, fact: &Compact, from_first: &Selectors) -> Option<Day> {
    if from_first.is_empty() {
        return Some(fact.from_day());
    }
    let inside = |f: &&Compact| f.from >= fact.from && f.from <= fact.through;
    scene.matching(from_first).map(|(_, f)| f).find(inside).map(Compact::from_day)
}

/// The first extension reaches `extended`; each later one adds `again`, where the act allows it.
fn prolonged_to(max: Span, extended: Option<Span>, again: Option<Span>, times: usize) -> Span {
    let Some(extended) = extended.filter(|_| times > 0) else { return max };
    let more = again.map_or(0, |span| span.count) * i32::try_from(times - 1).unwrap_or(0);
    Span::new(extended.count + more, extended.unit)
}

/// The last day moved by each day that does not count; `None` while one of them has no end.
fn outside(scene: &Scene<'_>, not_counted: &Selectors, start: Day, plain: Day) -> Option<Day> {
    let mut last = plain.number();
    let mut through = start.number() - 1;
    for (_, out) in scene.matching(not_counted) {
        if out.from > last || out.through <= through {
            continue;
        }
        if out.through == OPEN {
            return None;
        }
        last += out.through - out.from.max(through + 1) + 1;
        through = out.through;
    }
    Some(Day::from_number(last))
}

/// What ended before the limit never reaches it. A single day, as a takeover, has no last day of its own.
fn ends_before(fact: &Compact, last: Day) -> bool {
    let runs = FactKind::from_index(fact.kind).is_some_and(|k| k.schema().timing == Timing::Period);
    runs && fact.through < last.number()
}

/// Whether somebody agreed how long it lasts. Nobody agrees on sickness: its limits are days to look at the case.
fn is_agreed(fact: &Compact) -> bool {
    !fact.is(FactKind::Sickness)
}

/// Whole months from a day that the last month does not have end with that month.
pub(crate) fn last_day(start: Day, max: Span) -> Day {
    max.after(start, MonthEnd::Up).plus_days(-1)
}

/// Takes the days of a stretch out of the pieces.
pub(crate) fn cut(pieces: &mut Vec<(i32, i32)>, from: i32, through: i32) {
    for at in (0..pieces.len()).rev() {
        let (a, b) = pieces[at];
        if through < a || from > b {
            continue;
        }
        let before = (a < from).then(|| (a, from - 1));
        let after = (through < b && through != OPEN).then(|| (through + 1, b));
        match (before, after) {
            (Some(before), after) => {
                pieces[at] = before;
                pieces.extend(after);
            }
            (None, Some(after)) => pieces[at] = after,
            (None, None) => {
                pieces.swap_remove(at);
            }
        }
    }
}

fn counted(scene: &Scene<'_>, (rule, v): (RuleIx, u8), limit: &Limit, course: &mut Course) {
    let mut spare = std::mem::take(&mut course.memory.limits);
    let versions = &scene.rulebook.rules[rule.0 as usize].versions;
    match limit {
        Limit::Hours { .. } => hours::worked(scene, (rule, v), limit, &mut spare, &mut course.limits),
        Limit::HoursLeft { .. } => hours::left(scene, (rule, v), limit, &mut spare, &mut course.limits),
        _ => accumulated::collect(scene, (rule, versions, v), &mut spare, &mut course.limits),
    }
    course.memory.limits = spare;
}
