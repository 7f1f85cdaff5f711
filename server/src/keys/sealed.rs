//! Sealing small things with XChaCha20-Poly1305: one version byte, 24 bytes of nonce, then the ciphertext with its tag.

use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::{KeyError, random};

const VERSION: u8 = 1;
const NONCE_BYTES: usize = 24;

/// Where a sealed value lives: table, column and row. Bound to the ciphertext, so that a value moved to another row
/// cannot be opened there.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// The table, such as `revision`.
    pub table: &'static str,
    /// The column, such as `text_sealed`.
    pub column: &'static str,
    /// The id of the row.
    pub row: uuid::Uuid,
}

impl Place {
    fn bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.table.len() + self.column.len() + 18);
        bytes.extend_from_slice(self.table.as_bytes());
        bytes.push(b':');
        bytes.extend_from_slice(self.column.as_bytes());
        bytes.push(b':');
        bytes.extend_from_slice(self.row.as_bytes());
        bytes
    }
}

/// The key of one narrator. Forgotten (overwritten) when dropped; never shown.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct NarratorKey([u8; 32]);

impl std::fmt::Debug for NarratorKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NarratorKey(…)")
    }
}

impl NarratorKey {
    pub(super) fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    pub(super) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Seals bytes for one place.
    ///
    /// # Errors
    /// When the machine gives no random bytes.
    pub fn seal(&self, place: Place, plain: &[u8]) -> Result<Vec<u8>, KeyError> {
        let nonce = random::<NONCE_BYTES>()?;
        let payload = Payload { msg: plain, aad: &place.bytes() };
        let Ok(body) = XChaCha20Poly1305::new(&self.0.into()).encrypt(&XNonce::from(nonce), payload) else {
            return Err(KeyError::CannotOpen);
        };
        let mut sealed = Vec::with_capacity(1 + NONCE_BYTES + body.len());
        sealed.push(VERSION);
        sealed.extend_from_slice(&nonce);
        sealed.extend_from_slice(&body);
        Ok(sealed)
    }

    /// Opens what was sealed for this place.
    ///
    /// # Errors
    /// When it was sealed elsewhere, under another key, or was changed since.
    pub fn open(&self, place: Place, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, KeyError> {
        let Some((&VERSION, rest)) = sealed.split_first() else { return Err(KeyError::CannotOpen) };
        let Some((nonce, body)) = rest.split_first_chunk::<NONCE_BYTES>() else { return Err(KeyError::CannotOpen) };
        let payload = Payload { msg: body, aad: &place.bytes() };
        match XChaCha20Poly1305::new(&self.0.into()).decrypt(&XNonce::from(*nonce), payload) {
            Ok(plain) => Ok(Zeroizing::new(plain)),
            Err(_forged_or_moved) => Err(KeyError::CannotOpen),
        }
    }

    /// Seals words.
    ///
    /// # Errors
    /// When the machine gives no random bytes.
    pub fn seal_text(&self, place: Place, words: &str) -> Result<Vec<u8>, KeyError> {
        self.seal(place, words.as_bytes())
    }

    /// Opens words.
    ///
    /// # Errors
    /// As [`NarratorKey::open`].
    pub fn open_text(&self, place: Place, sealed: &[u8]) -> Result<String, KeyError> {
        let plain = self.open(place, sealed)?;
        match std::str::from_utf8(&plain) {
            Ok(words) => Ok(words.to_owned()),
            Err(_not_words) => Err(KeyError::CannotOpen),
        }
    }

    /// Seals a value as JSON.
    ///
    /// # Errors
    /// When the machine gives no random bytes.
    pub fn seal_json<T: serde::Serialize>(&self, place: Place, value: &T) -> Result<Vec<u8>, KeyError> {
        match serde_json::to_vec(value) {
            Ok(plain) => self.seal(place, &Zeroizing::new(plain)),
            Err(_unwritable) => Err(KeyError::CannotOpen),
        }
    }

    /// Opens a value sealed as JSON.
    ///
    /// # Errors
    /// As [`NarratorKey::open`].
    pub fn open_json<T: serde::de::DeserializeOwned>(&self, place: Place, sealed: &[u8]) -> Result<T, KeyError> {
        let plain = self.open(place, sealed)?;
        match serde_json::from_slice(&plain) {
            Ok(value) => Ok(value),
            Err(_another_shape) => Err(KeyError::CannotOpen),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(row: u128) -> Place {
        Place { table: "revision", column: "text_sealed", row: uuid::Uuid::from_u128(row) }
    }

    #[test]
    fn words_come_back_and_only_at_their_own_place() {
        let key = NarratorKey::from_bytes([7; 32]);
        let sealed = key.seal_text(place(1), "Wir fanden eine Wohnung. وجدنا بيتًا").expect("seals");
        assert!(!sealed.windows(7).any(|window| window == b"Wohnung"));
        assert_eq!(key.open_text(place(1), &sealed).expect("opens"), "Wir fanden eine Wohnung. وجدنا بيتًا");
        assert!(key.open(place(2), &sealed).is_err(), "a value moved to another row must not open");
        assert!(NarratorKey::from_bytes([8; 32]).open(place(1), &sealed).is_err());
    }

    #[test]
    fn a_changed_bit_is_noticed() {
        let key = NarratorKey::from_bytes([7; 32]);
        let sealed = key.seal_text(place(1), "home").expect("seals");
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert!(key.open(place(1), &changed).is_err(), "byte {at}");
        }
        assert!(key.open(place(1), &[]).is_err());
    }
}
