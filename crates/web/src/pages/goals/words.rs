//! What is counted, what is aimed at, what comes and what is missing, in words.

use crate::danish::{dotted, long, month_long};
use crate::text::{t, tf};
use crate::words::{capital, duty_kind, label};
use app::figures::danish::{self, written};
use app::figures::goal::{Aim, Doubt, Lack, Side};
use app::figures::projection::{Cut, LEAST, Without};
use app::goals::{GoalFigure, GoalPart, GoalText, GoalVersion, Measured, Source};
use domain::codes::{Benefit, Code};

/// `Fuldtidspersoner, sygedagpenge`.
pub(super) fn figure_name(version: &GoalVersion) -> String {
    match &version.text.measured {
        Measured::Own { measure, part: Some(of), .. } => {
            let title = version.part_title.as_deref().unwrap_or_default();
            let named = format!("{}: {}", capital(&label(*measure)), part(of, title));
            match version.text.measured.wait() {
                Some((_, benefit)) => format!("{named}, {}", of_benefit(benefit)),
                None => named,
            }
        }
        Measured::Own { measure, .. } if measure.is_timeliness() => capital(&label(*measure)),
        Measured::Own { measure, benefit, .. } => {
            format!("{}, {}", capital(&label(*measure)), of_benefit(*benefit))
        }
        Measured::Published(id) => published_name(id),
    }
}

fn of_benefit(benefit: Option<Benefit>) -> String {
    benefit.map_or_else(|| t("goal.all_benefits"), label)
}

/// What a part of a figure is called; `title` is the rule's own word.
pub(super) fn part(part: &GoalPart, title: &str) -> String {
    match part {
        GoalPart::Duty(duty) => duty_kind(duty, title),
        GoalPart::Step(step) => tf("goal.after_step", &[("step", &label(*step))]),
    }
}

/// As *Sammenlign* names it, with where it is published.
pub(super) fn published_name(id: &str) -> String {
    app::goals::published(id).map_or_else(|| id.to_owned(), |p| format!("{}, {} (jobindsats.dk)", p.name, p.unit))
}

pub(super) fn unit(measured: &Measured) -> String {
    match measured {
        Measured::Own { measure, .. } => t(&format!("goal.unit.{}", measure.code())),
        Measured::Published(id) => app::goals::published(id).map_or_else(String::new, |p| p.unit),
    }
}

/// What shall be reached; the others are those it is compared with.
pub(super) fn aim_words(aim: Aim, others: &str) -> String {
    let side = |side: Side| label(side);
    let signed = |n: app::figures::Exact| format!("{}{}", if n.is_negative() { "" } else { "+" }, written(n));
    match aim {
        Aim::Reach { target, side: way } => tf("goals.aim_reach", &[("n", &written(target)), ("side", &side(way))]),
        Aim::Change { percent } => tf("goals.aim_change", &[("n", &signed(percent))]),
        Aim::EachYear { percent } => tf("goals.aim_each_year", &[("n", &signed(percent))]),
        Aim::LevelAgainst { side: way } => tf("goals.aim_level", &[("side", &side(way)), ("others", others)]),
        Aim::TrendAgainst { .. } => tf("goals.aim_trend", &[("others", others)]),
        Aim::LevelAndTrend { level, .. } => {
            tf("goals.aim_level_and_trend", &[("side", &side(level)), ("others", others)])
        }
        Aim::ChangeAgainst { percent } => {
            tf("goals.aim_change_against", &[("n", &signed(percent)), ("others", others)])
        }
        Aim::Direction { side: way } => t(if way == Side::Below { "goals.aim_less" } else { "goals.aim_more" }),
    }
}

/// What a goal aims at, with its unit where that is a share.
pub(super) fn aim_of(text: &GoalText) -> String {
    let aim = aim_words(text.goal.aim, &text.goal.benchmark.map(label).unwrap_or_default());
    let share = text.measured.is_share() && matches!(text.goal.aim, Aim::Reach { .. });
    if share { format!("{aim} pct.") } else { aim }
}

