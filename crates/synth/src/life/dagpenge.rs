//! Dagpenge: three months with the a-kasse, then the municipality.

use super::Person;
use super::talks::Row;
use domain::codes::{Benefit, Education, Holder, PlanKind, TalkForm, TalkKind};
use domain::{Day, FactData, MonthEnd};

impl Person {
    pub(super) fn dagpenge(&mut self) {
        let start = self.start;
        self.pen.on(start, FactData::Registered {});
        self.pen.on_known(start, start.plus_days(10), FactData::DagpengePeriod {});
        self.pen.benefit(Benefit::Dagpenge, None, start, self.end);
        self.cv(start, 13);
        self.absences(30);
        let taken_over = start.plus_months(3, MonthEnd::Down);
        self.talks(Row {
            kind: TalkKind::Jobsamtale,
            holder: Holder::AKasse,
            from: start,
            through: Some(taken_over),
            first: (4, 12),
            early: (28, 34),
            later: (20, 30),
            at_least: 3,
        });
        let young = self.born.age_on(start) < 25 && self.education < Education::Erhvervsuddannelse && !self.children;
        if young {
            self.test(start);
        }
        let from = if young { start } else { taken_over };
        let held = self.talks(Row {
            kind: TalkKind::Jobsamtale,
            holder: Holder::Kommune,
            from,
            through: None,
            first: if young { (10, 20) } else { (3, 16) },
            early: if young { (20, 25) } else { (24, 34) },
            later: (60, 100),
            at_least: 0,
        });
        self.joint_talk(start);
        let first = held.first().copied().unwrap_or(start.plus_days(6));
        if first <= self.today {
            self.answers(first);
            self.plan(PlanKind::MinPlan, first, 88);
        }
        self.offers(16);
        self.exempt_after_assessment();
        self.runs(Benefit::Dagpenge, start);
    }

    /// The talk with the a-kasse before 16 months.
    fn joint_talk(&mut self, start: Day) {
        let planned = start.plus_months(15, MonthEnd::Down).plus_days(self.rng.between(-10, 25));
        let day = self.free(planned);
        if day < self.today && self.end.is_none_or(|e| day <= e) && self.rng.percent(92) {
            let (form, holder) = (Some(TalkForm::Fremmoede), Some(Holder::Kommune));
            self.pen.on(
                day,
                FactData::TalkHeld {
                    talk: TalkKind::Jobsamtale,
                    form,
                    holder,
                    joint: true,
                    companion: None,
                    agreed: None,
                },
            );
            self.tally.talks_held += 1;
        }
    }
}
