//! Geometry of the line chart.

use super::ends::APART;
use super::*;
use crate::chart::tests::assert_well_formed;
use crate::table::tests::month;
use proptest::prelude::*;

fn numbers(tenths: &[i64]) -> Vec<Point> {
    tenths.iter().map(|n| Point::Number(Exact::decimal(*n, 1).unwrap())).collect()
}

fn chart<'a>(first: &str, series: Vec<Series<'a>>) -> LineChart<'a> {
    LineChart {
        id: "udv",
        title: "Fjordby ligger under klyngen",
        desc: "En linje for hver",
        first: month(first),
        series,
        breaks: Vec::new(),
        goals: Vec::new(),
        decimals: 1,
        suppressed: "vises ikke",
        preliminary: "foreløbig",
        width: Width::Whole,
    }
}

fn series<'a>(style: Style, label: &'a str, points: Vec<Point>) -> Series<'a> {
    Series { style, label, points }
}

/// `y` of every end label, from the top.
fn label_places(svg: &str) -> Vec<f64> {
    svg.split("<text x=\"787.0\" y=\"").skip(1).map(|t| t.split('"').next().unwrap().parse().unwrap()).collect()
}

#[test]
fn labels_at_the_line_ends_are_at_least_17_px_apart() {
    let svg = chart(
        "2026M01",
        vec![
            series(Style::Own, "Fjordby", numbers(&[20, 20])),
            series(Style::Cluster, "klyngen", numbers(&[20, 20])),
            series(Style::Rar, "RAR", numbers(&[19, 19])),
            series(Style::Country, "hele landet", numbers(&[30, 20])),
            series(Style::Best, "de ti bedste", numbers(&[10, 5])),
        ],
    )
    .svg();
    assert_well_formed(&svg);
    let places = label_places(&svg);
    assert_eq!(places.len(), 5);
    assert!(places.windows(2).all(|w| w[1] - w[0] >= APART - 0.06), "{places:?}");
    assert!(places.iter().all(|y| (TOP..=HEIGHT).contains(y)));
    assert!(svg.contains("class=\"b\" style=\"fill:#004D99\">2,0 Fjordby</text>"));
}

#[test]
fn a_goal_above_all_numbers_is_inside_the_drawing_and_named() {
    let own = series(Style::Own, "Fjordby", numbers(&[900, 920]));
    let goals = vec![(Exact::whole(97), "mål")];
    let svg = LineChart { goals, ..chart("2026M01", vec![own]) }.svg();
    assert_well_formed(&svg);
    let line = svg.split("stroke=\"#205000\"").next().unwrap();
    let y: f64 = line.rsplit("y1=\"").next().unwrap().split('"').next().unwrap().parse().unwrap();
    assert!((TOP..BOTTOM).contains(&y), "{y}");
    assert!(svg.contains(">mål 97,0</text>"), "{svg}");
}

#[test]
fn the_own_line_lies_on_top_where_lines_meet() {
    let own = series(Style::Own, "Fjordby", numbers(&[20, 20]));
    let svg = chart("2026M01", vec![own, series(Style::Country, "hele landet", numbers(&[20, 20]))]).svg();
    let place = |style: Style| svg.find(&format!("fill=\"none\" {}", style.stroke())).unwrap();
    assert!(place(Style::Own) > place(Style::Country), "{svg}");
}

#[test]
fn every_style_has_its_own_line_and_end_mark() {
    let svg = chart(
        "2026M01",
        [Style::Own, Style::Cluster, Style::Rar, Style::Country, Style::Best]
            .map(|s| series(s, "x", numbers(&[10, 20])))
            .to_vec(),
    )
    .svg();
    for part in [
        "stroke=\"#004D99\" stroke-width=\"3.2\"",
        "stroke=\"#D94801\" stroke-width=\"2\" stroke-dasharray=\"9 4\"",
        "stroke=\"#4292C6\" stroke-width=\"2\" stroke-dasharray=\"4 3\"",
        "stroke=\"#707070\" stroke-width=\"2\" stroke-linejoin",
        "stroke=\"#1a1a1a\" stroke-width=\"2\" stroke-dasharray=\"1.5 3\"",
        "r=\"4.5\" fill=\"#004D99\"",
        "width=\"8\" height=\"8\" fill=\"#D94801\"",
        "l5 5-5 5-5-5Z\" fill=\"#4292C6\"",
        "r=\"4\" fill=\"#fff\" stroke=\"#707070\"",
        "l5 9h-10Z\" fill=\"#1a1a1a\"",
    ] {
        assert!(svg.contains(part), "{part} is missing");
    }
}

