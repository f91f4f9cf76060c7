//! The program as people meet it: its commands, and its pages in a browser.

#![expect(clippy::unwrap_used, reason = "a test may stop where it must not fail")]

mod assessed;
mod browser;
mod commands;
mod explained;
mod killed;
mod municipality;
mod privacy;
mod promised;
mod renew;
mod schemas;
mod simulate;
mod synthetic;
