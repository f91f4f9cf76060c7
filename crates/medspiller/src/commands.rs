//! One file per command.

pub(crate) mod assess;
pub(crate) mod rules;
