//! The benchmark's spells are those of the Python generator, whose sums stand here.

#[path = "../benches/spells/made.rs"]
mod made;

use made::Maker;

/// Sums of person, benefit, place, first day and last day (2147483647 while it runs), and each but the last once more
/// weighted by the spell's number from 1, so that their order counts.
fn sums(spells: u64) -> ([i64; 5], [i64; 4]) {
    let (mut plain, mut weighted) = ([0i64; 5], [0i64; 4]);
    for (at, spell) in (1i64..).zip(Maker::new(spells).all()) {
        let last = spell.last.map_or(i64::from(i32::MAX), |last| i64::from(last.number()));
        let fields =
            [i64::from(spell.person), spell.benefit.into(), spell.place.into(), spell.first.number().into(), last];
        plain.iter_mut().zip(fields).for_each(|(sum, field)| *sum += field);
        weighted.iter_mut().zip(fields).for_each(|(sum, field)| *sum += field * at);
    }
    (plain, weighted)
}

#[test]
fn the_made_spells_are_byte_for_byte_those_of_the_python_generator() {
    let thousand =
        ([124_579, 6_173, 30_552, 18_246_825, 152_488_418_898], [62_722_133, 3_082_438, 15_445_205, 9_129_819_280]);
    assert_eq!(sums(1_000), thousand);
    let twenty_thousand = (
        [49_843_461, 123_835, 595_298, 365_293_656, 3_715_482_483_619],
        [498_332_943_959, 1_236_012_979, 5_970_345_250, 3_653_437_249_292],
    );
    assert_eq!(sums(20_000), twenty_thousand);
    assert_eq!(Maker::new(20_000).shape().persons, 5_000);
}
