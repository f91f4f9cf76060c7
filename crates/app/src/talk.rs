//! How a talk is held and who takes part, as the forms say it: the same of one that is booked, held, missed or cancelled.

use crate::access::{Role, Viewer};
use crate::citizen::Booked;
use domain::codes::{Holder, TalkForm, TalkKind};
use domain::kinds::FactData;
use domain::{Day, History};

/// What a talk is besides its kind and its day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Setting {
    pub form: Option<TalkForm>,
    pub holder: Option<Holder>,
    /// Held together with the a-kasse (LAB § 32).
    pub joint: bool,
    /// Whom the citizen brings.
    pub companion: Option<String>,
}

impl Setting {
    /// As a form says it. Who holds it is known from who writes; a name of blanks is nobody.
    pub fn of_form(form: TalkForm, joint: bool, companion: &str) -> Setting {
        let companion = Some(companion.trim().to_owned()).filter(|name| !name.is_empty());
        Setting { form: Some(form), holder: None, joint, companion }
    }

    /// As it was booked; `None` for any other fact.
    pub fn of_booking(data: &FactData) -> Option<(TalkKind, Setting)> {
        let FactData::TalkBooked { talk, form, holder, joint, companion } = data else { return None };
        Some((*talk, Setting { form: *form, holder: *holder, joint: *joint, companion: companion.clone() }))
    }

    /// Of a talk that is written today: as it is booked for today; face to face where nobody has said how.
    pub(crate) fn of_today(booked: Option<&Booked>, today: Day) -> Setting {
        let setting = booked.filter(|b| b.on == today).map(|b| b.setting.clone()).unwrap_or_default();
        Setting { form: setting.form.or(Some(TalkForm::Fremmoede)), ..setting }
    }

    pub fn booked(self, talk: TalkKind) -> FactData {
        let Setting { form, holder, joint, companion } = self;
        FactData::TalkBooked { talk, form, holder, joint, companion }
    }

    /// Held by whom it was booked with; otherwise by the one who writes it.
    pub(crate) fn held_by(self, viewer: &Viewer, history: &History, talk: TalkKind, on: Day) -> Setting {
        let booked = history.facts().iter().filter(|f| f.from == on).filter_map(|f| Setting::of_booking(&f.data));
        let holder = booked.filter(|(kind, _)| *kind == talk).find_map(|(_, setting)| setting.holder);
        let writer = match viewer.role {
            Role::ExternalActor => Holder::AndenAktoer,
            _ => Holder::Kommune,
        };
        Setting { holder: holder.or(Some(writer)), ..self }
    }
}
