//! The derived rows: each duty's status by day, with the commits it was known through. One select answers the work
//! list, any past day and any known day.

use crate::books::Books;
use crate::dialect::Dialect;
use crate::fact::StoredFact;
use crate::histories::CaseHistory;
use crate::insert;
use crate::{CommitNumber, MunicipalityId, STILL, Store, StoreError};
use domain::Day;
use domain::codes::Code;
use domain::compact::HistoryView;
use domain::history::History;
use rulebook::Rulebook;
use rulebook::assess::{Basis, Course, Duty, Status, assess_into, trace::Silent};
use rulebook::model::{Force, Layer};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};
use std::collections::BTreeMap;

/// A stretch of days on which a duty has one status. Its fields stand in the order of the columns that are read.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
pub struct DutyRow {
    pub case: i64,
    pub duty: String,
    /// Fact the duty is named after.
    pub root: i64,
    pub n: i64,
    pub party: i64,
    pub from: i64,
    /// [`STILL`] when nothing changes it any more.
    pub through: i64,
    pub status: i64,
    pub opens: i64,
    pub due: Option<i64>,
    pub due_layer: Option<i64>,
    pub goal_due: Option<i64>,
    pub met: Option<i64>,
    pub law_timely: Option<i64>,
    pub law_timely_week: Option<i64>,
    pub goal_timely: Option<i64>,
    pub goal_timely_week: Option<i64>,
    /// The day each was met; `met` is the later of them.
    pub law_met: Option<i64>,
    pub goal_met: Option<i64>,
    pub known_from: i64,
    pub known_through: i64,
}

impl DutyRow {
    pub fn status(&self) -> Status {
        Status::from_index(u8::try_from(self.status).unwrap_or(u8::MAX)).unwrap_or(Status::Undetermined)
    }

    pub fn due_day(&self) -> Option<Day> {
        day(self.due)
    }

    pub fn goal_day(&self) -> Option<Day> {
        day(self.goal_due)
    }

    /// What the shown date means; `None` without one.
    pub fn force(&self) -> Option<Force> {
        [Layer::Act, Layer::Order, Layer::Municipality, Layer::Aim]
            .into_iter()
            .find(|layer| self.due_layer == Some(*layer as i64))
            .map(Layer::force)
    }

    /// `jobsamtale@12#4`
    pub fn id(&self) -> String {
        format!("{}@{}#{}", self.duty, self.root, self.n)
    }

    fn same_but_known(&self, other: &DutyRow) -> bool {
        *self == DutyRow { known_from: self.known_from, known_through: self.known_through, ..other.clone() }
    }

    /// What tells it from the other rows of its case that are known at the same time.
    fn place(&self) -> (&str, i64, i64, i64) {
        (&self.duty, self.root, self.n, self.from)
    }
}

fn day(number: Option<i64>) -> Option<Day> {
    number.and_then(|n| i32::try_from(n).ok()).map(Day::from_number)
}

fn number(day: Day) -> i64 {
    i64::from(day.number())
}

/// A basis that is met on a day: whether in time by day and by week, and when. Decided by the assessment, stored, never
/// decided again. Empty while it is open, whatever the other basis of the duty is.
#[derive(Default)]
struct Kept {
    timely: Option<i64>,
    timely_week: Option<i64>,
    met: Option<i64>,
}

impl Kept {
    fn on(day: Day, basis: Option<&Basis>, duty: &Duty, view: HistoryView<'_>) -> Kept {
        let Some((basis, status)) = basis.and_then(|b| Some((b, b.on(day, duty, view)?))) else {
            return Kept::default();
        };
        match status {
            Status::Met | Status::MetLate => Kept {
                timely: basis.timely().map(i64::from),
                timely_week: basis.timely_by_week().map(i64::from),
                met: basis.met.map(|(met, _)| number(met)),
            },
            // It holds no longer, and it was late: a figure of what was kept counts it.
            Status::Lapsed if basis.ended_late() => Kept { timely: Some(0), timely_week: Some(0), met: None },
            _ => Kept::default(),
        }
    }
}

/// The rows of a course.
pub(crate) fn rows(case: i64, history: &History, rulebook: &Rulebook, course: &Course, commit: i64) -> Vec<DutyRow> {
    let mut rows = Vec::new();
    for duty in &course.duties {
        let root = history.root(duty.root).0.parse().unwrap_or(0);
        rows.extend(duty_rows((case, root), duty, history.view(), rulebook, commit));
    }
    rows
}

