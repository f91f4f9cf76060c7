//! The words of pages: those of reports and letters are the same.

pub use app::documents::text::*;
