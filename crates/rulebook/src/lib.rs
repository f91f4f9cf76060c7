//! Law and local rules as dated data, and the one pure function that projects a citizen's course from them.
//!
//! Invariant: nothing here reads a clock, a file or a database; a rulebook is text that was handed in.
//! Invariant: outside what is modelled the answer is undetermined or not covered, never a date and never "no duty".
//! Invariant: nothing else in the program decides what is due, allowed or offered.

pub mod assess;
mod bundled;
pub mod change;
pub mod control;
pub mod efforts;
pub mod example;
pub mod explain;
pub mod gate;
mod lists;
pub mod model;
pub mod obligation;
pub mod parse;
pub mod profile;
pub mod report;
pub mod requirement;
pub mod rulebook;
pub mod said;
pub mod selector;
pub mod simulate;
pub mod terms;
pub mod verify;
pub mod who;

pub use assess::{Course, assess};
pub use bundled::{municipalities, shipped, shipped_files, templates};
pub use change::{Change, ChangeError};
pub use model::{Kind, Layer, Rule, Version};
pub use rulebook::Rulebook;
