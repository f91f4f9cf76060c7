//! `medspiller.toml`: one municipality's units, routes and address, read with every mistake named.

mod places;
mod responsible;
mod units;

use app::config::{Config, NamedGroup, Route, Unit};
use app::figures::geography::Geography;
use domain::Day;
use domain::codes::{Code, read_code};
use domain::nearest::nearest;
use domain::node::{Node, Problem, Reader, parse_toml};
use std::sync::Arc;

/// The file's name in the data folder.
pub(crate) const FILE: &str = "medspiller.toml";

/// A whole example, with a comment for each key.
pub(crate) const EXAMPLE: &str = include_str!("../../../reference/config/medspiller.toml");

#[derive(Clone, Debug)]
pub(crate) struct Configuration {
    pub(crate) config: Config,
    /// Address and port to listen on.
    pub(crate) bind: String,
    /// A proxy with TLS stands in front.
    pub(crate) tls_proxy: bool,
    /// Where health and metrics are served; nowhere when absent.
    pub(crate) health: Option<String>,
}

/// Reads the text. All mistakes are returned; a configuration with mistakes is not used.
pub(crate) fn read(text: &str) -> Result<Configuration, Vec<Problem>> {
    let node = parse_toml(text).map_err(|problem| vec![problem])?;
    let mut problems = Vec::new();
    let read = Reader::open(&node, "", &mut problems).and_then(|top| whole(top, &mut problems));
    match read {
        Some(configuration) if problems.is_empty() => Ok(configuration),
        _ => Err(problems),
    }
}

fn whole(mut top: Reader<'_>, problems: &mut Vec<Problem>) -> Option<Configuration> {
    let code = top.int("municipality", problems);
    match code {
        Some(code) if !(101..=999).contains(&code) => {
            let message = format!("{code} is no municipality code; write its three digits, such as 580");
            problems.push(top.problem("bad_value", top.line_of("municipality"), "municipality", message));
        }
        Some(_) => {}
        None => problems.push(top.missing("municipality", "the municipality's code, such as 580")),
    }
    let name = top.text("name", problems);
    if name.is_none() {
        problems.push(top.missing("name", "the municipality's name, such as \"Aabenraa Kommune\""));
    }
    let template = template(&mut top, problems);
    let bind = top.text("bind", problems).unwrap_or_else(|| "127.0.0.1:8080".to_owned());
    if bind.parse::<std::net::SocketAddr>().is_err() {
        let message = format!("\"{bind}\" is no address with a port; write \"127.0.0.1:8080\"");
        problems.push(top.problem("bad_value", top.line_of("bind"), "bind", message));
    }
    let tls_proxy = top.bool("tls_proxy", problems).unwrap_or(false);
    let health = top.text("health", problems);
    if let Some(text) = &health
        && !text.parse::<std::net::SocketAddr>().is_ok_and(|a| a.ip().is_loopback())
    {
        let message = format!("\"{text}\" is no address on this machine with a port; write \"127.0.0.1:9090\"");
        problems.push(top.problem("bad_value", top.line_of("health"), "health", message));
    }
    let units = units::all(&mut top, problems);
    let named_groups = named_groups(&mut top, problems);
    let mut routes = Vec::new();
    for (i, node) in top.tables("route", problems).into_iter().enumerate() {
        routes.extend(route(node, &format!("route[{}]", i + 1), (&units, &named_groups), problems));
    }
    let intake = top.text("intake", problems);
    match &intake {
        Some(key) => problems.extend(unknown_unit(&top, "intake", key, &units)),
        None => problems.push(top.missing("intake", "the key of the unit that gets a case when no route fits")),
    }
    let responsible = responsible::all(&mut top, &units, &template, problems);
    let effort = top.node("pensioner_effort").and_then(|node| {
        let reader = Reader::open(node, "pensioner_effort", problems)?;
        rulebook::efforts::effort(reader, name.clone().unwrap_or_default(), problems)
    });
    let places = places::all(&mut top, problems);
    let geography = geography(&mut top, code, problems);
    top.finish(problems);
    let config = Config {
        name: name?,
        code: code?,
        template,
        units,
        routes,
        intake: intake?,
        responsible,
        effort,
        named_groups,
        places,
        synthetic: false,
        demo_logins: None,
        geography: Arc::new(geography),
    };
    Some(Configuration { config, bind, tls_proxy, health })
}