/// What a list on a day shows of a case that is in memory: the rows that have a status on the day, as they are stored.
pub fn on_day(case: &CaseHistory, rulebook: &Rulebook, course: &Course, day: Day) -> Vec<DutyRow> {
    let holds = |row: &DutyRow| row.from <= number(day) && number(day) <= row.through;
    let rows = course.duties.iter().flat_map(|duty| {
        let root = case.root(duty.root);
        duty_rows((case.case, root), duty, case.view(), rulebook, case.last_commit)
    });
    rows.filter(holds).collect()
}

fn duty_rows(
    (case, root): (i64, i64),
    duty: &Duty,
    view: HistoryView<'_>,
    rulebook: &Rulebook,
    commit: i64,
) -> Vec<DutyRow> {
    let law = duty.law_basis();
    let goal = duty.goal_basis();
    let shown = duty.dated_basis();
    let party = duty.bases.first().map_or(0, |b| rulebook.rule(b.rule).party as i64);
    let segments = duty.segments(view);
    segments
        .into_iter()
        .map(|segment| {
            let unread = law.is_some_and(|b| b.unread_from.is_some_and(|f| f <= segment.from));
            let kept = |basis| Kept::on(segment.from, basis, duty, view);
            let (by_law, by_goal) = (kept(law), kept(goal));
            DutyRow {
                case,
                duty: rulebook.duty_keys[duty.key as usize].clone(),
                root,
                n: i64::from(duty.ordinal),
                party,
                from: number(segment.from),
                through: segment.through.map_or(STILL, number),
                status: i64::from(segment.status.index()),
                opens: number(duty.opens()),
                due: shown.filter(|_| !unread).and_then(|b| b.due).map(number),
                due_layer: shown.map(|b| rulebook.rule(b.rule).layer as i64),
                goal_due: goal.and_then(|b| b.due).map(number),
                met: duty
                    .bases
                    .iter()
                    .filter_map(|b| b.met)
                    .map(|(d, _)| d)
                    .filter(|d| *d <= segment.from)
                    .max()
                    .map(number),
                law_timely: by_law.timely.or((segment.status == Status::Overdue).then_some(0)),
                law_timely_week: by_law.timely_week,
                goal_timely: by_goal.timely,
                goal_timely_week: by_goal.timely_week,
                law_met: by_law.met,
                goal_met: by_goal.met,
                known_from: commit,
                known_through: STILL,
            }
        })
        .collect()
}

/// Rows to close and rows to open, so that what did not change stays.
pub(crate) fn difference(known: Vec<DutyRow>, mut wanted: Vec<DutyRow>) -> (Vec<DutyRow>, Vec<DutyRow>) {
    wanted.sort_by(|a, b| a.place().cmp(&b.place()));
    // Of two for one place the later holds.
    wanted.dedup_by(|later, earlier| {
        let same = later.place() == earlier.place();
        if same {
            std::mem::swap(later, earlier);
        }
        same
    });
    let mut stays = vec![false; wanted.len()];
    let mut gone = Vec::new();
    for row in known {
        match wanted.binary_search_by(|w| w.place().cmp(&row.place())) {
            Ok(at) if wanted[at].same_but_known(&row) => stays[at] = true,
            _ => gone.push(row),
        }
    }
    let new = wanted.into_iter().zip(stays).filter(|(_, stays)| !stays).map(|(row, _)| row);
    (gone, new.collect())
}

/// Every row a case ever had, computed again commit by commit, each by the rules of its time.
pub(crate) fn replay(
    case: i64,
    born: Option<Day>,
    facts: &[StoredFact],
    books: &Books<'_>,
    course: &mut Course,
) -> Vec<DutyRow> {
    let first = facts.iter().map(|f| f.commit).min().unwrap_or(i64::MAX);
    let mut commits: Vec<i64> = facts.iter().map(|f| f.commit).collect();
    commits.extend(books.changes().filter(|commit| *commit > first));
    commits.sort_unstable();
    commits.dedup();
    let mut known: Vec<DutyRow> = Vec::new();
    let mut all: Vec<DutyRow> = Vec::new();
    for commit in commits {
        let upto = facts.iter().filter(|f| f.commit <= commit).map(|f| f.fact.clone());
        let history = History::build(born, upto, None);
        let rulebook = books.at(commit);
        assess_into(history.view(), rulebook, course, &mut Silent);
        let (gone, new) = difference(known.clone(), rows(case, &history, rulebook, course, commit));
        known.retain(|k| !gone.contains(k));
        all.extend(gone.into_iter().map(|row| DutyRow { known_through: commit - 1, ..row }));
        known.extend(new);
    }
    all.extend(known);
    all
}

