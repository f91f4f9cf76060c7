//! Rust text without what is no code: comments, the insides of strings, tests. Lines and offsets stay as they were.

/// What stays readable.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Keep {
    Code,
    CodeAndStrings,
}

/// Comments and the insides of strings become spaces.
pub(crate) fn code_only(text: &str) -> String {
    mask(text, Keep::Code)
}

/// Comments become spaces; strings stay.
pub(crate) fn without_comments(text: &str) -> String {
    mask(text, Keep::CodeAndStrings)
}

/// Every item under `#[cfg(test)]` becomes spaces. Takes the outcome of [`code_only`].
pub(crate) fn without_tests(code: &str) -> String {
    let mut bytes = code.as_bytes().to_vec();
    let mut from = 0;
    while let Some(start) = code[from..].find("#[cfg(test)]").map(|at| from + at) {
        let end = item_end(code.as_bytes(), start);
        blank(&mut bytes[start..end]);
        from = end;
    }
    String::from_utf8(bytes).unwrap_or_default()
}

/// True for a file that holds tests only.
pub(crate) fn is_test_file(path: &str) -> bool {
    path.contains("/tests/") || path.contains("/benches/") || path.ends_with("/tests.rs") || path.ends_with("_tests.rs")
}

/// Offsets where `word` stands and is not the middle of a longer identifier.
pub(crate) fn find_word(text: &str, word: &str) -> Vec<usize> {
    let part_of_name = |c: char| c.is_alphanumeric() || c == '_';
    let open_ended = !word.ends_with(part_of_name);
    text.match_indices(word)
        .filter(|(at, _)| !text[..*at].ends_with(part_of_name))
        .filter(|(at, _)| open_ended || !text[at + word.len()..].starts_with(part_of_name))
        .map(|(at, _)| at)
        .collect()
}

/// Where the item that starts at `start` (with its attributes) ends: after its braces or its semicolon.
fn item_end(code: &[u8], start: usize) -> usize {
    let (mut round, mut at) = (0usize, start);
    while at < code.len() {
        match code[at] {
            b'(' | b'[' => round += 1,
            b')' | b']' => round = round.saturating_sub(1),
            b';' if round == 0 => return at + 1,
            b'{' if round == 0 => return closing_brace(code, at) + 1,
            _ => {}
        }
        at += 1;
    }
    code.len()
}

