//! What a rulebook gives many histories on a day, kept so that a change re-runs only the rules that it changes.

use super::dates::{Date, Key, dates, moved};
use super::lines::lines;
use super::{At, CaseChange, Difference, LOOK_BACK_DAYS, Line, Tally};
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
    parts: Vec<Kept>,
}

/// What is kept of one part.
#[derive(Clone, Debug, Default)]
struct Kept {
    /// By history.
    outlines: Vec<Outline>,
    /// By rule: the dates that are open on the day, in the order of the histories.
    open: Vec<Vec<Open>>,
}

#[derive(Clone, Copy, Debug)]
struct Open {
    /// Place of the history in its part.
    history: u32,
    root: u32,
    n: u16,
    /// Which of the rule's versions of that duty.
    version: u8,
    duty: u16,
    at: At,
}

impl Kept {
    fn add(&mut self, outline: Outline, dates: &[(Key, Date)]) {
        let history = u32::try_from(self.outlines.len()).unwrap_or(u32::MAX);
        self.outlines.push(outline);
        for ((rule, root, n, version), date) in dates {
            let Some(at) = date.at else { continue };
            self.open[*rule].push(Open { history, root: *root, n: *n, version: *version, duty: date.duty, at });
        }
    }
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

fn names(book: &Rulebook) -> Vec<Arc<str>> {
    book.duty_keys.iter().map(|key| Arc::from(key.as_str())).collect()
}

/// The side that was: the open dates of some rules, as they were kept, history after history.
struct Was {
    all: Vec<(u32, (Key, Date))>,
    next: usize,
    /// Of the history at hand.
    dates: Vec<(Key, Date)>,
    duties: Vec<Arc<str>>,
}

impl Was {
    /// `places`: the line of each rule.
    fn of(kept: Option<&Kept>, asked: &[bool], places: &[usize], book: &Rulebook) -> Was {
        let mut all = Vec::new();
        let rules = kept.into_iter().flat_map(|kept| &kept.open).zip(asked).zip(places);
        for ((open, _), line) in rules.filter(|((_, asked), _)| **asked) {
            let dated = |o: &Open| (o.history, ((*line, o.root, o.n, o.version), Date::open(o.duty, o.at)));
            all.extend(open.iter().map(dated));
        }
        // Of one rule they stand in this order already.
        all.sort_by_key(|(history, (key, _))| (*history, *key));
        Was { all, next: 0, dates: Vec::new(), duties: names(book) }
    }

    fn go_to(&mut self, history: u32) {
        self.dates.clear();
        while let Some((_, date)) = self.all.get(self.next).filter(|(at, _)| *at == history) {
            self.dates.push(*date);
            self.next += 1;
        }
    }
}

/// The side that is run: its rules, and memory that is used again.
struct Side<'r> {
    book: &'r Rulebook,
    openers: Openers,
    /// The line of each rule.
    places: Vec<usize>,
    course: Course,
    dates: Vec<(Key, Date)>,
    duties: Vec<Arc<str>>,
}

