//! The municipality's own goals, version by version. Only ever added to. See migration 0014.

use crate::rule::Said;
use crate::write::Write;
use crate::{MunicipalityId, Store, StoreError};
use domain::Day;
use domain::instant::Instant;
use sqlx::Row;

/// What somebody says of a goal: its words, or that it has ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewGoalVersion {
    pub role: String,
    pub on: Day,
    /// The goal as JSON.
    pub words: String,
    pub ended: bool,
    pub reason: String,
}

/// One version of a goal; `said.commit` is its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoalVersionRow {
    pub goal: i64,
    pub said: Said,
    pub version: NewGoalVersion,
}

impl Store {
    /// Every version of every goal: goal by goal, oldest first.
    pub async fn goal_versions(&self, municipality: MunicipalityId) -> Result<Vec<GoalVersionRow>, StoreError> {
        let text = "SELECT g.goal, g.commit_number, c.actor, c.at, g.role, g.on_day, g.words, g.ended, g.reason FROM goal_version g JOIN commit_log c ON c.municipality = g.municipality AND c.number = g.commit_number WHERE g.municipality = $1 ORDER BY g.goal, g.commit_number";
        let rows = sqlx::query(text).bind(municipality.0).fetch_all(&self.pool).await?;
        let read = |row: &sqlx::any::AnyRow| -> Result<GoalVersionRow, sqlx::Error> {
            let (on, ended): (i64, i64) = (row.try_get(5)?, row.try_get(7)?);
            Ok(GoalVersionRow {
                goal: row.try_get(0)?,
                said: Said { commit: row.try_get(1)?, actor: row.try_get(2)?, at: Instant(row.try_get(3)?) },
                version: NewGoalVersion {
                    role: row.try_get(4)?,
                    on: Day::from_number(i32::try_from(on).unwrap_or(Day::LAST.number())),
                    words: row.try_get(6)?,
                    ended: ended != 0,
                    reason: row.try_get(8)?,
                },
            })
        };
        Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
    }
}

impl Write {
    /// The number of a goal's newest version; `None` where there is no such goal.
    pub async fn goal_newest(&mut self, goal: i64) -> Result<Option<i64>, StoreError> {
        let text = "SELECT COALESCE(MAX(commit_number), 0) FROM goal_version WHERE municipality = $1 AND goal = $2";
        let row = sqlx::query(text).bind(self.municipality.0).bind(goal).fetch_one(&mut *self.tx).await?;
        let newest: i64 = row.try_get(0)?;
        Ok((newest > 0).then_some(newest))
    }

    /// Adds a version to a goal, or the first one of a new goal; the goal's number.
    pub async fn goal_add(&mut self, goal: Option<i64>, version: &NewGoalVersion) -> Result<i64, StoreError> {
        let goal = match goal {
            Some(goal) => goal,
            None => {
                let text = "SELECT COALESCE(MAX(goal), 0) + 1 FROM goal_version WHERE municipality = $1";
                sqlx::query(text).bind(self.municipality.0).fetch_one(&mut *self.tx).await?.try_get(0)?
            }
        };
        sqlx::query("INSERT INTO goal_version (municipality, goal, commit_number, role, on_day, words, ended, reason) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)")
            .bind(self.municipality.0)
            .bind(goal)
            .bind(self.number)
            .bind(version.role.as_str())
            .bind(i64::from(version.on.number()))
            .bind(version.words.as_str())
            .bind(i64::from(version.ended))
            .bind(version.reason.as_str())
            .execute(&mut *self.tx)
            .await?;
        Ok(goal)
    }
}
