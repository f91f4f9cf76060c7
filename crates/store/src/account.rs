//! Accounts and sessions. Password hashes are made and compared by `app`; here they are only kept.

use crate::{MunicipalityId, Store, StoreError};
use domain::instant::Instant;
use sqlx::Row;
use sqlx::any::AnyRow;
use std::collections::BTreeMap;

#[derive(Clone, Debug)]
pub struct Account {
    pub login: String,
    pub name: String,
    pub role: String,
    pub unit: String,
    pub password: String,
    pub disabled: bool,
    pub failures: i64,
    pub locked_until: Instant,
}

const COLUMNS: &str = "login, name, role, unit, password, disabled, failures, locked_until";

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
    /// Adds an account, with no wrong passwords yet; false when the login is taken.
    pub async fn account_add(&self, municipality: MunicipalityId, account: &Account) -> Result<bool, StoreError> {
        let done = sqlx::query(
            "INSERT INTO account (municipality, login, name, role, unit, password, disabled, failures, locked_until) VALUES ($1, $2, $3, $4, $5, $6, $7, 0, 0) ON CONFLICT (municipality, login) DO NOTHING",
        )
        .bind(municipality.0)
        .bind(account.login.as_str())
        .bind(account.name.as_str())
        .bind(account.role.as_str())
        .bind(account.unit.as_str())
        .bind(account.password.as_str())
        .bind(i64::from(account.disabled))
        .execute(&self.pool)
        .await?;
        Ok(done.rows_affected() == 1)
    }

    pub async fn account_find(&self, municipality: MunicipalityId, login: &str) -> Result<Option<Account>, StoreError> {
        let text = format!("SELECT {COLUMNS} FROM account WHERE municipality = $1 AND login = $2");
        let row =
            sqlx::query(sqlx::AssertSqlSafe(text)).bind(municipality.0).bind(login).fetch_optional(&self.pool).await?;
        Ok(row.as_ref().map(read).transpose()?)
    }

    /// All accounts by login, without their passwords.
    pub async fn account_list(&self, municipality: MunicipalityId) -> Result<Vec<Account>, StoreError> {
        self.accounts_where(municipality, "", &[]).await
    }

    /// The accounts of a unit and those of these logins, without their passwords.
    pub async fn account_some(
        &self,
        municipality: MunicipalityId,
        unit: &str,
        logins: &[&str],
    ) -> Result<Vec<Account>, StoreError> {
        let marks: Vec<String> = (0..logins.len()).map(|i| format!("${}", i + 3)).collect();
        let whose = match logins {
            [] => " AND unit = $2".to_owned(),
            _ => format!(" AND (unit = $2 OR login IN ({}))", marks.join(",")),
        };
        let values: Vec<&str> = std::iter::once(unit).chain(logins.iter().copied()).collect();
        self.accounts_where(municipality, &whose, &values).await
    }

    /// How many open accounts of these roles each unit has.
    pub async fn account_units(
        &self,
        municipality: MunicipalityId,
        roles: &[&str],
    ) -> Result<BTreeMap<String, i64>, StoreError> {
        let marks: Vec<String> = (0..roles.len()).map(|i| format!("${}", i + 2)).collect();
        let text = format!(
            "SELECT unit, COUNT(*) FROM account WHERE municipality = $1 AND disabled = 0 AND role IN ({}) GROUP BY unit",
            marks.join(",")
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
        whose: &str,
        values: &[&str],
    ) -> Result<Vec<Account>, StoreError> {
        let rows = self.dialect.rows_as_json("login, name, role, unit, disabled, failures, locked_until");
        let text = format!("SELECT {rows} FROM account WHERE municipality = $1{whose}");
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

    /// The account of a session that has not expired.
    pub async fn session_find(
        &self,
        token_hash: &str,
        now: Instant,
    ) -> Result<Option<(MunicipalityId, Account)>, StoreError> {
        let columns = COLUMNS.split(", ").map(|c| format!("a.{c}")).collect::<Vec<_>>().join(", ");
        let text = format!(
            "SELECT {columns}, s.municipality FROM session s CROSS JOIN account a \
             WHERE s.token = $1 AND s.expires > $2 AND a.municipality = s.municipality AND a.login = s.login"
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
