//! One JSON line an event, on stderr: for a log collector, with no name, number or note in it.

use tracing_subscriber::filter::LevelFilter;

/// Begins to log what the pages report. Called once, by `serve`.
pub(crate) fn begin() {
    let logs = tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_target(false)
        .with_max_level(LevelFilter::INFO)
        .with_writer(std::io::stderr);
    // A second call leaves the first one's logs as they are.
    let _ = logs.try_init();
}
