//! What a deadline asks beyond its anchor, clock and group: whether it arises at all, and which days it can name.

use crate::model::{Clock, CourseKind};
use crate::parse::exceptions::{counted_hours, stretches_of_days};
use crate::parse::{COURSES, required_word};
use crate::selector::{Selectors, read_list};
use crate::who::Who;
use domain::node::{Problem, Reader};
use domain::{Day, Span};

/// See `docs/guides/add-a-rule.md` for the keys. Everything absent: the deadline arises from each anchor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    pub first_inside: Option<FirstInside>,
    /// Of a course: it is not divided where the citizen comes into another group, as LAB § 9 divides it.
    pub whole_course: bool,
    /// Arises only where such a fact covers the day before the anchor day.
    pub requires_before: Selectors,
    /// Arises only where such a fact covers a day that the act names: who had the benefit when it came into force.
    pub requires_on_day: Option<OnDay>,
    /// Does not arise where such a fact covers the day before the anchor day.
    pub unless_before: Selectors,
    /// Arises only where the citizen surely was one of these on the day before the anchor day.
    pub before_who: Option<Who>,
    /// Does not arise where such a fact, other than the anchor, begins on the anchor day.
    pub unless_begins: Selectors,
    /// Does not arise where such a fact, other than the anchor, covers the anchor day.
    pub unless_on_anchor: Selectors,
    /// Such an anchor arises whatever `unless_on_anchor` says: the other fact is of another matter.
    pub stands_anyway: Selectors,
    /// What fulfils says the same as the anchor in its first code, where the anchor says it; or it is one of these.
    pub by_same_or: Selectors,
    /// Does not arise where such a fact, other than the anchor, covers the day after the anchor day.
    pub unless_after: Selectors,
    /// Does not arise for who is sick on the anchor day and expected, as recorded, to be fit within so long of it.
    pub unless_fit_within: Option<Span>,
    /// Arises only where the latest fact of this kind on the due day is such a one.
    pub requires_on_due: Selectors,
    /// Does not arise where the latest fact of this kind on the due day is such a one.
    pub unless_on_due: Selectors,
    /// The anchor may lie so long before the citizen comes into the group, as who registers before the benefit begins does.
    pub who_within: Option<Span>,
    /// Lapses when the fact of this sort that covers the anchor day ends.
    pub ends_inside: Selectors,
    /// Lapses when the course of this kind that runs on the anchor day ends.
    pub ends_in_course: Option<CourseKind>,
    /// Lapses, late or not, on the last day on which the citizen is one of these.
    pub ends_out_of: Option<Who>,
    pub opened_by: OpenedBy,
    /// What who comes into the group inside the time owes; without it nothing.
    pub entered: Option<Entered>,
    /// Ends when such a fact begins, as by `until`, where it came soon enough and was not taken back.
    pub replaced_by: Option<ReplacedBy>,
    pub may_be_later: Option<MayBeLater>,
    /// The act names no last day: the span only says from when the duty stands.
    pub day_unsaid: bool,
    /// What fulfils must be agreed to last at least so many days; an open end lasts.
    pub by_min_days: u16,
    pub granted: Option<Granted>,
    pub sum: Option<Sum>,
    /// Accumulated clock: the months of the stretches are added up, instead of moving the day by the days between.
    pub months_add_up: bool,
    pub unsettled: Option<Unsettled>,
    /// Arises only while the first period of a course runs, or only after it.
    pub first_period: Option<FirstPeriod>,
    /// Does not arise where such a fact lies before the anchor in the same course.
    pub unless_done_in: Option<DoneIn>,
    /// Where somebody counts the hours: before so many are used it is not late, whatever the calendar says.
    pub span_counted: Option<MonthCounted>,
    /// Days on which nobody was to do what the duty asks: what falls in them is undetermined.
    pub suspended: Vec<(Day, Day)>,
    /// Days on which less fulfils than `by` names.
    pub by_only: Vec<ByOnly>,
}

