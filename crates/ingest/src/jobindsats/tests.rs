//! The three shapes, each trap of the published files, and noise.

use super::*;
use proptest::prelude::*;

struct Read {
    cells: Vec<StatCell>,
    problems: Vec<Problem>,
    rows: u64,
    refused: u64,
}

fn read_bytes(bytes: &[u8], sign: Option<DecimalSign>) -> Read {
    let areas = Areas::shipped();
    let mut found = Read { cells: Vec::new(), problems: Vec::new(), rows: 0, refused: 0 };
    let mut cells = read(Source { sign, ..Source::new("y60a02", &areas) }, bytes);
    for item in &mut cells {
        match item {
            Ok(cell) => found.cells.push(cell),
            Err(problem) => found.problems.push(problem),
        }
    }
    (found.rows, found.refused) = (cells.rows_read(), cells.rows_refused());
    assert!(cells.next().is_none(), "a finished reader stays finished");
    found
}

fn read_text(text: &str) -> Read {
    read_bytes(text.as_bytes(), None)
}

/// `area measure period value` of each cell.
fn lines(read: &Read) -> Vec<String> {
    assert_eq!(read.problems, [], "no problem is expected");
    read.cells
        .iter()
        .map(|c| {
            let value = match c.value {
                StatValue::Number(n) => n.to_string(),
                StatValue::Suppressed => "suppressed".to_owned(),
            };
            let dims: String = c.dims.iter().map(|(k, v)| format!(" {k}={v}")).collect();
            format!("{} {} {}{dims} {value}", c.area, c.measure, c.period)
        })
        .collect()
}

#[test]
fn the_text_shape_with_points_and_crlf_is_read() {
    let read = read_text(
        "\u{FEFF}omraade;periode;total;totalRate\r\nAlbertslund;2021M08;656;4.9\r\nHele landet;2021M08;91583;3\r\n\r\n",
    );
    assert_eq!(
        lines(&read),
        ["165 total 2021M08 656", "165 totalRate 2021M08 4.9", "0 total 2021M08 91583", "0 totalRate 2021M08 3"]
    );
    assert_eq!((read.rows, read.refused, read.cells[0].table.as_str()), (2, 0, "y60a02"));
}

#[test]
fn the_text_shape_in_danish_writing_is_read() {
    let read = read_text(
        "Område;Periode;Antal personer;Pct. af befolkningen\nAarhus;2026M07;6.232;2,6\nSamsø;2026M07;1.017;0,9\n",
    );
    assert_eq!(
        lines(&read)[..3],
        ["751 Antal personer 2026M07 6232", "751 Pct. af befolkningen 2026M07 2.6", "741 Antal personer 2026M07 1017"]
    );
}

#[test]
fn blanks_and_their_other_spellings_are_suppressed_and_never_zero() {
    let read = read_text("omraade;periode;a;b;c;d;e;f\nLæsø;2026M07;;-;.;..;null;0\n");
    let values: Vec<StatValue> = read.cells.iter().map(|c| c.value).collect();
    assert_eq!(values[..5], [StatValue::Suppressed; 5]);
    assert_eq!(values[5], StatValue::Number(Decimal { mantissa: 0, scale: 0 }));
}

#[test]
fn dimensions_belong_to_the_cell() {
    let read = read_text("omraade;periode;tilbudstype;forloeb;aktiverede\nAlbertslund;2026M07;Løntilskud;7;\n");
    assert_eq!(
        lines(&read),
        ["165 forloeb 2026M07 tilbudstype=Løntilskud 7", "165 aktiverede 2026M07 tilbudstype=Løntilskud suppressed"]
    );
}

