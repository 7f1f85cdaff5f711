//! What others ask of codes: whether passages can be coded with one, what stands under it, and under which indicator it
//! stands. Built-in codes are answered from memory, without the database.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use sea_orm::{ColumnTrait, DbErr, sea_query::ExprTrait};

use super::{
    built_in::{BuiltIn, Known},
    file::CodebookFileError,
    reply::{CodeNode, CodebooksReply, CodingAttribute, TippingAxis},
    rows,
};
use crate::{
    db::{Db, HouseTables, Reads},
    ids::{CodeId, ProjectId},
};

/// The codebooks that come with Kith. Cheap to clone.
#[derive(Clone)]
pub struct Codes(Arc<BuiltIn>);

/// The codes of one project at one moment: those that come with Kith and its own.
pub struct ProjectCodes {
    codes: HashMap<CodeId, Code>,
    children: HashMap<CodeId, Vec<CodeId>>,
}

/// What is known of a code.
#[derive(Clone, Debug)]
pub struct Code {
    /// Its name.
    pub name: String,
    /// Under which node it stands.
    pub parent: Option<CodeId>,
    /// The indicator that it is or stands under.
    pub indicator: Option<CodeId>,
    /// Whether passages can be coded with it now.
    pub codable: bool,
}

impl Codes {
    /// Reads the codebooks that come with Kith.
    ///
    /// # Errors
    /// When their file does not fit together; a test keeps it so that it does.
    pub fn read() -> Result<Self, CodebookFileError> {
        Ok(Self(Arc::new(BuiltIn::read()?)))
    }

    pub(super) fn built_in(&self) -> &BuiltIn {
        &self.0
    }

    /// As sent, without anybody's local codes.
    #[must_use]
    pub fn without_local(&self) -> &CodebooksReply {
        &self.0.reply
    }

    /// What may be said of a coding beside its code.
    #[must_use]
    pub fn attributes(&self) -> &[CodingAttribute] {
        &self.0.reply.attributes
    }

    /// What may be said of a tipping point.
    #[must_use]
    pub fn tipping_axes(&self) -> &[TippingAxis] {
        &self.0.reply.tipping_axes
    }

    /// Whether passages of this project can be coded with it now. Asks the database about local codes only.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn exists_codable<C: Reads>(
        &self,
        house: &HouseTables<'_, C>,
        project: ProjectId,
        code: CodeId,
    ) -> Result<bool, DbErr> {
        if let Some(known) = self.0.get(code) {
            return Ok(known.codable);
        }
        let ours = rows::Column::Id.eq(code).and(rows::Column::ProjectId.eq(project));
        let found = house.one::<rows::Entity>(ours.and(rows::Column::RetiredAt.is_null())).await?;
        Ok(found.is_some())
    }

    /// The fourteen indicators, in the order of the codebook.
    pub fn indicators(&self) -> impl Iterator<Item = &CodeNode> {
        let main = self.0.reply.codebooks.iter().filter(|codebook| codebook.key == "ioi");
        main.flat_map(|codebook| &codebook.categories).flat_map(|category| &category.children)
    }

    /// The codes of a project.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn of_project(&self, db: &Db, project: ProjectId) -> Result<ProjectCodes, DbErr> {
        let local = db.house().all::<rows::Entity>(rows::Column::ProjectId.eq(project)).await?;
        Ok(ProjectCodes::of(&self.0, local))
    }
}

impl From<&Known> for Code {
    fn from(known: &Known) -> Self {
        Self { name: known.name.clone(), parent: known.parent, indicator: known.indicator, codable: known.codable }
    }
}

impl ProjectCodes {
    fn of(built_in: &BuiltIn, local: Vec<rows::Model>) -> Self {
        let mut codes: HashMap<CodeId, Code> = built_in.all().map(|(id, known)| (id, known.into())).collect();
        let parents: HashMap<CodeId, CodeId> = local.iter().map(|row| (row.id, row.parent_id)).collect();
        for row in local {
            let root = root_of(row.parent_id, &parents);
            let indicator = built_in.get(root).and_then(|known| known.indicator);
            let codable = row.retired_at.is_none();
            codes.insert(row.id, Code { name: row.name, parent: Some(row.parent_id), indicator, codable });
        }
        let mut children: HashMap<CodeId, Vec<CodeId>> = HashMap::new();
        for (id, code) in &codes {
            if let Some(parent) = code.parent {
                children.entry(parent).or_default().push(*id);
            }
        }
        Self { codes, children }
    }

    /// What is known of a code; retired ones are known too.
    #[must_use]
    pub fn get(&self, code: CodeId) -> Option<&Code> {
        self.codes.get(&code)
    }

    /// The codes of this name, however it is capitalised.
    #[must_use]
    pub fn named(&self, name: &str) -> Vec<CodeId> {
        let name = name.trim().to_lowercase();
        self.codes.iter().filter(|(_, code)| code.name.to_lowercase() == name).map(|(id, _)| *id).collect()
    }

    /// The code itself and all that stand under it, retired ones too: what is coded with them still counts.
    #[must_use]
    pub fn descendants(&self, code: CodeId) -> Vec<CodeId> {
        let mut all = vec![code];
        let mut seen = HashSet::from([code]);
        let mut at = 0;
        while let Some(next) = all.get(at).copied() {
            let under = self.children.get(&next).map(Vec::as_slice).unwrap_or_default();
            all.extend(under.iter().copied().filter(|child| seen.insert(*child)));
            at += 1;
        }
        all
    }

    /// The indicator that a code is or stands under.
    #[must_use]
    pub fn indicator_of(&self, code: CodeId) -> Option<CodeId> {
        self.get(code)?.indicator
    }
}

/// The built-in node that local codes stand under in the end.
fn root_of(mut code: CodeId, parents: &HashMap<CodeId, CodeId>) -> CodeId {
    // Bounded, so that no loop in the data could hold us.
    for _step in 0..=parents.len() {
        match parents.get(&code) {
            Some(parent) => code = *parent,
            None => break,
        }
    }
    code
}
