//! Offers: what the municipality's order and the law say before one is saved, its beginning, and its end with the reason.

use crate::access::{Action, Viewer};
use crate::register::{Posted, mistake, no_mistakes, period_mistakes};
use crate::{App, AppError, FormError, Moment};
use domain::Day;
use domain::codes::{DeviationReason, ExitCode, OfferKind, Sector};
use domain::history::History;
use domain::ids::{Cvr, IdError, PNumber};
use domain::kinds::{FactData, FactKind};
use domain::schema::Hours;
use rulebook::assess::ask::{Ask, LocalGate, Verdict, answer};
use rulebook::assess::axes::Axes;
use rulebook::model::{Body, Cite};
use rulebook::obligation::Obligation;
use rulebook::who::Match;
use store::CommitNumber;

/// An offer that begins. Numbers are as they were typed: they are read here, and a mistake names its field.
#[derive(Clone, Debug)]
pub struct OfferForm {
    pub terms: Terms,
    /// Last day; it may be agreed later.
    pub through: Option<Day>,
    /// The day it was given, where that is another than the day of the form.
    pub granted: Option<Day>,
    /// Why it is another than the first of the municipality's order.
    pub reason: Option<DeviationReason>,
    pub hours: Option<Hours>,
    pub company: String,
    pub cvr: String,
    pub p_number: String,
}

/// What decides whether an offer may be given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    pub offer: OfferKind,
    pub from: Day,
    pub sector: Option<Sector>,
}

/// An offer that ends on a day.
#[derive(Clone, Copy, Debug)]
pub struct OfferEnd {
    pub offer: OfferKind,
    /// Its last day.
    pub on: Day,
    pub exit: ExitCode,
}

/// The municipality's order for a citizen.
#[derive(Clone, Debug)]
pub struct OrderView {
    pub rule: String,
    pub text: String,
    pub cite: String,
    pub steps: Vec<OfferView>,
}

/// One offer of the order, with what the law says of giving it today.
#[derive(Clone, Debug)]
pub struct OfferView {
    pub offer: OfferKind,
    pub sector: Option<Sector>,
    pub text: String,
    pub obligation: Obligation,
    pub advice: Advice,
}

/// What the law says of an offer. It informs and stops nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Advice {
    pub verdict: Verdict,
    pub earliest: Option<Day>,
    /// Last day of a duration that begins on the day.
    pub through: Option<Day>,
    pub missing: Vec<String>,
    /// Id, sentence and citation.
    pub rules: Vec<(String, String, String)>,
    /// The municipality's own rules before the offer.
    pub own: Vec<OwnGate>,
}

/// A rule of the municipality's own before an offer: it informs beside the law and stops nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnGate {
    pub rule: String,
    pub text: String,
    pub cite: String,
    /// What it asks for and is not there, in its own words, and facts nobody has written.
    pub lacks: Vec<String>,
    pub missing: Vec<String>,
    /// What the law now says of it.
    pub law_today: Option<String>,
}

/// Offers that run on a day, with their first day.
pub(crate) fn running(history: &History, on: Day) -> Vec<(OfferKind, Day)> {
    let offers = history.view().facts.iter().enumerate().filter(|(_, f)| f.is(FactKind::OfferStarted) && f.covers(on));
    let kinds = offers.filter_map(|(i, f)| match history.fact(i as u32).data {
        FactData::OfferStarted { offer, .. } => Some((offer, f.from_day())),
        _ => None,
    });
    kinds.collect()
}

/// What of an offer's form can be looked at while some of its fields cannot be read.
#[derive(Clone, Debug, Default)]
pub struct OfferDraft {
    pub offer: Option<OfferKind>,
    pub from: Option<Day>,
    pub through: Option<Day>,
    pub granted: Option<Day>,
    pub sector: Option<Sector>,
    pub reason: Option<DeviationReason>,
    pub cvr: String,
    pub p_number: String,
}

impl OfferDraft {
    fn of(form: &OfferForm) -> OfferDraft {
        let Terms { offer, from, sector } = form.terms;
        OfferDraft {
            offer: Some(offer),
            from: Some(from),
            through: form.through,
            granted: form.granted,
            sector,
            reason: form.reason,
            cvr: form.cvr.clone(),
            p_number: form.p_number.clone(),
        }
    }

