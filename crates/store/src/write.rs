//! One write: the municipality's row is locked, facts are added, every touched case is assessed again, all or nothing.

use crate::books::Books;
use crate::case::AssessedCase;
use crate::dialect::Dialect;
use crate::duty::{self, DutyRow};
use crate::fact::{KnownFact, NewFact, People, bare_facts};
use crate::moves::Moves;
use crate::{CommitNumber, MunicipalityId, Store, StoreError, insert};
use domain::Day;
use domain::history::History;
use domain::instant::Instant;
use rulebook::Rulebook;
use rulebook::assess::{Course, assess_into, trace::Silent};
use sqlx::{Any, AnyConnection, Row, Transaction};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The name of writes that only say who acts in a case for a while: no movement in it.
pub const LENT: &str = "stedfortræder";

/// Who writes, from where, why.
#[derive(Clone, Debug)]
pub struct Author {
    pub actor: String,
    pub client: String,
    pub what: String,
}

/// An open write. Dropped without [`Write::commit`], nothing of it remains.
pub struct Write {
    pub(crate) tx: Transaction<'static, Any>,
    pub(crate) dialect: Dialect,
    pub(crate) municipality: MunicipalityId,
    pub(crate) number: i64,
    at: i64,
    /// Number of its first commit.
    first: i64,
    last_fact: i64,
    pub(crate) last_case: i64,
    touched: BTreeSet<i64>,
    /// Nobody else in this process writes until this is dropped.
    _turn: Option<tokio::sync::OwnedMutexGuard<()>>,
}

/// People whose cases are assessed together.
pub(crate) const PEOPLE_AT_ONCE: usize = 250;

/// Duty rows held in memory before they are written.
pub(crate) const ROWS_AT_ONCE: usize = 20_000;

