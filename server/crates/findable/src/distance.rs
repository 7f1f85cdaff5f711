//! How many letters two words differ in, up to a small bound.

/// Whether the words differ in at most `most` letters put in, left out, changed, or swapped with
/// their neighbour (optimal string alignment, as tantivy's fuzzy search counts them).
pub(crate) fn is_within(one: &str, other: &str, most: u8) -> bool {
    let most = usize::from(most);
    let target: Vec<char> = other.chars().collect();
    let length = one.chars().count();
    if length.abs_diff(target.len()) > most {
        return false;
    }
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=target.len()).collect();
    let mut last_char = None;
    for (row, c) in one.chars().enumerate() {
        let mut current = vec![row.saturating_add(1)];
        let mut left = row.saturating_add(1);
        let mut previous_target = None;
        for (column, t) in target.iter().copied().enumerate() {
            let at = |line: &[usize], column: usize| line.get(column).copied().unwrap_or(usize::MAX);
            let changed = at(&last, column).saturating_add(usize::from(c != t));
            let left_out = at(&last, column.saturating_add(1)).saturating_add(1);
            let mut least = changed.min(left_out).min(left.saturating_add(1));
            if last_char == Some(t) && previous_target == Some(c) {
                let swapped = at(&before_last, column.saturating_sub(1)).saturating_add(1);
                least = least.min(swapped);
            }
            current.push(least);
            left = least;
            previous_target = Some(t);
        }
        if current.iter().all(|cost| *cost > most) {
            return false;
        }
        before_last = std::mem::replace(&mut last, current);
        last_char = Some(c);
    }
    last.last().is_some_and(|cost| *cost <= most)
}

#[cfg(test)]
mod tests {
    use super::is_within;

    #[test]
    fn letters_put_in_left_out_changed_and_swapped() {
        for (one, other, most, near) in [
            ("aleppo", "aleppo", 0, true),
            ("aleppo", "alepo", 1, true),
            ("aleppo", "allepo", 1, false),
            ("aleppo", "allepo", 2, true),
            ("house", "huose", 1, true),
            ("house", "mouse", 1, true),
            ("house", "horses", 1, false),
            ("بيت", "بيتي", 1, true),
            ("", "ab", 1, false),
            ("ab", "", 2, true),
        ] {
            assert_eq!(is_within(one, other, most), near, "{one} {other}");
            assert_eq!(is_within(other, one, most), near, "{other} {one}");
        }
    }
}
