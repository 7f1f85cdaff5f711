//! Paths of recordings: references, sealed uploads, and playing any part of them.

use std::path::PathBuf;

use actix_web::{
    HttpRequest, HttpResponse,
    http::{StatusCode, header},
    web::{self, Bytes, Data, Json, Path, Payload, Query},
};
use futures_util::{Stream, StreamExt, stream};
use sha2::{Digest, Sha256};

use super::{
    MediaError, RecordingKind, Source,
    reply::{NewRecording, RecordingReply, UploadAs},
    store::{self, Address, ToAdd},
};
use crate::{
    access::{CollectTestimony, Permit, ReadTestimonies},
    clock::Timestamp,
    config::StorageConfig,
    consent::{http::kept, visits},
    db::Db,
    ids::{Id, ProjectId, RecordingId, TestimonyId},
    keys::{KeyError, NarratorKey, NarratorKeys, RecordingReader, RecordingWriter},
    problem::Problem,
};

/// Longest recording, in bytes.
const LONGEST: u64 = 8_000_000_000;
/// After how many pieces it is asked again whether a recording may be heard: some hundred kilobytes.
const AGAIN: usize = 8;
/// How much is sealed in one step, in bytes.
const STEP: usize = 1024 * 1024;

type Ids = Path<(ProjectId, TestimonyId, RecordingId)>;

/// `PUT …/recordings/{recording}`: a recording that lies elsewhere.
///
/// # Errors
/// When the story is not this person's to add to, or something is out of bounds.
pub async fn refer(
    permit: Permit<CollectTestimony>,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    path: Ids,
    body: Json<NewRecording>,
) -> Result<HttpResponse, Problem> {
    let add = to_refer(body.into_inner())?;
    let (recording, is_new) = store::add(&db, &keys, &permit, path.1, path.2, add).await?;
    Ok(kept(RecordingReply::from(&recording), is_new))
}

fn to_refer(new: NewRecording) -> Result<ToAdd, MediaError> {
    let bounds = |at, detail| Err(MediaError::Bounds { at, detail });
    let address = new.address.trim();
    if address.is_empty() || address.chars().count() > 2_000 {
        return bounds("/address", "Give a link or a file name of at most 2,000 characters.");
    }
    let scheme = address.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    let looks_like_a_link =
        scheme.as_deref().is_some_and(|s| s.len() > 1 && s.bytes().all(|b| b.is_ascii_alphanumeric()));
    if looks_like_a_link && !matches!(scheme.as_deref(), Some("http" | "https")) {
        return bounds("/address", "A link begins with https:// or http://.");
    }
    let sha256 = new.sha256.map(|sum| sum.trim().to_ascii_lowercase()).filter(|sum| !sum.is_empty());
    if sha256.as_ref().is_some_and(|sum| sum.len() != 64 || !sum.bytes().all(|byte| byte.is_ascii_hexdigit())) {
        return bounds("/sha256", "A SHA-256 checksum has 64 hexadecimal digits.");
    }
    if new.duration_ms.is_some_and(|duration| duration < 0) {
        return bounds("/duration_ms", "A recording is not shorter than nothing.");
    }
    Ok(ToAdd {
        kind: new.kind,
        source: Source::Elsewhere,
        address: Address { address: Some(address.to_owned()), sha256 },
        mime: mime_of(new.mime.as_deref()),
        bytes: None,
        duration_ms: new.duration_ms,
    })
}

/// A media type that a browser may be told, or none in particular. Nothing that could run: no HTML, no SVG.
fn mime_of(said: Option<&str>) -> String {
    let said = said.unwrap_or_default().trim().to_ascii_lowercase();
    let playable =
        ["audio/", "video/", "image/png", "image/jpeg", "image/webp"].iter().any(|kind| said.starts_with(kind));
    let plain = said.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'.' | b'+'));
    if playable && plain && said.len() <= 100 { said } else { "application/octet-stream".to_owned() }
}

