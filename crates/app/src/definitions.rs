//! *Definitioner*: what each figure counts, in words, for everybody who sees or makes figures.

use crate::access::{FigureAction, Viewer, decide_figures};
use crate::{App, AppError};
use domain::Day;
use domain::codes::Code;
use figures::definition::{Definition, Definitions, Indicator, State};
use std::sync::LazyLock;

static SHIPPED: LazyLock<Definitions> = LazyLock::new(Definitions::shipped);

/// One figure: the definition in force on the day, and those of before, newest first.
#[derive(Clone, Debug)]
pub struct Defined {
    pub now: &'static Definition,
    pub before: Vec<Earlier>,
}

/// A version that no longer holds.
#[derive(Clone, Debug)]
pub struct Earlier {
    pub definition: &'static Definition,
    pub through: Day,
}

/// The definition in force for a count made on a day.
pub(crate) fn of(id: Indicator, counted: Day) -> Result<&'static Definition, AppError> {
    let missing = || AppError::Internal(format!("{id:?} has no definition"));
    SHIPPED.of(id, counted).ok_or_else(missing)
}

fn before(now: &Definition) -> Vec<Earlier> {
    let versions: Vec<&'static Definition> =
        SHIPPED.all().iter().filter(|d| d.id == now.id && d.version <= now.version).collect();
    let pairs = versions.windows(2).rev();
    pairs.map(|pair| Earlier { definition: pair[0], through: pair[1].from.plus_days(-1) }).collect()
}

impl App {
    /// What a figure counts, in the version of the day.
    pub fn definition(&self, id: Indicator, counted: Day) -> Result<&'static Definition, AppError> {
        of(id, counted)
    }

    /// All figures, or those that have come so far.
    pub fn definitions(&self, viewer: &Viewer, state: Option<State>, today: Day) -> Result<Vec<Defined>, AppError> {
        decide_figures(viewer, FigureAction::Define).map_err(AppError::NoAccess)?;
        let now = Indicator::ALL.iter().filter_map(|id| SHIPPED.of(*id, today));
        let asked = now.filter(|d| state.is_none_or(|s| s == d.state));
        Ok(asked.map(|now| Defined { now, before: before(now) }).collect())
    }
}
