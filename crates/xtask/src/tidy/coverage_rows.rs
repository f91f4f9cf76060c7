//! The rows of the requirements inventory: which exist, and which belong to which capability.

/// Rows are numbered from 1 in each source document: `AAR-01`.
const DOCUMENTS: [(&str, usize); 5] = [("AAR", 59), ("KLAP", 65), ("HED", 58), ("AAB", 53), ("ALL", 31)];

/// Capabilities whose delivery has begun: each of their rows has an entry in `docs/coverage.toml`.
pub(super) const BEGUN: [&str; 5] = ["C1", "C2", "C14", "C15", "C18"];

const CAPABILITIES: [(&str, &str); 18] = [
    (
        "C1",
        "AAR-13 AAR-14 AAR-15 AAR-16 AAR-18 AAR-19 AAR-20 AAR-21 AAR-22 AAR-23 AAR-28 KLAP-04 KLAP-12 HED-10 \
         HED-11 HED-43 AAB-12 AAB-50 ALL-05",
    ),
    (
        "C2",
        "AAR-16 AAR-18 AAR-25 AAR-26 AAR-27 AAR-29 AAR-30 AAR-32 AAR-35 AAR-58 AAR-59 KLAP-16 KLAP-17 KLAP-18 \
         KLAP-24 KLAP-45 KLAP-58 HED-25 HED-40 HED-53 AAB-22 AAB-23 AAB-24 AAB-25 ALL-08 ALL-09",
    ),
    ("C3", "AAR-12 AAR-24 AAR-36 AAR-56 KLAP-17 KLAP-28 HED-37 AAB-28 AAB-31 AAB-51"),
    ("C4", "AAR-34 AAR-37 HED-09 HED-19 HED-34 HED-35 HED-58 AAB-37"),
    (
        "C5",
        "AAR-15 AAR-31 AAR-37 AAR-38 AAR-39 AAR-40 AAR-42 AAR-43 AAR-44 AAR-45 AAR-55 AAR-57 KLAP-27 KLAP-55 \
         HED-09 HED-27 HED-28 HED-30 HED-31 HED-32 HED-33 HED-50 AAB-05 AAB-06 AAB-30 AAB-34 AAB-36 AAB-44 \
         ALL-04 ALL-07 ALL-11 ALL-12 ALL-26",
    ),
    (
        "C6",
        "AAR-12 KLAP-05 KLAP-09 KLAP-34 KLAP-59 HED-08 HED-46 HED-47 AAB-02 AAB-32 AAB-39 AAB-41 AAB-53 \
         ALL-02",
    ),
    (
        "C7",
        "AAR-09 AAR-34 KLAP-10 KLAP-11 KLAP-13 KLAP-35 KLAP-40 KLAP-41 KLAP-43 KLAP-54 KLAP-62 HED-06 HED-29 \
         HED-46 HED-48 HED-56 AAB-28 AAB-29 AAB-32 AAB-41 AAB-42 AAB-51 ALL-10 ALL-26",
    ),
    (
        "C8",
        "AAR-54 KLAP-21 KLAP-22 KLAP-23 KLAP-26 KLAP-42 HED-07 HED-08 HED-30 AAB-05 AAB-10 AAB-26 AAB-40 \
         ALL-02",
    ),
    (
        "C9",
        "AAR-10 AAR-11 AAR-26 AAR-53 KLAP-01 KLAP-07 KLAP-30 KLAP-31 KLAP-38 KLAP-43 KLAP-51 KLAP-61 KLAP-64 \
         HED-03 HED-44 AAB-02 AAB-31 ALL-03 ALL-20",
    ),
    (
        "C10",
        "AAR-09 AAR-19 AAR-43 AAR-46 AAR-56 KLAP-08 KLAP-14 KLAP-15 KLAP-19 KLAP-20 KLAP-25 KLAP-29 KLAP-33 \
         KLAP-36 KLAP-37 KLAP-46 KLAP-47 KLAP-50 KLAP-56 KLAP-59 KLAP-62 AAB-35 ALL-13",
    ),
    ("C11", "AAB-06 AAB-36 ALL-04 ALL-06 ALL-15 ALL-16 ALL-17 ALL-18 ALL-21 ALL-25 ALL-29 ALL-30 ALL-31"),
    ("C12", "AAR-17 AAR-33 AAR-40 AAR-41 HED-36 HED-38 HED-39 AAB-07 AAB-35 AAB-38 AAB-39 ALL-18"),
    (
        "C13",
        "AAR-10 AAR-22 AAR-45 KLAP-07 KLAP-32 HED-03 HED-12 HED-40 HED-41 HED-45 AAB-02 AAB-08 AAB-09 AAB-27 \
         AAB-33 AAB-37 AAB-47",
    ),
    (
        "C14",
        "AAR-50 AAR-52 AAR-58 KLAP-47 KLAP-53 HED-02 HED-06 HED-13 HED-14 HED-18 HED-19 HED-20 HED-21 HED-22 \
         HED-23 HED-26 HED-51 HED-55 HED-57 HED-58 AAB-11 AAB-13 AAB-14 AAB-15 AAB-16 AAB-17 AAB-18 AAB-21 \
         AAB-42 AAB-45 AAB-46 AAB-52 ALL-13 ALL-14",
    ),
    (
        "C15",
        "AAR-01 KLAP-52 HED-01 HED-16 HED-23 HED-24 HED-42 HED-49 HED-51 HED-52 AAB-01 AAB-19 AAB-21 AAB-48 \
         ALL-01 ALL-31",
    ),
    (
        "C16",
        "AAR-47 AAR-55 KLAP-28 KLAP-38 KLAP-39 KLAP-52 KLAP-63 KLAP-64 HED-15 HED-20 AAB-03 AAB-04 AAB-20 \
         AAB-45 AAB-49 ALL-01 ALL-11 ALL-19 ALL-22 ALL-23 ALL-24",
    ),
    ("C17", "AAR-31 AAR-48 AAR-49 AAR-50 AAR-51 KLAP-02 KLAP-60 KLAP-65 AAB-43 ALL-12"),
    (
        "C18",
        "AAR-02 AAR-03 AAR-04 AAR-05 AAR-06 AAR-07 AAR-08 KLAP-03 KLAP-06 KLAP-12 KLAP-44 KLAP-48 KLAP-49 \
         KLAP-57 HED-04 HED-05 HED-17 HED-54 ALL-27 ALL-28",
    ),
];

