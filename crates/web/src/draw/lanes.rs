//! The course as six lanes: benefit, group, talks, offers, absence, deadlines.

use crate::danish::{clock, month, short};
use crate::text::{count, t, tf};
use crate::words::label;
use app::citizen::{Lane, LaneKind, Mark, MarkKind};
use app::figures::chart::escape;
use domain::kinds::FactData;
use domain::{Day, MonthEnd};

const WIDTH: f64 = 1040.0;
const LEFT: f64 = 104.0;
const RIGHT: f64 = 1034.0;
const TOPS: [(LaneKind, f64); 6] = [
    (LaneKind::Benefit, 24.0),
    (LaneKind::Group, 56.0),
    (LaneKind::Talks, 104.0),
    (LaneKind::Offers, 132.0),
    (LaneKind::Absence, 164.0),
    (LaneKind::Deadlines, 206.0),
];

struct Scale {
    from: Day,
    through: Day,
}

impl Scale {
    fn x(&self, day: Day) -> f64 {
        let all = f64::from(self.from.days_until(self.through).max(1));
        let at = f64::from(self.from.days_until(day.max(self.from).min(self.through)));
        LEFT + (RIGHT - LEFT) * at / all
    }

    fn shows(&self, day: Day) -> bool {
        self.from <= day && day <= self.through
    }
}

impl Scale {
    /// The twelve months around a day.
    fn around(today: Day) -> Scale {
        let from = today.start_of_month().plus_months(-6, MonthEnd::Down);
        Scale { from, through: today.start_of_month().plus_months(6, MonthEnd::Down).plus_days(-1) }
    }
}

/// The day a drawing stands on: today, or another that is looked at, which is named by its date.
#[derive(Clone, Copy)]
pub(crate) struct Stand {
    pub(crate) day: Day,
    pub(crate) is_today: bool,
}

impl Stand {
    fn words(self) -> String {
        if self.is_today { t("lane.today") } else { short(self.day) }
    }
}

/// The drawing with a mark at the day it stands on, where a phone opens it.
pub(crate) fn lanes_drawing(lanes: &[Lane], stand: Stand, name: &str) -> String {
    let at = Scale::around(stand.day).x(stand.day) * 100.0 / WIDTH;
    let svg = lanes_svg(lanes, stand, name);
    format!("<div class=\"tl-in\">{svg}<span class=\"now\" style=\"left:{at:.1}%\"></span></div>")
}

/// Height of a further row, where two stretches of a lane run at once.
const ROW: f64 = 24.0;

/// The row each stretch of a lane is drawn in: the first that is free on all its days.
fn rows(stretches: &[(Day, Option<Day>, FactData)], scale: &Scale, today: Day) -> Vec<usize> {
    let mut taken: Vec<Day> = Vec::new();
    let row = |(from, through, _): &(Day, Option<Day>, FactData)| {
        let last = through.unwrap_or(today.max(*from));
        // What lies outside the drawing takes no room in it.
        if last < scale.from || *from > scale.through {
            return 0;
        }
        match taken.iter().position(|busy| busy < from) {
            Some(free) => {
                taken[free] = last;
                free
            }
            None => {
                taken.push(last);
                taken.len() - 1
            }
        }
    };
    stretches.iter().map(row).collect()
}

