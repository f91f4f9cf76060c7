//! The cases behind a number of *Ledelse*: who was on the benefit, whose courses ended, who was in an offer.

use super::foot::made;
use crate::Web;
use crate::danish::{month_long, period, short_year};
use crate::pages::foot::Foot;
use crate::pages::opened::{self, Head, Number, Page};
use crate::pages::{Frame, error, month, page};
use crate::session::Signed;
use crate::sheet::sheet;
use crate::text::{t, tf};
use crate::way_back;
use crate::words::label;
use app::AppError;
use app::figures::definition::Indicator;
use app::figures::goal::Measure;
use app::figures::{Exact, Month, Value, danish};
use app::flows::drawn::{on_benefit, weeks};
use app::leadership::{self, CasesOrder, NumberAsked, NumberPage, Stretch, Told};
use app::opened::Extent;
use app::team::Kept;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::codes::{Benefit, Code};
use serde::Deserialize;

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Asked {
    /// The figure of the number.
    tal: String,
    /// A benefit, or `alle`.
    yd: String,
    /// `2026-02`
    maaned: String,
    /// `days`, or turned round `-days`.
    sorter: String,
    side: String,
    regneark: String,
}

impl Asked {
    fn number(&self) -> Option<NumberAsked> {
        let number = leadership::Number::of(Indicator::from_code(&self.tal)?)?;
        let benefit = Benefit::from_code(&self.yd);
        // A length has no total, and what cannot be read is no benefit.
        let readable = benefit.is_some() || (self.yd == app::flows::ALL && number != leadership::Number::Ended);
        let (order, down) = self.sorter.strip_prefix('-').map_or((self.sorter.as_str(), false), |order| (order, true));
        let usual = if number == leadership::Number::Ended { CasesOrder::Days } else { CasesOrder::Since };
        let order = CasesOrder::from_code(order).unwrap_or(usual);
        readable.then(|| NumberAsked { number, benefit, month: month::read(&self.maaned), order, down })
    }
}

/// The list of a number, in the order it has unless another is asked for.
fn address(id: Indicator, benefit: Option<Benefit>, month: Month) -> String {
    let benefit = benefit.map_or(app::flows::ALL, Code::code);
    format!("/ledelse/sager?tal={}&yd={benefit}&maaned={}", id.code(), month.code())
}

/// A number that leads to its cases where somebody stands behind it and the reader may see persons.
pub(super) fn number(
    id: Indicator,
    of: (Option<Benefit>, Month),
    (text, value): (String, Value),
    persons: bool,
) -> Number {
    Number::of((text, value), persons, || address(id, of.0, of.1))
}

/// Where one of the program's own measures opens, for those who may see persons; of a month, or for who came and went of
/// the months from one to another.
pub(crate) fn of_measure(measure: Measure, benefit: Option<Benefit>, (from, month): (Month, Month)) -> String {
    match measure {
        Measure::Fuldtidspersoner | Measure::Personer => address(measure.indicator(), benefit, month),
        Measure::Aktiveringsgrad | Measure::BeroertAfAktivering => address(Indicator::Aktiveringsgrad, benefit, month),
        Measure::Forloeb | Measure::Tilgang | Measure::Afgang => {
            let benefit = benefit.map_or(app::flows::ALL, Code::code);
            format!("/stroemme?yd={benefit}&fra={}&til={}#bro", from.code(), month.code())
        }
        Measure::Ventetid => {
            let benefit = benefit.map_or(app::flows::ALL, Code::code);
            format!("/stroemme?yd={benefit}&hfra={}&htil={}#boelge", from.code(), month.code())
        }
        // The courses that ended in a month stand among those of the year that the month after it shows.
        Measure::Varighed => format!("/ledelse?maaned={}#varighed", month.plus(1).code()),
        Measure::RettidighedLov => format!("/rettidighed?maaned={}", month.code()),
        Measure::RettidighedMaal => format!("/rettidighed?maaned={}&lag={}", month.code(), Kept::Goal.code()),
    }
}

pub(crate) async fn cases(State(web): State<Web>, signed: Signed, Query(asked): Query<Asked>) -> Response {
    let Some(number) = asked.number() else { return error::not_found() };
    let file = !asked.regneark.is_empty();
    let extent = if file { Extent::Whole } else { Extent::Page(asked.side.parse().unwrap_or(1)) };
    let found = web.app.leadership_cases(&signed.viewer, number, extent, signed.moment).await;
    match found.and_then(|found| if file { as_file(&found) } else { view(&web, &signed, &found) }) {
        Ok(answer) => answer,
        Err(other) => error::failure(&other),
    }
}

/// `februar 2026`, or first and last day of the months.
fn months(found: &NumberPage) -> String {
    match found.months {
        (first, last) if first == last => month_long(first.first_day()),
        (first, last) => period(first.first_day(), Some(last.last_day())),
    }
}

fn title(found: &NumberPage) -> String {
    let id = found.asked.number.indicator().code();
    let values = [("benefit", on_benefit(found.asked.benefit)), ("months", months(found))];
    tf(&format!("leadership.cases.title_{id}"), &values.each_ref().map(|(k, v)| (*k, v.as_str())))
}

