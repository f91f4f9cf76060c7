//! The citizen's page as words, in the order it is read.

use super::axes::{Axis, axes};
use super::back::{Back, Neighbours, neighbours};
use super::history::{ChangeWords, FactWords, changes, facts};
use super::limit::limit;
use super::past_line;
use super::settled::{SettledWords, assessments, settled};
use super::talk::{Entry, TalkFormWords, talk_form};
use crate::danish::{clock, dotted, field, long, new_act, period, short_near, short_year, weekday};
use crate::draw::{Stand, lane_key, lanes_drawing};
use crate::pages::Frame;
use crate::pages::booking::{BookingWords, booking_form};
use crate::pages::chain::{ChainWords, chain_words};
use crate::pages::duty_word::{WordForms, said_words, word_forms};
use crate::pages::handover::{HandoverWords, handover_words};
use crate::pages::looks::{LookWords, latest};
use crate::pages::offer::{OrderWords, order_words};
use crate::pages::question::{Way, followup_way, title, ways};
use crate::pages::register::Mistakes;
use crate::text::{count, count_of, t, tf};
use crate::words::{
    Mark, capital, duty_mark, duty_title, fact_words, obligation, plus, reason_line, two_readings, without_day,
};
use app::citizen::{CitizenPage, DutyView, NextDates};
use app::config::Answers;
use app::question::Question;
use app::reason::{Force, Shape};
use askama::Template;
use domain::Day;
use domain::calendar::{holiday, is_weekend};
use domain::codes::Code;
use domain::kinds::FactKind;

#[derive(Template)]
#[template(path = "citizen.html")]
pub(crate) struct CitizenTemplate {
    pub(crate) frame: Frame,
    pub(crate) case: i64,
    /// Whose it is and the page, on each printed page.
    pub(crate) print_style: String,
    pub(crate) back: Back,
    /// `4 af 13`, and the addresses of who comes before and after on that list.
    pub(crate) place: Option<Neighbours>,
    pub(crate) saved: Option<String>,
    /// Version and key of the form that undoes what was just saved.
    pub(crate) undo: Option<(i64, String)>,
    /// What is wrong with the day that is asked for, by field.
    pub(crate) mistakes: Mistakes,
    /// Where one looks, and what that means.
    pub(crate) past: Option<(String, String)>,
    pub(crate) valid_on: String,
    pub(crate) known_on: String,
    pub(crate) name: String,
    pub(crate) idline: Vec<String>,
    pub(crate) cpr: Option<String>,
    pub(crate) protected: bool,
    pub(crate) axes: Vec<Axis>,
    pub(crate) gaps: Vec<String>,
    pub(crate) settled: Vec<SettledWords>,
    pub(crate) assessments: Vec<String>,
    pub(crate) drawing: String,
    pub(crate) phone: Vec<(String, String)>,
    pub(crate) table: Vec<(String, String, String)>,
    pub(crate) duties: Vec<Section>,
    pub(crate) rights: Vec<RightWords>,
    /// What holds without being asked for.
    pub(crate) given: Vec<RightWords>,
    pub(crate) limits: Vec<LimitWords>,
    pub(crate) offers: Option<OrderWords>,
    pub(crate) form: Option<TalkFormWords>,
    /// In place of the talk form, where one comes to book.
    pub(crate) booking: Option<BookingWords>,
    pub(crate) handover: HandoverWords,
    /// Other actors, with what they see, and where that is changed.
    pub(crate) actors: Vec<(String, Vec<Way>)>,
    pub(crate) looks: Vec<LookWords>,
    pub(crate) looks_all: String,
    pub(crate) facts: Vec<FactWords>,
    pub(crate) changes: Vec<ChangeWords>,
}

pub(crate) struct Section {
    pub(crate) anchor: &'static str,
    pub(crate) title: String,
    pub(crate) note: String,
    pub(crate) empty: String,
    pub(crate) open: Vec<DutyWords>,
    pub(crate) done: Vec<DutyWords>,
}

