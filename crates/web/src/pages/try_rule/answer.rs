//! What a trial came to: the sentence, the tables, the difference in the text.

use super::beside::{self, BesideView};
use crate::danish::{dotted, long, new_act, short_near, span};
use crate::text::{count, t, tf};
use crate::words::{Mark, duty_title, mark, plus};
use app::rules::{Answer, DateView, LineView, PersonRow, Proposal};
use domain::Day;
use domain::codes::Code;

pub(super) struct AnswerView {
    pub(super) ran_on: String,
    pub(super) same: bool,
    pub(super) lines: Vec<LineRow>,
    pub(super) same_lines: Vec<(String, String)>,
    pub(super) same_title: String,
    pub(super) since: String,
    /// Deadlines and goals are told of.
    pub(super) dates: bool,
    pub(super) beside: Option<BesideView>,
    pub(super) people: Vec<PersonView>,
    pub(super) people_note: String,
    pub(super) more: Option<String>,
    pub(super) hidden: Option<String>,
    pub(super) examples: String,
    pub(super) failed_examples: Vec<(String, String)>,
}

pub(super) struct LineRow {
    pub(super) title: String,
    pub(super) about: String,
    pub(super) current: bool,
    pub(super) open: [String; 3],
    pub(super) over: [String; 2],
    pub(super) kept: [String; 2],
    pub(super) moved: String,
}

pub(super) struct PersonView {
    pub(super) case: i64,
    pub(super) id: String,
    pub(super) name: String,
    pub(super) what: String,
    pub(super) before: DateCell,
    pub(super) after: DateCell,
    pub(super) why: String,
    pub(super) sum: Vec<String>,
}

pub(super) struct DateCell {
    pub(super) mark: Option<Mark>,
    pub(super) day: String,
    pub(super) law27: Option<String>,
}

/// The answer in sentences, the result first.
pub(super) fn lead(found: &Proposal, answer: &Answer) -> Vec<String> {
    if answer.same {
        return vec![t("try.lead_same")];
    }
    let mut said = Vec::new();
    if !answer.beside.is_empty() {
        said.push(match answer.few_hidden {
            true => t("try.lead_few"),
            false if answer.changed_cases == 0 => t("try.lead_beside_none"),
            false => tf("try.lead_beside", &[("people", &count("try.people", answer.changed_cases))]),
        });
        if answer.lines.is_empty() {
            return said;
        }
    }
    let open: usize = answer.lines.iter().map(|l| l.line.moved()).sum();
    let values = [("dates", count("try.dates", open)), ("people", count("try.people", answer.changed_cases))];
    let values: Vec<(&str, &str)> = values.iter().map(|(k, v)| (*k, v.as_str())).collect();
    let spans = found.field.map(|f| f.span).zip(found.now).filter(|(was, now)| was != now);
    said.push(match spans {
        _ if open == 0 => t("try.lead_none_open"),
        Some((was, now)) => {
            let mut values = values.clone();
            let (was, now) = (span(was), span(now));
            values.extend([("was", was.as_str()), ("now", now.as_str())]);
            tf("try.lead_span", &values)
        }
        None => tf("try.lead", &values),
    });
    if let Some(line) = answer.lines.iter().find(|l| l.changed_rule) {
        let (before, after) = (line.line.before, line.line.after);
        if before.over != after.over {
            let key = match (line.goal, found.known_on) {
                (true, None) => "try.lead_over_goal",
                (false, None) => "try.lead_over_law",
                (true, Some(_)) => "try.lead_over_goal_then",
                (false, Some(_)) => "try.lead_over_law_then",
            };
            said.push(tf(key, &[("before", &before.over.to_string()), ("after", &after.over.to_string())]));
        }
        if let (Some(was), Some(is)) = (share(before.past_in_time, before.past), share(after.past_in_time, after.past))
            && was != is
        {
            let key = if line.goal { "try.lead_kept_goal" } else { "try.lead_kept_law" };
            said.push(tf(key, &[("before", &was), ("after", &is)]));
        }
    }
    said.push(t(if answer.law_same { "try.lead_law_same" } else { "try.lead_law_moves" }));
    said
}