/// Where the brace that opens at `open` closes; the last byte when it never does.
pub(crate) fn closing_brace(code: &[u8], open: usize) -> usize {
    let mut depth = 0usize;
    for (at, byte) in code.iter().enumerate().skip(open) {
        match byte {
            b'{' => depth += 1,
            b'}' if depth == 1 => return at,
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    code.len().saturating_sub(1)
}

fn blank(bytes: &mut [u8]) {
    for byte in bytes.iter_mut().filter(|b| **b != b'\n') {
        *byte = b' ';
    }
}

fn mask(text: &str, keep: Keep) -> String {
    let mut bytes = text.as_bytes().to_vec();
    let source = text.as_bytes();
    let mut at = 0;
    while at < source.len() {
        let rest = &source[at..];
        let end = if rest.starts_with(b"//") {
            let end = at + rest.iter().position(|b| *b == b'\n').unwrap_or(rest.len());
            blank(&mut bytes[at..end]);
            end
        } else if rest.starts_with(b"/*") {
            let end = block_comment_end(source, at);
            blank(&mut bytes[at..end]);
            end
        } else if let Some((mark, end)) = string_at(source, at) {
            if keep == Keep::Code {
                // A raw string opens with an `r` more than it closes with.
                let closing = mark - usize::from(source[at] == b'r');
                let inside = at + mark;
                blank(&mut bytes[inside..(end - closing).max(inside)]);
            }
            end
        } else {
            at + 1
        };
        at = end;
    }
    String::from_utf8(bytes).unwrap_or_default()
}

fn block_comment_end(source: &[u8], start: usize) -> usize {
    let (mut depth, mut at) = (0usize, start);
    while at < source.len() {
        if source[at..].starts_with(b"/*") {
            depth += 1;
            at += 2;
        } else if source[at..].starts_with(b"*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += 1;
        }
    }
    source.len()
}

/// A string or character literal that starts at `at`: the length of its opening mark, and where it ends.
fn string_at(source: &[u8], at: usize) -> Option<(usize, usize)> {
    let in_a_name = at > 0 && (source[at - 1].is_ascii_alphanumeric() || source[at - 1] == b'_');
    match source[at] {
        b'"' => Some((1, quoted_end(source, at + 1, b'"'))),
        b'\'' => char_end(source, at).map(|end| (1, end)),
        b'r' if !in_a_name || source[at - 1] == b'b' => {
            let hashes = source[at + 1..].iter().take_while(|b| **b == b'#').count();
            if source.get(at + 1 + hashes) != Some(&b'"') {
                return None;
            }
            let inside = at + 2 + hashes;
            let closing = [b"\"".as_slice(), &b"#".repeat(hashes)].concat();
            let end = source[inside..].windows(closing.len()).position(|w| w == closing);
            Some((2 + hashes, end.map_or(source.len(), |e| inside + e + closing.len())))
        }
        _ => None,
    }
}

fn quoted_end(source: &[u8], mut at: usize, quote: u8) -> usize {
    while at < source.len() {
        match source[at] {
            b'\\' => at += 2,
            b if b == quote => return at + 1,
            _ => at += 1,
        }
    }
    source.len()
}

/// A character literal, or `None` for a lifetime.
fn char_end(source: &[u8], at: usize) -> Option<usize> {
    if source.get(at + 1) == Some(&b'\\') {
        return Some(quoted_end(source, at + 1, b'\''));
    }
    // One character of up to four bytes, then the quote.
    let width = match source.get(at + 1)? {
        0..=0x7f => 1,
        0x80..=0xdf => 2,
        0xe0..=0xef => 3,
        _ => 4,
    };
    (source.get(at + 1 + width) == Some(&b'\'')).then_some(at + width + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_strings_are_no_code() {
        let text = "a(\"x // y\"); // std::fs\n/* b /* c */ */ d('\"', 'e', r#\"f\"g\"#);\nfn h<'a>(i: &'a str) {}";
        let code = code_only(text);
        assert_eq!(code.len(), text.len());
        for gone in ["x", "y", "fs", "b ", "c", "g"] {
            assert!(!code.contains(gone), "{gone} in {code}");
        }
        for there in ["a(\"", " d('", "fn h<'a>(i: &'a str) {}"] {
            assert!(code.contains(there), "{there} not in {code}");
        }
        assert!(without_comments(text).contains("x // y") && !without_comments(text).contains("std::fs"));
    }

    #[test]
    fn tests_are_left_out_and_what_follows_stays() {
        let code =
            "fn a() {}\n#[cfg(test)]\nmod tests { fn b() { c! {} } }\nfn d() {}\n#[cfg(test)]\nmod more;\nfn e() {}";
        let kept = without_tests(code);
        assert!(kept.contains("fn a") && kept.contains("fn d") && kept.contains("fn e"));
        assert!(!kept.contains("fn b") && !kept.contains("more"));
        assert_eq!(kept.matches('\n').count(), code.matches('\n').count());
    }

    #[test]
    fn a_word_is_no_part_of_a_longer_name() {
        assert_eq!(find_word("tokio tokio_x my_tokio tokio::spawn", "tokio"), [0, 23]);
        assert_eq!(find_word("eprintln!() println!()", "println!"), [12]);
    }

    #[test]
    fn a_text_that_never_ends_is_no_fault_of_ours() {
        for text in ["a(\"", "a(\"b", "r#\"b", "'", "/* b"] {
            assert_eq!(code_only(text).len(), text.len());
        }
    }

    #[test]
    fn a_quote_that_is_escaped_does_not_end_the_text() {
        let code = code_only(r#"a("x\"y\\"); c"#);
        assert!(code.starts_with("a(\"") && code.ends_with("); c") && !code.contains('y'), "{code}");
    }
}