pub(crate) struct DutyWords {
    pub(crate) id: String,
    pub(crate) mark: Mark,
    pub(crate) title: String,
    pub(crate) why: String,
    pub(crate) date: String,
    pub(crate) under: Vec<String>,
    pub(crate) act: Option<String>,
    pub(crate) summary: String,
    /// The law and the municipality's goal in one.
    pub(crate) chain: Option<ChainWords>,
    pub(crate) conclusion: String,
    pub(crate) opened: bool,
    /// What people have said of it.
    pub(crate) said: Vec<String>,
    /// Where what it lacks can be written.
    pub(crate) ways: Vec<Way>,
    /// Forms may say something of it.
    pub(crate) words: Option<WordForms>,
}

pub(crate) struct RightWords {
    pub(crate) title: String,
    pub(crate) text: String,
    /// Whether the municipality must or may, where a text says it.
    pub(crate) task: Option<String>,
    pub(crate) responsible: String,
    pub(crate) cite: String,
    pub(crate) rule: String,
    pub(crate) left: String,
}

pub(crate) struct LimitWords {
    pub(crate) title: String,
    pub(crate) amount: String,
    /// How much of it, where both sides are known.
    pub(crate) percent: Option<i64>,
    pub(crate) text: String,
    /// The sums of a count in hours.
    pub(crate) lines: Vec<String>,
    pub(crate) text_of_rule: String,
    pub(crate) leaves_out: Option<String>,
    pub(crate) cite: String,
    pub(crate) rule: String,
    pub(crate) ways: Vec<Way>,
}

impl CitizenTemplate {
    fn day_error(&self, field: &str) -> Option<&String> {
        self.mistakes.iter().find(|(f, _)| *f == field).map(|(_, text)| text)
    }

    pub(crate) fn new(frame: Frame, page: &CitizenPage, entry: Entry) -> CitizenTemplate {
        let (drawing, phone, table) = course(page);
        let valid = page.past.map_or(page.today, |p| p.valid_on);
        let known = page.past.map_or(page.today, |p| p.known_on);
        let past = page.past.map(|past| past_line(past, frame.today));
        let (form, booking) = match entry {
            _ if !page.may_register => (None, None),
            Entry::Talk(entry) => (Some(talk_form(page, entry)), None),
            Entry::Booking(entry) => (None, Some(booking_form(page, entry))),
        };
        let (back, own_list) = (Back::of(&frame, page.case), frame.way_back.is_none());
        CitizenTemplate {
            frame,
            case: page.case,
            print_style: print_style(&page.name),
            back,
            place: page.place.filter(|_| own_list).map(|place| neighbours(place, None)),
            saved: None,
            undo: None,
            mistakes: Vec::new(),
            past,
            valid_on: field(valid),
            known_on: field(known),
            name: page.name.clone(),
            idline: idline(page),
            cpr: page.cpr.clone(),
            protected: page.protected,
            axes: axes(page),
            gaps: page
                .not_covered
                .iter()
                .map(|(reason, from, through)| format!("{reason} ({})", period(*from, *through)))
                .collect(),
            drawing,
            phone,
            table,
            duties: sections(page),
            rights: rights(page, true),
            given: rights(page, false),
            limits: page.limits.iter().map(|l| limit(page, l)).collect(),
            offers: page.offers.as_ref().map(|o| order_words(page, o)),
            form,
            booking,
            handover: handover_words(page, None),
            actors: actors(page),
            looks: latest(&page.looks, page.today),
            looks_all: count("citizen.looks_all", usize::try_from(page.look_count).unwrap_or_default()),
            facts: facts(page),
            changes: changes(page),
            settled: settled(page),
            assessments: assessments(page),
        }
    }
}

/// Name and page number in the margin of every printed page; the number of the person is masked there as on the page.
fn print_style(name: &str) -> String {
    let said = tf("citizen.printed_name", &[("name", name)]);
    let text = |text: &str| format!("\"{}\"", css_string(text));
    let page = t("citizen.printed_page");
    let (before, rest) = page.split_once("{n}").unwrap_or((&page, ""));
    let (between, after) = rest.split_once("{m}").unwrap_or((rest, ""));
    format!(
        "@page{{@bottom-left{{content:{};font-size:9pt}}@bottom-right{{content:{} counter(page) {} counter(pages) {};font-size:9pt}}}}",
        text(&said),
        text(before),
        text(between),
        text(after)
    )
}

/// A text as it may stand between quotes in a style, whatever it holds.
fn css_string(text: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | ',' | '.' | '•' | '-');
    text.chars().map(|c| if plain(c) { c.to_string() } else { format!("\\{:x} ", u32::from(c)) }).collect()
}

