//! Reads a page strictly: every element closed in its place, every attribute quoted, every id there once.

use std::collections::{BTreeMap, BTreeSet};

const VOID: [&str; 9] = ["meta", "link", "input", "br", "img", "hr", "wbr", "col", "source"];

#[derive(Clone, Debug)]
pub(crate) struct Element {
    pub(crate) name: String,
    pub(crate) attributes: BTreeMap<String, String>,
    /// Names of the elements around it.
    pub(crate) inside: Vec<String>,
    /// Text up to the next tag.
    pub(crate) text: String,
}

impl Element {
    pub(crate) fn get(&self, name: &str) -> &str {
        self.attributes.get(name).map_or("", String::as_str)
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.attributes.contains_key(name)
    }
}

/// The elements in their order; a mistake is an error with what stands around it.
pub(crate) fn read(html: &str) -> Result<Vec<Element>, String> {
    let Some(mut rest) = html.trim_start().strip_prefix("<!doctype html>") else {
        return Err("does not begin with a doctype".into());
    };
    let mut open: Vec<String> = Vec::new();
    let mut found: Vec<Element> = Vec::new();
    while let Some(at) = rest.find('<') {
        let text = &rest[..at];
        let near = || rest[at.saturating_sub(0)..].chars().take(80).collect::<String>();
        if text.contains('>') {
            return Err(format!("a loose > in {text:?}"));
        }
        check_entities(text)?;
        if let Some(last) = found.last_mut()
            && last.text.is_empty()
        {
            last.text = unescape(text.trim());
        }
        rest = &rest[at + 1..];
        if let Some(closing) = rest.strip_prefix('/') {
            let end = closing.find('>').ok_or("an end tag without >")?;
            let name = closing[..end].trim();
            if open.pop().as_deref() != Some(name) {
                return Err(format!("</{name}> closes nothing that is open here: {open:?}"));
            }
            rest = &closing[end + 1..];
            continue;
        }
        let (element, after, closed) = tag(rest, &open).map_err(|why| format!("{why} near {:?}", near()))?;
        if !closed && !VOID.contains(&element.name.as_str()) {
            open.push(element.name.clone());
        }
        found.push(element);
        rest = after;
    }
    if open.is_empty() { Ok(found) } else { Err(format!("never closed: {open:?}")) }
}

fn tag<'t>(text: &'t str, open: &[String]) -> Result<(Element, &'t str, bool), String> {
    let name_end = text.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).ok_or("a tag without end")?;
    let name = &text[..name_end];
    if name.is_empty() {
        return Err("a loose <".into());
    }
    let mut attributes = BTreeMap::new();
    let mut rest = text[name_end..].trim_start();
    loop {
        if let Some(after) = rest.strip_prefix("/>") {
            let element = Element { name: name.into(), attributes, inside: open.to_vec(), text: String::new() };
            return Ok((element, after, true));
        }
        if let Some(after) = rest.strip_prefix('>') {
            let element = Element { name: name.into(), attributes, inside: open.to_vec(), text: String::new() };
            return Ok((element, after, false));
        }
        let end = rest.find(['=', '>', ' ', '\n', '/']).ok_or("a tag without end")?;
        let key = &rest[..end];
        if key.is_empty() || !key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b':') {
            return Err(format!("a bad attribute {key:?} in <{name}>"));
        }
        let mut value = String::new();
        rest = &rest[end..];
        if let Some(quoted) = rest.strip_prefix('=') {
            let quoted = quoted.strip_prefix('"').ok_or(format!("{key} in <{name}> is not quoted"))?;
            let end = quoted.find('"').ok_or("a quote that never ends")?;
            check_entities(&quoted[..end])?;
            if quoted[..end].contains('<') {
                return Err(format!("{key} in <{name}> holds a <"));
            }
            value = unescape(&quoted[..end]);
            rest = &quoted[end + 1..];
            if !rest.starts_with([' ', '\n', '>', '/']) {
                return Err(format!("nothing between {key} and what follows in <{name}>"));
            }
        }
        if attributes.insert(key.to_owned(), value).is_some() {
            return Err(format!("{key} stands twice in <{name}>"));
        }
        rest = rest.trim_start();
    }
}

