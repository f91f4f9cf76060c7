//! `demo`: Fjordby, an invented municipality, with a working day in March 2026.

mod goals;
mod panel;
mod people;

use crate::commands::serve::{Listening, listen};
use crate::output::Output;
use crate::{Ending, Failure, clock};
use app::access::Role;
use app::config::{Actor, Config, Responsible, Route, Under, Unit};
use app::rules::{Effort, EffortAnswer, Obligation};
use app::sign_in::Assigned;
use app::{App, Moment};
use clap::Args;
use domain::codes::{Code, TargetGroup};
use domain::instant::Instant;
use domain::{Day, MonthEnd};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use store::write::Author;
use store::{MunicipalityId, Store};

#[derive(Args)]
pub(crate) struct DemoArgs {
    /// How many citizens to invent, besides the people of the stories.
    #[arg(long, default_value_t = 5_000, value_parser = clap::value_parser!(u32).range(1..=200_000))]
    citizens: u32,
    /// The day the demo stands on.
    #[arg(long, default_value = "2026-03-16")]
    today: Day,
    /// Port on this machine; 0 takes a free one.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Where the demo's database lies. A demo made before with the same rules and choices is used again.
    #[arg(long, default_value = "medspiller-data")]
    data_dir: PathBuf,
    /// Make the database and stop, without serving pages.
    #[arg(long)]
    no_serve: bool,
}

/// One password for all: the people are invented and the pages are only reached from this machine.
const PASSWORD: &str = "fjordby";
const DEMO_LOGINS: &str = "karen (sagsbehandler), hanne (teamleder), mads (analytiker), line (administrator), jesper (konsulent) eller anna (anden aktør)";
/// Key, name and units of the areas that Fjordby's units lie under. Nobody works in an area itself.
const AREAS: [(&str, &str, &[&str]); 2] = [
    ("job-og-uddannelse", "Job og uddannelse", &["team-unge", "team-vest", "team-oest", "virksomhedsteamet"]),
    ("sundhed-og-fleksjob", "Sundhed og fleksjob", &["team-syg", "team-flex"]),
];
const TEMPLATE: &str = "fjordby";
/// Raised when the demo holds something new, so that one made before is not used again.
const CONTENT: u32 = 5;

pub(crate) fn run(args: &DemoArgs, out: Output) -> Result<Ending, Failure> {
    super::run_async(demo(args, out))
}

async fn demo(args: &DemoArgs, out: Output) -> Result<Ending, Failure> {
    let rulebook =
        rulebook::shipped(TEMPLATE).map_err(|e| Failure::Run(format!("the shipped rules do not load: {e}")))?;
    let params = synth::Params::new(args.citizens, args.today);
    let place = format!("demo-{}-{}-{}-{CONTENT}.db", args.citizens, args.today, &rulebook.edition()[..8]);
    let path = args.data_dir.join(place);
    let config = config(&synth::generate(&synth::Params::new(1, args.today)))?;
    let municipality = MunicipalityId(config.code);
    let (rulebook, config) = (Arc::new(rulebook), Arc::new(config));
    let app = |store| App::new(store, Arc::clone(&rulebook), Arc::clone(&config), municipality);
    if path.exists() {
        out.remark(&format!("Using the demo made before: {}", path.display()));
    } else {
        std::fs::create_dir_all(&args.data_dir)
            .map_err(|e| Failure::Run(format!("cannot make the folder {}: {e}", args.data_dir.display())))?;
        // Made beside and moved into place when it is whole, so that a demo that was cut off is never used.
        let part = path.with_extension("part");
        for ending in ["part", "part-wal", "part-shm"] {
            let _ = std::fs::remove_file(path.with_extension(ending));
        }
        let making = app(opened(Store::open_to_fill(&address(&part)).await, &part)?);
        fill(&making, &params, out).await?;
        making.store.close().await;
        std::fs::rename(&part, &path).map_err(|e| Failure::Run(format!("cannot move the database into place: {e}")))?;
    }
    serve(args, out, app(opened(Store::open(&address(&path)).await, &path)?)).await
}

fn address(path: &Path) -> String {
    format!("sqlite:{}", path.display())
}

fn opened(store: Result<Store, store::StoreError>, path: &Path) -> Result<Store, Failure> {
    store.map_err(|e| Failure::Run(format!("cannot open the database {}: {e}", path.display())))
}

fn config(municipality: &synth::Municipality) -> Result<Config, Failure> {
    let units = municipality.units.iter().map(|u| Unit {
        key: u.key.into(),
        name: u.name.into(),
        actor: u.receives.map(|receives| Actor { receives, consent: true }),
        under: AREAS.iter().filter(|(_, _, of)| of.contains(&u.key)).map(|(key, ..)| Under::always(key)).collect(),
    });
    let areas = AREAS.iter().map(|(key, name, _)| Unit::own(key, name));
    Ok(Config {
        name: format!("{} Kommune", municipality.name),
        code: i64::from(municipality.code),
        template: TEMPLATE.into(),
        units: areas.chain(units).collect(),
        routes: routes(),
        intake: "visitation".into(),
        responsible: responsible(),
        effort: Some(effort(municipality.name)),
        named_groups: Vec::new(),
        places: Vec::new(),
        synthetic: true,
        demo_logins: Some((DEMO_LOGINS.into(), PASSWORD.into())),
        geography: Arc::new(panel::geography()?),
    })
}

