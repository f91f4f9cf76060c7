//! Accounts and sessions. What somebody may do hangs on the day: [`crate::assignment`]. Password hashes are made and compared by `app`; here they are only kept.

use crate::assignment::{self, Assignment, held_on, holds_on};
use crate::{MunicipalityId, Store, StoreError};
use domain::Day;
use domain::instant::Instant;
use sqlx::Row;
use sqlx::any::AnyRow;
use std::collections::BTreeMap;

#[derive(Clone, Debug)]
pub struct Account {
    pub login: String,
    pub name: String,
    /// On the day asked for; empty when nothing is assigned then.
    pub role: String,
    pub unit: String,
    pub password: String,
    pub disabled: bool,
    pub failures: i64,
    pub locked_until: Instant,
}

/// Of accounts `a` and their assignments `s`.
const COLUMNS: &str =
    "a.login, a.name, COALESCE(s.role, ''), COALESCE(s.unit, ''), a.password, a.disabled, a.failures, a.locked_until";

fn read(row: &AnyRow) -> Result<Account, sqlx::Error> {
    let disabled: i64 = row.try_get(5)?;
    Ok(Account {
        login: row.try_get(0)?,
        name: row.try_get(1)?,
        role: row.try_get(2)?,
        unit: row.try_get(3)?,
        password: row.try_get(4)?,
        disabled: disabled != 0,
        failures: row.try_get(6)?,
        locked_until: Instant(row.try_get(7)?),
    })
}