/// Twelve months: seven back and five ahead of the day that is looked at.
fn lanes_svg(lanes: &[Lane], stand: Stand, name: &str) -> String {
    let today = stand.day;
    let scale = Scale::around(today);
    // Each lane with the rows of its stretches, and how far it is pushed down by those above.
    let mut down = 0.0;
    let placed = TOPS.map(|(kind, top)| {
        let lane = lanes.iter().find(|l| l.kind == kind);
        let rows = lane.map(|l| rows(&l.stretches, &scale, today)).unwrap_or_default();
        let top = top + down;
        down += ROW * rows.iter().copied().max().unwrap_or(0) as f64;
        (kind, top, lane, rows)
    });
    let mut svg = format!(
        "<svg class=\"ch\" viewBox=\"0 0 1040 {}\" width=\"1040\" style=\"min-width:84rem\" role=\"img\" aria-labelledby=\"tlt tld\"><title id=\"tlt\">{}</title><desc id=\"tld\">{}</desc>\
         <defs><pattern id=\"ht\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><rect width=\"5\" height=\"5\" fill=\"#fff\"/><rect width=\"2\" height=\"5\" fill=\"#454545\"/></pattern>\
         <marker id=\"ar\" viewBox=\"0 0 8 8\" refX=\"6\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" orient=\"auto\"><path d=\"M0 0 8 4 0 8Z\"/></marker></defs>",
        242.0 + down,
        escape(&format!("{} {}", t("citizen.course"), name)),
        escape(&describe(lanes, &scale)),
    );
    let mut first = scale.from;
    while first <= scale.through {
        let x = scale.x(first);
        let with_year = first == scale.from || first.month() == 1;
        svg.push_str(&format!("<line x1=\"{x:.1}\" x2=\"{x:.1}\" y1=\"20\" y2=\"{}\" class=\"gr\"/><text x=\"{:.1}\" y=\"14\" class=\"t2\">{}</text>", 226.0 + down, x + 4.0, month(first, with_year)));
        first = first.plus_months(1, MonthEnd::Down);
    }
    for (kind, top, lane, rows) in placed {
        let key = lane_key(kind);
        let y = if matches!(kind, LaneKind::Talks | LaneKind::Deadlines) { top + 5.0 } else { top + 15.0 };
        svg.push_str(&format!("<text x=\"0\" y=\"{y}\" class=\"b\">{}</text>", t(&key)));
        let Some(lane) = lane else { continue };
        let goes_on = |(_, through, data): &(Day, Option<Day>, FactData)| {
            through.is_none() && matches!(data, FactData::Benefit { .. })
        };
        let goes_on = today < scale.through && lane.stretches.iter().any(goes_on);
        if goes_on {
            let x = scale.x(today);
            svg.push_str(&format!("<rect x=\"{x:.1}\" y=\"{top}\" width=\"{:.1}\" height=\"20\" fill=\"none\" stroke=\"#8E8E8E\" stroke-dasharray=\"3 3\"/>", RIGHT - x));
        }
        let mut free = vec![LEFT; rows.iter().copied().max().unwrap_or(0) + 1];
        for (i, (from, through, data)) in lane.stretches.iter().enumerate() {
            let row = rows[i];
            let later = (i + 1..rows.len()).find(|later| rows[*later] == row);
            let next = later.map_or(RIGHT, |later| scale.x(lane.stretches[later].0));
            let at = (top + ROW * row as f64, free[row], next);
            free[row] = stretch(&mut svg, &scale, at, (*from, *through), data, today);
        }
        let free_from = free[0];
        // Beside another label there is no room for it.
        let x = scale.x(today) + 8.0;
        if goes_on && free_from <= x {
            svg.push_str(&format!("<text x=\"{x:.1}\" y=\"{y}\" class=\"t2\">{}</text>", t("lane.runs")));
        }
        marks(&mut svg, &scale, top, &lane.marks, stand);
    }
    let x = scale.x(today);
    let words = stand.words();
    let width = words.chars().count() as f64 * 6.8 + 12.0;
    svg.push_str(&format!(
        "<line x1=\"{x:.1}\" x2=\"{x:.1}\" y1=\"18\" y2=\"{}\" stroke=\"#1a1a1a\" stroke-width=\"1.5\"/><rect x=\"{:.1}\" y=\"{}\" width=\"{width:.1}\" height=\"18\" fill=\"#1a1a1a\"/><text x=\"{x:.1}\" y=\"{}\" text-anchor=\"middle\" style=\"fill:#fff\" class=\"b\">{}</text></svg>",
        228.0 + down,
        x - width / 2.0,
        222.0 + down,
        235.0 + down,
        words
    ));
    svg
}

pub(crate) fn lane_key(kind: LaneKind) -> String {
    let name = match kind {
        LaneKind::Benefit => "benefit",
        LaneKind::Group => "group",
        LaneKind::Talks => "talks",
        LaneKind::Offers => "offers",
        LaneKind::Absence => "absence",
        LaneKind::Deadlines => "deadlines",
    };
    format!("lane.{name}")
}