/// `94,2`; nothing of nothing is not nought.
fn share(part: usize, whole: usize) -> Option<String> {
    if whole == 0 {
        return None;
    }
    let tenths = (part * 2000 + whole) / (whole * 2);
    Some(format!("{},{}", tenths / 10, tenths % 10))
}

impl AnswerView {
    pub(super) fn of(answer: &Answer, today: Day) -> AnswerView {
        let values = [
            ("n", answer.cases.to_string()),
            ("day", long(answer.day)),
            ("since", long(answer.since)),
            ("through", long(answer.day.plus_days(-1))),
            ("known", answer.known.to_string()),
        ];
        let values: Vec<(&str, &str)> = values.iter().map(|(k, v)| (*k, v.as_str())).collect();
        let examples = &answer.examples;
        let passed = examples.all - examples.failed.len();
        let numbers = [("passed", passed.to_string()), ("n", examples.all.to_string())];
        let numbers: Vec<(&str, &str)> = numbers.iter().map(|(k, v)| (*k, v.as_str())).collect();
        AnswerView {
            ran_on: tf(if answer.day == today { "try.ran_on" } else { "try.ran_on_then" }, &values),
            same: answer.same,
            lines: answer.lines.iter().map(line_row).collect(),
            same_lines: answer.same_lines.iter().map(|l| (l.title.clone(), l.rule.clone())).collect(),
            same_title: count("try.same_lines", answer.same_lines.len()),
            since: tf("try.since", &values),
            people: answer.people.iter().map(|p| person(p, today)).collect(),
            beside: beside::view(answer, today),
            dates: answer.beside.is_empty() || !answer.lines.is_empty(),
            people_note: count("try.people_note", answer.changed_cases),
            more: (answer.more > 0).then(|| count("try.more", answer.more)),
            hidden: (answer.hidden_cases > 0).then(|| match answer.few_hidden {
                true => t("try.hidden_few"),
                false => count("try.hidden", answer.hidden_cases),
            }),
            examples: tf("try.examples", &numbers),
            failed_examples: examples.failed.clone(),
        }
    }
}

fn line_row(view: &LineView) -> LineRow {
    let (before, after) = (view.line.before, view.line.after);
    let kept = |part, whole| share(part, whole).map_or_else(|| "–".to_owned(), |s| tf("try.share", &[("n", &s)]));
    let of = [
        ("earlier", view.line.earlier),
        ("later", view.line.later),
        ("new", view.line.new),
        ("gone", view.line.gone),
        ("status", view.line.status),
    ];
    let moved: Vec<String> = of
        .iter()
        .filter(|(_, n)| *n > 0)
        .map(|(key, n)| tf(&format!("try.moved.{key}"), &[("n", &n.to_string())]))
        .collect();
    let goal = t(if view.goal { "rules.layer.municipality" } else { "try.law" });
    LineRow {
        title: view.title.clone(),
        about: format!("{goal} · {}", view.rule),
        current: view.changed_rule,
        open: [before.open.to_string(), after.open.to_string(), signed(before.open, after.open)],
        over: [before.over.to_string(), after.over.to_string()],
        kept: [kept(before.past_in_time, before.past), kept(after.past_in_time, after.past)],
        moved: if moved.is_empty() { "–".into() } else { moved.join(", ") },
    }
}

/// `+3`, `−3` or `0`.
fn signed(before: usize, after: usize) -> String {
    match after.cmp(&before) {
        std::cmp::Ordering::Greater => format!("+{}", after - before),
        std::cmp::Ordering::Less => format!("−{}", before - after),
        std::cmp::Ordering::Equal => "0".to_owned(),
    }
}

fn person(row: &PersonRow, today: Day) -> PersonView {
    PersonView {
        case: row.case,
        id: row.duty_id.clone(),
        name: row.name.clone(),
        what: format!(
            "{} · {}",
            duty_title(&row.duty, row.n, &row.title),
            t(if row.goal { "try.goal" } else { "try.law" })
        ),
        before: cell(row.before, row.goal, today),
        after: cell(row.after, row.goal, today),
        why: t(&format!("try.why.{}", row.moved)),
        sum: [("try.before", row.before), ("try.after", row.after)]
            .into_iter()
            .filter_map(|(key, date)| Some(format!("{}: {}", t(key), sum(date?)?)))
            .collect(),
    }
}

