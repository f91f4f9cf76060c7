//! `compare`: one municipality beside others on imported tables, as *Sammenlign* shows it.

use crate::output::{Format, Output, table};
use crate::place::{Place, moment};
use crate::{Ending, Failure};
use app::comparison::{Asked, Comparison, ComparisonPage, LineKind, Ranked, Second};
use app::figures::compare::{Agreement, Place as RankPlace};
use app::figures::{Value, danish};
use clap::{Args, ValueEnum};
use domain::Day;
use domain::nearest::nearest;
use serde_json::json;

#[derive(Args)]
pub(crate) struct CompareArgs {
    /// What is compared, such as kontanthjaelp-andel; without it, what can be.
    measure: Option<String>,
    /// The municipality, by name or code; the configured one when absent.
    #[arg(long)]
    area: Option<String>,
    /// Whom it is ranked among.
    #[arg(long, value_enum, default_value = "cluster")]
    among: Among,
    /// Figures as they were known at the end of this day.
    #[arg(long)]
    known: Option<Day>,
    #[command(flatten)]
    place: Place,
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Debug)]
enum Among {
    Cluster,
    Rar,
    Region,
    Neighbours,
    Country,
}

pub(crate) fn run(args: &CompareArgs, out: Output) -> Result<Ending, Failure> {
    super::run_async(compare(args, out))
}

async fn compare(args: &CompareArgs, out: Output) -> Result<Ending, Failure> {
    let (app, _) = args.place.open().await?;
    let geography = &app.config.geography;
    let area = match &args.area {
        None => None,
        Some(text) => {
            let found = text.parse().ok().and_then(|code| geography.by_code(code)).or_else(|| geography.by_name(text));
            let names = || geography.municipalities().iter().map(|m| m.name.as_str());
            let hint = || nearest(text, names()).map_or_else(String::new, |n| format!("; did you mean {n}?"));
            Some(found.ok_or_else(|| Failure::Use(format!("\"{text}\" is no municipality{}", hint())))?.code)
        }
    };
    let asked = Asked {
        measure: args.measure.clone(),
        area,
        second: match args.among {
            Among::Region => Second::Region,
            Among::Neighbours => Second::Neighbours,
            Among::Cluster | Among::Rar | Among::Country => Second::Rar,
        },
        ranked: match args.among {
            Among::Cluster => Ranked::Cluster,
            Among::Rar | Among::Region | Among::Neighbours => Ranked::Second,
            Among::Country => Ranked::Country,
        },
        known: args.known,
        ..Asked::default()
    };
    let page = app.comparison(asked, moment()).await.map_err(|e| Failure::Run(e.to_string()))?;
    let ids = || page.measures.iter().map(|m| m.id.as_str());
    let Some(wanted) = &args.measure else {
        let rows: Vec<Vec<String>> =
            page.measures.iter().map(|m| vec![m.id.clone(), format!("{}, {}", m.name, m.unit)]).collect();
        out.result(&table(&["measure", ""], &rows));
        return Ok(Ending::Done);
    };
    let Some(shown) = page.shown.as_ref().filter(|s| s.measure.id == *wanted) else {
        let hint = nearest(wanted, ids()).map_or_else(
            || "import its table first; `medspiller compare` lists what there is".to_owned(),
            |id| format!("did you mean \"{id}\"?"),
        );
        return Err(Failure::Use(format!("there are no figures for \"{wanted}\"; {hint}")));
    };
    match args.format {
        Format::Json => out.result(&serde_json::to_string_pretty(&as_json(&page, shown)).unwrap_or_default()),
        Format::Table => out.result(&as_text(&page, shown)),
    }
    Ok(Ending::Done)
}