fn check_entities(text: &str) -> Result<(), String> {
    for (at, _) in text.match_indices('&') {
        let tail = &text[at + 1..];
        let end = tail.find(';').unwrap_or(0);
        let body = &tail[..end];
        if end == 0 || end > 8 || !body.trim_start_matches('#').bytes().all(|b| b.is_ascii_alphanumeric()) {
            return Err(format!("a loose & in {:?}", text.chars().take(80).collect::<String>()));
        }
    }
    Ok(())
}

pub(crate) fn unescape(text: &str) -> String {
    let mut out = text.to_owned();
    for (code, sign) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&nbsp;", "\u{a0}")] {
        out = out.replace(code, sign);
    }
    for (code, sign) in [("&#60;", "<"), ("&#62;", ">"), ("&#34;", "\""), ("&#39;", "'"), ("&#38;", "&")] {
        out = out.replace(code, sign);
    }
    out.replace("&amp;", "&")
}

/// What is wrong with a page, for a reader without scripts: broken markup, ids, labels and targets.
pub(crate) fn faults(html: &str) -> Vec<String> {
    let elements = match read(html) {
        Ok(elements) => elements,
        Err(why) => return vec![why],
    };
    let mut faults = Vec::new();
    let mut ids = BTreeSet::new();
    for id in elements.iter().map(|e| e.get("id")).filter(|id| !id.is_empty()) {
        if !ids.insert(id) {
            faults.push(format!("the id {id} stands twice"));
        }
    }
    for element in &elements {
        for key in ["for", "aria-labelledby", "aria-describedby"] {
            for id in element.get(key).split_whitespace().filter(|id| !ids.contains(id)) {
                faults.push(format!("<{} {key}> names {id}, which is not there", element.name));
            }
        }
        if let Some(id) = element.get("href").strip_prefix('#').filter(|id| !ids.contains(id)) {
            faults.push(format!("<{} href> leads to {id}, which is not there", element.name));
        }
        for key in element.attributes.keys().filter(|k| k.starts_with("on")) {
            faults.push(format!("<{} {key}> needs a script", element.name));
        }
        if element.get("href").starts_with("javascript:") || (element.name == "a" && !element.has("href")) {
            faults.push(format!("<{}> leads nowhere without a script", element.name));
        }
        let names_form = elements.iter().any(|e| e.name == "form" && e.has("id") && e.get("id") == element.get("form"));
        if element.name == "button" && !names_form && !element.inside.iter().any(|n| n == "form") {
            faults.push(format!("a button outside a form: {}", element.text));
        }
    }
    // A drawing has titles of its own.
    let count = |name: &str| elements.iter().filter(|e| e.name == name && e.inside.iter().all(|n| n != "svg")).count();
    for name in ["html", "head", "title", "body", "main", "h1"] {
        if count(name) != 1 {
            faults.push(format!("{} of <{name}>", count(name)));
        }
    }
    faults
}

/// The fields of the form that posts to `action`, as a browser would send them untouched.
pub(crate) fn form_fields(html: &str, action: &str) -> Vec<(String, String)> {
    let elements = read(html).unwrap();
    let start = elements.iter().position(|e| e.name == "form" && e.get("action") == action).unwrap();
    let depth = elements[start].inside.len();
    let inner = elements[start + 1..].iter().take_while(|e| e.inside.len() > depth);
    let mut fields = Vec::new();
    let mut select = String::new();
    for element in inner {
        let (name, value) = (element.get("name").to_owned(), element.get("value").to_owned());
        match element.name.as_str() {
            "input" if matches!(element.get("type"), "radio" | "checkbox") && !element.has("checked") => {}
            "input" => fields.push((name, value)),
            "textarea" => fields.push((name, element.text.clone())),
            "select" => {
                select.clone_from(&name);
                fields.push((name, String::new()));
            }
            "option" if element.has("selected") => {
                let at = fields.iter().position(|(n, _)| *n == select).unwrap();
                fields[at].1 = value;
            }
            _ => {}
        }
    }
    fields
}

