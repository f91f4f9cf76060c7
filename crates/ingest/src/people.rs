//! Citizens as a table: who somebody is, and which unit has the case. Shape: `docs/import.md`.

use crate::table_rows::{Row, TableRows};
use domain::Day;
use domain::ids::Cpr;
use domain::node::{Problem, read_day};
use std::io::BufRead;

/// How a file names a person: the source's own key, or the personal number.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum PersonKey {
    Cpr(Cpr),
    /// A key of the source system; it must not be a name.
    Own(String),
}

impl PersonKey {
    /// Ten digits that begin with a date are a personal number; all else is a key of the source.
    pub fn read(text: &str) -> PersonKey {
        Cpr::read(text).map_or_else(|_| PersonKey::Own(text.to_owned()), PersonKey::Cpr)
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct CitizenRow {
    pub line: u32,
    pub key: PersonKey,
    pub cpr: Option<Cpr>,
    pub first_name: String,
    pub last_name: String,
    pub address: String,
    /// As stated, else read from the personal number.
    pub born: Option<Day>,
    /// The unit that has the case already; without one a case opens with the first fact that asks for it.
    pub unit: Option<String>,
    pub employee: Option<String>,
}

const COLUMNS: [&str; 8] = ["citizen", "cpr", "first_name", "last_name", "address", "born", "unit", "employee"];

/// Reads citizens; a bad row is a problem and the next one goes on.
pub fn read<R: BufRead>(input: R) -> impl Iterator<Item = Result<CitizenRow, Problem>> {
    TableRows::new(input, COLUMNS.to_vec(), &["citizen", "first_name", "last_name"]).map(|row| citizen(&row?))
}

fn citizen(row: &Row) -> Result<CitizenRow, Problem> {
    let need = |column: &'static str| {
        row.get(column).map(str::to_owned).ok_or_else(|| row.problem("missing_value", column, "the field is empty"))
    };
    let key = PersonKey::read(&need("citizen")?);
    let cpr = match row.get("cpr") {
        // The number itself is never repeated in a message.
        Some(text) => Some(Cpr::read(text).map_err(|e| row.problem("bad_value", "cpr", e.to_string()))?),
        None => match &key {
            PersonKey::Cpr(cpr) => Some(cpr.clone()),
            PersonKey::Own(_) => None,
        },
    };
    let born = match row.get("born") {
        Some(text) => {
            Some(read_day(&row.node(text)).map_err(|why| row.discreet(row.problem("bad_value", "born", why)))?)
        }
        None => cpr.as_ref().and_then(Cpr::born),
    };
    let (unit, employee) = (row.get("unit").map(str::to_owned), row.get("employee").map(str::to_owned));
    if unit.is_none() && employee.is_some() {
        return Err(row.problem("missing_value", "unit", "an employee stands here without a unit; write the unit"));
    }
    Ok(CitizenRow {
        line: row.line,
        key,
        cpr,
        first_name: need("first_name")?,
        last_name: need("last_name")?,
        address: row.get("address").unwrap_or_default().to_owned(),
        born,
        unit,
        employee,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<Result<CitizenRow, Problem>> {
        read(text.as_bytes()).collect()
    }

    #[test]
    fn a_citizen_is_read_with_the_day_of_birth_of_the_number() {
        let found = rows("citizen;first_name;last_name;unit\n6704900002;Jonas;Prøvesen;team-job\n");
        let row = found[0].as_ref().unwrap();
        assert_eq!(row.born, Some("1990-04-07".parse().unwrap()));
        assert!(matches!(row.key, PersonKey::Cpr(_)));
        assert_eq!((row.unit.as_deref(), row.line), (Some("team-job"), 2));
    }

    #[test]
    fn bad_rows_are_named_with_their_line_and_good_ones_go_on() {
        let text = "citizen,first_name,last_name,born\nA1,Ida,Demosen,31-02-1990\nA2,,Demosen,\nA3,Ib,Demosen,1990-02-28\nA4,Bo\n";
        let found = rows(text);
        assert!(found[0].as_ref().unwrap_err().message.contains("the month has 28 days"));
        assert_eq!(
            (found[1].as_ref().unwrap_err().path.as_str(), found[1].as_ref().unwrap_err().line),
            ("first_name", 3)
        );
        assert_eq!(found[2].as_ref().unwrap().key, PersonKey::Own("A3".into()));
        assert_eq!(found[3].as_ref().unwrap_err().code, "bad_row");
    }

    #[test]
    fn a_wrong_number_is_refused_and_never_repeated() {
        let found = rows("citizen;cpr;first_name;last_name\nA1;1234567;Ida;Demosen\n");
        let problem = found[0].as_ref().unwrap_err();
        assert_eq!((problem.path.as_str(), problem.message.contains("1234567")), ("cpr", false));
    }

    #[test]
    fn a_misspelt_column_ends_the_file_with_the_right_name() {
        let found = rows("citizen;first_nam;last_name\nA1;Ida;Demosen\n");
        assert!(found[0].as_ref().unwrap_err().message.contains("did you mean \"first_name\""));
        assert!(found.iter().all(Result::is_err));
    }
}
