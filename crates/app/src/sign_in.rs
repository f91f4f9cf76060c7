//! Sign-in: argon2id, throttled after five wrong passwords, a random session token of which only the hash is kept.

use crate::access::{Role, Viewer};
use crate::{App, AppError, Moment, random_hex};
use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use domain::Day;
use domain::codes::Code;
use domain::instant::Instant;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use store::account::Account;
use store::assignment::Assignment;

const MOST_FAILURES: i64 = 5;
const LOCK_MINUTES: i64 = 10;
/// A working day.
pub const SESSION_HOURS: i64 = 10;
const MICROS: i64 = 1_000_000;

#[derive(Debug, PartialEq, Eq)]
pub enum SignIn {
    /// Token for the cookie.
    Ok(String),
    Wrong,
    /// The password is right, and no role is assigned today.
    NoRole,
    /// Too many tries: minutes left, rounded up.
    Locked(i64),
}

pub fn hash_password(password: &str) -> Result<String, AppError> {
    Argon2::default()
        .hash_password(password.as_bytes())
        .map(|h| h.to_string())
        .map_err(|e| AppError::Internal(format!("hashing: {e}")))
}

fn matches(password: &str, hash: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|h| Argon2::default().verify_password(password.as_bytes(), &h).is_ok())
}

fn token_hash(token: &str) -> String {
    Sha256::digest(token.as_bytes()).iter().map(|b| format!("{b:02x}")).collect()
}

/// A random password that can be read aloud: 20 letters and digits, none of which look alike.
pub fn new_password() -> Result<String, AppError> {
    const SIGNS: &[u8] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let mut bytes = [0u8; 20];
    getrandom::fill(&mut bytes).map_err(|e| AppError::Internal(format!("no randomness: {e}")))?;
    // 32 signs: every one is as likely.
    Ok(bytes.iter().map(|b| char::from(SIGNS[usize::from(b % 32)])).collect())
}

/// A role in a unit from a day through another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assigned {
    pub role: Role,
    pub unit: String,
    pub from: Day,
    /// `None`: until another begins.
    pub through: Option<Day>,
}

impl Assigned {
    pub fn since(from: Day, role: Role, unit: &str) -> Assigned {
        Assigned { role, unit: unit.to_owned(), from, through: None }
    }
}

/// An account as an administrator sees it.
#[derive(Clone, Debug)]
pub struct AccountLine {
    pub login: String,
    pub name: String,
    /// By first day: past, present and coming. One with a role this program does not know is left out, and gives nothing.
    pub assigned: Vec<Assigned>,
    pub closed: bool,
}

impl AccountLine {
    /// Whether its owner may sign in on the day or later.
    pub fn opens(&self, today: Day) -> bool {
        !self.closed && self.assigned.iter().any(|a| a.through.is_none_or(|through| today <= through))
    }
}

impl App {
    /// Everybody who has an account, by login.
    pub async fn accounts(&self, today: Day) -> Result<Vec<AccountLine>, AppError> {
        let found = self.store.account_list(self.municipality, today).await?;
        let mut lines: BTreeMap<String, AccountLine> = BTreeMap::new();
        for account in found {
            let line = AccountLine {
                login: account.login.clone(),
                name: account.name,
                assigned: Vec::new(),
                closed: account.disabled,
            };
            lines.insert(account.login, line);
        }
        for (login, a) in self.store.assignment_list(self.municipality).await? {
            if let (Some(line), Some(role)) = (lines.get_mut(&login), Role::from_code(&a.role)) {
                line.assigned.push(Assigned { role, unit: a.unit, from: a.from, through: a.through });
            }
        }
        Ok(lines.into_values().collect())
    }

    /// Gives another role or unit from a day on. How many later assignments it took the place of; `None` when there is no
    /// such login.
    pub async fn account_assign(
        &self,
        login: &str,
        assigned: &Assigned,
        moment: Moment,
    ) -> Result<Option<u64>, AppError> {
        let given = Assignment {
            role: assigned.role.code().to_owned(),
            unit: assigned.unit.clone(),
            from: assigned.from,
            through: assigned.through,
        };
        Ok(self.store.assignment_set(self.municipality, login, &given, moment.now).await?)
    }

