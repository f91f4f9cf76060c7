//! What a committed text may not name: a folder of somebody's machine.

use crate::finding::Finding;
use crate::tree::Tree;

/// Joined here, so that this file does not hold what it looks for.
const FORBIDDEN: [&str; 2] = [concat!("/wo", "rk/"), concat!(".lib", "rary")];

pub(crate) fn check(tree: &Tree) -> Vec<Finding> {
    tree.files().filter_map(|file| Some(check_text(file, &tree.text(file)?))).flatten().collect()
}

fn check_text(file: &str, text: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (number, line) in text.lines().enumerate() {
        for word in FORBIDDEN.into_iter().filter(|word| names_a_folder(line, word)) {
            findings.push(Finding::error(
                file,
                number + 1,
                format!("names `{word}`, a folder of one machine: write a path from the root of the project"),
            ));
        }
    }
    findings
}

/// True where the word begins a path: `docs/frame/work/x` and `https://a.dk/work/x` are no folder of a machine.
fn names_a_folder(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        !word.starts_with('/') || !before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '}'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_of_a_machine_is_found_with_its_line() {
        let text =
            format!("ok\ncd {}main\nsee docs/frame{}x and https://a.dk{}x\n", FORBIDDEN[0], FORBIDDEN[0], FORBIDDEN[0]);
        let findings = check_text("a.md", &text);
        assert_eq!(findings.iter().map(|f| f.line).collect::<Vec<_>>(), [2]);
        assert_eq!(check_text("a.md", &format!("see x{}/y", FORBIDDEN[1])).len(), 1);
    }
}
