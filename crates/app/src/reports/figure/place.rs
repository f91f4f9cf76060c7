//! Where the program opens the numbers of a figure: the page with its filter, and from there the cases for those allowed.

use crate::reports::ground::Ground;
use documents::plan::Planned;
use documents::text::t;

/// The page's name and address; `None` for a figure that stands in reports alone.
pub(super) fn of(planned: &Planned, ground: &Ground) -> Option<(String, String)> {
    let last = ground.last().code();
    let area = ground.published.area;
    if let Some(measure) = &planned.measure {
        return Some((t("comparison.title"), format!("/sammenlign?maal={measure}&kommune={area}")));
    }
    let (title, address) = match planned.id.as_str() {
        "M-1" | "K-1" => ("comparison.title", format!("/sammenlign?kommune={area}")),
        "Q-T2" => ("comparison.title", format!("/sammenlign?maal=ledige-andel&kommune={area}&omraade=naboer")),
        "M-2" | "U-1" | "Q-F4" | "R-1" => ("leadership.title", format!("/ledelse?maaned={last}#fuldtid")),
        "R-2" => ("leadership.title", format!("/ledelse?maaned={last}#varighed")),
        "M-3" | "M-3t" | "Q-F8" => ("timeliness.title", format!("/rettidighed?maaned={last}")),
        "M-4" => ("flows.title", format!("/stroemme?{}#bro", ground.bridge.shown.query())),
        "M-11" => ("flows.title", format!("/stroemme?{}#boelge", ground.journeys.shown.query())),
        "Q-T1" => ("goals.title", "/maal".to_owned()),
        _ => return None,
    };
    Some((t(title), address))
}
