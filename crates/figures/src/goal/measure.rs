//! What a municipality's own goal is measured by, of the figures that the program counts itself.

use super::Population;
use crate::definition::Indicator;
use domain::codes::codes;

codes! {
    /// One of the program's own figures, month by month.
    Measure "goal_measure" {
        Fuldtidspersoner = "fuldtidspersoner",
        Personer = "personer",
        /// Courses on the last day of the month.
        Forloeb = "forloeb",
        Tilgang = "tilgang",
        Afgang = "afgang",
        /// The mean days of the courses that end.
        Varighed = "varighed",
        /// Full-time activated of full-time persons.
        Aktiveringsgrad = "aktiveringsgrad",
        /// Persons with a day in an offer of all persons.
        BeroertAfAktivering = "beroert_af_aktivering",
        RettidighedLov = "rettidighed_lov",
        RettidighedMaal = "rettidighed_maal",
        /// The median days that those wait after a step whose journey began in the month.
        Ventetid = "ventetid",
    }
}

impl Measure {
    /// The figure with its definition.
    pub fn indicator(self) -> Indicator {
        match self {
            Measure::Fuldtidspersoner => Indicator::FuldtidspersonerDage,
            Measure::Personer => Indicator::Personer,
            Measure::Forloeb | Measure::Tilgang | Measure::Afgang => Indicator::BestandOgStroemme,
            Measure::Varighed => Indicator::VarighedAfAfsluttedeForloeb,
            Measure::Aktiveringsgrad | Measure::BeroertAfAktivering => Indicator::Aktiveringsgrad,
            Measure::RettidighedLov | Measure::RettidighedMaal => Indicator::Rettidighed,
            Measure::Ventetid => Indicator::VentetidPrTrin,
        }
    }

    /// Whom it can count; the first is the usual one.
    pub fn populations(self) -> &'static [Population] {
        match self {
            Measure::Fuldtidspersoner | Measure::Personer | Measure::Aktiveringsgrad | Measure::BeroertAfAktivering => {
                &[Population::Bestand]
            }
            Measure::Forloeb => &[Population::Bestand, Population::LukketGruppe],
            Measure::Tilgang | Measure::Afgang => &[Population::Maaned, Population::Ophobet],
            Measure::Varighed | Measure::RettidighedLov | Measure::RettidighedMaal | Measure::Ventetid => {
                &[Population::Maaned]
            }
        }
    }

    pub fn is_timeliness(self) -> bool {
        self.indicator() == Indicator::Rettidighed
    }

    /// Per cent of something.
    pub fn is_share(self) -> bool {
        matches!(self.indicator(), Indicator::Rettidighed | Indicator::Aktiveringsgrad)
    }

    /// Printed with so many decimals.
    pub fn decimals(self) -> u8 {
        match self {
            // With a whole number of days or per cent the formula below would not come out as it stands.
            Measure::Fuldtidspersoner
            | Measure::Varighed
            | Measure::Aktiveringsgrad
            | Measure::BeroertAfAktivering
            | Measure::RettidighedLov
            | Measure::RettidighedMaal => 1,
            Measure::Personer | Measure::Forloeb | Measure::Tilgang | Measure::Afgang | Measure::Ventetid => 0,
        }
    }
}