/// What a stretch says and how it is filled.
fn look(data: &FactData) -> (String, &'static str, &'static str) {
    match data {
        FactData::Benefit { benefit, rate, .. } => {
            let text = match rate {
                Some(rate) => format!("{}, {}", label(*benefit), label(*rate)),
                None => label(*benefit),
            };
            (text, "fill=\"#454545\"", "#fff")
        }
        FactData::Employment { job, .. } => (label(*job), "fill=\"#DCDCDC\"", "#1a1a1a"),
        FactData::Visitation { category } => (label(*category), "fill=\"#2171B5\"", "#fff"),
        FactData::TargetGroup { group } => (label(*group), "fill=\"#9ECAE1\" stroke=\"#2171B5\"", "#1a1a1a"),
        FactData::OfferStarted { offer, .. } => (label(*offer), "fill=\"#006D2C\"", "#fff"),
        FactData::Absence { absence, .. } => (label(*absence), "fill=\"url(#ht)\"", ""),
        FactData::Sickness { .. } => (t("code.fact.sickness"), "fill=\"url(#ht)\"", ""),
        _ => (String::new(), "fill=\"#DCDCDC\"", "#1a1a1a"),
    }
}

/// One bar with its label: inside, else before it, else after it, wherever there is room. Gives where the lane is free again.
fn stretch(
    svg: &mut String,
    scale: &Scale,
    (top, free_from, next): (f64, f64, f64),
    (from, through): (Day, Option<Day>),
    data: &FactData,
    today: Day,
) -> f64 {
    let last = through.unwrap_or(today).min(scale.through);
    if last < scale.from || from > scale.through {
        return free_from;
    }
    let (x1, x2) = (scale.x(from), scale.x(last.plus_days(1)));
    let width = (x2 - x1).max(2.0);
    let (text, fill, ink) = look(data);
    svg.push_str(&format!(
        "<rect x=\"{x1:.1}\" y=\"{top}\" width=\"{width:.1}\" height=\"20\" {fill}><title>{}</title></rect>",
        escape(&text)
    ));
    let room = text.chars().count() as f64 * 6.8 + 10.0;
    let y = top + 14.5;
    let mut end = x2;
    if !ink.is_empty() && width > room {
        svg.push_str(&format!("<text x=\"{:.1}\" y=\"{y}\" style=\"fill:{ink}\">{}</text>", x1 + 6.0, escape(&text)));
    } else if x1 - room > free_from {
        svg.push_str(&format!(
            "<text x=\"{:.1}\" y=\"{y}\" text-anchor=\"end\" class=\"halo\">{}</text>",
            x1 - 4.0,
            escape(&text)
        ));
    } else if x2 + room < next {
        svg.push_str(&format!("<text x=\"{:.1}\" y=\"{y}\" class=\"halo\">{}</text>", x2 + 4.0, escape(&text)));
        end = x2 + room;
    } else if let (Some(text), false) = (cut(&text, width), ink.is_empty()) {
        svg.push_str(&format!("<text x=\"{:.1}\" y=\"{y}\" style=\"fill:{ink}\">{}</text>", x1 + 6.0, escape(&text)));
    } else if let Some(text) = cut(&text, next - x2 - 4.0) {
        svg.push_str(&format!("<text x=\"{:.1}\" y=\"{y}\" class=\"halo\">{}</text>", x2 + 4.0, escape(&text)));
        end = next;
    }
    end
}

/// The beginning of a name, where no room has all of it; the title and the table say the rest.
fn cut(text: &str, width: f64) -> Option<String> {
    let most = ((width - 10.0) / 6.8).floor();
    if text.is_empty() || most < 5.0 {
        return None;
    }
    let begun: String = text.chars().take(most as usize - 1).collect();
    Some(format!("{}…", begun.trim_end()))
}

