//! What jobcentres must and may do for people on førtidspension who want a job: answers of three values, and unknown.

use crate::obligation::Obligation;
use domain::codes::{Code, codes, read_code};
use domain::node::{Node, Problem, Reader, parse_toml};
use std::sync::OnceLock;

codes! {
    /// Whether a jobcentre does something. What nobody has said is unknown, and not no.
    Answer "effort_answer" {
        Yes = "yes",
        /// "(Ja)": yes, with a reservation.
        Reserved = "reserved",
        No = "no",
        Unknown = "unknown",
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effort {
    /// Of the jobcentre or the municipality.
    pub name: String,
    /// How far the effort goes: what the law asks, or more.
    pub extent: Obligation,
    /// Who does the work, in words; `None` when it has not been said.
    pub organisation: Option<String>,
    pub outreach_companies: Answer,
    pub outreach_pensioners: Answer,
    pub finds_jobs: Answer,
    /// With KLAP, in words.
    pub cooperation: Option<String>,
}

/// A table of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Efforts {
    pub cite: String,
    /// Which text was read.
    pub text: String,
    /// What the document means by each of the three questions.
    pub means: [String; 3],
    pub jobcentres: Vec<Effort>,
}

/// The table that ships with the program.
pub fn shipped() -> &'static Efforts {
    static READ: OnceLock<Efforts> = OnceLock::new();
    READ.get_or_init(|| {
        read(include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../reference/foertidspensionister-2017.toml")))
            .expect("a test reads the shipped table")
    })
}

/// Reads a table. All mistakes are returned.
pub fn read(text: &str) -> Result<Efforts, Vec<Problem>> {
    let node = parse_toml(text).map_err(|problem| vec![problem])?;
    let mut problems = Vec::new();
    let read = Reader::open(&node, "", &mut problems).and_then(|top| table(top, &mut problems));
    read.filter(|_| problems.is_empty()).ok_or(problems)
}

fn table(mut top: Reader<'_>, problems: &mut Vec<Problem>) -> Option<Efforts> {
    let mut said = |key: &'static str| {
        let text = top.text(key, problems);
        if text.is_none() {
            problems.push(top.missing(key, "where the table stands, or what a question means"));
        }
        text
    };
    let (cite, text) = (said("cite"), said("text"));
    let means = ["outreach_companies", "outreach_pensioners", "finds_jobs"].map(&mut said);
    let nodes = top.tables("jobcentre", problems);
    let mut jobcentres = Vec::new();
    for (i, node) in nodes.into_iter().enumerate() {
        jobcentres.extend(jobcentre(node, &format!("jobcentre[{}]", i + 1), problems));
    }
    top.finish(problems);
    let [companies, pensioners, finds] = means;
    Some(Efforts { cite: cite?, text: text?, means: [companies?, pensioners?, finds?], jobcentres })
}

fn jobcentre(node: &Node, path: &str, problems: &mut Vec<Problem>) -> Option<Effort> {
    let mut r = Reader::open(node, path, problems)?;
    let name = r.text("name", problems);
    if name.is_none() {
        problems.push(r.missing("name", "the jobcentre's name"));
    }
    effort(r, name.unwrap_or_default(), problems)
}

/// The answers of one jobcentre. What is left out is unknown.
pub fn effort(mut r: Reader<'_>, name: String, problems: &mut Vec<Problem>) -> Option<Effort> {
    let effort = Effort {
        name,
        extent: answer(&mut r, "extent", problems).unwrap_or(Obligation::Unknown),
        organisation: r.text("organisation", problems),
        outreach_companies: answer(&mut r, "outreach_companies", problems).unwrap_or(Answer::Unknown),
        outreach_pensioners: answer(&mut r, "outreach_pensioners", problems).unwrap_or(Answer::Unknown),
        finds_jobs: answer(&mut r, "finds_jobs", problems).unwrap_or(Answer::Unknown),
        cooperation: r.text("cooperation", problems),
    };
    r.finish(problems);
    Some(effort)
}

fn answer<C: Code>(r: &mut Reader<'_>, key: &'static str, problems: &mut Vec<Problem>) -> Option<C> {
    let (text, line) = (r.text(key, problems)?, r.line_of(key));
    match read_code(&text) {
        Ok(code) => Some(code),
        Err(why) => {
            problems.push(r.problem("bad_value", line, key, format!("\"{text}\" {why}")));
            None
        }
    }
}

impl Effort {
    /// Nobody has said anything.
    pub fn unknown(name: &str) -> Effort {
        Effort {
            name: name.to_owned(),
            extent: Obligation::Unknown,
            organisation: None,
            outreach_companies: Answer::Unknown,
            outreach_pensioners: Answer::Unknown,
            finds_jobs: Answer::Unknown,
            cooperation: None,
        }
    }

    /// In the order of [`Efforts::means`].
    pub fn answers(&self) -> [Answer; 3] {
        [self.outreach_companies, self.outreach_pensioners, self.finds_jobs]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_table_has_the_eleven_jobcentres_and_one_cell_that_could_not_be_read() {
        let table = shipped();
        let by = |extent| table.jobcentres.iter().filter(|j| j.extent == extent).count();
        assert_eq!((by(Obligation::May), by(Obligation::Must), table.jobcentres.len()), (4, 7, 11));
        let unknown: Vec<&str> = table
            .jobcentres
            .iter()
            .filter(|j| j.answers().contains(&Answer::Unknown))
            .map(|j| j.name.as_str())
            .collect();
        assert_eq!(unknown, ["Gribskov"]);
        let reserved: Vec<&str> =
            table.jobcentres.iter().filter(|j| j.finds_jobs == Answer::Reserved).map(|j| j.name.as_str()).collect();
        assert_eq!(reserved, ["Billund", "Middelfart"]);
    }

    #[test]
    fn what_is_left_out_is_unknown_and_a_word_that_is_no_answer_is_a_mistake_with_its_line() {
        let head =
            "cite = \"a\"\ntext = \"b\"\noutreach_companies = \"c\"\noutreach_pensioners = \"d\"\nfinds_jobs = \"e\"\n";
        let bare = read(&format!("{head}[[jobcentre]]\nname = \"Her\"\n")).unwrap();
        assert_eq!(bare.jobcentres[0].answers(), [Answer::Unknown; 3]);
        assert_eq!((bare.jobcentres[0].extent, &bare.jobcentres[0].cooperation), (Obligation::Unknown, &None));
        let wrong = read(&format!("{head}[[jobcentre]]\nname = \"Her\"\nfinds_jobs = \"yess\"\n")).unwrap_err();
        let said = wrong[0].to_string();
        assert!(said.starts_with("line 8, jobcentre[1].finds_jobs:") && said.contains("yes"), "{said}");
    }
}
