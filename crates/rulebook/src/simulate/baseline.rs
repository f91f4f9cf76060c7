//! What a rulebook gives many histories on a day, kept so that a change re-runs only the rules that it changes.

use super::dates::{Date, Key, dates, moved};
use super::lines::lines;
use super::{CaseChange, Difference, LOOK_BACK_DAYS, Line, Tally};
use crate::assess::opener::{Openers, Outline};
use crate::assess::{Course, Desk};
use crate::rulebook::{RuleIx, Rulebook};
use domain::Day;
use domain::compact::HistoryView;

/// Holds no history: who keeps it keeps the histories beside it, in their order.
#[derive(Clone, Debug)]
pub struct Baseline {
    day: Day,
    /// By rule.
    tallies: Vec<Tally>,
    /// By history.
    outlines: Vec<Outline>,
}

/// One side of a comparison: the rules that are run, and memory that is used again.
struct Side<'r> {
    book: &'r Rulebook,
    openers: Openers,
    /// The line of each rule.
    places: Vec<usize>,
    course: Course,
    dates: Vec<(Key, Date)>,
}

impl<'r> Side<'r> {
    fn new(book: &'r Rulebook, places: Vec<usize>, is_run: impl Fn(RuleIx) -> bool) -> Side<'r> {
        let rules = book.rules.iter().enumerate().map(|(i, rule)| (RuleIx(i as u16), rule));
        let openers = Openers::of(rules.filter(|(ix, _)| is_run(*ix)));
        Side { book, openers, places, course: Course::default(), dates: Vec::new() }
    }

    fn run(&mut self, desk: &Desk, history: HistoryView<'_>, day: Day) {
        desk.deadlines(history, self.book, &self.openers, &mut self.course);
        dates(&self.course, self.book, &self.places, history, day, &mut self.dates);
    }

    fn duty(&self, date: &Date) -> String {
        self.book.duty_keys[date.duty as usize].clone()
    }
}

impl Baseline {
    /// Runs every history under the rulebook.
    pub fn new<'h>(histories: impl IntoIterator<Item = HistoryView<'h>>, book: &Rulebook, day: Day) -> Baseline {
        let since = day.plus_days(-LOOK_BACK_DAYS);
        let mut tallies = vec![Tally::default(); book.rules.len()];
        let mut side = Side::new(book, (0..book.rules.len()).collect(), |_| true);
        let mut desk = Desk::default();
        let outline = |history: HistoryView<'h>| {
            desk.lay_out(history, true);
            side.run(&desk, history, day);
            for (key, date) in &side.dates {
                date.count(&mut tallies[key.0], since, day);
            }
            desk.outline(history)
        };
        let outlines = histories.into_iter().map(outline).collect();
        Baseline { day, tallies, outlines }
    }

    /// What changes when `after` takes the place of the rulebook the baseline was made with. `histories` are the same, in
    /// the same order. Only the rules that differ are run, and only on histories that can open them.
    pub fn try_change<'h>(
        &self,
        histories: impl IntoIterator<Item = HistoryView<'h>>,
        before: &Rulebook,
        after: &Rulebook,
    ) -> Difference {
        let same = |rule: RuleIx, book: &Rulebook, other: &Rulebook| {
            let rule = book.rule(rule);
            let twin = other.find(&rule.id).map(|ix| other.rule(ix));
            twin.is_some_and(|twin| twin.id == rule.id && twin.gives_the_same(rule))
        };
        self.compare(
            histories,
            (before, &|rule| !same(rule, before, after)),
            (after, &|rule| !same(rule, after, before)),
        )
    }

    fn compare<'h>(
        &self,
        histories: impl IntoIterator<Item = HistoryView<'h>>,
        (before, is_run_before): (&Rulebook, &dyn Fn(RuleIx) -> bool),
        (after, is_run_after): (&Rulebook, &dyn Fn(RuleIx) -> bool),
    ) -> Difference {
        let (mut lines, places) = lines(before, after);
        for (i, tally) in self.tallies.iter().enumerate().filter(|(i, _)| !is_run_before(RuleIx(*i as u16))) {
            let line = &mut lines[places.0[i]];
            (line.before, line.after) = (*tally, *tally);
        }
        let mut old = Side::new(before, places.0, is_run_before);
        let mut new = Side::new(after, places.1, is_run_after);
        let courses = old.openers.need_courses() || new.openers.need_courses();
        let (mut desk, mut changes, mut changed_histories) = (Desk::default(), Vec::new(), 0);
        let since = self.day.plus_days(-LOOK_BACK_DAYS);
        for (case, (history, outline)) in histories.into_iter().zip(&self.outlines).enumerate() {
            let concerned = |side: &Side<'_>| side.openers.may_open(outline, history);
            if !concerned(&old) && !concerned(&new) {
                continue;
            }
            desk.lay_out(history, courses);
            old.run(&desk, history, self.day);
            new.run(&desk, history, self.day);
            for (key, date) in &old.dates {
                date.count(&mut lines[key.0].before, since, self.day);
            }
            for (key, date) in &new.dates {
                date.count(&mut lines[key.0].after, since, self.day);
            }
            let known = changes.len();
            changes_of(case, &old, &new, &mut lines, &mut changes);
            changed_histories += usize::from(changes.len() > known);
        }
        lines.retain(|l| l.stood_before || l.stands_after);
        Difference { day: self.day, since, histories: self.outlines.len(), lines, changes, changed_histories }
    }
}

