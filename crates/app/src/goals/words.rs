//! A goal as the database keeps it: JSON with the codes of `docs/ordbog.md`, days and written numbers.

use super::{GoalPart, GoalText, Measured};
use domain::Day;
use domain::codes::Code;
use figures::Exact;
use figures::danish::{self, written};
use figures::goal::{Aim, Benchmark, Goal, Side};
use serde_json::{Value, json};

fn number(value: &Value) -> Option<Exact> {
    danish::read(value.as_str()?).map(|(n, _)| n)
}

fn code<C: Code>(value: &Value) -> Option<C> {
    C::from_code(value.as_str()?)
}

fn aim_json(aim: Aim) -> Value {
    let side = |side: Side| side.code();
    match aim {
        Aim::Reach { target, side: way } => json!({ "kind": "reach", "target": written(target), "side": side(way) }),
        Aim::Change { percent } => json!({ "kind": "change", "percent": written(percent) }),
        Aim::EachYear { percent } => json!({ "kind": "each_year", "percent": written(percent) }),
        Aim::LevelAgainst { side: way } => json!({ "kind": "level", "side": side(way) }),
        Aim::TrendAgainst { side: way } => json!({ "kind": "trend", "side": side(way) }),
        Aim::LevelAndTrend { level, trend } => {
            json!({ "kind": "level_and_trend", "side": side(level), "trend": side(trend) })
        }
        Aim::ChangeAgainst { percent } => json!({ "kind": "change_against", "percent": written(percent) }),
        Aim::Direction { side: way } => json!({ "kind": "direction", "side": side(way) }),
    }
}

fn aim(value: &Value) -> Option<Aim> {
    let side = || code::<Side>(&value["side"]);
    let percent = || number(&value["percent"]);
    Some(match value["kind"].as_str()? {
        "reach" => Aim::Reach { target: number(&value["target"])?, side: side()? },
        "change" => Aim::Change { percent: percent()? },
        "each_year" => Aim::EachYear { percent: percent()? },
        "level" => Aim::LevelAgainst { side: side()? },
        "trend" => Aim::TrendAgainst { side: side()? },
        "level_and_trend" => Aim::LevelAndTrend { level: side()?, trend: code(&value["trend"])? },
        "change_against" => Aim::ChangeAgainst { percent: percent()? },
        "direction" => Aim::Direction { side: side()? },
        _ => return None,
    })
}

pub(super) fn write(text: &GoalText) -> String {
    let (measure, benefit, part, published) = match &text.measured {
        Measured::Own { measure, benefit, part } => {
            (Some(measure.code()), benefit.map(Code::code), part.as_ref().map(GoalPart::code), None)
        }
        Measured::Published(id) => (None, None, None, Some(id.as_str())),
    };
    json!({
        "name": text.name,
        "measure": measure,
        "benefit": benefit,
        "part": part,
        "published": published,
        "population": text.goal.population.code(),
        "aim": aim_json(text.goal.aim),
        "baseline": text.goal.baseline.map(|(_, value)| written(value)),
        "since": text.goal.baseline.map(|(day, _)| day.to_string()),
        "by": text.goal.by.map(|day| day.to_string()),
        "benchmark": text.goal.benchmark.map(Code::code),
        "source": text.source,
        "template": text.template,
    })
    .to_string()
}

/// `None`: these are no words of a goal.
pub(super) fn read(words: &str) -> Option<GoalText> {
    let value: Value = serde_json::from_str(words).ok()?;
    let text = |key: &str| value[key].as_str().map(str::to_owned);
    // What is there must be readable; what is not there is left out.
    fn there<T>(value: &Value, read: impl Fn(&Value) -> Option<T>) -> Option<Option<T>> {
        if value.is_null() { Some(None) } else { read(value).map(Some) }
    }
    let day = |value: &Value| value.as_str()?.parse::<Day>().ok();
    let measured = match (there(&value["measure"], code)?, text("published")) {
        (Some(measure), None) => {
            let part = there(&value["part"], |value| GoalPart::read(value.as_str()?))?;
            Measured::Own { measure, benefit: there(&value["benefit"], code)?, part }
        }
        (None, Some(id)) => Measured::Published(id),
        _ => return None,
    };
    let baseline = there(&value["since"], day)?.zip(there(&value["baseline"], number)?);
    Some(GoalText {
        name: text("name")?,
        measured,
        goal: Goal {
            population: code(&value["population"])?,
            aim: aim(&value["aim"])?,
            baseline,
            by: there(&value["by"], day)?,
            benchmark: there(&value["benchmark"], code::<Benchmark>)?,
        },
        source: text("source")?,
        template: text("template"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use figures::goal::{Measure, Population};

    fn text(aim: Aim, baseline: Option<(&str, Exact)>) -> GoalText {
        GoalText {
            name: "Færre \"på\" sygedagpenge".into(),
            measured: Measured::Own {
                measure: Measure::Fuldtidspersoner,
                benefit: Some(domain::codes::Benefit::Sygedagpenge),
                part: None,
            },
            goal: Goal {
                population: Population::Bestand,
                aim,
                baseline: baseline.map(|(day, value)| (day.parse().unwrap(), value)),
                by: None,
                benchmark: None,
            },
            source: "Byrådet".into(),
            template: None,
        }
    }

    #[test]
    fn every_kind_of_goal_comes_back_as_it_was_written() {
        let n = |mantissa, scale| Exact::decimal(mantissa, scale).unwrap();
        let (below, above) = (Side::Below, Side::Above);
        for aim in [
            Aim::Reach { target: n(9_725, 2), side: above },
            Aim::Change { percent: n(-50, 0) },
            Aim::EachYear { percent: n(-105, 1) },
            Aim::LevelAgainst { side: below },
            Aim::TrendAgainst { side: below },
            Aim::LevelAndTrend { level: below, trend: above },
            Aim::ChangeAgainst { percent: n(-1, 0) },
            Aim::Direction { side: above },
        ] {
            for baseline in [None, Some(("2025-12-31", n(12_361_234, 4)))] {
                let text = text(aim, baseline);
                assert_eq!(read(&write(&text)), Some(text));
            }
        }
        let other = GoalText {
            measured: Measured::Published("kontanthjaelp-andel".into()),
            template: Some("aabenraa-2017-1b".into()),
            ..text(Aim::Direction { side: below }, None)
        };
        assert_eq!(read(&write(&other)), Some(other));
        let part = Some(GoalPart::Duty("jobsamtale".into()));
        let of_one_duty = GoalText {
            measured: Measured::Own { measure: Measure::RettidighedLov, benefit: None, part },
            ..text(Aim::Direction { side: above }, None)
        };
        let written = write(&of_one_duty);
        assert_eq!(read(&written), Some(of_one_duty));
        assert_eq!(read(&written.replace("frist:", "hvad:")), None, "a part nobody knows is no goal of all");
    }

    /// As goals were written before figures had parts.
    #[test]
    fn a_goal_that_names_no_part_is_of_all() {
        let text = text(Aim::Direction { side: Side::Above }, None);
        let written = write(&text);
        assert!(written.contains("\"part\":null,"), "{written}");
        assert_eq!(read(&written.replace("\"part\":null,", "")), Some(text));
    }

    #[test]
    fn words_that_are_no_goal_are_not_taken_for_one() {
        let whole = write(&text(Aim::Direction { side: Side::Above }, None));
        for wrong in ["", "{}", &whole.replace("direction", "hope"), &whole.replace("bestand", "alle")] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
