//! Municipalities and the groups they are compared in, with dates.

mod read;

use domain::Day;
use std::collections::BTreeMap;

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum GroupKind {
    Region,
    /// Regional labour market council.
    Rar,
    /// Municipalities with like conditions (*klynge*).
    Cluster,
    /// Those that share a border on land; every municipality has its own.
    Neighbours,
}

impl GroupKind {
    /// Those that are written as groups with members.
    const WRITTEN: [GroupKind; 3] = [GroupKind::Region, GroupKind::Rar, GroupKind::Cluster];

    pub fn code(self) -> &'static str {
        match self {
            GroupKind::Region => "region",
            GroupKind::Rar => "rar",
            GroupKind::Cluster => "cluster",
            GroupKind::Neighbours => "neighbours",
        }
    }
}

impl std::str::FromStr for GroupKind {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<GroupKind, &'static str> {
        GroupKind::WRITTEN.into_iter().find(|k| k.code() == text).ok_or("known kinds: region, rar, cluster")
    }
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Municipality {
    pub code: u16,
    pub name: String,
    pub aliases: Vec<String>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Group {
    pub kind: GroupKind,
    pub id: String,
    pub name: String,
    pub from: Day,
    /// `None`: nobody has read that it ended.
    pub through: Option<Day>,
    /// The first day is not read, only the year.
    pub approximate: bool,
    pub note: Option<String>,
    /// Municipality codes, in the order of the codes.
    pub members: Vec<u16>,
}

impl Group {
    fn on(&self, day: Day) -> bool {
        self.from <= day && self.through.is_none_or(|through| day <= through)
    }
}

/// Which group a municipality belongs to on a day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Membership<'a> {
    Member(&'a Group),
    /// Nobody has read it; the note says what is missing.
    Unread(&'a str),
    /// No group is known for the day.
    NotCovered,
}

#[derive(Clone, Debug)]
struct Unread {
    kind: GroupKind,
    from: Day,
    municipality: u16,
    note: String,
}

#[derive(Clone, Debug, Default)]
pub struct Geography {
    municipalities: Vec<Municipality>,
    groups: Vec<Group>,
    unread: Vec<Unread>,
    /// By the municipality whose neighbours they are, who is a member too.
    neighbours: BTreeMap<u16, Group>,
    /// What is said of a municipality without any.
    no_neighbours: String,
    /// Where a publisher did not know the municipality.
    unknown_area: Option<u16>,
}

impl Geography {
    /// What ships with the program (`reference/kommuner.toml`).
    pub fn shipped() -> Geography {
        Geography::parse(include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../reference/kommuner.toml")))
            .expect("a test reads the shipped geography")
    }

    /// In the order of the codes.
    pub fn municipalities(&self) -> &[Municipality] {
        &self.municipalities
    }

    pub fn codes(&self) -> Vec<u16> {
        self.municipalities.iter().map(|m| m.code).collect()
    }

    /// The code under which people stand whose municipality the publisher does not know.
    pub fn unknown_area(&self) -> Option<u16> {
        self.unknown_area
    }

    pub fn by_code(&self, code: u16) -> Option<&Municipality> {
        self.municipalities.iter().find(|m| m.code == code)
    }

    /// By name or alias; capitals and `aa` for `å` make no difference.
    pub fn by_name(&self, name: &str) -> Option<&Municipality> {
        let key = |text: &str| text.trim().to_lowercase().replace("aa", "å");
        let wanted = key(name);
        self.municipalities
            .iter()
            .find(|m| std::iter::once(&m.name).chain(&m.aliases).any(|known| key(known) == wanted))
    }

    /// The name of an area; the code itself where the area is not known.
    pub fn name(&self, code: u16) -> String {
        self.by_code(code).map_or_else(|| code.to_string(), |m| m.name.clone())
    }

    pub fn group_of(&self, kind: GroupKind, code: u16, day: Day) -> Membership<'_> {
        if kind == GroupKind::Neighbours {
            return match self.neighbours.get(&code) {
                Some(group) if group.on(day) => Membership::Member(group),
                None if !self.no_neighbours.is_empty() => Membership::Unread(&self.no_neighbours),
                _ => Membership::NotCovered,
            };
        }
        if let Some(group) = self.groups.iter().find(|g| g.kind == kind && g.on(day) && g.members.contains(&code)) {
            return Membership::Member(group);
        }
        self.unread
            .iter()
            .find(|u| u.kind == kind && u.municipality == code && u.from <= day)
            .map_or(Membership::NotCovered, |u| Membership::Unread(&u.note))
    }

    /// A municipality chooses its neighbours itself: those across a bridge, or in another country's place.
    pub fn with_neighbours(mut self, code: u16, names: &[String]) -> Result<Geography, String> {
        let mut members = names.iter().map(|name| self.member(name)).collect::<Result<Vec<_>, _>>()?;
        members.push(code);
        members.sort_unstable();
        members.dedup();
        let group = Group {
            kind: GroupKind::Neighbours,
            id: code.to_string(),
            name: self.neighbours.values().next().map_or_else(String::new, |g| g.name.clone()),
            from: Day::FIRST,
            through: None,
            approximate: false,
            note: None,
            members,
        };
        self.neighbours.insert(code, group);
        Ok(self)
    }

    /// The groups of a kind on a day.
    pub fn groups(&self, kind: GroupKind, day: Day) -> impl Iterator<Item = &Group> {
        self.groups.iter().filter(move |g| g.kind == kind && g.on(day))
    }

    /// Members of a named group on a day; empty when there is no such group.
    pub fn members(&self, kind: GroupKind, id: &str, day: Day) -> &[u16] {
        self.groups(kind, day).find(|g| g.id == id).map_or(&[], |g| &g.members)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn every_municipality_is_in_one_region_one_council_and_one_cluster_or_unread() {
        let geography = Geography::shipped();
        let today = day("2026-03-16");
        assert_eq!(geography.municipalities().len(), 98);
        for m in geography.municipalities() {
            for kind in [GroupKind::Region, GroupKind::Rar] {
                assert!(
                    matches!(geography.group_of(kind, m.code, today), Membership::Member(_)),
                    "{} {kind:?}",
                    m.name
                );
            }
            let unread = matches!(geography.group_of(GroupKind::Cluster, m.code, today), Membership::Unread(_));
            assert_eq!(unread, m.name == "Hjørring");
        }
        let sizes = |kind| geography.groups(kind, today).map(|g| g.members.len()).collect::<Vec<_>>();
        assert_eq!(sizes(GroupKind::Region), [11, 19, 22, 29, 17]);
        let mut rar = sizes(GroupKind::Rar);
        rar.sort_unstable();
        assert_eq!(rar, [1, 8, 10, 11, 11, 12, 17, 28]);
        assert_eq!(sizes(GroupKind::Cluster).iter().sum::<usize>(), 97);
    }

    #[test]
    fn aabenraa_is_in_cluster_5_with_four_others() {
        let geography = Geography::shipped();
        let today = day("2026-07-31");
        let Membership::Member(group) = geography.group_of(GroupKind::Cluster, 580, today) else { panic!() };
        let names: Vec<String> = group.members.iter().map(|c| geography.name(*c)).collect();
        assert_eq!(names, ["Frederiksberg", "Høje-Taastrup", "Ringsted", "Aabenraa", "Vejle"]);
        assert!(group.approximate && group.note.as_ref().unwrap().contains("2015"));
        assert_eq!(geography.members(GroupKind::Cluster, "5", today), group.members);
        assert_eq!(geography.members(GroupKind::Rar, "oestjylland", today).len(), 11);
        assert_eq!(geography.members(GroupKind::Rar, "atlantis", today), [] as [u16; 0]);
    }

    #[test]
    fn neighbours_share_a_border_on_land_and_a_municipality_may_choose_its_own() {
        let geography = Geography::shipped();
        let today = day("2026-07-31");
        let names = |geography: &Geography, code| match geography.group_of(GroupKind::Neighbours, code, today) {
            Membership::Member(group) => {
                group.members.iter().filter(|c| **c != code).map(|c| geography.name(*c)).collect::<Vec<_>>()
            }
            other => panic!("{other:?}"),
        };
        assert_eq!(names(&geography, 580), ["Haderslev", "Sønderborg", "Tønder"]);
        assert_eq!(names(&geography, 766), ["Horsens", "Vejle", "Ikast-Brande"]);
        let Membership::Unread(why) = geography.group_of(GroupKind::Neighbours, 400, today) else { panic!() };
        assert!(why.contains("land"), "Bornholm: {why}");
        let chosen = geography.with_neighbours(773, &["Skive".into(), "Thisted".into()]).unwrap();
        assert_eq!(names(&chosen, 773), ["Skive", "Thisted"], "Mors has bridges");
        assert!(chosen.with_neighbours(773, &["Skibe".into()]).unwrap_err().contains("did you mean \"Skive\"?"));
    }

    #[test]
    fn a_neighbour_who_does_not_say_the_same_is_refused() {
        let text = "[neighbours]\nname = \"N\"\nfrom = 2007-01-01\nnone = \"ingen\"\n[[municipality]]\ncode = 1\nname = \"A\"\nneighbours = [\"B\"]\n[[municipality]]\ncode = 2\nname = \"B\"\n";
        let problems = Geography::parse(text).unwrap_err();
        assert!(problems[0].message.contains("\"B\" does not name \"A\""), "{problems:?}");
    }

    #[test]
    fn before_the_groups_were_made_nothing_is_known() {
        let geography = Geography::shipped();
        assert_eq!(geography.group_of(GroupKind::Cluster, 580, day("2014-12-31")), Membership::NotCovered);
        assert_eq!(geography.group_of(GroupKind::Region, 580, day("2006-12-31")), Membership::NotCovered);
    }

    #[test]
    fn names_and_aliases_find_the_municipality() {
        let geography = Geography::shipped();
        for (name, code) in [("Århus", 751), ("Vesthimmerland", 820), ("nordfyns", 480), ("Åbenrå", 580)] {
            assert_eq!(geography.by_name(name).map(|m| m.code), Some(code), "{name}");
        }
        assert_eq!(geography.by_name("Atlantis"), None);
        assert_eq!((geography.name(766), geography.name(1)), ("Hedensted".into(), "1".into()));
    }

    #[test]
    fn a_group_with_a_stranger_or_twice_on_one_day_is_refused() {
        let base = "[[municipality]]\ncode = 766\nname = \"Hedensted\"\n";
        let group = |id: &str, member: &str, through: &str| {
            format!(
                "[[group]]\nkind = \"cluster\"\nid = \"{id}\"\nname = \"K{id}\"\nfrom = 2015-01-01\n{through}members = [\"{member}\"]\n"
            )
        };
        let problems = Geography::parse(&format!("{base}{}", group("1", "Hedenstad", ""))).unwrap_err();
        assert!(problems[0].message.contains("did you mean \"Hedensted\"?"), "{problems:?}");
        let twice = format!("{base}{}{}", group("1", "Hedensted", ""), group("2", "Hedensted", ""));
        assert_eq!(Geography::parse(&twice).unwrap_err()[0].code, "overlap");
        let ended = format!("{base}{}", group("1", "Hedensted", "through = 2018-12-31\n"));
        let geography = Geography::parse(&ended).unwrap();
        assert!(matches!(geography.group_of(GroupKind::Cluster, 766, day("2018-12-31")), Membership::Member(_)));
        assert_eq!(geography.group_of(GroupKind::Cluster, 766, day("2019-01-01")), Membership::NotCovered);
    }
}
