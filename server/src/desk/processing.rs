//! The record of processing (Article 30 of the GDPR) and the beginning of an impact assessment (Article 35), written from
//! what the system knows of itself. It is where a person begins, not where one ends: what only people know stands as a
//! question.

use crate::{
    access::{KeepConsents, Permit, Purpose},
    config::StorageConfig,
    consent::uses,
    db::Db,
    export, people,
    problem::Problem,
};

/// What somebody may be kept of a narrator, as the form asks it.
const KEPT: [&str; 8] = [
    "the name they chose, and the role they speak in",
    "their story: text, recordings, where and when it was told",
    "what they wish to say of themselves: time in the country, route, region, languages, age band, gender, disability, place, \
     caring duties; never their legal status",
    "name and contact, apart, in the vault",
    "what they allow, for what, for whom, until when, and how they were asked",
    "what coders and editors say of their words",
    "letters they wrote to the team, and how they see themselves",
    "why they are protected, where they are, and safeguarding notes",
];
/// What keeps it safe, as it is built.
const MEASURES: [&str; 9] = [
    "words, recordings, names and notes are sealed under a key for each narrator, kept apart from the records (XChaCha20-Poly1305)",
    "every reading, count, search and page asks first what the narrator allows; there is no override, for no role",
    "a withdrawal is in force when it is confirmed; erasure destroys the key at once and ends in a look at every byte",
    "who did what is a chain of events that nobody can change without it being noticed",
    "names lie in a vault that only protectors open, and opening it is remembered first",
    "passwords are kept as argon2id; sessions end; tries are slowed",
    "numbers count narrators, never tell fewer than five apart, and do not change by one person",
    "what leaves the team is masked as decided, and looked through for names and masked words",
    "nothing is sent to anybody: no telemetry, no service elsewhere",
];

/// The document, in Markdown.
///
/// # Errors
/// When the database fails.
pub async fn record(db: &Db, storage: &StorageConfig, permit: &Permit<KeepConsents>) -> Result<String, Problem> {
    let about = people::about_project(db, permit.project()).await?.ok_or_else(Problem::not_found)?;
    let months = people::retention_months(db, permit.project()).await?;
    let granted = uses::allowed_now(db, permit).await?;
    let recipients = export::store::recipients(db, permit.project()).await?;
    let mut text = String::new();
    let or_ask = |known: &str| if known.trim().is_empty() { "**to be said**".to_owned() } else { known.to_owned() };
    let mut line = |words: &str| {
        text.push_str(words);
        text.push('\n');
    };
    line(&format!("# Record of processing: {}", about.project));
    line(&format!("\nAs the system knows it on {}. What stands **in bold** only people can say.", permit.at().day()));
    line("\n## Who is responsible\n");
    line(&format!("- Controller: {}, {}", about.organisation, or_ask(&about.address)));
    line(&format!("- Contact: {}", or_ask(&about.contact)));
    line(&format!("- Under the law of: {}", or_ask(&about.jurisdiction)));
    line("- Data protection officer, if there is one: **to be said**");
    line("\n## What for\n");
    for purpose in Purpose::ALL {
        let number = granted.get(purpose).copied().unwrap_or(0);
        let many = if number < 5 { "fewer than 5".to_owned() } else { format!("about {}", (number + 2) / 5 * 5) };
        line(&format!(
            "- {}: allowed by {many} narrators now, by explicit consent (Articles 6(1)(a) and 9(2)(a))",
            purpose.as_str()
        ));
    }
    line("\n## Of whom, and what\n");
    line(
        "Narrators: newcomers, members of the receiving community, practitioners, officials, groups. Staff: name, address of mail.",
    );
    KEPT.iter().for_each(|kept| line(&format!("- {kept}")));
    line("\n## Who receives it\n");
    if recipients.is_empty() {
        line("- nobody outside the team so far, but for what is published");
    }
    recipients.iter().for_each(|recipient| line(&format!("- {recipient}")));
    line(&format!("\n## Where, and how long\n\n- It lies at: {}", or_ask(&about.storage_place)));
    line(if storage.database.is_some() {
        "- Records in PostgreSQL; keys apart from them"
    } else {
        "- Records in a file on that machine; keys apart from them"
    });
    line("- Transfers to other countries: **to be said, for hosting and backups too**");
    match months {
        Some(months) => line(&format!("- A story is kept {months} months after its narrator was last asked")),
        None => line("- For how long stories are kept: **to be said, in the settings of the project**"),
    }
    line("\n## How it is kept safe\n");
    MEASURES.iter().for_each(|measure| line(&format!("- {measure}")));
    impact(&mut line);
    Ok(text)
}

/// The beginning of an impact assessment.
fn impact(line: &mut impl FnMut(&str)) {
    line("\n# Impact assessment: where to begin\n");
    line(
        "Stories of people who fled are special data of people in danger: an assessment is needed before the first one is kept.",
    );
    for (heading, questions) in [
        ("Is it needed?", ["Could the same be learnt with less?", "Who asked narrators whether they want it?"]),
        (
            "What can happen to a narrator?",
            [
                "Who would harm whom, if they recognised a story: a state, a family, an employer, an office?",
                "What if a phone, a laptop or a backup is lost?",
            ],
        ),
        (
            "What is done about it?",
            [
                "Are the keys on another disk than the records, and is somebody trusted with them?",
                "Who protects narrators here, and who stands in for them?",
            ],
        ),
        ("What is left?", ["Which risk remains, and who accepts it, on which day?", "When is this looked at again?"]),
    ] {
        line(&format!("\n## {heading}\n"));
        questions.iter().for_each(|question| line(&format!("- {question} **to be said**")));
    }
}
