//! Use cases and page data. The only place that joins rules, figures and store; one transaction per command.
//!
//! Invariant: every read of a person is decided by `access` and logged, granted or refused.
//! Invariant: page data are codes and days; words are the web's. A report is the exception: it is kept as it was
//! written, with the words of `documents`.

pub mod access;
pub mod away;
mod benefit_days;
pub mod booking;
pub mod citizen;
pub mod comparison;
pub mod config;
pub mod correct;
mod counted;
pub mod definitions;
pub mod duty_word;
pub mod exemption;
pub mod first_page;
pub mod flows;
pub mod goals;
mod gone;
pub mod handover;
pub mod import;
pub mod interface;
pub mod leadership;
mod limits;
mod lists;
pub mod offer;
mod offer_days;
pub mod opened;
pub mod overview;
pub mod question;
pub mod reason;
mod record;
pub mod register;
pub mod reports;
pub mod rules;
pub mod selection;
pub mod sign_in;
pub mod talk;
pub mod team;
pub mod timeliness;

/// Comparison, geography and charts, reports and words: pages and the binary reach them through here.
pub use documents;
pub use figures;

use config::Config;
use domain::Day;
use domain::instant::Instant;
use domain::node::Problem;
use lists::Lists;
use rulebook::Rulebook;
use std::sync::Arc;
use store::{MunicipalityId, Store, StoreError};

/// What went wrong, for the page and the log. No variant holds personal data.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    #[error(transparent)]
    Store(StoreError),
    #[error("not found")]
    NotFound,
    #[error("no access: {0}")]
    NoAccess(access::Refusal),
    #[error("the form has mistakes")]
    Form(Vec<FormError>),
    /// Facts that a program sent: what is wrong with which.
    #[error("the facts have mistakes")]
    Facts(Vec<Problem>),
    #[error("somebody else changed the case while the form was open")]
    Conflict,
    /// Other rules were set in force while the request was under way; nothing was written.
    #[error("the rules were changed while this was being written; nothing was saved, do it again")]
    OtherRules,
    #[error("{0}")]
    Internal(String),
}

impl From<StoreError> for AppError {
    fn from(error: StoreError) -> AppError {
        match error {
            StoreError::OtherRules => AppError::OtherRules,
            other => AppError::Store(other),
        }
    }
}

/// One mistake in a form: the field and a text key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormError {
    pub field: &'static str,
    pub key: &'static str,
    pub values: Vec<(&'static str, String)>,
}

/// The program with its database and rules.
#[derive(Clone)]
pub struct App {
    pub store: Store,
    /// In force when the request began; see [`App::now`].
    pub rulebook: Arc<Rulebook>,
    pub config: Arc<Config>,
    pub municipality: MunicipalityId,
    /// What stands on which list today; shared by all requests.
    pub(crate) lists: Arc<Lists>,
    /// How long a request waits for work on all cases before it shows how far it is.
    pub patience: std::time::Duration,
    /// Reports that are being made.
    writing: Arc<reports::Writing>,
    /// What figures count of all cases; shared by all requests.
    counts: Arc<counted::Counts>,
    /// Published figures as they are known now; shared by all requests.
    tables: Arc<comparison::load::Tables>,
    held: rules::Held,
}

impl App {
    /// The program under the shipped rules; [`App::now`] gives it with what the municipality says of them.
    pub fn new(store: Store, rulebook: Arc<Rulebook>, config: Arc<Config>, municipality: MunicipalityId) -> App {
        let held = rules::Held::new(Arc::clone(&rulebook));
        App {
            store,
            held,
            rulebook,
            config,
            municipality,
            lists: Arc::default(),
            writing: Arc::default(),
            counts: Arc::default(),
            tables: Arc::default(),
            patience: rules::PATIENCE,
        }
    }
}

/// When a request is made: today is a parameter everywhere, so that the demo can stand on a day of its own.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    pub now: Instant,
    pub today: Day,
}

/// Random bytes as lower-case hexadecimal.
pub(crate) fn random_hex(bytes: usize) -> Result<String, AppError> {
    let mut buffer = vec![0u8; bytes];
    getrandom::fill(&mut buffer).map_err(|e| AppError::Internal(format!("no randomness: {e}")))?;
    Ok(buffer.iter().map(|b| format!("{b:02x}")).collect())
}
