//! What bytes are, told by how they begin: whatever a sender says of them is not believed. Nothing that could run.

/// The media type of a paper that was scanned or photographed, or of something spoken; nothing for all else.
#[must_use]
pub fn kind_of(content: &[u8]) -> Option<&'static str> {
    let at = |from: usize, sign: &[u8]| content.get(from..).is_some_and(|rest| rest.starts_with(sign));
    let riff = at(0, b"RIFF");
    let known = [
        (at(0, b"%PDF-"), "application/pdf"),
        (at(0, b"\xff\xd8\xff"), "image/jpeg"),
        (at(0, b"\x89PNG\r\n\x1a\n"), "image/png"),
        (riff && at(8, b"WEBP"), "image/webp"),
        (riff && at(8, b"WAVE"), "audio/wav"),
        (at(0, b"OggS"), "audio/ogg"),
        (at(0, b"fLaC"), "audio/flac"),
        (at(0, b"\x1a\x45\xdf\xa3"), "audio/webm"),
        (at(4, b"ftyp"), "audio/mp4"),
        (at(0, b"ID3") || [0xfb, 0xf3, 0xf2].iter().any(|layer| at(0, &[0xff, *layer])), "audio/mpeg"),
    ];
    known.into_iter().find_map(|(is, mime)| is.then_some(mime))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_known_by_how_they_begin() {
        assert_eq!(kind_of(b"%PDF-1.7\n"), Some("application/pdf"));
        assert_eq!(kind_of(b"RIFF\x24\0\0\0WAVEfmt "), Some("audio/wav"));
        assert_eq!(kind_of(b"\0\0\0\x20ftypM4A "), Some("audio/mp4"));
        for nothing in [&b""[..], b"<html>", b"RIFF", b"<svg xmlns", b"MZ\x90"] {
            assert_eq!(kind_of(nothing), None);
        }
    }
}
