//! Exempting a citizen after an assessment: what from, how long, who assessed, when and why.

use crate::access::Viewer;
use crate::register::{Posted, in_order};
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

impl App {
    pub async fn exemption_register(
        &self,
        viewer: &Viewer,
        posted: &Posted,
        form: &ExemptionForm,
        moment: Moment,
    ) -> Result<CommitNumber, AppError> {
        in_order(form.from, form.through)?;
        let mut mistakes = Vec::new();
        let mut wrong = |field, key| mistakes.push(FormError { field, key, values: Vec::new() });
        if form.author.trim().is_empty() {
            wrong("author", "exemption.error.author");
        }
        if form.assessed > moment.today {
            wrong("assessed", "exemption.error.future");
        }
        if form.assessment.trim().is_empty() {
            wrong("assessment", "exemption.error.assessment");
        }
        if !mistakes.is_empty() {
            return Err(AppError::Form(mistakes));
        }
        let data = FactData::ExemptedAfterAssessment {
            exempt_from: form.exempt_from,
            reason: Some(form.reason),
            author: form.author.trim().to_owned(),
            assessment: form.assessment.trim().to_owned(),
            assessed: Some(form.assessed),
        };
        self.facts_register(viewer, posted, vec![(data, form.from, form.through)], "fritagelse", moment).await
    }
}
