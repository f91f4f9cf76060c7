//! Reads municipalities and groups from text, and refuses strangers and people in two groups at once.

use super::{Geography, Group, GroupKind, Municipality, Unread};
use domain::nearest::nearest;
use domain::node::{Problem, Reader, parse_toml};

impl Geography {
    pub fn parse(text: &str) -> Result<Geography, Vec<Problem>> {
        let node = parse_toml(text).map_err(|p| vec![p])?;
        let (mut problems, mut found, mut beside) = (Vec::new(), Geography::default(), Vec::new());
        if let Some(mut top) = Reader::open(&node, "", &mut problems) {
            for (at, table) in top.tables("municipality", &mut problems).into_iter().enumerate() {
                let reader = Reader::open(table, format!("municipality[{at}]"), &mut problems);
                if let Some((one, names)) = reader.and_then(|reader| municipality(reader, &mut problems)) {
                    beside.push((one.code, names));
                    found.municipalities.push(one);
                }
            }
            found.municipalities.sort_by_key(|m| m.code);
            if let Some(reader) = top.node("neighbours").and_then(|n| Reader::open(n, "neighbours", &mut problems)) {
                found.neighbours(reader, &beside, &mut problems);
            }
            for (at, table) in top.tables("group", &mut problems).into_iter().enumerate() {
                if let Some(reader) = Reader::open(table, format!("group[{at}]"), &mut problems) {
                    let group = found.group(reader, &mut problems);
                    found.groups.extend(group);
                }
            }
            for (at, table) in top.tables("unread", &mut problems).into_iter().enumerate() {
                if let Some(reader) = Reader::open(table, format!("unread[{at}]"), &mut problems) {
                    let unread = found.unread(reader, &mut problems);
                    found.unread.extend(unread);
                }
            }
            top.node("country");
            if let Some(mut reader) =
                top.node("unknown_area").and_then(|n| Reader::open(n, "unknown_area", &mut problems))
            {
                found.unknown_area = reader.int("code", &mut problems).and_then(|code| u16::try_from(code).ok());
            }
            top.finish(&mut problems);
        }
        found.overlaps(&mut problems);
        if problems.is_empty() { Ok(found) } else { Err(problems) }
    }

    fn group(&self, mut reader: Reader<'_>, problems: &mut Vec<Problem>) -> Option<Group> {
        let group = Some(()).and_then(|()| {
            Some(Group {
                kind: reader.parsed("kind", problems)?,
                id: reader.text("id", problems)?,
                name: reader.text("name", problems)?,
                from: reader.day("from", problems)?,
                through: reader.day("through", problems),
                approximate: reader.bool("approximate", problems).unwrap_or(false),
                note: reader.text("note", problems),
                members: Vec::new(),
            })
        });
        let Some(mut group) = group else {
            problems.push(reader.missing("id", "a group has kind, id, name, from and members"));
            return None;
        };
        for (name, line) in reader.texts("members", problems).unwrap_or_default() {
            match self.member(&name) {
                Ok(code) => group.members.push(code),
                Err(why) => problems.push(reader.problem("bad_value", line, "members", why)),
            }
        }
        group.members.sort_unstable();
        reader.finish(problems);
        Some(group)
    }

    fn unread(&self, mut reader: Reader<'_>, problems: &mut Vec<Problem>) -> Option<Unread> {
        let kind = reader.parsed("kind", problems);
        let from = reader.day("from", problems);
        let name = reader.text("municipality", problems);
        let note = reader.text("note", problems);
        let line = reader.line();
        let (Some(kind), Some(from), Some(name), Some(note)) = (kind, from, name, note) else {
            problems.push(reader.missing("municipality", "it has kind, from, municipality and note"));
            return None;
        };
        let found = match self.member(&name) {
            Ok(municipality) => Some(Unread { kind, from, municipality, note }),
            Err(why) => {
                problems.push(reader.problem("bad_value", line, "municipality", why));
                None
            }
        };
        reader.finish(problems);
        found
    }

    /// One group for each municipality with neighbours; who is named names back.
    fn neighbours(&mut self, mut reader: Reader<'_>, beside: &[(u16, Names)], problems: &mut Vec<Problem>) {
        let (name, from) = (reader.text("name", problems), reader.day("from", problems));
        let none = reader.text("none", problems);
        let (Some(name), Some(from), Some(none)) = (name, from, none) else {
            problems.push(reader.missing("name", "neighbours have name, from and none"));
            return;
        };
        self.no_neighbours = none;
        let note = reader.text("note", problems);
        for (code, names) in beside.iter().filter(|(_, names)| !names.is_empty()) {
            let own = self.name(*code);
            let mut members = vec![*code];
            for (name, line) in names {
                match self.member(name) {
                    Ok(other) => {
                        let back = beside.iter().find(|(c, _)| *c == other);
                        if back.is_none_or(|(_, names)| names.iter().all(|(n, _)| *n != own)) {
                            let message = format!("\"{name}\" does not name \"{own}\"");
                            problems.push(reader.problem("bad_value", *line, "neighbours", message));
                        }
                        members.push(other);
                    }
                    Err(why) => problems.push(reader.problem("bad_value", *line, "neighbours", why)),
                }
            }
            members.sort_unstable();
            let (kind, id, name) = (GroupKind::Neighbours, code.to_string(), name.clone());
            let group = Group { kind, id, name, from, through: None, approximate: false, note: note.clone(), members };
            self.neighbours.insert(*code, group);
        }
        reader.finish(problems);
    }

    pub(super) fn member(&self, name: &str) -> Result<u16, String> {
        if let Some(found) = self.municipalities.iter().find(|m| m.name == name) {
            return Ok(found.code);
        }
        let hint = nearest(name, self.municipalities.iter().map(|m| m.name.as_str()));
        Err(match hint {
            Some(hint) => format!("\"{name}\" is no municipality here; did you mean \"{hint}\"?"),
            None => format!("\"{name}\" is no municipality here"),
        })
    }

    /// Nobody is in two groups of one kind on one day.
    fn overlaps(&self, problems: &mut Vec<Problem>) {
        for (at, group) in self.groups.iter().enumerate() {
            for other in
                self.groups[..at].iter().filter(|o| o.kind == group.kind && (o.on(group.from) || group.on(o.from)))
            {
                for code in group.members.iter().filter(|c| other.members.contains(c)) {
                    let message = format!("{code} is a member of {} and of {} on the same day", other.name, group.name);
                    problems.push(Problem { code: "overlap", path: format!("group[{at}].members"), line: 0, message });
                }
            }
        }
    }
}

/// Names with their lines.
type Names = Vec<(String, u32)>;

/// A municipality, and the names of its neighbours.
fn municipality(mut reader: Reader<'_>, problems: &mut Vec<Problem>) -> Option<(Municipality, Names)> {
    let code = reader.int("code", problems).and_then(|c| u16::try_from(c).ok());
    let name = reader.text("name", problems);
    let aliases = reader.texts("aliases", problems).unwrap_or_default().into_iter().map(|(alias, _)| alias).collect();
    let neighbours = reader.texts("neighbours", problems).unwrap_or_default();
    let (Some(code), Some(name)) = (code, name) else {
        problems.push(reader.missing("code", "a municipality has a code and a name"));
        return None;
    };
    reader.finish(problems);
    Some((Municipality { code, name, aliases }, neighbours))
}