impl Store {
    /// Adds an account with its role and unit from a day through another, with no wrong passwords yet; false when the login
    /// is taken.
    pub async fn account_add(
        &self,
        municipality: MunicipalityId,
        account: &Account,
        (from, through): (Day, Option<Day>),
        at: Instant,
    ) -> Result<bool, StoreError> {
        let mut tx = self.pool.begin_with(self.dialect.begin_write()).await?;
        let done = sqlx::query(
            "INSERT INTO account (municipality, login, name, password, disabled, failures, locked_until) VALUES ($1, $2, $3, $4, $5, 0, 0) ON CONFLICT (municipality, login) DO NOTHING",
        )
        .bind(municipality.0)
        .bind(account.login.as_str())
        .bind(account.name.as_str())
        .bind(account.password.as_str())
        .bind(i64::from(account.disabled))
        .execute(&mut *tx)
        .await?;
        if done.rows_affected() != 1 {
            return Ok(false);
        }
        let given = Assignment { role: account.role.clone(), unit: account.unit.clone(), from, through };
        assignment::insert(&mut tx, municipality, &account.login, &given, at).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// The account as it is on a day.
    pub async fn account_find(
        &self,
        municipality: MunicipalityId,
        login: &str,
        on: Day,
    ) -> Result<Option<Account>, StoreError> {
        let text =
            format!("SELECT {COLUMNS} FROM account a {} WHERE a.municipality = $1 AND a.login = $2", held_on(on));
        let row =
            sqlx::query(sqlx::AssertSqlSafe(text)).bind(municipality.0).bind(login).fetch_optional(&self.pool).await?;
        Ok(row.as_ref().map(read).transpose()?)
    }

    /// All accounts by login as they are on a day, without their passwords.
    pub async fn account_list(&self, municipality: MunicipalityId, on: Day) -> Result<Vec<Account>, StoreError> {
        self.accounts_where(municipality, on, "", &[]).await
    }

    /// The accounts of a unit on a day and those of these logins, without their passwords.
    pub async fn account_some(
        &self,
        municipality: MunicipalityId,
        unit: &str,
        logins: &[&str],
        on: Day,
    ) -> Result<Vec<Account>, StoreError> {
        let holds = holds_on("u", on);
        let named: String = (0..logins.len()).map(|i| format!(" UNION SELECT ${}", i + 3)).collect();
        let whose = format!(
            " AND a.login IN (SELECT u.login FROM assignment u WHERE u.municipality = $1 AND u.unit = $2 AND {holds}{named})"
        );
        let values: Vec<&str> = std::iter::once(unit).chain(logins.iter().copied()).collect();
        self.accounts_where(municipality, on, &whose, &values).await
    }

    /// How many open accounts of these roles each unit has on a day.
    pub async fn account_units(
        &self,
        municipality: MunicipalityId,
        roles: &[&str],
        on: Day,
    ) -> Result<BTreeMap<String, i64>, StoreError> {
        let marks: Vec<String> = (0..roles.len()).map(|i| format!("${}", i + 2)).collect();
        let text = format!(
            "SELECT s.unit, COUNT(*) FROM assignment s WHERE s.municipality = $1 AND s.role IN ({}) AND {} AND s.login NOT IN \
             (SELECT login FROM account WHERE municipality = $1 AND disabled <> 0) GROUP BY s.unit",
            marks.join(","),
            holds_on("s", on)
        );
        let mut query = sqlx::query(sqlx::AssertSqlSafe(text)).bind(municipality.0);
        for role in roles {
            query = query.bind(*role);
        }
        let rows = query.fetch_all(&self.pool).await?;
        rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect()
    }

    async fn accounts_where(
        &self,
        municipality: MunicipalityId,
        on: Day,
        whose: &str,
        values: &[&str],
    ) -> Result<Vec<Account>, StoreError> {
        let rows = self.dialect.rows_as_json(
            "a.login, a.name, COALESCE(s.role, ''), COALESCE(s.unit, ''), a.disabled, a.failures, a.locked_until",
        );
        let text = format!("SELECT {rows} FROM account a {} WHERE a.municipality = $1{whose}", held_on(on));
        let mut query = sqlx::query(sqlx::AssertSqlSafe(text)).bind(municipality.0);
        for value in values {
            query = query.bind(*value);
        }
        let row = query.fetch_one(&self.pool).await?;
        let rows: Vec<(String, String, String, String, i64, i64, i64)> = crate::json(&row.try_get::<String, _>(0)?)?;
        let account = |(login, name, role, unit, disabled, failures, locked_until)| Account {
            login,
            name,
            role,
            unit,
            password: String::new(),
            disabled: disabled != 0,
            failures,
            locked_until: Instant(locked_until),
        };
        let mut accounts: Vec<Account> = rows.into_iter().map(account).collect();
        accounts.sort_by(|a, b| a.login.cmp(&b.login));
        Ok(accounts)
    }

    /// A new password, which also ends a lock and every session; false when there is no such login.
    pub async fn account_password_set(
        &self,
        municipality: MunicipalityId,
        login: &str,
        password: &str,
    ) -> Result<bool, StoreError> {
        let text =
            "UPDATE account SET password = $1, failures = 0, locked_until = 0 WHERE municipality = $2 AND login = $3";
        let done = sqlx::query(text).bind(password).bind(municipality.0).bind(login).execute(&self.pool).await?;
        self.sessions_end(municipality, login).await?;
        Ok(done.rows_affected() == 1)
    }

    /// Opens or closes an account; closing ends its sessions. False when there is no such login.
    pub async fn account_disabled_set(
        &self,
        municipality: MunicipalityId,
        login: &str,
        disabled: bool,
    ) -> Result<bool, StoreError> {
        let done = sqlx::query("UPDATE account SET disabled = $1 WHERE municipality = $2 AND login = $3")
            .bind(i64::from(disabled))
            .bind(municipality.0)
            .bind(login)
            .execute(&self.pool)
            .await?;
        if disabled {
            self.sessions_end(municipality, login).await?;
        }
        Ok(done.rows_affected() == 1)
    }

    async fn sessions_end(&self, municipality: MunicipalityId, login: &str) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM session WHERE municipality = $1 AND login = $2")
            .bind(municipality.0)
            .bind(login)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Notes a wrong password, or clears the count.
    pub async fn account_failures_set(
        &self,
        municipality: MunicipalityId,
        login: &str,
        failures: i64,
        locked_until: Instant,
    ) -> Result<(), StoreError> {
        sqlx::query("UPDATE account SET failures = $1, locked_until = $2 WHERE municipality = $3 AND login = $4")
            .bind(failures)
            .bind(locked_until.0)
            .bind(municipality.0)
            .bind(login)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    pub async fn session_add(
        &self,
        municipality: MunicipalityId,
        token_hash: &str,
        login: &str,
        expires: Instant,
    ) -> Result<(), StoreError> {
        sqlx::query("INSERT INTO session (token, municipality, login, expires) VALUES ($1, $2, $3, $4)")
            .bind(token_hash)
            .bind(municipality.0)
            .bind(login)
            .bind(expires.0)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// The account, as it is on a day, of a session that has not expired.
    pub async fn session_find(
        &self,
        token_hash: &str,
        now: Instant,
        on: Day,
    ) -> Result<Option<(MunicipalityId, Account)>, StoreError> {
        let text = format!(
            "SELECT {COLUMNS}, e.municipality FROM session e JOIN account a \
             ON a.municipality = e.municipality AND a.login = e.login {} WHERE e.token = $1 AND e.expires > $2",
            held_on(on)
        );
        let query = sqlx::query(sqlx::AssertSqlSafe(text)).bind(token_hash).bind(now.0);
        let Some(row) = query.fetch_optional(&self.pool).await? else { return Ok(None) };
        let (municipality, account) = (MunicipalityId(row.try_get(8)?), read(&row)?);
        Ok(Some((municipality, account)).filter(|(_, a)| !a.disabled))
    }

    pub async fn session_end(&self, token_hash: &str) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM session WHERE token = $1").bind(token_hash).execute(&self.pool).await?;
        Ok(())
    }
}
