//! *Hvem har set sagen*: every look at a citizen, newest first; the citizen's page shows the latest.

use crate::Web;
use crate::danish::{clock, short_near, when};
use crate::pages::{Frame, error, page};
use crate::session::{Case, Signed};
use crate::text::{count, find, tf};
use app::citizen::Look;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use domain::Day;
use domain::instant::Instant;

/// Looks that one person made for one purpose within a minute stand as one line, those of lists within a day.
pub(crate) struct LookWords {
    pub(crate) at: String,
    pub(crate) who: String,
    pub(crate) purpose: String,
    pub(crate) refused: bool,
}

#[derive(Template)]
#[template(path = "looks.html")]
struct Page {
    frame: Frame,
    case: i64,
    name: String,
    counted: String,
    looks: Vec<LookWords>,
}

/// Looks as lines, the same ones as one.
fn lines(looks: &[Look], at: impl Fn(Instant) -> String) -> Vec<LookWords> {
    // Whoever goes through lists sees the same person many times: a day's lists of one purpose are one look.
    let of_a_list = |look: &Look| ["udvalg", "ledelse", "stroemme"].contains(&look.purpose.as_str());
    let same = |a: &Look, b: &Look| {
        (a.at.day(), of_a_list(a) || a.at.minute() == b.at.minute(), a.granted) == (b.at.day(), true, b.granted)
            && (&a.actor, &a.purpose) == (&b.actor, &b.purpose)
    };
    let words = looks.chunk_by(same).map(|alike| {
        let look = &alike[0];
        let purpose = find(&format!("purpose.{}", look.purpose)).unwrap_or_else(|| look.purpose.clone());
        LookWords {
            at: at(look.at),
            who: look.actor.clone(),
            purpose: if alike.len() > 1 {
                format!("{purpose}, {}", count("looks.times", alike.len()))
            } else {
                purpose
            },
            refused: !look.granted,
        }
    });
    words.collect()
}

/// Lines that a citizen's page has room for.
const MOST: usize = 8;

/// The latest looks, for the citizen's page.
pub(crate) fn latest(looks: &[Look], today: Day) -> Vec<LookWords> {
    let mut words = lines(looks, |at| when(at, today));
    words.truncate(MOST);
    words
}

pub(crate) async fn show(State(web): State<Web>, signed: Signed, Case(case): Case) -> Response {
    let found = match web.app.looks(&signed.viewer, case, signed.moment).await {
        Ok(found) => found,
        Err(other) => return error::failure(&other),
    };
    let today = signed.moment.today;
    let all = [("n", found.count.to_string()), ("shown", found.looks.len().to_string())];
    let all: Vec<(&str, &str)> = all.iter().map(|(k, v)| (*k, v.as_str())).collect();
    let is_whole = usize::try_from(found.count).is_ok_and(|n| n <= found.looks.len());
    page(&Page {
        frame: Frame::new(&web, &signed, "citizens"),
        case,
        counted: tf(if is_whole { "looks.all" } else { "looks.newest" }, &all),
        looks: lines(&found.looks, |at| format!("{} {}", short_near(at.day(), today), clock(at.minute()))),
        name: found.name,
    })
}
