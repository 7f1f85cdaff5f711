//! Shares and means: what is shown never leads back to a numerator, a sum, or one narrator's answer.

use std::collections::{BTreeMap, BTreeSet};

use disclosure::{Average, Cell, Preset, Scale, Share, WhyNot, average, share};
use proptest::prelude::*;

#[test]
fn a_share_needs_enough_narrators_on_both_sides() {
    assert_eq!(share(12, 24, Preset::Public), Share::Withheld(WhyNot::BaseTooSmall { needed: 25 }));
    assert_eq!(share(12, 25, Preset::Public), Share::Shown { percent: 40, of: Cell::Shown(25) });
    assert_eq!(share(4, 60, Preset::Funder), Share::Withheld(WhyNot::PartTooSmall { needed: 5 }));
    assert_eq!(share(60, 60, Preset::Funder), Share::Withheld(WhyNot::RestTooSmall { needed: 5 }));
    assert_eq!(share(9, 60, Preset::Strict), Share::Withheld(WhyNot::PartTooSmall { needed: 10 }));
    assert_eq!(share(7, 3, Preset::Public), Share::Withheld(WhyNot::NoShare));
    // The base is exact under funder, the percentage is still made of rounded figures: 45 of 65.
    assert_eq!(share(43, 63, Preset::Funder), Share::Shown { percent: 69, of: Cell::Shown(63) });
}

/// For every base: which numerators would be shown as the same percentage. Never fewer than the rounding leaves.
#[test]
fn a_percentage_does_not_lead_back_to_its_numerator() {
    for preset in Preset::ALL {
        let step = preset.threshold();
        for of in 25..=220 {
            let mut parts: BTreeMap<u64, BTreeSet<u64>> = BTreeMap::new();
            for part in 0..=of {
                if let Share::Shown { percent, .. } = share(part, of, preset) {
                    assert!(percent > 0 && percent < 100);
                    parts.entry(percent).or_default().insert(part);
                }
            }
            for (percent, parts) in parts {
                let at_an_end = parts.contains(&step) || parts.contains(&(of - step));
                assert!(parts.len() as u64 >= step || at_an_end, "{preset:?} {percent} % of {of}: {parts:?}");
            }
        }
    }
}

#[test]
fn a_mean_needs_enough_narrators() {
    let scale = Scale::new(1, 5).unwrap();
    assert_eq!(average(&[3; 7], scale, Preset::Funder), Average::Withheld(WhyNot::BaseTooSmall { needed: 8 }));
    assert_eq!(average(&[3; 9], scale, Preset::Strict), Average::Withheld(WhyNot::BaseTooSmall { needed: 10 }));
    assert_eq!(average(&[6; 9], scale, Preset::Public), Average::Withheld(WhyNot::OffScale));
    assert_eq!(
        average(&[3, 4, 4, 5, 2, 4, 3, 4], scale, Preset::Public),
        Average::Shown { thousandths: 3_500, to_nearest: 500, of: Cell::Shown(10) }
    );
    assert!(Scale::new(5, 5).is_err());
    let extremes = Scale::new(i32::MIN, i32::MAX).unwrap();
    assert!(matches!(average(&[i32::MIN; 40], extremes, Preset::Funder), Average::Shown { .. }));
}

proptest! {
    /// Somebody knows what all but one answered, and learns at most on which side of one point that answer lies.
    #[test]
    fn one_answer_is_never_told_by_knowing_all_others_but_for_its_side(
        others in prop::collection::vec(0_i32..=10, 7..60), one in 0_i32..=10
    ) {
        let scale = Scale::new(0, 10).unwrap();
        let mean = |answer: i32| {
            let all: Vec<i32> = others.iter().copied().chain([answer]).collect();
            average(&all, scale, Preset::Public)
        };
        let possible: Vec<i32> = (0..=10).filter(|answer| mean(*answer) == mean(one)).collect();
        prop_assert!(possible.first() == Some(&0) || possible.last() == Some(&10), "{:?}", possible);
    }
}
