//! A whole database as text lines, and back: one moment of it, from either kind of database into either kind.
//!
//! The first line says what it is and which columns each table has, then one line a row, then a line with the number of rows and a check sum of all
//! that came before. A file that was cut off or changed is refused before anything of it is kept.

use crate::{Store, StoreError, insert, migrate};
use futures_util::TryStreamExt;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use sqlx::Row;
use sqlx::any::AnyRow;
use std::io::{BufRead, Write};

/// Every table with its columns, in an order in which they can be filled.
const TABLES: &[(&str, &[&str])] = &[
    ("municipality", &["id", "name", "last_commit", "last_at", "last_fact", "last_case"]),
    ("commit_log", &["municipality", "number", "actor", "client", "at", "what"]),
    (
        "person",
        &["municipality", "id", "cpr", "first_name", "last_name", "address", "born", "name_sort", "name_search"],
    ),
    ("person_key", &["municipality", "source", "own_key", "person"]),
    (
        "case_file",
        &[
            "municipality",
            "id",
            "uuid",
            "person",
            "kle_subject",
            "kle_facet",
            "opened",
            "closed",
            "unit",
            "employee",
            "last_commit",
            "projected_through",
            "made_by",
        ],
    ),
    ("ownership", &["municipality", "case_id", "from_commit", "through_commit", "unit", "employee", "reason"]),
    (
        "fact",
        &[
            "municipality",
            "id",
            "person",
            "kind",
            "data",
            "from_day",
            "through_day",
            "minute",
            "source",
            "import_key",
            "supersedes",
            "annuls",
            "commit_number",
            "reason",
        ],
    ),
    (
        "duty_history",
        &[
            "municipality",
            "case_id",
            "duty",
            "root",
            "n",
            "party",
            "from_day",
            "through_day",
            "status",
            "opens",
            "due",
            "due_layer",
            "goal_due",
            "met_day",
            "law_timely",
            "law_timely_week",
            "goal_timely",
            "known_from",
            "known_through",
            "goal_timely_week",
            "law_met_day",
            "goal_met_day",
        ],
    ),
    ("account", &["municipality", "login", "name", "password", "disabled", "failures", "locked_until"]),
    ("assignment", &["municipality", "login", "from_day", "through_day", "role", "unit", "at"]),
    ("session", &["token", "municipality", "login", "expires"]),
    ("read_log", &["municipality", "person", "at", "actor", "purpose", "granted", "n"]),
    ("form_key", &["municipality", "form_key", "commit_number"]),
    (
        "rule_mark",
        &[
            "municipality",
            "commit_number",
            "rule",
            "version_from",
            "text_hash",
            "role",
            "on_day",
            "withdrawn",
            "reason",
        ],
    ),
    ("rule_proposal", &["municipality", "commit_number", "rule", "name", "reason", "rule_text", "was_hash", "effect"]),
    ("rule_discard", &["municipality", "proposal", "commit_number"]),
    (
        "rule_activation",
        &["municipality", "commit_number", "rule", "rule_text", "base_hash", "activated", "role", "reason", "proposal"],
    ),
    (
        "rule_order",
        &[
            "municipality",
            "commit_number",
            "rule",
            "rule_text",
            "base_hash",
            "activated",
            "role",
            "reason",
            "proposal",
            "ended",
        ],
    ),
    (
        "report",
        &[
            "municipality",
            "id",
            "report_kind",
            "area",
            "from_day",
            "through_day",
            "drawn_day",
            "known",
            "login",
            "author",
            "at",
            "content",
        ],
    ),
    (
        "report_comment",
        &[
            "municipality",
            "id",
            "report_kind",
            "area",
            "through_day",
            "place",
            "body",
            "numbers",
            "login",
            "author",
            "at",
        ],
    ),
    ("goal_version", &["municipality", "goal", "commit_number", "role", "on_day", "words", "ended", "reason"]),
    ("selection", &["municipality", "id", "name", "words", "shared", "login", "author", "at"]),
    ("stat_snapshot", &["number", "table_id", "source", "at", "rows_read", "rows_refused"]),
    ("stat_series", &["id", "table_id", "measure", "dims", "last_read"]),
    ("stat_cell", &["series", "area", "period", "mantissa", "scale", "known_from", "known_through"]),
];

