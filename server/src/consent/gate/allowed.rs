//! What the gate asks of every row: is this purpose granted to this audience, now, for this part of the story? The strictest
//! of all that applies wins: what is kept out of a story, a passage or a recording, and what protects its narrator.

use sea_orm::{
    ColumnTrait,
    sea_query::{Condition, Expr, ExprTrait, Query, SelectStatement},
};

use uuid::Uuid;

use super::Stories;
use crate::{
    access::{Audience, Purpose},
    clock::Timestamp,
    consent::states::State,
    ids::ProjectId,
};

/// One purpose for one audience, at one moment.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    pub(super) project: ProjectId,
    pub(super) purpose: Purpose,
    pub(super) audience: Audience,
    pub(super) at: Timestamp,
    pub(super) seen_first: SeenFirst,
}

/// What is asked where narrators wish to see each use first.
#[derive(Clone, Copy, Debug)]
pub(super) enum SeenFirst {
    /// That they saw what the row is, and said yes; of a narrator's own row, that they did so of anything.
    Own,
    /// That they saw this use and said yes.
    This(Uuid),
    /// Nothing: to know whether they may be asked.
    Later,
}

impl Asked {
    /// One purpose for one audience, of each row as it is.
    pub(super) fn of(project: ProjectId, purpose: Purpose, audience: Audience, at: Timestamp) -> Self {
        Self { project, purpose, audience, at, seen_first: SeenFirst::Own }
    }

    /// That a row may be used.
    pub(super) fn of_rows<E: Stories>(self) -> Condition {
        let mut all = Condition::all()
            .add(E::project().eq(self.project))
            .add(Expr::exists(self.granted::<E>()))
            .add_option(self.flags(E::narrator()).map(|flags| Expr::exists(flags).not()));
        if let Some(testimony) = E::testimony() {
            all = all.add(match E::recording() {
                None => self.not_kept_out_whole(testimony),
                Some(recording) => self.recording_not_kept_out(testimony, recording),
            });
            if let Some(passage) = E::passage() {
                all = all.add(self.not_kept_out(testimony, passage));
            }
        }
        all
    }

    /// That the whole story is not kept out.
    fn not_kept_out_whole(self, testimony: impl ColumnTrait) -> Expr {
        let mut kept_out = self.limits();
        kept_out
            .and_where(limit("testimony_id").equals(testimony.as_column_ref()))
            .and_where(limit("scope").eq("testimony"));
        Expr::exists(kept_out).not()
    }

    /// That a recording is not kept out. It says what a passage says: where one is kept out, no recording of the story is
    /// heard, or counted.
    pub(super) fn recording_not_kept_out<K: ColumnTrait>(self, testimony: K, recording: K) -> Expr {
        let this_one = limit("scope").eq("recording").and(limit("scope_id").equals(recording.as_column_ref()));
        let any = Condition::any().add(limit("scope").is_in(["testimony", "passage"])).add(this_one);
        let mut kept_out = self.limits();
        kept_out.and_where(limit("testimony_id").equals(testimony.as_column_ref())).cond_where(any);
        Expr::exists(kept_out).not()
    }

    /// That nothing of a passage is kept out.
    pub(super) fn not_kept_out<K: ColumnTrait>(self, testimony: K, [revision, start, end]: [K; 3]) -> Expr {
        let mut kept_out = self.limits();
        kept_out
            .and_where(limit("testimony_id").equals(testimony.as_column_ref()))
            .and_where(limit("scope").eq("passage"))
            .and_where(limit("revision_id").equals(revision.as_column_ref()))
            .and_where(limit("start_at").lt(Expr::col(end.as_column_ref())))
            .and_where(limit("end_at").gt(Expr::col(start.as_column_ref())));
        Expr::exists(kept_out).not()
    }

