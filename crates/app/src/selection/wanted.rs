//! What is asked for, as it stands in an address and as it is kept: `yd=kontanthjaelp&vis=jobparat&fra=18&til=29`.

use super::axes::{AXES, Axis};
use super::saved::leaves_out;
use crate::overview::Whose;
use domain::Day;
use domain::codes::{Code, codes};

codes! {
    /// The order of a list of chosen people.
    SelectionOrder "selection_order" {
        /// The longest on their benefit first.
        Since = "siden",
        Age = "alder",
        /// The limit that comes first.
        Limit = "graense",
        Name = "navn",
    }
}

/// Weeks ahead in which a limit counts as near, where nothing else is said.
pub const NEAR_WEEKS: u16 = 8;
/// In an address: a right of which none is used.
pub const UNUSED: &str = "ubrugt";
/// The farthest that is looked.
const MOST_WEEKS: u16 = 520;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Whose cases; `None` is the reader's usual.
    pub whose: Option<Whose>,
    /// The day people are looked at on; `None` is today.
    pub day: Option<Day>,
    /// A set by axis; an empty one lets everybody through.
    pub sets: [u64; AXES],
    /// Years of age reached, and years not passed.
    pub age_from: Option<u8>,
    pub age_through: Option<u8>,
    /// At least so many weeks on the benefit.
    pub weeks: Option<u16>,
    /// Ids of rules whose limit is near; any of them will do.
    pub limits: Vec<String>,
    /// Any limit that is near.
    pub any_limit: bool,
    /// A right to so many of something of which none is used.
    pub unused_right: bool,
    /// Weeks ahead.
    pub near: u16,
    /// Groups that come with the program, by id: whoever is in one of them is not meant.
    pub without: Vec<&'static str>,
    pub order: SelectionOrder,
    pub down: bool,
}

impl Default for Wanted {
    fn default() -> Wanted {
        Wanted {
            whose: None,
            day: None,
            sets: [0; AXES],
            age_from: None,
            age_through: None,
            weeks: None,
            limits: Vec::new(),
            any_limit: false,
            unused_right: false,
            near: NEAR_WEEKS,
            without: Vec::new(),
            order: SelectionOrder::Since,
            down: false,
        }
    }
}

impl Wanted {
    /// Reads what an address or a kept selection says. What cannot be read is left out and named, so that nobody takes a
    /// wider list for the one that was asked for.
    pub fn read<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> (Wanted, Vec<String>) {
        let mut wanted = Wanted::default();
        let mut unread = Vec::new();
        for (key, value) in pairs.into_iter().map(|(key, value)| (key, value.trim())) {
            if value.is_empty() {
                continue;
            }
            if !wanted.take(key, value) {
                unread.push(format!("{key}={value}"));
            }
        }
        (wanted, unread)
    }

    fn take(&mut self, key: &str, value: &str) -> bool {
        fn number<N: std::str::FromStr>(value: &str, into: &mut Option<N>) -> bool {
            *into = value.parse().ok();
            into.is_some()
        }
        if let Some(axis) = Axis::from_code(key) {
            let place = axis.place(value);
            self.sets[axis as usize] |= place.map_or(0, |at| 1 << at);
            return place.is_some();
        }
        match key {
            "hvem" => {
                self.whose = Whose::from_code(value);
                self.whose.is_some()
            }
            "dag" => number(value, &mut self.day),
            "fra" => number(value, &mut self.age_from),
            "til" => number(value, &mut self.age_through),
            "uger" => number(value, &mut self.weeks),
            "gr" if value == "alle" => {
                self.any_limit = true;
                true
            }
            "gr" => {
                if !self.limits.iter().any(|known| known == value) {
                    self.limits.push(value.to_owned());
                }
                true
            }
            "ret" => {
                self.unused_right |= value == UNUSED;
                value == UNUSED
            }
            "inden" => {
                let weeks = value.parse().ok().filter(|weeks| (1..=MOST_WEEKS).contains(weeks));
                self.near = weeks.unwrap_or(NEAR_WEEKS);
                weeks.is_some()
            }
            "uden" => {
                let known = leaves_out(value);
                self.without.extend(known.filter(|id| !self.without.contains(id)));
                known.is_some()
            }
            "sorter" => {
                let (code, down) = value.strip_prefix('-').map_or((value, false), |code| (code, true));
                let order = SelectionOrder::from_code(code);
                (self.order, self.down) = (order.unwrap_or(self.order), down && order.is_some());
                order.is_some()
            }
            // What else an address holds (the page, the file) is no part of what is asked for.
            _ => true,
        }
    }