async fn commit_log_add(
    tx: &mut Transaction<'static, Any>,
    municipality: MunicipalityId,
    author: &Author,
    number: i64,
    at: i64,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO commit_log (municipality, number, actor, client, at, what) VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(municipality.0)
    .bind(number)
    .bind(author.actor.as_str())
    .bind(author.client.as_str())
    .bind(at)
    .bind(author.what.as_str())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

impl Store {
    /// Makes the municipality known to the database; does nothing when it is.
    pub async fn municipality_create(&self, id: MunicipalityId, name: &str) -> Result<(), StoreError> {
        sqlx::query("INSERT INTO municipality (id, name, last_commit, last_at, last_fact, last_case) VALUES ($1, $2, 0, 0, 0, 0) ON CONFLICT (id) DO NOTHING")
            .bind(id.0)
            .bind(name)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// The municipalities of the database, with their names.
    pub async fn municipality_list(&self) -> Result<Vec<(MunicipalityId, String)>, StoreError> {
        let rows = sqlx::query("SELECT id, name FROM municipality ORDER BY id").fetch_all(&self.pool).await?;
        rows.iter().map(|r| Ok((MunicipalityId(r.try_get(0)?), r.try_get(1)?))).collect()
    }

    /// Begins a write. `now` is the clock's; a commit is never earlier than the one before it.
    pub async fn begin_write(
        &self,
        municipality: MunicipalityId,
        author: &Author,
        now: Instant,
    ) -> Result<Write, StoreError> {
        let turn = match self.dialect.one_writer() {
            true => Some(Arc::clone(&self.turn).lock_owned().await),
            false => None,
        };
        let mut tx = self.pool.begin_with(self.dialect.begin_write()).await?;
        let row = sqlx::query(self.dialect.lock_municipality())
            .bind(municipality.0)
            .fetch_optional(&mut *tx)
            .await?
            .ok_or(StoreError::NoMunicipality(municipality.0))?;
        let (last, last_at): (i64, i64) = (row.try_get(0)?, row.try_get(1)?);
        let (number, at) = (last + 1, now.0.max(last_at + 1));
        commit_log_add(&mut tx, municipality, author, number, at).await?;
        Ok(Write {
            tx,
            dialect: self.dialect,
            municipality,
            number,
            at,
            first: number,
            last_fact: row.try_get(2)?,
            last_case: row.try_get(3)?,
            touched: BTreeSet::new(),
            _turn: turn,
        })
    }

    /// Who wrote a commit, from where.
    pub async fn commit_find(&self, municipality: MunicipalityId, number: i64) -> Result<Option<Author>, StoreError> {
        let row = sqlx::query("SELECT actor, client, what FROM commit_log WHERE municipality = $1 AND number = $2")
            .bind(municipality.0)
            .bind(number)
            .fetch_optional(&self.pool)
            .await?;
        let read = |r: sqlx::any::AnyRow| -> Result<Author, sqlx::Error> {
            Ok(Author { actor: r.try_get(0)?, client: r.try_get(1)?, what: r.try_get(2)? })
        };
        Ok(row.map(read).transpose()?)
    }

    /// The commit that saved a form.
    pub async fn form_key_find(
        &self,
        municipality: MunicipalityId,
        key: &str,
    ) -> Result<Option<CommitNumber>, StoreError> {
        let row = sqlx::query("SELECT commit_number FROM form_key WHERE municipality = $1 AND form_key = $2")
            .bind(municipality.0)
            .bind(key)
            .fetch_optional(&self.pool)
            .await?;
        Ok(row.map(|r| r.try_get(0)).transpose()?.map(CommitNumber))
    }

    /// The newest commit, and the newest on or before the end of a day.
    pub async fn commit_latest(
        &self,
        municipality: MunicipalityId,
        known_on: Option<Day>,
    ) -> Result<CommitNumber, StoreError> {
        let row = match known_on {
            None => {
                let text = "SELECT COALESCE(MAX(last_commit), 0) FROM municipality WHERE id = $1";
                sqlx::query(text).bind(municipality.0).fetch_one(&self.pool).await?
            }
            Some(day) => {
                let text = "SELECT COALESCE(MAX(number), 0) FROM commit_log WHERE municipality = $1 AND at < $2";
                let before = Instant::midnight_after(day).0;
                sqlx::query(text).bind(municipality.0).bind(before).fetch_one(&self.pool).await?
            }
        };
        Ok(CommitNumber(row.try_get(0)?))
    }

    /// Drops every derived row and computes them again, commit by commit, as they became known, each by the rules that
    /// were in force then.
    pub async fn rebuild(&self, municipality: MunicipalityId, books: &Books<'_>) -> Result<u64, StoreError> {
        let mut tx = self.pool.begin_with(self.dialect.begin_write()).await?;
        sqlx::query(self.dialect.lock_municipality()).bind(municipality.0).fetch_optional(&mut *tx).await?;
        sqlx::query("DELETE FROM duty_history WHERE municipality = $1").bind(municipality.0).execute(&mut *tx).await?;
        let cases = sqlx::query("SELECT id, person FROM case_file WHERE municipality = $1 ORDER BY id")
            .bind(municipality.0)
            .fetch_all(&mut *tx)
            .await?;
        let mut course = Course::default();
        let mut count = 0;
        let mut batch: Vec<DutyRow> = Vec::new();
        for case in &cases {
            let (id, person): (i64, i64) = (case.try_get(0)?, case.try_get(1)?);
            let (born, facts) = crate::fact::load_person(&mut tx, municipality, person).await?;
            batch.extend(duty::replay(id, born, &facts, books, &mut course));
            count += 1;
            if batch.len() > ROWS_AT_ONCE {
                duty::insert_rows(&mut tx, municipality, &batch).await?;
                batch.clear();
            }
        }
        duty::insert_rows(&mut tx, municipality, &batch).await?;
        sqlx::query("UPDATE case_file SET made_by = $1 WHERE municipality = $2")
            .bind(books.newest().edition())
            .bind(municipality.0)
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(count)
    }
}

/// Cases to be assessed, by which rules, as a commit knows them.
pub(crate) struct Assessing<'r> {
    pub(crate) dialect: Dialect,
    pub(crate) municipality: MunicipalityId,
    pub(crate) rulebook: &'r Rulebook,
    pub(crate) number: i64,
}

impl Assessing<'_> {
    /// The rows that no longer hold and the new ones. The facts of all are asked for at once: each question costs as much
    /// as what it finds of one case.
    pub(crate) async fn differences(
        &self,
        connection: &mut AnyConnection,
        cases: &[AssessedCase],
        mut moves: Option<&mut Moves>,
    ) -> Result<(Vec<DutyRow>, Vec<DutyRow>), StoreError> {
        let mut people: Vec<i64> = cases.iter().map(|c| c.person).collect();
        people.sort_unstable();
        let (of, newest) = (People::Some(&people), CommitNumber(self.number));
        let mut facts = bare_facts(connection, self.dialect, self.municipality, of, newest).await?;
        let ids: Vec<i64> = cases.iter().map(|c| c.case).collect();
        let mut known = duty::known_rows(connection, self.dialect, self.municipality, &ids).await?;
        let mut course = Course::default();
        let (mut closed, mut opened) = (Vec::new(), Vec::new());
        for AssessedCase { case, person, born } in cases {
            let history = History::build(*born, facts.remove(person).unwrap_or_default(), None);
            assess_into(history.view(), self.rulebook, &mut course, &mut Silent);
            let wanted = duty::rows(*case, &history, self.rulebook, &course, self.number);
            let known = known.remove(case).unwrap_or_default();
            if let Some(moves) = moves.as_deref_mut() {
                moves.count((&known, &wanted), &history, self.rulebook, &course);
            }
            let (gone, new) = duty::difference(known, wanted);
            closed.extend(gone);
            opened.extend(new);
        }
        Ok((closed, opened))
    }
}

