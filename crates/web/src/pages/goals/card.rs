//! The card of a goal: the number, where it stands in word and shape, a small drawing, what is aimed at and the projection.

use super::words;
use crate::danish::long;
use crate::text::{count, t, tf};
use crate::words::{Mark, label, mark};
use app::figures::chart::{BreakMark, GoalChart, Point, Series, Size, Style};
use app::figures::danish;
use app::figures::goal::{Benchmark, Light};
use app::figures::{Exact, Month};
use app::goals::{GoalFigure, GoalState, GoalText, GoalView, GoalsPage};
use domain::codes::Code;

pub(crate) struct CardView {
    pub(crate) number: i64,
    pub(crate) name: String,
    pub(crate) counted: String,
    pub(crate) aim: String,
    /// What only those with figures see.
    pub(crate) figure: Option<FigureView>,
}

pub(crate) struct FigureView {
    pub(crate) value: String,
    pub(crate) unit: String,
    pub(crate) month: String,
    pub(crate) mark: Mark,
    pub(crate) chart: String,
    pub(crate) forecast: String,
    pub(crate) formulas: Vec<String>,
    pub(crate) facts: Vec<(String, String)>,
    /// What is missing, and who can fill it in.
    pub(crate) lacks: Vec<String>,
    pub(crate) doubts: Vec<String>,
}

pub(crate) fn card(view: &GoalView) -> CardView {
    let text = view.text();
    CardView {
        number: view.number,
        name: text.name.clone(),
        counted: words::figure_name(view.newest()),
        aim: words::aim_sentence(text, view.figure.as_ref()),
        figure: view.figure.as_ref().map(|figure| figure_view(view.number, text, figure, Size::Card)),
    }
}

/// The goals in force, and how many of them are where: `1 nået · 2 på vej · 1 bagud`.
pub(crate) fn summary(found: &GoalsPage) -> String {
    let states = found.goals.iter().filter_map(|view| view.figure.as_ref()).map(|figure| figure.state);
    let states: Vec<GoalState> = states.collect();
    let of = |state: &GoalState| states.iter().filter(|s| *s == state).count();
    let said = GoalState::ALL.iter().filter(|state| of(state) > 0);
    said.map(|state| format!("{} {}", of(state), label(*state))).collect::<Vec<_>>().join(" · ")
}

pub(crate) fn figure_view(number: i64, text: &GoalText, figure: &GoalFigure, size: Size) -> FigureView {
    let decimals = text.measured.decimals();
    let (month, value) = match figure.latest {
        Some((month, value)) => (danish::month(month), danish::value(value, decimals)),
        None => (String::new(), danish::NONE.to_owned()),
    };
    let month = if figure.preliminary { tf("goal.month_preliminary", &[("month", &month)]) } else { month };
    FigureView {
        value,
        unit: words::unit(&text.measured),
        month,
        mark: state_mark(text, figure),
        chart: chart(number, text, figure, size),
        forecast: words::forecast(text, figure),
        formulas: figure.standing.formulas.iter().map(|formula| formula.danish(decimals)).collect(),
        facts: facts(text, figure),
        lacks: words::lacks(text, figure),
        doubts: figure.doubts.iter().map(|doubt| words::doubt(*doubt, text, figure)).collect(),
    }
}

/// Where a goal stands: always a shape and a word.
pub(crate) fn state_mark(text: &GoalText, figure: &GoalFigure) -> Mark {
    let decimals = text.measured.decimals();
    let standing = &figure.standing;
    let on_the_way = standing.attained.filter(|n| !n.is_negative()).map(|n| danish::percent(n, 0));
    let distance = standing.target.zip(figure.latest.and_then(|(_, value)| value.number())).map(|(target, now)| {
        let by = if target < now { now - target } else { target - now };
        let by = danish::number(by, decimals);
        if text.measured.is_share() { tf("goal.points", &[("n", &by)]) } else { by }
    });
    let with = |key: &str, n: Option<String>| match n {
        Some(n) => tf(&format!("goal.{key}_by"), &[("n", &n)]),
        None => t(&format!("goal.{key}")),
    };
    match (figure.state, standing.light) {
        (GoalState::Naaet, _) => mark("st-ok", "ms-ok", t("goal.reached")),
        (GoalState::PaaVej, _) => mark("st-god", "ms-god", with("on_the_way", on_the_way)),
        (GoalState::Bagud, Light::Gul) => mark("st-snart", "ms-snart", with("behind", on_the_way)),
        (GoalState::Bagud, _) => mark("st-maal", "ms-maal", with("off", distance)),
        (GoalState::Mangler, _) => {
            let lacks: Vec<String> = standing.lacks.iter().map(|lack| label(*lack)).collect();
            mark("st-uvis", "ms-uvis", tf("goal.lacking", &[("what", &lacks.join(", "))]))
        }
    }
}

