//! *Sammenlign*: the municipality beside others, on published figures.

mod choices;
mod drawing;
mod own;
mod sheet;
mod words;

use crate::Web;
use crate::pages::{Frame, page};
use crate::session::Signed;
use crate::text::{t, tf};
use app::access::{FigureAction, decide_figures};
use app::comparison::{Asked, Comparison, ComparisonPage, LineKind, OwnBeside, Ranked, Second, SmallRow};
use app::figures::compare::{Change, RankRow, Sort};
use app::figures::{chart, danish};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

pub(crate) use sheet::sheet;
pub(crate) use words::{change, why_no_change};

#[derive(Deserialize, Default, Clone)]
#[serde(default)]
pub(crate) struct Asking {
    maal: String,
    kommune: String,
    periode: String,
    klynge: String,
    omraade: String,
    rang: String,
    kendt: String,
}

impl Asking {
    fn asked(&self) -> Asked {
        Asked {
            measure: (!self.maal.is_empty()).then(|| self.maal.clone()),
            area: self.kommune.parse().ok(),
            months: self.periode.parse().ok(),
            cluster_of_then: self.klynge == "dengang",
            second: match self.omraade.as_str() {
                "region" => Second::Region,
                "naboer" => Second::Neighbours,
                _ => Second::Rar,
            },
            ranked: match self.rang.as_str() {
                "omraade" => Ranked::Second,
                "land" => Ranked::Country,
                _ => Ranked::Cluster,
            },
            known: self.kendt.parse().ok(),
        }
    }

    /// The same choices for the spreadsheet.
    fn link(&self) -> String {
        let pairs = [
            ("maal", &self.maal),
            ("kommune", &self.kommune),
            ("periode", &self.periode),
            ("klynge", &self.klynge),
            ("omraade", &self.omraade),
            ("rang", &self.rang),
            ("kendt", &self.kendt),
        ];
        let encode = |v: &str| percent_encoding::utf8_percent_encode(v, percent_encoding::NON_ALPHANUMERIC).to_string();
        let chosen = pairs.iter().filter(|(_, v)| !v.is_empty()).map(|(k, v)| format!("{k}={}", encode(v)));
        format!("/sammenlign/regneark?{}", chosen.collect::<Vec<_>>().join("&"))
    }
}

#[derive(Template)]
#[template(path = "comparison.html")]
struct Page {
    frame: Frame,
    finding: Option<String>,
    /// A measure or a municipality that was asked for and is not there.
    unread: Option<String>,
    filters: Vec<choices::Filter>,
    shown: Option<ShownView>,
    all: Vec<SmallView>,
    area: String,
    sheet: String,
    past: Option<String>,
}

struct ShownView {
    unit: String,
    chart: String,
    own: Option<own::OwnView>,
    notes: Vec<(String, String)>,
    head: Vec<String>,
    months: Vec<MonthView>,
    levels: Vec<LevelView>,
    then: String,
    now: String,
    rank_title: String,
    rank_order: String,
    rank: Option<String>,
    rank_none: String,
    /// The same as the drawing, for a screen that is too narrow for it.
    ranks: Vec<RankView>,
    hidden: Vec<(String, String)>,
}

struct RankView {
    place: String,
    name: String,
    value: String,
    own: bool,
}

struct MonthView {
    month: String,
    mark: String,
    values: Vec<String>,
}

struct LevelView {
    name: String,
    own: bool,
    now: String,
    then: String,
    change: String,
    why: String,
}

struct SmallView {
    /// The page with this measure on top.
    link: String,
    name: String,
    unit: String,
    own: String,
    cluster: String,
    country: String,
    place: String,
    change: String,
    line: String,
    month: String,
}

pub(crate) async fn show(State(web): State<Web>, signed: Signed, Query(asked): Query<Asking>) -> Response {
    let mut wanted = asked.asked();
    // What is known today is what is known: no other day is looked at.
    wanted.known = wanted.known.filter(|day| *day < signed.moment.today);
    match read(&web, &signed, wanted).await {
        Ok((found, own)) => page(&view(&web, &signed, &asked, (&found, own.as_ref()))),
        Err(error) => super::error::failure(&error),
    }
}

/// The page, and for those who may see the municipality's own numbers, these beside it.
async fn read(web: &Web, signed: &Signed, wanted: Asked) -> Result<(ComparisonPage, Option<OwnBeside>), app::AppError> {
    let found = web.app.comparison(wanted, signed.moment).await?;
    let may = decide_figures(&signed.viewer, FigureAction::Lead).is_ok();
    let of_us = i64::from(found.area) == web.app.config.code && found.asked.known.is_none();
    let own = match &found.shown {
        Some(shown) if may && of_us => web.app.own_beside(&signed.viewer, shown, signed.moment).await?,
        _ => None,
    };
    Ok((found, own))
}