const HEAD: &str = "INSERT INTO duty_history (municipality, case_id, duty, root, n, party, from_day, through_day, status, opens, due, due_layer, goal_due, met_day, law_timely, law_timely_week, goal_timely, goal_timely_week, law_met_day, goal_met_day, known_from, known_through) VALUES";

pub(crate) async fn insert_rows(
    connection: &mut AnyConnection,
    municipality: MunicipalityId,
    rows: &[DutyRow],
) -> Result<(), StoreError> {
    insert::many(connection, HEAD, 22, rows, |query, r| {
        query
            .bind(municipality.0)
            .bind(r.case)
            .bind(r.duty.as_str())
            .bind(r.root)
            .bind(r.n)
            .bind(r.party)
            .bind(r.from)
            .bind(r.through)
            .bind(r.status)
            .bind(r.opens)
            .bind(r.due)
            .bind(r.due_layer)
            .bind(r.goal_due)
            .bind(r.met)
            .bind(r.law_timely)
            .bind(r.law_timely_week)
            .bind(r.goal_timely)
            .bind(r.goal_timely_week)
            .bind(r.law_met)
            .bind(r.goal_met)
            .bind(r.known_from)
            .bind(r.known_through)
    })
    .await?;
    Ok(())
}

const COLUMNS: &str = "case_id, duty, root, n, party, from_day, through_day, status, opens, due, due_layer, goal_due, met_day, law_timely, law_timely_week, goal_timely, goal_timely_week, law_met_day, goal_met_day, known_from, known_through";

fn read(row: &AnyRow) -> Result<DutyRow, sqlx::Error> {
    Ok(DutyRow {
        case: row.try_get(0)?,
        duty: row.try_get(1)?,
        root: row.try_get(2)?,
        n: row.try_get(3)?,
        party: row.try_get(4)?,
        from: row.try_get(5)?,
        through: row.try_get(6)?,
        status: row.try_get(7)?,
        opens: row.try_get(8)?,
        due: row.try_get(9)?,
        due_layer: row.try_get(10)?,
        goal_due: row.try_get(11)?,
        met: row.try_get(12)?,
        law_timely: row.try_get(13)?,
        law_timely_week: row.try_get(14)?,
        goal_timely: row.try_get(15)?,
        goal_timely_week: row.try_get(16)?,
        law_met: row.try_get(17)?,
        goal_met: row.try_get(18)?,
        known_from: row.try_get(19)?,
        known_through: row.try_get(20)?,
    })
}

/// The rows of some cases as known now, by case.
pub(crate) async fn known_rows(
    connection: &mut AnyConnection,
    dialect: Dialect,
    municipality: MunicipalityId,
    cases: &[i64],
) -> Result<BTreeMap<i64, Vec<DutyRow>>, StoreError> {
    let marks: Vec<String> = (0..cases.len()).map(|i| format!("${}", i + 3)).collect();
    let text = format!(
        "SELECT case_id, {} FROM duty_history WHERE municipality = $1 AND known_through = $2 AND case_id IN ({}) GROUP BY case_id",
        dialect.rows_as_json(COLUMNS),
        marks.join(",")
    );
    let mut query =
        sqlx::query(sqlx::AssertSqlSafe(text)).persistent(cases.len() == 1).bind(municipality.0).bind(STILL);
    for case in cases {
        query = query.bind(*case);
    }
    let rows = query.fetch_all(connection).await?;
    rows.iter().map(|row| Ok((row.try_get(0)?, crate::json(&row.try_get::<String, _>(1)?)?))).collect()
}

pub(crate) async fn close(
    connection: &mut AnyConnection,
    municipality: MunicipalityId,
    case: i64,
    row: &DutyRow,
    commit: i64,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE duty_history SET known_through = $1 WHERE municipality = $2 AND case_id = $3 AND known_through = $4 AND duty = $5 AND root = $6 AND n = $7 AND from_day = $8",
    )
    .bind(commit - 1)
    .bind(municipality.0)
    .bind(case)
    .bind(STILL)
    .bind(row.duty.as_str())
    .bind(row.root)
    .bind(row.n)
    .bind(row.from)
    .execute(connection)
    .await?;
    Ok(())
}

