//! The id of a published table, from the name of its file.

/// `y60a02_kontanthjaelp_kommune_maaned.csv` is of table `y60a02`. `None` when the name does not begin with an id.
pub fn table_of_file_name(name: &str) -> Option<String> {
    let file = name.rsplit(['/', '\\']).next()?;
    let lower = file.to_ascii_lowercase();
    if lower.starts_with("ptv_a02") {
        return Some("ptv_a02".to_owned());
    }
    let id = lower.split(['_', '.', ' ', '-']).next()?;
    let shape = (4..=12).contains(&id.len())
        && id.starts_with(|c: char| c.is_ascii_lowercase())
        && id.bytes().all(|b| b.is_ascii_alphanumeric())
        && id.bytes().filter(u8::is_ascii_digit).count() >= 2;
    shape.then(|| id.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_the_beginning_of_the_file_name() {
        for (name, id) in [
            ("y60a02_kontanthjaelp_kommune_maaned.csv", Some("y60a02")),
            ("/data/Y25I01.json", Some("y25i01")),
            ("c:\\hent\\ptv_a02_alle.csv", Some("ptv_a02")),
            ("y01ud01di_2026.csv", Some("y01ud01di")),
            ("smt02.json", Some("smt02")),
            ("ledige.csv", None),
            ("2026M07.csv", None),
            ("", None),
        ] {
            assert_eq!(table_of_file_name(name).as_deref(), id, "{name}");
        }
    }
}
