//! Counting: spells, survival, indicators with their definitions, comparison with others, timeliness, goals, projections,
//! suppression, Danish numbers and charts.
//!
//! Invariant: nothing here decides what is due, timely or allowed; that is handed in.
//! Invariant: suppressed, missing and undetermined are values of their own and never zero.
//! Invariant: everything but survival and projection, which are estimates, is computed exactly and rounded once, when it is printed.

pub mod breaks;
pub mod catalogue;
pub mod chart;
pub mod compare;
pub mod danish;
pub mod definition;
pub mod exact;
pub mod geography;
pub mod goal;
pub mod indicator;
pub mod journey;
pub mod month;
pub mod projection;
pub mod spells;
pub mod suppression;
pub mod survival;
pub mod table;
pub mod timeliness;

pub use exact::Exact;
pub use month::Month;
pub use table::{Cell, Reason, Table, Value};
