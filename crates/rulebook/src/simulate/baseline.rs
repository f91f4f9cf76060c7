//! What a rulebook gives many histories on a day, kept so that a change re-runs only the rules that it changes.

use super::dates::{Date, Key, dates, moved};
use super::lines::lines;
use super::{CaseChange, Difference, LOOK_BACK_DAYS, Line, Tally};
use crate::assess::opener::{Openers, Outline};
use crate::assess::{Course, Desk};
use crate::rulebook::{RuleIx, Rulebook};
use domain::Day;
use domain::compact::HistoryView;
use std::sync::Arc;

/// Holds no history: who keeps it keeps the histories beside it, in their order and in the same parts. Each part is run
/// by a thread of its own.
#[derive(Clone, Debug)]
pub struct Baseline {
    day: Day,
    /// By rule.
    tallies: Vec<Tally>,
    /// By history, part by part.
    outlines: Vec<Vec<Outline>>,
}

/// A stretch of histories, the next ones after those of the part before.
pub trait Part<'h>: IntoIterator<Item = HistoryView<'h>, IntoIter: Send> + Send {}

impl<'h, P: IntoIterator<Item = HistoryView<'h>, IntoIter: Send> + Send> Part<'h> for P {}

/// Whether a rule is run.
type IsRun<'a> = &'a (dyn Fn(RuleIx) -> bool + Sync);

/// Every part at once, the answers in the order of the parts. One part alone needs no thread.
fn at_once<P: Send, T: Send>(parts: impl IntoIterator<Item = P>, run: impl Fn(usize, P) -> T + Sync) -> Vec<T> {
    let mut parts: Vec<P> = parts.into_iter().collect();
    let Some(last) = parts.pop() else { return Vec::new() };
    let (before, run) = (parts.len(), &run);
    std::thread::scope(|scope| {
        let others: Vec<_> =
            parts.into_iter().enumerate().map(|(at, part)| scope.spawn(move || run(at, part))).collect();
        let own = run(before, last);
        let joined =
            others.into_iter().map(|other| other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        joined.chain([own]).collect()
    })
}

/// One side of a comparison: the rules that are run, and memory that is used again.
struct Side<'r> {
    book: &'r Rulebook,
    openers: Openers,
    /// The line of each rule.
    places: Vec<usize>,
    course: Course,
    dates: Vec<(Key, Date)>,
    /// The rulebook's duties by name, each made once.
    duties: Vec<Arc<str>>,
}

impl<'r> Side<'r> {
    fn new(book: &'r Rulebook, places: Vec<usize>, is_run: impl Fn(RuleIx) -> bool) -> Side<'r> {
        let rules = book.rules.iter().enumerate().map(|(i, rule)| (RuleIx(i as u16), rule));
        let openers = Openers::of(rules.filter(|(ix, _)| is_run(*ix)));
        let duties = book.duty_keys.iter().map(|key| Arc::from(key.as_str())).collect();
        Side { book, openers, places, course: Course::default(), dates: Vec::new(), duties }
    }

    fn run(&mut self, desk: &Desk, history: HistoryView<'_>, day: Day) {
        desk.deadlines(history, self.book, &self.openers, &mut self.course);
        dates(&self.course, self.book, &self.places, history, day, &mut self.dates);
    }

    fn duty(&self, date: &Date) -> Arc<str> {
        Arc::clone(&self.duties[date.duty as usize])
    }
}

impl Baseline {
    /// Runs every history under the rulebook.
    pub fn new<'h>(parts: impl IntoIterator<Item = impl Part<'h>>, book: &Rulebook, day: Day) -> Baseline {
        let since = day.plus_days(-LOOK_BACK_DAYS);
        let found = at_once(parts, |_, histories| {
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
            let outlines: Vec<Outline> = histories.into_iter().map(outline).collect();
            (tallies, outlines)
        });
        let mut tallies = vec![Tally::default(); book.rules.len()];
        let mut outlines = Vec::with_capacity(found.len());
        for (counted, of) in found {
            tallies.iter_mut().zip(counted).for_each(|(sum, one)| sum.add(one));
            outlines.push(of);
        }
        Baseline { day, tallies, outlines }
    }