fn name(kind: LineKind, page: &ComparisonPage) -> String {
    match kind {
        LineKind::Own => page.area_name.clone(),
        LineKind::Cluster => "the others in the cluster".into(),
        LineKind::Second => match page.asked.second {
            Second::Rar => "the others in the RAR",
            Second::Region => "the others in the region",
            Second::Neighbours => "the neighbours",
        }
        .into(),
        LineKind::Country => "the country".into(),
        LineKind::Best => "the ten best".into(),
    }
}

fn as_text(page: &ComparisonPage, shown: &Comparison) -> String {
    let decimals = shown.measure.decimals;
    let own = shown.lines.iter().find(|l| l.kind == LineKind::Own).map_or(Value::Missing, |l| l.change.now);
    let place = |p: RankPlace| format!(", place {} of {}", danish::places(p.first, p.last), p.of);
    let at = shown.ranking.of(page.area).and_then(|r| r.printed).map(place).unwrap_or_default();
    let level = danish::value(own, decimals);
    let mut text = format!(
        "{}, {}, {}\n{}: {level}{at}\n\n",
        shown.measure.name,
        shown.measure.unit,
        danish::month(shown.latest),
        page.area_name
    );
    let then = danish::month(shown.latest.last_year());
    let rows: Vec<Vec<String>> = shown
        .lines
        .iter()
        .map(|l| {
            let change = l.change.by.number().map_or_else(|| "–".to_owned(), |n| danish::signed(n, decimals));
            vec![
                name(l.kind, page),
                danish::value(l.change.now, decimals),
                danish::value(l.change.then, decimals),
                change,
            ]
        })
        .collect();
    text.push_str(&table(&["", &danish::month(shown.latest), &then, "change"], &rows));
    text
}

fn number(value: Value) -> serde_json::Value {
    match value {
        Value::Number(n) => json!(n.to_f64()),
        Value::Suppressed => json!("suppressed"),
        _ => serde_json::Value::Null,
    }
}

/// Schema `medspiller.compare/1`: `null` is not published or not determined, `"suppressed"` is hidden by the publisher.
fn as_json(page: &ComparisonPage, shown: &Comparison) -> serde_json::Value {
    let line = |l: &app::comparison::Line| {
        json!({
            "line": match l.kind {
                LineKind::Own => "own",
                LineKind::Cluster => "cluster",
                LineKind::Second => match page.asked.second {
                    Second::Rar => "rar",
                    Second::Region => "region",
                    Second::Neighbours => "neighbours",
                },
                LineKind::Country => "country",
                LineKind::Best => "ten_best",
            },
            "now": number(l.change.now),
            "year_before": number(l.change.then),
            "change": number(l.change.by),
            "months": l.values.iter().map(|v| number(*v)).collect::<Vec<_>>(),
        })
    };
    let month = |m: &app::figures::Month| format!("{}M{:02}", m.year(), m.month());
    json!({
        "schema": "medspiller.compare/1",
        "measure": shown.measure.id,
        "table": shown.table,
        "unit": shown.measure.unit,
        "area": { "code": page.area, "name": page.area_name },
        "months": shown.months.iter().map(month).collect::<Vec<_>>(),
        "preliminary": month(&shown.latest),
        "sum_check": shown.sums.map(|s| json!({
            "parts": s.parts.to_f64(),
            "country": s.whole.to_f64(),
            "without_number": s.without,
            "agrees": match s.agreement {
                Agreement::Within => Some(true),
                Agreement::Apart => Some(false),
                Agreement::Hidden => None,
            },
        })),
        "data_breaks": shown.breaks.iter().map(|b| month(&b.month())).collect::<Vec<_>>(),
        "lines": shown.lines.iter().map(line).collect::<Vec<_>>(),
        "ranking": shown.ranking.rows.iter().map(|r| json!({
            "area": r.name,
            "value": number(r.value),
            "first": r.printed.map(|p| p.first),
            "last": r.printed.map(|p| p.last),
            "of": r.printed.map(|p| p.of),
        })).collect::<Vec<_>>(),
        "ten_best": shown.best,
    })
}