/// Which cases a list is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owned {
    By(String),
    /// Of any of these units.
    Units(Vec<String>),
    All,
}

/// Days in which a date lies, or in which it was kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dated {
    pub from: Day,
    pub through: Day,
}

impl Store {
    /// The duties that have a status on `on`, as known at a commit or now: the work list, any past day, any known day.
    /// With `dated`, those with a date of law or goal in these days, or kept in them, or without a date.
    pub async fn duty_list(
        &self,
        municipality: MunicipalityId,
        owned: &Owned,
        on: Day,
        known: Option<CommitNumber>,
        dated: Option<Dated>,
    ) -> Result<Vec<DutyRow>, StoreError> {
        let columns = COLUMNS.split(", ").map(|c| format!("d.{c}")).collect::<Vec<_>>().join(", ");
        // An owner's list goes from the cases to their duties; a whole municipality's reads the duties of the day. The
        // planner, which knows nothing of the sizes, would read all duties of the day once for each case: the order of a
        // CROSS JOIN binds it, and a column behind a plus is looked up in no index.
        let (tables, plus, values) = match owned {
            Owned::By(employee) => (Some("c.employee = $3".to_owned()), "+", vec![employee.as_str()]),
            Owned::Units(units) => {
                let places: Vec<String> = (3..3 + units.len()).map(|at| format!("${at}")).collect();
                let owner = format!("c.unit IN ({})", places.join(", "));
                (Some(owner), "+", units.iter().map(String::as_str).collect())
            }
            Owned::All => (None, "", Vec::new()),
        };
        // As known now is the common question, and it has an index of its own.
        let known_clause = match known {
            None => format!("{plus}d.known_through = {STILL}"),
            Some(known) => format!("d.known_from <= {0} AND {plus}d.known_through >= {0}", known.0),
        };
        // Whose it was then is what ownership says; whose it is now stands on the case.
        let from = match (&tables, known) {
            (Some(owner), None) => format!(
                "case_file c CROSS JOIN duty_history d \
                 WHERE c.municipality = $1 AND {owner} AND d.municipality = c.municipality AND d.case_id = c.id"
            ),
            (Some(owner), Some(known)) => format!(
                "ownership c CROSS JOIN duty_history d \
                 WHERE c.municipality = $1 AND {owner} AND c.from_commit <= {0} AND c.through_commit >= {0} \
                 AND d.municipality = c.municipality AND d.case_id = c.case_id",
                known.0
            ),
            (None, _) => "duty_history d WHERE d.municipality = $1".to_owned(),
        };
        let dated_clause = dated.map_or_else(String::new, |days| {
            let (from, through) = (number(days.from), number(days.through));
            let within = |column: &str| format!("d.{column} BETWEEN {from} AND {through}");
            let [due, goal, law_met, goal_met] = ["due", "goal_due", "law_met_day", "goal_met_day"].map(within);
            format!(" AND ({due} OR {goal} OR {law_met} OR {goal_met} OR (d.due IS NULL AND d.goal_due IS NULL))")
        });
        let text = format!(
            "SELECT {} FROM {from} AND {known_clause} AND d.from_day <= $2 AND {plus}d.through_day >= {}{dated_clause}",
            self.dialect.rows_as_json(&columns),
            number(on)
        );
        let query = sqlx::query(sqlx::AssertSqlSafe(text)).persistent(false).bind(municipality.0).bind(number(on));
        let row = values.into_iter().fold(query, |query, value| query.bind(value)).fetch_one(&self.pool).await?;
        crate::json(&row.try_get::<String, _>(0)?)
    }

    /// Every derived row with the commits it was known through, in a fixed order: replay must give the same.
    pub async fn duty_dump(&self, municipality: MunicipalityId) -> Result<Vec<String>, StoreError> {
        let text = format!("SELECT {COLUMNS} FROM duty_history WHERE municipality = $1");
        let rows = sqlx::query(sqlx::AssertSqlSafe(text)).bind(municipality.0).fetch_all(&self.pool).await?;
        let mut lines = rows.iter().map(|row| read(row).map(|r| format!("{r:?}"))).collect::<Result<Vec<_>, _>>()?;
        lines.sort();
        Ok(lines)
    }
}