#[test]
fn thousands_or_decimals_is_refused_where_nothing_shows_which() {
    let text = "omraade;periode;total\nAarhus;2026M07;1.184\nOdense;2026M07;656\n";
    let read = read_text(text);
    assert_eq!(read.problems.len(), 1);
    assert_eq!(
        (read.problems[0].code, read.problems[0].line, read.problems[0].path.as_str()),
        ("ambiguous_number", 2, "total")
    );
    assert_eq!((read.cells.len(), read.rows, read.refused), (1, 2, 1));
    let told = read_bytes(text.as_bytes(), Some(DecimalSign::Comma));
    assert_eq!(lines(&told)[0], "751 total 2026M07 1184");
    let told = read_bytes(text.as_bytes(), Some(DecimalSign::Point));
    assert_eq!(lines(&told)[0], "751 total 2026M07 1.184");
}

#[test]
fn a_second_decimal_sign_in_one_file_is_refused() {
    let read = read_text("omraade;periode;share\nAarhus;2026M07;2,6\nOdense;2026M07;2.6\n");
    assert_eq!((read.problems[0].code, read.problems[0].line), ("mixed_decimal_sign", 3));
}

#[test]
fn an_unknown_area_names_line_reason_and_neighbour_and_the_rest_is_read() {
    let read = read_text("omraade;periode;total\nHedenstad;2026M07;5\nHedensted;2026M07;553\n");
    let problem = &read.problems[0];
    assert_eq!((problem.code, problem.line, problem.path.as_str()), ("unknown_area", 2, "omraade"));
    assert!(problem.message.contains("did you mean \"Hedensted\"?"), "{}", problem.message);
    assert_eq!(read.cells.len(), 1);
}

#[test]
fn each_wrong_row_says_what_is_wrong() {
    let read = read_text(
        "omraade;periode;total\nAarhus;2026M13;5\nAarhus;2026M07\nAarhus;2026M07;Jobparat\n;2026M07;4\n\"Aarhus;2026M07;4\nOdense;2026M07;9\n",
    );
    let codes: Vec<(u32, &str)> = read.problems.iter().map(|p| (p.line, p.code)).collect();
    assert_eq!(codes, [(2, "bad_period"), (3, "bad_row"), (4, "bad_number"), (5, "missing_value"), (6, "syntax")]);
    assert_eq!((read.rows, read.refused, read.cells.len()), (6, 5, 1));
}

#[test]
fn latin_letters_are_read_with_one_notice_and_other_bytes_are_refused() {
    let read =
        read_bytes(b"omraade;periode;total\nAller\xF8d;2026M07;204\nK\xF8ge;2026M07;5\nAller\x9Bd;2026M07;7\n", None);
    let areas: Vec<u16> = read.cells.iter().map(|c| c.area).collect();
    assert_eq!(areas, [201, 259]);
    let codes: Vec<(u32, &str)> = read.problems.iter().map(|p| (p.line, p.code)).collect();
    assert_eq!(codes, [(2, "wrong_encoding"), (4, "wrong_encoding")]);
    assert!(read.problems[0].message.contains("Latin-1"));
    assert_eq!((read.rows, read.refused), (3, 1));
    let twice = read_text("omraade;periode;total\nAllerÃ¸d;2026M07;204\n");
    assert!(twice.problems[0].message.contains("second time"));
    assert_eq!(read_bytes(b"\xFF\xFEo\0m\0", None).problems[0].code, "wrong_encoding");
}

#[test]
fn version_3_of_the_api_is_read() {
    let read = read_text(
        r#" {"table_id":"y60a02","meta":{"x":[1,{"rows":[]}]},"columns":["Periode","Kommune","_kon","Antal personer","Pct."],
        "rows":[["2026M07","Aarhus","Køn i alt","6.232","2,6"],["2026Q1","Hele landet","Mænd",85491,2.25],["2026M07","Læsø","Mænd",null,".."]],"n":3}"#,
    );
    assert_eq!(
        lines(&read),
        [
            "751 Antal personer 2026M07 _kon=Køn i alt 6232",
            "751 Pct. 2026M07 _kon=Køn i alt 2.6",
            "0 Antal personer 2026Q01 _kon=Mænd 85491",
            "0 Pct. 2026Q01 _kon=Mænd 2.25",
            "825 Antal personer 2026M07 _kon=Mænd suppressed",
            "825 Pct. 2026M07 _kon=Mænd suppressed",
        ]
    );
}