    /// The group as keys and values, in one order, so that two that ask for the same are the same. Without whose cases, the
    /// day and the order of the list: those are of the moment.
    pub fn group(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        for axis in Axis::ALL {
            let set = self.sets[*axis as usize];
            let places = (0..64u8).filter(|at| set & (1 << at) != 0);
            pairs.extend(places.filter_map(|at| Some((axis.code(), axis.code_at(at)?.to_owned()))));
        }
        let mut number = |key, value: Option<String>| pairs.extend(value.map(|value| (key, value)));
        number("fra", self.age_from.map(|n| n.to_string()));
        number("til", self.age_through.map(|n| n.to_string()));
        number("uger", self.weeks.map(|n| n.to_string()));
        pairs.extend(self.any_limit.then(|| ("gr", "alle".to_owned())));
        pairs.extend(self.limits.iter().map(|rule| ("gr", rule.clone())));
        pairs.extend(self.unused_right.then(|| ("ret", UNUSED.to_owned())));
        if self.near != NEAR_WEEKS {
            pairs.push(("inden", self.near.to_string()));
        }
        pairs.extend(self.without.iter().map(|id| ("uden", (*id).to_owned())));
        pairs
    }

    /// Whose cases and the day, without which a group is nobody's list.
    pub fn place(&self) -> Vec<(&'static str, String)> {
        let whose = self.whose.as_ref().map(Whose::code);
        let mut pairs: Vec<(&'static str, String)> = whose.map(|whose| ("hvem", whose)).into_iter().collect();
        pairs.extend(self.day.map(|day| ("dag", day.to_string())));
        pairs
    }

    /// All of it, for a link to the same list.
    pub fn whole(&self) -> Vec<(&'static str, String)> {
        let mut pairs = self.place();
        pairs.extend(self.group());
        if self.order != SelectionOrder::Since || self.down {
            let turned = if self.down { "-" } else { "" };
            pairs.push(("sorter", format!("{turned}{}", self.order.code())));
        }
        pairs
    }

    /// Whether anything is chosen beside whose cases and the day.
    pub fn chooses(&self) -> bool {
        self.sets.iter().any(|set| *set != 0)
            || self.age_from.is_some()
            || self.age_through.is_some()
            || self.weeks.is_some()
            || self.wants_limit()
            || !self.without.is_empty()
            || self.unused_right
    }

    pub fn wants_limit(&self) -> bool {
        self.any_limit || !self.limits.is_empty()
    }
}

/// Pairs as an address holds them.
pub fn address(pairs: &[(&'static str, String)]) -> String {
    use std::fmt::Write;
    let mut text = String::new();
    for (key, value) in pairs {
        let sign = if text.is_empty() { "" } else { "&" };
        let _ = write!(text, "{sign}{key}=");
        for byte in value.bytes() {
            match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b':' => text.push(byte as char),
                other => {
                    let _ = write!(text, "%{other:02X}");
                }
            }
        }
    }
    text
}

/// What [`address`] wrote, read again.
pub fn pairs_of(text: &str) -> Vec<(String, String)> {
    let plain = |text: &str| {
        let mut bytes = Vec::with_capacity(text.len());
        let mut rest = text.as_bytes();
        while let [first, after @ ..] = rest {
            let escaped = (*first == b'%').then(|| after.get(..2)).flatten();
            let byte = escaped.and_then(|two| u8::from_str_radix(std::str::from_utf8(two).ok()?, 16).ok());
            bytes.push(byte.unwrap_or(*first));
            rest = if byte.is_some() { &after[2..] } else { after };
        }
        String::from_utf8_lossy(&bytes).into_owned()
    };
    let pairs = text.split('&').filter_map(|pair| pair.split_once('='));
    pairs.map(|(key, value)| (plain(key), plain(value))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Wanted, Vec<String>) {
        let pairs = pairs_of(text);
        Wanted::read(pairs.iter().map(|(k, v)| (k.as_str(), v.as_str())))
    }

    #[test]
    fn what_is_written_is_read_again_as_the_same() {
        let text = "hvem=enhed:team-vest&yd=kontanthjaelp&yd=sygedagpenge&vis=ingen&udd=ukendt&fra=18&til=29&uger=52\
                    &gr=sygedagpenge-22-uger&ret=ubrugt&inden=13&uden=match_1_4&dag=2026-03-16&sorter=-alder";
        let (wanted, unread) = read(text);
        assert!(unread.is_empty(), "{unread:?}");
        assert_eq!(read(&address(&wanted.whole())).0, wanted);
        assert!(address(&wanted.group()).starts_with("yd=kontanthjaelp&"), "a group is nobody's and of no day");
        let login = Wanted { whose: Some(Whose::Of("å & b=c%".to_owned())), ..Wanted::default() };
        assert_eq!(read(&address(&login.whole())).0, login);
    }

    #[test]
    fn what_cannot_be_read_is_named_and_not_taken_for_everybody() {
        let (wanted, unread) =
            read("yd=kontanthjelp&fra=atten&dag=2026-02-30&inden=0&uden=restgruppe&sorter=hvad&ret=brugt&yd=dagpenge");
        let wrong = [
            "yd=kontanthjelp",
            "fra=atten",
            "dag=2026-02-30",
            "inden=0",
            "uden=restgruppe",
            "sorter=hvad",
            "ret=brugt",
        ];
        assert_eq!(unread, wrong, "a group that itself leaves others out is left out by nobody");
        assert_eq!(address(&wanted.whole()), "yd=dagpenge");
    }

    #[test]
    fn nothing_chosen_chooses_nothing() {
        assert!(!read("hvem=alle&dag=2026-03-16").0.chooses());
        assert!(read("gr=alle").0.chooses());
        assert!(read("til=29").0.chooses());
    }
}
