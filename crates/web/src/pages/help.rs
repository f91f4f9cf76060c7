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
    let keys = vec![
        ("/", "help.key_search"),
        ("g o", "help.key_overview"),
        ("g b", "help.key_citizens"),
        ("g t", "help.key_team"),
        ("g l", "help.key_leadership"),
        ("g s", "help.key_compare"),
        ("g r", "help.key_rules"),
        ("j · k", "help.key_rows"),
        ("x", "help.key_select"),
        ("h", "help.key_why"),
        ("r", "help.key_register"),
        ("Ctrl+Enter", "help.key_save"),
        ("Esc", "help.key_close"),
        ("?", "help.key_help"),
    ];
    page(&HelpPage { frame: Frame::new(&web, &signed, "help"), keys })
}
