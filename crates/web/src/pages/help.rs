//! *Hjælp og genveje*.

use crate::Web;
use crate::pages::{Frame, page};
use crate::session::Signed;
use askama::Template;
use axum::extract::State;
use axum::response::Response;

#[derive(Template)]
#[template(path = "help.html")]
struct HelpPage {
    frame: Frame,
    keys: Vec<(&'static str, &'static str)>,
}

pub(crate) async fn show(State(web): State<Web>, signed: Signed) -> Response {
    let frame = Frame::new(&web, &signed, "help");
    // A key that leads to a page one has not is not named.
    let (persons, leads) = (frame.persons, frame.leads);
    let all = [
        ("/", "help.key_search", persons),
        ("g o", "help.key_overview", persons),
        ("g b", "help.key_citizens", persons),
        ("g t", "help.key_team", leads),
        ("g l", "help.key_leadership", frame.figures),
        ("g s", "help.key_compare", true),
        ("g m", "help.key_goals", true),
        ("g r", "help.key_rules", true),
        ("j · k", "help.key_rows", persons),
        ("x", "help.key_select", leads),
        ("h", "help.key_why", true),
        ("r", "help.key_register", persons),
        ("Ctrl+Enter", "help.key_save", true),
        ("Esc", "help.key_close", true),
        ("?", "help.key_help", true),
    ];
    let keys = all.into_iter().filter(|(.., has)| *has).map(|(key, text, _)| (key, text)).collect();
    page(&HelpPage { frame, keys })
}
