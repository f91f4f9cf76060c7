//! Every kind of fact, with its fields and the state data fields it has to fill.

use crate::codes::*;
use crate::day::Day;
use crate::money::Kroner;
use crate::node::{Problem, Reader};
use crate::schema::{FactSchema, Field, FieldSchema, FieldValue, Hours, Timing};

macro_rules! facts {
    ($($variant:ident $name:literal $timing:ident $about:literal, $state:literal { $($field:ident : $ty:ty),* $(,)? })+) => {
        /// The kind of a fact, without its data.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum FactKind { $(#[doc = $about] $variant),+ }

        /// A fact's typed data.
        #[derive(Clone, PartialEq, Eq, Debug)]
        pub enum FactData { $(#[doc = $about] $variant { $($field: $ty),* }),+ }

        impl FactKind {
            pub const ALL: &'static [FactKind] = &[$(FactKind::$variant),+];

            pub fn schema(self) -> &'static FactSchema {
                &SCHEMAS[self as usize]
            }
        }

        static SCHEMAS: [FactSchema; FactKind::ALL.len()] = [$(FactSchema {
            name: $name,
            about: $about,
            timing: Timing::$timing,
            fields: &[$(FieldSchema {
                name: stringify!($field),
                sort: <$ty as Field>::SORT,
                required: <$ty as Field>::REQUIRED,
            }),*],
            state_fields: $state,
        }),+];

        impl FactData {
            pub fn kind(&self) -> FactKind {
                match self { $(FactData::$variant { .. } => FactKind::$variant),+ }
            }

            /// The fields that are present, in their declared order.
            pub fn fields(&self) -> Vec<(&'static str, FieldValue)> {
                let mut found = Vec::new();
                match self {
                    $(FactData::$variant { $($field),* } => {
                        $(if let Some(value) = Field::value($field) { found.push((stringify!($field), value)); })*
                    })+
                }
                found
            }

            /// The three code slots and the number of the compact history.
            pub(crate) fn slots(&self) -> ([u8; 3], i32) {
                let mut codes: Vec<u8> = Vec::with_capacity(4);
                let mut number: Option<i32> = None;
                match self {
                    $(FactData::$variant { $($field),* } => {
                        $(
                            match <$ty as Field>::SORT {
                                crate::schema::FieldSort::Code(_) => codes.push(Field::code_slot($field)),
                                crate::schema::FieldSort::Text => {}
                                _ if number.is_none() => number = Some(Field::number($field).unwrap_or(i32::MIN)),
                                _ => {}
                            }
                        )*
                    })+
                }
                codes.resize(3, 0);
                ([codes[0], codes[1], codes[2]], number.unwrap_or(i32::MIN))
            }

            /// Reads the fields of `kind`; every mistake is reported, `None` when one was found.
            pub(crate) fn read(kind: FactKind, reader: &mut Reader<'_>, problems: &mut Vec<Problem>) -> Option<FactData> {
                let before = problems.len();
                match kind {
                    $(FactKind::$variant => {
                        $(let $field: Option<$ty> = read_field::<$ty>(reader, stringify!($field), problems);)*
                        (problems.len() == before).then(|| Some(FactData::$variant { $($field: $field?),* })).flatten()
                    })+
                }
            }
        }
    };
}

fn read_field<T: Field>(reader: &mut Reader<'_>, key: &'static str, problems: &mut Vec<Problem>) -> Option<T> {
    match reader.node(key) {
        None if T::REQUIRED => {
            problems.push(reader.missing(key, &format!("write {}", T::SORT.describe())));
            None
        }
        None => T::absent(),
        Some(node) => match T::read(node) {
            Ok(value) => Some(value),
            Err(message) => {
                problems.push(reader.problem("bad_value", node.line, key, message));
                None
            }
        },
    }
}

impl FactKind {
    pub fn name(self) -> &'static str {
        self.schema().name
    }

    pub fn from_name(name: &str) -> Option<FactKind> {
        FactKind::ALL.iter().copied().find(|k| k.name() == name)
    }

    pub fn from_index(index: u8) -> Option<FactKind> {
        FactKind::ALL.get(index as usize).copied()
    }
}

