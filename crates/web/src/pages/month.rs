//! A month in an address or a form: `2026-02`.

use app::figures::Month;

pub(crate) fn read(text: &str) -> Option<Month> {
    let (year, month) = text.split_once('-')?;
    Month::new(year.parse().ok()?, month.parse().ok()?)
}
