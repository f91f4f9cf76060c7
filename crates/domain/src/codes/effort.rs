//! The effort: talks, absence, offers, jobs, plans, follow-up.

use super::codes;

codes! {
    TalkKind "talk" {
        /// Individual talk of the contact course (LAB kap. 7); joint with the a-kasse when `joint` says so.
        Jobsamtale = "jobsamtale",
        /// Follow-up in a sick-pay case (SDPL § 13 b).
        Opfoelgningssamtale = "opfoelgningssamtale",
        /// Guidance talk with a pensioner who wants a job (LAB § 27, stk. 5).
        VejledendeSamtale = "vejledende_samtale",
        Informationsmoede = "informationsmoede",
        CvSamtale = "cv_samtale",
        Raadighedssamtale = "raadighedssamtale",
        Integrationssamtale = "integrationssamtale",
        FleksjobOpfoelgning = "fleksjob_opfoelgning",
        Sundhedskoordinator = "sundhedskoordinator",
        AndenSamtale = "anden_samtale",
    }
}

codes! {
    TalkForm "form" {
        Fremmoede = "fremmoede",
        Telefon = "telefon",
        Video = "video",
        /// Letter or form: accepted for the follow-up of a job med løntilskud to pensioners.
        Brev = "brev",
        /// SDPL § 13 b, stk. 5: no contact because of serious illness.
        Standby = "standby",
    }
}

codes! {
    /// Who holds the talk.
    Holder "holder" {
        Kommune = "kommune",
        AKasse = "a_kasse",
        AndenAktoer = "anden_aktoer",
    }
}

codes! {
    /// Who did it, asked for it, or whose turn it is.
    Party "party" {
        Kommune = "kommune",
        Borger = "borger",
        Arbejdsgiver = "arbejdsgiver",
        AKasse = "a_kasse",
        AndenAktoer = "anden_aktoer",
        Laege = "laege",
        AndenMyndighed = "anden_myndighed",
        AndenAfdeling = "anden_afdeling",
    }
}

codes! {
    /// Absence and exemption (*fravær og fritagelse*). Which duty it stops is said by each rule.
    AbsenceKind "absence" {
        Sygdom = "sygdom",
        Barsel = "barsel",
        Sorgorlov = "sorgorlov",
        BoernsAlvorligeSygdom = "boerns_alvorlige_sygdom",
        Ferie = "ferie",
        /// LAB § 106: ordinary full-time job, fleksjob, leave or pension within 6 weeks.
        MindreIntensivIndsats = "mindre_intensiv_indsats",
        Hjemsendt = "hjemsendt",
        Arbejdsfordeling = "arbejdsfordeling",
        StartUddannelseInden6Uger = "start_uddannelse_inden_6_uger",
        Uddannelse = "uddannelse",
        MidlertidigtArbejde = "midlertidigt_arbejde",
        BorgerligtOmbud = "borgerligt_ombud",
        Friperiode = "friperiode",
        Vaernepligt = "vaernepligt",
        /// Serious illness where contact is not expedient (LAB § 33, stk. 3; SDPL § 13 b, stk. 5).
        Standby = "standby",
        Andet = "andet",
    }
}

codes! {
    /// Offers and support (*tilbud og støtte*).
    OfferKind "offer" {
        Virksomhedspraktik = "virksomhedspraktik",
        Loentilskud = "loentilskud",
        Nytteindsats = "nytteindsats",
        SaerligtTilrettelagtNytteindsats = "saerligt_tilrettelagt_nytteindsats",
        /// Job with ordinary pay for few hours.
        OrdinaereTimer = "ordinaere_timer",
        OrdinaerUddannelse = "ordinaer_uddannelse",
        /// Øvrig vejledning og opkvalificering (LAB § 91).
        VejledningOpkvalificering = "vejledning_opkvalificering",
        Jobsoegningsforloeb = "jobsoegningsforloeb",
        Afklaringsforloeb = "afklaringsforloeb",
        OpkvalificerendeKursus = "opkvalificerende_kursus",
        JobrettetUddannelse = "jobrettet_uddannelse",
        Mentor = "mentor",
        Fleksjob = "fleksjob",
        Voksenlaerling = "voksenlaerling",
        Jobrotation = "jobrotation",
        Igu = "igu",
        Virksomhedsrevalidering = "virksomhedsrevalidering",
        Danskuddannelse = "danskuddannelse",
        GradvisTilbagevenden = "gradvis_tilbagevenden",
        Sundhedstilbud = "sundhedstilbud",
        Information = "information",
        PrivatAktoer = "privat_aktoer",
        PersonligAssistance = "personlig_assistance",
        Hjaelpemiddel = "hjaelpemiddel",
    }
}