#[test]
fn sixty_months_stand_where_the_design_puts_them() {
    let svg = chart("2021M02", vec![series(Style::Own, "Fjordby", numbers(&[24; 60]))]).svg();
    assert!(svg.contains("viewBox=\"0 0 960 330\""));
    assert!(svg.contains("points=\"36.0,") && svg.contains(" 770.0,"));
    assert!(svg.contains("<text x=\"173\" y=\"322\" class=\"t2\">2022</text>"));
}

#[test]
fn lines_are_not_joined_over_a_data_break() {
    let mut chart = chart("2025M04", vec![series(Style::Own, "Fjordby", numbers(&[20, 20, 21, 23, 23, 24]))]);
    chart.breaks = vec![
        BreakMark { month: month("2025M07"), label: "databrud" },
        BreakMark { month: month("2020M01"), label: "før" },
    ];
    let svg = chart.svg();
    assert_well_formed(&svg);
    assert_eq!(svg.matches("<polyline").count(), 2);
    assert_eq!(svg.matches("stroke-dasharray=\"2 3\"").count(), 1, "a break before the chart is not drawn");
    assert!(svg.contains(">databrud</text>"));
}

#[test]
fn suppressed_months_are_a_gap_with_a_word_and_never_zero() {
    let mut points = numbers(&[20, 20, 20, 20, 20, 20, 20]);
    (points[2], points[3]) = (Point::Suppressed, Point::Suppressed);
    let svg = chart("2026M01", vec![series(Style::Own, "Fjordby", points.clone())]).svg();
    assert_eq!((svg.matches("<polyline").count(), svg.matches(">vises ikke</text>").count()), (2, 1));
    points[6] = Point::Suppressed;
    let svg = chart("2026M01", vec![series(Style::Own, "Fjordby", points)]).svg();
    assert!(svg.contains(">vises ikke Fjordby</text>"));
    assert!(!svg.contains("r=\"4.5\""), "a line that does not reach the last month has no end mark");
    let empty = chart("2026M01", vec![series(Style::Own, "Fjordby", vec![Point::None; 3])]).svg();
    assert_well_formed(&empty);
    assert!(empty.contains(">ingen tal Fjordby</text>"));
}

/// Where a text begins: `x` and `y`.
fn place_of(svg: &str, text: &str) -> (f64, f64) {
    let before = svg.split(&format!(">{text}<")).next().unwrap();
    let tag = before.rsplit("<text ").next().unwrap();
    let of = |name: &str| tag.split(&format!("{name}=\"")).nth(1).unwrap().split('"').next().unwrap().parse().unwrap();
    (of("x"), of("y"))
}

#[test]
fn the_word_for_hidden_months_stands_on_no_line_and_has_a_piece_of_its_own() {
    let mut points = numbers(&[20; 13]);
    (points[5], points[6], points[7]) = (Point::Suppressed, Point::Suppressed, Point::Suppressed);
    let own = series(Style::Own, "Fjordby", points);
    let other = |tenths: i64| series(Style::Rar, "RAR", numbers(&[tenths; 13]));
    let far = chart("2025M01", vec![own.clone(), other(60), other(0)]).svg();
    let near = chart("2025M01", vec![own.clone(), other(60), other(0), other(22)]).svg();
    let (free, moved) = (place_of(&far, "vises ikke").1, place_of(&near, "vises ikke").1);
    let line = BOTTOM - 22.0 / 60.0 * (BOTTOM - TOP);
    assert!((free - 11.0..free + 4.0).contains(&line), "the fourth line runs where the word stood: {free} {line}");
    assert!(!(moved - 11.0..moved + 4.0).contains(&line), "{moved} {line}");
    assert_eq!(near.matches("h15\"").count(), 1, "{near}");
    let alone = chart("2025M01", vec![own]).svg();
    assert!(!alone.contains("h15\""), "alone it needs none: {alone}");
    assert!(far.contains("h15\" fill=\"none\" stroke=\"#004D99\""), "{far}");
}

