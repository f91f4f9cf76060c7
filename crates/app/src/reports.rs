//! *Rapporter*: reports that write themselves. For those who lead or count.
//!
//! Invariant: a report is kept as it was made; what people write in it stands beside it and lives on when it is made anew.

mod comment;
mod figure;
mod ground;
mod people;
mod published;
mod write;

pub use write::{Progress, Writing};

use crate::access::{FigureAction, Viewer, decide_figures};
use crate::{App, AppError, FormError, Moment};
use documents::danish::month_long;
use documents::plan::{Plan, Plans, ReportKind};
use documents::report::{Comment, Report};
use documents::text::tf;
use domain::Day;
use domain::codes::Code;
use figures::Month;
use store::report::ReportRow;

/// Months that can be chosen as a report's last.
const CHOICES: i32 = 24;

/// What somebody asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    pub kind: ReportKind,
    /// Code of the municipality it is about; only what is made of published figures can be about another.
    pub area: u16,
    /// The last month of its period.
    pub last: Month,
}

#[derive(Clone, Debug)]
pub struct ReportsPage {
    pub plans: &'static [Plan],
    pub made: Vec<Made>,
    /// Months that are over, newest first.
    pub months: Vec<Month>,
    pub own: u16,
    /// Every municipality, in the order of their names.
    pub areas: Vec<(u16, String)>,
}

/// A report on the list.
#[derive(Clone, Debug)]
pub struct Made {
    pub row: ReportRow,
    pub kind: ReportKind,
    pub title: String,
    pub area: String,
    pub period: String,
}

/// A report that is opened.
#[derive(Clone, Debug)]
pub struct Opened {
    pub row: ReportRow,
    pub kind: ReportKind,
    pub report: Report,
    pub comments: Vec<Comment>,
    /// A later one of the same kind, area and period.
    pub newer: Option<i64>,
}

/// `marts 2026`, `januar–marts 2026`, `2025`.
fn period_words(from: Day, through: Day) -> String {
    let (first, last) = (Month::of(from), Month::of(through));
    if first == last {
        return month_long(from);
    }
    if first.year() == last.year() && first.month() == 1 && last.month() == 12 {
        return first.year().to_string();
    }
    let (a, b) = (month_long(from), month_long(through));
    let short = if first.year() == last.year() { a.split(' ').next().unwrap_or_default().to_owned() } else { a };
    format!("{short}–{b}")
}

impl Ask {
    fn days(&self, plan: &Plan) -> (Day, Day) {
        (self.last.plus(1 - i32::from(plan.months)).first_day(), self.last.last_day())
    }
}

fn plan(kind: ReportKind) -> Result<&'static Plan, AppError> {
    Plans::shipped().of(kind).ok_or_else(|| AppError::Internal(format!("no report {kind:?}")))
}

impl App {
    fn own_area(&self) -> u16 {
        u16::try_from(self.config.code).unwrap_or(0)
    }

    /// What can be made, and what has been.
    pub async fn reports(&self, viewer: &Viewer, moment: Moment) -> Result<ReportsPage, AppError> {
        decide_figures(viewer, FigureAction::Lead).map_err(AppError::NoAccess)?;
        let rows = self.store.report_list(self.municipality).await?;
        let made = rows.into_iter().filter_map(|row| {
            let kind = ReportKind::from_code(&row.kind)?;
            Some(Made {
                title: Plans::shipped().of(kind)?.title.clone(),
                area: self.area_name(row.area),
                period: period_words(row.from, row.through),
                kind,
                row,
            })
        });
        let last = Month::of(moment.today).plus(-1);
        let geography = &self.config.geography;
        let mut areas: Vec<(u16, String)> =
            geography.municipalities().iter().map(|m| (m.code, m.name.clone())).collect();
        areas.sort_by_cached_key(|(_, name)| figures::danish::sort_key(name));
        Ok(ReportsPage {
            plans: Plans::shipped().reports(),
            made: made.collect(),
            months: (0..CHOICES).map(|back| last.plus(-back)).collect(),
            own: self.own_area(),
            areas,
        })
    }

    fn area_name(&self, area: u16) -> String {
        if area == self.own_area() { self.config.name.clone() } else { self.config.geography.name(area) }
    }

    /// A report with what people have written in it.
    pub async fn report(&self, viewer: &Viewer, id: i64) -> Result<Opened, AppError> {
        decide_figures(viewer, FigureAction::Lead).map_err(AppError::NoAccess)?;
        let (row, content) = self.store.report_find(self.municipality, id).await?.ok_or(AppError::NotFound)?;
        let kind = ReportKind::from_code(&row.kind).ok_or(AppError::NotFound)?;
        let report: Report =
            serde_json::from_str(&content).map_err(|e| AppError::Internal(format!("report {id}: {e}")))?;
        let written = self.store.report_comments(self.municipality, &row.kind, row.area).await?;
        let comments = comment::beside(&report, &row, &written);
        let list = self.store.report_list(self.municipality).await?;
        let same = |r: &&ReportRow| (r.kind.as_str(), r.area, r.through) == (row.kind.as_str(), row.area, row.through);
        let newer = list.iter().find(same).map(|r| r.id).filter(|newest| *newest > id);
        Ok(Opened { row, kind, report, comments, newer })
    }

    fn checked(&self, ask: &Ask, today: Day) -> Result<(), AppError> {
        let mistake = |field: &'static str, key: &'static str| FormError { field, key, values: Vec::new() };
        let mut mistakes = Vec::new();
        if ask.last >= Month::of(today) {
            mistakes.push(mistake("maaned", "report.error.month"));
        }
        if self.config.geography.by_code(ask.area).is_none() && ask.area != self.own_area() {
            mistakes.push(mistake("kommune", "report.error.area"));
        } else if ask.area != self.own_area() && ask.kind != ReportKind::Kommunenotat {
            mistakes.push(mistake("kommune", "report.error.own_only"));
        }
        if mistakes.is_empty() { Ok(()) } else { Err(AppError::Form(mistakes)) }
    }

    /// What stands under the title.
    fn about(&self, ask: &Ask, ground: &ground::Ground) -> Vec<String> {
        let mut about = Vec::new();
        if ask.kind == ReportKind::Kommunenotat {
            about.push(documents::text::t("report.about_published"));
        } else {
            let cases = figures::danish::count(i64::try_from(ground.cases).unwrap_or(i64::MAX));
            about.push(tf("report.about_cases", &[("n", &cases)]));
            if ground.left_out > 0 {
                about.push(documents::text::count("leadership.left_out", ground.left_out));
            }
        }
        about
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_named_as_people_name_it() {
        let words = |from: &str, through: &str| period_words(from.parse().unwrap(), through.parse().unwrap());
        assert_eq!(words("2026-02-01", "2026-02-28"), "februar 2026");
        assert_eq!(words("2025-10-01", "2025-12-31"), "oktober–december 2025");
        assert_eq!(words("2025-01-01", "2025-12-31"), "2025");
        assert_eq!(words("2025-12-01", "2026-02-28"), "december 2025–februar 2026");
    }
}