fn idline(page: &CitizenPage) -> Vec<String> {
    let mut line: Vec<String> =
        page.born.iter().map(|b| tf("citizen.born", &[("year", &b.year().to_string())])).collect();
    if !page.wishes.is_empty() {
        line.push(tf("citizen.wishes", &[("text", &page.wishes.join("; "))]));
    }
    if !page.needs.is_empty() {
        line.push(tf("citizen.needs", &[("text", &page.needs.join("; "))]));
    }
    line.extend(page.represented.iter().map(fact_words));
    line.push(
        page.safety_note
            .as_ref()
            .map_or_else(|| t("citizen.safety_none"), |text| tf("citizen.safety", &[("text", text)])),
    );
    line
}

/// What each actor the citizen is referred to sees, and the forms that change it.
fn actors(page: &CitizenPage) -> Vec<(String, Vec<Way>)> {
    let words = page.actors.iter().map(|(unit, open)| {
        let (key, questions) = match open {
            true => ("actors.open", [Question::SamtykkeTilbage, Question::HenvisningSlut]),
            false => ("actors.closed", [Question::Samtykke, Question::HenvisningSlut]),
        };
        let way = |q: Question| (format!("/borger/{}/oplysning/{}", page.case, q.code()), title(q));
        let ways = questions.into_iter().filter(|_| page.may_correct).map(way).collect();
        (tf(key, &[("unit", unit)]), ways)
    });
    words.collect()
}

type Course = (String, Vec<(String, String)>, Vec<(String, String, String)>);

/// What comes next of the talks, before a save and after it.
pub(crate) fn next_words(next: NextDates) -> Vec<String> {
    let goal = next.goal.map(|d| tf("form.next_goal_is", &[("day", &long(d))]));
    let law = next.law.map(|d| tf("form.next_law_is", &[("day", &long(d))]));
    goal.into_iter().chain(law).chain(new_act(next.law.max(next.goal)).map(|note| format!("{note}."))).collect()
}

/// The talk that was agreed for a day: whether nobody is at work on it, and whether it is after a date that it was to keep.
pub(crate) fn agreed_words(page: &CitizenPage, on: Day) -> Option<String> {
    let mut facts = page.facts.iter().rev().filter(|f| f.kind == FactKind::TalkBooked && f.from == on && !f.replaced);
    let day = format!("{} {}", weekday(on), long(on));
    let at = |minute| tf("form.agreed.at", &[("day", &day), ("time", &clock(minute))]);
    let when = facts.next()?.minute.map_or_else(|| day.clone(), at);
    let mut words = vec![tf("form.agreed.day", &[("when", &when)])];
    if holiday(on).is_some() {
        words.push(t("form.agreed.holiday"));
    } else if is_weekend(on) {
        words.push(t("form.agreed.weekend"));
    }
    let after = |due: Option<Day>| due.is_some_and(|due| due < on);
    if after(page.next.law) {
        words.push(t("form.agreed.after_law"));
    } else if after(page.next.goal) {
        words.push(t("form.agreed.after_goal"));
    }
    Some(words.join(" "))
}

/// The drawing, the same in few lines for a phone, and the same as a table.
fn course(page: &CitizenPage) -> Course {
    let stand = Stand { day: page.today, is_today: page.past.is_none() };
    let drawing = lanes_drawing(&page.lanes, stand, &page.name);
    let mut rows: Vec<(Day, String, String, String)> = Vec::new();
    let mut phone: Vec<(Day, String, String)> = Vec::new();
    for lane in &page.lanes {
        let name = t(&lane_key(lane.kind));
        for (from, through, data) in &lane.stretches {
            rows.push((*from, period(*from, *through), name.clone(), fact_words(data)));
            phone.push((*from, period(*from, *through), fact_words(data)));
        }
        for mark in &lane.marks {
            let words = crate::draw::mark_words(mark);
            rows.push((mark.day, dotted(mark.day), name.clone(), words.clone()));
            let at =
                if mark.day == page.today && stand.is_today { capital(&t("when.now")) } else { short_year(mark.day) };
            let at = mark.minute.map_or(at.clone(), |m| format!("{at} {}", clock(m)));
            phone.push((mark.day, at, words));
        }
    }
    rows.sort_by_key(|(day, ..)| std::cmp::Reverse(*day));
    phone.sort_by_key(|(day, ..)| std::cmp::Reverse(*day));
    phone.truncate(7);
    (
        drawing,
        phone.into_iter().map(|(_, at, text)| (at, text)).collect(),
        rows.into_iter().map(|(_, at, lane, text)| (at, lane, text)).collect(),
    )
}