/// Goes through both lists of dates in the order of their keys.
fn changes_of(case: usize, old: &Side<'_>, new: &Side<'_>, lines: &mut [Line], changes: &mut Vec<CaseChange>) {
    let (mut was, mut is) = (old.dates.iter().peekable(), new.dates.iter().peekable());
    while let Some(key) = was.peek().into_iter().chain(is.peek()).map(|(key, _)| *key).min() {
        let a = was.next_if(|(k, _)| *k == key).map(|(_, date)| date);
        let b = is.next_if(|(k, _)| *k == key).map(|(_, date)| date);
        let Some(moved) = moved(a, b) else { continue };
        let line = &mut lines[key.0];
        line.count(moved);
        let duty = b.map(|d| new.duty(d)).or_else(|| a.map(|d| old.duty(d)));
        changes.push(CaseChange {
            case,
            rule: line.rule.clone(),
            duty: duty.unwrap_or_default(),
            root: key.1,
            n: key.2,
            before: a.and_then(|d| d.at),
            after: b.and_then(|d| d.at),
            moved,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assess;
    use crate::model::Body;
    use crate::parse::Parsed;
    use domain::history::History;

    fn citizens() -> Vec<History> {
        let params = synth::Params::new(300, Day::new(2026, 3, 16).expect("a day"));
        synth::citizens(&params).map(|(c, _)| History::build(Some(c.born), c.facts, None)).collect()
    }

    fn fjordby() -> Rulebook {
        crate::shipped("fjordby").unwrap_or_else(|e| panic!("{e}"))
    }

    /// The rulebook with one rule whose spans are longer, in other groups too, or without it.
    fn changed(book: &Rulebook, rule: usize, away: bool) -> Rulebook {
        let mut rules = book.rules.clone();
        if away {
            rules.remove(rule);
        } else {
            for version in &mut rules[rule].versions {
                version.who.groups = 0;
                if let Body::Deadline(d) = &mut version.body {
                    d.span.count += 3;
                }
            }
        }
        let (gaps, covers, axes) = (book.gaps.clone(), book.covers.clone(), book.axes.clone());
        Rulebook::index(&book.municipality, Parsed { rules, gaps, covers, axes }, String::new())
    }

    #[test]
    fn a_change_tried_on_whom_it_concerns_gives_what_running_every_rule_on_everybody_gives() {
        let (book, people) = (fjordby(), citizens());
        let views = || people.iter().map(History::view);
        let baseline = Baseline::new(views(), &book, Day::new(2026, 3, 16).expect("a day"));
        let mut moved = 0;
        for (at, rule) in book.rules.iter().enumerate() {
            if !rule.versions.iter().any(|v| matches!(v.body, Body::Deadline(_))) {
                continue;
            }
            for away in [false, true] {
                let after = changed(&book, at, away);
                let tried = baseline.try_change(views(), &book, &after);
                let all = baseline.compare(views(), (&book, &|_| true), (&after, &|_| true));
                assert_eq!(tried, all, "{}", rule.id);
                let back = Baseline::new(views(), &after, baseline.day).try_change(views(), &after, &book);
                assert_eq!(back.changed_histories, tried.changed_histories, "{} back again", rule.id);
                moved += tried.changes.len();
            }
        }
        assert!(moved > 1000, "the changes change something: {moved}");
    }

    #[test]
    fn deadlines_alone_are_those_of_the_whole_course() {
        let book = fjordby();
        let (mut desk, mut course) = (Desk::default(), Course::default());
        for person in citizens() {
            desk.lay_out(person.view(), true);
            desk.deadlines(person.view(), &book, book.openers(), &mut course);
            course.duties.sort_by_key(|d| (d.key, d.root, d.ordinal));
            assert_eq!(course.duties, assess(person.view(), &book).duties);
        }
    }
}
