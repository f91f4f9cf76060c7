//! What single dates are called: each by the rule that gives it in its own case, where rules of several groups ask for one
//! duty.

use crate::{App, AppError, reason};
use domain::Day;
use rulebook::assess::Course;
use std::collections::HashMap;

/// The courses of the cases whose dates are named.
pub(crate) struct Called<'a> {
    app: &'a App,
    courses: HashMap<i64, Course>,
    today: Day,
}

impl App {
    pub(crate) async fn called(&self, mut cases: Vec<i64>, today: Day) -> Result<Called<'_>, AppError> {
        cases.sort_unstable();
        cases.dedup();
        let listed = self.listed_by_id(&cases, today).await?;
        let courses = listed.iter().map(|l| (l.case(), l.course(&self.rulebook))).collect();
        Ok(Called { app: self, courses, today })
    }
}

impl Called<'_> {
    /// The title of the rule whose date it is. A date that the case no longer has is called as its duty is.
    pub(crate) fn title(&self, case: i64, (duty, n): (&str, u16), due: Option<Day>) -> String {
        let rulebook = &self.app.rulebook;
        let duties = self.courses.get(&case).into_iter().flat_map(|course| &course.duties);
        let mut same = duties.filter(|d| d.ordinal == n && rulebook.duty_keys[usize::from(d.key)] == duty).peekable();
        let any = same.peek().and_then(|d| reason::shown(d));
        let dated = same.flat_map(|d| &d.bases).find(|basis| due.is_some() && basis.due == due);
        let found = dated.or(any).map(|basis| rulebook.rule(basis.rule).title.clone());
        found.unwrap_or_else(|| self.app.duty_name(duty, self.today))
    }
}
