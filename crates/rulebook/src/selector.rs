//! Which facts a rule looks at: a kind and sets of codes, tested in a few instructions per fact.

use crate::who::Missing;
use domain::codes::CodeList;
use domain::compact::Compact;
use domain::kinds::FactKind;
use domain::nearest::nearest;
use domain::node::{Node, Problem, Reader, Value};
use domain::schema::{Field, FieldSort, Hours};

/// Facts of one kind whose code fields lie in given sets. The sets are never empty and the bounds always stand, so that
/// nothing branches where each fact is asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Selector {
    /// Bit i = code slot value i; bit 0 = the field is absent.
    masks: [u64; 3],
    /// The value a kind may have: a flag (`joint`), or hours in hundredths.
    least: i32,
    most: i32,
    pub kind: FactKind,
    /// Bit i = code slot i is asked for, and a fact that does not say it may be meant or not.
    unsaid: u8,
    /// What such a fact lacks.
    lacks: Missing,
    /// As a state that is counted: every week with a day of it counts whole (BAB § 8, stk. 3).
    whole_weeks: bool,
}

/// Every code and the absence of one.
const ANY: u64 = !0;

impl Selector {
    pub fn of_kind(kind: FactKind) -> Selector {
        let (least, most) = (i32::MIN, i32::MAX);
        Selector { kind, masks: [ANY; 3], least, most, unsaid: 0, lacks: Missing::default(), whole_weeks: false }
    }

    #[inline]
    pub fn matches(&self, fact: &Compact) -> bool {
        let code = |slot: usize| self.masks[slot] >> (fact.codes[slot] & 63);
        let codes = code(0) & code(1) & code(2) & 1 != 0;
        (fact.kind == self.kind as u8) & codes & (self.least <= fact.value) & (fact.value <= self.most)
    }

    /// Whether the fact matches only because it does not say what is asked for.
    fn may_match(&self, fact: &Compact) -> bool {
        let silent = |slot: usize| self.unsaid >> slot & 1 != 0 && fact.codes[slot] == 0;
        self.unsaid != 0 && (0..self.masks.len()).any(silent) && self.matches(fact)
    }