/// What the number rests on, under "Sådan er tallet regnet".
fn facts(text: &GoalText, figure: &GoalFigure) -> Vec<(String, String)> {
    let decimals = text.measured.decimals();
    let n = |value: Exact| danish::number(value, decimals);
    let mut facts = vec![(t("goal.counts"), label(text.goal.population))];
    let from =
        text.goal.baseline.map(|(day, value)| tf("goal.from", &[("n", &danish::written(value)), ("day", &long(day))]));
    facts.push((t("goal.baseline"), from.unwrap_or_else(|| t("goal.none"))));
    if let Some(target) = figure.standing.target {
        facts.push((t(if text.goal.aim.compares() { "goal.others" } else { "goal.target" }), n(target)));
    }
    if let (Some(path), Some((month, _))) = (figure.standing.path, figure.latest) {
        facts.push((t("goal.path"), tf("goal.path_asks", &[("n", &n(path)), ("month", &danish::month(month))])));
    }
    if let Some(each) = figure.standing.a_month {
        facts.push((t("goal.needed"), tf("goal.a_month", &[("n", &danish::signed(each, decimals.max(1)))])));
    }
    if let Ok(found) = &figure.projection {
        let months = count("goal.months", found.months);
        let values =
            [("months", months), ("from", danish::month(found.from)), ("through", danish::month(found.through))];
        facts.push((t("goal.projection"), tf("goal.rests_on", &values.each_ref().map(|(k, v)| (*k, v.as_str())))));
    }
    facts.push((t("goal.source_of_numbers"), words::source(figure)));
    facts.push((t("goal.decided"), text.source.clone()));
    facts
}

/// The line of the others, in the style it has in *Sammenlign*.
fn others_style(benchmark: Option<Benchmark>) -> Style {
    match benchmark {
        Some(Benchmark::Rar) => Style::Rar,
        Some(Benchmark::Land) => Style::Country,
        _ => Style::Cluster,
    }
}

/// Months of the small drawing.
const SMALL: usize = 13;

/// The drawing; nothing where there is no month to draw.
pub(crate) fn chart(number: i64, text: &GoalText, figure: &GoalFigure, size: Size) -> String {
    drawn(number, text, figure, size, |chart| chart.svg()).unwrap_or_default()
}

/// How the large drawing is read: of what stands in it.
pub(crate) fn chart_key(number: i64, text: &GoalText, figure: &GoalFigure) -> String {
    let key = |chart: &GoalChart<'_>| {
        let others = chart.others.as_ref().map(|others| tf("goal.chart_key.others", &[("others", others.label)]));
        let open = chart.own.iter().any(|p| matches!(p, Point::Preliminary(_)));
        let parts = [
            (chart.target.is_some(), "target"),
            (chart.shows_path(), "path"),
            (!chart.ahead.is_empty(), "ahead"),
            (open, "open"),
        ];
        let said = parts.into_iter().filter(|(drawn, _)| *drawn).map(|(_, key)| t(&format!("goal.chart_key.{key}")));
        others.into_iter().chain(said).collect::<Vec<_>>().join(" ")
    };
    drawn(number, text, figure, Size::Page, key).unwrap_or_default()
}

/// What is made of the drawing, where there is a month to draw.
fn drawn<T>(
    number: i64,
    text: &GoalText,
    figure: &GoalFigure,
    size: Size,
    make: impl FnOnce(&GoalChart<'_>) -> T,
) -> Option<T> {
    let all = &figure.series.months;
    let skip = if size == Size::Card { all.len().saturating_sub(SMALL) } else { 0 };
    let shown = &all[skip..];
    let (first, _) = shown.first()?;
    let last = shown.len() - 1;
    let own =
        shown.iter().enumerate().map(|(at, (_, value))| Point::of(*value, figure.series.preliminary && at == last));
    let name = text.goal.benchmark.map(label).unwrap_or_default();
    let others = figure.series.others.get(skip..).filter(|others| !others.is_empty()).map(|others| Series {
        style: others_style(text.goal.benchmark),
        label: &name,
        points: others.iter().map(|(_, value)| Point::of(*value, false)).collect(),
    });
    let target = figure.standing.target.filter(|_| !text.goal.aim.compares());
    let path = || -> Option<[(Month, Exact); 2]> {
        let (since, from) = text.goal.baseline?;
        Some([(Month::of(since), from), (Month::of(text.goal.by?), target?)])
    };
    let ahead = figure.projection.as_ref().map(|found| found.ahead.as_slice()).unwrap_or_default();
    let word = t("goal.word");
    let breaks = figure.series.breaks.iter().map(|b| BreakMark { month: b.month(), label: &b.label });
    Some(make(&GoalChart {
        id: &format!("maal-{number}-{}", if size == Size::Card { "kort" } else { "stor" }),
        title: &format!("{}: {}", text.name, state_mark(text, figure).text),
        desc: &t("goal.chart_desc"),
        size,
        first: *first,
        own: own.collect(),
        others,
        breaks: breaks.collect(),
        target: target.map(|n| (n, word.as_str())),
        path: path(),
        ahead,
        decimals: text.measured.decimals(),
        suppressed: danish::HIDDEN,
    }))
}
