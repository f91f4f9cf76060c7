//! The choices above the list.

use super::asked::Asked;
use crate::Web;
use crate::session::Signed;
use crate::text::{count, t, tf};
use crate::words::{duty_kind, label};
use app::access::Role;
use app::figures::danish;
use app::overview::{Group, OverviewPage};
use domain::Day;
use domain::codes::{Benefit, Code};

pub(super) struct FilterView {
    pub(super) id: &'static str,
    pub(super) label: String,
    pub(super) choices: Vec<Choice>,
}

pub(super) struct Choice {
    pub(super) value: String,
    pub(super) text: String,
    pub(super) chosen: bool,
}

pub(super) fn filter_line(filters: &[FilterView]) -> String {
    let chosen = |f: &FilterView| f.choices.iter().find(|c| c.chosen).or(f.choices.first()).map(|c| c.text.clone());
    tf("overview.filters", &[("chosen", &filters.iter().filter_map(chosen).collect::<Vec<_>>().join(", "))])
}

/// `Mine (63)`
fn with_count(text: &str, n: usize) -> String {
    format!("{text} ({})", danish::count(i64::try_from(n).unwrap_or(i64::MAX)))
}

/// Whose cases a list can be of, as an address has it, and what it is called.
///
/// Of units: the reader's own, those under it, and those it is a part of.
pub(crate) fn whose_choices(web: &Web, signed: &Signed, today: Day) -> Vec<(String, String)> {
    let (config, own) = (&web.app.config, &signed.viewer.unit);
    let mut units = config.units_within(own, today);
    units.extend(config.above(own, today).into_iter().map(str::to_owned));
    let units = units.iter().map(|unit| (format!("enhed:{unit}"), unit_words(web, unit, today)));
    let mut choices = vec![("mine".to_owned(), t("overview.mine"))];
    choices.extend(units);
    choices.push(("alle".to_owned(), all_words(signed)));
    choices
}

/// All cases the reader may see: those of the municipality, or what is referred to another actor.
pub(crate) fn all_words(signed: &Signed) -> String {
    t(if signed.viewer.role == Role::ExternalActor { "overview.title_referred" } else { "overview.title_all" })
}

/// A unit by its name, and how many lie under it where some do.
pub(crate) fn unit_words(web: &Web, unit: &str, today: Day) -> String {
    let name = web.app.config.unit_name(unit);
    match web.app.config.units_within(unit, today).len() {
        1 => name,
        n => format!("{name} ({})", count("overview.units_under", n - 1)),
    }
}

/// The choices above the list.
pub(super) fn filters(web: &Web, signed: &Signed, asked: &Asked, found: &OverviewPage) -> Vec<FilterView> {
    let choice = |value: &str, text: String, now: &str| Choice { value: value.to_owned(), text, chosen: value == now };
    let mut whose: Vec<Choice> = whose_choices(web, signed, found.today)
        .into_iter()
        // The own list is the one without a word of whose.
        .map(|(code, text)| choice(if code == "mine" { "" } else { &code }, text, &asked.ejer))
        .collect();
    let acting = found.acting.iter().map(|acting| {
        let title = tf("overview.title_of", &[("name", &acting.name)]);
        choice(&format!("liste:{}", acting.login), title, &asked.ejer)
    });
    let before_all = whose.len() - 1;
    whose.splice(before_all..before_all, acting);
    // How many cases the list that is shown has; the others are counted when they are chosen.
    if let Some(shown) = whose.iter_mut().find(|c| c.chosen) {
        shown.text = with_count(&shown.text, found.cases);
    }
    let mut duties = vec![choice("", t("overview.everything"), &asked.slags)];
    duties
        .extend(found.duties.iter().map(|d| choice(d, duty_kind(d, &web.app.duty_name(d, found.today)), &asked.slags)));
    let mut benefits = vec![choice("", t("overview.all_benefits"), &asked.yd)];
    let common = [
        Benefit::Dagpenge,
        Benefit::Kontanthjaelp,
        Benefit::Sygedagpenge,
        Benefit::Jobafklaring,
        Benefit::Ledighedsydelse,
        Benefit::Fleksloentilskud,
        Benefit::Foertidspension,
    ];
    benefits.extend(common.iter().map(|b| choice(b.code(), label(*b), &asked.yd)));
    let dues = [
        ("", "overview.due_30"),
        ("overdue", "overview.only_overdue"),
        ("today", "overview.only_today"),
        ("over_goal", "overview.only_over_goal"),
        ("week", "overview.only_week"),
        ("later", "overview.only_later"),
    ];
    let counted = |value: &str| Group::from_code(value).map(|group| found.counts[group as usize]);
    let due = |(value, key): &(&str, &str)| {
        let text = counted(value).map_or_else(|| t(key), |n| with_count(&t(key), n));
        choice(value, text, &asked.frist)
    };
    let dues = dues.iter().map(due).collect();
    let view = |id, key: &str, choices| FilterView { id, label: t(key), choices };
    vec![
        view("ejer", "overview.whose", whose),
        view("slags", "overview.what", duties),
        view("yd", "overview.benefit", benefits),
        view("frist", "overview.due", dues),
    ]
}
