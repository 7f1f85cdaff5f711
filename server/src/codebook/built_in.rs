//! The codebooks that come with Kith, as trees made once at start, and what must be known of each node without asking the
//! database. Ids never change: they are made from the short names by one rule, the same on every installation.

use std::collections::{BTreeMap, HashMap};

use uuid::Uuid;

use super::{
    file::{self, CodebookFileError},
    reply::{CodeExample, CodeLink, CodeNode, CodebookReply, CodebooksReply, NearMiss, NotWhen},
    words,
};
use crate::ids::{CodeId, CodebookId};

/// To be shown wherever the main codebook is used, as its licence asks.
const ATTRIBUTION: &str =
    "Structure after the Home Office Indicators of Integration framework 2019, Open Government Licence v3.0.";
const MIPEX: &str = "Policy areas after the Migrant Integration Policy Index (MIPEX). Testimony shows what a rule did in \
                     somebody's life; it never scores a person or a country.";
const EMM: &str = "After the chapter on sectoral approaches to integration of IOM's Essentials of Migration Management \
                   (EMM2.0).";
const LIVED_COLOR: &str = "#8a3b6b";
const TIPPING_COLOR: &str = "#a0521a";
const MIPEX_COLOR: &str = "#4f6272";
const EMM_COLOR: &str = "#5f5a2f";

/// The codebooks that come with Kith.
pub(super) struct BuiltIn {
    /// As they are sent, without anybody's local codes.
    pub reply: CodebooksReply,
    known: HashMap<CodeId, Known>,
}

/// What must be known of a node.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub name: String,
    pub color: String,
    pub codebook: CodebookId,
    pub parent: Option<CodeId>,
    /// The indicator that it is or stands under.
    pub indicator: Option<CodeId>,
    pub codable: bool,
    /// Whether a project may add codes under it. The fourteen indicators are fixed, so nothing is added beside them.
    pub takes_local: bool,
}

/// The id that a short name has on every installation.
pub(super) fn id_of(key: &str) -> Uuid {
    let ours = Uuid::new_v5(&Uuid::NAMESPACE_URL, b"urn:x-testimony-codebook");
    Uuid::new_v5(&ours, key.as_bytes())
}

impl BuiltIn {
    /// Reads the file that comes with Kith.
    pub(super) fn read() -> Result<Self, CodebookFileError> {
        Self::of(&file::read()?)
    }

    fn of(file: &file::File) -> Result<Self, CodebookFileError> {
        let books = &file.codebooks;
        let links = Links::of(books);
        let codebooks = vec![
            ioi(&books.ioi, &file.version, &links)?,
            lived(&books.lived_experience, &file.version),
            tipping(&books.tipping_point, &file.version),
            mipex(&books.mipex, &file.version),
            emm(&books.emm_policy, &file.version),
        ];
        let mut known = HashMap::new();
        for codebook in &codebooks {
            for node in &codebook.categories {
                remember(codebook, node, None, &mut known)?;
            }
        }
        let attributes = words::of_codings(&books.modifiers.items, |key| links.0.get(key).map(|link| link.id));
        let narrator_attributes = words::of_narrators(&books.narrator_attributes.items);
        let tipping_axes = words::of_tipping_points(&books.tipping_point.axes);
        Ok(Self { reply: CodebooksReply { codebooks, attributes, narrator_attributes, tipping_axes }, known })
    }

    /// What is known of a node, if it is built in.
    pub(super) fn get(&self, code: CodeId) -> Option<&Known> {
        self.known.get(&code)
    }

    /// Every node with what is known of it.
    pub(super) fn all(&self) -> impl Iterator<Item = (CodeId, &Known)> {
        self.known.iter().map(|(id, known)| (*id, known))
    }
}

