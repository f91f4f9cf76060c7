//! Every group and day that a cover names has a rule version or an explicit gap: proved day by day where anything changes.

use crate::model::{Body, Cover};
use crate::rulebook::{RuleProblem, Rulebook};
use crate::verify::of_duty;
use domain::Day;
use domain::codes::{Code, TargetGroup};
use domain::node::Problem;

pub(super) fn check(rulebook: &Rulebook, errors: &mut Vec<RuleProblem>) {
    for cover in &rulebook.covers {
        for group in TargetGroup::ALL.iter().filter(|g| cover.groups & (1 << g.index()) != 0) {
            for (from, through) in holes(rulebook, cover, *group) {
                let message = format!(
                    "no rule and no [[gap]] answers duty \"{}\" for {} from {from} through {through}",
                    cover.duty,
                    group.code()
                );
                errors.push(RuleProblem {
                    file: cover.file.clone(),
                    rule: None,
                    cite: None,
                    problem: Problem {
                        code: "not_covered",
                        path: format!("cover.{}", cover.duty),
                        line: cover.line,
                        message,
                    },
                });
            }
        }
    }
}

/// Stretches without an answer. The answer can only change where a version or gap begins or ends.
pub(super) fn holes(rulebook: &Rulebook, cover: &Cover, group: TargetGroup) -> Vec<(Day, Day)> {
    let bit = 1u64 << group.index();
    let mut spans: Vec<(Day, Day)> = Vec::new();
    for (_, rule) in of_duty(rulebook, &cover.duty).filter(|(_, r)| r.layer.is_law()) {
        for version in &rule.versions {
            let says = matches!(version.body, Body::Deadline(_) | Body::Right(_))
                && (version.who.groups == 0 || version.who.groups & bit != 0);
            if says {
                spans.push((version.from, version.through.unwrap_or(Day::LAST)));
            }
        }
    }
    for gap in rulebook.gaps.iter().filter(|g| g.duty == cover.duty && (g.who.groups == 0 || g.who.groups & bit != 0)) {
        spans.push((gap.from, gap.through.unwrap_or(Day::LAST)));
    }
    spans.sort_unstable();
    let mut holes = Vec::new();
    let mut next = cover.from;
    for (from, through) in spans {
        if from > next && next <= cover.through {
            holes.push((next, from.plus_days(-1).min(cover.through)));
        }
        if through >= next {
            next = through.plus_days(1);
        }
    }
    if next <= cover.through {
        holes.push((next, cover.through));
    }
    holes
}
