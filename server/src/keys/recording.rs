//! Sealing recordings: the STREAM construction (as age uses it) over chunks of 64 KiB, so that a range can be opened
//! without the rest, and a cut-off or reordered file is noticed.
//!
//! A file is 19 bytes of nonce, then chunks of 65,536 bytes each with a tag of 16; the last one is marked as last.

use std::{
    fs::File,
    io::{Read, Seek, SeekFrom, Write},
    path::Path,
};

use aead_stream::{NewStream, StreamBE32, StreamPrimitive};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305};

use super::{KeyError, NarratorKey, random};

/// Bytes of a recording in one chunk.
pub const CHUNK_BYTES: usize = 64 * 1024;
const TAG_BYTES: u64 = 16;
const NONCE_BYTES: usize = 19;

type Stream = StreamBE32<XChaCha20Poly1305>;

fn stream(key: &NarratorKey, nonce: [u8; NONCE_BYTES]) -> Stream {
    Stream::from_aead(XChaCha20Poly1305::new(key.bytes().into()), &nonce.into())
}

/// Writes a sealed recording, piece by piece.
pub struct RecordingWriter {
    file: File,
    stream: Stream,
    pending: Vec<u8>,
    position: u32,
}

impl RecordingWriter {
    /// Begins a file.
    ///
    /// # Errors
    /// When the file cannot be made.
    pub fn create(path: &Path, key: &NarratorKey) -> Result<Self, KeyError> {
        let nonce = random::<NONCE_BYTES>()?;
        let mut file = File::create(path)?;
        file.write_all(&nonce)?;
        Ok(Self { file, stream: stream(key, nonce), pending: Vec::with_capacity(CHUNK_BYTES * 2), position: 0 })
    }

    /// Adds bytes.
    ///
    /// # Errors
    /// When the disk is full, or the recording is longer than 256 TiB.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), KeyError> {
        self.pending.extend_from_slice(bytes);
        // One byte more than a chunk must wait, so that the last chunk is never empty unless the recording is.
        while self.pending.len() > CHUNK_BYTES {
            let rest = self.pending.split_off(CHUNK_BYTES);
            let chunk = std::mem::replace(&mut self.pending, rest);
            self.put(&chunk, false)?;
        }
        Ok(())
    }

    /// Ends the file: what is on the disk after this is whole.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn finish(mut self) -> Result<(), KeyError> {
        let last = std::mem::take(&mut self.pending);
        self.put(&last, true)?;
        self.file.sync_all()?;
        Ok(())
    }

    fn put(&mut self, chunk: &[u8], last: bool) -> Result<(), KeyError> {
        let Ok(sealed) = self.stream.encrypt(self.position, last, chunk) else { return Err(KeyError::CannotOpen) };
        self.file.write_all(&sealed)?;
        if !last {
            let Some(next) = self.position.checked_add(1) else { return Err(KeyError::CannotOpen) };
            self.position = next;
        }
        Ok(())
    }
}

/// Reads ranges of a sealed recording.
pub struct RecordingReader {
    file: File,
    stream: Stream,
    /// Length of the recording in bytes.
    length: u64,
    last_chunk: u32,
}

impl RecordingReader {
    /// Opens a file.
    ///
    /// # Errors
    /// When the file is missing or too short to be a recording.
    pub fn open(path: &Path, key: &NarratorKey) -> Result<Self, KeyError> {
        let mut file = File::open(path)?;
        let sealed = file.metadata()?.len();
        let mut nonce = [0_u8; NONCE_BYTES];
        file.read_exact(&mut nonce)?;
        let whole = chunk_bytes() + TAG_BYTES;
        let Some(body) = sealed.checked_sub(nonce_bytes()).filter(|body| *body >= TAG_BYTES) else {
            return Err(KeyError::CannotOpen);
        };
        let chunks = body.div_ceil(whole);
        let (Ok(last_chunk), Some(length)) = (u32::try_from(chunks - 1), body.checked_sub(chunks * TAG_BYTES)) else {
            return Err(KeyError::CannotOpen);
        };
        Ok(Self { file, stream: stream(key, nonce), length, last_chunk })
    }

    /// Length of the recording in bytes.
    #[must_use]
    pub fn length(&self) -> u64 {
        self.length
    }

    /// The chunk that holds this byte, opened, and the position of its first byte.
    ///
    /// # Errors
    /// When the byte lies past the end, or the file was changed.
    pub fn chunk_at(&mut self, byte: u64) -> Result<(u64, Vec<u8>), KeyError> {
        let Ok(number) = u32::try_from(byte / chunk_bytes()) else { return Err(KeyError::CannotOpen) };
        if number > self.last_chunk {
            return Err(KeyError::CannotOpen);
        }
        let whole = chunk_bytes() + TAG_BYTES;
        self.file.seek(SeekFrom::Start(nonce_bytes() + u64::from(number) * whole))?;
        let mut sealed = Vec::new();
        Read::by_ref(&mut self.file).take(whole).read_to_end(&mut sealed)?;
        match self.stream.decrypt(number, number == self.last_chunk, sealed.as_slice()) {
            Ok(plain) => Ok((u64::from(number) * chunk_bytes(), plain)),
            Err(_forged_or_cut) => Err(KeyError::CannotOpen),
        }
    }
}

fn chunk_bytes() -> u64 {
    u64::try_from(CHUNK_BYTES).unwrap_or(u64::MAX)
}

fn nonce_bytes() -> u64 {
    u64::try_from(NONCE_BYTES).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_range_of_a_recording_comes_back_and_a_cut_one_is_noticed() {
        let folder = std::env::temp_dir().join(format!("kith-recording-{}", uuid::Uuid::new_v4()));
        std::fs::create_dir_all(&folder).expect("a folder");
        let key = NarratorKey::from_bytes([3; 32]);
        for length in [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, CHUNK_BYTES * 3 + 17] {
            let voice: Vec<u8> = (0..length).map(|at| u8::try_from(at % 251).expect("small")).collect();
            let path = folder.join(format!("{length}"));
            let mut writer = RecordingWriter::create(&path, &key).expect("begins");
            for piece in voice.chunks(10_007) {
                writer.write(piece).expect("writes");
            }
            writer.finish().expect("ends");
            let mut reader = RecordingReader::open(&path, &key).expect("opens");
            assert_eq!(reader.length(), u64::try_from(length).expect("small"));
            for byte in [0, length / 2, length.saturating_sub(1)] {
                let (from, chunk) = reader.chunk_at(u64::try_from(byte).expect("small")).expect("a chunk");
                let from = usize::try_from(from).expect("small");
                assert_eq!(chunk, voice[from..(from + CHUNK_BYTES).min(length)]);
            }
            if length > CHUNK_BYTES {
                let cut = std::fs::read(&path).expect("reads");
                std::fs::write(&path, &cut[..NONCE_BYTES + CHUNK_BYTES + 16]).expect("cuts");
                assert!(RecordingReader::open(&path, &key).expect("opens").chunk_at(0).is_err());
            }
        }
        std::fs::remove_dir_all(&folder).expect("removes");
    }
}
