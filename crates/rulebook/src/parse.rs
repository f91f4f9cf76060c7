//! Rule files: TOML with a closed schema. Every mistake is reported with file, line, rule and citation.

pub(crate) mod body;
mod example;
pub(crate) mod exceptions;

use crate::model::{
    AxisList, Choice, Cite, Cover, DutyParty, Gap, Kind, Layer, Rule, SourceStatus, Transition, Version,
};
use crate::obligation::Obligation;
use crate::rulebook::RuleProblem;
use crate::who::Who;
use domain::codes::{Code, TargetGroup};
use domain::node::{Node, Problem, Reader, Value, parse_toml};

pub(crate) use body::COURSES;
pub use example::example_facts;

/// What the files hold together.
#[derive(Clone, Debug, Default)]
pub struct Parsed {
    pub rules: Vec<Rule>,
    pub gaps: Vec<Gap>,
    pub covers: Vec<Cover>,
    pub axes: Vec<AxisList>,
}

/// Reads one file into `parsed`; mistakes go to `found`.
pub fn file(name: &str, text: &str, parsed: &mut Parsed, found: &mut Vec<RuleProblem>) {
    let node = match parse_toml(text) {
        Ok(node) => node,
        Err(problem) => {
            found.push(RuleProblem { file: name.to_owned(), rule: None, cite: None, problem });
            return;
        }
    };
    let mut problems = Vec::new();
    let Some(mut reader) = Reader::open(&node, "", &mut problems) else { return };
    // What the file is about, for people who open it.
    reader.text("about", &mut problems);
    let note = |problems: &mut Vec<Problem>, rule: Option<&str>, cite: Option<String>, found: &mut Vec<RuleProblem>| {
        found.extend(problems.drain(..).map(|problem| RuleProblem {
            file: name.to_owned(),
            rule: rule.map(str::to_owned),
            cite: cite.clone(),
            problem,
        }));
    };
    for (i, node) in reader.tables("rule", &mut problems).into_iter().enumerate() {
        let rule = rule(node, &format!("rule[{}]", i + 1), name, &mut problems);
        let cite = rule.as_ref().and_then(|r| r.versions.first()?.cites.first()).map(Cite::display);
        note(&mut problems, rule.as_ref().map(|r| r.id.as_str()), cite, found);
        parsed.rules.extend(rule.map(|rule| Rule { source_text: block(text, rule.line), ..rule }));
    }
    for (i, node) in reader.tables("gap", &mut problems).into_iter().enumerate() {
        parsed.gaps.extend(gap(node, &format!("gap[{}]", i + 1), name, &mut problems));
    }
    for (i, node) in reader.tables("cover", &mut problems).into_iter().enumerate() {
        parsed.covers.extend(cover(node, &format!("cover[{}]", i + 1), name, &mut problems));
    }
    for (i, node) in reader.tables("axis", &mut problems).into_iter().enumerate() {
        parsed.axes.extend(axis(node, &format!("axis[{}]", i + 1), name, &mut problems));
    }
    reader.finish(&mut problems);
    note(&mut problems, None, None, found);
}

