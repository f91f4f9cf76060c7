//! What a figure hides cannot be found from the others: the duties add up to all of them together.

use crate::databases::on_each;
use crate::team::{choose, filled, hanne, kept, today};
use crate::world::write_fact;
use app::team::{DateKept, Figure, Kept, KeptBasis, KeptBy, Which};
use domain::codes::Protection;
use domain::kinds::FactData;
use std::collections::{BTreeMap, BTreeSet};

/// Cases whose dates, closed to the leader, leave few of one duty's hidden, and many of another's.
fn chosen(rows: &[DateKept]) -> Option<([i64; 2], BTreeMap<String, usize>)> {
    let cases: BTreeSet<i64> = rows.iter().map(|r| r.case).collect();
    for one in &cases {
        for other in cases.range(one..) {
            let mut by: BTreeMap<String, usize> = BTreeMap::new();
            for row in rows.iter().filter(|r| r.case == *one || r.case == *other) {
                *by.entry(row.duty.clone()).or_default() += 1;
            }
            let few = by.values().filter(|n| (1..3).contains(*n)).count();
            if few == 1 && by.len() > 1 {
                return Some(([*one, *other], by));
            }
        }
    }
    None
}

#[test]
fn a_hidden_figure_of_one_duty_is_not_found_by_taking_the_others_from_all_together() {
    on_each(async |address| {
        let app = filled(address).await;
        let asked = kept(Kept::Law, KeptBasis::Due, KeptBy::Day, false);
        let whole = app.team_dates(&hanne(), asked.clone(), today()).await.unwrap();
        let (cases, closed) = chosen(&whole.rows).expect("two such cases");
        for case in BTreeSet::from(cases) {
            write_fact(&app, case, today(), |f| {
                f.data = FactData::Protection { protection: Protection::SaerligtBeskyttet };
            })
            .await;
        }
        let page = app.team(&hanne(), choose(Which::All, 8), today()).await.unwrap();
        let Figure::Share { share: total, .. } = page.figures[0].law.day else { panic!("{:?}", page.figures[0]) };
        let (mut rest, mut hidden) = (total.denominator as usize, BTreeSet::new());
        for line in &page.figures[1..] {
            let duty = line.duty.clone().unwrap();
            match &line.law.day {
                Figure::Share { share, .. } => rest -= share.denominator as usize,
                Figure::Hidden => {
                    hidden.insert(duty.clone());
                }
                Figure::NothingDue => {}
            }
            // The list behind a figure says the same as the page.
            let asked = kept(Kept::Law, KeptBasis::Due, KeptBy::Day, false);
            let behind = app::team::KeptFilter { duty: Some(duty), ..asked };
            let behind = app.team_dates(&hanne(), behind, today()).await.unwrap();
            assert_eq!(behind.figure, line.law.day, "{line:?}");
        }
        for (duty, n) in &closed {
            assert!(*n >= 3 || hidden.contains(duty), "{n} dates of {duty} are closed and its figure is shown");
        }
        // All that a leader knows of the hidden ones: their sum, and the dates that may be seen.
        let seen = app.team_dates(&hanne(), asked, today()).await.unwrap();
        rest -= seen.rows.iter().filter(|r| hidden.contains(&r.duty)).count();
        assert!(hidden.len() >= 2, "{hidden:?} is found by subtraction: {rest} closed dates");
        assert!(rest >= 3, "{rest} closed dates are found by subtraction");
    });
}
