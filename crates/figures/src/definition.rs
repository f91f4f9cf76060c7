//! What each figure counts, in words, with version and source (`reference/definitioner.toml`).

use domain::Day;
use domain::codes::{Code, codes};
use domain::node::{Node, Problem, Reader, parse_toml};

codes! {
    /// A figure with a definition.
    Indicator "indicator" {
        FuldtidspersonerDage = "fuldtidspersoner_dage",
        FuldtidspersonerUger = "fuldtidspersoner_uger",
        Personer = "personer",
        Forloeb = "forloeb",
        VarighedAfAfsluttedeForloeb = "varighed_af_afsluttede_forloeb",
        GennemsnitligVarighed = "gennemsnitlig_varighed",
        StatusEfterForloeb = "status_efter_forloeb",
        TidTilFoersteTilbud = "tid_til_foerste_tilbud",
        Aktiveringsgrad = "aktiveringsgrad",
        OrdinaereTimer = "ordinaere_timer",
        Langtidsledige80Pct = "langtidsledige_80_pct",
        Langtidsledige3Maaneder = "langtidsledige_3_maaneder",
        Langtidsledige1Aar = "langtidsledige_1_aar",
        SelvforsoergelseEfterProgram = "selvforsoergelse_efter_program",
        Rettidighed = "rettidighed",
        BestandOgStroemme = "bestand_og_stroemme",
        AfgangEfterAarsag = "afgang_efter_aarsag",
        VentetidPrTrin = "ventetid_pr_trin",
        Samarbejdsgrad = "samarbejdsgrad",
        UdgiftPrIndbygger = "udgift_pr_indbygger",
        UdenTilbud12Maaneder = "uden_tilbud_12_maaneder",
        FremmoedeTilSamtaler = "fremmoede_til_samtaler",
        SagerITeam = "sager_i_team",
        TidTilSvar = "tid_til_svar",
        SelvforsoergelseEfterVejen = "selvforsoergelse_efter_vejen",
    }
}

codes! {
    /// How far a figure has come.
    State "indicator_state" {
        /// A page shows it.
        Shown = "shown",
        /// It can be counted, and no page does.
        Counted = "counted",
        /// What it needs is not in the program.
        Missing = "missing",
    }
}

/// One version of a definition. The texts are Danish, for pages.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Definition {
    pub id: Indicator,
    pub version: u32,
    /// The first day of counting so.
    pub from: Day,
    pub name: String,
    pub text: String,
    pub source: String,
    /// Where the count is a choice of ours.
    pub ours: Option<String>,
    pub state: State,
    /// What is missing until a page shows it.
    pub why: Option<String>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Definitions(Vec<Definition>);

