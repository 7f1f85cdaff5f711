//! Addresses of mail: one way to write each, so that nobody has two accounts by accident.

use crate::problem::FieldProblem;

/// The longest address mail can carry, in bytes.
const LONGEST_BYTES: usize = 254;

/// An address of mail, in small letters. Hides from `Debug`, so that it reaches no log.
#[derive(Clone, PartialEq, Eq)]
pub struct Email(String);

impl std::fmt::Debug for Email {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Email(…)")
    }
}

impl Email {
    /// Reads an address: something, an @, and something with no space. Whether it exists, only mail can tell.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_lowercase();
        let (name, host) = text.rsplit_once('@')?;
        let plain = |part: &str| {
            !part.is_empty() && !part.chars().any(|c| c.is_whitespace() || c.is_control() || "<>(),;:\"\\".contains(c))
        };
        let fits = text.len() <= LONGEST_BYTES && plain(name) && plain(host) && !name.contains('@');
        let host_fits = !host.starts_with('.') && !host.ends_with('.') && !host.contains("..");
        (fits && host_fits).then_some(Self(text))
    }

    /// Reads an address from a form.
    ///
    /// # Errors
    /// When it is none.
    pub fn of_a_form(text: &str) -> Result<Self, FieldProblem> {
        Self::parse(text).ok_or_else(|| FieldProblem {
            at: "/email".to_owned(),
            code: "email.invalid".to_owned(),
            detail: "This does not look like an email address. Check for a missing @ or a space.".to_owned(),
        })
    }

    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The part before the @.
    #[must_use]
    pub fn before_the_at(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(name, _)| name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_is_written_in_one_way() {
        assert_eq!(Email::parse(" Kim@Example.ORG "), Email::parse("kim@example.org"));
        for wrong in
            ["", "kim", "@example.org", "kim@", "a b@example.org", "kim@example.org\r\nBcc: x@y.z", "a@b@c", "a@.b"]
        {
            assert!(Email::parse(wrong).is_none(), "{wrong}");
        }
    }
}
