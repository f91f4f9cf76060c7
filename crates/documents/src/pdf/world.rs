//! What Typst may see: the template, the report as data, its drawings and the fonts. No files, no net, no clock.

use super::Fonts;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt};

const TEMPLATE: &str = include_str!("report.typ");
const DATA: &str = "/report.json";

pub(super) struct World<'a> {
    language: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: &'a Fonts,
    main: Source,
    data: Bytes,
    drawings: Vec<Bytes>,
}

impl<'a> World<'a> {
    pub(super) fn new(fonts: &'a Fonts, data: String, drawings: Vec<String>) -> World<'a> {
        // The heads of rows are tagged as such only with these.
        let features = [Feature::A11yExtras].into_iter().collect();
        let path = VirtualPath::new("/report.typ").expect("a plain path");
        World {
            language: LazyHash::new(Library::builder().with_features(features).build()),
            book: LazyHash::new(fonts.book.clone()),
            fonts,
            main: Source::new(FileId::new(RootedPath::new(VirtualRoot::Project, path)), TEMPLATE.to_owned()),
            data: Bytes::from_string(data),
            drawings: drawings.into_iter().map(Bytes::from_string).collect(),
        }
    }
}

impl typst::World for World<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.language
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() { Ok(self.main.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let path = id.get().vpath().get_with_slash().to_owned();
        if path == DATA {
            return Ok(self.data.clone());
        }
        let number = path.strip_prefix('/').and_then(|p| p.strip_suffix(".svg")).and_then(|n| n.parse::<usize>().ok());
        number.and_then(|n| self.drawings.get(n)).cloned().ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.fonts.get(index).cloned()
    }

    /// A document has the day it is given.
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
