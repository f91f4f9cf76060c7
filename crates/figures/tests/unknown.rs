//! What nobody wrote down: for every figure that divides by something, one more of whom it is not known moves neither the
//! number nor what it is divided by, and stands beside it.

use domain::codes::Code;
use domain::schema::Hours;
use domain::{Day, Period};
use medspiller_figures::definition::Indicator;
use medspiller_figures::indicator::activation::{Recipient, activation};
use medspiller_figures::indicator::answer_time::{Answers, Asked, End};
use medspiller_figures::indicator::cooperation::{Company, degree};
use medspiller_figures::indicator::long_term::{a_year, eighty_per_cent, three_months};
use medspiller_figures::indicator::ordinary_hours::ordinary_hours;
use medspiller_figures::indicator::self_support::{How, self_support};
use medspiller_figures::indicator::status_after::{Seen, distribution, status_after};
use medspiller_figures::indicator::without_offer::without_offer;
use medspiller_figures::indicator::{Outcome, share};
use medspiller_figures::timeliness::{BasisRow, By, Layer, Question, Share, View};
use medspiller_figures::{Exact, Value, timeliness};
use rulebook::assess::Status;

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

fn period(from: &str, through: Option<&str>) -> Period {
    Period::from_through(day(from), through.map(day)).expect("a period")
}

/// What is said of some people: the number, what it is divided by, and how many it is not known of.
#[derive(PartialEq, Debug)]
struct Said {
    number: Option<Exact>,
    of: u32,
    unknown: u32,
}

fn of_share(share: Share) -> Said {
    Said { number: share.percent(), of: share.denominator, unknown: share.undetermined }
}

const TODAY: &str = "2026-03-16";

/// Two of whom it is known, one yes and one no; and where it is asked for, one more of whom it is not.
fn outcomes(yes: Outcome, no: Outcome, unknown: Outcome, more: bool) -> Said {
    assert_eq!((yes, no, unknown), (Outcome::Yes, Outcome::No, Outcome::Undetermined));
    of_share(share([yes, no].into_iter().chain(more.then_some(unknown))))
}

/// The same of a rule for one person's course: a long one, a short one, and one that begins with what is known.
fn of_courses(rule: fn(&[Period], Day, Day) -> Outcome, more: bool) -> Said {
    let (on, long_ago) = (day(TODAY), day("2020-01-01"));
    let since = day("2026-02-01");
    let short = rule(&[period("2026-02-01", None)], on, long_ago);
    outcomes(
        rule(&[period("2020-01-02", None)], on, long_ago),
        short,
        rule(&[period("2026-02-01", None)], on, since),
        more,
    )
}

fn of_self_support(more: bool) -> Said {
    let (ended, today) = (day("2025-06-30"), day(TODAY));
    let back = [period("2025-08-01", None)];
    let found = |benefits: &[Period], known| self_support(ended, 92, How::OnTheDay, benefits, known, today);
    outcomes(found(&[], today), found(&back, today), found(&[], ended), more)
}

fn of_dates(more: bool) -> Said {
    let row = |status, met: Option<bool>| BasisRow {
        layer: Layer::Law,
        due: Some(day("2026-02-10")),
        met: met.map(|_| day("2026-02-10")),
        timely_by_day: met,
        timely_by_week: met,
        status,
    };
    let mut rows = vec![row(Status::Met, Some(true)), row(Status::Overdue, None)];
    rows.extend(more.then(|| row(Status::Undetermined, None)));
    let (from, through, on) = (day("2026-02-01"), day("2026-02-28"), day(TODAY));
    of_share(timeliness::share(&rows, Question { layer: Layer::Law, view: View::Due, by: By::Day, from, through, on }))
}

fn of_status(more: bool) -> Said {
    let (ended, today) = (day("2025-06-30"), day(TODAY));
    let there = [period("2025-07-01", None)];
    let after = |periods, known_through| status_after(ended, 92, &[Seen { periods, known_through }], today);
    let mut all = vec![after(&there, Some(today)), after(&[], Some(today))];
    all.extend(more.then(|| after(&[], None)));
    let found = distribution(1, all);
    let of = found.by_state[0] + found.rest;
    Said { number: Exact::share(found.by_state[0], of), of, unknown: found.undetermined }
}

