//! The case itself: requests, documents, referrals, reasons people give.

use super::codes;

codes! {
    WishKind "wish" {
        /// Wants a job: opens the pensioner's right to talks.
        Job = "job",
        /// A job that has been found, to be set up.
        KonkretJob = "konkret_job",
        Samtale = "samtale",
        Tilbud = "tilbud",
        Praktik = "praktik",
        Uddannelse = "uddannelse",
        Test = "test",
        Mentor = "mentor",
        Kontaktform = "kontaktform",
        Andet = "andet",
    }
}

codes! {
    /// Who a citizen is referred to.
    Receiver "receiver" {
        AndenAktoer = "anden_aktoer",
        Klap = "klap",
        AKasse = "a_kasse",
        AndenAfdeling = "anden_afdeling",
        Rehabiliteringsteam = "rehabiliteringsteam",
        Sundhedskoordinator = "sundhedskoordinator",
        InterntServicekorps = "internt_servicekorps",
        Danskuddannelse = "danskuddannelse",
        Ungeenhed = "ungeenhed",
    }
}

codes! {
    /// Which duty an assessment under the 25 % rule exempts from.
    ExemptDuty "exempt_from" { Samtaler = "samtaler", Tilbud = "tilbud" }
}

codes! {
    /// Why a municipal goal, a rule's date or offer no. 1 was set aside. Counts as knowledge, not as an error.
    DeviationReason "reason" {
        BorgerensOenske = "borgerens_oenske",
        Skaanehensyn = "skaanehensyn",
        IngenLedigPlads = "ingen_ledig_plads",
        ProevetFoer = "proevet_foer",
        Helbred = "helbred",
        KonkretVurdering = "konkret_vurdering",
        Kapacitet = "kapacitet",
        Andet = "andet",
    }
}

codes! {
    NotRelevantReason "not_relevant" {
        AlleredeAfklaret = "allerede_afklaret",
        FlyttetKommune = "flyttet_kommune",
        ForventetRaskmelding = "forventet_raskmelding",
        StarterJob = "starter_job",
        FejlIGrundlaget = "fejl_i_grundlaget",
        Andet = "andet",
    }
}

codes! {
    DeferralReason "deferral" {
        AfventerBorger = "afventer_borger",
        AfventerLaege = "afventer_laege",
        AfventerVirksomhed = "afventer_virksomhed",
        AfventerAndenMyndighed = "afventer_anden_myndighed",
        AftaltMedBorger = "aftalt_med_borger",
        Andet = "andet",
    }
}

codes! {
    /// Something the citizen (or another party) asked the municipality for.
    RequestKind "request" {
        Aktindsigt = "aktindsigt",
        SkriftligBegrundelse = "skriftlig_begrundelse",
        Klage = "klage",
        Ansoegning = "ansoegning",
        /// Help outside the contact course: RSL § 7.
        HjaelpUdenForKontaktforloeb = "hjaelp_uden_for_kontaktforloeb",
        Samtale = "samtale",
        Oplysninger = "oplysninger",
        Indsigtsanmodning = "indsigtsanmodning",
        Berigtigelse = "berigtigelse",
    }
}

codes! {
    /// Documents that rules ask for.
    DocumentKind "document" {
        LaegeattestAnmodet = "laegeattest_anmodet",
        LaegeattestModtaget = "laegeattest_modtaget",
        /// LAB § 43 as of lov 1750/2025.
        SamletBeskrivelse = "samlet_beskrivelse",
        /// ORG § 15 a.
        SundhedsfagligRaadgivning = "sundhedsfaglig_raadgivning",
        CvGodkendt = "cv_godkendt",
        TilmeldtJobnet = "tilmeldt_jobnet",
        PartshoeringSendt = "partshoering_sendt",
        PartshoeringBesvaret = "partshoering_besvaret",
        VejledningRettighederPligter = "vejledning_rettigheder_pligter",
        VejledningSkaerpetSanktion = "vejledning_skaerpet_sanktion",
        OplystForseelse = "oplyst_forseelse",
        MedarbejderrepraesentantUdtalelse = "medarbejderrepraesentant_udtalelse",
        DroeftelseMedarbejderrepraesentant = "droeftelse_medarbejderrepraesentant",
        Begrundelse = "begrundelse",
        Klagevejledning = "klagevejledning",
        SvarPaaAktindsigt = "svar_paa_aktindsigt",
        SvarPaaBegrundelse = "svar_paa_begrundelse",
        GenvurderingAfsluttet = "genvurdering_afsluttet",
        Afgoerelse = "afgoerelse",
        Samtykke = "samtykke",
        SamtykkeTilbagekaldt = "samtykke_tilbagekaldt",
        OplysningOmAdgang = "oplysning_om_adgang",
        BesvarelseAfAnsoegning = "besvarelse_af_ansoegning",
        UnderretningOmForsinkelse = "underretning_om_forsinkelse",
        AiDokumentation = "ai_dokumentation",
        FagligOrganisationInddraget = "faglig_organisation_inddraget",
        Journalisering = "journalisering",
        SvarPaaIndsigt = "svar_paa_indsigt",
        Kassationsbestemmelse = "kassationsbestemmelse",
        /// LAB § 54: the offer tests whether the citizen is available.
        Raadighedsafproevning = "raadighedsafproevning",
        /// LAB § 95: whether somebody under 30 may have the education as an offer.
        UddannelseUnder30Vurderet = "uddannelse_under_30_vurderet",
    }
}

codes! {
    Channel "channel" {
        Telefon = "telefon", Mail = "mail", Brev = "brev", Fremmoede = "fremmoede", Klap = "klap",
        Selvbetjening = "selvbetjening", Virksomhed = "virksomhed", Paaroerende = "paaroerende",
    }
}

codes! {
    /// Who an enquiry came from.
    Sender "sender" {
        Borger = "borger",
        /// Somebody who is worried, or bound to tell, has told the municipality.
        Underretning = "underretning",
        /// The department that receives and passes on.
        Visitationsafsnit = "visitationsafsnit",
        Anden = "anden",
    }
}

codes! {
    /// Sanctions of LAS §§ 36-40 a. Only decided ones are recorded.
    SanctionKind "sanction" {
        UdeblivelseTilbud = "udeblivelse_tilbud",
        UdeblivelseSamtale = "udeblivelse_samtale",
        ManglendeSelvbooking = "manglende_selvbooking",
        ManglendeTilmelding = "manglende_tilmelding",
        Nedsaettelse = "nedsaettelse",
        SkaerpetRaadighedssanktion = "skaerpet_raadighedssanktion",
    }
}

codes! {
    /// How somebody is insured against unemployment (forsikringskategori).
    Insurance "insurance" { Fuldtid = "fuldtid", Deltid = "deltid" }
}