fn cell(date: Option<DateView>, goal: bool, today: Day) -> DateCell {
    let Some(date) = date else { return DateCell { mark: None, day: "–".into(), law27: None } };
    let (class, icon, key) = match date.status.code() {
        "overdue" => ("st-over", "ms-over", "group.overdue"),
        "over_goal" => ("st-maal", "ms-maal", "status.over_goal"),
        "paused" => ("st-pause", "ms-pause", "status.paused"),
        "undetermined" => ("st-uvis", "ms-uvis", "try.unknown"),
        "deferred" => ("st-fri", "ms-fri", "status.deferred"),
        _ if date.due.is_some_and(|d| d <= today.plus_days(7)) => ("st-snart", "ms-snart", "try.soon"),
        _ => ("st-god", "ms-god", if goal { "try.inside_goal" } else { "try.inside_law" }),
    };
    DateCell {
        mark: Some(mark(class, icon, t(key))),
        day: date.due.map_or_else(|| t("citizen.unknown_date"), |d| short_near(d, today)),
        law27: new_act(date.due),
    }
}

/// `23.01.2026 + 5 uger + 10 dages pause → 09.03.2026`
fn sum(date: DateView) -> Option<String> {
    let due = dotted(date.due?);
    let from = dotted(date.from);
    let Some(length) = date.span else {
        return Some(tf("try.sum_other", &[("from", &from), ("due", &due)]));
    };
    let mut line = plus(&from, length);
    if date.first_day_counts {
        line.push_str(&t("try.sum_counts"));
    }
    if date.pause_days > 0 {
        line.push_str(&tf("try.sum_pause", &[("n", &date.pause_days.to_string())]));
    }
    Some(format!("{line} → {due}"))
}

/// The changed lines, each with one line around it: ' ' as it was, '-' gone, '+' new.
pub(super) fn diff(was: &str, now: &str) -> Vec<(char, String)> {
    let (old, new): (Vec<&str>, Vec<&str>) = (was.lines().collect(), now.lines().collect());
    let rows = common(&old, &new);
    let mut all: Vec<(char, &str)> = Vec::new();
    let (mut i, mut j) = (0, 0);
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            all.push((' ', old[i]));
            (i, j) = (i + 1, j + 1);
        } else if j == new.len() || (i < old.len() && rows[i + 1][j] >= rows[i][j + 1]) {
            all.push(('-', old[i]));
            i += 1;
        } else {
            all.push(('+', new[j]));
            j += 1;
        }
    }
    let near = |at: usize| all[at.saturating_sub(1)..(at + 2).min(all.len())].iter().any(|(sign, _)| *sign != ' ');
    let kept = (0..all.len()).filter(|at| near(*at));
    kept.map(|at| (all[at].0, all[at].1.to_owned())).collect()
}

/// Longest common lines from each place on.
fn common(old: &[&str], new: &[&str]) -> Vec<Vec<u32>> {
    let mut rows = vec![vec![0; new.len() + 1]; old.len() + 1];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            rows[i][j] = if old[i] == new[j] { rows[i + 1][j + 1] + 1 } else { rows[i + 1][j].max(rows[i][j + 1]) };
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_line_stands_with_what_it_was_and_one_line_around_it() {
        let found = diff("a\nb\nc\nd\ne", "a\nb\nC\nd\ne");
        let said: Vec<String> = found.iter().map(|(sign, line)| format!("{sign}{line}")).collect();
        assert_eq!(said, [" b", "-c", "+C", " d"]);
        assert_eq!(diff("a\nb", "a\nb"), []);
    }

    #[test]
    fn a_share_of_nothing_is_not_nought() {
        assert_eq!(share(0, 0), None);
        assert_eq!(share(1, 3), Some("33,3".into()));
        assert_eq!((share(3, 3), share(0, 3)), (Some("100,0".into()), Some("0,0".into())));
    }
}
