//! The fonts of the design system, as the web carries them, made into those a printed page needs.

use super::PdfError;
use typst::foundations::Bytes;
use typst::text::{Font, FontBook};

/// Read once, used for every document.
#[derive(Debug, Clone)]
pub struct Fonts {
    pub(super) book: FontBook,
    pub(super) fonts: Vec<Font>,
}

impl Fonts {
    /// From woff2 files.
    pub fn from_woff2(files: &[&[u8]]) -> Result<Fonts, PdfError> {
        let mut fonts = Vec::new();
        for file in files {
            let plain = wuff::decompress_woff2(file).map_err(|e| PdfError::Font(format!("{e:?}")))?;
            fonts.extend(Font::iter(Bytes::new(plain)));
        }
        if fonts.is_empty() {
            return Err(PdfError::Font("no font was given".into()));
        }
        Ok(Fonts { book: FontBook::from_fonts(&fonts), fonts })
    }
}