    /// Reads `{ fact = "talk_held", talk = ["jobsamtale"], joint = true }`.
    pub fn read(node: &Node, path: &str, problems: &mut Vec<Problem>) -> Option<Selector> {
        let before = problems.len();
        let mut reader = Reader::open(node, path, problems)?;
        let Some(name) = reader.text("fact", problems) else {
            problems.push(reader.missing("fact", "which kind of fact"));
            return None;
        };
        let Some(kind) = FactKind::from_name(&name) else {
            let hint = nearest(&name, FactKind::ALL.iter().map(|k| k.name()))
                .map_or(String::new(), |k| format!("; did you mean \"{k}\"?"));
            problems.push(reader.problem(
                "unknown_kind",
                reader.line_of("fact"),
                "fact",
                format!("\"{name}\" is no kind of fact{hint}"),
            ));
            return None;
        };
        let mut selector = Selector::of_kind(kind);
        selector.whole_weeks = reader.bool("whole_weeks", problems).unwrap_or(false);
        for field in kind.schema().fields {
            match field.sort {
                FieldSort::Code(_) => {
                    selector.read_codes(field.name, &mut reader, problems);
                    if field.name == "form" {
                        selector.read_not_form(&mut reader, problems);
                    }
                }
                FieldSort::Flag => {
                    if let Some(wanted) = reader.bool(field.name, problems) {
                        (selector.least, selector.most) = if wanted { (1, 1) } else { (i32::MIN, 0) };
                    }
                }
                FieldSort::Hours => {
                    let hours = |key, reader: &mut Reader<'_>, problems: &mut Vec<Problem>| {
                        let node = reader.node(key)?;
                        match Hours::read(node) {
                            Ok(hours) => return Some(hours.0),
                            Err(message) => problems.push(reader.problem("bad_value", node.line, key, message)),
                        }
                        None
                    };
                    let least = hours("min_hours", &mut reader, problems);
                    if let Some(most) = hours("max_hours", &mut reader, problems) {
                        // What does not say its hours is none of them.
                        (selector.least, selector.most) = (0, most);
                    }
                    selector.least = least.unwrap_or(selector.least);
                }
                _ => {}
            }
        }
        reader.finish(problems);
        (problems.len() == before).then_some(selector)
    }

    fn read_codes(&mut self, field: &'static str, reader: &mut Reader<'_>, problems: &mut Vec<Problem>) {
        let Some(texts) = reader.texts(field, problems) else { return };
        let Some((slot, list)) = self.kind.schema().code_slot(field) else { return };
        let mut mask = 0;
        for (text, line) in texts {
            match place_in(list, field, (&text, line), reader, problems) {
                // A talk registered without a holder was held by the municipality that registered it.
                Some(0) if field == "holder" => mask |= 0b11,
                Some(index) => mask |= 1 << (index + 1),
                None => {}
            }
        }
        // Unknown is not no, and not yes: what does not say it is looked at, and tells what is missing.
        let lacks = match field {
            "form" => Missing::FORM,
            "sector" => Missing::SECTOR,
            _ => Missing::default(),
        };
        if mask != 0 && !lacks.is_empty() {
            mask |= 1;
            self.unsaid |= 1 << slot;
            self.lacks = self.lacks.with(lacks);
        }
        // An empty list asks for nothing.
        self.masks[slot] = if mask == 0 { ANY } else { mask };
    }

    /// Reads `not_form = ["brev"]`: what was held in another form or does not say how, as a talk that nobody says was a letter.
    fn read_not_form(&mut self, reader: &mut Reader<'_>, problems: &mut Vec<Problem>) {
        let Some(texts) = reader.texts("not_form", problems) else { return };
        let Some((slot, list)) = self.kind.schema().code_slot("form") else { return };
        for (text, line) in texts {
            if let Some(index) = place_in(list, "not_form", (&text, line), reader, problems) {
                self.masks[slot] &= !(1 << (index + 1));
            }
        }
    }

    /// A fact of one day that matches, for trying a rule out.
    pub fn sample(&self, day: domain::Day) -> Option<Compact> {
        let pick = |mask: u64| if mask == ANY { 0 } else { (mask & !1).trailing_zeros() as u8 };
        let value = match (self.least, self.most) {
            (i32::MIN, i32::MAX) => domain::compact::NO_VALUE,
            (i32::MIN, most) => most,
            (least, _) => least,
        };
        let sample = Compact {
            from: day.number(),
            through: day.number(),
            value,
            kind: self.kind as u8,
            codes: self.masks.map(pick),
        };
        self.matches(&sample).then_some(sample)
    }

    /// The codes that are asked for, by list; a list that is not named asks for any.
    pub fn codes(&self) -> Vec<(&'static str, Vec<&'static str>)> {
        let schema = self.kind.schema();
        let of_field = |field: &domain::schema::FieldSchema| {
            let (slot, list) = schema.code_slot(field.name)?;
            let mask = self.masks[slot];
            let wanted = |(index, _): &(usize, &&'static str)| mask != ANY && mask & (1 << (index + 1)) != 0;
            let codes: Vec<&'static str> = list.codes.iter().enumerate().filter(wanted).map(|(_, c)| *c).collect();
            (!codes.is_empty()).then_some((list.name, codes))
        };
        schema.fields.iter().filter_map(of_field).collect()
    }

    /// Whether some fact could match both.
    pub fn overlaps(&self, other: &Selector) -> bool {
        let said = |selector: &Selector, slot: usize| selector.masks[slot] & !u64::from(selector.unsaid >> slot & 1);
        self.kind == other.kind && (0..self.masks.len()).all(|slot| said(self, slot) & said(other, slot) != 0)
    }
}

/// The place of a code in its list; a code that does not exist is a problem with the nearest one.
fn place_in(
    list: CodeList,
    key: &'static str,
    (text, line): (&str, u32),
    reader: &Reader<'_>,
    problems: &mut Vec<Problem>,
) -> Option<usize> {
    let found = list.codes.iter().position(|code| *code == text);
    if found.is_none() {
        let hint =
            nearest(text, list.codes.iter().copied()).map_or(String::new(), |k| format!("; did you mean \"{k}\"?"));
        problems.push(reader.problem("unknown_code", line, key, format!("\"{text}\" is no {}{hint}", list.name)));
    }
    found
}

/// Alternatives: a fact is meant when one of them matches.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Selectors(Box<[Selector]>);

