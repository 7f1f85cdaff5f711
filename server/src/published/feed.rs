//! What an organisation publishes, to follow: Atom (RFC 4287). Titles and days, no word of a story.

use maud::{Markup, PreEscaped, html};

use super::store::Shown;
use crate::people::Publisher;

/// The feed. Addresses are below `base`, which is what the reader asked for.
pub(super) fn atom(of: &Publisher, all: &[Shown], base: &str) -> Markup {
    let updated =
        all.iter().map(Shown::changed_at).max().map_or_else(|| "1970-01-01T00:00:00Z".to_owned(), |at| at.to_string());
    let base: String = base.chars().filter(|sign| !"\"<>&'".contains(*sign)).collect();
    let shelf = format!("{base}/read/{}", of.slug);
    html! {
        (PreEscaped("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"))
        feed xmlns="http://www.w3.org/2005/Atom" {
            id { "urn:uuid:" (of.id) }
            title { (of.name) }
            updated { (updated) }
            author { name { (of.name) } }
            (PreEscaped(format!("<link rel=\"self\" href=\"{shelf}/feed.xml\"/>")))
            @for one in all {
                entry {
                    id { "urn:uuid:" (one.publication.summary) }
                    title { (one.document().title) }
                    updated { (one.changed_at().to_string()) }
                    published { (one.publication.published_at.to_string()) }
                    (PreEscaped(format!("<link href=\"{shelf}/{}\"/>", one.publication.slug)))
                    summary { (one.document().standfirst) }
                }
            }
        }
    }
}