    /// What changes when `after` takes the place of the rulebook the baseline was made with. The parts are the same, in the
    /// same order. Only the rules that differ are run, and only on histories that can open them.
    pub fn try_change<'h>(
        &self,
        parts: impl IntoIterator<Item = impl Part<'h>>,
        before: &Rulebook,
        after: &Rulebook,
    ) -> Difference {
        let same = |rule: RuleIx, book: &Rulebook, other: &Rulebook| {
            let rule = book.rule(rule);
            let twin = other.find(&rule.id).map(|ix| other.rule(ix));
            twin.is_some_and(|twin| twin.id == rule.id && twin.gives_the_same(rule))
        };
        self.compare(parts, (before, &|rule| !same(rule, before, after)), (after, &|rule| !same(rule, after, before)))
    }

    fn compare<'h>(
        &self,
        parts: impl IntoIterator<Item = impl Part<'h>>,
        (before, is_run_before): (&Rulebook, IsRun<'_>),
        (after, is_run_after): (&Rulebook, IsRun<'_>),
    ) -> Difference {
        let (mut lines, places) = lines(before, after);
        for (i, tally) in self.tallies.iter().enumerate().filter(|(i, _)| !is_run_before(RuleIx(*i as u16))) {
            let line = &mut lines[places.0[i]];
            (line.before, line.after) = (*tally, *tally);
        }
        let blank: Vec<Line> = lines.iter().map(Line::blank).collect();
        let found = at_once(parts, |at, histories| {
            let old = Side::new(before, places.0.clone(), is_run_before);
            let new = Side::new(after, places.1.clone(), is_run_after);
            self.part(at, histories, (old, new), blank.clone())
        });
        let (mut changes, mut changed_histories) = (Vec::new(), 0);
        for (counted, of, histories) in found {
            lines.iter_mut().zip(&counted).for_each(|(sum, one)| sum.add(one));
            changes.extend(of);
            changed_histories += histories;
        }
        lines.retain(|l| l.stood_before || l.stands_after);
        let (since, histories) = (self.day.plus_days(-LOOK_BACK_DAYS), self.outlines.iter().map(Vec::len).sum());
        Difference { day: self.day, since, histories, lines, changes, changed_histories }
    }

    /// One part: what its histories add to each line, what changes, and in how many of them.
    fn part<'h>(
        &self,
        at: usize,
        histories: impl Part<'h>,
        (mut old, mut new): (Side<'_>, Side<'_>),
        mut lines: Vec<Line>,
    ) -> (Vec<Line>, Vec<CaseChange>, usize) {
        let rules: Vec<Arc<str>> = lines.iter().map(|line| Arc::from(line.rule.as_str())).collect();
        let first: usize = self.outlines.iter().take(at).map(Vec::len).sum();
        let outlines = self.outlines.get(at).map_or(&[][..], Vec::as_slice);
        let courses = old.openers.need_courses() || new.openers.need_courses();
        let (mut desk, mut changes, mut changed_histories) = (Desk::default(), Vec::new(), 0);
        let since = self.day.plus_days(-LOOK_BACK_DAYS);
        for (case, (history, outline)) in (first..).zip(histories.into_iter().zip(outlines)) {
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
            changes_of(case, (&old, &new), (&mut lines, &rules), &mut changes);
            changed_histories += usize::from(changes.len() > known);
        }
        (lines, changes, changed_histories)
    }
}

/// Goes through both lists of dates in the order of their keys; `rules` are the lines' names.
fn changes_of(
    case: usize,
    (old, new): (&Side<'_>, &Side<'_>),
    (lines, rules): (&mut [Line], &[Arc<str>]),
    changes: &mut Vec<CaseChange>,
) {
    let (mut was, mut is) = (old.dates.iter().peekable(), new.dates.iter().peekable());
    while let Some(key) = was.peek().into_iter().chain(is.peek()).map(|(key, _)| *key).min() {
        let a = was.next_if(|(k, _)| *k == key).map(|(_, date)| date);
        let b = is.next_if(|(k, _)| *k == key).map(|(_, date)| date);
        let Some(moved) = moved(a, b) else { continue };
        lines[key.0].count(moved);
        // A date that moved stands on one side at least.
        let Some(duty) = b.map(|d| new.duty(d)).or_else(|| a.map(|d| old.duty(d))) else { continue };
        changes.push(CaseChange {
            case,
            rule: Arc::clone(&rules[key.0]),
            duty,
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
        // Three parts, of which the last is shorter, are as one.
        let views = || people.chunks(people.len() / 2 - 7).map(|part| part.iter().map(History::view));
        let whole = || [people.iter().map(History::view)];
        let day = Day::new(2026, 3, 16).expect("a day");
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
                let one = Baseline::new(whole(), &book, day).try_change(whole(), &book, &after);
                assert!(at % 20 != 0 || one == tried, "{} in one part", rule.id);
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