impl Write {
    pub fn number(&self) -> CommitNumber {
        CommitNumber(self.number)
    }

    /// The moment this write counts as.
    pub fn at(&self) -> Instant {
        Instant(self.at)
    }

    /// Adds facts. A fact whose import key is known, from before or from this batch, with the same content is left out;
    /// with other content it corrects the earlier one. Returns the new ids, 0 for those left out.
    pub async fn facts_add(&mut self, facts: Vec<NewFact>) -> Result<Vec<i64>, StoreError> {
        let keys: Vec<&str> = facts.iter().filter_map(|f| f.import_key.as_deref()).collect();
        let mut known = crate::import::known_facts(&mut self.tx, self.municipality, &keys).await?;
        let mut ids = Vec::with_capacity(facts.len());
        let mut rows: Vec<(i64, NewFact)> = Vec::with_capacity(facts.len());
        for mut fact in facts {
            let key = fact.import_key.clone();
            if let Some(earlier) = key.as_ref().and_then(|key| known.get(key)) {
                if earlier.same_content(&fact) {
                    ids.push(0);
                    continue;
                }
                fact.supersedes = Some(earlier.id);
                fact.import_key = None;
            }
            self.last_fact += 1;
            self.touched.insert(fact.person);
            ids.push(self.last_fact);
            if let Some(key) = key {
                known.insert(key, KnownFact::new(self.last_fact, &fact));
            }
            rows.push((self.last_fact, fact));
        }
        let (municipality, number) = (self.municipality.0, self.number);
        insert::many(
            &mut self.tx,
            "INSERT INTO fact (municipality, id, person, kind, data, from_day, through_day, minute, source, import_key, supersedes, annuls, commit_number, reason) VALUES",
            14,
            &rows,
            |query, (id, fact)| {
                query
                    .bind(municipality)
                    .bind(*id)
                    .bind(fact.person)
                    .bind(fact.data.kind().name())
                    .bind(fact.data.to_json().to_string())
                    .bind(i64::from(fact.from.number()))
                    .bind(fact.through.map(|d| i64::from(d.number())))
                    .bind(fact.minute.map(i64::from))
                    .bind(fact.source.as_str())
                    .bind(fact.import_key.as_deref())
                    .bind(fact.supersedes)
                    .bind(fact.annuls)
                    .bind(number)
                    .bind(fact.reason.as_deref())
            },
        )
        .await?;
        Ok(ids)
    }

    /// Marks a person's case for a new assessment although no fact was added.
    pub fn touch(&mut self, person: i64) {
        self.touched.insert(person);
    }

    /// Ends this commit and begins the next one in the same write: many days of one import are all saved or none.
    /// Such a write is ended by [`Write::commit_replayed`].
    pub async fn next(&mut self, author: &Author, now: Instant) -> Result<(), StoreError> {
        self.number += 1;
        self.at = now.0.max(self.at + 1);
        commit_log_add(&mut self.tx, self.municipality, author, self.number, self.at).await
    }

