//! What each form asks for, of which fact, and who may answer.

use crate::access::Action;
use domain::codes::{Code, DocumentKind, codes};
use domain::kinds::{FactData, FactKind};
use domain::schema::{FieldSchema, FieldSort, Timing};

/// Not of a fact: which of those that stand.
static WHICH: FieldSchema = FieldSchema { name: "which", sort: FieldSort::Text, required: true };

codes! {
    /// A fact a form of the case asks for alone.
    Question "question" {
        Uddannelse = "uddannelse",
        Husstand = "husstand",
        Foedselsdag = "foedselsdag",
        Job = "job",
        OrdinaereTimer = "ordinaere_timer",
        Visitation = "visitation",
        FoersteHenvendelse = "foerste_henvendelse",
        Tilmelding = "tilmelding",
        Fravaersdag = "fravaersdag",
        JobVedSygdom = "job_ved_sygdom",
        ForventetRask = "forventet_rask",
        Sats = "sats",
        Opholdskrav = "opholdskrav",
        Beskaeftigelseskrav = "beskaeftigelseskrav",
        PermanentFleksjob = "permanent_fleksjob",
        MinPlan = "min_plan",
        /// A follow-up that was done: nothing lacks, but nothing else could write it.
        Opfoelgning = "opfoelgning",
        Vurdering = "vurdering",
        Repraesentant = "repraesentant",
        RepraesentantSlut = "repraesentant_slut",
        Henvisning = "henvisning",
        HenvisningSlut = "henvisning_slut",
        Samtykke = "samtykke",
        SamtykkeTilbage = "samtykke_tilbage",
        Afklaring = "afklaring",
        Henvendelse = "henvendelse",
        Ydelse = "ydelse",
        YdelseSlut = "ydelse_slut",
        Kontaktgruppe = "kontaktgruppe",
        KontaktgruppeSlut = "kontaktgruppe_slut",
        Dagpengetimer = "dagpengetimer",
        Overtagelse = "overtagelse",
        OvertagelseIndvandrer = "overtagelse_indvandrer",
        Gruppe = "gruppe",
        GruppeSlut = "gruppe_slut",
    }
}

/// Forms that belong together on the list of them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Theme {
    Citizen,
    Course,
    Others,
    Judged,
}

impl Theme {
    pub const ALL: [Theme; 4] = [Theme::Course, Theme::Citizen, Theme::Others, Theme::Judged];

    pub fn code(self) -> &'static str {
        match self {
            Theme::Citizen => "citizen",
            Theme::Course => "course",
            Theme::Others => "others",
            Theme::Judged => "judged",
        }
    }
}

impl Question {
    pub fn theme(self) -> Theme {
        use Question::{Beskaeftigelseskrav, Husstand, Job, Opholdskrav, OrdinaereTimer, Repraesentant, Uddannelse};
        match self {
            Uddannelse | Husstand | Job | OrdinaereTimer | Opholdskrav | Beskaeftigelseskrav | Repraesentant => {
                Theme::Citizen
            }
            Question::Foedselsdag | Question::Gruppe => Theme::Citizen,
            Question::Vurdering | Question::Afklaring => Theme::Judged,
            _ if self.opens() => Theme::Others,
            _ => Theme::Course,
        }
    }

