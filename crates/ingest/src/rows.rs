//! Rows of a text table, whatever it is about: lines of bounded length, fields, encoding, and every bad row with its place.

pub(crate) mod csv;
pub(crate) mod lines;
pub(crate) mod row;

use domain::node::Problem;
use std::io::{BufRead, Chain, Cursor, ErrorKind, Read};

/// An input whose first bytes have been looked at: without a byte-order mark.
pub(crate) type Begun<R> = Chain<Cursor<Vec<u8>>, R>;

/// Looks at the beginning of an input. UTF-16 and an unreadable file are problems that end the reading.
pub(crate) fn begin<R: BufRead>(mut input: R) -> (Begun<R>, Option<Problem>) {
    let mut bytes = Vec::with_capacity(64);
    let mut problem = fill(&mut input, &mut bytes).err().map(|error| lines::unreadable(0, &error));
    if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
        let message = "the file is UTF-16; save it as UTF-8".to_owned();
        problem = Some(Problem { code: "wrong_encoding", path: "file".into(), line: 1, message });
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes).to_vec();
    (Cursor::new(bytes).chain(input), problem)
}

fn fill<R: BufRead>(input: &mut R, begin: &mut Vec<u8>) -> std::io::Result<()> {
    while begin.len() < 64 {
        let mut some = [0u8; 64];
        match input.read(&mut some[..64 - begin.len()]) {
            Ok(0) => break,
            Ok(n) => begin.extend_from_slice(&some[..n]),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