/// On these days only such facts fulfil, of those that `by` names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ByOnly {
    pub from: Day,
    pub through: Day,
    pub facts: Selectors,
    /// While such a fact runs, `by` stands.
    pub unless_inside: Selectors,
    /// While such a fact runs, it depends on what nobody writes down.
    pub unsure_inside: Selectors,
    /// Whether the rest fulfils nobody has read.
    pub unread: bool,
}

/// The month closes in which so many hours are counted as used: of those insured for full time and for part time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MonthCounted {
    pub by: Selectors,
    /// What uses such hours, where that is less than the clock's state; empty: all of it does.
    pub used_in: Selectors,
    pub full: HoursInWeeks,
    pub part: HoursInWeeks,
}

impl MonthCounted {
    /// The days on which hours are used, of a clock that counts `state`.
    pub fn used_in<'s>(&'s self, state: &'s Selectors) -> &'s Selectors {
        if self.used_in.is_empty() { state } else { &self.used_in }
    }
}

/// So many hours, and how many a full week uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HoursInWeeks {
    pub hours: u16,
    pub week: u16,
}

/// The first period of a course lasts to the end of the calendar month in which so much is counted (BAB § 7, stk. 2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FirstPeriod {
    /// The anchor lies in it; otherwise after it.
    pub inside: bool,
    pub course: CourseKind,
    pub state: Selectors,
    pub month_of: Span,
    pub counted: Option<MonthCounted>,
}

/// Something that is done once in a course.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DoneIn {
    pub course: CourseKind,
    pub state: Selectors,
    pub facts: Selectors,
}

/// Of facts of which the second begins nothing new, as who moves is taken over again: which open the duty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OpenedBy {
    #[default]
    First,
    Later,
    Each,
}

/// Who comes into the group when the time of the duty runs: whether its day is theirs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entered {
    /// In time the same day; after it nothing is owed.
    Dated,
    /// In time nobody has read how it is counted; after it nothing is owed.
    Unread,
    /// In time the same day; after it nobody has read how it is counted, where a course runs since the anchor.
    DatedThenUnread,
}

/// What takes the duty's place: another rule then dates it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReplacedBy {
    pub facts: Selectors,
    /// It lies within so long of the anchor day.
    pub within: Option<Span>,
    /// Such a fact after it lets the duty stand.
    pub taken_back_by: Selectors,
}

/// Such a fact, from the anchor through the last day in time, may move that day to so long after itself, and whether it does
/// nobody writes down: between the two the duty is undetermined, and not late.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MayBeLater {
    pub after: Selectors,
    pub span: Span,
}

/// The anchor counts only as the first of its sort inside a longer fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FirstInside {
    /// The longer fact, which covers the anchor day. Without one the duty is undetermined.
    pub inside: Selectors,
    /// Nothing of this was done between its first day and the anchor.
    pub before_any: Selectors,
    /// The anchor lies within so long of its first day.
    pub within: Option<Span>,
}

/// Whether something was so on a day of the calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OnDay {
    pub day: Day,
    pub facts: Selectors,
    /// No such fact covers the day.
    pub without: Selectors,
    /// A course of this kind runs on the day.
    pub course: Option<CourseKind>,
    /// The fact that opened that course is one of these.
    pub course_by: Selectors,
}

/// Granted by the due day, it is in time when it begins so long after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Granted {
    pub by: Selectors,
    pub begins_within: Span,
}

/// Accumulated clock: the duty arises with the first stretch of the state from which `at_least` lies inside `within`, and
/// again each time it does so from what fulfilled it on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sum {
    pub at_least: Span,
    pub within: Span,
}

impl Sum {
    pub fn is_possible(self) -> bool {
        self.at_least.unit == self.within.unit && self.at_least.count <= self.within.count
    }
}