    /// The questions that give what the assessment lacks, by the name it has there. None where no form can give it.
    pub fn of_missing(name: &str) -> &'static [Question] {
        match name {
            "education" => &[Question::Uddannelse],
            "born" => &[Question::Foedselsdag],
            "household.single_parent" => &[Question::Husstand],
            "visitation" => &[Question::Visitation],
            "first_contact" => &[Question::FoersteHenvendelse],
            "registered" => &[Question::Tilmelding],
            "sickness.from" => &[Question::Fravaersdag],
            "sickness.employed" => &[Question::JobVedSygdom],
            "sickness.expected_fit" => &[Question::ForventetRask],
            "benefit.rate" => &[Question::Sats],
            "requirement_met" => &[Question::Opholdskrav, Question::Beskaeftigelseskrav],
            "employment.permanent" => &[Question::PermanentFleksjob],
            "min_plan" => &[Question::MinPlan],
            "ordinary_hours" => &[Question::OrdinaereTimer],
            "dagpenge_count" => &[Question::Dagpengetimer],
            _ => &[],
        }
    }

    pub fn kind(self) -> FactKind {
        match self {
            Question::Uddannelse => FactKind::Education,
            Question::Husstand => FactKind::Household,
            Question::Foedselsdag => FactKind::Birthday,
            Question::Job | Question::PermanentFleksjob => FactKind::Employment,
            Question::OrdinaereTimer => FactKind::OrdinaryHours,
            Question::Dagpengetimer => FactKind::DagpengeCount,
            Question::Visitation => FactKind::Visitation,
            Question::FoersteHenvendelse => FactKind::FirstContact,
            Question::Tilmelding => FactKind::Registered,
            Question::Fravaersdag | Question::JobVedSygdom | Question::ForventetRask => FactKind::Sickness,
            Question::Sats | Question::Ydelse | Question::YdelseSlut => FactKind::Benefit,
            Question::Kontaktgruppe | Question::KontaktgruppeSlut => FactKind::ContactGroup,
            Question::Henvendelse => FactKind::Enquiry,
            Question::Opholdskrav => FactKind::Residence,
            Question::Beskaeftigelseskrav => FactKind::EarlierWork,
            Question::MinPlan => FactKind::PlanAgreed,
            Question::Opfoelgning => FactKind::FollowupHeld,
            Question::Vurdering => FactKind::Assessment,
            Question::Repraesentant | Question::RepraesentantSlut => FactKind::Representation,
            Question::Henvisning => FactKind::Referral,
            Question::HenvisningSlut => FactKind::ReferralEnded,
            Question::Samtykke | Question::SamtykkeTilbage => FactKind::Document,
            Question::Afklaring => FactKind::Clarification,
            Question::Gruppe | Question::GruppeSlut => FactKind::NamedGroup,
            Question::Overtagelse => FactKind::IntegrationTakeover,
            Question::OvertagelseIndvandrer => FactKind::ImmigrantTakeover,
        }
    }

    /// What is asked beside the days; the first must be answered.
    pub(super) fn names(self) -> &'static [&'static str] {
        match self {
            Question::Uddannelse => &["level"],
            Question::Husstand => &["single_parent", "partner", "children_at_home"],
            Question::Job => &["job", "hours", "company"],
            Question::OrdinaereTimer => &["hours"],
            Question::Dagpengetimer => &["left", "used", "insurance"],
            Question::Visitation => &["category"],
            Question::FoersteHenvendelse => &["benefit"],
            Question::Foedselsdag => &["born"],
            Question::Tilmelding | Question::Overtagelse | Question::OvertagelseIndvandrer => &[],
            Question::Fravaersdag | Question::JobVedSygdom => &["employed"],
            Question::ForventetRask => &["expected_fit"],
            Question::Sats => &["rate"],
            Question::Opholdskrav | Question::Beskaeftigelseskrav => &["requirement_met"],
            Question::PermanentFleksjob => &["permanent"],
            Question::MinPlan => &["plan"],
            Question::Opfoelgning => &["followup", "form"],
            Question::Vurdering => &["finding", "author", "text"],
            Question::Repraesentant => &["role", "name", "scope"],
            Question::RepraesentantSlut | Question::YdelseSlut | Question::KontaktgruppeSlut | Question::GruppeSlut => {
                &["which"]
            }
            Question::Gruppe => &["named"],
            Question::Henvendelse => &["sender", "wish", "text", "channel"],
            Question::Ydelse => &["benefit", "rate", "partial"],
            Question::Kontaktgruppe => &["group"],
            Question::Henvisning | Question::HenvisningSlut | Question::SamtykkeTilbage => &["receiver"],
            Question::Samtykke => &["receiver", "text"],
            Question::Afklaring => &["question", "answer", "rests_on"],
        }
    }

    /// Of what is asked, what is rarely said and no rule waits for: behind *Mere*, so that four fields at most are shown.
    pub fn more(self) -> &'static [&'static str] {
        match self {
            Question::Job => &["company"],
            Question::Repraesentant => &["scope"],
            Question::Henvendelse => &["channel"],
            Question::Ydelse => &["partial"],
            _ => &[],
        }
    }

    /// The answer belongs to a fact that stands already, which it fills.
    pub fn fills(self) -> bool {
        matches!(self, Question::JobVedSygdom | Question::ForventetRask | Question::Sats | Question::PermanentFleksjob)
    }

    /// One of those that stand gets its last day; the day of the form is that day.
    pub fn stops(self) -> bool {
        use Question::{GruppeSlut, KontaktgruppeSlut, RepraesentantSlut, YdelseSlut};
        matches!(self, RepraesentantSlut | YdelseSlut | KontaktgruppeSlut | GruppeSlut)
    }

    /// The form that ends what this one begins.
    pub fn end(self) -> Option<Question> {
        match self {
            Question::Repraesentant => Some(Question::RepraesentantSlut),
            Question::Henvisning => Some(Question::HenvisningSlut),
            Question::Ydelse => Some(Question::YdelseSlut),
            Question::Kontaktgruppe => Some(Question::KontaktgruppeSlut),
            Question::Samtykke => Some(Question::SamtykkeTilbage),
            Question::Gruppe => Some(Question::GruppeSlut),
            _ => None,
        }
    }

    /// Something is ended, by its last day or by a word of its own.
    pub fn is_end(self) -> bool {
        Question::ALL.iter().any(|q| q.end() == Some(self))
    }

    /// The field whose choices are those of the case, or of the municipality.
    pub fn chooses(self) -> Option<&'static str> {
        match self {
            _ if self.stops() => Some(WHICH.name),
            _ if self.opens() => Some("receiver"),
            Question::Afklaring => Some("rests_on"),
            Question::Gruppe => Some("named"),
            _ => None,
        }
    }

    /// Another actor's access rests on it.
    fn opens(self) -> bool {
        use Question::{Henvisning, HenvisningSlut, Samtykke, SamtykkeTilbage};
        matches!(self, Henvisning | HenvisningSlut | Samtykke | SamtykkeTilbage)
    }

    /// What the fact says that nobody is asked.
    pub(super) fn document(self) -> Option<DocumentKind> {
        match self {
            Question::Samtykke => Some(DocumentKind::Samtykke),
            Question::SamtykkeTilbage => Some(DocumentKind::SamtykkeTilbagekaldt),
            _ => None,
        }
    }

    /// What stands is changed, or access rests on it: that is for those who may put right.
    pub fn corrects(self) -> bool {
        self.fills() || self.stops() || self.opens()
    }

    pub(super) fn action(self) -> Action {
        if self.corrects() { Action::Correct } else { Action::Register }
    }

    /// It lasts, so that it may be said from a day to come.
    pub(super) fn lasts(self) -> bool {
        let agreed_ahead = matches!(self, Question::Henvisning | Question::HenvisningSlut);
        agreed_ahead || self.kind().schema().timing == Timing::Period
    }

    /// A last day is asked for where the fact commonly has one.
    pub fn ends(self) -> bool {
        matches!(self, Question::Job | Question::OrdinaereTimer | Question::Fravaersdag | Question::Repraesentant)
    }

    /// Something is counted from it in hours (a goal of 48 to 96 hours after a takeover).
    pub fn timed(self) -> bool {
        matches!(self, Question::Overtagelse | Question::OvertagelseIndvandrer)
    }

    /// A state that has often held since before the case began, not an event with a day of its own.
    pub fn holds_long(self) -> bool {
        use Question::{Beskaeftigelseskrav, Husstand, Opholdskrav, Uddannelse};
        matches!(self, Uddannelse | Husstand | Opholdskrav | Beskaeftigelseskrav)
    }

    /// What the fact that stands says beside the question goes on in the new one.
    pub(super) fn carries(self) -> bool {
        matches!(self, Question::Opholdskrav | Question::Beskaeftigelseskrav)
    }

    pub fn fields(self) -> Vec<&'static FieldSchema> {
        let schema = self.kind().schema();
        let known = || schema.fields.iter().chain([&WHICH]);
        self.names().iter().filter_map(|name| known().find(|f| f.name == *name)).collect()
    }

    /// Whether a field must be answered.
    pub fn needs(self, field: &FieldSchema) -> bool {
        let named = self == Question::Repraesentant && field.name == "name";
        field.required || named || self.names().first() == Some(&field.name)
    }

    /// A fact of this form, and not another of the same kind.
    pub fn is_of(self, data: &FactData) -> bool {
        match data {
            FactData::Document { document, .. } => self.document() == Some(*document),
            _ => data.kind() == self.kind(),
        }
    }
}
