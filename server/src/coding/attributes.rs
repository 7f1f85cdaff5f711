//! What is said of a coding beside its code: ids of attributes and of their values, as the codebook knows them. Never words.

use std::collections::BTreeMap;

use super::CodingError;
use crate::codebook::reply::CodingAttribute;

/// Values by attribute, known to the codebook.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attributes(BTreeMap<String, Vec<String>>);

impl Attributes {
    /// Checks what was sent: every attribute and value is known, and where one value fits there is one.
    ///
    /// # Errors
    /// When something is unknown, or there are too many values.
    pub fn of(sent: BTreeMap<String, Vec<String>>, known: &[CodingAttribute]) -> Result<Self, CodingError> {
        let mut kept = BTreeMap::new();
        for (id, mut values) in sent {
            let Some(attribute) = known.iter().find(|attribute| attribute.id == id) else {
                return Err(CodingError::Attribute("There is no such attribute.".to_owned()));
            };
            values.sort_unstable();
            values.dedup();
            if values.iter().any(|value| attribute.values.iter().all(|known| known.id != *value)) {
                return Err(CodingError::Attribute(format!("“{}” has no such value.", attribute.label)));
            }
            if attribute.cardinality == "one" && values.len() > 1 {
                return Err(CodingError::Attribute(format!("“{}” takes one value.", attribute.label)));
            }
            if !values.is_empty() {
                kept.insert(id, values);
            }
        }
        Ok(Self(kept))
    }

    /// As kept. OK because ids can always be written as JSON.
    pub(super) fn to_text(&self) -> String {
        if self.0.is_empty() { "{}".to_owned() } else { serde_json::to_string(&self.0).unwrap_or_default() }
    }

    /// As it was kept.
    pub(super) fn from_text(text: &str) -> Self {
        // Most codings have none: twenty thousand of them are not parsed.
        if text == "{}" { Self::default() } else { Self(serde_json::from_str(text).unwrap_or_default()) }
    }

    /// The values by attribute.
    #[must_use]
    pub fn values(&self) -> &BTreeMap<String, Vec<String>> {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codebook::Codes;

    fn attributes(sent: &[(&str, &[&str])]) -> Result<Attributes, CodingError> {
        let codes = Codes::read().expect("fits together");
        let sent = sent.iter().map(|(id, values)| {
            ((*id).to_owned(), values.iter().map(|value| (*value).to_owned()).collect::<Vec<String>>())
        });
        Attributes::of(sent.collect(), codes.attributes())
    }

    #[test]
    fn known_ones_are_kept_as_they_were_sent() {
        let kept = attributes(&[("effect", &["barrier"]), ("level", &["person", "law-policy-system", "person"])]);
        let kept = kept.expect("known");
        assert_eq!(kept.to_text(), r#"{"effect":["barrier"],"level":["law-policy-system","person"]}"#);
        assert_eq!(Attributes::from_text(&kept.to_text()), kept);
        assert_eq!(attributes(&[("effect", &[])]).expect("nothing said").to_text(), "{}");
    }

    #[test]
    fn unknown_ones_are_refused() {
        assert!(attributes(&[("valence", &["barrier"])]).is_err(), "the file's word is not ours");
        assert!(attributes(&[("effect", &["terrible"])]).is_err());
        assert!(attributes(&[("effect", &["barrier", "enabler"])]).is_err(), "one value");
    }
}
