//! The store on both databases: facts, derived rows, owners, persons, accounts, readers.

#![expect(clippy::unwrap_used, reason = "a test may stop where it must not fail")]

extern crate medspiller_store as store;

mod accounts;
mod activations;
mod backup;
mod databases;
mod facts;
mod fjordby;
mod kept;
mod known;
mod owners;
mod people;
mod renew;
mod replay;
