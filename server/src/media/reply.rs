//! What recordings send and take.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{RecordingKind, Source, store::Recording};
use crate::{clock::Timestamp, consent::Cleared, ids::RecordingId};

/// A recording.
#[derive(Debug, Serialize, ToSchema)]
pub struct RecordingReply {
    /// Its id.
    pub id: RecordingId,
    /// What kind.
    pub kind: RecordingKind,
    /// Where it lies.
    pub source: Source,
    /// Link or file name.
    pub address: Option<String>,
    /// Media type.
    pub mime: String,
    /// Length in bytes.
    pub bytes: Option<i64>,
    /// Length in milliseconds.
    pub duration_ms: Option<i64>,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: Option<String>,
    /// When it was added.
    pub created_at: Timestamp,
}

impl<A> From<&Cleared<Recording, A>> for RecordingReply {
    fn from(recording: &Cleared<Recording, A>) -> Self {
        let one = recording.get();
        Self {
            id: one.id,
            kind: one.kind,
            source: one.source,
            address: one.address.address.clone(),
            mime: one.mime.clone(),
            bytes: one.bytes,
            duration_ms: one.duration_ms,
            sha256: one.address.sha256.clone(),
            created_at: one.created_at,
        }
    }
}

/// A recording that lies elsewhere.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRecording {
    /// What kind.
    pub kind: RecordingKind,
    /// Link (http or https) or file name. It is kept, never followed.
    pub address: String,
    /// Length in milliseconds.
    #[serde(default)]
    pub duration_ms: Option<i64>,
    /// SHA-256 of its bytes, in hexadecimal.
    #[serde(default)]
    pub sha256: Option<String>,
    /// Media type.
    #[serde(default)]
    pub mime: Option<String>,
}

/// What is said of a recording that is uploaded.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct UploadAs {
    /// What kind: `audio`, `video`, `image` or `document`.
    pub kind: String,
    /// The name of the file.
    #[serde(default)]
    pub file_name: Option<String>,
    /// Length in milliseconds.
    #[serde(default)]
    pub duration_ms: Option<i64>,
}