impl Definitions {
    /// The definitions that ship with the program.
    pub fn shipped() -> Definitions {
        Definitions::parse(include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../reference/definitioner.toml")))
            .expect("a test reads the shipped definitions")
    }

    pub fn parse(text: &str) -> Result<Definitions, Vec<Problem>> {
        let node = parse_toml(text).map_err(|p| vec![p])?;
        let (mut problems, mut found) = (Vec::new(), Vec::<Definition>::new());
        if let Some(mut top) = Reader::open(&node, "", &mut problems) {
            for (at, table) in top.tables("definition", &mut problems).into_iter().enumerate() {
                let path = format!("definition[{}]", at + 1);
                let Some(next) = definition(table, &path, &mut problems) else { continue };
                let before = found.iter().rfind(|d| d.id == next.id);
                if before.is_some_and(|b| next.from <= b.from) || next.version != before.map_or(1, |b| b.version + 1) {
                    let message = format!(
                        "\"{}\" version {}: versions are 1, 2, 3 ... in the order of their first day",
                        next.id.code(),
                        next.version
                    );
                    problems.push(Problem { code: "bad_value", path, line: table.line, message });
                }
                found.push(next);
            }
            top.finish(&mut problems);
        }
        if problems.is_empty() { Ok(Definitions(found)) } else { Err(problems) }
    }

    /// The version in force for a count made on a day.
    pub fn of(&self, id: Indicator, counted: Day) -> Option<&Definition> {
        self.0.iter().rfind(|d| d.id == id && d.from <= counted)
    }

    /// Every version, in the order of the file.
    pub fn all(&self) -> &[Definition] {
        &self.0
    }
}

fn definition(node: &Node, path: &str, problems: &mut Vec<Problem>) -> Option<Definition> {
    let mut r = Reader::open(node, path, problems)?;
    let before = problems.len();
    let (id, state) = (r.parsed("id", problems), r.parsed("state", problems));
    let version = r.int("version", problems).and_then(|n| u32::try_from(n).ok());
    let from = r.day("from", problems);
    let (name, text, source) = (r.text("name", problems), r.text("text", problems), r.text("source", problems));
    let (ours, why) = (r.text("ours", problems), r.text("why", problems));
    let found = match (id, version, from, name, text, source, state) {
        (Some(id), Some(version), Some(from), Some(name), Some(text), Some(source), Some(state)) => {
            if state != State::Shown && why.is_none() {
                problems.push(r.missing("why", "say what is missing until a page shows the figure"));
            }
            Some(Definition { id, version, from, name, text, source, ours, state, why })
        }
        _ => {
            problems.push(r.missing("id", "a definition has id, version, from, name, text, source and state"));
            None
        }
    };
    r.finish(problems);
    found.filter(|_| problems.len() == before)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn every_figure_has_a_definition_on_every_day() {
        let shipped = Definitions::shipped();
        for id in Indicator::ALL {
            assert!(shipped.of(*id, day("2000-01-01")).is_some(), "{}", id.code());
            let now = shipped.of(*id, day("2026-03-16")).unwrap();
            assert_eq!(now.state == State::Shown, now.why.is_none(), "{}", id.code());
        }
    }

    #[test]
    fn every_figure_is_named_beside_what_counts_it() {
        use crate::indicator::*;
        use crate::spells::{courses, days, touched, turnover};
        let named = [
            days::INDICATOR,
            touched::IN_WEEKS,
            touched::PERSONS,
            courses::INDICATOR,
            turnover::LENGTH,
            mean_duration::INDICATOR,
            status_after::INDICATOR,
            first_offer::INDICATOR,
            activation::INDICATOR,
            ordinary_hours::INDICATOR,
            long_term::EIGHTY_PER_CENT,
            long_term::THREE_MONTHS,
            long_term::A_YEAR,
            self_support::INDICATOR,
            crate::timeliness::INDICATOR,
            flow::INDICATOR,
            outflow::INDICATOR,
            crate::journey::INDICATOR,
            cooperation::INDICATOR,
            expenditure::INDICATOR,
            crate::indicator::without_offer::INDICATOR,
            crate::indicator::attendance::INDICATOR,
            crate::indicator::caseload::INDICATOR,
            answer_time::INDICATOR,
            self_support::AFTER_A_WAY,
        ];
        assert_eq!(named, Indicator::ALL);
    }

    #[test]
    fn a_count_of_before_is_explained_by_the_version_of_then() {
        let shipped = Definitions::shipped();
        let version = |on: &str| shipped.of(Indicator::Forloeb, day(on)).unwrap().version;
        assert_eq!((version("2017-12-31"), version("2018-01-01")), (1, 2));
        assert!(shipped.all().len() > Indicator::ALL.len());
    }

    #[test]
    fn a_definition_with_a_mistake_is_named_with_its_line() {
        let text = "[[definition]]\nid = \"personer\"\nversion = 2\nfrom = 2020-01-01\nname = \"n\"\ntext = \"t\"\nsource = \"s\"\nstate = \"counted\"\n\n[[definition]]\nid = \"persner\"\nversion = 1\n";
        let said: Vec<String> = Definitions::parse(text).unwrap_err().iter().map(ToString::to_string).collect();
        assert!(said.iter().any(|s| s.contains("say what is missing")), "{said:?}");
        assert!(said.iter().any(|s| s.contains("did you mean \"personer\"")), "{said:?}");
        assert!(said.iter().any(|s| s.contains("a definition has id, version")), "{said:?}");
        let counted =
            text.replace("\"counted\"", "\"shown\"").replace("[[definition]]\nid = \"persner\"\nversion = 1\n", "");
        let said: Vec<String> = Definitions::parse(&counted).unwrap_err().iter().map(ToString::to_string).collect();
        assert!(said.iter().any(|s| s.starts_with("line 1") && s.contains("1, 2, 3 ... in the order")), "{said:?}");
    }
}