codes! {
    Sector "sector" { Private = "private", Public = "public" }
}

codes! {
    /// Why an offer ended.
    ExitCode "exit" {
        SomAftalt = "som_aftalt",
        OrdinaertJob = "ordinaert_job",
        Uddannelse = "uddannelse",
        Fleksjob = "fleksjob",
        Loentilskud = "loentilskud",
        Revalidering = "revalidering",
        Skaanejob = "skaanejob",
        Fravaer = "fravaer",
        BorgerensOenske = "borgerens_oenske",
        VirksomhedenStoppede = "virksomheden_stoppede",
        AndetTilbud = "andet_tilbud",
        Helbred = "helbred",
        Andet = "andet",
    }
}

codes! {
    JobKind "job" {
        Ordinaert = "ordinaert",
        Fleksjob = "fleksjob",
        /// Job med løntilskud for førtidspensionister; everyday word: skånejob.
        LoentilskudFoertidspension = "loentilskud_foertidspension",
        Selvstaendig = "selvstaendig",
        Seniorjob = "seniorjob",
        /// Self-employed with a grant because the capacity for work is lasting and much reduced (LAB §§ 126, 136).
        SelvstaendigMedTilskud = "selvstaendig_med_tilskud",
    }
}

codes! {
    PlanKind "plan" {
        MinPlan = "min_plan",
        Uddannelsespaalaeg = "uddannelsespaalaeg",
        Uddannelsesplan = "uddannelsesplan",
        RehabiliteringsplanIndsatsdel = "rehabiliteringsplan_indsatsdel",
        HelhedsorienteretPlan = "helhedsorienteret_plan",
        Integrationskontrakt = "integrationskontrakt",
        Fastholdelsesplan = "fastholdelsesplan",
    }
}

codes! {
    FollowUpKind "followup" {
        /// Follow-up in a sick-pay case without a talk (by letter, file or standby).
        Sygedagpenge = "sygedagpenge",
        Fleksjob = "fleksjob",
        /// LAB § 121, stk. 3: status after 4½ years.
        FleksjobStatus = "fleksjob_status",
        LoentilskudFoertidspension = "loentilskud_foertidspension",
        /// LAS § 74 c: are the conditions for fleksjob still met.
        LedighedsydelseVurdering = "ledighedsydelse_vurdering",
        /// SDPL § 24: reassessment before sick pay stops.
        Revurdering = "revurdering",
        /// RSL § 7 a: is more needed after the measure.
        EfterForanstaltning = "efter_foranstaltning",
        /// RSL § 7: written assessment of the need for help.
        VurderingAfHjaelp = "vurdering_af_hjaelp",
        Praktik = "praktik",
        Integration = "integration",
        Visitation = "visitation",
        /// LAS § 10: are the conditions for the help still met. The talks of the contact course are another follow-up.
        OpfoelgningPaaHjaelp = "opfoelgning_paa_hjaelp",
        /// LAB § 126, stk. 3: the self-employed with a grant.
        SelvstaendigTilskud = "selvstaendig_tilskud",
        /// LAB § 126, stk. 4: status after 4½ years.
        SelvstaendigTilskudStatus = "selvstaendig_tilskud_status",
    }
}

codes! {
    TestKind "test" { LaeseSkriveRegne = "laese_skrive_regne", Ordblinde = "ordblinde" }
}
