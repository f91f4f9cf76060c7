//! The municipality's own words and units: configuration, not code.

use domain::codes::TargetGroup;

#[derive(Clone, Debug)]
pub struct Config {
    /// "Fjordby Kommune"
    pub name: String,
    /// Three digits.
    pub code: i64,
    /// The template of local goals, or `none`.
    pub template: String,
    pub units: Vec<Unit>,
    /// Where a case goes when no unit serves its group.
    pub intake: String,
    /// True while the data are invented.
    pub synthetic: bool,
    /// Logins and password that the demo shows on its sign-in page.
    pub demo_logins: Option<(String, String)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    pub key: String,
    pub name: String,
    pub groups: Vec<TargetGroup>,
}

impl Config {
    pub fn unit_name(&self, key: &str) -> String {
        self.units.iter().find(|u| u.key == key).map_or_else(|| key.to_owned(), |u| u.name.clone())
    }

    /// The unit a group's cases open in; the intake unit when none serves it.
    pub fn route(&self, group: Option<TargetGroup>) -> &str {
        let unit = group.and_then(|g| self.units.iter().find(|u| u.groups.contains(&g)));
        unit.map_or(&self.intake, |u| &u.key)
    }
}
