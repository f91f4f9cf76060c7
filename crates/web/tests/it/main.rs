//! The pages as a browser without scripts meets them.

#![expect(clippy::unwrap_used, reason = "a test may stop where it must not fail")]

mod actors;
mod api;
mod away;
mod booking;
mod budget;
mod comparison;
mod conflict;
#[path = "../../../store/tests/it/databases.rs"]
#[expect(dead_code, reason = "pages are tried on SQLite alone")]
mod databases;
mod effort;
mod exempted;
mod flows;
mod forms;
mod fuzz;
mod gate;
mod goals;
mod hours;
mod leadership;
mod looking;
mod markup;
mod overview;
mod own_goals;
mod own_page;
mod pages;
mod privacy;
mod profiles;
mod question;
mod recorded;
mod reports;
mod rule_words;
mod rules;
mod selection;
mod settled;
mod site;
mod talks;
mod team;
mod timeliness;
mod told;
mod units;
mod way_back;
#[path = "../../../app/tests/it/world.rs"]
#[expect(dead_code, reason = "made for the use cases; the pages need a part of it")]
mod world;
