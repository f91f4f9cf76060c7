//! The days on benefits of one case, as figures count them.

use domain::codes::{Benefit, Code};
use domain::compact::{Compact, HistoryView};
use domain::kinds::FactKind;
use figures::spells::{PersonSpells, Shape, Spell};

/// There is one municipality.
pub(crate) const HERE: u16 = 0;

/// Of one person. A code list has at most 62 values.
pub(crate) const SHAPE: Shape = Shape { persons: 1, benefits: Benefit::ALL.len() as u8, places: 1 };

/// What cannot be counted is left out, and the page says how many.
pub(crate) fn of(case: HistoryView<'_>, left_out: &mut usize) -> PersonSpells {
    let all: Vec<Spell> = case.facts.iter().filter(|f| f.is(FactKind::Benefit)).filter_map(spell).collect();
    let readable = |spell: &Spell| PersonSpells::new(SHAPE, std::slice::from_ref(spell)).is_ok();
    match PersonSpells::new(SHAPE, &all) {
        Ok(spells) => spells,
        Err(_) => {
            let good: Vec<Spell> = all.iter().copied().filter(readable).collect();
            *left_out += all.len() - good.len();
            PersonSpells::new(SHAPE, &good).unwrap_or_default()
        }
    }
}

fn spell(fact: &Compact) -> Option<Spell> {
    let benefit = fact.codes[0].checked_sub(1)?;
    Some(Spell { person: 0, benefit, place: HERE, first: fact.from_day(), last: fact.through_day() })
}