/// After an earlier fact of this sort, for these persons, it depends on something that only a fact can say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsettled {
    pub after: Selectors,
    pub who: Who,
    /// The anchor fact that says it.
    pub settled_by: Selectors,
}

impl Terms {
    pub fn read(r: &mut Reader<'_>, problems: &mut Vec<Problem>) -> Terms {
        Terms {
            first_inside: first_inside(r, problems),
            whole_course: r.bool("whole_course", problems).unwrap_or(false),
            requires_before: read_list(r, "requires_before", problems),
            requires_on_day: on_day(r, problems),
            unless_before: read_list(r, "unless_before", problems),
            before_who: who(r, "before_who", problems),
            unless_begins: read_list(r, "unless_begins", problems),
            unless_on_anchor: read_list(r, "unless_on_anchor", problems),
            stands_anyway: read_list(r, "stands_anyway", problems),
            by_same_or: read_list(r, "by_same_or", problems),
            unless_after: read_list(r, "unless_after", problems),
            unless_fit_within: r.parsed("unless_fit_within", problems),
            requires_on_due: read_list(r, "requires_on_due", problems),
            unless_on_due: read_list(r, "unless_on_due", problems),
            who_within: r.parsed("who_within", problems),
            ends_inside: read_list(r, "ends_inside", problems),
            ends_in_course: crate::parse::word(r, "ends_in_course", &crate::parse::body::COURSES, problems),
            ends_out_of: who(r, "ends_out_of", problems),
            opened_by: opened_by(r, problems),
            entered: entered(r, problems),
            replaced_by: replaced_by(r, problems),
            may_be_later: may_be_later(r, problems),
            day_unsaid: r.bool("day_unsaid", problems).unwrap_or(false),
            by_min_days: r.int("by_min_days", problems).and_then(|n| u16::try_from(n).ok()).unwrap_or(0),
            granted: granted(r, problems),
            sum: sum(r, problems),
            months_add_up: r.bool("months_add_up", problems).unwrap_or(false),
            unsettled: unsettled(r, problems),
            first_period: first_period(r, problems),
            unless_done_in: unless_done_in(r, problems),
            span_counted: counted_hours(r, "span_counted", problems),
            suspended: stretches_of_days(r, "suspended", problems),
            by_only: by_only(r, problems),
        }
    }

    /// What the terms need of the rest of the deadline.
    pub(crate) fn check(&self, r: &Reader<'_>, opens: Option<Span>, clock: Option<Clock>, problems: &mut Vec<Problem>) {
        if self.day_unsaid && opens.is_none() {
            problems.push(r.missing("opens", "from when the duty stands whose last day the act does not name"));
        }
        if self.months_add_up && clock != Some(Clock::Accumulated) {
            let line = r.line_of("months_add_up");
            problems.push(r.problem(
                "bad_value",
                line,
                "months_add_up",
                "only the accumulated clock adds up what is counted".to_owned(),
            ));
        }
        if self.sum.is_some_and(|sum| clock != Some(Clock::Accumulated) || !sum.is_possible()) {
            let line = r.line_of("sum");
            let message = "`sum` needs the accumulated clock, and `at_least` no longer than `within` in the same unit";
            problems.push(r.problem("bad_value", line, "sum", message));
        }
    }

    /// Whether no anchor arises by both: what one needs on the day before is what the other does not arise from.
    pub(crate) fn excludes(&self, other: &Terms) -> bool {
        let barred = |a: &Terms, b: &Terms| {
            let needed = &a.requires_before;
            !needed.is_empty() && needed.iter().all(|fact| b.unless_before.contains(fact))
        };
        let anchors = [self.opened_by, other.opened_by];
        let one_each = anchors.contains(&OpenedBy::First) && anchors.contains(&OpenedBy::Later);
        let periods = [self, other].map(|terms| terms.first_period.as_ref().map(|period| period.inside));
        let apart = matches!(periods, [Some(a), Some(b)] if a != b);
        one_each || apart || barred(self, other) || barred(other, self)
    }