fn view(web: &Web, signed: &Signed, asked: &Asking, (found, own): (&ComparisonPage, Option<&OwnBeside>)) -> Page {
    let frame = Frame::new(web, signed, "comparison");
    let persons = frame.persons;
    Page {
        frame,
        finding: found.shown.as_ref().map(|shown| words::finding(found, shown)),
        unread: unread(asked, found),
        filters: choices::filters(found),
        shown: found.shown.as_ref().map(|shown| shown_view(found, shown, own, persons)),
        all: found.all.iter().map(|row| small_view(row, found.area)).collect(),
        area: found.area_name.clone(),
        sheet: asked.link(),
        past: found.asked.known.map(|day| tf("comparison.past", &[("day", &crate::danish::long(day))])),
    }
}

/// What of the address is none of the choices, where there are choices at all.
fn unread(asked: &Asking, found: &ComparisonPage) -> Option<String> {
    let shown = found.shown.as_ref()?;
    let wrong = [(&asked.maal, shown.measure.id.clone()), (&asked.kommune, found.area.to_string())];
    let wrong = wrong.into_iter().find(|(said, shown)| !said.is_empty() && *said != shown);
    wrong.map(|(said, _)| tf("address.choice", &[("text", said)]))
}

fn shown_view(found: &ComparisonPage, shown: &Comparison, own: Option<&OwnBeside>, persons: bool) -> ShownView {
    let decimals = shown.measure.decimals;
    let name = |kind| words::line_name(kind, found);
    let months = shown.months.iter().enumerate().rev().map(|(at, month)| MonthView {
        month: danish::month(*month),
        mark: words::month_mark(shown, *month),
        values: shown.lines.iter().map(|l| danish::value(l.values[at], decimals)).collect(),
    });
    let level = |name: String, own: bool, change: &Change| LevelView {
        name,
        own,
        now: danish::value(change.now, decimals),
        then: danish::value(change.then, decimals),
        change: words::change(change, decimals),
        why: words::why_no_change(change),
    };
    let lines = shown.lines.iter().map(|line| level(name(line.kind), line.kind == LineKind::Own, &line.change));
    let each = shown.neighbours.iter().filter(|_| found.asked.second == Second::Neighbours);
    let levels = lines.chain(each.map(|(name, change)| level(name.clone(), false, change)));
    let counted = shown.measure.sort == Sort::Count;
    ShownView {
        unit: tf("comparison.unit", &[("counted", &shown.measure.counted), ("unit", &shown.measure.unit)]),
        chart: drawing::lines(found, shown, own, &drawing::ALL),
        own: own.and_then(|own| own::view(shown, own, persons)),
        notes: words::notes(found, shown),
        head: shown.lines.iter().map(|l| name(l.kind)).collect(),
        months: months.collect(),
        levels: levels.collect(),
        now: tf("comparison.month_preliminary", &[("month", &danish::month(shown.latest))]),
        then: danish::month(shown.latest.last_year()),
        rank_title: words::rank_title(found, shown),
        rank_order: words::rank_order(shown),
        rank: (!counted && !shown.ranking.rows.is_empty()).then(|| drawing::rank(found, shown)),
        ranks: shown.ranking.rows.iter().map(|row| rank_view(row, found.area, decimals)).collect(),
        rank_none: t(if counted { "comparison.rank_counts" } else { "comparison.rank_unknown" }),
        hidden: words::without_number(shown),
    }
}

fn rank_view(row: &RankRow, area: u16, decimals: u8) -> RankView {
    RankView {
        place: row.printed.map_or_else(|| "–".to_owned(), |p| danish::places(p.first, p.last)),
        name: row.name.clone(),
        value: danish::value(row.value, decimals),
        own: row.area == area,
    }
}

/// One measure as it stands on *Ledelse*: the municipality, its cluster and the country.
pub(crate) struct Card {
    pub(crate) title: String,
    pub(crate) chart: String,
    /// The finding, as HTML with one `<b>`.
    pub(crate) finding: String,
    pub(crate) link: String,
}

/// `None` while nothing is imported.
pub(crate) fn card(found: &ComparisonPage) -> Option<Card> {
    let shown = found.shown.as_ref()?;
    let lines = [LineKind::Own, LineKind::Cluster, LineKind::Country];
    Some(Card {
        title: tf("comparison.card", &[("what", &format!("{}, {}", shown.measure.name, shown.measure.unit))]),
        chart: drawing::lines(found, shown, None, &lines),
        finding: words::finding(found, shown),
        link: format!("/sammenlign?maal={}", shown.measure.id),
    })
}

fn small_view(row: &SmallRow, area: u16) -> SmallView {
    let decimals = row.measure.decimals;
    SmallView {
        link: format!("/sammenlign?maal={}&kommune={area}", row.measure.id),
        name: row.measure.name.clone(),
        unit: row.measure.unit.clone(),
        own: danish::value(row.own, decimals),
        cluster: danish::value(row.cluster, decimals),
        country: danish::value(row.country, decimals),
        place: row.place.map_or_else(
            || "–".to_owned(),
            |p| tf("comparison.place", &[("place", &danish::places(p.first, p.last)), ("of", &p.of.to_string())]),
        ),
        change: words::change(&row.change, decimals),
        line: chart::sparkline(&row.line, &row.cluster_line, &row.breaks),
        month: danish::month(row.latest),
    }
}