/// The shipped one, with the neighbours that the municipality chose.
fn geography(top: &mut Reader<'_>, code: Option<i64>, problems: &mut Vec<Problem>) -> Geography {
    let shipped = Geography::shipped();
    let line = top.line_of("neighbours");
    let Some(names) = top.texts("neighbours", problems) else { return shipped };
    let names: Vec<String> = names.into_iter().map(|(name, _)| name).collect();
    let own = code.and_then(|code| u16::try_from(code).ok()).unwrap_or(0);
    shipped.with_neighbours(own, &names).unwrap_or_else(|why| {
        problems.push(top.problem("bad_value", line, "neighbours", why));
        Geography::shipped()
    })
}

/// `[[named_group]]`: a name and its days; anything more would be a rule, and belongs among the rules.
fn named_groups(top: &mut Reader<'_>, problems: &mut Vec<Problem>) -> Vec<NamedGroup> {
    let mut found = Vec::new();
    for (i, node) in top.tables("named_group", problems).into_iter().enumerate() {
        let Some(mut r) = Reader::open(node, format!("named_group[{}]", i + 1), problems) else { continue };
        let name = r.text("name", problems);
        if name.is_none() {
            problems.push(r.missing("name", "what the municipality calls the group"));
        }
        let (from, through) = days(&mut r, problems);
        found.extend(name.map(|name| NamedGroup { name, from, through }));
        r.finish(problems);
    }
    found
}

fn template(top: &mut Reader<'_>, problems: &mut Vec<Problem>) -> String {
    let known = rulebook::templates();
    let template = top.text("template", problems).unwrap_or_else(|| "none".to_owned());
    if template != "none" && !known.contains(&template.as_str()) {
        let hint = nearest(&template, known.iter().copied())
            .map_or_else(|| format!("known: none, {}", known.join(", ")), |k| format!("did you mean \"{k}\"?"));
        let message = format!("\"{template}\" is no template; {hint}");
        problems.push(top.problem("bad_value", top.line_of("template"), "template", message));
    }
    template
}

fn route(
    node: &Node,
    path: &str,
    (units, groups): (&[Unit], &[NamedGroup]),
    problems: &mut Vec<Problem>,
) -> Option<Route> {
    let mut r = Reader::open(node, path, problems)?;
    let unit = r.text("unit", problems);
    match &unit {
        Some(key) => problems.extend(unknown_unit(&r, "unit", key, units)),
        None => problems.push(r.missing("unit", "the key of the unit the case opens in")),
    }
    let (from, through) = days(&mut r, problems);
    let route = Route {
        unit: unit.unwrap_or_default(),
        from,
        through,
        groups: codes(&mut r, "groups", problems),
        benefits: codes(&mut r, "benefits", problems),
        named_groups: named(&mut r, groups, problems),
        under_age: age(&mut r, "under_age", problems),
        from_age: age(&mut r, "from_age", problems),
    };
    r.finish(problems);
    Some(route)
}

/// First and last day, each of which may be left out.
fn days(r: &mut Reader<'_>, problems: &mut Vec<Problem>) -> (Option<Day>, Option<Day>) {
    let (from, through) = (r.day("from", problems), r.day("through", problems));
    if let (Some(from), Some(through)) = (from, through)
        && through < from
    {
        let message = format!("the last day {through} lies before the first day {from}; correct one of them");
        problems.push(r.problem("bad_value", r.line_of("through"), "through", message));
    }
    (from, through)
}

fn codes<C: Code>(r: &mut Reader<'_>, key: &'static str, problems: &mut Vec<Problem>) -> Vec<C> {
    let mut found = Vec::new();
    for (text, line) in r.texts(key, problems).unwrap_or_default() {
        match read_code(&text) {
            Ok(code) => found.push(code),
            Err(why) => problems.push(r.problem("bad_value", line, key, format!("\"{text}\" {why}"))),
        }
    }
    found
}

/// Names of the municipality's own groups, each of which must stand in a `[[named_group]]`.
fn named(r: &mut Reader<'_>, groups: &[NamedGroup], problems: &mut Vec<Problem>) -> Vec<String> {
    let mut found = Vec::new();
    for (name, line) in r.texts("named_groups", problems).unwrap_or_default() {
        if !groups.iter().any(|group| group.name == name) {
            let hint = nearest(&name, groups.iter().map(|group| group.name.as_str()));
            let hint = hint.map_or_else(|| "add a [[named_group]]".to_owned(), |k| format!("did you mean \"{k}\"?"));
            let message = format!("there is no group named \"{name}\"; {hint}");
            problems.push(r.problem("unknown_group", line, "named_groups", message));
        }
        found.push(name);
    }
    found
}

