//! Published figures of the invented country, so that the demo has somebody to compare Fjordby with.

use crate::Failure;
use app::figures::geography::Geography;
use domain::instant::Instant;
use store::Store;
use store::statistics::{Figure, StatRow};
use synth::panel::{self, PanelCell};

/// Said where a real table names its file.
const SOURCE: &str = "opdigtet panel";

pub(super) fn geography() -> Result<Geography, Failure> {
    Geography::parse(&panel::geography()).map_err(|problems| {
        let said: Vec<String> = problems.iter().map(ToString::to_string).collect();
        Failure::Run(format!("the invented municipalities do not load: {}", said.join("; ")))
    })
}

/// Writes the panel, table by table.
pub(super) async fn fill(store: &Store, params: &synth::Params, at: Instant) -> Result<(), Failure> {
    let failed = |e: store::StoreError| Failure::Run(format!("the demo's figures could not be written: {e}"));
    let cells = panel::cells(params.seed, params.today);
    let mut tables: Vec<&str> = cells.iter().map(|c| c.table).collect();
    tables.sort_unstable();
    tables.dedup();
    for table in tables {
        let of: Vec<&PanelCell> = cells.iter().filter(|c| c.table == table).collect();
        let mut write = store.begin_statistics(table).await.map_err(failed)?;
        for cell in &of {
            let (mantissa, scale) = cell.number.map_or((None, 0), |(mantissa, scale)| (Some(mantissa), scale));
            let row = StatRow {
                area: cell.area,
                period: format!("{}M{:02}", cell.year, cell.month),
                figure: Figure { mantissa, scale },
            };
            write.add(cell.measure, &[], row).await.map_err(failed)?;
        }
        write.commit(SOURCE, at, of.len() as u64, 0).await.map_err(failed)?;
    }
    Ok(())
}