/// One of a closed list of words, or a problem that names them.
pub(crate) fn word<T: Copy>(
    r: &mut Reader<'_>,
    key: &'static str,
    known: &[(&'static str, T)],
    problems: &mut Vec<Problem>,
) -> Option<T> {
    let line = r.line_of(key);
    let text = r.text(key, problems)?;
    if let Some((_, value)) = known.iter().find(|(k, _)| *k == text) {
        return Some(*value);
    }
    let words: Vec<&str> = known.iter().map(|(k, _)| *k).collect();
    problems.push(r.problem("bad_value", line, key, format!("\"{text}\" is not one of: {}", words.join(", "))));
    None
}

/// As [`word`], and the key must be there: these choices have no default.
pub(crate) fn required_word<T: Copy>(
    r: &mut Reader<'_>,
    key: &'static str,
    known: &[(&'static str, T)],
    problems: &mut Vec<Problem>,
) -> Option<T> {
    if r.node(key).is_none() {
        let words: Vec<&str> = known.iter().map(|(k, _)| *k).collect();
        problems.push(r.missing(key, &format!("there is no default; write one of: {}", words.join(", "))));
        return None;
    }
    word(r, key, known, problems)
}

pub(crate) fn required_text(
    r: &mut Reader<'_>,
    key: &'static str,
    what: &str,
    problems: &mut Vec<Problem>,
) -> Option<String> {
    match r.text(key, problems) {
        Some(text) if !text.trim().is_empty() => Some(text),
        _ => {
            problems.push(r.missing(key, what));
            None
        }
    }
}

const PARTIES: [(&str, DutyParty); 3] =
    [("municipality", DutyParty::Municipality), ("citizen", DutyParty::Citizen), ("other", DutyParty::Other)];
const LAYERS: [(&str, Layer); 4] =
    [("act", Layer::Act), ("order", Layer::Order), ("aim", Layer::Aim), ("municipality", Layer::Municipality)];
const SOURCES: [(&str, SourceStatus); 3] = [
    ("cited", SourceStatus::Cited),
    ("local_practice", SourceStatus::LocalPractice),
    ("needs_review", SourceStatus::NeedsReview),
];
const OBLIGATIONS: [(&str, Obligation); 2] = [("must", Obligation::Must), ("may", Obligation::May)];
const TRANSITIONS: [(&str, Transition); 4] = [
    ("new_courses", Transition::NewCourses),
    ("from_date", Transition::FromDate),
    ("recompute", Transition::Recompute),
    ("unread", Transition::Unread),
];

/// What the text does not say is unknown.
pub(crate) fn obligation(r: &mut Reader<'_>, problems: &mut Vec<Problem>) -> Obligation {
    word(r, "obligation", &OBLIGATIONS, problems).unwrap_or(Obligation::Unknown)
}

/// A personal agreement is a layer of the design that nothing instantiates yet: said, so that none is taken for law.
fn layer(r: &mut Reader<'_>, rule: &str, problems: &mut Vec<Problem>) -> Option<Layer> {
    if r.node("layer").is_some_and(|node| matches!(&node.value, Value::Text(text) if text == "personal")) {
        let line = r.line_of("layer");
        let message = format!(
            "\"{rule}\" is a personal agreement; agreements are not built yet, so write the municipality's goal \
             (\"municipality\") or leave the rule out"
        );
        problems.push(r.problem("not_built", line, "layer", message));
        return None;
    }
    required_word(r, "layer", &LAYERS, problems)
}

fn rule(node: &Node, path: &str, file: &str, problems: &mut Vec<Problem>) -> Option<Rule> {
    let mut r = Reader::open(node, path, problems)?;
    let id = required_text(&mut r, "id", "a stable, readable id", problems);
    let kinds: Vec<(&'static str, Kind)> = Kind::CODES.iter().copied().zip(Kind::ALL.iter().copied()).collect();
    let kind = required_word(&mut r, "kind", &kinds, problems);
    let layer = layer(&mut r, id.as_deref().unwrap_or(path), problems);
    let title = required_text(&mut r, "title", "a short heading in Danish", problems);
    let duty = r.text("duty", problems);
    let party = word(&mut r, "party", &PARTIES, problems).unwrap_or(DutyParty::Municipality);
    let chapter = required_text(&mut r, "chapter", "the heading the rule stands under", problems);
    let choice = choice(&mut r, problems);
    let mut versions = Vec::new();
    let nodes = r.tables("version", problems);
    if nodes.is_empty() {
        problems.push(r.missing("version", "a rule has at least one dated version"));
    }
    for (i, node) in nodes.into_iter().enumerate() {
        versions.extend(kind.and_then(|kind| version(node, &format!("{path}.version[{}]", i + 1), kind, problems)));
    }
    if kind == Some(Kind::Deadline) && duty.is_none() {
        problems
            .push(r.missing("duty", "a deadline names the duty it is about, so that rules that ask for the same meet"));
    }
    let line = r.line();
    r.finish(problems);
    versions.sort_by_key(|v| v.from);
    Some(Rule {
        id: id?,
        kind: kind?,
        layer: layer?,
        duty,
        title: title?,
        party,
        chapter: chapter?,
        choice,
        versions,
        file: file.to_owned(),
        line,
        source_text: String::new(),
    })
}

/// `one_of` and `choice` stand together or not at all.
fn choice(r: &mut Reader<'_>, problems: &mut Vec<Problem>) -> Option<Choice> {
    let (of, name) = (r.text("one_of", problems), r.text("choice", problems));
    match (of, name) {
        (Some(of), Some(name)) => Some(Choice { of, name }),
        (None, None) => None,
        (Some(_), None) => {
            problems.push(r.missing("choice", "which of the ways this is"));
            None
        }
        (None, Some(_)) => {
            problems.push(r.missing("one_of", "what this is one way of"));
            None
        }
    }
}

/// The lines of one `[[rule]]`: from its heading to the next one that is not its own, without what stands before that.
fn block(text: &str, line: u32) -> String {
    let own = |l: &str| l.starts_with("[[rule.") || l.starts_with("[rule.");
    let mut lines = text.lines().skip((line as usize).saturating_sub(1));
    let mut kept: Vec<&str> = lines.next().into_iter().collect();
    kept.extend(lines.take_while(|l| !l.starts_with('[') || own(l)));
    while kept.last().is_some_and(|l| l.trim().is_empty() || l.starts_with('#')) {
        kept.pop();
    }
    kept.join("\n")
}

fn version(node: &Node, path: &str, kind: Kind, problems: &mut Vec<Problem>) -> Option<Version> {
    let mut r = Reader::open(node, path, problems)?;
    let from = r.day("from", problems);
    if r.node("from").is_none() {
        problems.push(r.missing("from", "the first day the version is in force"));
    }
    let through = r.day("through", problems);
    let text = required_text(&mut r, "text", "one sentence in plain Danish", problems);
    let cites = cites(&mut r, problems);
    let source = required_word(&mut r, "source", &SOURCES, problems);
    let reference = r.text("ref", problems);
    let leaves_out = r.text("leaves_out", problems);
    let obligation = obligation(&mut r, problems);
    let transition = word(&mut r, "transition", &TRANSITIONS, problems);
    let unread_path = r.path_of("unread_for");
    let unread_for = r.node("unread_for").map(|node| Who::read(Some(node), &unread_path, problems));
    let who_path = r.path_of("who");
    let who = Who::read(r.node("who"), &who_path, problems);
    let body = body::read(&mut r, kind, problems);
    let mut examples = Vec::new();
    for (i, node) in r.tables("example", problems).into_iter().enumerate() {
        examples.extend(example::read(node, &format!("{path}.example[{}]", i + 1), problems));
    }
    let line = r.line();
    r.finish(problems);
    Some(Version {
        reference,
        from: from?,
        through,
        text: text?,
        cites,
        source: source?,
        // A text cannot say of itself that somebody controlled it: that is a mark of the municipality's.
        control: None,
        obligation,
        leaves_out,
        transition,
        unread_for,
        who,
        body: body?,
        examples,
        line,
    })
}

/// A source is not optional: a rule that cannot say where it stands is not loaded.
fn cites(r: &mut Reader<'_>, problems: &mut Vec<Problem>) -> Vec<Cite> {
    let nodes = r.tables("cite", problems);
    if nodes.is_empty() {
        problems.push(r.missing("cite", "act, paragraph and the text that was read"));
    }
    let path = r.path_of("cite");
    let mut found = Vec::new();
    for (i, node) in nodes.into_iter().enumerate() {
        let Some(mut c) = Reader::open(node, format!("{path}[{}]", i + 1), problems) else { continue };
        let act = required_text(&mut c, "act", "short name of the act, or title of the document", problems);
        let paragraph = c.text("para", problems);
        let stk = c.text("stk", problems);
        let nr = c.text("nr", problems);
        let text = required_text(&mut c, "text", "which text was read, with its date", problems);
        c.finish(problems);
        if let (Some(act), Some(text)) = (act, text) {
            found.push(Cite { act, paragraph, stk, nr, text });
        }
    }
    found
}

fn gap(node: &Node, path: &str, file: &str, problems: &mut Vec<Problem>) -> Option<Gap> {
    let mut r = Reader::open(node, path, problems)?;
    let duty = required_text(&mut r, "duty", "the duty key that has no rule here", problems);
    let reason = required_text(&mut r, "reason", "why nothing is said, in Danish", problems);
    let from = r.day("from", problems);
    let through = r.day("through", problems);
    let reference = r.text("ref", problems);
    let who_path = r.path_of("who");
    let who = Who::read(r.node("who"), &who_path, problems);
    let cites = cites(&mut r, problems);
    let line = r.line();
    r.finish(problems);
    Some(Gap { duty: duty?, reference, who, from: from?, through, reason: reason?, cites, file: file.to_owned(), line })
}

fn cover(node: &Node, path: &str, file: &str, problems: &mut Vec<Problem>) -> Option<Cover> {
    let mut r = Reader::open(node, path, problems)?;
    let duty = required_text(&mut r, "duty", "the duty key that must be answered for", problems);
    let mut groups = 0;
    for (text, line) in r.texts("target_group", problems).unwrap_or_default() {
        match domain::codes::read_code::<TargetGroup>(&text) {
            Ok(group) => groups |= 1 << group.index(),
            Err(e) => problems.push(r.problem("unknown_code", line, "target_group", format!("\"{text}\" {e}"))),
        }
    }
    let from = r.day("from", problems);
    let through = r.day("through", problems);
    let line = r.line();
    r.finish(problems);
    Some(Cover { duty: duty?, groups, from: from?, through: through?, file: file.to_owned(), line })
}

fn axis(node: &Node, path: &str, file: &str, problems: &mut Vec<Problem>) -> Option<AxisList> {
    let mut r = Reader::open(node, path, problems)?;
    let axis = required_text(&mut r, "axis", "target_group, visitation or benefit", problems);
    let reference = r.text("ref", problems);
    let from = r.day("from", problems);
    let through = r.day("through", problems);
    let text = required_text(&mut r, "text", "what the list is", problems);
    let source = required_word(&mut r, "source", &SOURCES, problems);
    let cites = cites(&mut r, problems);
    let mut values = Vec::new();
    if let Some(node) = r.node("values")
        && let Some(mut v) = Reader::open(node, r.path_of("values"), problems)
    {
        for (code, node) in v.free_entries() {
            match &node.value {
                domain::node::Value::Text(words) => values.push((code.clone(), words.clone())),
                _ => problems.push(v.problem("bad_value", node.line, code, "the act's words are expected as a text")),
            }
        }
    }
    let line = r.line();
    r.finish(problems);
    Some(AxisList {
        axis: axis?,
        reference,
        from: from?,
        through,
        values,
        text: text?,
        cites,
        source: source?,
        file: file.to_owned(),
        line,
    })
}
