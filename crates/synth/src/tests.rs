//! What must hold of every synthetic municipality.

mod truth;
mod whole;
mod workload;

use crate::{Municipality, Params, generate};
use domain::Day;
use std::sync::LazyLock;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn params(citizens: u32) -> Params {
    Params::new(citizens, day("2026-03-16"))
}

/// Two thousand citizens, made once for all tests.
static FJORDBY: LazyLock<Municipality> = LazyLock::new(|| generate(&params(2000)));
/// Large enough for shares.
static GREAT_FJORDBY: LazyLock<Municipality> = LazyLock::new(|| generate(&params(6000)));