fn marks(svg: &mut String, scale: &Scale, y: f64, marks: &[Mark], stand: Stand) {
    let shown: Vec<&Mark> = marks.iter().filter(|m| scale.shows(m.day)).collect();
    // How far labels reach beside the marks, and above them.
    let (mut free_from, mut free_above) = (LEFT, LEFT);
    for (i, mark) in shown.iter().enumerate() {
        let x = scale.x(mark.day);
        let left = symbol(svg, scale, (x, y), mark);
        let text = mark_text(mark, stand);
        let width = text.chars().count() as f64 * 6.8;
        let next = shown.get(i + 1).map_or(f64::MAX, |m| scale.x(m.day) - 12.0);
        let is_due = matches!(mark.kind, MarkKind::LawDue | MarkKind::GoalDue);
        let inside = x + 11.0 + width <= WIDTH;
        let fits_right = inside && x + 11.0 >= free_from && x + 11.0 + width < next;
        let fits_left = left - 4.0 - width > free_from;
        let class = if matches!(mark.kind, MarkKind::Held | MarkKind::Missed) { "t2 halo" } else { "b halo" };
        let mut say = |at: f64, y: f64, anchor: &str| {
            svg.push_str(&format!("<text x=\"{at:.1}\" y=\"{y}\"{anchor} class=\"{class}\">{}</text>", escape(&text)));
        };
        let end = " text-anchor=\"end\"";
        if text.is_empty() {
            free_from = free_from.max(x + 9.0);
        } else if mark.kind == MarkKind::Missed && fits_left {
            say(left - 2.0, y + 5.0, end);
            free_from = x + 9.0;
        } else if fits_right {
            say(x + 11.0, y + 5.0, "");
            free_from = x + 11.0 + width;
        } else if (is_due || !inside) && fits_left {
            say(left - 4.0, y + 5.0, end);
            free_from = x + 9.0;
        } else {
            // Dates stand close: the label goes above its mark, where no other is.
            let at = (x - 4.0).min(WIDTH - width);
            if is_due && at >= free_above {
                say(at, y - 11.0, "");
                free_above = at + width + 4.0;
            }
            free_from = free_from.max(x + 9.0);
        }
    }
}

/// The shape of a mark; gives how far to the left it reaches.
fn symbol(svg: &mut String, scale: &Scale, (x, y): (f64, f64), mark: &Mark) -> f64 {
    match mark.kind {
        MarkKind::Held => svg.push_str(&format!("<circle cx=\"{x:.1}\" cy=\"{y}\" r=\"7\" fill=\"#1a1a1a\"/>")),
        MarkKind::Booked => svg.push_str(&format!(
            "<circle cx=\"{x:.1}\" cy=\"{y}\" r=\"6.5\" fill=\"#fff\" stroke=\"#1a1a1a\" stroke-width=\"2\"/>"
        )),
        MarkKind::Missed => svg.push_str(&format!(
            "<path d=\"M{:.1} {}l12 12M{:.1} {}l-12 12\" stroke=\"#CC0000\" stroke-width=\"2.5\"/>",
            x - 6.0,
            y - 6.0,
            x + 6.0,
            y - 6.0
        )),
        MarkKind::LawDue | MarkKind::GoalDue => {
            let fill = if mark.kind == MarkKind::LawDue { "#1a1a1a" } else { "#fff" };
            let before = mark.moved_from.filter(|d| scale.shows(*d)).map(|d| scale.x(d));
            if let Some(from) = before {
                svg.push_str(&format!("<path d=\"M{from:.1} {y}H{:.1}\" stroke=\"#1a1a1a\" stroke-width=\"1.5\" marker-end=\"url(#ar)\"/>", x - 9.0));
            }
            svg.push_str(&format!(
                "<path d=\"M{x:.1} {}l8 8-8 8-8-8Z\" fill=\"{fill}\" stroke=\"#1a1a1a\" stroke-width=\"1.5\"/>",
                y - 8.0
            ));
            return before.unwrap_or(x - 9.0).min(x - 9.0);
        }
    }
    x - 7.0
}

fn mark_text(mark: &Mark, stand: Stand) -> String {
    match mark.kind {
        MarkKind::Held => format!("{}.", mark.n),
        MarkKind::Missed => t("lane.missed"),
        MarkKind::Booked if mark.day == stand.day => match mark.minute {
            Some(minute) => format!("{}. {} kl. {}", mark.n, stand.words(), clock(minute)),
            None => format!("{}. {}", mark.n, stand.words()),
        },
        MarkKind::Booked => format!("{}. {}", mark.n, short(mark.day)),
        MarkKind::LawDue => format!("{}, {}", short(mark.day), t("lane.law")),
        MarkKind::GoalDue => format!("{}, {}", short(mark.day), t("lane.goal")),
    }
}