/// Which target groups Fjordby's units serve; the districts of the other teams are not in the data.
fn routes() -> Vec<Route> {
    use TargetGroup as G;
    let route = |unit: &str, groups: &[G]| Route { unit: unit.into(), groups: groups.to_vec(), ..Route::default() };
    vec![
        route("team-unge", &[G::UddannelsesparatUng, G::AktivitetsparatUng]),
        route("team-syg", &[G::Sygedagpengemodtager, G::Jobafklaringsforloeb]),
        route("team-flex", &[G::Fleksjobvisiteret, G::Foertidspensionist, G::Revalidend]),
        route("team-integration", &[G::Introduktionsprogram]),
    ]
}

/// Which of Fjordby's units answers for a right. Where none is named it is the owner of the case.
fn responsible() -> Vec<Responsible> {
    let answers = |unit: &str, rights: &[&str]| Responsible {
        unit: unit.into(),
        rights: rights.iter().map(|r| (*r).to_owned()).collect(),
        ..Responsible::default()
    };
    vec![
        answers("team-flex", &["ret_vejledende_samtale"]),
        answers("virksomhedsteamet", &["ret_selvfundet_praktik", "ret_selvfundet_loentilskud"]),
    ]
}

/// What Fjordby does for people on førtidspension; of its cooperation with KLAP nobody has written anything.
fn effort(name: &str) -> Effort {
    Effort {
        extent: Obligation::May,
        organisation: Some("To medarbejdere i Team Flex har opgaven ved siden af deres andre sager.".into()),
        outreach_companies: EffortAnswer::No,
        outreach_pensioners: EffortAnswer::Reserved,
        finds_jobs: EffortAnswer::Yes,
        ..Effort::unknown(&format!("{name} Kommune"))
    }
}

/// Invents the people and writes them down day by day as they became known.
async fn fill(app: &App, params: &synth::Params, out: Output) -> Result<(), Failure> {
    let failed = |e: app::AppError| Failure::Run(format!("the demo could not be made: {e}"));
    let begun = clock::now();
    app.store
        .municipality_create(app.municipality, &app.config.name)
        .await
        .map_err(|e| Failure::Run(format!("the demo could not be made: {e}")))?;
    let whole = synth::generate(params);
    let moment = Moment { now: Instant(Instant::at_midnight(params.today).0 + 6 * 3_600_000_000), today: params.today };
    // They have their roles for as long as the invented history goes back.
    let begins = params.today.plus_months(-12 * i32::from(params.years), MonthEnd::Down);
    for employee in &whole.employees {
        let role = Role::from_code(employee.role.code()).unwrap_or(Role::Caseworker);
        let assigned = Assigned::since(begins, role, employee.unit);
        app.account_create(&employee.key, &employee.name, &assigned, PASSWORD, moment).await.map_err(failed)?;
    }
    let author = Author { actor: "Fjordby".into(), client: "demo".into(), what: "eksempeldata".into() };
    let own = panel::on_kontanthjaelp(&whole.citizens, params.today);
    let mut people = people::stories(params.today);
    people.extend(whole.citizens.into_iter().map(people::arrival));
    out.remark(&format!(
        "Inventing Fjordby, {} citizens with three years of history. This is done once.",
        people.len()
    ));
    let done = app.arrive(people, &author, moment).await.map_err(failed)?;
    panel::fill(&app.store, params, own, moment.now).await?;
    let analyst = whole.employees.iter().find(|e| e.key == "mads").map_or("Fjordby", |e| e.name.as_str());
    goals::fill(app, analyst, moment).await?;
    out.remark(&format!("{done} citizens in {} seconds", (clock::now().0 - begun.0) / 1_000_000));
    Ok(())
}

async fn serve(args: &DemoArgs, out: Output, app: App) -> Result<Ending, Failure> {
    if args.no_serve {
        app.store.close().await;
        return Ok(Ending::Done);
    }
    let web = web::Web {
        app,
        clock: Arc::new(clock::now),
        today: Some(args.today),
        secure_cookies: false,
        metrics: Arc::default(),
        searches: Arc::default(),
        kept_forms: Arc::default(),
    };
    let listening = Listening { web, address: format!("127.0.0.1:{}", args.port), health: None };
    listen(listening, |address, _| {
        out.result(&format!(
            "\nMedspiller runs at http://{address}/  (stop with Ctrl-C)\n\n\
             It is {} in Fjordby, an invented municipality. Sign in with one of these, password \"{PASSWORD}\":\n\
             \n  karen   caseworker, Team Vest\n  hanne   team leader\n  mads    analyst: figures, no persons\n  \
             line    administrator: rules\n  jesper  consultant\n  anna    another actor: those referred to her\n",
            args.today
        ));
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fjordby_names_units_it_has_under_its_areas_and_for_rights_that_its_rules_have() {
        let rulebook = rulebook::shipped(TEMPLATE).unwrap();
        let units = synth::generate(&synth::Params::new(1, "2026-03-16".parse().unwrap())).units;
        for unit in AREAS.iter().flat_map(|(.., of)| *of) {
            assert!(units.iter().any(|u| u.key == *unit), "{unit}");
        }
        for told in responsible() {
            assert!(units.iter().any(|u| u.key == told.unit), "{}", told.unit);
            for right in &told.rights {
                let mut rights = rulebook.rules.iter().filter(|r| r.kind == rulebook::Kind::Right);
                assert!(rights.any(|r| r.duty.as_ref() == Some(right)), "{right}");
            }
        }
    }
}
