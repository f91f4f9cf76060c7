//! Whether what a gate holds back may come on a day: a sanction, a new benefit, a placement. An offer is asked about whole
//! (`assess::ask`), since several gates stand before it.

use crate::assess::ask::{Answer, Verdict, blank, unknown_of_kind};
use crate::assess::axes::Axes;
use crate::assess::weigh::{Weighed, try_gate_for, worst};
use crate::model::Kind;
use crate::rulebook::Rulebook;
use crate::who::{Match, Missing};
use domain::Day;
use domain::compact::HistoryView;

/// A question about one gate, by the id of its rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GateAsk {
    pub gate: String,
    pub on: Day,
}

/// A question about a gate the rulebook does not have: what to write.
pub fn unknown_gate(ask: &GateAsk, rulebook: &Rulebook) -> Option<String> {
    unknown_of_kind(&ask.gate, Kind::Gate, rulebook)
}

/// A gate that is not in force on the day, or is not known, answers undetermined and never yes.
pub fn gate_answer(ask: &GateAsk, history: HistoryView<'_>, rulebook: &Rulebook) -> Answer {
    let mut out = blank(Verdict::Undetermined);
    let axes = Axes::new(history);
    let mut weighed = Weighed::default();
    let found = rulebook.find(&ask.gate).and_then(|ix| {
        let rule = rulebook.rule(ix);
        let v = rule.versions.iter().position(|v| rule.kind == Kind::Gate && v.is_in_force(ask.on))?;
        Some((ix, v, &rule.versions[v]))
    });
    // Nobody's target group is known where a company asks: the gate may be that of whoever takes the place.
    let groups = match axes.groups(ask.on) {
        (0, _) => (u64::MAX >> 1, Missing::BENEFIT),
        known => known,
    };
    let found = found.map(|(ix, v, version)| (ix, v, version, version.who.matches_in(groups, &axes, ask.on)));
    match found {
        Some((ix, v, version, for_whom)) if for_whom != Match::No => {
            out.rules.push((ix, v as u8));
            out.verdict = try_gate_for(version, for_whom, ask.on, None, axes, history, &mut weighed);
            if let (Match::Unknown(who), 0) = (for_whom, axes.groups(ask.on).0) {
                weighed.lacks(who);
                out.verdict = worst(out.verdict, Verdict::Undetermined);
            }
            out.advisory = out.verdict != Verdict::Refused || version.control.is_none();
        }
        _ => {
            weighed.missing.insert("rule".to_owned());
        }
    }
    (out.earliest, out.through) = (weighed.earliest, weighed.through);
    out.missing = weighed.missing.into_iter().collect();
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::codes::{Benefit, Visitation};
    use domain::history::History;
    use domain::kinds::FactData;
    use domain::{Day, Fact};

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn asked(gate: &str, on: &str, category: Visitation) -> (Verdict, bool, Vec<String>) {
        let from = day("2025-06-02");
        let facts = vec![
            Fact::new(
                "1",
                FactData::Benefit { benefit: Benefit::Kontanthjaelp, rate: None, partial: false },
                from,
                None,
            ),
            Fact::new("2", FactData::Visitation { category }, from, None),
        ];
        let history = History::build(Some(day("1985-01-01")), facts, None);
        let book = crate::shipped("none").unwrap();
        let answer = gate_answer(&GateAsk { gate: gate.into(), on: day(on) }, history.view(), &book);
        (answer.verdict, answer.advisory, answer.missing)
    }

    #[test]
    fn a_sharpened_sanction_is_refused_to_some_and_waits_for_its_papers_with_others() {
        let refused = asked("skaerpet-raadighedssanktion", "2026-01-20", Visitation::Aktivitetsparat);
        assert_eq!((refused.0, refused.2), (Verdict::Refused, Vec::new()));
        assert!(refused.1, "nobody has controlled the rule by name");
        let (verdict, _, missing) = asked("skaerpet-raadighedssanktion", "2026-01-20", Visitation::Jobparat);
        assert_eq!(verdict, Verdict::Undetermined);
        assert_eq!(missing, ["ny_forseelse", "tidligere_sanktion", "vejledning_skaerpet_sanktion"]);
    }

    #[test]
    fn a_gate_says_nothing_before_its_first_day_and_one_that_is_not_there_is_named() {
        let (verdict, _, missing) = asked("nyt-ressourceforloeb-lukket", "2026-01-31", Visitation::Jobparat);
        assert_eq!((verdict, missing), (Verdict::Undetermined, vec!["rule".to_owned()]));
        assert_eq!(asked("nyt-ressourceforloeb-lukket", "2026-02-01", Visitation::Jobparat).0, Verdict::Refused);
        let book = crate::shipped("none").unwrap();
        let company = History::build(None, Vec::new(), None);
        let ask = GateAsk { gate: "merbeskaeftigelse-loentilskud".into(), on: day("2026-03-16") };
        let asked_of_a_company = gate_answer(&ask, company.view(), &book);
        assert_eq!(asked_of_a_company.verdict, Verdict::Undetermined);
        let lacks = ["benefit", "enighed_om_merbeskaeftigelse", "medarbejderrepraesentant_udtalelse"];
        assert_eq!(asked_of_a_company.missing, lacks, "whose place it is, and the statement");
        let wrong = GateAsk { gate: "sanktionssats".into(), on: day("2026-02-01") };
        assert!(unknown_gate(&wrong, &book).unwrap().contains("is no gate"));
        assert_eq!(unknown_gate(&GateAsk { gate: "partshoering".into(), ..wrong }, &book), None);
    }
}
