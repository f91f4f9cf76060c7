//! Lines of a file with a limit to their length, so that noise without line ends cannot fill the memory.

use domain::node::Problem;
use std::io::{BufRead, ErrorKind};

/// The longest line, and the longest row of a JSON answer, in bytes.
pub const LONGEST: usize = 64 * 1024;

pub(crate) struct Lines<R> {
    input: R,
    number: u32,
    done: bool,
}

impl<R: BufRead> Lines<R> {
    pub(crate) fn new(input: R) -> Lines<R> {
        Lines { input, number: 0, done: false }
    }

    /// Fills `line` with the next line without its end, and gives its number. A line that is too long is a problem and
    /// is skipped; a reader that fails ends the file.
    pub(crate) fn next(&mut self, line: &mut Vec<u8>) -> Option<Result<u32, Problem>> {
        line.clear();
        let (mut any, mut too_long) = (false, false);
        while !self.done {
            let chunk = match self.input.fill_buf() {
                Ok(chunk) => chunk,
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => {
                    self.done = true;
                    return Some(Err(unreadable(self.number, &error)));
                }
            };
            if chunk.is_empty() {
                self.done = true;
                break;
            }
            any = true;
            let end = chunk.iter().position(|b| *b == b'\n');
            let body = &chunk[..end.unwrap_or(chunk.len())];
            let room = LONGEST - line.len();
            too_long |= body.len() > room;
            line.extend_from_slice(&body[..body.len().min(room)]);
            let used = end.map_or(chunk.len(), |at| at + 1);
            self.input.consume(used);
            if end.is_some() {
                break;
            }
        }
        if !any {
            return None;
        }
        self.number = self.number.saturating_add(1);
        if too_long {
            return Some(Err(Problem {
                code: "line_too_long",
                path: "file".into(),
                line: self.number,
                message: format!("the line is longer than {LONGEST} bytes and is skipped"),
            }));
        }
        if line.last() == Some(&b'\r') {
            line.pop();
        }
        Some(Ok(self.number))
    }
}

pub(crate) fn unreadable(line: u32, error: &std::io::Error) -> Problem {
    Problem {
        code: "unreadable",
        path: "file".into(),
        line,
        message: format!("the file could not be read further: {error}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{BufReader, Read};

    /// Endless noise that counts what was asked of it.
    struct Noise(u64);

    impl Read for Noise {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            let n = buffer.len().min(usize::try_from(self.0).unwrap());
            buffer[..n].fill(b'x');
            self.0 -= n as u64;
            Ok(n)
        }
    }

    #[test]
    fn a_hundred_megabytes_without_a_line_end_is_one_problem_and_little_memory() {
        let mut lines = Lines::new(BufReader::new(Noise(100_000_000)));
        let mut line = Vec::new();
        assert_eq!(lines.next(&mut line).unwrap().unwrap_err().code, "line_too_long");
        assert!(line.capacity() <= 2 * LONGEST);
        assert!(lines.next(&mut line).is_none());
    }

    #[test]
    fn the_line_after_one_that_is_too_long_is_read() {
        let text = format!("a\r\n{}\nb", "x".repeat(LONGEST + 1));
        let mut lines = Lines::new(text.as_bytes());
        let mut line = Vec::new();
        assert_eq!((lines.next(&mut line), line.as_slice()), (Some(Ok(1)), b"a".as_slice()));
        assert!(matches!(lines.next(&mut line), Some(Err(p)) if p.line == 2));
        assert_eq!(lines.next(&mut line), Some(Ok(3)));
        assert_eq!(line, b"b");
        assert_eq!(lines.next(&mut line), None);
    }
}
