//! What the fonts cannot draw, written with what they can: PDF/UA refuses a missing glyph, and people write what they like.
//!
//! Invariant: a text the fonts hold in full comes out as it went in.

use super::Fonts;
use serde_json::Value;

/// Signs that mean the same to a reader. What stands first here and is in the fonts takes the place.
const ALIKE: &[(&str, &[char])] = &[
    ("\u{2010}\u{2011}\u{2012}\u{2043}\u{fe63}\u{ff0d}", &['-']),
    ("\u{2015}\u{2e3a}\u{2e3b}", &['—', '–']),
    ("\u{f0b7}\u{f0a7}\u{2023}\u{25cf}\u{25aa}\u{25ab}\u{25e6}\u{2219}\u{26ab}\u{2b24}", &['•', '·']),
    ("\u{21d2}\u{27a1}\u{279c}\u{27a4}\u{2794}\u{f0e0}\u{f0d8}\u{21e8}\u{27f6}\u{27f9}", &['→', '>']),
    ("\u{21d0}\u{27f5}\u{27f8}", &['←', '<']),
    ("\u{21d4}\u{27f7}\u{27fa}", &['↔']),
    ("\u{2713}\u{2714}\u{2705}\u{f0fc}", &['✓', '√']),
    ("\u{2717}\u{2718}\u{274c}\u{2715}\u{2716}", &['✗', '×']),
    ("\u{2610}\u{2611}\u{2612}\u{25fb}\u{25a2}\u{f06f}\u{f0a8}", &['□', '-']),
    ("\u{201f}\u{2033}\u{301d}\u{301e}", &['"']),
    ("\u{201b}\u{2032}\u{2035}", &['\'']),
    (
        "\u{a0}\u{2000}\u{2001}\u{2002}\u{2003}\u{2004}\u{2005}\u{2006}\u{2007}\u{2008}\u{2009}\u{200a}\u{202f}\u{205f}\u{3000}",
        &[' '],
    ),
];

/// Signs without a look of their own, which join or turn what stands around them.
const fn is_unseen(sign: char) -> bool {
    matches!(sign, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}' | '\u{e0000}'..='\u{e01ef}')
}

/// A sign that says what it is to nobody but the program it was written in.
const fn is_private(sign: char) -> bool {
    matches!(sign, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}' | '\u{fff0}'..='\u{ffff}')
}

impl Fonts {
    /// Whether every face has the sign: which one a word is set in is the template's to say.
    fn has(&self, sign: char) -> bool {
        !is_private(sign) && self.fonts.iter().all(|font| font.info().coverage.contains(sign.into()))
    }

    fn drawn(&self, sign: char) -> Option<char> {
        if sign == '\n' || self.has(sign) && !is_unseen(sign) && !sign.is_control() {
            return Some(sign);
        }
        if is_unseen(sign) {
            return None;
        }
        if sign.is_control() || sign.is_whitespace() {
            return Some(' ');
        }
        let alike = ALIKE.iter().find(|(signs, _)| signs.contains(sign)).map_or(&[][..], |(_, alike)| alike);
        Some(alike.iter().chain(&['□', '?']).copied().find(|s| self.has(*s)).unwrap_or('?'))
    }

    pub(super) fn drawable(&self, text: &str) -> String {
        text.chars().filter_map(|sign| self.drawn(sign)).collect()
    }

    /// Every text of what the template reads.
    pub(super) fn all_drawable(&self, value: &mut Value) {
        match value {
            Value::String(text) => *text = self.drawable(text),
            Value::Array(items) => items.iter_mut().for_each(|item| self.all_drawable(item)),
            Value::Object(fields) => fields.values_mut().for_each(|field| self.all_drawable(field)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
}
