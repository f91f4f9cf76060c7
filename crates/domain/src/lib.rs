//! The words of the field: days, money, identity numbers, code lists, facts and a citizen's history.
//!
//! Invariant: nothing here reads a clock, a file or a database, and nothing here decides a right or a duty.
//! Invariant: half-open periods exist only in Rust; every outside form says `from` and `through` (til og med).

pub mod calendar;
pub mod codes;
pub mod compact;
pub mod day;
pub mod fact;
pub mod history;
pub mod ids;
pub mod instant;
pub mod kinds;
pub mod money;
mod months;
pub mod nearest;
pub mod node;
pub mod period;
pub mod schema;
pub mod span;

pub use compact::{Compact, HistoryView};
pub use day::Day;
pub use fact::{Fact, FactId, Source};
pub use history::History;
pub use kinds::{FactData, FactKind};
pub use money::Kroner;
pub use period::Period;
pub use span::{MonthEnd, Span, Unit};
