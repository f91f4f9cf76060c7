//! Published figures of the invented country, so that the demo has somebody to compare Fjordby with.

use crate::Failure;
use app::figures::Month;
use app::figures::geography::Geography;
use domain::Day;
use domain::codes::Benefit;
use domain::fact::Fact;
use domain::instant::Instant;
use domain::kinds::FactData;
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

/// Invented citizens on kontanthjælp at the end of the last whole month: what is published of Fjordby is of their size.
pub(super) fn on_kontanthjaelp(citizens: &[synth::Citizen], today: Day) -> u32 {
    let (year, month, _) = today.ymd();
    let on = Month::new(year, month).map_or(today, |month| month.plus(-1).last_day());
    let there = |f: &&Fact| f.from <= on && f.through.is_none_or(|through| on <= through);
    let has = |f: &Fact| matches!(f.data, FactData::Benefit { benefit: Benefit::Kontanthjaelp, .. });
    let of = |c: &&synth::Citizen| c.facts.iter().filter(there).any(has);
    u32::try_from(citizens.iter().filter(of).count()).unwrap_or(0)
}

/// Writes the panel, table by table.
pub(super) async fn fill(store: &Store, params: &synth::Params, own: u32, at: Instant) -> Result<(), Failure> {
    let failed = |e: store::StoreError| Failure::Run(format!("the demo's figures could not be written: {e}"));
    let cells = panel::cells(params.seed, params.today, Some(own));
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
