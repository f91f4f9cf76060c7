//! The known word nearest to a mistyped one, for messages that help.

/// Other names that people write for a word of ours.
const ALSO_CALLED: [(&str, &str); 4] = [
    ("selvforsoergelses_og_hjemrejseydelse", "overgangsydelse"),
    ("sho", "overgangsydelse"),
    ("offentlig", "public"),
    ("skaanejob", "loentilskud_foertidspension"),
];

/// The candidate meant: another name of it, the nearest within two slips (three for long words), or the only one that
/// begins with the word.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let known: Vec<&str> = known.into_iter().collect();
    let called = ALSO_CALLED.iter().filter(|(other, _)| *other == word).map(|(_, ours)| *ours);
    if let Some(ours) = called.into_iter().find_map(|ours| known.iter().find(|k| **k == ours)) {
        return Some(ours);
    }
    let limit = if word.chars().count() > 8 { 3 } else { 2 };
    let near = known.iter().map(|k| (distance(word, k), *k)).filter(|(d, _)| *d <= limit).min_by_key(|(d, _)| *d);
    near.map(|(_, k)| k).or_else(|| {
        let mut begun = known.iter().filter(|k| word.chars().count() > 3 && k.starts_with(word));
        begun.next().filter(|_| begun.next().is_none()).copied()
    })
}

/// What a message about an unknown word ends with: the nearest known one, else all of them.
pub fn hint<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let known: Vec<&str> = known.into_iter().collect();
    nearest(word, known.iter().copied())
        .map_or_else(|| format!("known: {}", known.join(", ")), |near| format!("did you mean \"{near}\"?"))
}

/// Levenshtein distance with a swap of neighbours as one slip.
fn distance(a: &str, b: &str) -> usize {
    let a: Vec<char> = a.chars().collect();
    let b: Vec<char> = b.chars().collect();
    let mut rows = vec![vec![0usize; b.len() + 1]; a.len() + 1];
    for (i, row) in rows.iter_mut().enumerate() {
        row[0] = i;
    }
    for (j, cell) in rows[0].iter_mut().enumerate() {
        *cell = j;
    }
    for i in 1..=a.len() {
        for j in 1..=b.len() {
            let cost = usize::from(a[i - 1] != b[j - 1]);
            let mut best = (rows[i - 1][j] + 1).min(rows[i][j - 1] + 1).min(rows[i - 1][j - 1] + cost);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            rows[i][j] = best;
        }
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_finds_its_word_and_nonsense_finds_none() {
        let known = ["kontanthjaelp", "dagpenge", "sygedagpenge"];
        assert_eq!(nearest("kontanthjælp", known), Some("kontanthjaelp"));
        assert_eq!(nearest("dagpegne", known), Some("dagpenge"));
        assert_eq!(nearest("cykel", known), None);
    }

    #[test]
    fn another_name_and_the_beginning_of_a_word_find_it() {
        let known = ["overgangsydelse", "forhoejet_sats", "grundsats"];
        assert_eq!(nearest("selvforsoergelses_og_hjemrejseydelse", known), Some("overgangsydelse"));
        assert_eq!(nearest("forhoejet", known), Some("forhoejet_sats"));
    }
}
