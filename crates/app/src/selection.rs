//! *Udvalg*: the open cases that fit dated axes of the person on any day, with the count of every choice before it is made.
//!
//! Everything is decided on what the reader may see: what she may not see is neither listed nor counted.

mod axes;
mod saved;
mod wanted;

pub use axes::{AXES, Axis, Circumstance, NOTHING};
pub use saved::{Kept, NewSelection, SUGGESTED};
pub use wanted::{NEAR_WEEKS, SelectionOrder, UNUSED, Wanted, address, pairs_of};

use crate::access::{Role, Viewer};
use crate::limits::Ahead;
use crate::lists::Listed;
use crate::opened::{Extent, decide_persons};
use crate::overview::Whose;
use crate::{App, AppError, Moment};
use axes::Stand;
use domain::Day;
use domain::codes::{Benefit, TargetGroup, Visitation};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

#[derive(Clone, Debug)]
pub struct SelectionPage {
    pub today: Day,
    /// The day people are looked at on.
    pub on: Day,
    pub wanted: Wanted,
    /// Whose cases are chosen among.
    pub whose: Whose,
    /// Cases among which is chosen.
    pub of: usize,
    /// Cases that were none yet on the day.
    pub later: usize,
    pub rows: Vec<SelectedRow>,
    pub listed: usize,
    /// The page that is shown, from 1, and how many there are.
    pub page: usize,
    pub pages: usize,
    /// By axis and place: how many the list would hold of it, the other choices staying as they are.
    pub counts: [[usize; 64]; AXES],
    /// Rule, title and the same count, for limits that are near or chosen.
    pub limits: Vec<(String, String, usize)>,
    /// The same for any limit.
    pub any_limit: usize,
    /// The same for those with a right of which none is used.
    pub unused_right: usize,
    /// Those the reader and others have kept, each with its count today.
    pub kept: Vec<(Kept, usize)>,
    /// Those that come with the program.
    pub suggested: Vec<(&'static str, &'static str, usize)>,
    /// May keep a selection for everybody.
    pub may_share: bool,
}

/// One case of the list, as the person stood on the day.
#[derive(Clone, Debug)]
pub struct SelectedRow {
    pub case: i64,
    pub name: String,
    pub born_year: Option<i32>,
    pub age: Option<i32>,
    pub benefit: Option<Benefit>,
    pub since: Option<Day>,
    pub group: Option<TargetGroup>,
    pub visitation: Option<Visitation>,
    /// Today, whatever the day.
    pub owner: String,
    /// The nearest limit, as known today.
    pub limit: Option<(String, Day)>,
    /// Rights of which none is used, and how many there are of each; only where they are asked for.
    pub unused: Vec<(String, u16)>,
}

/// Whether a limit lies from a day on, within so many weeks.
fn is_near(limit: &Ahead, on: Day, weeks: u16) -> bool {
    limit.day >= on && limit.day <= on.plus_days(7 * i32::from(weeks))
}

/// The cases that were there on a day, and how many came later.
fn of_day(cases: Vec<Arc<Listed>>, on: Day, today: Day) -> (Vec<Arc<Listed>>, usize) {
    let all = cases.len();
    let there: Vec<_> = cases.into_iter().filter(|case| on >= today || was_there(case, on)).collect();
    let later = all - there.len();
    (there, later)
}

/// Whether a case was one on a day that has passed: the person was born, and something is known of that day or before.
fn was_there(case: &Listed, on: Day) -> bool {
    let view = case.history.view();
    view.born.is_none_or(|born| born <= on) && view.facts.iter().any(|fact| fact.from <= on.number())
}

/// How many of these have a limit near today: what *Mit overblik* points to.
pub(crate) fn near_limit(cases: &[Arc<Listed>], today: Day) -> usize {
    let near = |case: &&Arc<Listed>| case.limits.iter().any(|limit| is_near(limit, today, NEAR_WEEKS));
    cases.iter().filter(near).count()
}

/// How many of these have a right of which none is used: what *Mit overblik* reminds of.
pub(crate) fn unused_right(cases: &[Arc<Listed>]) -> usize {
    cases.iter().filter(|case| !case.unused.is_empty()).count()
}

/// The choices as the cases are tested against them.
struct Test<'w> {
    wanted: Cow<'w, Wanted>,
    on: Day,
    /// Indexes of the chosen rules.
    limits: Vec<u16>,
    /// The groups that are left out.
    without: Vec<Test<'static>>,
}

/// How many conditions fail, and whether the one of an axis is among them.
struct Failing {
    count: usize,
    axes: [bool; AXES],
    limit: bool,
    right: bool,
}