    /// A grant of the narrator in this column. All that is asked stands in one index.
    fn granted<E: Stories>(self) -> SelectStatement {
        let narrator = E::narrator();
        let of = |column: &'static str| Expr::col(("consent_grant", column));
        let by_now = |column: &'static str| Condition::any().add(of(column).is_null()).add(of(column).lte(self.at));
        let valid = State::ALL.iter().filter(|state| state.is_valid()).map(|state| state.as_str());
        let mut grants = Query::select()
            .expr(Expr::val(1))
            .from("consent_grant")
            .and_where(of("project_id").eq(self.project))
            .and_where(of("purpose").eq(self.purpose.as_str()))
            .and_where(of("narrator_id").equals(narrator.as_column_ref()))
            .and_where(of("state").is_in(valid))
            .and_where(of("scope").eq("person"))
            .and_where(of("ended_at").is_null())
            .and_where(of("audience_rank").gte(self.audience.rank()))
            .and_where(of("valid_from").lte(self.at))
            .cond_where(Condition::any().add(of("valid_until").is_null()).add(of("valid_until").gt(self.at)))
            .cond_where(by_now("embargo_until"))
            .and_where(of("embargo_event").is_null())
            .to_owned();
        // Who reads an archive or a public page is in every country.
        if self.audience != Audience::Team && !matches!(self.seen_first, SeenFirst::Later) {
            let said_yes = Expr::exists(self.said_yes::<E>());
            grants.cond_where(Condition::any().add(of("review_before_use").eq(false)).add(said_yes));
        }
        if self.audience.rank() >= Audience::Archive.rank() {
            grants.and_where(of("countries_excluded").eq(""));
        }
        grants
    }

    /// That the narrator was shown what is to be used, and said yes, under the grant that is in force.
    fn said_yes<E: Stories>(self) -> SelectStatement {
        let of = |column: &'static str| Expr::col(("use_asking", column));
        let asked = Query::select()
            .expr(Expr::val(1))
            .from("use_asking")
            .and_where(of("grant_id").equals(("consent_grant", "id")))
            .and_where(of("answer").eq("yes"))
            .and_where(of("ended_at").is_null())
            .and_where(of("purpose").eq(self.purpose.as_str()))
            .and_where(of("audience_rank").gte(self.audience.rank()))
            .to_owned();
        let which = match (self.seen_first, E::asked()) {
            (SeenFirst::This(id), _) => of("id").eq(id),
            (_, Some(id)) => of("id").equals(id.as_column_ref()),
            (_, None) if E::testimony().is_none() => return asked,
            // Of what else there is nobody is asked.
            (_, None) => Expr::val(1).eq(0),
        };
        asked.clone().and_where(which).to_owned()
    }

    /// What protects the narrator in this column from it: nothing leaves the team while a flag is up, and whoever came of
    /// age is only kept until they say what they wish.
    fn flags(self, narrator: impl ColumnTrait) -> Option<SelectStatement> {
        let of = |column: &'static str| Expr::col(("protection_flag", column));
        let mut flags = Query::select()
            .expr(Expr::val(1))
            .from("protection_flag")
            .and_where(of("narrator_id").equals(narrator.as_column_ref()))
            .and_where(of("ended_at").is_null())
            .to_owned();
        match (self.audience, self.purpose) {
            (Audience::Team, Purpose::Store) => None,
            (Audience::Team, _) => Some(flags.and_where(of("holds_all_from").lte(self.at)).to_owned()),
            _ => Some(flags),
        }
    }

    /// Limits of the project that keep something out of this.
    pub(super) fn limits(self) -> SelectStatement {
        limits_of(self.purpose, self.audience).and_where(limit("project_id").eq(self.project)).to_owned()
    }
}

/// Limits that keep something out of a purpose for an audience: on the purpose itself or on one that it needs.
pub(super) fn limits_of(purpose: Purpose, audience: Audience) -> SelectStatement {
    Query::select()
        .expr(Expr::val(1))
        .from("consent_limit")
        .and_where(limit("lifted_at").is_null())
        .and_where(limit("audience_rank").lt(audience.rank()))
        .and_where(limit("purpose").is_in(purpose.with_needs().map(Purpose::as_str)))
        .to_owned()
}

/// A column of the limits.
pub(super) fn limit(column: &'static str) -> Expr {
    Expr::col(("consent_limit", column))
}
