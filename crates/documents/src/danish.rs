//! Danish days, spans and lists as pages write them.

use crate::text::{t, tf};
use domain::day::Weekday;
use domain::instant::Instant;
use domain::{Day, Span, Unit};

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec"];
const MONTHS_LONG: [&str; 12] = [
    "januar",
    "februar",
    "marts",
    "april",
    "maj",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "december",
];

/// `16. mar`
pub fn short(day: Day) -> String {
    let (_, month, date) = day.ymd();
    format!("{date}. {}", MONTHS[month as usize - 1])
}

/// `16. mar 2026`
pub fn short_year(day: Day) -> String {
    format!("{} {}", short(day), day.year())
}

/// `16. marts 2026`
pub fn long(day: Day) -> String {
    let (year, month, date) = day.ymd();
    format!("{date}. {} {year}", MONTHS_LONG[month as usize - 1])
}

/// `16.03.2026`
pub fn dotted(day: Day) -> String {
    let (year, month, date) = day.ymd();
    format!("{date:02}.{month:02}.{year}")
}

/// `16-03-2026`, as in fields.
pub fn field(day: Day) -> String {
    let (year, month, date) = day.ymd();
    format!("{date:02}-{month:02}-{year}")
}

/// `mar` or, in January and for the first of a drawing, `jan 2026`.
pub fn month(day: Day, with_year: bool) -> String {
    let (year, month, _) = day.ymd();
    if with_year { format!("{} {year}", MONTHS[month as usize - 1]) } else { MONTHS[month as usize - 1].to_owned() }
}

/// `marts 2026`
pub fn month_long(day: Day) -> String {
    let (year, month, _) = day.ymd();
    format!("{} {year}", MONTHS_LONG[month as usize - 1])
}

/// `mandag`
pub fn weekday(day: Day) -> &'static str {
    match day.weekday() {
        Weekday::Monday => "mandag",
        Weekday::Tuesday => "tirsdag",
        Weekday::Wednesday => "onsdag",
        Weekday::Thursday => "torsdag",
        Weekday::Friday => "fredag",
        Weekday::Saturday => "lørdag",
        Weekday::Sunday => "søndag",
    }
}

/// `16. mar`, and with its year when that is not the year of `today`.
pub fn short_near(day: Day, today: Day) -> String {
    if day.year() == today.year() { short(day) } else { short_year(day) }
}

/// `ma. 16. mar`, `to. 10. dec 2024`
pub fn listed(day: Day, today: Day) -> String {
    let short_day = weekday(day).chars().take(2).collect::<String>();
    format!("{short_day}. {}", short_near(day, today))
}

/// `10.30`
pub fn clock(minute: u16) -> String {
    format!("{}.{:02}", minute / 60, minute % 60)
}

/// `i dag 8.04`, `fr. 13.22`, `10. mar` or `24. jul 2023`
pub fn when(at: Instant, today: Day) -> String {
    let day = at.day();
    if day == today {
        tf("when.today", &[("time", &clock(at.minute()))])
    } else if day >= today.plus_days(-6) {
        format!("{}. {}", weekday(day).chars().take(2).collect::<String>(), clock(at.minute()))
    } else {
        short_near(day, today)
    }
}

/// `6 uger`, `1 måned`
pub fn span(span: Span) -> String {
    let key = match span.unit {
        Unit::Hours => "hours",
        Unit::Days => "days",
        Unit::Weeks => "weeks",
        Unit::Months => "months",
        Unit::Years => "years",
        Unit::WorkingDays => "working_days",
        Unit::BankDays => "bank_days",
        Unit::WholeMonths => "whole_months",
    };
    crate::text::count(&format!("span.{key}"), span.count.unsigned_abs() as usize)
}

/// `16.02–25.02.2026`, `13.10.2025–`
pub fn period(from: Day, through: Option<Day>) -> String {
    match through {
        Some(through) if through == from => dotted(from),
        Some(through) => format!("{}–{}", dotted(from), dotted(through)),
        None => format!("{}–", dotted(from)),
    }
}

/// `17.–27. marts 2026`, `17. marts–2. april 2026`
pub fn days_long(from: Day, through: Day) -> String {
    let (from_year, from_month, from_date) = from.ymd();
    match through.ymd() {
        _ if from == through => long(from),
        (year, month, _) if (year, month) == (from_year, from_month) => format!("{from_date}.–{}", long(through)),
        (year, ..) if year == from_year => {
            format!("{from_date}. {}–{}", MONTHS_LONG[from_month as usize - 1], long(through))
        }
        _ => format!("{}–{}", long(from), long(through)),
    }
}

/// "Regnet efter reglerne til 31.12.2026; ny lov ventes", for dates after that day.
pub fn new_act(day: Option<Day>) -> Option<String> {
    let last = Day::new(2026, 12, 31)?;
    day.filter(|d| *d > last).map(|_| t("law27"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_written_the_danish_way() {
        let day: Day = "2026-03-16".parse().unwrap();
        assert_eq!(short(day), "16. mar");
        assert_eq!(long(day), "16. marts 2026");
        assert_eq!(dotted(day), "16.03.2026");
        assert_eq!(listed(day, day), "ma. 16. mar");
        assert_eq!(listed("2024-12-10".parse().unwrap(), day), "ti. 10. dec 2024");
        assert_eq!(span("6 weeks".parse().unwrap()), "6 uger");
        assert_eq!(
            new_act(Some("2027-01-01".parse().unwrap())),
            Some("Regnet efter reglerne til 31.12.2026; ny lov ventes".into())
        );
        assert_eq!(new_act(Some(day)), None);
        let days = |from: &str, through: &str| days_long(from.parse().unwrap(), through.parse().unwrap());
        assert_eq!(days("2026-03-17", "2026-03-27"), "17.–27. marts 2026");
        assert_eq!(days("2026-03-17", "2026-04-02"), "17. marts–2. april 2026");
        assert_eq!(days("2026-12-20", "2027-01-02"), "20. december 2026–2. januar 2027");
        assert_eq!(days("2026-03-17", "2026-03-17"), "17. marts 2026");
    }
}
