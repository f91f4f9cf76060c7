//! The talk form as words: today's talk as it went, or a talk that is booked.

use super::view::next_words;
use crate::danish::{clock, field};
use crate::pages::booking::BookingEntry;
use crate::pages::conflict::ConflictWords;
use crate::pages::register::told;
use crate::text::{t, tf};
use app::FormError;
use app::citizen::{CitizenPage, NextDates, Preview};
use app::register::{Outcome, TWICE};
use domain::Day;
use domain::codes::{Benefit, Code, TalkForm, TalkKind};

/// Which of the two forms stands in the page, and what stands in it.
pub(crate) enum Entry {
    Talk(TalkEntry),
    Booking(BookingEntry),
}

/// What stands in the talk form: suggestions, or what somebody wrote.
pub(crate) struct TalkEntry {
    /// Chosen before anybody clicks only where a talk is agreed for today, or the reader comes to register one.
    pub(crate) outcome: Option<Outcome>,
    pub(crate) form: TalkForm,
    pub(crate) joint: bool,
    pub(crate) companion: String,
    pub(crate) on: String,
    /// The next talk, where this one is held.
    pub(crate) next: String,
    /// Another day, where it is not.
    pub(crate) instead: String,
    pub(crate) note: String,
    pub(crate) key: String,
    pub(crate) version: i64,
    pub(crate) errors: Vec<(&'static str, String)>,
    pub(crate) conflict: Option<ConflictWords>,
    /// A talk of that day stands already: shown once, and saved when it is sent again.
    pub(crate) twice: bool,
}

pub(crate) struct TalkFormWords {
    pub(crate) title: String,
    pub(crate) talk: TalkKind,
    pub(crate) outcomes: Vec<(&'static str, String, bool)>,
    pub(crate) forms: Vec<(&'static str, String, bool)>,
    /// The citizen's benefit has talks together with the a-kasse, or this one is booked as such.
    pub(crate) may_be_joint: bool,
    pub(crate) entry: TalkEntry,
    pub(crate) hint: String,
    pub(crate) hint_instead: String,
    /// What saving does, by outcome: its code, its name and the words.
    pub(crate) effects: Vec<(&'static str, String, String)>,
    pub(crate) effort: String,
    /// An offer runs, so that it can be ended.
    pub(crate) runs: bool,
}

impl TalkFormWords {
    /// The two days that may follow: only the one that goes with the outcome is shown, and saved.
    pub(crate) fn nexts(&self) -> [(&'static str, String, &str, &str, &'static str); 2] {
        let entry = &self.entry;
        [
            ("next", t("form.next"), &entry.next, &self.hint, "for-held"),
            ("instead", t("form.instead"), &entry.instead, &self.hint_instead, "for-not-held"),
        ]
    }
}

/// The field of the next talk that goes with an outcome.
pub(crate) fn next_field(outcome: Option<Outcome>) -> &'static str {
    if matches!(outcome, Some(Outcome::Held) | None) { "next" } else { "instead" }
}

/// Mistakes in the next talk stand at the field that goes with the outcome.
pub(crate) fn placed(outcome: Option<Outcome>, errors: &[FormError]) -> Vec<FormError> {
    let at = |field| if field == "next" { next_field(outcome) } else { field };
    errors.iter().map(|e| FormError { field: at(e.field), ..e.clone() }).collect()
}

impl TalkEntry {
    /// `register`: the reader comes to register a talk.
    pub(crate) fn of(page: &CitizenPage, register: bool) -> TalkEntry {
        let today = page.booked.as_ref().is_some_and(|b| b.on == page.today);
        let setting = page.setting.clone();
        TalkEntry {
            outcome: (register || today).then_some(Outcome::Held),
            form: setting.form.unwrap_or(TalkForm::Fremmoede),
            joint: setting.joint,
            companion: setting.companion.unwrap_or_default(),
            on: field(page.today),
            next: page.suggested.next.map(field).unwrap_or_default(),
            instead: page.suggested.instead.map(field).unwrap_or_default(),
            note: String::new(),
            key: app::register::form_key(),
            version: page.version,
            errors: Vec::new(),
            conflict: None,
            twice: false,
        }
    }

    pub(crate) fn with_errors(mut self, errors: &[FormError]) -> TalkEntry {
        self.twice = errors.iter().any(|e| e.field == TWICE);
        let placed = placed(self.outcome, errors);
        self.errors.extend(placed.iter().filter(|e| e.field != TWICE).map(|e| (e.field, told(e))));
        self
    }

    /// What is seldom asked is folded away, unless something stands in it.
    pub(crate) fn unfolded(&self) -> bool {
        self.joint || !self.companion.is_empty() || self.error("on").is_some()
    }

    pub(crate) fn error(&self, field: &str) -> Option<&String> {
        self.errors.iter().find(|(f, _)| *f == field).map(|(_, text)| text)
    }
}

/// What saving one outcome does.
fn effect(outcome: Outcome, preview: &Preview) -> (&'static str, String, String) {
    let met = match (preview.met_law + preview.met_goal, outcome) {
        (0, Outcome::Held) => t("form.will_meet_none"),
        (0, _) => t("form.will_meet_not_held"),
        (1, _) => t("form.will_meet_one"),
        (n, _) => tf("form.will_meet", &[("n", &n.to_string())]),
    };
    let words: Vec<String> = std::iter::once(met).chain(next_words(preview.next)).collect();
    (outcome.code(), t(&format!("form.outcome_{}", outcome.code())), words.join(" "))
}

/// Why a day is suggested; where none is, how one is written.
pub(crate) fn hint(suggested: Option<Day>, next: NextDates) -> String {
    match suggested {
        None => t("form.next_free"),
        Some(day) if next.goal.is_some_and(|goal| day <= goal) => t("form.next_goal"),
        Some(_) => t("form.next_law"),
    }
}

pub(super) fn talk_form(page: &CitizenPage, entry: TalkEntry) -> TalkFormWords {
    let title = match &page.booked {
        Some(b) if b.on == page.today => match b.minute {
            Some(minute) => tf("form.register_booked", &[("when", &tf("when.today", &[("time", &clock(minute))]))]),
            None => t("form.register_today"),
        },
        _ => t("form.register_today"),
    };
    let after = |outcome| page.previews.iter().find(|(o, _)| *o == outcome).map(|(_, p)| p.next).unwrap_or_default();
    let effects = page.previews.iter().map(|(outcome, preview)| effect(*outcome, preview));
    let outcomes =
        Outcome::ALL.iter().map(|o| (o.code(), t(&format!("form.outcome_{}", o.code())), Some(*o) == entry.outcome));
    let clicks = if entry.outcome.is_some() { "1" } else { "2" };
    let effort = tf("form.count", &[("clicks", clicks), ("fields", "0")]);
    TalkFormWords {
        title,
        talk: page.talk,
        outcomes: outcomes.collect(),
        forms: form_choices(entry.form),
        may_be_joint: may_be_joint(page, entry.joint),
        hint: hint(page.suggested.next, after(Outcome::Held)),
        hint_instead: hint(page.suggested.instead, after(Outcome::Missed)),
        entry,
        effects: effects.collect(),
        runs: !page.running.is_empty(),
        effort,
    }
}

/// Whether the form asks if the a-kasse takes part: of those on dagpenge, and where it stands already.
pub(crate) fn may_be_joint(page: &CitizenPage, stands: bool) -> bool {
    stands || matches!(page.axes.benefit, Some((Benefit::Dagpenge, ..)))
}

/// How a talk can be held, as choices.
pub(crate) fn form_choices(chosen: TalkForm) -> Vec<(&'static str, String, bool)> {
    let forms = [TalkForm::Fremmoede, TalkForm::Telefon, TalkForm::Video];
    forms.iter().map(|f| (f.code(), t(&format!("talk_form.{}", f.code())), *f == chosen)).collect()
}
