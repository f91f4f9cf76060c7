//! The program with the people of the stories, asked as a browser asks.

use crate::databases::{Database, sqlite};
use crate::world::{arrival, author, case_of, day, fjordby, noon};
use app::App;
use app::access::Role;
use app::import::Arrival;
use app::sign_in::Assigned;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, Response, StatusCode, header};
use domain::Day;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use std::ops::RangeInclusive;
use std::sync::Arc;
use store::statistics::{Figure, StatRow};
use tower::ServiceExt;

pub(crate) const HOST: &str = "medspiller.example";

pub(crate) struct Site {
    pub(crate) app: App,
    pub(crate) cases: RangeInclusive<i64>,
    router: Router,
    _database: Database,
}

#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn header(&self, name: header::HeaderName) -> &str {
        self.headers.get(name).map_or("", |v| v.to_str().unwrap())
    }

    pub(crate) fn location(&self) -> &str {
        self.header(header::LOCATION)
    }
}

pub(crate) const LOGINS: [(&str, Role, &str); 4] = [
    ("karen", Role::Caseworker, "team-vest"),
    ("ida", Role::Caseworker, "team-vest"),
    ("mads", Role::Analyst, "sekretariat"),
    ("hanne", Role::TeamLeader, "team-vest"),
];

/// Everybody of the stories who is there on 16 March 2026, and some invented citizens.
pub(crate) async fn site() -> Site {
    let database = sqlite();
    let app = fjordby(&database.address).await;
    let today = day("2026-03-16");
    for (login, role, unit) in LOGINS {
        let assigned = Assigned::since(today, role, unit);
        app.account_create(login, &format!("{login} Eksempel"), &assigned, "fjordby", noon(today)).await.unwrap();
    }
    let stories = synth::STORY_PEOPLE.iter().filter(|p| p.in_demo).map(|p| arrival(p.scenario, today));
    let mut people: Vec<Arrival> = stories.filter(|a| !a.facts.is_empty()).collect();
    people.extend(synth::citizens(&synth::Params::new(20, today)).map(|(citizen, _)| Arrival {
        cpr: Some(citizen.cpr),
        first_name: citizen.first_name.into(),
        last_name: citizen.last_name.into(),
        address: citizen.address,
        born: Some(citizen.born),
        unit: citizen.first_owner.unit.into(),
        employee: Some(citizen.first_owner.employee),
        facts: citizen.facts,
    }));
    panel(&app, today).await;
    let cases = app.arrive(people, &author(), noon(today)).await.unwrap();
    let router = router(&app, today);
    Site { app, cases: 1..=i64::try_from(cases).unwrap(), router, _database: database }
}

fn router(app: &App, today: Day) -> Router {
    medspiller_web::router(medspiller_web::Web {
        app: app.clone(),
        clock: Arc::new(move || noon(today).now),
        today: None,
        secure_cookies: false,
        metrics: Arc::default(),
        searches: Arc::default(),
        kept_forms: Arc::default(),
    })
}

/// The invented country's published figures, read on a day.
async fn panel(app: &App, today: Day) {
    for table in ["y25i01", "y25i09", "y60a02", "y60c07", "y60j01"] {
        let mut write = app.store.begin_statistics(table).await.unwrap();
        for cell in synth::panel::cells(1, today, None).iter().filter(|c| c.table == table) {
            let figure = cell.number.map_or(Figure { mantissa: None, scale: 0 }, |(mantissa, scale)| Figure {
                mantissa: Some(mantissa),
                scale,
            });
            let period = format!("{}M{:02}", cell.year, cell.month);
            write.add(cell.measure, &[], StatRow { area: cell.area, period, figure }).await.unwrap();
        }
        write.commit("opdigtet panel", noon(today).now, 1, 0).await.unwrap();
    }
}

impl Site {
    /// The same people under other rules.
    pub(crate) fn under(mut self, rulebook: rulebook::Rulebook) -> Site {
        let App { store, config, municipality, .. } = self.app.clone();
        let patience = self.app.patience;
        self.app = App::new(store, Arc::new(rulebook), config, municipality);
        self.app.patience = patience;
        self.router = router(&self.app, day("2026-03-16"));
        self
    }

    /// The same people in a municipality with another configuration.
    pub(crate) fn configured(mut self, edit: impl FnOnce(&mut app::config::Config)) -> Site {
        edit(Arc::make_mut(&mut self.app.config));
        self.router = router(&self.app, day("2026-03-16"));
        self
    }

    /// The same people, and a program that does not wait for what takes long.
    pub(crate) fn impatient(mut self) -> Site {
        self.app.patience = std::time::Duration::ZERO;
        self.router = router(&self.app, day("2026-03-16"));
        self
    }

    /// The same people on another day.
    pub(crate) fn on(mut self, today: Day) -> Site {
        self.router = router(&self.app, today);
        self
    }

    pub(crate) async fn respond(&self, request: Request<Body>) -> Response<Body> {
        self.router.clone().oneshot(request).await.unwrap()
    }

    pub(crate) async fn ask(&self, request: Request<Body>) -> Answer {
        let response = self.respond(request).await;
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        Answer { status: parts.status, headers: parts.headers, body: String::from_utf8_lossy(&bytes).into_owned() }
    }

    /// A page, with the cookie of somebody who is signed in, or none.
    pub(crate) async fn get(&self, cookie: &str, path: &str) -> Answer {
        let request = Request::get(path).header(header::HOST, HOST).header(header::COOKIE, cookie);
        self.ask(request.body(Body::empty()).unwrap()).await
    }

    /// A form posted from our own page.
    pub(crate) async fn post(&self, cookie: &str, path: &str, fields: &[(String, String)]) -> Answer {
        let request = Request::post(path)
            .header(header::HOST, HOST)
            .header(header::ORIGIN, format!("http://{HOST}"))
            .header(header::COOKIE, cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.ask(request.body(Body::from(encode(fields))).unwrap()).await
    }

    /// Signs in and gives the cookie a browser would send back.
    pub(crate) async fn sign_in(&self, login: &str) -> String {
        let answer = self.post("", "/log-ind", &fields(&[("u", login), ("p", "fjordby")])).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        answer.header(header::SET_COOKIE).split(';').next().unwrap().to_owned()
    }

    pub(crate) async fn case(&self, scenario: &str) -> i64 {
        case_of(&self.app, scenario).await
    }
}

pub(crate) fn fields(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn encode(fields: &[(String, String)]) -> String {
    let pair = |(name, value): &(String, String)| {
        format!("{}={}", utf8_percent_encode(name, NON_ALPHANUMERIC), utf8_percent_encode(value, NON_ALPHANUMERIC))
    };
    fields.iter().map(pair).collect::<Vec<_>>().join("&")
}
