//! One file per command.

pub(crate) mod account;
pub(crate) mod assess;
pub(crate) mod backup;
pub(crate) mod compare;
pub(crate) mod config;
pub(crate) mod demo;
pub(crate) mod export;
pub(crate) mod import;
pub(crate) mod profiles;
pub(crate) mod renew;
pub(crate) mod rules;
pub(crate) mod serve;
pub(crate) mod simulate;
pub(crate) mod synth;
pub(crate) mod tables;

use crate::{Ending, Failure};

/// Runs a command that waits for a database or a network.
pub(crate) fn run_async(work: impl Future<Output = Result<Ending, Failure>>) -> Result<Ending, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|e| Failure::Run(format!("cannot start: {e}")))?;
    runtime.block_on(work)
}
