//! A month in an address or a form: `2026-02`.

use crate::danish::month_long;
use crate::text::tf;
use app::figures::Month;

pub(crate) fn read(text: &str) -> Option<Month> {
    let (year, month) = text.split_once('-')?;
    Month::new(year.parse().ok()?, month.parse().ok()?)
}

/// Says that another month is shown than the one an address asks for.
pub(crate) fn unread(asked: &str, shown: Month) -> Option<String> {
    if asked.is_empty() || read(asked) == Some(shown) {
        return None;
    }
    let month = read(asked).map_or_else(|| asked.to_owned(), |month| month_long(month.first_day()));
    Some(tf("address.month", &[("month", &month), ("shown", &month_long(shown.first_day()))]))
}