fn remember(
    codebook: &CodebookReply,
    node: &CodeNode,
    indicator: Option<CodeId>,
    known: &mut HashMap<CodeId, Known>,
) -> Result<(), CodebookFileError> {
    let main = codebook.key == "ioi";
    let indicator = indicator.or_else(|| (main && node.codable).then_some(node.id));
    let what = Known {
        name: node.name.clone(),
        color: node.color.clone(),
        codebook: codebook.id,
        parent: node.parent_id,
        indicator,
        codable: node.codable,
        takes_local: node.codable || (!main && codebook.key != "tipping-point"),
    };
    if known.insert(node.id, what).is_some() {
        return Err(CodebookFileError::Twice(node.id.0));
    }
    node.children.iter().try_for_each(|child| remember(codebook, child, indicator, known))
}

/// Names and ids of what rules point to.
struct Links(HashMap<String, CodeLink>);

impl Links {
    fn of(books: &file::Codebooks) -> Self {
        let mut links = HashMap::new();
        let mut add = |key: &str, id: Uuid, name: &str| {
            links.insert(key.to_owned(), CodeLink { id: id.into(), name: name.into() })
        };
        for category in &books.ioi.categories {
            add(&category.code.code, category.code.guid, &category.code.name);
            for indicator in &category.indicators {
                add(&indicator.code.code, indicator.code.guid, &indicator.code.name);
                for outcome in &indicator.outcomes {
                    add(&outcome.code, outcome.guid, &outcome.name);
                }
            }
        }
        for code in &books.lived_experience.codes {
            add(&code.code, code.guid, &code.name);
        }
        // "Mark a tipping point instead": no code, but the codebook of tipping points itself.
        add("tp", id_of(&books.tipping_point.id), &books.tipping_point.title);
        Self(links)
    }

    fn to(&self, key: &str) -> Result<CodeLink, CodebookFileError> {
        self.0.get(key).cloned().ok_or_else(|| CodebookFileError::PointsNowhere(key.to_owned()))
    }
}

fn codebook(id: &str, key: &str, title: &str, attribution: &str, version: &str) -> CodebookReply {
    CodebookReply {
        id: CodebookId(id_of(id)),
        key: key.to_owned(),
        title: title.to_owned(),
        attribution: attribution.to_owned(),
        version: version.to_owned(),
        categories: Vec::new(),
        local: false,
    }
}

/// A node with nothing but its name and definition.
fn node(code: &file::Code, color: &str, codable: bool, parent: Option<CodeId>) -> CodeNode {
    CodeNode {
        id: CodeId(code.guid),
        key: code.code.clone(),
        names: BTreeMap::from([("en".to_owned(), code.name.clone())]),
        name: code.name.clone(),
        definition: code.definition.clone(),
        color: color.to_owned(),
        codable,
        use_when: Vec::new(),
        not_when: Vec::new(),
        examples: Vec::new(),
        near_miss: None,
        prompts: Vec::new(),
        keywords: Vec::new(),
        parent_id: parent,
        local: false,
        retired: false,
        children: Vec::new(),
    }
}

/// A heading that the file has no code for.
fn heading(key: &str, name: &str, color: &str, parent: Option<CodeId>) -> CodeNode {
    let code = file::Code {
        code: key.to_owned(),
        guid: id_of(key),
        name: name.to_owned(),
        definition: String::new(),
        group: None,
    };
    node(&code, color, false, parent)
}

fn ioi(ioi: &file::Ioi, version: &str, links: &Links) -> Result<CodebookReply, CodebookFileError> {
    let mut book = codebook(&ioi.id, "ioi", &ioi.title, ATTRIBUTION, version);
    for category in &ioi.categories {
        let mut top = node(&category.code, &category.color, false, None);
        top.names.clone_from(&category.labels);
        for one in &category.indicators {
            top.children.push(indicator(one, top.id, links)?);
        }
        book.categories.push(top);
    }
    Ok(book)
}

