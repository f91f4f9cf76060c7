//! The use cases on both databases: stories, forms, sign-in, access, looking back.

#![expect(clippy::unwrap_used, reason = "a test may stop where it must not fail")]

extern crate medspiller_app as app;

mod access;
mod access_fields;
mod actors;
mod away;
mod beside;
mod clarification;
mod closed;
mod comparison;
mod correct;
#[path = "../../../store/tests/it/databases.rs"]
mod databases;
mod effort;
mod exempted;
mod flows;
mod forms;
mod goals;
mod handover;
mod imports;
mod leadership;
mod lists;
mod named_group;
mod opened;
mod past;
mod question;
mod reports;
mod responsible;
mod rule_beside;
mod rule_jobs;
mod rule_words;
mod rules;
mod selection;
mod sign_in;
mod stories;
mod subtraction;
mod team;
mod timeliness;
mod units;
mod world;