pub(super) fn exists(id: &str) -> bool {
    let Some((document, number)) = id.split_once('-') else { return false };
    let last = DOCUMENTS.iter().find(|(name, _)| *name == document).map_or(0, |(_, last)| *last);
    number.len() == 2 && number.parse().is_ok_and(|n: usize| (1..=last).contains(&n))
}

/// Rows of a capability; none for a name that is no capability.
pub(super) fn rows_of(capability: &str) -> impl Iterator<Item = &'static str> {
    let found = CAPABILITIES.iter().find(|(name, _)| *name == capability);
    found.map_or("", |(_, rows)| rows).split_whitespace()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_a_capability_exists_and_every_row_has_a_capability() {
        let listed: std::collections::BTreeSet<&str> =
            CAPABILITIES.iter().flat_map(|(name, _)| rows_of(name)).collect();
        assert!(listed.iter().all(|id| exists(id)));
        assert_eq!(listed.len(), DOCUMENTS.iter().map(|(_, last)| last).sum::<usize>());
    }

    #[test]
    fn a_number_outside_the_document_does_not_exist() {
        assert!(exists("AAR-01") && exists("ALL-31"));
        assert!(!exists("AAR-1") && !exists("AAR-00") && !exists("ALL-32") && !exists("XYZ-01") && !exists("AAR"));
    }
}