    /// Whether something that happens while the duty runs may end or move it.
    pub(crate) fn overtakes(&self) -> bool {
        self.replaced_by.is_some() || self.may_be_later.is_some()
    }

    /// Whether something here decides before the due day is known.
    pub fn asks_before(&self) -> bool {
        self.first_inside.is_some()
            || !self.requires_before.is_empty()
            || self.requires_on_day.is_some()
            || !self.unless_before.is_empty()
            || self.before_who.is_some()
            || !self.unless_begins.is_empty()
            || !self.unless_on_anchor.is_empty()
            || !self.unless_after.is_empty()
            || self.unless_fit_within.is_some()
            || self.unsettled.is_some()
            || self.first_period.is_some()
            || self.unless_done_in.is_some()
    }
}

fn table<T>(
    r: &mut Reader<'_>,
    key: &'static str,
    problems: &mut Vec<Problem>,
    read: impl FnOnce(&mut Reader<'_>, &mut Vec<Problem>) -> Option<T>,
) -> Option<T> {
    let path = r.path_of(key);
    let node = r.node(key)?;
    let mut inner = Reader::open(node, &path, problems)?;
    let found = read(&mut inner, problems);
    inner.finish(problems);
    found
}

fn span(r: &mut Reader<'_>, key: &'static str, problems: &mut Vec<Problem>) -> Option<Span> {
    if r.node(key).is_none() {
        problems.push(r.missing(key, "a span such as \"1 week\""));
    }
    r.parsed(key, problems)
}

fn facts(r: &mut Reader<'_>, key: &'static str, problems: &mut Vec<Problem>) -> Option<Selectors> {
    let found = read_list(r, key, problems);
    if found.is_empty() {
        problems.push(r.missing(key, "which facts"));
    }
    (!found.is_empty()).then_some(found)
}

fn who(r: &mut Reader<'_>, key: &'static str, problems: &mut Vec<Problem>) -> Option<Who> {
    let path = r.path_of(key);
    r.node(key).map(|node| Who::read(Some(node), &path, problems))
}

fn opened_by(r: &mut Reader<'_>, problems: &mut Vec<Problem>) -> OpenedBy {
    let words = [("first", OpenedBy::First), ("later", OpenedBy::Later), ("each", OpenedBy::Each)];
    crate::parse::word(r, "opened_by", &words, problems).unwrap_or_default()
}

fn entered(r: &mut Reader<'_>, problems: &mut Vec<Problem>) -> Option<Entered> {
    let words =
        [("dated", Entered::Dated), ("unread", Entered::Unread), ("dated_then_unread", Entered::DatedThenUnread)];
    crate::parse::word(r, "entered", &words, problems)
}

fn replaced_by(r: &mut Reader<'_>, problems: &mut Vec<Problem>) -> Option<ReplacedBy> {
    table(r, "replaced_by", problems, |t, problems| {
        let facts = facts(t, "facts", problems);
        let within = t.parsed("within", problems);
        let taken_back_by = read_list(t, "taken_back_by", problems);
        Some(ReplacedBy { facts: facts?, within, taken_back_by })
    })
}

fn may_be_later(r: &mut Reader<'_>, problems: &mut Vec<Problem>) -> Option<MayBeLater> {
    table(r, "may_be_later", problems, |t, problems| {
        let after = facts(t, "after", problems);
        let span = span(t, "span", problems);
        Some(MayBeLater { after: after?, span: span? })
    })
}

fn first_inside(r: &mut Reader<'_>, problems: &mut Vec<Problem>) -> Option<FirstInside> {
    table(r, "first_inside", problems, |t, problems| {
        let inside = facts(t, "inside", problems);
        let before_any = facts(t, "before_any", problems);
        let within = t.parsed("within", problems);
        Some(FirstInside { inside: inside?, before_any: before_any?, within })
    })
}

fn on_day(r: &mut Reader<'_>, problems: &mut Vec<Problem>) -> Option<OnDay> {
    table(r, "requires_on_day", problems, |t, problems| {
        let day = t.day("day", problems);
        if day.is_none() {
            problems.push(t.missing("day", "a day of the calendar"));
        }
        let (facts, without) = (read_list(t, "facts", problems), read_list(t, "without", problems));
        let course = crate::parse::word(t, "course", &crate::parse::body::COURSES, problems);
        if facts.is_empty() && without.is_empty() && course.is_none() {
            problems.push(t.missing("facts", "which facts, or `course` or `without`"));
        }
        let course_by = read_list(t, "course_by", problems);
        Some(OnDay { day: day?, facts, without, course, course_by })
    })
}

fn granted(r: &mut Reader<'_>, problems: &mut Vec<Problem>) -> Option<Granted> {
    table(r, "granted", problems, |t, problems| {
        let by = facts(t, "by", problems);
        let begins_within = span(t, "begins_within", problems);
        Some(Granted { by: by?, begins_within: begins_within? })
    })
}

/// `by_only = [{ from, through, facts = {...} }]`.
fn by_only(r: &mut Reader<'_>, problems: &mut Vec<Problem>) -> Vec<ByOnly> {
    let (path, line) = (r.path_of("by_only"), r.line_of("by_only"));
    let mut found = Vec::new();
    for (i, node) in r.tables("by_only", problems).into_iter().enumerate() {
        let Some(mut part) = Reader::open(node, format!("{path}[{}]", i + 1), problems) else { continue };
        let days = part.day("from", problems).zip(part.day("through", problems));
        let facts = facts(&mut part, "facts", problems);
        let unless_inside = read_list(&mut part, "unless_inside", problems);
        let unsure_inside = read_list(&mut part, "unsure_inside", problems);
        let unread = part.bool("unread", problems).unwrap_or(false);
        part.finish(problems);
        match days {
            Some((from, through)) if from <= through => {
                found.extend(facts.map(|facts| ByOnly { from, through, facts, unless_inside, unsure_inside, unread }));
            }
            _ => problems.push(r.problem("bad_value", line, "by_only", "each has `from` and `through`, in that order")),
        }
    }
    found
}

fn sum(r: &mut Reader<'_>, problems: &mut Vec<Problem>) -> Option<Sum> {
    table(r, "sum", problems, |t, problems| {
        let at_least = span(t, "at_least", problems);
        let within = span(t, "within", problems);
        Some(Sum { at_least: at_least?, within: within? })
    })
}

fn first_period(r: &mut Reader<'_>, problems: &mut Vec<Problem>) -> Option<FirstPeriod> {
    table(r, "first_period", problems, |t, problems| {
        let inside = required_word(t, "anchor", &[("inside", true), ("after", false)], problems);
        let course = required_word(t, "course", &COURSES, problems);
        let state = facts(t, "state", problems);
        let month_of = span(t, "month_of", problems);
        let counted = counted_hours(t, "month_counted", problems);
        Some(FirstPeriod { inside: inside?, course: course?, state: state?, month_of: month_of?, counted })
    })
}

fn unless_done_in(r: &mut Reader<'_>, problems: &mut Vec<Problem>) -> Option<DoneIn> {
    table(r, "unless_done_in", problems, |t, problems| {
        let course = required_word(t, "course", &COURSES, problems);
        let state = facts(t, "state", problems);
        let facts = facts(t, "facts", problems);
        Some(DoneIn { course: course?, state: state?, facts: facts? })
    })
}

fn unsettled(r: &mut Reader<'_>, problems: &mut Vec<Problem>) -> Option<Unsettled> {
    table(r, "unsettled", problems, |t, problems| {
        let after = facts(t, "after", problems);
        let path = t.path_of("who");
        let who = Who::read(t.node("who"), &path, problems);
        let settled_by = read_list(t, "settled_by", problems);
        Some(Unsettled { after: after?, who, settled_by })
    })
}
