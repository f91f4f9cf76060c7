//! Offers: the activation degree, their kinds, and who has had none for a year.

use super::length::share_cells_and_unknown;
use super::{Line, ON_BENEFIT, benefit_name, by_month, columns, drawing, foot, row};
use crate::AppError;
use crate::leadership::effort;
use crate::leadership::publish::{shown, whole};
use crate::offer_days::Offer;
use crate::reports::ground::Ground;
use crate::reports::people::Person;
use documents::report::{Cell, Figure, Row, Table};
use documents::sentence::{Sort, moved};
use documents::text::{capital, label, t, tf};
use domain::codes::{Benefit, Code, OfferKind, Sector};
use domain::schema::Hours;
use domain::{Day, Period};
use figures::chart::Style;
use figures::definition::Indicator;
use figures::indicator::activation::{Activation, Recipient, activation};
use figures::indicator::share;
use figures::indicator::without_offer::without_offer;
use figures::suppression::{THRESHOLD, publish, publish_row};
use figures::{Value, danish};

/// With a company: praktik and løntilskud.
fn in_company(kind: OfferKind) -> bool {
    matches!(kind, OfferKind::Virksomhedspraktik | OfferKind::Loentilskud)
}

fn with_company(offer: &Offer) -> bool {
    in_company(offer.kind)
}

/// A person on benefits with the offers that count.
struct Counted {
    benefit: Vec<Period>,
    offers: Vec<(Period, Option<Hours>)>,
}

fn counted(ground: &Ground, benefit: Option<Benefit>, of: fn(&Offer) -> bool) -> Vec<Counted> {
    let on = |p: &Person| match benefit {
        Some(benefit) => p.on(benefit),
        None => p.spells.iter().map(|(_, days)| *days).collect(),
    };
    let each = ground.people.iter().map(|p| Counted {
        benefit: on(p),
        offers: p.offers.iter().filter(|o| of(o)).map(|o| (o.days, o.hours)).collect(),
    });
    each.filter(|c| !c.benefit.is_empty()).collect()
}

fn over(people: &[Counted], from: Day, through: Day) -> Activation {
    activation(people.iter().map(|c| Recipient { benefit: &c.benefit, offers: &c.offers }), from, through)
}

pub(super) fn degree(ground: &Ground, id: &str) -> Result<Figure, AppError> {
    let (all, company) = (counted(ground, None, |_| true), counted(ground, None, with_company));
    let months: Vec<_> = ground.year().collect();
    let series =
        |of: &[Counted]| months.iter().map(|m| effort::degree(&over(of, m.first_day(), m.last_day()))).collect();
    let preliminary = ground.preliminary();
    let lines = [
        Line { name: t("report.effort.all"), style: Style::Own, values: series(&all), preliminary },
        Line { name: t("report.effort.company"), style: Style::Cluster, values: series(&company), preliminary },
    ];
    let ends = |line: &Line| Some((*line.values.first()?, *line.values.last()?));
    let at_least = |v: Value| if let Value::AtLeast(n) = v { Value::Number(n) } else { v };
    let said = ends(&lines[0]).and_then(|(then, now)| moved(at_least(then), at_least(now), Sort::Share));
    let finding = said.map(|said| tf("report.finding.effort", &[("moved", &said)]));
    let unknown = over(&all, ground.from, ground.through).unknown_days > 0;
    let mut table = by_month(&months, &lines, 1);
    table.columns[0] = t("report.col.month_or_benefit");
    table.rows.extend(by_benefit(ground));
    let drawn = lines.map(|l| Line { values: l.values.into_iter().map(at_least).collect(), ..l });
    let title = tf("report.drawing", &[("what", &t("report.what.effort")), ("month", &danish::month(ground.last()))]);
    let mut notes = vec![t("report.note.effort")];
    notes.extend(unknown.then(|| t("report.note.hours_unknown")));
    Ok(Figure {
        findings: finding.into_iter().collect(),
        drawing: drawing(id, &title, &months, &drawn, &[], 1),
        table: Some(table),
        notes,
        foot: foot(ground, Indicator::Aktiveringsgrad, (months[0].first_day(), ground.through), ON_BENEFIT)?,
        ..Figure::default()
    })
}