fn indicator(from: &file::Indicator, parent: CodeId, links: &Links) -> Result<CodeNode, CodebookFileError> {
    let mut to = node(&from.code, &from.color, true, Some(parent));
    if let Some(subtitle) = &from.subtitle {
        to.definition = format!("{}: {subtitle}. {}", from.code.name, from.code.definition);
    }
    to.names.clone_from(&from.labels);
    to.use_when.clone_from(&from.use_when);
    for not in &from.do_not_use_when {
        let instead = not.instead.as_deref().map(|key| links.to(key)).transpose()?;
        to.not_when.push(NotWhen { case: not.case.clone(), instead });
    }
    to.examples = from.examples.iter().map(example).collect();
    if let Some(near) = &from.near_miss {
        to.near_miss = Some(NearMiss { text: near.text.clone(), correct: links.to(&near.correct)? });
    }
    to.prompts.clone_from(&from.interview_prompts);
    to.keywords.clone_from(&from.keyword_hints_en);
    to.children = from.outcomes.iter().map(|outcome| node(outcome, &from.color, true, Some(to.id))).collect();
    Ok(to)
}

fn example(from: &file::Example) -> CodeExample {
    CodeExample {
        lang: from.lang.clone(),
        text: from.text.clone(),
        gloss: from.gloss_en.clone(),
        dir: from.dir.clone().unwrap_or_else(|| "ltr".to_owned()),
    }
}

fn lived(lived: &file::Lived, version: &str) -> CodebookReply {
    let mut book = codebook(&lived.id, "lived", &lived.title, &lived.why, version);
    book.categories = lived.codes.iter().map(|code| node(code, LIVED_COLOR, true, None)).collect();
    book
}

/// Tipping points are records; their axes are shown as a codebook to be read, and nothing is coded with them.
fn tipping(tipping: &file::Tipping, version: &str) -> CodebookReply {
    let mut book = codebook(&tipping.id, "tipping-point", &tipping.title, &tipping.source, version);
    for axis in &tipping.axes {
        let name = axis.id.replace('_', " ");
        let mut top = heading(&format!("tp.axis.{}", axis.id.replace('_', "-")), &name, TIPPING_COLOR, None);
        top.children = axis.values.iter().map(|value| node(value, TIPPING_COLOR, false, Some(top.id))).collect();
        book.categories.push(top);
    }
    book
}

fn mipex(mipex: &file::Mipex, version: &str) -> CodebookReply {
    let mut book = codebook(&mipex.id, "mipex", &mipex.title, MIPEX, version);
    for area in &mipex.areas {
        let mut top = node(&area.code, MIPEX_COLOR, true, None);
        top.children = area.dimensions.iter().map(|one| node(one, MIPEX_COLOR, true, Some(top.id))).collect();
        book.categories.push(top);
    }
    book
}

fn emm(emm: &file::Emm, version: &str) -> CodebookReply {
    let mut book = codebook(&emm.id, "emm-policy", &emm.title, EMM, version);
    book.categories = vec![
        grouped("emm.approaches", "Approaches", &emm.approaches),
        grouped("emm.barriers", "Barriers", &emm.barriers),
        grouped("emm.practice-types", "Types of practice", &emm.practice_types),
    ];
    book
}

/// Codes under the headings they name, in the order in which the headings come.
fn grouped(key: &str, name: &str, codes: &[file::Code]) -> CodeNode {
    let mut top = heading(key, name, EMM_COLOR, None);
    for code in codes {
        let Some(group) = &code.group else {
            top.children.push(node(code, EMM_COLOR, true, Some(top.id)));
            continue;
        };
        let under = heading(&format!("{key}.{group}"), sector(group), EMM_COLOR, Some(top.id));
        let code = node(code, EMM_COLOR, true, Some(under.id));
        match top.children.iter_mut().find(|there| there.id == under.id) {
            Some(there) => there.children.push(code),
            None => top.children.push(CodeNode { children: vec![code], ..under }),
        }
    }
    top
}

fn sector(group: &str) -> &str {
    match group {
        "goal" => "Goals",
        "health" => "Health",
        "schools" => "Schools",
        "labour" => "Work",
        "language-adult" => "Language and adult learning",
        "housing" => "Housing",
        "cross-sector" => "Across sectors",
        other => other,
    }
}