/// `Mål: Højst 1.150 senest 31.12.2026`; a change says the number it gives.
pub(super) fn aim_sentence(text: &GoalText, figure: Option<&GoalFigure>) -> String {
    let mut aim = aim_of(text);
    let target = figure.and_then(|figure| figure.standing.target);
    if let (Aim::Change { .. } | Aim::EachYear { .. }, Some(target)) = (text.goal.aim, target) {
        aim = tf("goal.aim_gives", &[("aim", &aim), ("n", &danish::number(target, text.measured.decimals()))]);
    }
    match text.goal.by {
        Some(day) => tf("goal.aim_by", &[("aim", &aim), ("day", &dotted(day))]),
        None => tf("goal.aim_always", &[("aim", &aim)]),
    }
}

/// Where the last month lands if nothing changes, in 80 of 100 cases; or why nobody can say.
pub(super) fn forecast(text: &GoalText, figure: &GoalFigure) -> String {
    match &figure.projection {
        Ok(found) => {
            let Some(last) = found.ahead.last() else { return String::new() };
            let n = |value| danish::number(value, text.measured.decimals());
            let values = [("month", danish::month(last.month)), ("a", n(last.likely.0)), ("b", n(last.likely.1))];
            tf("goal.forecast", &values.each_ref().map(|(k, v)| (*k, v.as_str())))
        }
        Err(Without::Past) => match text.goal.by {
            Some(day) if figure.latest.is_some() => tf("goal.passed", &[("day", &long(day))]),
            _ => t("goal.no_numbers"),
        },
        Err(Without::NoLast(month)) => tf("goal.no_forecast_last", &[("month", &month_long(month.first_day()))]),
        Err(Without::Few { months, cut }) => {
            let few = tf("goal.no_forecast_few", &[("n", &months.to_string()), ("least", &LEAST.to_string())]);
            let why = cut.map(cut_words).unwrap_or_default();
            format!("{few} {why}").trim_end().to_owned()
        }
    }
}

/// Why older months are not used.
pub(super) fn cut_words(cut: Cut) -> String {
    let (key, month) = match cut {
        Cut::Break(month) => ("goal.cut_break", month),
        Cut::Gap(month) => ("goal.cut_gap", month),
    };
    capital(&tf(key, &[("month", &month_long(month.first_day()))]))
}

/// What the goal itself leaves out and what its numbers lack, each with who can fill it in.
pub(super) fn lacks(text: &GoalText, figure: &GoalFigure) -> Vec<String> {
    let own = text.goal.lacks();
    let more = figure.standing.lacks.iter().copied().filter(|lack| !own.contains(lack));
    own.iter().copied().chain(more).map(|lack| lack_words(lack, text, figure)).collect()
}

fn lack_words(lack: Lack, text: &GoalText, figure: &GoalFigure) -> String {
    let key = match (lack, &figure.series.source) {
        (Lack::Now, Source::Table(None)) => "goal.who.table",
        (Lack::Now, _) => "goal.who.now",
        (Lack::Benchmark | Lack::BenchmarkBaseline, _) => {
            // The program's own count stands in no table that others publish, but for a few.
            if matches!(text.measured, Measured::Own { .. }) && figure.series.others.is_empty() {
                "goal.who.no_table"
            } else {
                "goal.who.table"
            }
        }
        (Lack::Baseline | Lack::Date | Lack::Number, _) => "goal.who.goal",
    };
    tf(key, &[("what", &label(lack))])
}

/// What does not fit, with both readings.
pub(super) fn doubt(doubt: Doubt, text: &GoalText, figure: &GoalFigure) -> String {
    let decimals = text.measured.decimals();
    let (day, written_then) =
        text.goal.baseline.map_or((String::new(), String::new()), |(day, value)| (long(day), written(value)));
    let target = text.goal.aim.target(text.goal.baseline, text.goal.by).map_or_else(|_| String::new(), written);
    let values = [
        ("day", day),
        ("written", written_then),
        ("counted", danish::value(figure.counted_then, decimals)),
        ("target", target),
    ];
    tf(&format!("goal.doubt.{}", doubt.code()), &values.each_ref().map(|(k, v)| (*k, v.as_str())))
}

/// Where the numbers come from, and when.
pub(super) fn source(figure: &GoalFigure) -> String {
    match &figure.series.source {
        Source::Cases => t("goal.source_cases"),
        Source::Table(None) => t("goal.source_no_table"),
        Source::Table(Some(reading)) => {
            let day = long(reading.at.day());
            tf("goal.source_table", &[("table", &reading.table), ("source", &reading.source), ("day", &day)])
        }
    }
}
