//! One thing a check found: where it is, what is wrong, what to do.

use std::fmt;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Level {
    /// Printed, and nothing more.
    Warning,
    /// Makes the run fail.
    Error,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Finding {
    pub(crate) level: Level,
    pub(crate) file: String,
    /// 1-based; 0 when it is about the whole file.
    pub(crate) line: usize,
    pub(crate) message: String,
}

impl Finding {
    pub(crate) fn error(file: &str, line: usize, message: impl Into<String>) -> Finding {
        Finding { level: Level::Error, file: file.to_owned(), line, message: message.into() }
    }

    pub(crate) fn warning(file: &str, line: usize, message: impl Into<String>) -> Finding {
        Finding { level: Level::Warning, ..Finding::error(file, line, message) }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mark = if self.level == Level::Warning { "warning: " } else { "" };
        write!(f, "{}:{}: {mark}{}", self.file, self.line.max(1), self.message)
    }
}