fn sections(page: &CitizenPage) -> Vec<Section> {
    let section = |anchor, title: &str, note: String, empty: &str, duties: &[DutyView]| {
        let (open, done): (Vec<_>, Vec<_>) = duties.iter().partition(|d| d.open);
        let first = open.iter().position(|d| !d.chain.is_empty());
        Section {
            anchor,
            title: t(title),
            note,
            empty: t(empty),
            open: open
                .iter()
                .enumerate()
                .map(|(i, d)| duty(page, d, first == Some(i) && anchor == "kommunen"))
                .collect(),
            done: done.iter().rev().map(|d| duty(page, d, false)).collect(),
        }
    };
    let held = count_of("citizen.held", page.held_total, &[("m", &page.held_timely.to_string())]);
    let mut list = vec![
        section("kommunen", "citizen.municipality", held, "citizen.none_municipality", &page.municipality),
        section("borgeren", "citizen.citizen", t("citizen.citizen_note"), "citizen.none_citizen", &page.citizen),
    ];
    if !page.others.is_empty() {
        list.push(section("andre", "citizen.others", String::new(), "citizen.none_others", &page.others));
    }
    list
}

fn duty(page: &CitizenPage, duty: &DutyView, opened: bool) -> DutyWords {
    let today = page.today;
    let (date, under) = dates(duty, today);
    DutyWords {
        id: duty.id.clone(),
        mark: duty_mark(duty, today),
        title: duty_title(&duty.duty, duty.n, &duty.title),
        why: both_sums(duty, today).or_else(|| duty.reason.as_ref().map(|r| reason_line(r, today))).unwrap_or_default(),
        date,
        under,
        act: new_act(duty.law_due.or(duty.goal_due).or(duty.aim_due).filter(|_| duty.open)),
        summary: t(if lacks(duty) { "citizen.what_missing" } else { "citizen.why" }),
        chain: chain_words(&duty.chain, &page.facts, today),
        conclusion: conclusion(duty, today),
        opened,
        said: said_words(duty),
        ways: duty_ways(page, duty),
        words: word_forms(page, duty),
    }
}

/// Where what an open duty lacks, or what fulfils it without a talk, can be written.
fn duty_ways(page: &CitizenPage, duty: &DutyView) -> Vec<Way> {
    if !duty.open {
        return Vec::new();
    }
    let lacking = match duty.reason.as_ref().map(|r| &r.shape) {
        Some(Shape::Missing(names)) => ways(page, names),
        _ => Vec::new(),
    };
    lacking.into_iter().chain(duty.followup.and_then(|kind| followup_way(page, kind))).collect()
}

/// Where the law and the municipality both give a date: what each is reckoned from, the law's first as its date is.
fn both_sums(duty: &DutyView, today: Day) -> Option<String> {
    if !duty.open || duty.law_due.is_none() || duty.goal_due.is_none() {
        return None;
    }
    let sum = |force: Force| {
        let basis = duty.chain.iter().find(|b| b.force == force && b.due.is_some())?;
        let mut text = match basis.span {
            _ if basis.required > 1 => {
                tf("citizen.sum_held", &[("held", &basis.held.to_string()), ("required", &basis.required.to_string())])
            }
            Some(s) => plus(&short_near(basis.from, today), s),
            None => return None,
        };
        let paused: i32 = basis.pauses.iter().map(|p| p.days).sum();
        if paused > 0 {
            text.push_str(&tf("citizen.sum_pause", &[("days", &count("span.days", paused.unsigned_abs() as usize))]));
        }
        Some(tf(if force == Force::Law { "citizen.sum_law" } else { "citizen.sum_goal" }, &[("sum", &text)]))
    };
    Some(format!("{} {}", sum(Force::Law)?, sum(Force::Goal)?))
}