/// The drawing in words.
fn describe(lanes: &[Lane], scale: &Scale) -> String {
    let talks = lanes.iter().find(|l| l.kind == LaneKind::Talks).map(|l| l.marks.as_slice()).unwrap_or_default();
    let of = |kind: MarkKind| talks.iter().filter(|m| m.kind == kind && scale.shows(m.day)).count();
    let (held, missed) =
        (count("lane.talks_held", of(MarkKind::Held)), count("lane.talks_missed", of(MarkKind::Missed)));
    tf("lane.describe", &[("held", &held), ("missed", &missed)])
}

/// A mark as the table says it.
pub(crate) fn mark_words(mark: &Mark) -> String {
    match mark.kind {
        MarkKind::Held => tf("lane.held", &[("n", &mark.n.to_string())]),
        MarkKind::Booked => tf("lane.booked", &[("n", &mark.n.to_string())]),
        MarkKind::Missed => t("lane.missed"),
        MarkKind::LawDue => t("lane.law"),
        MarkKind::GoalDue => t("citizen.only_goal"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn offer(from: &str, through: Option<&str>) -> (Day, Option<Day>, FactData) {
        let data = FactData::Absence { absence: domain::codes::AbsenceKind::Ferie, party: None };
        (day(from), through.map(day), data)
    }

    #[test]
    fn every_label_stays_inside_the_drawing_and_off_the_names_of_the_lanes() {
        let today = day("2026-03-16");
        let mark = |kind, on: &str| Mark { kind, day: day(on), n: 4, minute: None, moved_from: None };
        let marks = vec![mark(MarkKind::Missed, "2025-09-03"), mark(MarkKind::Booked, "2026-08-29")];
        let dues = vec![mark(MarkKind::LawDue, "2026-08-20"), mark(MarkKind::GoalDue, "2026-08-28")];
        let lanes = [
            Lane { kind: LaneKind::Talks, stretches: Vec::new(), marks },
            Lane { kind: LaneKind::Deadlines, stretches: Vec::new(), marks: dues },
        ];
        let svg = lanes_svg(&lanes, Stand { day: today, is_today: true }, "Signe");
        let mut seen = 0;
        for part in svg.split("<text x=\"").skip(1).filter(|part| part.contains("halo")) {
            let x: f64 = part.split('"').next().unwrap().parse().unwrap();
            let text = part.split('>').nth(1).unwrap().split('<').next().unwrap();
            let width = text.chars().count() as f64 * 6.8;
            let (from, to) = if part.contains("text-anchor=\"end\"") { (x - width, x) } else { (x, x + width) };
            assert!(from >= LEFT - 1.0 && to <= WIDTH, "{text}: {from}..{to}");
            seen += 1;
        }
        assert!(seen >= 3, "{svg}");
    }

    #[test]
    fn an_offer_with_little_room_says_the_beginning_of_its_name() {
        assert_eq!(cut("Virksomhedspraktik", 80.0).as_deref(), Some("Virksomhe…"));
        assert_eq!(cut("Virksomhedspraktik", 30.0), None);
    }

    #[test]
    fn offers_that_run_at_once_stand_in_rows_of_their_own_and_one_that_follows_another_in_its_row() {
        let today = day("2026-03-16");
        let scale = Scale::around(today);
        let offers = [
            offer("2020-01-01", Some("2020-02-01")),
            offer("2025-11-03", Some("2026-01-30")),
            offer("2025-12-01", Some("2025-12-19")),
            offer("2025-12-19", Some("2026-02-27")),
            offer("2026-01-31", None),
            offer("2026-05-01", None),
        ];
        assert_eq!(rows(&offers, &scale, today), [0, 0, 1, 2, 0, 0]);
        let lane = |stretches: &[_]| Lane { kind: LaneKind::Offers, stretches: stretches.to_vec(), marks: Vec::new() };
        let stand = Stand { day: today, is_today: true };
        let drawn = |stretches: &[_]| lanes_svg(&[lane(stretches)], stand, "Signe");
        assert!(drawn(&offers[..2]).contains("viewBox=\"0 0 1040 242\""));
        let three = drawn(&offers);
        assert!(
            three.contains("viewBox=\"0 0 1040 290\"") && three.contains("y=\"132\"") && three.contains("y=\"180\"")
        );
    }
}