/// The number, and how it comes from the cases of the list.
fn about(found: &NumberPage) -> String {
    let (whole, of) =
        (|n: u64| danish::count(i64::try_from(n).unwrap_or(i64::MAX)), |n: Exact, d| danish::number(n, d));
    let (key, values) = match found.told {
        Told::Hidden | Told::None => return String::new(),
        Told::FullTime { persons, days, days_in } => (
            "full_time",
            vec![("n", of(persons, super::DECIMALS)), ("days", whole(days)), ("all", whole(u64::from(days_in)))],
        ),
        Told::Persons(persons) => ("persons", vec![("n", of(persons, 0))]),
        Told::Ended { courses, mean_days } => {
            ("ended", vec![("n", of(courses, 0)), ("weeks", super::words::in_weeks(mean_days))])
        }
        Told::Touched { touched, persons } => {
            ("touched", vec![("n", whole(u64::from(touched))), ("all", whole(u64::from(persons)))])
        }
    };
    let values: Vec<(&str, &str)> = values.iter().map(|(k, v)| (*k, v.as_str())).collect();
    let about = tf(&format!("leadership.cases.{key}"), &values);
    let twice = found.asked.benefit.is_none() && found.asked.number != leadership::Number::Touched;
    if twice { format!("{about} {}", t("leadership.cases.twice")) } else { about }
}

fn here(found: &NumberPage) -> String {
    address(found.asked.number.indicator(), found.asked.benefit, found.month)
}

/// In the order that is shown.
fn ordered(found: &NumberPage) -> String {
    let turned = if found.asked.down { "-" } else { "" };
    format!("{}&sorter={turned}{}", here(found), found.asked.order.code())
}

/// The page that the number stands on.
fn back(found: &NumberPage) -> (String, String) {
    let anchor = match found.asked.number {
        leadership::Number::Touched => return ("/maal".to_owned(), t("goals.title")),
        leadership::Number::Ended => "varighed",
        _ => "fuldtid",
    };
    (format!("/ledelse?maaned={}#{anchor}", found.month.code()), t("leadership.title"))
}

/// Columns after benefit and owner.
fn heads(found: &NumberPage) -> Vec<Head> {
    let (here, down) = (here(found), found.asked.down);
    let ordered = |head: Head, order: CasesOrder| {
        // The longest on the benefit are the earliest; the most days are the highest number.
        let ascending = (order == CasesOrder::Since) != down;
        let way = if ascending { "ascending" } else { "descending" };
        head.ordered(&here, order.code(), (found.asked.order == order).then_some(way), down)
    };
    let key = if found.asked.number == leadership::Number::Ended { "weeks" } else { "days" };
    let mut heads = vec![
        ordered(Head::plain(t("leadership.cases.col_first")), CasesOrder::Since),
        Head::plain(t("leadership.cases.col_last")),
        ordered(Head::number(t(&format!("leadership.cases.col_{key}"))), CasesOrder::Days),
    ];
    if found.asked.number == leadership::Number::Touched {
        heads.push(Head::plain(t("leadership.cases.col_offers")));
    }
    heads
}

fn cells(found: &NumberPage, of: &Stretch) -> Vec<String> {
    let ended = found.asked.number == leadership::Number::Ended;
    let days = if ended { weeks(of.days) } else { danish::count(i64::from(of.days)) };
    let mut cells = vec![short_year(of.first), of.last.map(short_year).unwrap_or_default(), days];
    if found.asked.number == leadership::Number::Touched {
        cells.push(of.offers.iter().map(|kind| label(*kind)).collect::<Vec<_>>().join(", "));
    }
    cells
}

fn foot(found: &NumberPage) -> Result<Foot, AppError> {
    let days = (found.months.0.first_day(), found.months.1.last_day());
    Ok(made(found.definition()?, days, found.counted, found.today, format!("{}&regneark=1", ordered(found))))
}

fn notes(found: &NumberPage) -> Vec<String> {
    let mut notes = opened::notes(&found.cases, (found.told == Told::Hidden, found.asked.benefit.is_some()));
    // What ended in the months of a length is settled.
    let last = found.months.1 == Month::of(found.today).plus(-1);
    notes.extend(last.then(|| t("leadership.cases.preliminary")));
    notes
}

fn view(web: &Web, signed: &Signed, found: &NumberPage) -> Result<Response, AppError> {
    let mut first = way_back::firsts();
    Ok(page(&Page {
        frame: Frame::new(web, signed, "leadership"),
        back: back(found),
        title: title(found),
        about: about(found),
        notes: notes(found),
        heads: Head::of_case().into_iter().chain(heads(found)).collect(),
        rows: found.cases.rows.iter().map(|row| opened::row(row, cells(found, &row.of)).at(first(row.case))).collect(),
        pager: opened::pager(&found.cases, &ordered(found)),
        foot: Some(foot(found)?),
    }))
}

fn as_file(found: &NumberPage) -> Result<Response, AppError> {
    let named = ["team.col_citizen", "leadership.cases.col_born"].map(t);
    let columns = Head::of_case().into_iter().chain(heads(found)).map(|head| head.text);
    let head: Vec<String> = named.into_iter().chain(columns).collect();
    let line = |row: opened::RowView| [vec![row.name, row.born], row.cells].concat();
    let mut rows: Vec<Vec<String>> =
        found.cases.rows.iter().map(|row| line(opened::row(row, cells(found, &row.of)))).collect();
    rows.extend(notes(found).into_iter().map(|note| vec![note]));
    rows.extend(foot(found)?.lines());
    let id = found.asked.number.indicator().code().replace('_', "-");
    let benefit = found.asked.benefit.map_or(app::flows::ALL, Code::code).replace('_', "-");
    Ok(sheet(&format!("ledelse-sager-{id}-{benefit}-{}", found.month.code()), &head, &rows))
}
