//! What leaves the program as a document: reports as PDF, spreadsheet and appendix. And the words that documents share with
//! pages.
//!
//! Invariant: a document is made of what it is given, and of nothing else: the same report is the same bytes.
//! Deliberately absent: counting (`figures`), access and storage (`app`, `store`), the clock, the file system and the fonts.

pub mod appendix;
pub mod book;
pub mod danish;
pub mod pdf;
pub mod plan;
pub mod report;
pub mod sentence;
pub mod text;