    /// Everything that is wrong with it, in the order of the form.
    fn mistakes(&self, order: Option<&OrderView>) -> Vec<FormError> {
        let mut found = Vec::new();
        let deviates = self.offer.is_some_and(|offer| deviates(order, offer, self.sector));
        if deviates && self.reason.is_none() {
            found.push(mistake("reason", "offer.error.reason"));
        }
        found.extend(period_mistakes(self.from, self.through));
        if self.granted.zip(self.from).is_some_and(|(granted, from)| granted > from) {
            found.push(mistake("granted", "offer.error.granted_after"));
        }
        found.extend(numbers(&self.cvr, &self.p_number).err().unwrap_or_default());
        found
    }
}

/// Whether an offer is another than the one that stands first.
fn deviates(order: Option<&OrderView>, offer: OfferKind, sector: Option<Sector>) -> bool {
    let Some(first) = order.and_then(|o| o.steps.first()) else { return false };
    let other_sector = first.sector.is_some() && sector.is_some() && first.sector != sector;
    first.offer != offer || other_sector
}

fn digits(text: &str) -> Option<String> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    (!text.is_empty()).then_some(text)
}

/// The company's numbers; what is wrong with them is told by field.
fn numbers(cvr: &str, p_number: &str) -> Result<(Option<String>, Option<String>), Vec<FormError>> {
    let mut mistakes = Vec::new();
    let mut wrong = |field, key| mistakes.push(mistake(field, key));
    let cvr = digits(cvr).and_then(|text| match Cvr::read(&text) {
        Ok(cvr) => Some(cvr.as_str().to_owned()),
        Err(IdError::CheckDigit) => {
            wrong("cvr", "offer.error.cvr_digit");
            None
        }
        Err(_) => {
            wrong("cvr", "offer.error.cvr_shape");
            None
        }
    });
    let p_number = digits(p_number).and_then(|text| match PNumber::read(&text) {
        Ok(number) => Some(number.as_str().to_owned()),
        Err(_) => {
            wrong("p_number", "offer.error.p_number");
            None
        }
    });
    if mistakes.is_empty() { Ok((cvr, p_number)) } else { Err(mistakes) }
}

impl App {
    /// The municipality's order for a citizen on a day, each step with the law's word.
    pub(crate) fn offer_order(&self, history: &History, today: Day) -> Option<OrderView> {
        let axes = Axes::new(history.view());
        self.rulebook.rules.iter().find_map(|rule| {
            rule.versions.iter().filter(|v| v.is_in_force(today)).find_map(|version| {
                let Body::OfferOrder(order) = &version.body else { return None };
                if version.who.matches(&axes, today) != Match::Yes {
                    return None;
                }
                let steps = order.steps_for(&axes, today).map(|s| OfferView {
                    offer: s.offer,
                    sector: s.sector,
                    text: s.text.clone(),
                    obligation: s.obligation,
                    advice: self.advise(history, Terms { offer: s.offer, from: today, sector: s.sector }),
                });
                Some(OrderView {
                    rule: rule.id.clone(),
                    text: version.text.clone(),
                    cite: version.cites.first().map(Cite::display).unwrap_or_default(),
                    steps: steps.collect(),
                })
            })
        })
    }

    fn advise(&self, history: &History, terms: Terms) -> Advice {
        let ask = Ask::Offer { offer: terms.offer, on: terms.from, employer: terms.sector };
        let found = answer(&ask, history.view(), &self.rulebook);
        let rules = found.rules.iter().map(|(rule, version)| {
            let rule = self.rulebook.rule(*rule);
            let version = &rule.versions[usize::from(*version)];
            (rule.id.clone(), version.text.clone(), version.cites.first().map(Cite::display).unwrap_or_default())
        });
        Advice {
            verdict: found.verdict,
            earliest: found.earliest,
            through: found.through,
            missing: found.missing,
            rules: rules.collect(),
            own: found.local.iter().map(|gate| self.own_gate(gate)).collect(),
        }
    }

