//! Exempting a citizen after an assessment: what from, how long, who assessed, when and why.

use crate::access::Viewer;
use crate::register::{Posted, mistake, no_mistakes, period_mistakes};
use crate::{App, AppError, FormError, Moment};
use domain::Day;
use domain::codes::{DeviationReason, ExemptDuty};
use domain::kinds::FactData;
use store::CommitNumber;

/// The form as posted, already read into its types.
#[derive(Clone, Debug)]
pub struct ExemptionForm {
    pub exempt_from: ExemptDuty,
    pub from: Day,
    /// `None`: for as long as nothing else is written.
    pub through: Option<Day>,
    /// Who assessed.
    pub author: String,
    /// Day of the assessment.
    pub assessed: Day,
    pub reason: DeviationReason,
    /// What the assessment says.
    pub assessment: String,
}

/// What is wrong with an exemption; of its first, last and assessed day those that could not be read are not asked about.
pub fn exemption_mistakes(
    (from, through, assessed): (Option<Day>, Option<Day>, Option<Day>),
    author: &str,
    assessment: &str,
    today: Day,
) -> Vec<FormError> {
    let mut mistakes = period_mistakes(from, through);
    if author.trim().is_empty() {
        mistakes.push(mistake("author", "exemption.error.author"));
    }
    if assessed.is_some_and(|day| day > today) {
        mistakes.push(mistake("assessed", "exemption.error.future"));
    }
    if assessment.trim().is_empty() {
        mistakes.push(mistake("assessment", "exemption.error.assessment"));
    }
    mistakes
}

impl App {
    pub async fn exemption_register(
        &self,
        viewer: &Viewer,
        posted: &Posted,
        form: &ExemptionForm,
        moment: Moment,
    ) -> Result<CommitNumber, AppError> {
        let days = (Some(form.from), form.through, Some(form.assessed));
        no_mistakes(exemption_mistakes(days, &form.author, &form.assessment, moment.today))?;
        let data = FactData::ExemptedAfterAssessment {
            exempt_from: form.exempt_from,
            reason: form.reason,
            author: form.author.trim().to_owned(),
            assessment: form.assessment.trim().to_owned(),
            assessed: form.assessed,
        };
        self.facts_register(viewer, posted, vec![(data, form.from, form.through)], "fritagelse", moment).await
    }
}
