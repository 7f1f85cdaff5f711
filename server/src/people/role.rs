//! Roles in a project, and scopes of API tokens.

use crate::named::named;

named! {
    /// What a person does in a project. One person may have several roles.
    Role {
        /// Explains consent, records, types, uploads.
        Collector = "collector",
        /// Reads and codes passages.
        Coder = "coder",
        /// Leads the research: codebooks, members, notices.
        Lead = "lead",
        /// Keeps the vault, consents, and what protects narrators.
        Protector = "protector",
        /// Writes learning summaries from coded evidence.
        Editor = "editor",
        /// Reads published summaries, and nothing else.
        Reader = "reader",
    }
}

named! {
    /// What an API token may be used for.
    Scope {
        /// To read and search.
        Read = "read",
        /// To bring testimonies.
        Collect = "collect",
        /// To code.
        Code = "code",
    }
}
