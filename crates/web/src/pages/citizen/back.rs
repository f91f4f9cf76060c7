//! The way back from *Borger* to the list one came from, and its neighbours there.

use super::view::CitizenTemplate;
use crate::Web;
use crate::pages::Frame;
use crate::pages::overview::asked_by;
use crate::session::Signed;
use crate::text::tf;
use crate::way_back::WayBack;
use app::citizen::Place;
use axum::http::HeaderValue;
use axum::http::header::{HeaderName, SET_COOKIE};

/// Where the page leads back to.
pub(crate) struct Back {
    pub(crate) text: String,
    pub(crate) address: String,
    /// What a search is made again with, so that it stands in no address.
    pub(crate) searched: Option<String>,
}

/// `4 af 13`, and the case before and after; on a list the case has left, only who came after.
pub(crate) struct Neighbours {
    pub(crate) text: String,
    pub(crate) before: Option<String>,
    pub(crate) after: Option<String>,
}

impl Back {
    pub(super) fn of(frame: &Frame, case: i64) -> Back {
        let own = WayBack { list: "/".to_owned(), after: None, arrived: false };
        let (way, searched) = frame.way_back.as_ref().map_or((&own, &None), |(way, searched)| (way, searched));
        let list = if way.is_search() { "/borgere" } else { &way.list };
        Back { text: way.text(), address: format!("{list}#sag-{case}"), searched: searched.clone() }
    }
}

pub(super) fn neighbours(place: Place, way: Option<&WayBack>) -> Neighbours {
    let to = |case: i64| way.map_or_else(|| format!("/borger/{case}"), |way| way.to_case(case));
    Neighbours {
        text: tf("citizen.place", &[("at", &place.at.to_string()), ("of", &place.of.to_string())]),
        before: place.before.map(to),
        after: place.after.map(to),
    }
}

impl CitizenTemplate {
    /// Says the place on the list one came from, and gives the cookie that keeps the way there through what is saved.
    pub(super) async fn come_from(
        &mut self,
        web: &Web,
        signed: &Signed,
        case: i64,
    ) -> Option<[(HeaderName, HeaderValue); 1]> {
        let way = signed.way_back.as_ref()?;
        let mut after = way.after;
        if let Some(filter) = way.overview_query().and_then(asked_by) {
            let place = web.app.place_on_list(&signed.viewer, &filter, case, signed.moment).await.ok()?;
            match (place, way.after) {
                (Some(place), _) => {
                    after = place.after;
                    self.place = Some(neighbours(place, Some(way)));
                }
                // It is done and no longer there: the row that followed it stands where it stood.
                (None, Some(next)) => {
                    self.back.address = format!("{}#sag-{next}", way.list);
                    self.place = Some(Neighbours { text: String::new(), before: None, after: Some(way.to_case(next)) });
                }
                (None, None) => {}
            }
        }
        if !way.arrived && after == way.after {
            return None;
        }
        HeaderValue::from_str(&way.cookie(case, after, web.secure_cookies)).ok().map(|value| [(SET_COOKIE, value)])
    }
}