impl<'w> Test<'w> {
    fn new(app: &App, wanted: Cow<'w, Wanted>, on: Day) -> Test<'w> {
        let without = wanted.without.iter().filter_map(|id| saved::suggested(id));
        let without = without.map(|group| Test::new(app, Cow::Owned(group), on)).collect();
        let rules = app.rulebook.rules.iter().enumerate();
        let chosen = rules.filter(|(_, rule)| wanted.limits.contains(&rule.id));
        let limits = chosen.filter_map(|(at, _)| u16::try_from(at).ok()).collect();
        Test { wanted, on, limits, without }
    }

    fn near<'l>(&self, case: &'l Listed) -> impl Iterator<Item = &'l Ahead> {
        let (on, weeks) = (self.on, self.wanted.near);
        case.limits.iter().filter(move |limit| is_near(limit, on, weeks))
    }

    /// Of the chosen limits.
    fn chosen<'l>(&self, case: &'l Listed) -> Option<&'l Ahead> {
        self.near(case).find(|limit| self.wanted.any_limit || self.limits.contains(&limit.rule.0))
    }

    fn failing(&self, case: &Listed, stand: &Stand) -> Failing {
        let w = &self.wanted;
        let mut axes = [false; AXES];
        for (fails, (set, wanted)) in axes.iter_mut().zip(stand.sets.iter().zip(&w.sets)) {
            *fails = *wanted != 0 && set & wanted == 0;
        }
        // What nobody has written down fits no window.
        let young = w.age_from.is_some_and(|from| stand.age.is_none_or(|age| age < i32::from(from)));
        let old = w.age_through.is_some_and(|through| stand.age.is_none_or(|age| age > i32::from(through)));
        let short = w.weeks.is_some_and(|weeks| {
            let days = stand.since.map(|since| since.days_until(self.on) + 1);
            days.is_none_or(|days| days < 7 * i32::from(weeks))
        });
        let limit = w.wants_limit() && self.chosen(case).is_none();
        let right = w.unused_right && case.unused.is_empty();
        let left_out = self.without.iter().any(|group| group.failing(case, stand).count == 0);
        let count = axes.iter().chain(&[young, old, short, limit, right, left_out]).filter(|fails| **fails).count();
        Failing { count, axes, limit, right }
    }
}

/// What one walk over the cases counts.
struct Counted<'a> {
    found: Vec<(&'a Arc<Listed>, Stand)>,
    counts: [[usize; 64]; AXES],
    /// By index of the rule.
    limits: BTreeMap<u16, usize>,
    any_limit: usize,
    unused_right: usize,
}

fn count<'a>(cases: &'a [Arc<Listed>], stands: &[Stand], test: &Test<'_>) -> Counted<'a> {
    let counts = [[0; 64]; AXES];
    let mut counted = Counted { found: Vec::new(), counts, limits: BTreeMap::new(), any_limit: 0, unused_right: 0 };
    for (case, stand) in cases.iter().zip(stands) {
        let failing = test.failing(case, stand);
        if failing.count == 0 {
            counted.found.push((case, *stand));
        }
        for (axis, counts) in counted.counts.iter_mut().enumerate() {
            if failing.count == usize::from(failing.axes[axis]) {
                let mut set = stand.sets[axis];
                while set != 0 {
                    counts[set.trailing_zeros() as usize] += 1;
                    set &= set - 1;
                }
            }
        }
        if failing.count == usize::from(failing.right) {
            counted.unused_right += usize::from(!case.unused.is_empty());
        }
        if failing.count == usize::from(failing.limit) {
            let near: BTreeSet<u16> = test.near(case).map(|limit| limit.rule.0).collect();
            counted.any_limit += usize::from(!near.is_empty());
            near.into_iter().for_each(|rule| *counted.limits.entry(rule).or_default() += 1);
        }
    }
    counted
}

/// Whose cases somebody chooses among who has not said it: the own ones, those of the team, or all.
fn usual(viewer: &Viewer) -> Whose {
    match viewer.role {
        Role::Caseworker => Whose::Mine,
        Role::TeamLeader => Whose::Unit(viewer.unit.clone()),
        _ => Whose::Everybody,
    }
}

