//! The four dated axes of a case: benefit, target group of the act, contact group, visitation category.

use super::codes;

codes! {
    /// Public support (*forsørgelsesydelse*).
    Benefit "benefit" {
        Dagpenge = "dagpenge",
        Arbejdsmarkedsydelse = "arbejdsmarkedsydelse",
        SaerligUddannelsesydelse = "saerlig_uddannelsesydelse",
        Kontantydelse = "kontantydelse",
        /// From 1 July 2025 also what was uddannelseshjælp and overgangsydelse.
        Kontanthjaelp = "kontanthjaelp",
        Starthjaelp = "starthjaelp",
        Introduktionsydelse = "introduktionsydelse",
        Uddannelseshjaelp = "uddannelseshjaelp",
        Integrationsydelse = "integrationsydelse",
        /// Selvforsørgelses- og hjemrejseydelse or overgangsydelse, 2019-2025.
        Overgangsydelse = "overgangsydelse",
        Revalideringsydelse = "revalideringsydelse",
        Forrevalidering = "forrevalidering",
        Sygedagpenge = "sygedagpenge",
        /// Ressourceforløbsydelse in a jobafklaringsforløb.
        Jobafklaring = "jobafklaring",
        /// Ressourceforløbsydelse in a ressourceforløb.
        Ressourceforloeb = "ressourceforloeb",
        Ledighedsydelse = "ledighedsydelse",
        Fleksloentilskud = "fleksloentilskud",
        FleksjobGammelOrdning = "fleksjob_gammel_ordning",
        Foertidspension = "foertidspension",
        Seniorpension = "seniorpension",
        Efterloen = "efterloen",
        Fleksydelse = "fleksydelse",
        Barselsdagpenge = "barselsdagpenge",
        Folkepension = "folkepension",
        Su = "su",
        TidligPension = "tidlig_pension",
    }
}

codes! {
    /// Rate of the one kontanthjælp from 1 July 2025 (LAS §§ 16-20).
    BenefitRate "rate" {
        Mindstesats = "mindstesats",
        Grundsats = "grundsats",
        ForhoejetSats = "forhoejet_sats",
        Hjemmeboende = "hjemmeboende",
    }
}

codes! {
    /// Target group (*målgruppe*) of LAB § 6, nr. 1-13. The numbers are the act's of 2020-2026; the code is ours and stable.
    TargetGroup "target_group" {
        /// Nr. 1
        Dagpengemodtager = "dagpengemodtager",
        /// Nr. 2
        JobparatKontanthjaelp = "jobparat_kontanthjaelp",
        /// Nr. 3
        AktivitetsparatKontanthjaelp = "aktivitetsparat_kontanthjaelp",
        /// Nr. 4
        UddannelsesparatUng = "uddannelsesparat_ung",
        /// Nr. 5
        AktivitetsparatUng = "aktivitetsparat_ung",
        /// Nr. 6
        Sygedagpengemodtager = "sygedagpengemodtager",
        /// Nr. 7
        Jobafklaringsforloeb = "jobafklaringsforloeb",
        /// Nr. 8
        Ressourceforloeb = "ressourceforloeb",
        /// Nr. 9
        Fleksjobvisiteret = "fleksjobvisiteret",
        /// Nr. 10
        Revalidend = "revalidend",
        /// Nr. 11
        Foertidspensionist = "foertidspensionist",
        /// Nr. 12
        Selvforsoergende = "selvforsoergende",
        /// Nr. 13
        UngUnder18 = "ung_under_18",
        /// INL § 16: refugees and reunited families in the introduction programme; no number in LAB § 6.
        Introduktionsprogram = "introduktionsprogram",
    }
}

codes! {
    /// Contact group (*kontaktgruppe*) of the national data base (BEK 298 of 25/3 2025 § 15).
    ContactGroup "contact_group" {
        Kg1 = "kg1", Kg2 = "kg2", Kg3 = "kg3", Kg4 = "kg4", Kg5 = "kg5", Kg6 = "kg6", Kg7 = "kg7", Kg8 = "kg8",
        Kg10 = "kg10", Kg11 = "kg11", Kg12 = "kg12", Kg13 = "kg13", Kg14 = "kg14", Kg15 = "kg15", Kg16 = "kg16",
        Kg17 = "kg17", Kg18 = "kg18", Kg19 = "kg19", Kg20 = "kg20", Kg21 = "kg21", Kg22 = "kg22", Kg23 = "kg23",
        Kg24 = "kg24", Kg25 = "kg25", Kg26 = "kg26", Kg27 = "kg27", Kg28 = "kg28", Kg29 = "kg29",
    }
}

codes! {
    /// Visitation category (*visitationskategori*).
    Visitation "visitation" {
        Jobparat = "jobparat",
        Aktivitetsparat = "aktivitetsparat",
        Uddannelsesparat = "uddannelsesparat",
        AabenlystUddannelsesparat = "aabenlyst_uddannelsesparat",
        /// Sick pay: full recovery expected within 8 weeks (SDPL § 12, until mid-2026).
        Kategori1 = "kategori_1",
        Kategori2 = "kategori_2",
        /// Abolished 1 January 2025 (lov 1657/2024).
        Kategori3 = "kategori_3",
        /// Matchgrupper 2010-2013 and matchkategorier before; names unread.
        Match1 = "match_1", Match2 = "match_2", Match3 = "match_3", Match4 = "match_4", Match5 = "match_5",
    }
}
