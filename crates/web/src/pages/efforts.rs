//! *Kan og skal for førtidspensionister*: whoever plans the effort sees what others do beyond what the law asks. No persons.

use crate::Web;
use crate::pages::{Frame, page};
use crate::session::Signed;
use crate::sheet::sheet;
use crate::text::{count, t, tf};
use crate::words::label;
use app::rules::{Effort, EffortAnswer, EffortsPage, Obligation};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use domain::codes::Code;

#[derive(Template)]
#[template(path = "efforts.html")]
struct Page {
    frame: Frame,
    finding: String,
    source: String,
    /// The configuration says nothing of the municipality's own effort.
    untold: bool,
    /// The three questions: what they are called, what the document means by them, and the sum of the answers.
    questions: Vec<(String, String, String)>,
    rows: Vec<Row>,
}

struct Row {
    name: String,
    own: bool,
    extent: String,
    organisation: String,
    answers: Vec<(String, String)>,
    cooperation: String,
}

const QUESTIONS: [&str; 3] = ["efforts.companies", "efforts.pensioners", "efforts.finds"];

pub(crate) async fn show(State(web): State<Web>, signed: Signed) -> Response {
    let found = web.app.efforts();
    let questions = QUESTIONS.iter().zip(&found.table.means).enumerate();
    page(&Page {
        frame: Frame::new(&web, &signed, "rules"),
        finding: finding(&found),
        source: tf("efforts.source", &[("cite", &found.table.cite), ("text", &found.table.text)]),
        untold: !found.told,
        questions: questions.map(|(at, (key, means))| (t(key), means.clone(), sum(&found, at))).collect(),
        rows: all(&found).map(|(effort, own)| row(effort, own)).collect(),
    })
}

/// The municipality's own first, then those of the document.
fn all(found: &EffortsPage) -> impl Iterator<Item = (&Effort, bool)> {
    std::iter::once((&found.own, true)).chain(found.table.jobcentres.iter().map(|e| (e, false)))
}

fn finding(found: &EffortsPage) -> String {
    let of = |extent: Obligation| found.table.jobcentres.iter().filter(|e| e.extent == extent).count().to_string();
    let centres = count("efforts.jobcentres", found.table.jobcentres.len());
    tf("efforts.finding", &[("all", &centres), ("may", &of(Obligation::May)), ("must", &of(Obligation::Must))])
}

/// How many of the document's jobcentres give each answer to a question.
fn sum(found: &EffortsPage, question: usize) -> String {
    let of = |answer| found.table.jobcentres.iter().filter(|e| e.answers()[question] == answer).count();
    let counted = EffortAnswer::ALL.iter().map(|answer| (label(*answer), of(*answer))).filter(|(_, n)| *n > 0);
    counted.map(|(word, n)| format!("{word}: {n}")).collect::<Vec<_>>().join(" · ")
}

fn unknown(text: Option<&String>) -> String {
    text.cloned().unwrap_or_else(|| label(EffortAnswer::Unknown))
}

fn row(effort: &Effort, own: bool) -> Row {
    Row {
        name: effort.name.clone(),
        own,
        extent: label(effort.extent),
        organisation: unknown(effort.organisation.as_ref()),
        answers: QUESTIONS.iter().zip(effort.answers()).map(|(key, answer)| (t(key), label(answer))).collect(),
        cooperation: unknown(effort.cooperation.as_ref()),
    }
}

pub(crate) async fn file(State(web): State<Web>, _: Signed) -> Response {
    let found = web.app.efforts();
    let keys = ["efforts.col_name", "efforts.col_extent", "efforts.col_organisation"];
    let mut head: Vec<String> = keys.iter().chain(&QUESTIONS).map(|key| t(key)).collect();
    head.extend([t("efforts.col_cooperation"), t("efforts.col_source")]);
    let rows = all(&found).map(|(effort, own)| {
        let row = row(effort, own);
        let mut cells = vec![row.name, row.extent, row.organisation];
        cells.extend(row.answers.into_iter().map(|(_, answer)| answer));
        cells.push(row.cooperation);
        cells.push(if own { t("efforts.own_source") } else { found.table.cite.clone() });
        cells
    });
    sheet("indsats-foertidspension", &head, &rows.collect::<Vec<_>>())
}
