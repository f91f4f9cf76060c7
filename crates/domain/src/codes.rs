//! Closed code lists with the field's statutory terms in Danish ASCII. Each has a row in `docs/ordbog.md`.

mod benefit;
mod case;
mod effort;
mod people;

pub use benefit::*;
pub use case::*;
pub use effort::*;
pub use people::*;

/// A closed list of codes. At most 62 values, so that a set of them fits one machine word.
pub trait Code: Copy + Eq + Sized + 'static {
    /// Name of the list, as in `medspiller rules facts`.
    const LIST: &'static str;
    const ALL: &'static [Self];
    const CODES: &'static [&'static str];

    fn index(self) -> u8;

    fn code(self) -> &'static str {
        Self::CODES[self.index() as usize]
    }

    fn from_code(code: &str) -> Option<Self> {
        Self::CODES.iter().position(|c| *c == code).map(|i| Self::ALL[i])
    }

    fn from_index(index: u8) -> Option<Self> {
        Self::ALL.get(index as usize).copied()
    }
}

/// Name and values of a code list, without its type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodeList {
    pub name: &'static str,
    pub codes: &'static [&'static str],
}

/// Declares a closed code list; used by `domain` and by the rooms that add lists of their own.
#[doc(hidden)]
#[macro_export]
macro_rules! codes_macro {
    ($(#[$doc:meta])* $name:ident $list:literal { $($(#[$vdoc:meta])* $variant:ident = $code:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum $name { $($(#[$vdoc])* $variant),+ }

        impl $crate::codes::Code for $name {
            const LIST: &'static str = $list;
            const ALL: &'static [Self] = &[$($name::$variant),+];
            const CODES: &'static [&'static str] = &[$($code),+];
            fn index(self) -> u8 { self as u8 }
        }

        impl std::str::FromStr for $name {
            type Err = String;
            fn from_str(text: &str) -> Result<Self, String> {
                $crate::codes::read_code(text)
            }
        }
    };
}
#[doc(hidden)]
pub use crate::codes_macro as codes;

/// Reads a code; the message names the nearest known one.
pub fn read_code<C: Code>(text: &str) -> Result<C, String> {
    C::from_code(text).ok_or_else(|| match crate::nearest::nearest(text, C::CODES.iter().copied()) {
        Some(near) => format!("is no {}; did you mean \"{near}\"?", C::LIST),
        None => format!("is no {}; known are: {}", C::LIST, C::CODES.join(", ")),
    })
}

/// Every code list of the program, for `rules facts` and the glossary check.
pub fn all_lists() -> Vec<CodeList> {
    fn list<C: Code>() -> CodeList {
        CodeList { name: C::LIST, codes: C::CODES }
    }
    vec![
        list::<Benefit>(),
        list::<BenefitRate>(),
        list::<TargetGroup>(),
        list::<ContactGroup>(),
        list::<Visitation>(),
        list::<Education>(),
        list::<YesNo>(),
        list::<RepresentativeRole>(),
        list::<Finding>(),
        list::<Interpreter>(),
        list::<Protection>(),
        list::<TalkKind>(),
        list::<TalkForm>(),
        list::<Holder>(),
        list::<Party>(),
        list::<AbsenceKind>(),
        list::<OfferKind>(),
        list::<Sector>(),
        list::<ExitCode>(),
        list::<JobKind>(),
        list::<PlanKind>(),
        list::<WishKind>(),
        list::<Receiver>(),
        list::<ExemptDuty>(),
        list::<DeviationReason>(),
        list::<NotRelevantReason>(),
        list::<DeferralReason>(),
        list::<FollowUpKind>(),
        list::<RequestKind>(),
        list::<DocumentKind>(),
        list::<TestKind>(),
        list::<Channel>(),
        list::<Sender>(),
        list::<SanctionKind>(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_has_unique_ascii_codes_and_fits_a_word() {
        for list in all_lists() {
            assert!(list.codes.len() <= 62, "{}", list.name);
            let mut seen = std::collections::BTreeSet::new();
            for code in list.codes {
                assert!(code.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_'), "{code}");
                assert!(seen.insert(code), "{code} twice in {}", list.name);
            }
        }
    }

    #[test]
    fn a_mistyped_code_is_answered_with_the_nearest() {
        assert_eq!("kontanthjelp".parse::<Benefit>(), Err("is no benefit; did you mean \"kontanthjaelp\"?".into()));
        assert_eq!("kontanthjaelp".parse::<Benefit>(), Ok(Benefit::Kontanthjaelp));
    }
}
