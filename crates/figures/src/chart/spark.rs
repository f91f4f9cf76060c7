//! A small line in a table row: own municipality and cluster. The row's numbers say the same, so it is hidden from readers.

use super::{Style, push};
use crate::exact::Exact;

const WIDTH: f64 = 156.0;
const LEFT: f64 = 2.0;
const RIGHT: f64 = 151.0;
const TOP: f64 = 4.0;
const BOTTOM: f64 = 24.0;

/// Both series have one entry a month; `None` is a gap. Lines are not joined into the places in `breaks`.
pub fn sparkline(own: &[Option<Exact>], cluster: &[Option<Exact>], breaks: &[usize]) -> String {
    let numbers = || own.iter().chain(cluster).flatten().map(|n| n.to_f64());
    let low = numbers().fold(f64::INFINITY, f64::min);
    let high = numbers().fold(f64::NEG_INFINITY, f64::max);
    let months = own.len().max(cluster.len());
    let step = (RIGHT - LEFT) / (months.max(2) - 1) as f64;
    let place = |at: usize, n: Exact| {
        let y =
            if high > low { BOTTOM - (n.to_f64() - low) / (high - low) * (BOTTOM - TOP) } else { (TOP + BOTTOM) / 2.0 };
        (LEFT + step * at as f64, y)
    };
    let mut svg = format!(
        "<svg class=\"ch\" viewBox=\"0 0 {WIDTH} 28\" width=\"{WIDTH}\" aria-hidden=\"true\" focusable=\"false\">"
    );
    let series = [
        (cluster, Style::Cluster, "stroke-width=\"1.5\" stroke-dasharray=\"5 3\""),
        (own, Style::Own, "stroke-width=\"2\""),
    ];
    for (points, style, stroke) in series {
        let mut run: Vec<String> = Vec::new();
        for (at, point) in points.iter().enumerate() {
            if breaks.contains(&at) || point.is_none() {
                draw(&mut svg, &mut run, style, stroke);
            }
            if let Some(n) = point {
                let (x, y) = place(at, *n);
                run.push(format!("{x:.1},{y:.1}"));
            }
        }
        draw(&mut svg, &mut run, style, stroke);
    }
    if let Some((at, n)) = own.iter().enumerate().rev().find_map(|(at, n)| Some((at, (*n)?))) {
        let (x, y) = place(at, n);
        push(&mut svg, format_args!("<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3\" fill=\"{}\"/>", Style::Own.colour()));
    }
    svg.push_str("</svg>");
    svg
}

fn draw(svg: &mut String, run: &mut Vec<String>, style: Style, stroke: &str) {
    let colour = style.colour();
    match run.as_slice() {
        [] => {}
        [point] => {
            let (x, y) = point.split_once(',').unwrap_or(("0", "0"));
            push(svg, format_args!("<circle cx=\"{x}\" cy=\"{y}\" r=\"1.5\" fill=\"{colour}\"/>"));
        }
        points => push(
            svg,
            format_args!("<polyline points=\"{}\" fill=\"none\" stroke=\"{colour}\" {stroke}/>", points.join(" ")),
        ),
    }
    run.clear();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::tests::assert_well_formed;

    fn points(tenths: &[i64]) -> Vec<Option<Exact>> {
        tenths.iter().map(|n| (*n >= 0).then(|| Exact::decimal(*n, 1).unwrap())).collect()
    }

    #[test]
    fn the_line_spans_the_drawing_and_ends_in_a_dot() {
        let svg = sparkline(&points(&[20, 21, 25]), &points(&[22, 22, 22]), &[]);
        assert_well_formed(&svg);
        assert!(svg.contains("points=\"2.0,24.0 76.5,20.0 151.0,4.0\""), "{svg}");
        assert!(svg.contains("<circle cx=\"151.0\" cy=\"4.0\" r=\"3\""));
    }

    #[test]
    fn gaps_and_breaks_part_the_line_and_nothing_gives_an_empty_drawing() {
        let svg = sparkline(&points(&[20, 21, -1, 20, 20, 23, 23]), &[], &[5]);
        assert_well_formed(&svg);
        assert_eq!(svg.matches("<polyline").count(), 3);
        let flat = sparkline(&points(&[20]), &points(&[-1]), &[]);
        assert_well_formed(&flat);
        assert!(flat.contains("cy=\"14.0\""));
        assert_well_formed(&sparkline(&[], &[], &[]));
    }
}