    /// Assesses every touched case as it was known at each of its commits, and ends the write.
    pub async fn commit_replayed(mut self, books: &Books<'_>) -> Result<CommitNumber, StoreError> {
        self.same_rules(books.newest()).await?;
        let mut course = Course::default();
        let mut rows: Vec<DutyRow> = Vec::new();
        for person in std::mem::take(&mut self.touched) {
            let Some(case) = crate::case::of_person(&mut self.tx, self.municipality, person).await? else { continue };
            let (born, facts) = crate::fact::load_person(&mut self.tx, self.municipality, person).await?;
            sqlx::query("DELETE FROM duty_history WHERE municipality = $1 AND case_id = $2")
                .bind(self.municipality.0)
                .bind(case)
                .execute(&mut *self.tx)
                .await?;
            rows.extend(duty::replay(case, born, &facts, books, &mut course));
            // Who keeps cases in memory asks for what was written since: it must show even where no fact is new.
            let last = facts.iter().map(|f| f.commit).max().unwrap_or(self.number).max(self.first);
            let made_by = books.newest().edition();
            crate::case::assessed(&mut self.tx, self.municipality, &[case], Some(last), &made_by).await?;
            if rows.len() > ROWS_AT_ONCE {
                duty::insert_rows(&mut self.tx, self.municipality, &rows).await?;
                rows.clear();
            }
        }
        duty::insert_rows(&mut self.tx, self.municipality, &rows).await?;
        self.finish().await
    }

    /// Assesses every touched case and ends the write.
    pub async fn commit(mut self, rulebook: &Rulebook) -> Result<CommitNumber, StoreError> {
        self.same_rules(rulebook).await?;
        let people: Vec<i64> = std::mem::take(&mut self.touched).into_iter().collect();
        for some in people.chunks(PEOPLE_AT_ONCE) {
            let cases = crate::case::of_people(&mut self.tx, self.municipality, some).await?;
            if cases.is_empty() {
                continue;
            }
            self.assess_again(&cases, rulebook, Some(self.number), None).await?;
        }
        self.finish().await
    }

    /// Assesses cases (at least one) again, closes the rows that no longer hold and opens the new ones. `touched` is the
    /// commit that wrote to them, where one did.
    pub(crate) async fn assess_again(
        &mut self,
        cases: &[AssessedCase],
        rulebook: &Rulebook,
        touched: Option<i64>,
        moves: Option<&mut Moves>,
    ) -> Result<(), StoreError> {
        let (dialect, municipality, number) = (self.dialect, self.municipality, self.number);
        let assessing = Assessing { dialect, municipality, rulebook, number };
        let (gone, opened) = assessing.differences(&mut self.tx, cases, moves).await?;
        for row in &gone {
            duty::close(&mut self.tx, self.municipality, row.case, row, self.number).await?;
        }
        duty::insert_rows(&mut self.tx, self.municipality, &opened).await?;
        let ids: Vec<i64> = cases.iter().map(|c| c.case).collect();
        crate::case::assessed(&mut self.tx, self.municipality, &ids, touched, &rulebook.edition()).await
    }

    pub(crate) async fn finish(mut self) -> Result<CommitNumber, StoreError> {
        sqlx::query(
            "UPDATE municipality SET last_commit = $1, last_at = $2, last_fact = $3, last_case = $4 WHERE id = $5",
        )
        .bind(self.number)
        .bind(self.at)
        .bind(self.last_fact)
        .bind(self.last_case)
        .bind(self.municipality.0)
        .execute(&mut *self.tx)
        .await?;
        self.tx.commit().await?;
        Ok(CommitNumber(self.number))
    }

    /// Takes a form's once-only key. `Some` is the commit that already used it.
    pub async fn form_key_take(&mut self, key: &str) -> Result<Option<CommitNumber>, StoreError> {
        let used = sqlx::query("SELECT commit_number FROM form_key WHERE municipality = $1 AND form_key = $2")
            .bind(self.municipality.0)
            .bind(key)
            .fetch_optional(&mut *self.tx)
            .await?;
        if let Some(row) = used {
            return Ok(Some(CommitNumber(row.try_get(0)?)));
        }
        sqlx::query("INSERT INTO form_key (municipality, form_key, commit_number) VALUES ($1, $2, $3)")
            .bind(self.municipality.0)
            .bind(key)
            .bind(self.number)
            .execute(&mut *self.tx)
            .await?;
        Ok(None)
    }
}