/// `DELETE …/recordings/{recording}`
///
/// # Errors
/// When it is not this person's to remove.
pub async fn remove(
    permit: Permit<CollectTestimony>,
    db: Data<Db>,
    config: Data<StorageConfig>,
    path: Ids,
) -> Result<HttpResponse, Problem> {
    store::remove(&db, &config, &permit, path.1, path.2).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// `PUT …/recordings/{recording}/content`: a recording to keep here, sealed as it arrives.
///
/// # Errors
/// When the story is not this person's to add to, or the upload breaks off.
pub async fn upload(
    permit: Permit<CollectTestimony>,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    config: Data<StorageConfig>,
    path: Ids,
    asked: Query<UploadAs>,
    request: HttpRequest,
    body: Payload,
) -> Result<HttpResponse, Problem> {
    let unknown = MediaError::Bounds { at: "kind", detail: "Say audio, video, image or document." };
    let kind = RecordingKind::parse(&asked.kind).ok_or(unknown)?;
    let key = store::key_for(&db, &keys, &permit, path.1).await?;
    let mime = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let (part, bytes, sha256, seen) = seal(&config, &key, path.2, permit.at(), body).await?;
    if !seen.is(kind) {
        let _already_gone = std::fs::remove_file(&part);
        let detail = "This is not what it is sent as: a film is no sound, and a picture is a picture.";
        return Err(MediaError::Bounds { at: "kind", detail }.into());
    }
    let add = ToAdd {
        kind,
        source: Source::Kept,
        address: Address { address: asked.file_name.clone(), sha256: Some(sha256) },
        mime: mime_of(mime),
        bytes: i64::try_from(bytes).ok(),
        duration_ms: asked.duration_ms,
    };
    // Only now is it known that the id is not somebody else's.
    let added = store::add(&db, &keys, &permit, path.1, path.2, add).await;
    let placed = match &added {
        Ok(_) => std::fs::rename(&part, store::file(&config, path.2)),
        Err(_refused) => std::fs::remove_file(&part),
    };
    let (recording, is_new) = added?;
    placed.map_err(|error| MediaError::from(KeyError::from(error)))?;
    Ok(kept(RecordingReply::from(&recording), is_new))
}

/// Seals what arrives under a name of its own; only a whole recording gets the recording's name.
async fn seal(
    config: &StorageConfig,
    key: &NarratorKey,
    id: RecordingId,
    at: Timestamp,
    mut body: Payload,
) -> Result<(PathBuf, u64, String, Seen), MediaError> {
    // A name of its own, for another may be sent under the same id meanwhile.
    let part = config.recordings().join(format!("{id}.{}.part", RecordingId::at(at)));
    let mut writer = RecordingWriter::create(&part, key)?;
    let (mut length, mut hash, mut waiting, mut seen) = (0_u64, Sha256::new(), Vec::new(), Seen::default());
    while let Some(piece) = body.next().await {
        let Ok(piece) = piece else {
            let _already_gone = std::fs::remove_file(&part);
            return Err(MediaError::BrokeOff);
        };
        length = length.saturating_add(u64::try_from(piece.len()).unwrap_or(u64::MAX));
        if length > LONGEST {
            let _already_gone = std::fs::remove_file(&part);
            return Err(MediaError::TooLarge(LONGEST));
        }
        hash.update(&piece);
        seen.look(&piece);
        waiting.extend_from_slice(&piece);
        if waiting.len() >= STEP {
            let step = std::mem::take(&mut waiting);
            writer = off_thread(move || writer.write(&step).map(|()| writer)).await?;
        }
    }
    off_thread(move || {
        writer.write(&waiting)?;
        writer.finish()
    })
    .await?;
    let sum = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    Ok((part, length, sum, seen))
}

/// What was seen of a recording as it came: how it begins, and whether anything in it moves.
#[derive(Default)]
struct Seen {
    begins: Vec<u8>,
    edge: Vec<u8>,
    moves: bool,
}

/// How tracks of pictures are named in WebM, Ogg and AVI.
const MOVING: [&[u8]; 7] = [b"V_VP8", b"V_VP9", b"V_AV1", b"V_MPEG", b"\x80theora", b"V_MS/VFW", b"vidsvids"];
/// What stands in MP4 and QuickTime: the handler of a track, eight bytes, and what it handles.
const HANDLER: (&[u8], usize, &[u8]) = (b"hdlr", 8, b"vide");
/// The longest of these, in bytes.
const EDGE: usize = 16;

impl Seen {
    fn look(&mut self, piece: &[u8]) {
        let room = 64_usize.saturating_sub(self.begins.len());
        self.begins.extend(piece.iter().take(room));
        // A name may stand across two pieces.
        self.edge.extend_from_slice(piece);
        self.moves = self.moves || has_moving(&self.edge);
        let keep = self.edge.len().saturating_sub(EDGE);
        self.edge.drain(..keep);
    }

    /// Whether this can be what it is sent as. What nobody knows is let in, and shared with nobody.
    fn is(&self, kind: RecordingKind) -> bool {
        let known = crate::sniff::kind_of(&self.begins).unwrap_or_default();
        match kind {
            RecordingKind::Audio => !self.moves && !known.starts_with("image/"),
            RecordingKind::Image => known.starts_with("image/"),
            RecordingKind::Video | RecordingKind::Document => true,
        }
    }
}

fn has_moving(bytes: &[u8]) -> bool {
    let (handler, apart, of) = HANDLER;
    let has = |name: &[u8]| bytes.windows(name.len()).any(|window| window == name);
    let in_mp4 = |at: usize| bytes.get(at + handler.len() + apart..).is_some_and(|rest| rest.starts_with(of));
    MOVING.iter().any(|name| has(name))
        || bytes.windows(handler.len()).enumerate().any(|(at, window)| window == handler && in_mp4(at))
}

async fn off_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, KeyError> + Send + 'static,
) -> Result<T, MediaError> {
    match web::block(work).await {
        Ok(done) => Ok(done?),
        Err(_stopped) => Err(MediaError::BrokeOff),
    }
}