/// Columns that hold text; all others hold whole numbers. A column of one name is of one kind in every table.
const TEXTS: &[&str] = &[
    "activated",
    "actor",
    "address",
    "author",
    "base_hash",
    "body",
    "client",
    "content",
    "cpr",
    "data",
    "dims",
    "duty",
    "effect",
    "employee",
    "first_name",
    "form_key",
    "import_key",
    "kind",
    "kle_facet",
    "kle_subject",
    "last_name",
    "login",
    "made_by",
    "measure",
    "name",
    "name_search",
    "name_sort",
    "numbers",
    "own_key",
    "password",
    "period",
    "place",
    "purpose",
    "reason",
    "report_kind",
    "role",
    "rule",
    "rule_text",
    "source",
    "table_id",
    "text_hash",
    "token",
    "unit",
    "uuid",
    "was_hash",
    "what",
    "words",
];

const FORMAT: &str = "medspiller.backup/1";
/// Rows written in one go.
const AT_ONCE: usize = 2_000;

/// Sums what it writes.
struct Summed<W> {
    out: W,
    sum: Sha256,
}

impl<W: Write> Summed<W> {
    fn line(&mut self, value: &Value) -> Result<(), StoreError> {
        let text = format!("{value}\n");
        self.sum.update(text.as_bytes());
        self.out
            .write_all(text.as_bytes())
            .map_err(|e| StoreError::Backup(format!("the backup cannot be written: {e}")))
    }
}

fn hex(sum: Sha256) -> String {
    sum.finalize().iter().map(|b| format!("{b:02x}")).collect()
}

/// Whole numbers, texts and nothing: no other values are kept.
fn value(row: &AnyRow, column: usize) -> Result<Value, sqlx::Error> {
    if let Ok(number) = row.try_get::<Option<i64>, _>(column) {
        return Ok(number.map_or(Value::Null, Value::from));
    }
    let text: Option<String> = row.try_get(column)?;
    Ok(text.map_or(Value::Null, Value::from))
}

impl Store {
    /// Writes everything as it is at one moment; others may read and write meanwhile. Returns the number of rows.
    pub async fn backup(&self, out: impl Write) -> Result<u64, StoreError> {
        let mut tx = self.pool.begin_with(self.dialect.begin_read()).await?;
        let mut out = Summed { out, sum: Sha256::new() };
        let tables: Vec<Value> = TABLES.iter().map(|(table, columns)| json!([table, columns])).collect();
        out.line(&json!({ "format": FORMAT, "schema": migrate::newest(), "tables": tables }))?;
        let mut rows = 0;
        for (table, columns) in TABLES {
            let text = format!("SELECT {} FROM {table}", columns.join(", "));
            let mut found = sqlx::query(sqlx::AssertSqlSafe(text)).fetch(&mut *tx);
            while let Some(row) = found.try_next().await? {
                let values: Vec<Value> =
                    (0..columns.len()).map(|c| value(&row, c)).collect::<Result<_, sqlx::Error>>()?;
                out.line(&json!([table, values]))?;
                rows += 1;
            }
        }
        let sum = hex(std::mem::take(&mut out.sum));
        out.line(&json!({ "rows": rows, "sha256": sum }))?;
        out.out.flush().map_err(|e| StoreError::Backup(format!("the backup cannot be written: {e}")))?;
        Ok(rows)
    }

    /// Fills an empty database from a backup, all or nothing. Returns the number of rows.
    pub async fn restore(address: &str, input: impl BufRead) -> Result<u64, StoreError> {
        let store = Store::connect(address, true).await?;
        let rows = store.fill(input).await;
        store.close().await;
        rows
    }

