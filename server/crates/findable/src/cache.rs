//! A small memory of analysed words, one per tokenizer: bounded, in memory only, never shared.

use crate::analyser::Analysed;

/// How many words are remembered at first, enough for a few passages; a power of two.
const FEW_SLOTS: usize = 256;
/// How many words are remembered when more come; a power of two.
const SLOTS: usize = 8192;
/// Longer words are not worth remembering, in bytes.
const MAX_KEY_BYTES: usize = 48;

#[derive(Debug, Clone, Default)]
struct Slot {
    key: String,
    value: Analysed,
}

/// Each word has one slot by its hash; a newcomer takes the place of who was there.
#[derive(Debug, Default)]
pub(crate) struct Cache {
    slots: Vec<Slot>,
    long_word: Slot,
    written: usize,
}

impl Clone for Cache {
    /// A copy begins empty: it is cheaper to learn again than to copy.
    fn clone(&self) -> Cache {
        Cache::default()
    }
}

impl Cache {
    /// What is known of `word`, which `write` provides if nothing is.
    pub(crate) fn get_or_write(&mut self, word: &str, write: impl FnOnce(&mut Analysed)) -> &Analysed {
        if self.slots.is_empty() {
            self.slots.resize(FEW_SLOTS, Slot::default());
        } else if self.written > FEW_SLOTS && self.slots.len() < SLOTS {
            self.slots.resize(SLOTS, Slot::default());
        }
        let last = self.slots.len().saturating_sub(1);
        let place = usize::try_from(hash(word.as_bytes())).unwrap_or_default() & last;
        let slot = match self.slots.get_mut(place) {
            Some(slot) if word.len() <= MAX_KEY_BYTES => slot,
            _ => &mut self.long_word,
        };
        if slot.key != word {
            slot.key.clear();
            slot.key.push_str(word);
            write(&mut slot.value);
            self.written = self.written.saturating_add(1);
        }
        &slot.value
    }
}

/// FNV-1a, its upper half folded into the lower.
fn hash(bytes: &[u8]) -> u64 {
    let hash = bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3));
    hash ^ (hash >> 29)
}

#[cfg(test)]
mod tests {
    use super::Cache;

    #[test]
    fn a_known_word_is_not_written_twice() {
        let mut cache = Cache::default();
        let mut writes = 0;
        for _ in 0..3 {
            let value = cache.get_or_write("house", |into| {
                writes += 1;
                into.surface = "house".to_owned();
            });
            assert_eq!(value.surface, "house");
        }
        assert_eq!(writes, 1);
    }

    #[test]
    fn words_that_share_a_slot_are_never_mixed_up() {
        let mut cache = Cache::default();
        for n in 0..20_000 {
            let word = format!("word{}", n % 9_000);
            let value = cache.get_or_write(&word, |into| into.surface.clone_from(&word));
            assert_eq!(value.surface, word);
        }
    }
}