/// Something lacks that could be written; words of the law that can be read in two ways, or name no day, are no such thing.
fn lacks(duty: &DutyView) -> bool {
    let of_the_act = |names: &[String]| two_readings(names) || without_day(names);
    let settled = |r: &app::reason::Reason| matches!(&r.shape, Shape::Missing(names) if of_the_act(names));
    duty.status.code() == "undetermined" && !duty.reason.as_ref().is_some_and(settled)
}

/// A day, with its time where it is known.
pub(crate) fn to_the_minute(day: String, minute: Option<u16>) -> String {
    match minute {
        Some(minute) => tf("citizen.day_at", &[("day", &day), ("time", &clock(minute))]),
        None => day,
    }
}

/// The date in bold, and what stands under it. The law's date comes first.
fn dates(duty: &DutyView, today: Day) -> (String, Vec<String>) {
    if !duty.open {
        let met = duty.met_on.map(|d| tf("citizen.met_on", &[("day", &short_near(d, today))]));
        return ("–".into(), met.into_iter().collect());
    }
    let at = |day: String| to_the_minute(day, duty.goal_minute);
    let (date, mut under) = match (duty.law_due, duty.goal_due) {
        (Some(law), Some(goal)) => {
            let goal = at(short_near(goal, today));
            (short_year(law), vec![t("citizen.law_due"), tf("citizen.goal_due", &[("day", &goal)])])
        }
        (Some(law), None) => (short_year(law), vec![t("citizen.law_due")]),
        (None, Some(goal)) => (at(short_year(goal)), vec![t("citizen.only_goal")]),
        (None, None) => match duty.aim_due {
            Some(aim) => (short_year(aim), vec![t("citizen.only_aim")]),
            None => (t("citizen.unknown_date"), Vec::new()),
        },
    };
    if duty.needs_review {
        under.push(t("status.not_read"));
    }
    if let Some((on, _)) = duty.booked {
        let late = duty.law_due.is_some_and(|law| law < on && duty.status.code() != "booked");
        let key = if late { "citizen.agreed_late" } else { "citizen.agreed" };
        under.push(tf(key, &[("day", &short_near(on, today))]));
    }
    (date, under)
}

/// What is said of the duty when its dates have passed, or has been said since.
fn conclusion(duty: &DutyView, today: Day) -> String {
    if !duty.open {
        return String::new();
    }
    let mut text = String::new();
    if let Some(goal) = duty.goal_due {
        let key = if goal < today { "chain.since_goal" } else { "chain.after_goal" };
        text.push_str(&tf(key, &[("day", &long(goal))]));
        text.push(' ');
    }
    if let Some(law) = duty.law_due {
        let key = if law < today { "chain.since_law" } else { "chain.after_law" };
        text.push_str(&tf(key, &[("day", &long(law))]));
    }
    if duty.aim_due.is_some() {
        text.push_str(&t("chain.aim_is_no_deadline"));
    }
    if duty.needs_review {
        text = t("chain.unread_rule");
    }
    text
}

fn rights(page: &CitizenPage, asked: bool) -> Vec<RightWords> {
    let words = page.rights.iter().filter(|r| r.asked == asked).map(|r| RightWords {
        title: r.title.clone(),
        text: r.text.clone(),
        task: obligation(r.obligation).map(|task| capital(&task)),
        responsible: responsible(page, &r.responsible),
        cite: r.cite.clone(),
        rule: r.rule.clone(),
        // Of what nobody asks for there is nothing to use.
        left: r
            .left
            .filter(|_| asked)
            .map(|left| tf("citizen.used", &[("used", &r.used.to_string()), ("left", &left.to_string())]))
            .unwrap_or_default(),
    });
    words.collect()
}

/// Who answers: the case's owner by name, a unit, or somebody of the rule whom no unit is.
fn responsible(page: &CitizenPage, answers: &Answers) -> String {
    match answers {
        Answers::Owner => tf("citizen.responsible", &[("who", &owner(page))]),
        Answers::Unit(name) => tf("citizen.responsible", &[("who", name)]),
        Answers::Nobody(name) => tf("citizen.responsible_nobody", &[("who", name)]),
    }
}

pub(crate) fn owner(page: &CitizenPage) -> String {
    let a = &page.axes;
    a.owner.as_ref().map_or_else(|| a.owner_unit.clone(), |name| format!("{name}, {}", a.owner_unit))
}