    /// A new password, which ends every session; false when there is no such login.
    pub async fn account_password(&self, login: &str, password: &str) -> Result<bool, AppError> {
        Ok(self.store.account_password_set(self.municipality, login, &hash_password(password)?).await?)
    }

    /// Closes or opens an account; false when there is no such login.
    pub async fn account_disabled(&self, login: &str, disabled: bool) -> Result<bool, AppError> {
        Ok(self.store.account_disabled_set(self.municipality, login, disabled).await?)
    }

    pub async fn account_create(
        &self,
        login: &str,
        name: &str,
        assigned: &Assigned,
        password: &str,
        moment: Moment,
    ) -> Result<bool, AppError> {
        let account = Account {
            login: login.to_owned(),
            name: name.to_owned(),
            role: assigned.role.code().to_owned(),
            unit: assigned.unit.clone(),
            password: hash_password(password)?,
            disabled: false,
            failures: 0,
            locked_until: Instant(0),
        };
        let days = (assigned.from, assigned.through);
        Ok(self.store.account_add(self.municipality, &account, days, moment.now).await?)
    }

    /// The same time is spent whether the login exists or not.
    pub async fn sign_in(&self, login: &str, password: &str, moment: Moment) -> Result<SignIn, AppError> {
        let login = login.trim().to_lowercase();
        let found = self.store.account_find(self.municipality, &login, moment.today).await?.filter(|a| !a.disabled);
        let Some(account) = found else {
            let _ = hash_password(password)?;
            return Ok(SignIn::Wrong);
        };
        if account.locked_until > moment.now {
            let left = account.locked_until.0 - moment.now.0;
            return Ok(SignIn::Locked((left + 60 * MICROS - 1) / (60 * MICROS)));
        }
        if !matches(password, &account.password) {
            let failures = account.failures + 1;
            let locked = failures >= MOST_FAILURES;
            let until = if locked { Instant(moment.now.0 + LOCK_MINUTES * 60 * MICROS) } else { Instant(0) };
            self.store
                .account_failures_set(self.municipality, &login, if locked { 0 } else { failures }, until)
                .await?;
            return Ok(if locked { SignIn::Locked(LOCK_MINUTES) } else { SignIn::Wrong });
        }
        self.store.account_failures_set(self.municipality, &login, 0, Instant(0)).await?;
        if account.role.is_empty() {
            return Ok(SignIn::NoRole);
        }
        let token = random_hex(32)?;
        let expires = Instant(moment.now.0 + SESSION_HOURS * 3600 * MICROS);
        self.store.session_add(self.municipality, &token_hash(&token), &login, expires).await?;
        Ok(SignIn::Ok(token))
    }

    /// A token for a program that asks in an account's name, until it expires; `None` when there is no such account.
    pub async fn token_create(&self, login: &str, days: i64, moment: Moment) -> Result<Option<String>, AppError> {
        let found = self.store.account_find(self.municipality, login, moment.today).await?;
        if found.is_none_or(|a| a.disabled) {
            return Ok(None);
        }
        let token = random_hex(32)?;
        let expires = Instant(moment.now.0 + days * 24 * 3600 * MICROS);
        self.store.session_add(self.municipality, &token_hash(&token), login, expires).await?;
        Ok(Some(token))
    }

    /// Who a cookie belongs to.
    pub async fn viewer(&self, token: &str, moment: Moment) -> Result<Option<Viewer>, AppError> {
        let found = self.store.session_find(&token_hash(token), moment.now, moment.today).await?;
        Ok(found.filter(|(m, _)| *m == self.municipality).and_then(|(_, a)| {
            Some(Viewer { login: a.login, name: a.name, role: Role::from_code(&a.role)?, unit: a.unit })
        }))
    }

    /// Whose session a token was, also where it has run out; none where somebody signed out or the password was changed.
    pub async fn login_of_ended(&self, token: &str, moment: Moment) -> Result<Option<String>, AppError> {
        let found = self.store.session_find(&token_hash(token), Instant(0), moment.today).await?;
        Ok(found.filter(|(m, _)| *m == self.municipality).map(|(_, account)| account.login))
    }

    pub async fn sign_out(&self, token: &str) -> Result<(), AppError> {
        Ok(self.store.session_end(&token_hash(token)).await?)
    }
}