#[test]
fn the_word_for_preliminary_months_stands_on_no_line_and_no_other_word() {
    let last = |tenths: i64| Point::Preliminary(Exact::decimal(tenths, 1).unwrap());
    let line = |style, tenths: i64| {
        let mut points = numbers(&[tenths; 13]);
        points[12] = last(tenths);
        series(style, "x", points)
    };
    let svg = chart("2025M01", vec![line(Style::Own, 1), line(Style::Rar, 9), line(Style::Best, 30)]).svg();
    let y = place_of(&svg, "foreløbig").1;
    for tenths in [1.0, 9.0, 30.0] {
        let at = BOTTOM - tenths / 30.0 * (BOTTOM - TOP);
        assert!(!(y - 11.0..y + 4.0).contains(&at), "{y} {at}");
    }
}

#[test]
fn a_long_name_is_parted_and_not_cut_and_pushes_the_next_further_down() {
    let long = "Tag stilling senest 2 uger før et tilbud slutter";
    let svg = chart(
        "2026M01",
        vec![series(Style::Own, long, numbers(&[20, 20])), series(Style::Rar, "RAR", numbers(&[20, 20]))],
    )
    .svg();
    assert_well_formed(&svg);
    assert!(
        svg.contains(">2,0 Tag stilling senest 2 uger før<tspan") && svg.contains(">et tilbud slutter</tspan>"),
        "{svg}"
    );
    let places = label_places(&svg);
    assert!(places[1] - places[0] >= APART + 15.0 - 0.06, "{places:?}");
}

#[test]
fn preliminary_months_have_open_marks_and_a_word() {
    let mut points = numbers(&[20, 21, 22]);
    for point in &mut points[1..] {
        *point = Point::Preliminary(point.number().unwrap());
    }
    let svg = chart("2026M01", vec![series(Style::Own, "Fjordby", points)]).svg();
    assert!(svg.contains(">foreløbig</text>"));
    assert!(svg.contains("r=\"3.5\" fill=\"#fff\"") && svg.contains("r=\"4.5\" fill=\"#fff\" stroke=\"#004D99\""));
}

#[test]
fn names_cannot_break_the_drawing() {
    let mut chart = chart("2026M01", vec![series(Style::Own, "<script>&\"", numbers(&[1, 2]))]);
    (chart.title, chart.id) = ("a < b & c", "x\"y");
    assert_well_formed(&chart.svg());
}

proptest! {
    #[test]
    fn every_series_gives_a_well_formed_drawing_inside_its_frame(
        seeds in proptest::collection::vec(proptest::collection::vec((0i64..2_000_000, 0u8..6), 0..30), 0..5),
        start in 0i32..12,
    ) {
        let styles = [Style::Own, Style::Cluster, Style::Rar, Style::Country, Style::Best];
        let all = seeds.iter().zip(styles).map(|(seed, style)| {
            let points = seed.iter().map(|(n, sort)| {
                let n = Exact::decimal(*n, 1).unwrap();
                match sort { 0 => Point::Suppressed, 1 => Point::None, 2 => Point::Preliminary(n), _ => Point::Number(n) }
            }).collect();
            series(style, "x", points)
        }).collect();
        let mut chart = chart("2025M01", all);
        chart.first = chart.first.plus(start);
        chart.breaks = vec![BreakMark { month: month("2025M12"), label: "b" }];
        let svg = chart.svg();
        assert_well_formed(&svg);
        for y in svg.split("cy=\"").skip(1).map(|t| t.split('"').next().unwrap().parse::<f64>().unwrap()) {
            prop_assert!((TOP - 0.1..=BOTTOM + 0.1).contains(&y));
        }
        prop_assert!(label_places(&svg).windows(2).all(|w| w[1] - w[0] >= APART - 0.11));
    }
}