fn of_answers(more: bool) -> Said {
    let asked = |end| Asked { on: day("2026-01-01"), end };
    let mut all = vec![asked(End::Answered(day("2026-01-05"))), asked(End::Open)];
    all.extend(more.then(|| asked(End::Undetermined)));
    let found = Answers::of(all, day(TODAY));
    let days = found.median.least().and_then(|n| i32::try_from(n).ok()).map(Exact::whole);
    Said { number: days, of: found.answered + found.open, unknown: found.undetermined }
}

fn of_hours(more: bool) -> Said {
    let found = ordinary_hours([Some(Hours(500)), Some(Hours(0))].into_iter().chain(more.then_some(None)));
    Said { number: found.share(), of: found.with_hours + found.without, unknown: found.undetermined }
}

fn of_companies(more: bool) -> Said {
    let company = |employees| Company { employees, with: &[] };
    let found = degree([company(Some(Exact::whole(4)))].into_iter().chain(more.then(|| company(None))));
    Said { number: found.percent(|d| d.all), of: found.companies, unknown: found.unknown_size }
}

/// Every figure says what it does with what is not known; `None` where it divides by nothing that may be unknown of one.
fn said(figure: Indicator, more: bool) -> Option<Said> {
    use Indicator::*;
    Some(match figure {
        Langtidsledige3Maaneder => of_courses(three_months, more),
        Langtidsledige1Aar => of_courses(a_year, more),
        Langtidsledige80Pct => of_courses(eighty_per_cent, more),
        UdenTilbud12Maaneder => {
            of_courses(|courses, on, known_from| without_offer(courses[0], &[], on, known_from), more)
        }
        SelvforsoergelseEfterProgram | SelvforsoergelseEfterVejen => of_self_support(more),
        Rettidighed => of_dates(more),
        StatusEfterForloeb => of_status(more),
        TidTilSvar => of_answers(more),
        OrdinaereTimer => of_hours(more),
        Samarbejdsgrad => of_companies(more),
        // Counts, and what is counted of people one by one without dividing by them.
        FuldtidspersonerDage | FuldtidspersonerUger | Personer | Forloeb | BestandOgStroemme | SagerITeam
        // An unknown destination is a part of its own.
        | AfgangEfterAarsag
        // Days of what has been seen.
        | VarighedAfAfsluttedeForloeb | GennemsnitligVarighed | TidTilFoersteTilbud | VentetidPrTrin
        // A talk without an outcome is no talk that was held or missed.
        | FremmoedeTilSamtaler
        // Of the whole municipality, or nothing.
        | UdgiftPrIndbygger
        // Asked below: unknown hours make it a least number.
        | Aktiveringsgrad => return None,
    })
}

#[test]
fn one_more_of_whom_it_is_not_known_moves_no_number_and_stands_beside_it() {
    let mut asked = 0;
    for figure in Indicator::ALL {
        let (Some(known), Some(more)) = (said(*figure, false), said(*figure, true)) else { continue };
        assert_eq!(known.unknown, 0, "{figure:?}");
        assert!(known.number.is_some() && known.of > 0, "{figure:?} says something: {known:?}");
        assert_eq!(more, Said { unknown: 1, ..known }, "{figure:?}");
        asked += 1;
    }
    assert_eq!(asked, 11, "{} figures", Indicator::ALL.len());
}

#[test]
fn an_offer_whose_hours_nobody_wrote_makes_the_degree_a_least_number() {
    let (from, through) = (day("2026-02-01"), day("2026-02-28"));
    let benefit = [period("2026-01-01", None)];
    let found = |hours: Option<Hours>| {
        let offers = [(period("2026-01-01", None), hours)];
        activation([Recipient { benefit: &benefit, offers: &offers }], from, through).degree()
    };
    assert_eq!(found(Some(Hours(3_700))), Value::Number(Exact::whole(100)));
    assert_eq!(found(None), Value::AtLeast(Exact::ZERO));
}