    fn own_gate(&self, found: &LocalGate) -> OwnGate {
        let rule = self.rulebook.rule(found.rule);
        let version = &rule.versions[usize::from(found.version)];
        let asked = match &version.body {
            Body::Gate(gate) => gate.requires.as_slice(),
            _ => &[],
        };
        let is_missing = |name: &String| found.missing.contains(name);
        OwnGate {
            rule: rule.id.clone(),
            text: version.text.clone(),
            cite: version.cites.first().map(Cite::display).unwrap_or_default(),
            lacks: asked.iter().filter(|need| is_missing(&need.name)).map(|need| need.text.clone()).collect(),
            missing: found
                .missing
                .iter()
                .filter(|name| asked.iter().all(|need| need.name != **name))
                .cloned()
                .collect(),
            law_today: version.law_today().map(str::to_owned),
        }
    }

    /// What the law says of an offer before it is saved.
    pub async fn offer_advice(
        &self,
        viewer: &Viewer,
        case: i64,
        terms: Terms,
        moment: Moment,
    ) -> Result<Advice, AppError> {
        let case = self.case_open(viewer, case, Action::Register, "tilbud", moment).await?;
        Ok(self.advise(&case.history, terms))
    }

    /// What is wrong with a form that cannot be read in full, so that all of it can be put right at once.
    pub async fn offer_mistakes(
        &self,
        viewer: &Viewer,
        case: i64,
        draft: &OfferDraft,
        moment: Moment,
    ) -> Result<Vec<FormError>, AppError> {
        let case = self.case_open(viewer, case, Action::Register, "tilbud", moment).await?;
        Ok(draft.mistakes(self.offer_order(&case.history, moment.today).as_ref()))
    }

    /// Saves an offer that begins, with the reason where it is not the first of the order.
    pub async fn offer_register(
        &self,
        viewer: &Viewer,
        posted: &Posted,
        form: &OfferForm,
        moment: Moment,
    ) -> Result<CommitNumber, AppError> {
        if let Some(done) = self.store.form_key_find(self.municipality, &posted.key).await? {
            return Ok(done);
        }
        let Terms { offer, from, sector } = form.terms;
        let case = self.case_open(viewer, posted.case, Action::Register, "tilbud", moment).await?;
        let order = self.offer_order(&case.history, moment.today);
        no_mistakes(OfferDraft::of(form).mistakes(order.as_ref()))?;
        let (cvr, p_number) = numbers(&form.cvr, &form.p_number).map_err(AppError::Form)?;
        let reason = form.reason.filter(|_| deviates(order.as_ref(), offer, sector));
        let company = Some(form.company.trim().to_owned()).filter(|c| !c.is_empty());
        let started =
            FactData::OfferStarted { offer, sector, hours: form.hours, p_number, company, cvr, granted: form.granted };
        let mut facts = vec![(started, from, form.through)];
        if let Some(reason) = reason {
            facts.push((FactData::Deviation { reason, offer: Some(offer) }, moment.today, None));
        }
        self.facts_register(viewer, posted, facts, "tilbud", moment).await
    }

    /// Ends an offer that runs.
    pub async fn offer_end_register(
        &self,
        viewer: &Viewer,
        posted: &Posted,
        end: OfferEnd,
        moment: Moment,
    ) -> Result<CommitNumber, AppError> {
        if let Some(done) = self.store.form_key_find(self.municipality, &posted.key).await? {
            return Ok(done);
        }
        let case = self.case_open(viewer, posted.case, Action::Register, "tilbud", moment).await?;
        let wrong = |field, key| Err(AppError::Form(vec![mistake(field, key)]));
        let begun = running(&case.history, moment.today).into_iter().find(|(kind, _)| *kind == end.offer);
        let Some((_, from)) = begun else { return wrong("offer", "offer.error.offer") };
        if end.on < from {
            return wrong("on", "form.error.end_before");
        }
        let ended = FactData::OfferEnded { offer: end.offer, exit: Some(end.exit) };
        self.facts_register(viewer, posted, vec![(ended, end.on, None)], "tilbud", moment).await
    }
}
