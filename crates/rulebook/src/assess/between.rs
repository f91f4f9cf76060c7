//! Days without help inside one period of it (BAB § 8, stk. 4): what stands before them stands after them, and nothing
//! begins anew with the help that follows.

use crate::assess::by_kind::Sorted;
use crate::assess::courses;
use domain::Day;
use domain::compact::Compact;
use domain::kinds::FactKind;

/// Whether a benefit that ended and one that begins later are one period: of help, or of revalidering.
pub(super) fn joins(sorted: Sorted<'_>, before: &Compact, after: &Compact) -> bool {
    let both = |is: fn(&Compact) -> bool| is(before) && is(after);
    (both(courses::is_help) || both(courses::is_revalidering))
        && before.through < after.from
        && courses::goes_on_after(sorted, Day::from_number(before.through), after.from)
}

/// The last day with help before a day without it, where the same period goes on afterwards; `None`: there is help that day,
/// it is the first, or the period is over.
pub(super) fn last_before(sorted: Sorted<'_>, day: Day) -> Option<Day> {
    let number = day.number();
    let (mut last, mut next) = (None, None);
    for help in sorted.of(FactKind::Benefit).filter(|f| courses::is_help(f)) {
        if help.from > number {
            next = Some(help.from);
            break;
        }
        last = last.max(Some(help.through));
    }
    let (last, next) = last.zip(next).filter(|(last, _)| *last < number)?;
    let last = Day::from_number(last);
    courses::goes_on_after(sorted, last, next).then_some(last)
}
