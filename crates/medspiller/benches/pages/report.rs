//! How long a report takes from the button to the page, and its files.

use super::{Place, get, post_to};
use std::net::TcpStream;
use std::time::{Duration, Instant};

/// The last whole month of the invented municipality.
const MONTH: &str = "2026-02";
const TIMES: usize = 3;

/// Makes a report of a kind some times, and asks for what can be had of it: the best of each is told.
pub(crate) fn report(place: &Place, kind: &str) {
    let mut best = [Duration::MAX; 4];
    for _ in 0..TIMES {
        for (best, took) in best.iter_mut().zip(once(place, kind)) {
            *best = took.min(*best);
        }
    }
    let [made, page, pdf, book] = best.map(|d| d.as_secs_f64());
    println!("{kind:<34} made {made:.2} s, page {page:.3} s, PDF {pdf:.2} s, workbook {book:.2} s (best of {TIMES})");
}

fn once(place: &Place, kind: &str) -> [Duration; 4] {
    let (address, cookie) = (&place.address, &place.leader);
    let mut stream = TcpStream::connect(address).unwrap();
    let begun = Instant::now();
    let form = format!("rapport={kind}&maaned={MONTH}&kommune=999");
    let (status, answer) = post_to(&mut stream, address, "/rapporter", cookie, &form);
    assert_eq!(status, 303, "{answer:.300}");
    let ticket = location(&answer);
    let report = loop {
        let (status, answer) = get(&mut stream, address, &ticket, cookie);
        if status == 303 {
            break location(&answer);
        }
        assert_eq!(status, 200, "{answer:.300}");
        std::thread::sleep(Duration::from_millis(20));
    };
    let made = begun.elapsed();
    let mut timed = |path: String| {
        let begun = Instant::now();
        let (status, _) = get(&mut stream, address, &path, cookie);
        assert_eq!(status, 200, "{path}");
        begun.elapsed()
    };
    [made, timed(report.clone()), timed(format!("{report}/pdf")), timed(format!("{report}/regneark"))]
}

fn location(answer: &str) -> String {
    let line = answer.lines().find_map(|l| l.strip_prefix("location: "));
    line.unwrap_or_default().trim().to_owned()
}