fn age(r: &mut Reader<'_>, key: &'static str, problems: &mut Vec<Problem>) -> Option<i32> {
    let years = r.int(key, problems)?;
    let age = i32::try_from(years).ok().filter(|y| (0..=130).contains(y));
    if age.is_none() {
        problems.push(r.problem("bad_value", r.line_of(key), key, format!("{years} is no age in years")));
    }
    age
}

fn unknown_unit(r: &Reader<'_>, field: &str, key: &str, units: &[Unit]) -> Option<Problem> {
    if units.iter().any(|u| u.key == key) {
        return None;
    }
    let hint = nearest(key, units.iter().map(|u| u.key.as_str()))
        .map_or_else(|| "add a [[unit]] with that key".to_owned(), |k| format!("did you mean \"{k}\"?"));
    Some(r.problem("unknown_unit", r.line_of(field), field, format!("there is no unit \"{key}\"; {hint}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use app::config::Routed;
    use domain::codes::Benefit;

    #[test]
    fn the_example_is_read_without_a_remark_and_routes_as_it_says() {
        let read = read(EXAMPLE).unwrap();
        let who =
            Routed { born: "2000-01-01".parse().ok(), benefits: vec![Benefit::Kontanthjaelp], ..Routed::default() };
        assert_eq!(read.config.route(&who, "2026-03-16".parse().unwrap()), "team-unge");
        assert_eq!((read.config.code, read.bind.as_str(), read.tls_proxy), (580, "127.0.0.1:8080", false));
    }

    #[test]
    fn a_municipality_names_its_neighbours_and_a_stranger_among_them_is_a_mistake_with_its_line() {
        use app::figures::geography::{GroupKind, Membership};
        let own = EXAMPLE
            .replace("# neighbours = [\"Haderslev\", \"Sønderborg\", \"Tønder\"]", "neighbours = [\"Haderslev\"]");
        let config = read(&own).unwrap().config;
        let today = "2026-03-16".parse().unwrap();
        let found = config.geography.group_of(GroupKind::Neighbours, 580, today);
        assert!(matches!(found, Membership::Member(group) if group.members == [510, 580]), "{found:?}");
        let problems = read(&own.replace("[\"Haderslev\"]", "[\"Haderlev\"]")).unwrap_err();
        assert!(problems[0].to_string().contains("did you mean \"Haderslev\"?"), "{problems:?}");
        assert!(problems[0].line > 1);
    }

    #[test]
    fn aarhus_of_2011_routes_its_six_departments() {
        let text = include_str!("../../../reference/config/aarhus-2011.toml");
        let read = read(text).unwrap();
        let day = "2011-09-01".parse().unwrap();
        let who = |born: &str, benefits: &[Benefit]| Routed {
            born: born.parse().ok(),
            benefits: benefits.to_vec(),
            ..Routed::default()
        };
        for (born, benefits, unit) in [
            ("1985-01-01", [Benefit::Kontanthjaelp], "job-og-uddannelse"),
            ("1960-01-01", [Benefit::Kontanthjaelp], "job-og-vejledning"),
            ("1985-01-01", [Benefit::Sygedagpenge], "job-og-sundhed"),
            ("1960-01-01", [Benefit::Foertidspension], "job-og-trivsel"),
            ("1960-01-01", [Benefit::Revalideringsydelse], "revalidering"),
        ] {
            assert_eq!(read.config.route(&who(born, &benefits), day), unit);
        }
        let programme = vec![domain::codes::TargetGroup::Introduktionsprogram];
        let refugee = Routed { groups: programme, ..who("1985-01-01", &[Benefit::Introduktionsydelse]) };
        assert_eq!(read.config.route(&refugee, day), "integration", "the sixth");
        let exposed = |born: &str| Routed {
            named_groups: vec!["Socialt udsatte".to_owned()],
            ..who(born, &[Benefit::Kontanthjaelp])
        };
        for born in ["1985-01-01", "1960-01-01"] {
            assert_eq!(read.config.route(&exposed(born), day), "job-og-trivsel", "of any age");
        }
        let wrong = text.replace("named_groups = [\"Socialt udsatte\"]", "named_groups = [\"Socialt udsat\"]");
        let said = super::read(&wrong).unwrap_err()[0].to_string();
        assert!(said.starts_with("line ") && said.contains("did you mean \"Socialt udsatte\"?"), "{said}");
    }

    #[test]
    fn hedensted_of_2017_has_its_units() {
        let read = read(include_str!("../../../reference/config/hedensted-2017.toml")).unwrap();
        let day = "2017-03-01".parse().unwrap();
        let who = Routed { benefits: vec![Benefit::Jobafklaring], ..Routed::default() };
        assert_eq!((read.config.units.len(), read.config.route(&who, day)), (10, "jobafklaringsforloeb"));
        assert_eq!(read.config.route(&Routed::default(), day), "visitationsafsnittet");
        assert_eq!(
            read.config.units_within("beskaeftigelse", day),
            ["beskaeftigelse", "visitationsafsnittet", "ungeenheden", "rekrutteringsservice"]
        );
    }

    #[test]
    fn the_centre_of_alleroed_lies_under_the_jobcentre_or_under_the_service_by_variants_of_one_file() {
        let text = include_str!("../../../reference/config/alleroed-2010.toml");
        let day = "2010-02-01".parse().unwrap();
        let within = |text: &str, of: &str| read(text).unwrap().config.is_within("kompetencecentret", of, day);
        assert!(within(text, "jobcentret") && !within(text, "alleroed-service"));
        let place = &read(text).unwrap().config.places[0];
        assert_eq!((place.owner.as_str(), place.from), ("Allerød Service", "2010-01-01".parse().ok()));
        let wrong = text.replace("name = \"Produktionsværkstedet\"", "cvr = \"123\"");
        assert!(read(&wrong).unwrap_err()[0].to_string().contains("place[1].cvr: \"123\" is no CVR number"));
        let other = text.replace("parent = \"jobcentret\"", "parent = \"alleroed-service\"");
        assert!(within(&other, "alleroed-service") && !within(&other, "jobcentret"));
    }

    #[test]
    fn a_unit_lies_under_one_parent_on_a_day_and_one_that_is_unknown_or_below_it_is_refused() {
        let config = read(EXAMPLE).unwrap().config;
        let of = |day: &str| config.above("team-job", day.parse().unwrap());
        assert_eq!((of("2025-12-31"), of("2026-01-01")), (vec!["visitation"], vec!["job-og-uddannelse"]));
        let refused = |from: &str, to: &str| {
            let text = EXAMPLE.replace(from, to);
            assert_ne!(text, EXAMPLE, "{from}");
            read(&text).unwrap_err().iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
        };
        let unge = "parent = \"job-og-uddannelse\"";
        let area = "name = \"Job og uddannelse\"";
        let under_job = format!("{area}\nparent = [{{ unit = \"team-job\", from = 2026-02-01 }}]");
        for (from, to, wanted) in [
            (unge, "parent = \"job-og-uddannelsen\"", "did you mean \"job-og-uddannelse\"?"),
            (unge, "parent = \"team-unge\"", "\"team-unge\" lies under itself: team-unge under team-unge"),
            (unge, "parent = 7", "a list of units with days, is expected, not a whole number"),
            (unge, "parent = \"klap\"", "is another actor and has no units of the municipality under it"),
            ("through = 2025-12-31", "through = 2026-12-31", "\"team-job\" has two parents on the same day"),
            ("receives = \"klap\"", "receives = \"klap\"\nparent = \"visitation\"", "\"klap\" is another actor"),
            (area, &under_job, "lies under itself on 2026-02-01: job-og-uddannelse under team-job under job-og"),
        ] {
            let said = refused(from, to);
            assert!(said.starts_with("line ") && said.contains(wanted), "{wanted}: {said}");
        }
    }

    #[test]
    fn a_unit_of_another_actor_asks_for_consent_unless_it_is_told_not_to() {
        let asks = |text: &str| read(text).unwrap().config.units.iter().find_map(|u| u.actor).unwrap().consent;
        assert!(asks(EXAMPLE) && asks(&EXAMPLE.replace("consent = true\n", "")));
        assert!(!asks(&EXAMPLE.replace("consent = true\n", "consent = false\n")));
        let own = EXAMPLE.replace("receives = \"klap\"\n", "");
        assert!(read(&own).unwrap_err()[0].to_string().contains("write `receives` too"));
    }

    #[test]
    fn a_unit_answers_for_rights_and_an_unknown_right_chapter_or_unit_is_refused_with_its_place() {
        let told = read(EXAMPLE).unwrap().config.responsible;
        assert_eq!(
            (told[0].unit.as_str(), told[0].chapters.as_slice()),
            ("team-syg", &["sygedagpenge".to_owned()][..])
        );
        let text = EXAMPLE
            .replace("[\"ret_vejledende_samtale\"", "[\"ret_vejledende_samtal\"")
            .replace("chapters = [\"sygedagpenge\"]", "chapters = [\"sygedagpeng\"]")
            + "\n[[responsible]]\nunit = \"team-jobb\"\nrights = [\"jobsamtale\"]\n\n[[responsible]]\nunit = \"klap\"\n";
        let said: Vec<String> = read(&text).unwrap_err().iter().map(ToString::to_string).collect();
        for wanted in [
            "responsible[1].chapters: \"sygedagpeng\" is no chapter with a right in it; did you mean \"sygedagpenge\"?",
            "responsible[2].rights: \"ret_vejledende_samtal\" is no right; did you mean \"ret_vejledende_samtale\"?",
            "responsible[3].unit: there is no unit \"team-jobb\"; did you mean \"team-job\"?",
            "responsible[3].rights: \"jobsamtale\" is no right",
            "responsible[4].rights: `rights` is missing: `rights` or `chapters`",
        ] {
            assert!(said.iter().any(|s| s.contains(wanted) && s.starts_with("line ")), "{wanted}: {said:#?}");
        }
        assert_eq!(said.len(), 5, "{said:#?}");
    }

    #[test]
    fn a_group_can_be_named_with_its_days_and_with_nothing_more() {
        let text = include_str!("../../../reference/config/aarhus-2011.toml");
        let named = read(text).unwrap().config.named_groups;
        let on = |day: &str| named.iter().filter(|g| g.holds(day.parse().unwrap())).count();
        assert_eq!((named[0].name.as_str(), on("2011-03-17"), on("2011-03-18")), ("Socialt udsatte", 0, 1));
        let more = text.replace("name = \"Socialt udsatte\"", "name = \"Socialt udsatte\"\nmin_age = 30");
        let said = read(&more).unwrap_err()[0].to_string();
        assert!(
            said.starts_with("line ") && said.contains("named_group[1].min_age: `min_age` is not known here"),
            "{said}"
        );
    }

    #[test]
    fn what_a_municipality_says_of_its_effort_is_read_and_what_it_leaves_out_is_unknown() {
        use app::rules::{EffortAnswer, Obligation};
        assert!(read(EXAMPLE).unwrap().config.effort.is_none());
        let (above, told) = EXAMPLE.split_once("# [pensioner_effort]").unwrap();
        let told = told.split("\n\n").next().unwrap();
        let told = format!("{above}[pensioner_effort]{}", told.replace("\n# ", "\n"));
        let effort = read(&told).unwrap().config.effort.unwrap();
        assert_eq!((effort.extent, effort.finds_jobs), (Obligation::Must, EffortAnswer::Reserved));
        let left_out = read(&told.replace("finds_jobs = \"reserved\"\n", "")).unwrap().config.effort.unwrap();
        assert_eq!(left_out.finds_jobs, EffortAnswer::Unknown);
        let wrong = read(&told.replace("\"reserved\"", "\"maybe\"")).unwrap_err();
        assert!(wrong[0].to_string().contains("pensioner_effort.finds_jobs: \"maybe\""), "{wrong:?}");
    }

    #[test]
    fn each_mistake_is_named_with_its_line_and_what_to_do() {
        let text = EXAMPLE
            .replace("municipality = 580", "municipality = 58")
            .replace("template = \"none\"", "template = \"aabenra-2017\"")
            .replace("intake = \"visitation\"", "intake = \"visitasion\"")
            .replace("bind = ", "bnd = ")
            .replace("\"sygedagpenge\"", "\"sygedagpeng\"")
            .replace("under_age = 30", "under_age = 300")
            .replace("receives = \"klap\"\n", "receives = \"klab\"\n")
            .replace("127.0.0.1:9090", "0.0.0.0:9090");
        let said: Vec<String> = read(&text).unwrap_err().iter().map(ToString::to_string).collect();
        for wanted in [
            "58 is no municipality code",
            "did you mean \"aabenraa-2017\"",
            "did you mean \"visitation\"",
            "did you mean `bind`",
            "did you mean \"sygedagpenge\"",
            "300 is no age",
            "did you mean \"klap\"",
            "no address on this machine",
        ] {
            assert!(said.iter().any(|s| s.contains(wanted) && s.starts_with("line ")), "{wanted}: {said:#?}");
        }
    }
}