impl App {
    /// The list of those who fit, and what every other choice would give. Without an extent nobody is named.
    pub async fn select(
        &self,
        viewer: &Viewer,
        wanted: Wanted,
        extent: Option<Extent>,
        moment: Moment,
    ) -> Result<SelectionPage, AppError> {
        decide_persons(viewer)?;
        let (today, on) = (moment.today, wanted.day.unwrap_or(moment.today));
        let whose = wanted.whose.clone().unwrap_or_else(|| usual(viewer));
        let cases = self.visible(viewer, &whose.owned(viewer, &self.config, today), today).await?;
        let (cases, later) = of_day(cases, on, today);
        let stands: Vec<Stand> = cases.iter().map(|case| Stand::of(case, on)).collect();
        let test = Test::new(self, Cow::Borrowed(&wanted), on);
        let Counted { mut found, counts, limits, any_limit, unused_right } = count(&cases, &stands, &test);
        let listed = found.len();
        let (shown, page, pages) = match extent {
            Some(extent) => {
                self.order_selected(&mut found, &test).await?;
                extent.of(found)
            }
            None => (Vec::new(), 1, 1),
        };
        let people = self.people_of(shown.iter().map(|(case, _)| case.case()).collect()).await?;
        self.looked_at(viewer, &people, ("udvalg", moment)).await?;
        let names = self.owners_for(&Whose::Everybody, today).await?.unwrap_or_default();
        let title = |rule: u16| self.rulebook.rules.get(rule as usize).map(|r| (r.id.clone(), r.title.clone()));
        let rights = |case: &Listed| -> Vec<(String, u16)> {
            let asked = case.unused.iter().filter(|_| wanted.unused_right);
            asked.filter_map(|right| Some((title(right.rule.0)?.1, right.left))).collect()
        };
        let rows = shown.into_iter().filter_map(|(case, stand)| {
            let person = people.get(&case.case())?;
            let nearest =
                if wanted.wants_limit() { test.chosen(case) } else { case.limits.iter().find(|l| l.day >= on) };
            Some(SelectedRow {
                case: case.case(),
                name: person.name(),
                born_year: case.born_year(),
                age: stand.age,
                benefit: stand.benefit,
                since: stand.since,
                group: stand.group,
                visitation: stand.visitation,
                owner: self.owner_of(case, &names),
                limit: nearest.and_then(|limit| Some((title(limit.rule.0)?.1, limit.day))),
                unused: rights(case),
            })
        });
        let rows = rows.collect();
        let mut limits: Vec<(String, String, usize)> =
            limits.into_iter().filter_map(|(rule, n)| title(rule).map(|(id, title)| (id, title, n))).collect();
        // A chosen limit that nobody is near still stands among the choices, so that it can be taken away.
        for rule in self.rulebook.rules.iter().filter(|rule| wanted.limits.contains(&rule.id)) {
            if limits.iter().all(|(id, ..)| *id != rule.id) {
                limits.push((rule.id.clone(), rule.title.clone(), 0));
            }
        }
        limits.sort_by(|a, b| a.1.cmp(&b.1));
        let fitting = |text: &str| {
            let (wanted, _) = saved::read(text);
            let test = Test::new(self, Cow::Owned(wanted), on);
            cases.iter().zip(&stands).filter(|(case, stand)| test.failing(case, stand).count == 0).count()
        };
        let kept = self.selections_of(viewer).await?;
        let kept = kept.into_iter().map(|kept| (fitting(&kept.group), kept)).map(|(n, kept)| (kept, n)).collect();
        let suggested = SUGGESTED.iter().map(|(id, text)| (*id, *text, fitting(text))).collect();
        Ok(SelectionPage {
            today,
            on,
            whose,
            of: cases.len(),
            later,
            rows,
            listed,
            page,
            pages,
            counts,
            limits,
            any_limit,
            unused_right,
            kept,
            suggested,
            may_share: saved::may_share(viewer),
            wanted,
        })
    }

    async fn order_selected(&self, found: &mut Vec<(&Arc<Listed>, Stand)>, test: &Test<'_>) -> Result<(), AppError> {
        let last = |day: Option<Day>| day.unwrap_or(Day::LAST);
        match test.wanted.order {
            SelectionOrder::Since => found.sort_by_key(|(_, stand)| last(stand.since)),
            // The oldest has the earliest birthday; the youngest come first.
            SelectionOrder::Age => {
                found.sort_by_key(|(case, _)| std::cmp::Reverse(case.history.view().born.unwrap_or(Day::FIRST)));
            }
            SelectionOrder::Limit => found.sort_by_key(|(case, _)| {
                let chosen = test.chosen(case).filter(|_| test.wanted.wants_limit());
                last(chosen.or_else(|| case.limits.iter().find(|l| l.day >= test.on)).map(|l| l.day))
            }),
            SelectionOrder::Name => {
                let people = self.people_of(found.iter().map(|(case, _)| case.case()).collect()).await?;
                let name = |case: i64| {
                    people.get(&case).map(|p| store::person::sort_key(&p.last_name, &p.first_name)).unwrap_or_default()
                };
                found.sort_by_cached_key(|(case, _)| name(case.case()));
            }
        }
        if test.wanted.down {
            found.reverse();
        }
        Ok(())
    }
}