    async fn fill(&self, input: impl BufRead) -> Result<u64, StoreError> {
        let mut lines = Lines { input, sum: Sha256::new(), number: 0, tables: Vec::new() };
        let schema = lines.header()?;
        if schema > migrate::newest() {
            return Err(StoreError::NewerSchema { found: schema, known: migrate::newest() });
        }
        self.refuse_unless_empty().await?;
        self.refuse_newer_than(schema).await?;
        migrate::run_through(self, schema).await?;
        let mut tx = self.pool.begin_with(self.dialect.begin_write()).await?;
        let (mut rows, mut batch, mut current) = (0u64, Vec::new(), 0usize);
        loop {
            match lines.next()? {
                Line::Row(table, values) => {
                    rows += 1;
                    if table != current || batch.len() >= AT_ONCE {
                        insert_rows(&mut tx, &lines.tables[current], &batch).await?;
                        batch.clear();
                        current = table;
                    }
                    batch.push(values);
                }
                Line::End(said) if said == rows => break,
                Line::End(said) => {
                    let why = format!("the backup says {said} rows and holds {rows}; it is not used");
                    return Err(StoreError::Backup(why));
                }
            }
        }
        if let Some(table) = lines.tables.get(current) {
            insert_rows(&mut tx, table, &batch).await?;
        }
        tx.commit().await?;
        migrate::run(self).await?;
        Ok(rows)
    }

    /// An older backup is filled into the tables of its time and migrated afterwards. A database that this program has
    /// opened once has the newest tables already.
    pub(crate) async fn refuse_newer_than(&self, schema: i64) -> Result<(), StoreError> {
        let Ok(row) = sqlx::query("SELECT COALESCE(MAX(version), 0) FROM schema_version").fetch_one(&self.pool).await
        else {
            return Ok(());
        };
        let found: i64 = row.try_get(0)?;
        if found <= schema {
            return Ok(());
        }
        let why = format!(
            "the backup is of an earlier version ({schema}) than the tables of the database ({found}); restore into a new one that \
             nothing has opened yet"
        );
        Err(StoreError::Backup(why))
    }

    async fn refuse_unless_empty(&self) -> Result<(), StoreError> {
        let Ok(row) = sqlx::query("SELECT COUNT(*) FROM municipality").fetch_one(&self.pool).await else {
            return Ok(());
        };
        let found: i64 = row.try_get(0)?;
        if found == 0 {
            // A database that was opened once has the newest schema, and statistics may stand in it.
            let row = sqlx::query("SELECT (SELECT COUNT(*) FROM stat_snapshot)").fetch_one(&self.pool).await?;
            if row.try_get::<i64, _>(0)? == 0 {
                return Ok(());
            }
        }
        Err(StoreError::Backup("the database is not empty; restore into a new one".into()))
    }
}

async fn insert_rows(
    tx: &mut sqlx::Transaction<'static, sqlx::Any>,
    (name, columns): &(String, Vec<String>),
    rows: &[Vec<Value>],
) -> Result<(), StoreError> {
    let head = format!("INSERT INTO {name} ({}) VALUES", columns.join(", "));
    // What is nothing must still say which kind of column it is nothing in.
    let texts: Vec<bool> = columns.iter().map(|c| TEXTS.contains(&c.as_str())).collect();
    insert::many(tx, &head, columns.len(), rows, |mut query, values| {
        for (value, text) in values.iter().zip(&texts) {
            query = match value {
                Value::String(text) => query.bind(text.as_str()),
                Value::Null if *text => query.bind(None::<&str>),
                Value::Null => query.bind(None::<i64>),
                number => query.bind(number.as_i64()),
            };
        }
        query
    })
    .await?;
    Ok(())
}

enum Line {
    /// Index of the table, and the values in the order of its columns.
    Row(usize, Vec<Value>),
    End(u64),
}

