//! The files of the project as git sees them: committed, or new and not ignored.

use crate::run;
use std::path::PathBuf;

pub(crate) struct Tree {
    root: PathBuf,
    /// Paths from the root with `/`, sorted.
    files: Vec<String>,
}

impl Tree {
    pub(crate) fn read() -> Result<Tree, String> {
        let mut git = run::program("git");
        let listed = run::output(git.args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]))?;
        let root = run::root();
        let mut files: Vec<String> =
            listed.split('\0').filter(|f| !f.is_empty() && root.join(f).is_file()).map(str::to_owned).collect();
        files.sort();
        files.dedup();
        Ok(Tree { root, files })
    }

    pub(crate) fn files(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(String::as_str)
    }

    pub(crate) fn rust_files(&self) -> impl Iterator<Item = &str> {
        self.files().filter(|f| f.starts_with("crates/") && f.ends_with(".rs"))
    }

    pub(crate) fn has(&self, path: &str) -> bool {
        self.files.iter().any(|f| f == path)
    }

    /// `None` for a file that is no text (a picture, a font) or has just gone.
    pub(crate) fn text(&self, path: &str) -> Option<String> {
        String::from_utf8(std::fs::read(self.root.join(path)).ok()?).ok()
    }
}

/// The 1-based line of a byte offset.
pub(crate) fn line_at(text: &str, offset: usize) -> usize {
    1 + text.as_bytes()[..offset.min(text.len())].iter().filter(|b| **b == b'\n').count()
}

/// Room of a path under `crates/`: `crates/web/src/lib.rs` is in `web`.
pub(crate) fn room_of(path: &str) -> Option<&str> {
    path.strip_prefix("crates/")?.split('/').next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_counted_from_one() {
        assert_eq!([0, 1, 2, 3, 99].map(|at| line_at("a\nb\n", at)), [1, 1, 2, 2, 3]);
    }

    #[test]
    fn a_room_is_the_folder_under_crates() {
        assert_eq!(room_of("crates/web/src/lib.rs"), Some("web"));
        assert_eq!(room_of("docs/x.md"), None);
    }

    #[test]
    fn the_tree_holds_this_file() {
        assert!(Tree::read().unwrap().has("crates/xtask/src/tree.rs"));
    }
}
