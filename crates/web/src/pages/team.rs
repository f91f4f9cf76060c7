//! *Team*: for team leaders.

mod assign;
mod dates;
mod exempted;

pub(crate) use assign::{ChosenOn, Mistaken, assign, give};
pub(crate) use dates::show as dates;
pub(crate) use exempted::{ExemptedView, exempted_view, form_view};

use crate::Web;
use crate::danish::{field, long, period, short_near, weekday};
use crate::pages::overview::unit_words;
use crate::pages::timeliness::goals::short;
use crate::pages::try_rule::known_day;
use crate::pages::{Frame, error, page};
use crate::session::Signed;
use crate::sheet::sheet;
use crate::text::{count, t, tf};
use crate::words::{capital, duty_kind, label};
use app::handover::ReceiverUnit;
use app::team::{
    Because, CaseFilter, CaseOrder, Figure, FigureRow, Kept, KeptBasis, KeptBy, KeptFilter, KeptPeriod, TeamCase,
    TeamFilter, TeamPage, Timely, Which,
};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::Day;
use domain::codes::Code;
use serde::Deserialize;

#[derive(Deserialize, Default, Clone)]
#[serde(default)]
pub(crate) struct Asked {
    vis: String,
    uger: String,
    ejer: String,
    sorter: String,
    periode: String,
    grundlag: String,
    /// The figures as known on an earlier day.
    kendt: String,
    alle: String,
}