impl<'r> Side<'r> {
    fn new(book: &'r Rulebook, places: Vec<usize>, is_run: impl Fn(RuleIx) -> bool) -> Side<'r> {
        let rules = book.rules.iter().enumerate().map(|(i, rule)| (RuleIx(i as u16), rule));
        let openers = Openers::of(rules.filter(|(ix, _)| is_run(*ix)));
        Side { book, openers, places, course: Course::default(), dates: Vec::new(), duties: names(book) }
    }

    fn run(&mut self, desk: &Desk, history: HistoryView<'_>, day: Day) {
        desk.deadlines(history, self.book, &self.openers, &mut self.course);
        dates(&self.course, self.book, &self.places, history, day, &mut self.dates);
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
            let mut kept = Kept { outlines: Vec::new(), open: vec![Vec::new(); book.rules.len()] };
            for history in histories {
                desk.lay_out(history, true);
                side.run(&desk, history, day);
                for (key, date) in &side.dates {
                    date.count(&mut tallies[key.0], since, day);
                }
                kept.add(desk.outline(history), &side.dates);
            }
            (tallies, kept)
        });
        let mut tallies = vec![Tally::default(); book.rules.len()];
        let mut parts = Vec::with_capacity(found.len());
        for (counted, kept) in found {
            tallies.iter_mut().zip(counted).for_each(|(sum, one)| sum.add(one));
            parts.push(kept);
        }
        Baseline { day, tallies, parts }
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
        let asked: Vec<bool> = (0..before.rules.len()).map(|rule| is_run_before(RuleIx(rule as u16))).collect();
        for (rule, tally) in self.tallies.iter().enumerate() {
            let line = &mut lines[places.0[rule]];
            line.before = *tally;
            if !asked[rule] {
                line.after = *tally;
            }
        }
        let blank: Vec<Line> = lines.iter().map(Line::blank).collect();
        let found = at_once(parts, |at, histories| {
            let was = Was::of(self.parts.get(at), &asked, &places.0, before);
            let new = Side::new(after, places.1.clone(), is_run_after);
            self.part(at, histories, (was, new), blank.clone())
        });
        let (mut changes, mut changed_histories) = (Vec::new(), 0);
        for (counted, of, histories) in found {
            lines.iter_mut().zip(&counted).for_each(|(sum, one)| sum.add(one));
            if changes.is_empty() {
                changes = of;
            } else {
                changes.extend(of);
            }
            changed_histories += histories;
        }
        lines.retain(|l| l.stood_before || l.stands_after);
        let (since, histories) =
            (self.day.plus_days(-LOOK_BACK_DAYS), self.parts.iter().map(|kept| kept.outlines.len()).sum());
        Difference { day: self.day, since, histories, lines, changes, changed_histories }
    }

    /// One part: what its histories add to each line, what changes, and in how many of them.
    fn part<'h>(
        &self,
        at: usize,
        histories: impl Part<'h>,
        (mut was, mut new): (Was, Side<'_>),
        mut lines: Vec<Line>,
    ) -> (Vec<Line>, Vec<CaseChange>, usize) {
        let rules: Vec<Arc<str>> = lines.iter().map(|line| Arc::from(line.rule.as_str())).collect();
        let first: usize = self.parts.iter().take(at).map(|kept| kept.outlines.len()).sum();
        let outlines = self.parts.get(at).into_iter().flat_map(|kept| &kept.outlines);
        let courses = new.openers.need_courses();
        let (mut desk, mut changes, mut changed_histories) = (Desk::default(), Vec::with_capacity(was.all.len()), 0);
        let since = self.day.plus_days(-LOOK_BACK_DAYS);
        for ((case, place), (history, outline)) in (first..).zip(0..).zip(histories.into_iter().zip(outlines)) {
            was.go_to(place);
            let opens = new.openers.may_open(outline, history);
            if !opens && was.dates.is_empty() {
                continue;
            }
            new.dates.clear();
            if opens {
                desk.lay_out(history, courses);
                new.run(&desk, history, self.day);
            }
            for (key, date) in &new.dates {
                date.count(&mut lines[key.0].after, since, self.day);
            }
            let known = changes.len();
            changes_of(case, (&was, &new), (&mut lines, &rules), &mut changes);
            changed_histories += usize::from(changes.len() > known);
        }
        (lines, changes, changed_histories)
    }
}

/// Goes through both lists of dates in the order of their keys; `rules` are the lines' names.
fn changes_of(
    case: usize,
    (was, new): (&Was, &Side<'_>),
    (lines, rules): (&mut [Line], &[Arc<str>]),
    changes: &mut Vec<CaseChange>,
) {
    let (mut old, mut is) = (was.dates.iter().peekable(), new.dates.iter().peekable());
    while let Some(key) = old.peek().into_iter().chain(is.peek()).map(|(key, _)| *key).min() {
        let a = old.next_if(|(k, _)| *k == key).map(|(_, date)| date);
        let b = is.next_if(|(k, _)| *k == key).map(|(_, date)| date);
        let Some(moved) = moved(a, b) else { continue };
        lines[key.0].count(moved);
        // A date that moved stands on one side at least.
        let name = |duties: &[Arc<str>], date: &Date| Arc::clone(&duties[date.duty as usize]);
        let duty = b.map(|d| name(&new.duties, d)).or_else(|| a.map(|d| name(&was.duties, d)));
        let Some(duty) = duty else { continue };
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

    /// Every rule of both rulebooks run on everybody, with nothing kept.
    fn recount(people: &[History], before: &Rulebook, after: &Rulebook, day: Day) -> (Vec<Line>, Vec<CaseChange>) {
        let (mut lines, places) = lines(before, after);
        let rules: Vec<Arc<str>> = lines.iter().map(|line| Arc::from(line.rule.as_str())).collect();
        let (mut old, mut new) = (Side::new(before, places.0, |_| true), Side::new(after, places.1, |_| true));
        let (mut desk, mut changes, since) = (Desk::default(), Vec::new(), day.plus_days(-LOOK_BACK_DAYS));
        for (case, person) in people.iter().enumerate() {
            desk.lay_out(person.view(), true);
            old.run(&desk, person.view(), day);
            new.run(&desk, person.view(), day);
            old.dates.iter().for_each(|(key, date)| date.count(&mut lines[key.0].before, since, day));
            new.dates.iter().for_each(|(key, date)| date.count(&mut lines[key.0].after, since, day));
            let was = Was { all: Vec::new(), next: 0, dates: old.dates.clone(), duties: names(before) };
            changes_of(case, (&was, &new), (&mut lines, &rules), &mut changes);
        }
        lines.retain(|l| l.stood_before || l.stands_after);
        (lines, changes)
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
                let (lines, changes) = recount(&people, &book, &after, day);
                assert_eq!((&tried.lines, &tried.changes), (&lines, &changes), "{}", rule.id);
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
