//! One rule: its versions, its examples as they come out now, its text and its holes.

use super::activation::TextStand;
use super::amounts::{self, AmountRow};
use super::control::{ControlView, control_view};
use super::{
    CiteView, GapView, Measure, Standing, Tense, Used, WhoView, gaps, measure, shown, standing, tense_of, who,
};
use crate::access::Viewer;
use crate::{App, AppError, Moment};
use domain::codes::Code;
use domain::{Day, Kroner};
use rulebook::Kind;
use rulebook::example;
use rulebook::model::{Expect, Gap, Rule, Transition, Version};
use rulebook::obligation::Obligation;

#[derive(Clone, Debug)]
pub struct RulePage {
    pub id: String,
    pub title: String,
    pub kind: &'static str,
    pub layer: &'static str,
    /// Whose duty it is: `municipality`, `citizen` or `other`.
    pub party: &'static str,
    /// Of the shown version: whether the municipality must or may.
    pub obligation: Obligation,
    pub chapter: String,
    /// Oldest first.
    pub versions: Vec<VersionView>,
    /// Which of them the header is about.
    pub shown: usize,
    /// Those that do not come out first.
    pub examples: Vec<ExampleView>,
    pub gaps: Vec<GapView>,
    pub file: String,
    pub line: u32,
    pub source_text: String,
    /// It gives something in a case, so that a change can be tried.
    pub can_be_tried: bool,
    /// Of the shown version.
    pub control: ControlView,
    pub text_stand: TextStand,
    /// Cases in which it gives something on the day.
    pub used: Used,
    /// Of a rate, row by row.
    pub amounts: Vec<AmountRow>,
}

#[derive(Clone, Debug)]
pub struct VersionView {
    pub reference: Option<String>,
    pub from: Day,
    pub through: Option<Day>,
    pub tense: Tense,
    pub text: String,
    pub cites: Vec<CiteView>,
    pub standing: Standing,
    /// Person, role and day.
    pub control: Option<(String, String, Day)>,
    pub leaves_out: Option<String>,
    /// How running courses come into this version, by its code; the first version has none.
    pub transition: Option<&'static str>,
    pub who: WhoView,
    pub measure: Measure,
}

#[derive(Clone, Debug)]
pub struct ExampleView {
    pub name: String,
    pub version_from: Day,
    pub facts: Vec<String>,
    pub promises: Vec<Promise>,
    /// What came out instead.
    pub failure: Option<String>,
}

/// What an example says comes out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Promise {
    /// `due`, `reached`, `effective`, `through` or `earliest`.
    Day(&'static str, Day),
    Status(Day, String),
    Verdict(String),
    Left(u16),
    /// Hours that count, or that are left, on a day.
    Hours(Day, u16),
    /// Hours that lack on a day.
    Short(Day, u16),
    Amount(Kroner),
    Offer(&'static str),
    Places(String),
    Nothing,
}

impl App {
    /// One rule as seen from a day; every role may read it.
    pub async fn rule_page(&self, viewer: &Viewer, id: &str, day: Day, moment: Moment) -> Result<RulePage, AppError> {
        let book = &self.rulebook;
        let ix = book.find(id).ok_or(AppError::NotFound)?;
        let rule = book.rule(ix);
        let (at, _) = shown(rule, day).ok_or(AppError::NotFound)?;
        let marks = self.store.mark_list(self.municipality).await?;
        let outcomes = example::run_rule(book, ix);
        let examples = rule.versions.iter().flat_map(|v| v.examples.iter().map(move |e| (v, e)));
        let mut examples: Vec<ExampleView> = examples
            .zip(outcomes)
            .map(|((version, e), outcome)| ExampleView {
                name: e.name.clone(),
                version_from: version.from,
                facts: e.facts.clone(),
                promises: promises(&e.expect),
                failure: outcome.failure,
            })
            .collect();
        examples.sort_by_key(|e| e.failure.is_none());
        Ok(RulePage {
            id: rule.id.clone(),
            title: rule.title.clone(),
            kind: rule.kind.code(),
            layer: rule.layer.code(),
            party: rule.party.code(),
            obligation: rule.obligation(&rule.versions[at]),
            chapter: rule.chapter.clone(),
            versions: rule.versions.iter().map(|v| version_view(v, day)).collect(),
            shown: at,
            examples,
            gaps: gaps(book, day, |gap| concerns(rule, gap)),
            file: rule.file.clone(),
            line: rule.line,
            source_text: rule.source_text.clone(),
            can_be_tried: can_be_tried(rule),
            used: self.rule_usage(viewer, day, moment).await?[ix.0 as usize],
            amounts: amounts::of(&rule.versions[at], day),
            text_stand: self.text_stand(viewer, &rule.id).await?,
            control: control_view(viewer, rule, &rule.versions[at], &marks),
        })
    }
}

/// A hole in what the rule is about, for somebody the rule may be for.
fn concerns(rule: &Rule, gap: &Gap) -> bool {
    rule.duty.as_ref() == Some(&gap.duty) && rule.versions.iter().any(|v| !v.who.excludes(&gap.who))
}

/// Orders of offers and quotas give nothing in a single case.
pub(super) fn can_be_tried(rule: &Rule) -> bool {
    !matches!(rule.kind, Kind::OfferOrder | Kind::Quota)
}

fn version_view(version: &Version, day: Day) -> VersionView {
    let control = version.control.as_ref();
    VersionView {
        reference: version.reference.clone(),
        from: version.from,
        through: version.through,
        tense: tense_of(version.from, version.through, day),
        text: version.text.clone(),
        cites: CiteView::all(&version.cites),
        standing: standing(version),
        control: control.map(|c| (c.person.clone(), c.role.clone(), c.on)),
        leaves_out: version.leaves_out.clone(),
        transition: version.transition.map(Transition::code),
        who: who::of(&version.who),
        measure: measure::of(&version.body),
    }
}

fn promises(expect: &Expect) -> Vec<Promise> {
    let mut found = Vec::new();
    let days = [
        ("due", expect.due),
        ("reached", expect.reached),
        ("effective", expect.effective),
        ("earliest", expect.earliest),
        ("through", expect.through),
    ];
    found.extend(days.into_iter().filter_map(|(key, day)| Some(Promise::Day(key, day?))));
    if let (Some(on), Some(status)) = (expect.on, &expect.status) {
        found.push(Promise::Status(on, status.clone()));
    }
    let on = |hours: Option<u16>| expect.on.zip(hours);
    found.extend(on(expect.hours).map(|(day, n)| Promise::Hours(day, n)));
    found.extend(on(expect.short).map(|(day, n)| Promise::Short(day, n)));
    found.extend(expect.verdict.clone().map(Promise::Verdict));
    found.extend(expect.left.map(Promise::Left));
    found.extend(expect.amount.map(Promise::Amount));
    found.extend(expect.first.map(|o| Promise::Offer(o.code())));
    found.extend(expect.places.clone().map(Promise::Places));
    if expect.none {
        found.push(Promise::Nothing);
    }
    found
}
