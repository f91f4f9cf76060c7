//! `[[place]]`: who owns a place of work, on which days.

use super::days;
use app::config::PlaceOwner;
use domain::ids::{Cvr, PNumber};
use domain::node::{Problem, Reader};

pub(super) fn all(top: &mut Reader<'_>, problems: &mut Vec<Problem>) -> Vec<PlaceOwner> {
    let mut found = Vec::new();
    for (i, node) in top.tables("place", problems).into_iter().enumerate() {
        let Some(mut r) = Reader::open(node, format!("place[{}]", i + 1), problems) else { continue };
        let (p_number, cvr, name) = (r.text("p_number", problems), r.text("cvr", problems), r.text("name", problems));
        if p_number.is_none() && cvr.is_none() && name.is_none() {
            problems.push(r.missing("name", "which place: its `p_number`, its `cvr` or its `name`"));
        }
        if let Some(text) = p_number.as_ref().filter(|text| PNumber::read(text).is_err()) {
            let message = format!("\"{text}\" is no P-number; it has ten digits");
            problems.push(r.problem("bad_value", r.line_of("p_number"), "p_number", message));
        }
        if let Some(text) = cvr.as_ref().filter(|text| Cvr::read(text).is_err()) {
            let message = format!("\"{text}\" is no CVR number; it has eight digits");
            problems.push(r.problem("bad_value", r.line_of("cvr"), "cvr", message));
        }
        let owner = r.text("owner", problems);
        if owner.is_none() {
            problems.push(r.missing("owner", "who owns the place"));
        }
        let (from, through) = days(&mut r, problems);
        found.extend(owner.map(|owner| PlaceOwner { p_number, cvr, name, owner, from, through }));
        r.finish(problems);
    }
    found
}
