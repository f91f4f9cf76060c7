//! Placeholder until its slice.
