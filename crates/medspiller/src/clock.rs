//! The only place that reads the clock.

use domain::Day;
use domain::instant::Instant;

/// Now, in UTC microseconds.
#[expect(clippy::disallowed_methods, reason = "the binary is where the clock is read")]
pub(crate) fn now() -> Instant {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    Instant(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
}

/// Today in Denmark.
pub(crate) fn today() -> Day {
    now().day()
}
