//! Holes in the rulebook that the citizen's groups fall into: each gap by its own `who`, day by day.

use crate::assess::{Course, NotCovered, Scene};
use crate::who::Match;
use domain::Day;
use domain::compact::OPEN;

pub(super) fn collect(scene: &Scene<'_>, course: &mut Course) {
    let Some(timeline) = scene.timeline else { return };
    let Some(first) = timeline.runs().first().map(|s| s.from) else { return };
    for (index, gap) in scene.rulebook.gaps_of(scene.possible()) {
        let last_of_gap = gap.through.map_or(OPEN, Day::number);
        if last_of_gap < first {
            continue;
        }
        let asks = gap.who.asks();
        let mut open: Option<i32> = None;
        for stretch in timeline.stretches(asks) {
            let (from, last) = (stretch.from.max(gap.from.number()), stretch.last.min(last_of_gap));
            let concerned = stretch.groups.0 != 0 || stretch.root.is_some();
            if last < from
                || !concerned
                || gap.who.answer(asks, stretch.groups, &scene.axes, Day::from_number(from)) == Match::No
            {
                continue;
            }
            let through = (last != OPEN).then(|| Day::from_number(last));
            match course.not_covered.last_mut() {
                Some(before) if open == Some(from) => before.through = through,
                _ => course.not_covered.push(NotCovered { gap: index as u16, from: Day::from_number(from), through }),
            }
            open = last.checked_add(1);
        }
    }
}
