//! Check digits: arithmetic that tells a real number from seven digits that happened.

/// NHS number: ten digits, weights 10 to 2, modulus 11 (NHS Data Dictionary).
pub(super) fn is_nhs(digits: &[u32]) -> bool {
    let Some((check, body)) = digits.split_last().filter(|_| digits.len() == 10) else { return false };
    let sum: u32 = body.iter().zip((2..=10).rev()).map(|(digit, weight)| digit.saturating_mul(weight)).sum();
    match 11_u32.saturating_sub(sum.checked_rem(11).unwrap_or(0)) {
        11 => *check == 0,
        10 => false,
        expected => expected == *check,
    }
}

/// BSN: nine digits, weights 9 to 2 and minus 1, divisible by 11 (the test of eleven, Rijksoverheid).
pub(super) fn is_bsn(digits: &[u32]) -> bool {
    let Some((last, body)) = digits.split_last().filter(|_| digits.len() == 9) else { return false };
    let sum: u32 = body.iter().zip((2..=9).rev()).map(|(digit, weight)| digit.saturating_mul(weight)).sum();
    sum > 0 && sum.checked_sub(*last).is_some_and(|rest| rest.checked_rem(11) == Some(0))
}

/// IBAN: the four first characters moved behind, letters as 10 to 35, remainder 1 of 97 (ISO 7064).
pub(super) fn is_iban(characters: &[char]) -> bool {
    let Some((head, body)) = characters.split_at_checked(4) else { return false };
    let mut rest = 0_u32;
    for c in body.iter().chain(head) {
        let Some(value) = c.to_digit(36) else { return false };
        let shift = if value > 9 { 100 } else { 10 };
        rest = rest.saturating_mul(shift).saturating_add(value).checked_rem(97).unwrap_or(0);
    }
    rest == 1
}

#[cfg(test)]
mod tests {
    use super::{is_bsn, is_iban, is_nhs};

    fn digits(number: &str) -> Vec<u32> {
        number.chars().filter_map(|c| c.to_digit(10)).collect()
    }

    #[test]
    fn published_examples_pass_and_neighbours_do_not() {
        // The example number of the NHS Data Dictionary; 111222333 of the Dutch test set; the IBAN of ISO 13616's registry.
        assert!(is_nhs(&digits("943 476 5919")) && !is_nhs(&digits("943 476 5918")));
        assert!(is_bsn(&digits("111222333")) && !is_bsn(&digits("111222334")) && !is_bsn(&digits("000000000")));
        let iban = |text: &str| is_iban(&text.chars().filter(|c| *c != ' ').collect::<Vec<_>>());
        assert!(iban("GB29 NWBK 6016 1331 9268 19") && !iban("GB29 NWBK 6016 1331 9268 18"));
    }
}