facts! {
    Benefit "benefit" Period "Citizen receives public support",
        "§ 16, stk. 6: dato for registrering, startdato, slutdato, hændelsesdato" {
        benefit: Benefit, rate: Option<BenefitRate>, partial: bool,
    }
    TargetGroup "target_group" Period "Target group of the act, when decided; otherwise derived from benefit, visitation, age and education",
        "§ 15-16" { group: TargetGroup }
    ContactGroup "contact_group" Period "Contact group of the national data base",
        "§ 15; § 16, stk. 6: kontaktgruppe, startdato, slutdato, hændelsesdato" { group: ContactGroup }
    Visitation "visitation" Period "Visitation category",
        "§ 27, stk. 1, nr. 9 og § 28, stk. 2: dato for visitationen, visitationskategori" { category: Visitation }
    Education "education" On "Highest completed education, as known from this day",
        "§ 141-142 (hentes)" { level: Education }
    Household "household" Period "Partner, children at home, single parent",
        "ingen" { single_parent: Option<YesNo>, partner: Option<YesNo>, children_at_home: Option<i64> }
    Residence "residence" Period "Residence in the municipality, and whether the residence requirement of LAS § 11 is met",
        "§ 171 (hentes fra CPR)" { requirement_met: Option<YesNo>, ukraine_act: Option<YesNo>, municipality_code: Option<i64> }
    EarlierWork "earlier_work" On "Earlier full-time work, and whether the employment requirement of LAS § 11 is met",
        "§ 169 (hentes fra indkomstregisteret)" { requirement_met: Option<YesNo>, months: Option<i64> }
    Representation "representation" Period "Companion, representative, guardian with scope, future mandate, support person",
        "§ 27, stk. 1, nr. 10: deltagere med navn og rolle" { role: RepresentativeRole, name: Option<String>, scope: Option<String> }
    Language "language" Period "Language and need of an interpreter",
        "§ 27, stk. 1, nr. 10 (tolk)" { interpreter: Option<Interpreter>, language: Option<String> }
    DigitalPostExempt "digital_post_exempt" Period "Exempt from Digital Post: letters go on paper", "ingen" { }
    NoticePeriod "notice_period" Period "Notice period (opsigelsesperiode) of a job that ends", "ingen" { }
    Registered "registered" On "Registered as jobseeker (tilmeldt)",
        "§ 17, stk. 1 og 5: tilmelding" { }
    DagpengePeriod "dagpenge_period" On "Placed in a new dagpenge period (indplaceret): the count of unemployment starts", "§ 69: indplaceringsdato" { }
    FirstContact "first_contact" On "First contact with the municipality about help",
        "§ 28, stk. 1: dato, samtaletype, samtaleform, aftaler" { benefit: Benefit }
    TalkBooked "talk_booked" On "A talk is booked; `on` is the day of the talk",
        "§ 20, stk. 1: dato, start, slut, form, type, sted, kontaktmuligheder, titel, medarbejder, ombooking" {
        talk: TalkKind, form: Option<TalkForm>, holder: Option<Holder>, joint: bool, companion: Option<String>,
    }
    TalkHeld "talk_held" On "A talk was held",
        "§ 27, stk. 1: dato, samtaletype, samtaleform, aftale, visitation, deltagere" {
        talk: TalkKind, form: Option<TalkForm>, holder: Option<Holder>, joint: bool, companion: Option<String>, agreed: Option<String>,
    }
    TalkMissed "talk_missed" On "The citizen did not come (udeblev); `cause` is whether a reasonable cause was given",
        "§ 51 (rådighed)" {
        talk: TalkKind, cause: Option<YesNo>, form: Option<TalkForm>, joint: bool, companion: Option<String>,
    }
    TalkCancelled "talk_cancelled" On "A booked talk was cancelled; `party` is who cancelled it", "§ 20, stk. 3" {
        talk: TalkKind, party: Option<Party>, form: Option<TalkForm>, joint: bool, companion: Option<String>,
    }
    ContactRestored "contact_restored" On "The citizen is in contact again after not coming", "§ 51" { }
    Absence "absence" Period "Absence or exemption by kind",
        "§ 34, stk. 3: fraværstype, årsagstype, startdato, slutdato, anmeldelsesdato, kommentar" { absence: AbsenceKind, party: Option<Party> }
    ExemptedAfterAssessment "exempted_after_assessment" Period "Exempted after a written assessment (undtaget efter vurdering, 25 % rule); `assessed` is its day",
        "ikke fastlagt i BEK 298/2025" { exempt_from: ExemptDuty, reason: DeviationReason, author: String, assessment: String, assessed: Day }
    Assessment "assessment" On "A person's documented assessment: what was found, by whom and why; the program never finds it itself",
        "ingen" { finding: Finding, author: String, text: String }
    OfferGranted "offer_granted" Period "An offer was given (bevilget); `from` and `through` are the agreed days, `granted` the day it was given",
        "§ 43, stk. 1-3" {
        offer: OfferKind, sector: Option<Sector>, hours: Option<Hours>, p_number: Option<String>, company: Option<String>,
        granted: Option<Day>,
    }
    OfferStarted "offer_started" Period "An offer runs; `through` is its agreed or actual last day",
        "§ 43, stk. 2-3: start- og slutdato, timetal, type, CVR og P-nummer" {
        offer: OfferKind, sector: Option<Sector>, hours: Option<Hours>, p_number: Option<String>, company: Option<String>,
        cvr: Option<String>, granted: Option<Day>,
    }
    OfferEnded "offer_ended" On "An offer ended, with its exit code",
        "§ 43, stk. 1, nr. 8-9: status, årsag" { offer: OfferKind, exit: Option<ExitCode> }
    OfferExtended "offer_extended" On "An offer was extended after a concrete assessment; `through_day` is the new last day",
        "§ 43, stk. 2, nr. 2" { offer: OfferKind, reason: Option<DeviationReason>, through_day: Day }
    OfferDeclined "offer_declined" On "The citizen declined an offer", "§ 123" { offer: OfferKind }
    OrdinaryHours "ordinary_hours" Period "Ordinary, unsubsidised paid hours a week", "§ 169 (hentes)" { hours: Hours }
    Employment "employment" Period "Ordinary job, fleksjob, job with løntilskud for pensioners",
        "§ 43, stk. 2 (fleksjob, løntilskud)" {
        job: JobKind, sector: Option<Sector>, permanent: Option<YesNo>, hours: Option<Hours>, company: Option<String>,
    }
    PlanAgreed "plan_agreed" On "A plan was agreed or updated",
        "§ 40: dato for oprettelse eller revision, jobmål, planbeskrivelse, status, planversion" { plan: PlanKind, goal: Option<String> }
    Wish "wish" On "The citizen wishes something", "§ 27, stk. 1, nr. 5" { wish: WishKind, text: Option<String> }
    FunctionalNeed "functional_need" Period "Functional need (skånehensyn): what the job must take care of, never a diagnosis",
        "§ 56" { max_hours: Option<Hours>, text: Option<String> }
    Referral "referral" On "Referred to another actor or unit",
        "§ 55, stk. 2: CVR, P-nummer, startdato, slutdato" { receiver: Receiver, name: Option<String> }
    ReferralEnded "referral_ended" On "A referral ended; without a name every referral to that receiver",
        "§ 55, stk. 2: slutdato" { receiver: Receiver, name: Option<String> }
    HandoverProposed "handover_proposed" On "Handover of the case proposed; the owner stays until it is accepted", "§ 54" { unit: String, person: Option<String> }
    HandoverAccepted "handover_accepted" On "Handover accepted: the case changes owner", "§ 54: sagsbehandler, startdato" { unit: String, person: Option<String> }
    HandoverDeclined "handover_declined" On "Handover declined; the owner stays", "ingen" { reason: Option<DeviationReason>, unit: String, text: Option<String> }
    Substitute "substitute" Period "A substitute acts; the owner stays", "ingen" { person: String }
    GoalSetAside "goal_set_aside" On "The municipality's own goal is set aside for one duty; the law's date stays",
        "ingen" { reason: DeviationReason, n: i64, duty: String }
    Deviation "deviation" On "Another choice than the first of the offer order, with its reason", "ingen" { reason: DeviationReason, offer: Option<OfferKind> }
    Deferral "deferral" Period "A duty is deferred on the list until the day after `through`; no legal date moves",
        "ingen" { reason: DeferralReason, n: i64, duty: String }
    NotRelevant "not_relevant" On "A duty is judged not relevant, with a closed reason", "ingen" { reason: NotRelevantReason, n: i64, duty: String }
    Clarification "clarification" On "A question a person settled; it reopens when a fact it rests on changes",
        "ingen" { question: String, answer: String, rests_on: String }
    Turn "turn" On "Whose turn it is, from this day", "ingen" { party: Party, about: Option<String> }
    Note "note" On "Note to the file", "ingen" { text: String }
    SafetyNote "safety_note" Period "Safety note, shown before booking; never in letters or lists to others", "ingen" { text: String }
    Sickness "sickness" Period "Incapacity for work; `from` is the first day of absence, `through` the last sick day",
        "§ 34, stk. 3, nr. 4-5; § 132-133" { employed: Option<YesNo>, self_employed: Option<YesNo>, expected_fit: Option<Day> }
    SicknessFormSent "sickness_form_sent" On "The information form (oplysningsskema) was sent", "§ 35" { }
    SicknessFormReturned "sickness_form_returned" On "The information form came back", "§ 35" { }
    FastTrackRequested "fast_track_requested" On "Early follow-up (fast track) was asked for",
        "§ 20, stk. 4: persongruppemarkering" { party: Party }
    FastTrackDeclined "fast_track_declined" On "The sick person declined the employer's fast track", "§ 20, stk. 4" { }
    PartialReturn "partial_return" Period "Partly back at work (delvis raskmelding)", "§ 34" { hours: Option<Hours> }
    PaidByEmployer "paid_by_employer" Period "Sick days paid by the employer", "§ 132" { }
    FollowupHeld "followup_held" On "A follow-up that is no talk of the contact course was done",
        "§ 36: dato, opfølgningsform, kategori, aftaler" { followup: FollowUpKind, form: Option<TalkForm>, holder: Option<Holder> }
    FollowupWanted "followup_wanted" On "Sick person or employer wants follow-up although none is due", "§ 36" { party: Party }
    Enquiry "enquiry" On "An enquiry was received; `sender` is who it came from, `channel` how", "ingen" {
        channel: Option<Channel>, wish: Option<WishKind>, text: Option<String>, sender: Option<Sender>,
    }
    Protection "protection" Period "Graded protection of the person", "§ 171 (adressebeskyttelse hentes)" { protection: Protection }
    ConflictOfInterest "conflict_of_interest" Period "Declared conflict of interest (inhabilitet): that employee has no access", "ingen" { employee: String }
    IntegrationTakeover "integration_takeover" On "The municipality takes over responsibility for a refugee or reunited family member",
        "§ 157" { }
    TestTaken "test_taken" On "Reading, writing and arithmetic test taken", "§ 43, stk. 3" { test: TestKind }
    RequestReceived "request_received" On "The citizen asked for something", "ingen" { request: RequestKind, text: Option<String> }
    Document "document" On "A document exists in the case; a consent names the receiver it is given to", "ingen" {
        document: DocumentKind, text: Option<String>, receiver: Option<Receiver>, name: Option<String>,
    }
    DecisionReceived "decision_received" On "The citizen received a decision (afgørelse)", "§ 50-51" { text: Option<String> }
    AvailabilityDoubt "availability_doubt" On "An authority's control raised doubt of availability (LAB § 38)", "§ 51" { abroad: bool }
    BreachOccurred "breach_occurred" On "A possible breach of the duty to be available", "§ 51" { sanction: Option<SanctionKind> }
    ContactAttempt "contact_attempt" On "An attempt at personal contact before a sanction: how and when", "ingen" { channel: Option<Channel>, text: Option<String> }
    SanctionDecided "sanction_decided" On "A sanction was decided", "§ 50-51" { sanction: SanctionKind, amount: Option<Kroner> }
    MonthlyHelp "monthly_help" On "Computed help of the month (LAS §§ 16-20), for the sanction rate", "§ 50" { amount: Kroner }
    Wage "wage" On "Monthly wage incl. pension in a fleksjob, for the supplement", "§ 169 (hentes)" { amount: Kroner }
    HelpWeeks "help_weeks" On "Weeks with benefits counted so far for the refund steps (FIN § 5)", "ingen" { weeks: i64 }
    MunicipalTransfer "municipal_transfer" On "The citizen moved here from another municipality", "§ 43, stk. 10" { }
    CompanyStaff "company_staff" On "Ordinary employees of a company unit in the month of `on`",
        "ingen" { heads: i64, full_time: Option<String> }
    CompanyPlacement "company_placement" Period "A place in use at a company unit",
        "§ 43, stk. 2" { offer: OfferKind, group: Option<TargetGroup>, hours: Hours }
    CompanyStatement "company_statement" On "Written statement of employer and employees' representative", "ingen" { document: DocumentKind, agrees: Option<YesNo> }
    TaskHistory "task_history" On "A task was last done by the municipality or tendered", "ingen" { text: String }
    ImmigrantTakeover "immigrant_takeover" On "The municipality takes over responsibility for an immigrant: introduktionsforløb, no programme (INL § 2, stk. 6)",
        "ingen" { }
    DagpengeCount "dagpenge_count" On "The a-kasse's count of the right to dagpenge: whole hours used and left when the day is over",
        "§ 72, stk. 2: forbrugte timer, resterende timer, måned opgjort til og med; § 61, stk. 2: forsikringskategori" {
        insurance: Option<Insurance>, left: Option<i64>, used: Option<i64>,
    }
    Birthday "birthday" On "Day of birth as somebody gave it; where the register has one, that holds",
        "§ 171 (hentes fra CPR)" { born: Day }
    NamedGroup "named_group" Period "In a group that the municipality has named itself; no rule speaks of it, cases are routed by it",
        "ingen" { named: String }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::FieldSort;

    #[test]
    fn every_kind_fits_the_compact_history_and_names_its_state_fields() {
        for kind in FactKind::ALL {
            let schema = kind.schema();
            let codes = schema.fields.iter().filter(|f| matches!(f.sort, FieldSort::Code(_))).count();
            assert!(codes <= 3, "{} has {codes} code fields", schema.name);
            assert!(!schema.state_fields.is_empty() && !schema.about.is_empty(), "{}", schema.name);
            assert_eq!(FactKind::from_name(schema.name), Some(*kind));
        }
    }
}
