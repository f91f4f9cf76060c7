//! What must exist before a gate opens, and when it must be from.

use crate::parse::required_text;
use crate::selector::{Selectors, read_list};
use crate::who::Who;
use domain::Span;
use domain::codes::Sector;
use domain::node::{Node, Problem, Reader};

/// Something that must exist, and is asked for by name where it does not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requirement {
    /// What must exist, in Danish, for the list of what is missing.
    pub text: String,
    /// Stable name for `missing`.
    pub name: String,
    pub facts: Selectors,
    /// How old it may be; `None` = any age since the case began.
    pub within: Option<Span>,
    /// What the matter is about: nothing older than the latest of these, up to the day that is asked about.
    pub since: Selectors,
    /// An earlier matter that it was made for: nothing of the day of the latest of these before that day, or older.
    pub used_by: Selectors,
    /// Only what came after the day of the latest of these.
    pub after: Selectors,
    /// Only what came before the day of the latest of these; where there is none, all of it.
    pub before: Selectors,
    /// Nothing older than the earlier matter.
    pub earlier: Option<EarlierMatter>,
    /// Instead of `facts`: none of these in the calendar month of the matter (`since`) or after it, but for the day asked about.
    pub no_other: Selectors,
    /// Only for this sector.
    pub sector: Option<Sector>,
    pub who: Option<Who>,
}

/// The matter before the one a requirement is about: the latest `of` up to the latest `by`, which lies before `before`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EarlierMatter {
    pub of: Selectors,
    pub by: Selectors,
}

/// What must exist before a gate opens.
pub(crate) fn read_all(r: &mut Reader<'_>, problems: &mut Vec<Problem>) -> Vec<Requirement> {
    let path = r.path_of("requires");
    let mut requires = Vec::new();
    for (i, node) in r.tables("requires", problems).into_iter().enumerate() {
        let path = format!("{path}[{}]", i + 1);
        let Some(mut q) = Reader::open(node, &path, problems) else { continue };
        let name = required_text(&mut q, "name", "a stable name for what is missing", problems);
        let text = required_text(&mut q, "text", "what must exist, in Danish", problems);
        let need = Requirement {
            text: text.unwrap_or_default(),
            name: name.unwrap_or_default(),
            facts: read_list(&mut q, "facts", problems),
            within: q.parsed("within", problems),
            since: read_list(&mut q, "since", problems),
            used_by: read_list(&mut q, "used_by", problems),
            after: read_list(&mut q, "after", problems),
            before: read_list(&mut q, "before", problems),
            earlier: q.node("earlier").and_then(|node| earlier_matter(node, &format!("{path}.earlier"), problems)),
            no_other: read_list(&mut q, "no_other", problems),
            sector: q.parsed("sector", problems),
            who: q.node("who").map(|node| Who::read(Some(node), &format!("{path}.who"), problems)),
        };
        q.finish(problems);
        requires.push(need);
    }
    requires
}

fn earlier_matter(node: &Node, path: &str, problems: &mut Vec<Problem>) -> Option<EarlierMatter> {
    let mut e = Reader::open(node, path, problems)?;
    let (of, by) = (read_list(&mut e, "of", problems), read_list(&mut e, "by", problems));
    for (key, found) in [("of", &of), ("by", &by)] {
        if found.is_empty() {
            problems.push(e.missing(key, "which facts the earlier matter is told by"));
        }
    }
    e.finish(problems);
    Some(EarlierMatter { of, by })
}