/// `GET …/recordings/{recording}/content`: the bytes, or the part that a `Range` header asks for.
///
/// # Errors
/// "Absent" when the story may not be used now.
pub async fn play(
    permit: Permit<ReadTestimonies>,
    db: Data<Db>,
    keys: Data<NarratorKeys>,
    config: Data<StorageConfig>,
    path: Ids,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let (recording, reader) = store::open(&db, &keys, &config, &permit, path.1, path.2).await?;
    let (from, _) = asked_part(&request, reader.length())?.unwrap_or_default();
    // Heard once for each time it is begun: players ask for many parts.
    if from == 0 {
        let (person, project) = (permit.person(), permit.project());
        visits::remember_reading(&db, "recording.played", person, project, path.1.0, permit.at()).await?;
    }
    sent(reader, &recording.get().mime, &request, || std::future::ready(true))
}

fn asked_part(request: &HttpRequest, length: u64) -> Result<Option<(u64, u64)>, MediaError> {
    let asked = request.headers().get(header::RANGE).and_then(|value| value.to_str().ok());
    let range = asked.and_then(|asked| part_of(asked, length));
    if asked.is_some() && range.is_none() { Err(MediaError::OutsideRange { length }) } else { Ok(range) }
}

/// The bytes of an open recording, or the part that a `Range` header asks for; as long as it still may be heard, which is
/// asked again and again while it is sent.
///
/// # Errors
/// When what is asked for lies outside of it.
pub fn sent<F: Future<Output = bool> + 'static>(
    reader: RecordingReader,
    mime: &str,
    request: &HttpRequest,
    still: impl Fn() -> F + 'static,
) -> Result<HttpResponse, Problem> {
    let length = reader.length();
    let range = asked_part(request, length)?;
    let (from, to) = range.unwrap_or((0, length));
    let status = if range.is_some() { StatusCode::PARTIAL_CONTENT } else { StatusCode::OK };
    let mut reply = HttpResponse::build(status);
    reply
        .content_type(mime)
        .insert_header((header::ACCEPT_RANGES, "bytes"))
        .insert_header((header::CONTENT_DISPOSITION, "inline"))
        .no_chunking(to - from);
    if range.is_some() {
        reply.insert_header((header::CONTENT_RANGE, format!("bytes {from}-{}/{length}", to.saturating_sub(1))));
    }
    Ok(reply.streaming(opened_parts(reader, from, to).enumerate().then(move |(number, part)| {
        let asked = (number > 0 && number % AGAIN == 0).then(&still);
        async move {
            let may = match asked {
                Some(asked) => asked.await,
                None => true,
            };
            if may { part } else { Err(Problem::not_found()) }
        }
    })))
}

/// Chunks from one byte to before another, opened one at a time off the async thread.
fn opened_parts(reader: RecordingReader, from: u64, to: u64) -> impl Stream<Item = Result<Bytes, Problem>> {
    stream::try_unfold((reader, from), move |(mut reader, at)| async move {
        if at >= to {
            return Ok(None);
        }
        let (reader, begin, chunk) = off_thread(move || {
            let (begin, chunk) = reader.chunk_at(at)?;
            Ok((reader, begin, chunk))
        })
        .await?;
        let skip = usize::try_from(at - begin).unwrap_or(usize::MAX);
        let take = usize::try_from(to - at).unwrap_or(usize::MAX);
        let part: Bytes = chunk.into_iter().skip(skip).take(take).collect();
        let next = at + u64::try_from(part.len()).unwrap_or(u64::MAX);
        if part.is_empty() {
            Err(Problem::unforeseen(&"a recording shorter than it says"))
        } else {
            Ok(Some((part, (reader, next))))
        }
    })
}

/// One range of a `Range` header: first byte, and one past the last.
fn part_of(header: &str, length: u64) -> Option<(u64, u64)> {
    let (first, last) = header.strip_prefix("bytes=")?.split_once('-')?;
    let (from, to) = match (first.trim(), last.trim()) {
        ("", tail) => (length.saturating_sub(tail.parse().ok()?), length),
        (first, "") => (first.parse().ok()?, length),
        (first, last) => (first.parse().ok()?, last.parse::<u64>().ok()?.saturating_add(1).min(length)),
    };
    (from < to).then_some((from, to))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn players_ask_for_parts_in_three_ways() {
        assert_eq!(part_of("bytes=0-99", 1000), Some((0, 100)));
        assert_eq!(part_of("bytes=900-", 1000), Some((900, 1000)));
        assert_eq!(part_of("bytes=-100", 1000), Some((900, 1000)));
        assert_eq!(part_of("bytes=1000-", 1000), None);
        assert_eq!(part_of("bytes=5-2", 1000), None);
        assert_eq!(part_of("lines=1-2", 1000), None);
    }

    #[test]
    fn nothing_that_could_run_is_served_by_its_own_type() {
        assert_eq!(mime_of(Some("audio/ogg")), "audio/ogg");
        for unsafe_type in ["text/html", "image/svg+xml", "audio/x\r\nSet-Cookie: a=b"] {
            assert_eq!(mime_of(Some(unsafe_type)), "application/octet-stream");
        }
    }
}
