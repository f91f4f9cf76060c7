//! Must or may: whether a task is one the municipality has to do ("skal-opgave") or one it is free to do ("kan-opgave").

use crate::model::{Rule, Version};
use domain::codes::codes;

codes! {
    /// Whether the municipality must. What no text says is unknown, and not free.
    Obligation "obligation" {
        /// Beyond what the law asks: "kan-indsats".
        May = "may",
        /// What the law asks: "skal-indsats".
        Must = "must",
        Unknown = "unknown",
    }
}

impl Rule {
    /// Whether the municipality must do what a version is about: as its text says, where the act says "kan"; what else the law
    /// asks of it, it must.
    pub fn obligation(&self, version: &Version) -> Obligation {
        match version.obligation {
            Obligation::Unknown if self.layer.is_law() => Obligation::Must,
            said => said,
        }
    }
}
