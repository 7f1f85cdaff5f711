//! What organisations are called in the addresses of what they publish.

use sea_orm::{ActiveValue::Set, ColumnTrait, DbErr};
use unicode_normalization::UnicodeNormalization;

use super::rows;
use crate::{
    db::{Db, Tx},
    ids::{OrganisationId, ProjectId},
};

/// How long such a name is at most.
const LONGEST: usize = 60;

/// Words that are pages of ours beside what is published: nothing that is published is called so.
const RESERVED: [&str; 10] = [
    "compare",
    "compare.csv",
    "calls",
    "questions",
    "turning-points",
    "asked",
    "feed",
    "feed.xml",
    "style.css",
    "summary.schema.json",
];

/// Whether a page of ours is called so.
#[must_use]
pub fn is_reserved(slug: &str) -> bool {
    RESERVED.contains(&slug)
}

/// An organisation that publishes.
#[derive(Clone, Debug)]
pub struct Publisher {
    /// Its id.
    pub id: OrganisationId,
    /// What it is called.
    pub name: String,
    /// What it is called in addresses.
    pub slug: String,
    /// How it is reached.
    pub contact: String,
}

fn publisher(row: rows::organisation::Model) -> Option<Publisher> {
    Some(Publisher { id: row.id, name: row.name, slug: row.slug?, contact: row.contact })
}

/// A title as it stands in addresses: small Latin letters, digits and hyphens. What has none of them is called otherwise.
#[must_use]
pub fn plain_name(title: &str, otherwise: &str) -> String {
    let mut plain = String::new();
    for sign in title.nfd().flat_map(char::to_lowercase) {
        if plain.len() >= LONGEST {
            break;
        }
        if sign.is_ascii_alphanumeric() {
            plain.push(sign);
        } else if (sign.is_whitespace() || sign.is_ascii_punctuation()) && !plain.is_empty() && !plain.ends_with('-') {
            plain.push('-');
        }
    }
    let plain = plain.trim_end_matches('-');
    if plain.is_empty() { otherwise.to_owned() } else { plain.to_owned() }
}

/// The organisation that keeps a project.
///
/// # Errors
/// When the database fails.
pub async fn organisation_of(db: &Db, project: ProjectId) -> Result<Option<OrganisationId>, DbErr> {
    let found = db.house().one::<rows::project::Entity>(rows::project::Column::Id.eq(project)).await?;
    Ok(found.map(|row| row.organisation_id))
}

/// What an organisation is called in addresses, once it published.
///
/// # Errors
/// When the database fails.
pub async fn slug_of(db: &Db, organisation: OrganisationId) -> Result<Option<String>, DbErr> {
    let which = rows::organisation::Column::Id.eq(organisation);
    Ok(db.house().one::<rows::organisation::Entity>(which).await?.and_then(|row| row.slug))
}

/// The organisation that is called so in addresses.
///
/// # Errors
/// When the database fails.
pub async fn publisher_called(db: &Db, slug: &str) -> Result<Option<Publisher>, DbErr> {
    let which = rows::organisation::Column::Slug.eq(slug);
    Ok(db.house().one::<rows::organisation::Entity>(which).await?.and_then(publisher))
}

/// An organisation as it stands on what some read by links, whether it has a name in addresses or not.
///
/// # Errors
/// When the database fails.
pub async fn publisher_of(db: &Db, organisation: OrganisationId) -> Result<Option<Publisher>, DbErr> {
    let which = rows::organisation::Column::Id.eq(organisation);
    let found = db.house().one::<rows::organisation::Entity>(which).await?;
    Ok(found.map(|row| Publisher {
        id: row.id,
        name: row.name,
        slug: row.slug.unwrap_or_default(),
        contact: row.contact,
    }))
}

/// Every organisation that has published, by name.
///
/// # Errors
/// When the database fails.
pub async fn publishers(db: &Db) -> Result<Vec<Publisher>, DbErr> {
    let named = rows::organisation::Column::Slug.is_not_null();
    let mut all: Vec<Publisher> =
        db.house().all::<rows::organisation::Entity>(named).await?.into_iter().filter_map(publisher).collect();
    all.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(all)
}

/// Gives an organisation its name in addresses when it has none. It keeps it, so that what was cited stays to be found.
///
/// # Errors
/// When the database refuses.
pub(crate) async fn name_for_addresses(tx: &Tx, organisation: OrganisationId) -> Result<(), DbErr> {
    let house = tx.house();
    let which = rows::organisation::Column::Id.eq(organisation);
    let Some(row) = house.one::<rows::organisation::Entity>(which).await? else { return Ok(()) };
    if row.slug.is_some() {
        return Ok(());
    }
    let plain = plain_name(&row.name, "forum");
    let mut slug = plain.clone();
    let mut number = 1_u32;
    let called = |slug: &str| rows::organisation::Column::Slug.eq(slug);
    while is_reserved(&slug) || house.one::<rows::organisation::Entity>(called(&slug)).await?.is_some() {
        number = number.saturating_add(1);
        slug = format!("{plain}-{number}");
    }
    let mut row: rows::organisation::ActiveModel = row.into();
    row.slug = Set(Some(slug));
    house.update(row).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::plain_name;

    #[test]
    fn titles_become_plain_names() {
        assert_eq!(plain_name("Was wir über Nähe lernten: 2026", "summary"), "was-wir-uber-nahe-lernten-2026");
        assert_eq!(plain_name("ما تعلّمناه", "summary"), "summary");
        assert_eq!(plain_name("  «Home»  ", "summary"), "home");
    }
}