#[derive(Template)]
#[template(path = "team.html")]
struct Page {
    frame: Frame,
    title: String,
    day: String,
    week: String,
    case_count: String,
    counts: Vec<(&'static str, usize, String)>,
    load: Vec<LoadView>,
    choices: Vec<ChoiceView>,
    heading: String,
    definition: String,
    columns: Vec<ColumnView>,
    cases: Vec<CaseView>,
    more: Option<(String, String)>,
    hidden: Option<String>,
    empty: String,
    receivers: Vec<ReceiverUnit>,
    key: String,
    mistake: Option<String>,
    handovers: Vec<app::team::WaitingRow>,
    handover_days: Vec<String>,
    handovers_hidden: Option<String>,
    figures: Vec<FigureView>,
    other_rules: Option<String>,
    known_error: Option<String>,
    past: Option<String>,
    period: String,
    periods: Vec<(&'static str, String, bool)>,
    bases: Vec<(&'static str, String, bool)>,
    kept_definition: String,
    asked: Asked,
    rights: Vec<app::team::RightGap>,
    exempted: ExemptedView,
    file: String,
}

struct LoadView {
    name: String,
    link: String,
    /// Where the colleague's list is given away.
    lend: Option<String>,
    cases: usize,
    overdue: usize,
    over_goal: usize,
    week: usize,
}

struct ChoiceView {
    id: &'static str,
    label: String,
    options: Vec<(String, String, bool)>,
}

pub(crate) struct ColumnView {
    pub(crate) text: String,
    /// The column that a list is in the order of turns it round.
    pub(crate) link: String,
    /// `ascending` or `descending`.
    pub(crate) sorted: Option<&'static str>,
}

struct CaseView {
    case: i64,
    value: String,
    chosen: bool,
    name: String,
    born: String,
    owner: String,
    last: String,
    weeks: String,
    why: String,
}

struct FigureView {
    title: String,
    /// By the law and by the goal.
    cells: [Cells; 2],
}

/// Measured by the day, by the week, and the goals: address and aim.
type Cells = (Cell, Cell, Vec<(String, String)>);

/// A figure with what it is made of, and where its dates are.
pub(crate) struct Cell {
    /// Nothing is counted, which is no figure.
    pub(crate) quiet: bool,
    pub(crate) value: String,
    pub(crate) made_of: String,
    pub(crate) apart: String,
    pub(crate) link: Option<String>,
    pub(crate) late: String,
}

fn read(asked: &Asked, today: Day) -> TeamFilter {
    let (order, down) = asked.sorter.strip_prefix('-').map_or((asked.sorter.as_str(), false), |order| (order, true));
    TeamFilter {
        cases: CaseFilter {
            which: Which::from_code(&asked.vis).unwrap_or(Which::Still),
            weeks: asked.uger.parse().ok().filter(|w| (1..=104).contains(w)).unwrap_or(8),
            owner: (!asked.ejer.is_empty()).then(|| asked.ejer.clone()),
            order: CaseOrder::from_code(order).unwrap_or(CaseOrder::Since),
            down,
            whole: !asked.alle.is_empty(),
        },
        period: KeptPeriod::from_code(&asked.periode).unwrap_or(KeptPeriod::Quarter),
        basis: KeptBasis::from_code(&asked.grundlag).unwrap_or(KeptBasis::Due),
        known: known_day(&asked.kendt, today).unwrap_or_default(),
    }
}

/// The address with these choices and one of them changed.
fn link(path: &str, asked: &Asked, key: &str, value: &str) -> String {
    let all = [
        ("vis", &asked.vis),
        ("uger", &asked.uger),
        ("ejer", &asked.ejer),
        ("sorter", &asked.sorter),
        ("periode", &asked.periode),
        ("grundlag", &asked.grundlag),
        ("kendt", &asked.kendt),
        ("alle", &asked.alle),
    ];
    let parts: Vec<String> = all
        .into_iter()
        .map(|(k, v)| (k, if k == key { value } else { v.as_str() }))
        .filter(|(_, v)| !v.is_empty())
        .map(|(k, v)| format!("{k}={}", percent_encoding::utf8_percent_encode(v, percent_encoding::NON_ALPHANUMERIC)))
        .collect();
    if parts.is_empty() { path.to_owned() } else { format!("{path}?{}", parts.join("&")) }
}

pub(crate) async fn show(State(web): State<Web>, signed: Signed, Query(asked): Query<Asked>) -> Response {
    shown(&web, &signed, asked, &[], None).await
}

/// The page, with what was chosen and what is wrong with it.
async fn shown(web: &Web, signed: &Signed, asked: Asked, chosen: &[i64], mistake: Option<String>) -> Response {
    match web.app.team(&signed.viewer, read(&asked, signed.moment.today), signed.moment).await {
        Ok(found) => page(&view(web, signed, asked, &found, chosen, mistake)),
        Err(other) => error::failure(&other),
    }
}

/// The chosen cases as a file, all of them.
pub(crate) async fn file(State(web): State<Web>, signed: Signed, Query(asked): Query<Asked>) -> Response {
    let mut filter = read(&asked, signed.moment.today);
    filter.cases.whole = true;
    let found = match web.app.team(&signed.viewer, filter, signed.moment).await {
        Ok(found) => found,
        Err(other) => return error::failure(&other),
    };
    let head = ["team.col_citizen", "team.col_born", "team.col_owner", "team.col_last", "team.col_why"].map(t);
    let rows: Vec<Vec<String>> = found
        .cases
        .iter()
        .map(|c| {
            let born = c.born_year.map(|y| y.to_string()).unwrap_or_default();
            let owner = c.owner.clone().unwrap_or_default();
            vec![c.name.clone(), born, owner, field(c.last), because(&c.because, found.today)]
        })
        .collect();
    sheet(&format!("team-{}", found.today), &head, &rows)
}

fn view(web: &Web, signed: &Signed, asked: Asked, found: &TeamPage, chosen: &[i64], mistake: Option<String>) -> Page {
    let today = found.today;
    let sum = |pick: fn(&app::team::LoadRow) -> usize| found.load.iter().map(pick).sum::<usize>();
    let weeks = found.filter.cases.weeks;
    let heading = match found.filter.cases.which {
        Which::Still => tf("team.still", &[("n", &weeks.to_string())]),
        Which::Unassigned => t("team.unassigned"),
        Which::All => t("team.all"),
    };
    let rest = found.chosen.saturating_sub(found.cases.len() + found.hidden);
    Page {
        frame: Frame::new(web, signed, "team"),
        title: unit_words(web, &found.unit, today),
        day: capital(&format!("{} {}", weekday(today), long(today))),
        week: tf("overview.week", &[("n", &today.iso_week().week.to_string())]),
        case_count: count("overview.cases", found.case_count),
        counts: vec![
            ("over", sum(|l| l.overdue), t("overview.overdue")),
            ("maal", sum(|l| l.over_goal), t("overview.over_goal")),
            ("uge", sum(|l| l.week), t("team.week")),
        ],
        load: found.load.iter().map(load_view).collect(),
        choices: choices(found),
        heading: format!("{heading}: {}", found.chosen),
        definition: t("team.still_definition"),
        columns: columns(&asked, &found.filter.cases),
        cases: found.cases.iter().map(|c| case_view(c, today, chosen)).collect(),
        more: (rest > 0).then(|| (link("/team", &asked, "alle", "1"), tf("team.more", &[("n", &rest.to_string())]))),
        hidden: (found.hidden > 0).then(|| tf("team.hidden", &[("n", &found.hidden.to_string())])),
        empty: t("team.empty"),
        receivers: found.receivers.clone(),
        key: app::register::form_key(),
        mistake,
        handovers: found.handovers.clone(),
        handover_days: found
            .handovers
            .iter()
            .map(|h| {
                let days = count("span.days", h.since.days_until(today).unsigned_abs() as usize);
                format!("{} ({days})", short_near(h.since, today))
            })
            .collect(),
        handovers_hidden: (found.handovers_hidden > 0)
            .then(|| tf("team.hidden", &[("n", &found.handovers_hidden.to_string())])),
        figures: found.figures.iter().map(|f| figure_view(f, found)).collect(),
        other_rules: super::rules::other_rules(found.other_rules),
        known_error: known_day(&asked.kendt, today).err(),
        past: found.filter.known.map(|day| tf("team.past", &[("day", &long(day))])),
        period: period(found.from, Some(found.through)),
        bases: KeptBasis::ALL
            .iter()
            .map(|b| (b.code(), t(&format!("team.basis_{}", b.code())), *b == found.filter.basis))
            .collect(),
        kept_definition: t(&format!("team.kept_definition_{}", found.filter.basis.code())),
        periods: KeptPeriod::ALL
            .iter()
            .map(|p| (p.code(), t(&format!("team.period_{}", p.code())), *p == found.filter.period))
            .collect(),
        rights: found.rights.clone(),
        exempted: exempted_view(&found.exempted),
        file: link("/team/regneark", &asked, "", ""),
        asked,
    }
}

fn load_view(row: &app::team::LoadRow) -> LoadView {
    let encoded =
        |login: &str| percent_encoding::utf8_percent_encode(login, percent_encoding::NON_ALPHANUMERIC).to_string();
    LoadView {
        name: row.name.clone().unwrap_or_else(|| t("team.nobody")),
        link: row
            .login
            .as_ref()
            .map_or_else(|| "/team?vis=unassigned".to_owned(), |login| format!("/?ejer=liste%3A{}", encoded(login))),
        lend: row.login.as_ref().filter(|_| row.cases > 0).map(|login| format!("/vaek?for={}", encoded(login))),
        cases: row.cases,
        overdue: row.overdue,
        over_goal: row.over_goal,
        week: row.week,
    }
}

fn choices(found: &TeamPage) -> Vec<ChoiceView> {
    let filter = &found.filter.cases;
    let option = |value: &str, text: String, chosen: bool| (value.to_owned(), text, chosen);
    let which = [(Which::Still, "team.which_still"), (Which::Unassigned, "team.unassigned"), (Which::All, "team.all")];
    let mut owners = vec![option("", t("team.everybody"), filter.owner.is_none())];
    owners.extend(found.load.iter().filter_map(|l| {
        let login = l.login.as_deref()?;
        Some(option(login, l.name.clone().unwrap_or_default(), filter.owner.as_deref() == Some(login)))
    }));
    let weeks = [4, 8, 12, 26].map(|w| option(&w.to_string(), count("span.weeks", w as usize), w == filter.weeks));
    vec![
        ChoiceView {
            id: "vis",
            label: t("team.which"),
            options: which.iter().map(|(w, key)| option(w.code(), t(key), *w == filter.which)).collect(),
        },
        ChoiceView { id: "uger", label: t("team.weeks"), options: weeks.to_vec() },
        ChoiceView { id: "ejer", label: t("team.whose"), options: owners },
    ]
}

/// The column that the list is in the order of turns it round.
fn columns(asked: &Asked, filter: &CaseFilter) -> Vec<ColumnView> {
    let all = [
        (CaseOrder::Name, "team.col_citizen"),
        (CaseOrder::Owner, "team.col_owner"),
        (CaseOrder::Since, "team.col_last"),
    ];
    all.iter()
        .map(|(o, key)| {
            let sorted = (*o == filter.order).then_some(if filter.down { "descending" } else { "ascending" });
            let turned = if sorted == Some("ascending") { format!("-{}", o.code()) } else { o.code().to_owned() };
            ColumnView { text: t(key), link: link("/team", asked, "sorter", &turned), sorted }
        })
        .collect()
}

fn case_view(case: &TeamCase, today: Day, chosen: &[i64]) -> CaseView {
    let weeks = case.last.days_until(today) / 7;
    CaseView {
        case: case.case,
        value: format!("{}:{}", case.case, case.version),
        chosen: chosen.contains(&case.case),
        name: case.name.clone(),
        born: case.born_year.map(|y| tf("citizen.born", &[("year", &y.to_string())])).unwrap_or_default(),
        owner: case.owner.clone().unwrap_or_else(|| t("team.nobody")),
        last: short_near(case.last, today),
        weeks: count("span.weeks", weeks.unsigned_abs() as usize),
        why: because(&case.because, today),
    }
}

/// What is known of why nothing happens, in one sentence.
fn because(because: &Because, today: Day) -> String {
    let near = |day: Day| short_near(day, today);
    let until = |through: &Option<Day>| match through {
        Some(day) => tf("team.because.until", &[("day", &near(*day))]),
        None => t("team.because.no_end"),
    };
    match because {
        Because::Handover { since } => tf("team.because.handover", &[("day", &near(*since))]),
        Because::Absence { absence, through } => {
            tf("team.because.absence", &[("what", &label(*absence)), ("until", &until(through))])
        }
        Because::Deferred { reason, through } => {
            tf("team.because.deferred", &[("what", &label(*reason)), ("until", &until(through))])
        }
        Because::Turn { party, since } => tf("team.because.turn", &[("who", &label(*party)), ("day", &near(*since))]),
        Because::Overdue { due } => tf("team.because.overdue", &[("day", &near(*due))]),
        Because::NextDate { due } => tf("team.because.next", &[("day", &near(*due))]),
        Because::OverGoal { due } => tf("team.because.over_goal", &[("day", &near(*due))]),
        Because::Open { n } => count("team.because.open", *n),
        Because::BenefitEnded { on } => tf("team.because.benefit_ended", &[("day", &near(*on))]),
        Because::Nothing => t("team.because.nothing"),
    }
}

fn figure_view(row: &FigureRow, found: &TeamPage) -> FigureView {
    let of = &found.filter;
    let one = |figure: &Figure, layer, by| {
        let (period, basis, known) = (of.period, of.basis, of.known);
        cell(figure, &KeptFilter { layer, duty: row.duty.clone(), period, basis, by, late: true, known })
    };
    let goals = |layer| {
        let of_row = Some((layer, row.duty.as_deref()));
        short(found.goals.iter().filter(|view| view.text().measured.dates() == of_row))
    };
    let both = |timely: &Timely, layer| {
        (one(&timely.day, layer, KeptBy::Day), one(&timely.week, layer, KeptBy::Week), goals(layer))
    };
    FigureView {
        title: row.duty.as_ref().map_or_else(|| t("team.all_duties"), |duty| duty_kind(duty, &row.title)),
        cells: [both(&row.law, Kept::Law), both(&row.goal, Kept::Goal)],
    }
}

/// What is said where there is nothing to count.
pub(crate) fn none(basis: KeptBasis) -> &'static str {
    match basis {
        KeptBasis::Due => "team.nothing_due",
        KeptBasis::Held => "team.nothing_held",
    }
}

/// Where the dates behind a figure are.
pub(crate) fn dates_link(of: &KeptFilter) -> String {
    let duty = of.duty.as_ref().map(|d| format!("&slags={d}")).unwrap_or_default();
    let (layer, period) = (of.layer.code(), of.period.code());
    let known = of.known.map(|day| format!("&kendt={}", field(day))).unwrap_or_default();
    format!("/team/frister?lag={layer}&periode={period}&grundlag={}&pr={}{duty}{known}", of.basis.code(), of.by.code())
}

/// The figure in words: so many of so many, and what is not counted.
pub(crate) fn cell(figure: &Figure, of: &KeptFilter) -> Cell {
    let empty = |value: String, quiet: bool| {
        let (made_of, apart, late) = (String::new(), String::new(), String::new());
        Cell { quiet, value, made_of, apart, link: None, late }
    };
    match figure {
        Figure::NothingDue => empty(t(none(of.basis)), true),
        Figure::Hidden => empty(t("team.suppressed"), false),
        Figure::Share { percent, share } => {
            let apart: Vec<String> = [
                ("team.excluded", share.excluded),
                ("team.undetermined", share.undetermined),
                ("team.open", share.open),
                ("team.unplaced", share.unplaced),
            ]
            .into_iter()
            .filter(|(_, n)| *n > 0)
            .map(|(key, n)| tf(key, &[("n", &n.to_string())]))
            .collect();
            let made_of = [("n", share.numerator.to_string()), ("of", share.denominator.to_string())];
            let made_of: Vec<(&str, &str)> = made_of.iter().map(|(k, v)| (*k, v.as_str())).collect();
            Cell {
                quiet: false,
                value: percent.clone(),
                made_of: tf("team.made_of", &made_of),
                apart: apart.join(" · "),
                link: Some(dates_link(of)),
                late: if share.late() == 0 { t("team.see_all") } else { count("team.see_late", share.late() as usize) },
            }
        }
    }
}
