//! One module per external format: text in, facts or statistical cells out, every bad row with its place and reason.
//!
//! Invariant: nothing here opens a file or a connection; a reader is handed in, and memory stays bounded.
//! Invariant: a blank in a published table is suppressed, never zero.

pub mod case_file;
pub mod facts;
pub mod jobindsats;
pub mod people;
mod rows;
mod table_rows;
