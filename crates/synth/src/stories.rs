//! Who the people of the stories are. What happens to them stands in `scenarios/`; the binary joins the two.

use crate::ids::story_cpr;
use domain::Day;
use domain::ids::Cpr;

/// A person of a story. `scenario` is the file name in `scenarios/` without `.toml`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct StoryPerson {
    pub scenario: &'static str,
    pub first_name: &'static str,
    pub last_name: &'static str,
    /// As in the case file.
    pub born: (i32, u8, u8),
    serial: u16,
    pub address: &'static str,
    /// Keys of the unit and caseworker who had the case first; then `handover_accepted` facts decide.
    pub first_owner: (&'static str, &'static str),
    /// Who has it on 16 March 2026.
    pub owner: (&'static str, &'static str),
    /// Part of the demo: of the variants of one story only one is. Facts known after today are to be left out there, and
    /// somebody without facts as well.
    pub in_demo: bool,
}

impl StoryPerson {
    pub fn born(&self) -> Day {
        let (year, month, day) = self.born;
        Day::new(year, month, day).unwrap_or(Day::FIRST)
    }

    /// A number that no generated citizen has.
    pub fn cpr(&self) -> Option<Cpr> {
        story_cpr(self.born(), u32::from(self.serial))
    }
}

const KAREN: (&str, &str) = ("team-vest", "karen");
const PETER: (&str, &str) = ("team-unge", "peter");
const LEYLA: (&str, &str) = ("team-integration", "leyla");
const LARS: (&str, &str) = ("team-flex", "lars");
const BENTE: (&str, &str) = ("visitation", "bente");

type Pair = (&'static str, &'static str);

const fn person(
    scenario: &'static str,
    name: Pair,
    born: (i32, u8, u8),
    serial: u16,
    address: &'static str,
    owners: (Pair, Pair),
) -> StoryPerson {
    let (first_name, last_name) = name;
    let (first_owner, owner) = owners;
    StoryPerson { scenario, first_name, last_name, born, serial, address, first_owner, owner, in_demo: true }
}

/// The same person in another course of events.
const fn variant(of: StoryPerson, scenario: &'static str) -> StoryPerson {
    StoryPerson { scenario, in_demo: false, ..of }
}

const SIGNE: StoryPerson = person(
    "story-02a-signe-hospital",
    ("Signe", "Prøvesen"),
    (1987, 3, 2),
    2,
    "Havneprøven 4, 0901 Fjordby V",
    (KAREN, KAREN),
);
const HASSAN: StoryPerson = person(
    "story-04-hassan",
    ("Hassan", "Modelsen"),
    (1985, 2, 17),
    5,
    "Modelstræde 11, 0901 Fjordby V",
    (KAREN, KAREN),
);
const BIRTHE: StoryPerson =
    person("story-05-birthe", ("Birthe", "Testrup"), (1968, 4, 30), 6, "Prøvevej 22, 0901 Fjordby V", (KAREN, KAREN));
const SOFIE: StoryPerson = person(
    "story-06-sofie",
    ("Sofie", "Lærkeprøve"),
    (1983, 9, 8),
    8,
    "Eksempelgade 9, 0901 Fjordby V",
    (KAREN, KAREN),
);
const NADIA: StoryPerson =
    person("story-08-nadia", ("Nadia", "Prøvesen"), (2000, 8, 23), 12, "Testbakken 3, 0902 Fjordby Ø", (LEYLA, LEYLA));
const GRETHE: StoryPerson =
    person("story-10-grethe", ("Grethe", "Mønstrup"), (1971, 1, 19), 14, "Mønsterallé 7, 0901 Fjordby V", (LARS, LARS));
const DORTE: StoryPerson =
    person("story-11-dorte", ("Dorte", "Testmark"), (1966, 7, 27), 16, "Demogade 15, 0901 Fjordby V", (KAREN, KAREN));

/// Everybody in `scenarios/`, in the order of the stories. Fjordby Bageri (story 12) is the first company.
pub const STORY_PEOPLE: &[StoryPerson] = &[
    person("story-01-jonas", ("Jonas", "Demosen"), (1998, 11, 20), 1, "Demogade 2, 0901 Fjordby V", (KAREN, KAREN)),
    SIGNE,
    variant(SIGNE, "story-02b-signe-ingen-grund"),
    person("story-03-kim", ("Kim", "Eksempel"), (1979, 6, 11), 3, "Skitsevej 6, 0901 Fjordby V", (KAREN, KAREN)),
    HASSAN,
    variant(HASSAN, "story-04b-hassan-undtaget"),
    BIRTHE,
    variant(BIRTHE, "story-05b-birthe-siger-ja"),
    SOFIE,
    variant(SOFIE, "story-06b-sofie-barsel"),
    person("story-07-amir", ("Amir", "Prøvesen"), (2003, 5, 14), 7, "Tænkehøj 18, 0902 Fjordby Ø", (BENTE, PETER)),
    NADIA,
    variant(NADIA, "story-08b-nadia-hedensted"),
    person("story-09-poul", ("Poul", "Prøvegaard"), (1962, 10, 3), 9, "Kladdestien 1, 0901 Fjordby V", (KAREN, KAREN)),
    GRETHE,
    variant(GRETHE, "story-10b-grethe-ledighedsydelse"),
    DORTE,
    variant(DORTE, "story-11b-dorte-nyt-forloeb"),
    person(
        "story-12b-lone",
        ("Lone", "Attrup"),
        (1974, 12, 5),
        18,
        "Fjordeksemplet 30, 0901 Fjordby V",
        (BENTE, KAREN),
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_person_has_a_scenario_that_says_the_same_name_and_day_of_birth() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../scenarios");
        for person in STORY_PEOPLE {
            let text = std::fs::read_to_string(format!("{folder}/{}.toml", person.scenario)).unwrap();
            assert!(
                text.contains(&format!("name = \"{} {}\"", person.first_name, person.last_name)),
                "{}",
                person.scenario
            );
            assert!(text.contains(&format!("born = {}", person.born())), "{}", person.scenario);
        }
        let stories = std::fs::read_dir(folder)
            .unwrap()
            .filter(|f| f.as_ref().unwrap().file_name().to_string_lossy().starts_with("story-"));
        assert_eq!(stories.count(), STORY_PEOPLE.len() + 1, "all but the company are persons");
    }

    #[test]
    fn nobody_in_the_demo_shares_a_number() {
        let demo: Vec<&StoryPerson> = STORY_PEOPLE.iter().filter(|p| p.in_demo).collect();
        let numbers: BTreeSet<Cpr> = demo.iter().map(|p| p.cpr().unwrap()).collect();
        assert_eq!(numbers.len(), demo.len());
        assert!(numbers.iter().all(Cpr::is_replacement));
        let seventh = |c: &Cpr| c.reveal().as_bytes()[6];
        assert!(numbers.iter().all(|c| matches!(seventh(c), b'3' | b'9')), "no generated citizen has these");
    }

    #[test]
    fn the_owners_of_the_stories_work_in_fjordby() {
        let staff = crate::units::employees(100);
        for person in STORY_PEOPLE {
            for (unit, key) in [person.first_owner, person.owner] {
                assert!(staff.iter().any(|e| e.key == key && e.unit == unit), "{key}");
            }
        }
    }
}