/// What the form that posts to `action` asks for: names that are shown, and names behind a closed `details` or an element of
/// the class `folded`. Radio buttons of one name are one field.
pub(crate) fn asked_fields(html: &str, action: &str, folded: &str) -> (Vec<String>, Vec<String>) {
    let elements = read(html).unwrap();
    let start = elements.iter().position(|e| e.name == "form" && e.get("action") == action);
    let start = start.unwrap_or_else(|| panic!("no form posts to {action}"));
    let depth = elements[start].inside.len();
    let (mut shown, mut behind) = (Vec::new(), Vec::new());
    let mut closed: Option<usize> = None;
    for element in elements[start + 1..].iter().take_while(|e| e.inside.len() > depth) {
        closed = closed.filter(|at| element.inside.len() > *at);
        let folds = (element.name == "details" && !element.has("open"))
            || (!folded.is_empty() && element.get("class").split(' ').any(|class| class == folded));
        if folds && closed.is_none() {
            closed = Some(element.inside.len());
        }
        let field = matches!(element.name.as_str(), "input" | "select" | "textarea");
        if !field || matches!(element.get("type"), "hidden" | "submit") {
            continue;
        }
        let list = if closed.is_some() { &mut behind } else { &mut shown };
        let name = element.get("name").to_owned();
        if !list.contains(&name) {
            list.push(name);
        }
    }
    (shown, behind)
}

/// Texts that were not found: `[` + a dotted key + `]`. A rule's own text, shown as it stands, has headings like that.
pub(crate) fn missing_texts(html: &str) -> Vec<String> {
    html.split('[')
        .skip(1)
        .filter_map(|tail| Some(&tail[..tail.find(']')?]))
        .filter(|key| !key.starts_with("rule."))
        .filter(|key| key.contains('.') && key.bytes().all(|b| b.is_ascii_lowercase() || b"._0123456789".contains(&b)))
        .map(str::to_owned)
        .collect()
}

#[test]
fn this_reader_finds_what_is_wrong() {
    let page = |body: &str| {
        format!("<!doctype html><html><head><title>A</title></head><body><main><h1>A</h1>{body}</main></body></html>")
    };
    assert_eq!(faults(&page("<p class=\"a\">&lt; &#38; æ<br></p>")), [""; 0]);
    for wrong in [
        "<p>a",
        "<p><b>a</p></b>",
        "<p class=a>a</p>",
        "<p class=\"a\"id=\"b\">a</p>",
        "<p>Mor & far</p>",
        "<p>3 > 2</p>",
        "<p id=\"a\"></p><p id=\"a\"></p>",
        "<label for=\"x\">a</label>",
        "<a href=\"#x\">a</a>",
        "<p onclick=\"x\">a</p>",
        "<button>a</button>",
        "<h1>B</h1>",
    ] {
        assert!(!faults(&page(wrong)).is_empty(), "{wrong}");
    }
    let form = "<form action=\"/a\"><input type=\"hidden\" name=\"h\"><input type=\"radio\" name=\"r\"><input type=\"radio\" name=\"r\">\
                <details><summary>b</summary><p><input name=\"d\"></p></details><details open><textarea name=\"o\"></textarea></details>\
                <p class=\"x y\"><select name=\"f\"></select></p></form><input name=\"out\">";
    let (shown, behind) = asked_fields(&page(form), "/a", "y");
    assert_eq!((shown.join(" "), behind.join(" ")), ("r o".into(), "d f".into()));
    assert_eq!(missing_texts("<p>[citizen.titel] [a] [1.2] [Skal. ikke]</p>"), ["citizen.titel", "1.2"]);
}