struct Lines<R> {
    input: R,
    sum: Sha256,
    number: u64,
    /// As the backup lists them: an older one has fewer columns.
    tables: Vec<(String, Vec<String>)>,
}

impl<R: BufRead> Lines<R> {
    fn bad(&self, why: &str) -> StoreError {
        StoreError::Backup(format!("line {} of the backup: {why}", self.number))
    }

    fn text(&mut self) -> Result<String, StoreError> {
        let mut text = String::new();
        self.number += 1;
        match self.input.read_line(&mut text) {
            Ok(0) => Err(self.bad("the file ends too early; it was cut off")),
            Ok(_) => Ok(text),
            Err(error) => Err(self.bad(&error.to_string())),
        }
    }

    fn header(&mut self) -> Result<i64, StoreError> {
        let text = self.text()?;
        self.sum.update(text.as_bytes());
        let json: Value = serde_json::from_str(&text).map_err(|_| self.bad("this is no backup of Medspiller"))?;
        if json["format"] != FORMAT {
            return Err(self.bad("this is no backup of Medspiller"));
        }
        let tables: Option<Vec<(String, Vec<String>)>> = serde_json::from_value(json["tables"].clone()).ok();
        let plain = |name: &String| name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
        // Names go into statements: only those that are known, or could be.
        let known = |(table, columns): &(String, Vec<String>)| {
            TABLES.iter().any(|(name, _)| name == table) && !columns.is_empty() && columns.iter().all(plain)
        };
        self.tables = tables
            .filter(|t| !t.is_empty() && t.iter().all(known))
            .ok_or_else(|| self.bad("the list of tables is missing or wrong"))?;
        json["schema"].as_i64().ok_or_else(|| self.bad("the schema is missing"))
    }

    fn next(&mut self) -> Result<Line, StoreError> {
        let text = self.text()?;
        let json: Value = serde_json::from_str(&text).map_err(|_| self.bad("this is no row"))?;
        if let Some(rows) = json["rows"].as_u64() {
            let sum = hex(std::mem::take(&mut self.sum));
            if json["sha256"] != sum.as_str() {
                return Err(self.bad("the check sum does not fit; the file was changed"));
            }
            return Ok(Line::End(rows));
        }
        self.sum.update(text.as_bytes());
        let table = self.tables.iter().position(|(name, _)| json[0] == name.as_str());
        let table = table.ok_or_else(|| self.bad("unknown table"))?;
        match json {
            Value::Array(mut parts) if parts.len() == 2 => match parts.pop() {
                Some(Value::Array(values)) if values.len() == self.tables[table].1.len() => {
                    Ok(Line::Row(table, values))
                }
                _ => Err(self.bad("the row has another number of columns")),
            },
            _ => Err(self.bad("this is no row")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn no_table_and_no_column_is_left_out() {
        let store = Store::open("sqlite::memory:").await.unwrap();
        let text = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name";
        let names: Vec<String> =
            sqlx::query(text).fetch_all(&store.pool).await.unwrap().iter().map(|r| r.get(0)).collect();
        let mut kept: Vec<&str> = TABLES.iter().map(|(name, _)| *name).chain(["schema_version"]).collect();
        kept.sort_unstable();
        assert_eq!(names, kept);
        for (table, columns) in TABLES {
            let text = format!("SELECT name, type FROM pragma_table_info('{table}') ORDER BY cid");
            let rows = sqlx::query(sqlx::AssertSqlSafe(text)).fetch_all(&store.pool).await.unwrap();
            for row in &rows {
                let (name, sort): (String, String) = (row.get(0), row.get(1));
                assert_eq!(TEXTS.contains(&name.as_str()), sort == "TEXT", "{table}.{name}");
            }
            let found: Vec<String> = rows.iter().map(|r| r.get(0)).collect();
            assert_eq!(found, *columns, "{table}");
        }
    }
}
