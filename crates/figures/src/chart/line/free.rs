//! Where a word can stand: beside the lines, the marks and the other words.

/// A baseline's beginning.
pub(in crate::chart) type Place = (f64, f64);

/// Of a small letter, and how far one reaches above and below its baseline.
const LETTER: f64 = 6.5;
const ABOVE: f64 = 11.0;
const BELOW: f64 = 4.0;

/// What is drawn already.
#[derive(Default)]
pub(in crate::chart) struct Taken {
    lines: Vec<[Place; 2]>,
    areas: Vec<Area>,
}

#[derive(Clone, Copy)]
struct Area {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
}

impl Area {
    fn meets(&self, other: &Area) -> bool {
        self.left < other.right && other.left < self.right && self.top < other.bottom && other.top < self.bottom
    }

    /// Whether a straight line runs through it.
    fn crossed(&self, [a, b]: &[Place; 2]) -> bool {
        let (a, b) = if a.0 <= b.0 { (a, b) } else { (b, a) };
        if b.0 < self.left || a.0 > self.right {
            return false;
        }
        let at = |x: f64| if b.0 > a.0 { a.1 + (b.1 - a.1) * (x - a.0) / (b.0 - a.0) } else { a.1 };
        let (from, to) = if b.0 > a.0 { (at(a.0.max(self.left)), at(b.0.min(self.right))) } else { (a.1, b.1) };
        from.min(to) < self.bottom && from.max(to) > self.top
    }
}

/// How wide a word is, about.
pub(in crate::chart) fn room(text: &str) -> f64 {
    LETTER * text.chars().count() as f64
}

impl Taken {
    pub(in crate::chart) fn line(&mut self, from: Place, to: Place) {
        self.lines.push([from, to]);
    }

    /// A mark around a point.
    pub(in crate::chart) fn mark(&mut self, (x, y): Place) {
        self.areas.push(Area { left: x - 6.0, right: x + 6.0, top: y - 6.0, bottom: y + 6.0 });
    }

    /// The first of the places that nothing runs through, else the one with least in it; taken from then on.
    pub(in crate::chart) fn place(&mut self, width: f64, places: impl IntoIterator<Item = Place>) -> Option<Place> {
        let area = |(x, y): Place| Area { left: x - 2.0, right: x + width + 2.0, top: y - ABOVE, bottom: y + BELOW };
        let hits = |place: &Place| {
            let area = area(*place);
            let lines = self.lines.iter().filter(|line| area.crossed(line)).count();
            // A word on a word is worse than a word on a line.
            lines + 4 * self.areas.iter().filter(|other| area.meets(other)).count()
        };
        let mut best: Option<(usize, Place)> = None;
        for place in places {
            let found = hits(&place);
            if best.is_none_or(|(least, _)| found < least) {
                best = Some((found, place));
            }
            if found == 0 {
                break;
            }
        }
        let (_, place) = best?;
        self.areas.push(area(place));
        Some(place)
    }
}