impl Selectors {
    pub fn new(list: Vec<Selector>) -> Selectors {
        Selectors(list.into())
    }

    /// The kind and the first codes (as a set) of each alternative.
    #[inline]
    pub(crate) fn first_codes(&self) -> impl Iterator<Item = (usize, u64)> {
        self.iter().map(|selector| (selector.kind as usize, selector.masks[0]))
    }

    #[inline]
    pub fn matches(&self, fact: &Compact) -> bool {
        self.iter().any(|selector| selector.matches(fact))
    }

    /// What a fact that matches lacks for it to be sure that it is meant; `None`: nothing.
    #[inline]
    pub(crate) fn unsure(&self, fact: &Compact) -> Option<Missing> {
        let silent = self.iter().find(|selector| selector.may_match(fact))?;
        let sure = self.iter().any(|selector| selector.matches(fact) && !selector.may_match(fact));
        (!sure).then_some(silent.lacks)
    }

    /// Whether some fact that matches may be unsure.
    pub(crate) fn may_be_unsure(&self) -> bool {
        self.iter().any(|selector| selector.unsaid != 0)
    }

    /// Whether what is counted counts by whole weeks.
    pub(crate) fn by_whole_weeks(&self) -> bool {
        self.iter().any(|selector| selector.whole_weeks)
    }

    /// Bit i = facts of the i-th kind may match.
    pub fn kinds(&self) -> u128 {
        self.iter().fold(0, |set, selector| set | 1 << (selector.kind as u8))
    }
}

impl std::ops::Deref for Selectors {
    type Target = [Selector];

    #[inline]
    fn deref(&self) -> &[Selector] {
        &self.0
    }
}

/// Reads a list of selectors; a single table is a list of one.
pub fn read_list(reader: &mut Reader<'_>, key: &'static str, problems: &mut Vec<Problem>) -> Selectors {
    let Some(node) = reader.node(key) else { return Selectors::default() };
    let path = reader.path_of(key);
    Selectors::new(match &node.value {
        Value::List(items) => items
            .iter()
            .enumerate()
            .filter_map(|(i, item)| Selector::read(item, &format!("{path}[{i}]"), problems))
            .collect(),
        _ => Selector::read(node, &path, problems).into_iter().collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::codes::{Code, TalkForm};
    use domain::node::parse_toml;

    fn selector(text: &str) -> Result<Selector, Vec<Problem>> {
        let node = parse_toml(text).unwrap();
        let mut problems = Vec::new();
        let found = Selector::read(&node, "by", &mut problems);
        found.ok_or(problems)
    }

    #[test]
    fn a_talk_without_a_holder_is_the_municipalitys() {
        let by_municipality =
            selector("fact = \"talk_held\"\ntalk = [\"jobsamtale\"]\nholder = [\"kommune\"]").unwrap();
        let fact = Compact { from: 0, through: 0, value: 0, kind: FactKind::TalkHeld as u8, codes: [1, 0, 0] };
        assert!(by_municipality.matches(&fact));
        assert!(!by_municipality.matches(&Compact { codes: [1, 0, 2], ..fact }), "held by the a-kasse");
    }

    #[test]
    fn a_form_that_is_ruled_out_is_not_meant_and_a_talk_without_a_form_is() {
        let not_by_letter = selector("fact = \"talk_held\"\ntalk = [\"jobsamtale\"]\nnot_form = [\"brev\"]").unwrap();
        let unsaid = Compact { from: 0, through: 0, value: 0, kind: FactKind::TalkHeld as u8, codes: [1, 0, 0] };
        let form = |form: TalkForm| Compact { codes: [1, form.index() + 1, 0], ..unsaid };
        assert!(not_by_letter.matches(&unsaid) && !not_by_letter.may_match(&unsaid), "taken for a talk");
        assert!(not_by_letter.matches(&form(TalkForm::Telefon)));
        assert!(!not_by_letter.matches(&form(TalkForm::Brev)));
        assert!(selector("fact = \"talk_held\"\nnot_form = [\"brv\"]").is_err());
    }

    #[test]
    fn a_code_that_does_not_exist_is_answered_with_the_nearest() {
        let problems = selector("fact = \"talk_held\"\ntalk = [\"jobsamtal\"]").unwrap_err();
        assert!(problems[0].message.contains("did you mean \"jobsamtale\""), "{problems:?}");
    }
}
