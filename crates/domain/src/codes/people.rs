//! Who the citizen is to the case: education, household answers, representatives, protection.

use super::codes;

codes! {
    /// Highest completed education; what counts as *kompetencegivende* is said by the rule that asks.
    Education "education" {
        Ingen = "ingen",
        Grundskole = "grundskole",
        /// Gymnasial: studiekompetencegivende.
        Gymnasial = "gymnasial",
        Erhvervsuddannelse = "erhvervsuddannelse",
        KortVideregaaende = "kort_videregaaende",
        MellemlangVideregaaende = "mellemlang_videregaaende",
        /// LVU
        LangVideregaaende = "lang_videregaaende",
    }
}

codes! {
    /// An answer that was asked for and given. Not asked is a missing fact, not a no.
    YesNo "yes_no" { Ja = "ja", Nej = "nej" }
}

codes! {
    RepresentativeRole "role" {
        Bisidder = "bisidder",
        Partsrepraesentant = "partsrepraesentant",
        Vaerge = "vaerge",
        Fremtidsfuldmaegtig = "fremtidsfuldmaegtig",
        Stoettekontaktperson = "stoettekontaktperson",
    }
}

codes! {
    /// What somebody found who assessed a citizen. It is recorded, never computed.
    Finding "finding" {
        /// Ressourceforløb: "overvejende sandsynligt at ende på førtidspension uden særlig indsats".
        SandsynligFoertidspension = "sandsynlig_foertidspension",
        IkkeSandsynligFoertidspension = "ikke_sandsynlig_foertidspension",
        BehovForSparring = "behov_for_sparring",
        BehovForOpkvalificering = "behov_for_opkvalificering",
    }
}

/// What a finding is about: a later finding about the same takes its place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FindingSubject {
    Ressourceforloeb,
    BehovSomLedig,
}

impl Finding {
    pub fn subject(self) -> FindingSubject {
        match self {
            Finding::SandsynligFoertidspension | Finding::IkkeSandsynligFoertidspension => {
                FindingSubject::Ressourceforloeb
            }
            Finding::BehovForSparring | Finding::BehovForOpkvalificering => FindingSubject::BehovSomLedig,
        }
    }
}

codes! {
    Interpreter "interpreter" { Ingen = "ingen", Tale = "tale", Tegnsprog = "tegnsprog" }
}

codes! {
    /// Graded protection of a person.
    Protection "protection" {
        /// Navne- og adressebeskyttelse (CPR-loven § 28).
        NavneOgAdressebeskyttelse = "navne_og_adressebeskyttelse",
        /// Own employees, their families, leaders and politicians.
        EgenAnsat = "egen_ansat",
        /// Threats, crisis centre, honour-related conflicts, public persons.
        SaerligtBeskyttet = "saerligt_beskyttet",
    }
}
