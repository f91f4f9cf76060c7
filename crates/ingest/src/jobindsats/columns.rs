//! What each column of a table is: area, period, a dimension that divides people into groups, or a measure.

use domain::node::Problem;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Role {
    Area,
    Period,
    Dimension,
    Measure,
}

const AREA: &[&str] = &["omraade", "area", "kommune", "bopaelskommune", "_nykom", "_hele_landet", "_reko"];
const PERIOD: &[&str] = &["periode", "period", "tid", "maaned", "kvartal", "aar"];
/// Dimensions of the tables we know, besides every column whose name begins with `_`.
const DIMENSION: &[&str] = &[
    "visitationskategori",
    "tilbudstype",
    "tilbud",
    "tilbud i alt",
    "koen",
    "alder",
    "herkomst",
    "ydelsesgruppe",
    "ydelsesgrupper",
    "maalgruppe",
    "status foer sygedagpenge",
    "virksomhedsrettede tilbud",
    "a-kasse",
    "stillingsbetegnelse",
];

/// The roles of a header, or why it is none. `dimensions` are the caller's own additions.
pub(super) fn roles(line: u32, header: &[String], dimensions: &[&str]) -> Result<Vec<Role>, Problem> {
    let problem = |path: &str, message: String| Problem { code: "bad_header", path: path.to_owned(), line, message };
    let own: Vec<String> = dimensions.iter().map(|d| plain(d)).collect();
    let roles: Vec<Role> = header.iter().map(|name| role(&plain(name), &own)).collect();
    for (wanted, what) in [(Role::Area, "area (omraade)"), (Role::Period, "period (periode)")] {
        match roles.iter().filter(|r| **r == wanted).count() {
            1 => {}
            0 if header.len() < 2 => {
                return Err(problem(
                    "file",
                    "this is no table of jobindsats: columns are divided by `;` and the first line names them".into(),
                ));
            }
            0 => {
                return Err(problem(
                    "file",
                    format!("no column is the {what}; the columns are: {}", short(&header.join(", "))),
                ));
            }
            _ => return Err(problem("file", format!("more than one column is the {what}"))),
        }
    }
    for (at, name) in header.iter().enumerate() {
        if name.is_empty() {
            return Err(problem("file", format!("column {} has no name", at + 1)));
        }
        if roles[at] == Role::Measure && header[..at].contains(name) {
            return Err(problem(name, format!("two columns are called \"{}\"", short(name))));
        }
    }
    if !roles.contains(&Role::Measure) {
        return Err(problem("file", "the table has no measure".into()));
    }
    Ok(roles)
}

fn role(name: &str, own: &[String]) -> Role {
    if AREA.contains(&name) {
        Role::Area
    } else if PERIOD.contains(&name) {
        Role::Period
    } else if name.starts_with('_') || DIMENSION.contains(&name) || own.iter().any(|d| d == name) {
        Role::Dimension
    } else {
        Role::Measure
    }
}

fn plain(name: &str) -> String {
    name.trim().to_lowercase().replace('æ', "ae").replace('ø', "oe").replace('å', "aa")
}

/// A text cut for a message.
pub(super) fn short(text: &str) -> String {
    let mut chars = text.chars();
    let cut: String = chars.by_ref().take(80).collect();
    if chars.next().is_some() { format!("{cut}...") } else { cut }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(header: &str, own: &[&str]) -> Result<Vec<Role>, Problem> {
        roles(1, &header.split(';').map(str::to_owned).collect::<Vec<_>>(), own)
    }

    #[test]
    fn known_dimensions_are_told_from_measures() {
        use Role::*;
        assert_eq!(
            of("omraade;periode;visitationskategori;fuldtidspersoner", &[]).unwrap(),
            [Area, Period, Dimension, Measure]
        );
        assert_eq!(
            of("Periode;Kommune;_esco_uri;Køn;Antal", &[]).unwrap(),
            [Period, Area, Dimension, Dimension, Measure]
        );
        assert_eq!(of("Område;Periode;Varighed;Antal", &["varighed"]).unwrap(), [Area, Period, Dimension, Measure]);
    }

    #[test]
    fn a_header_that_is_none_is_refused_with_its_reason() {
        assert!(of("a,b,c", &[]).unwrap_err().message.contains("divided by `;`"));
        assert!(of("omraade;total", &[]).unwrap_err().message.contains("no column is the period"));
        assert!(of("omraade;periode", &[]).unwrap_err().message.contains("no measure"));
        assert!(of("omraade;periode;total;total", &[]).unwrap_err().message.contains("two columns"));
        assert!(of("omraade;periode;;total", &[]).unwrap_err().message.contains("column 3"));
        assert!(of("omraade;kommune;periode;total", &[]).unwrap_err().message.contains("more than one"));
    }
}