#[test]
fn version_2_of_the_api_is_read() {
    let read = read_text(
        r#"[{"Area":["Hele landet"],"Period":["2021M12"],"Variables":[{"Name":"area","Label":"Area"},{"Name":"period","Label":"Periode"},
        {"Name":"_kon","Label":"Køn"},{"Name":"m1","Label":"Antal personer"}],"Data":[["Hele landet","2021M12","Kvinder","1.184.000"],["Randers","2025QMAT06","Mænd","-"]]}]"#,
    );
    assert_eq!(
        lines(&read),
        ["0 Antal personer 2021M12 Køn=Kvinder 1184000", "730 Antal personer 2025QMAT06 Køn=Mænd suppressed"]
    );
}

#[test]
fn a_wrong_row_of_an_answer_is_named_by_its_number() {
    let read = read_text(
        r#"{"columns":["omraade","periode","total"],"rows":[["Atlantis","2026M07",4],17,["Aarhus","2026M07",true],["Aarhus","2026M07",5]]}"#,
    );
    let found: Vec<(&str, &str)> = read.problems.iter().map(|p| (p.path.as_str(), p.code)).collect();
    assert_eq!(found, [("rows[0].omraade", "unknown_area"), ("rows[1]", "bad_value"), ("rows[2].total", "bad_number")]);
    assert_eq!((read.cells.len(), read.rows, read.refused), (1, 4, 3));
}

#[test]
fn an_answer_that_is_none_ends_with_its_reason() {
    for (text, part) in [
        (r#"{"error":"token"}"#, "no columns and rows"),
        (r#"{"rows":[],"columns":[]}"#, "before the columns"),
        (r#"{"columns":["omraade","periode","total"],"rows":[["Aarhus","2026M07",4]"#, "cut off"),
        (r#"{"columns":["omraade","periode","total"],"rows":[["#, "cut off"),
        ("[]", "no table"),
        ("{}x", "no columns"),
        ("[1]", "expected here"),
    ] {
        let problem = read_text(text).problems.pop().unwrap();
        assert!(problem.message.contains(part), "{text}: {problem}");
    }
}

#[test]
fn a_file_that_is_no_table_is_one_problem() {
    for text in ["", "\n\n", "hello", "a,b,c\n1,2,3\n", "%PDF-1.7 \u{1}\n", "omraade;total\nAarhus;3\n"] {
        let read = read_text(text);
        assert_eq!((read.problems.len(), read.cells.len()), (1, 0), "{text}");
    }
    let long = read_bytes(&vec![b'x'; 3_000_000], None);
    assert_eq!((long.problems.len(), long.problems[0].code), (1, "line_too_long"));
}

#[test]
fn a_row_of_an_answer_that_is_too_long_is_skipped() {
    let text = format!(
        r#"{{"columns":["omraade","periode","total"],"rows":[["Aarhus","2026M07","{}"],["Aarhus","2026M07",5]]}}"#,
        "x".repeat(LONGEST + 10)
    );
    let read = read_text(&text);
    assert_eq!((read.problems[0].code, read.cells.len()), ("line_too_long", 1));
}

proptest! {
    #[test]
    fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        read_bytes(&bytes, None);
    }

    #[test]
    fn no_text_near_a_table_makes_the_reader_panic(rest in "[\\[\\]{},:;\"\\\\a-zÅ0-9.\n ]{0,200}") {
        read_text(&rest);
        read_text(&format!("omraade;periode;total\n{rest}"));
        read_text(&format!("{{\"columns\":[\"omraade\",\"periode\",\"total\"],\"rows\":[{rest}"));
        read_text(&format!("[{{{rest}"));
    }
}