/// The report's own period, one benefit a row.
fn by_benefit(ground: &Ground) -> Vec<Row> {
    let each = ground.benefits.iter().filter_map(|r| r.benefit).map(|benefit| {
        let of = |pick: fn(&Offer) -> bool| {
            effort::degree(&over(&counted(ground, Some(benefit), pick), ground.from, ground.through))
        };
        let cells = vec![Cell::value(of(|_| true), 1), Cell::value(of(with_company), 1)];
        row(tf("report.effort.in_period", &[("benefit", &benefit_name(Some(benefit)))]), cells)
    });
    each.collect()
}

/// In a course of more than a year, and no day in an offer for a year.
pub(super) fn without(ground: &Ground) -> Result<Figure, AppError> {
    let on = ground.through;
    let outcome = |person: &Person, course: Period| {
        let offers: Vec<Period> = person.offers.iter().map(|o| o.days).collect();
        without_offer(course, &offers, on, ground.known_from)
    };
    let mut rows = Vec::new();
    for benefit in ground.benefits.iter().filter_map(|r| r.benefit) {
        let there = ground.people.iter().filter_map(|p| Some((p, p.course_on(benefit, on)?)));
        let found = share(there.map(|(p, course)| outcome(p, course)));
        if found.denominator > 0 || found.undetermined > 0 {
            rows.push(row(benefit_name(Some(benefit)), share_cells_and_unknown(found)));
        }
    }
    Ok(Figure {
        absent: rows.is_empty().then(|| t("report.nobody")),
        table: (!rows.is_empty())
            .then(|| Table { columns: columns(&["benefit", "share", "without", "of", "undetermined"]), rows }),
        foot: foot(ground, Indicator::UdenTilbud12Maaneder, (on, on), ON_BENEFIT)?,
        ..Figure::default()
    })
}

/// Persons in each kind of offer in the period, and with whom.
pub(super) fn kinds(ground: &Ground) -> Result<Figure, AppError> {
    let Some(period) = Period::from_through(ground.from, Some(ground.through)) else {
        return Err(AppError::Internal("a report's period is turned round".into()));
    };
    let mut rows: Vec<(u32, Row)> = Vec::new();
    let (mut company, mut all) = (0u64, 0u64);
    for kind in OfferKind::ALL {
        let of = |p: &Person, sector: Option<Option<Sector>>| {
            let mut own = p.offers.iter().filter(|o| o.kind == *kind && o.days.overlap(period).is_some());
            own.any(|o| sector.is_none_or(|s| o.sector == s))
        };
        let persons = |sector| ground.people.iter().filter(|p| of(p, sector)).count() as u64;
        let n = persons(None);
        if n == 0 {
            continue;
        }
        let one = |o: &Offer| o.kind == *kind;
        let days = ground.people.iter().flat_map(|p| &p.offers).filter(|o| one(o));
        let days: i64 = days.filter_map(|o| o.days.overlap(period)?.days()).map(i64::from).sum();
        let days = u64::try_from(days).unwrap_or(0);
        all += days;
        company += if in_company(*kind) { days } else { 0 };
        let parts =
            [Some(Sector::Private), Some(Sector::Public), None].map(|s| super::stock::persons(persons(Some(s))));
        let hidden = publish_row(&parts, THRESHOLD);
        let alone = publish(super::stock::persons(n), THRESHOLD);
        let mut cells = vec![Cell::value(shown(alone, whole(n)), 0)];
        let parts = hidden.cells.iter().zip(parts);
        cells.extend(parts.map(|(p, n)| Cell::value(shown(*p, whole(u64::from(n))), 0)));
        rows.push((super::stock::persons(n), row(capital(&label(*kind)), cells)));
    }
    rows.sort_by_key(|(n, _)| std::cmp::Reverse(*n));
    let rows: Vec<Row> = rows.into_iter().map(|(_, row)| row).collect();
    let part = figures::Exact::fraction(i64::try_from(company).unwrap_or(0), i64::try_from(all).unwrap_or(0));
    let finding = part.map(|p| tf("report.finding.kinds", &[("share", &danish::percent(p.times_100(), 1))]));
    Ok(Figure {
        absent: rows.is_empty().then(|| t("report.nobody")),
        findings: finding.into_iter().collect(),
        table: (!rows.is_empty())
            .then(|| Table { columns: columns(&["offer", "persons", "private", "public", "sector_unknown"]), rows }),
        notes: vec![t("report.note.kinds")],
        foot: foot(ground, Indicator::Aktiveringsgrad, (ground.from, ground.through), ON_BENEFIT)?,
        ..Figure::default()
    })
}
