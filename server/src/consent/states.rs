//! The states of one purpose of one consent, and who may move it: the state machine of W3C's Data Privacy Vocabulary
//! (`consent_status`: valid are *given* and *renewed*), with what Kith adds for embargo and coming of age. Must never let
//! staff widen what somebody allows without the narrator's own new answer.

use crate::named::named;

named! {
    /// Where one purpose stands.
    State {
        /// Nobody asked: as good as a no.
        NotAsked = "not-asked",
        /// Asked, and not answered yet (ConsentRequested).
        Requested = "requested",
        /// Put off (ConsentRequestDeferred).
        Deferred = "deferred",
        /// A no (ConsentRefused).
        Refused = "refused",
        /// A yes (ConsentGiven).
        Given = "given",
        /// A yes that was said again (RenewedConsentGiven).
        Renewed = "renewed",
        /// Held for a while: kept, not used.
        Suspended = "suspended",
        /// A child who was spoken for is of age: held until they say so themselves.
        ReaffirmRequired = "reaffirm-required",
        /// Its time ran out (ConsentExpired).
        Expired = "expired",
        /// Taken back by the narrator (ConsentWithdrawn).
        Withdrawn = "withdrawn",
        /// Ended by somebody else (ConsentRevoked).
        Revoked = "revoked",
        /// Found never to have been valid (ConsentInvalidated).
        Invalidated = "invalidated",
        /// Over: ran out and was not renewed, or another answer took its place.
        Closed = "closed",
    }
}

named! {
    /// What can happen to it.
    Happening {
        /// Somebody is asked.
        Ask = "asked",
        /// They put it off.
        Defer = "deferred",
        /// They say no.
        Refuse = "refused",
        /// They say yes.
        Give = "given",
        /// They allow less.
        Narrow = "narrowed",
        /// They say yes again.
        Renew = "renewed",
        /// It is held for a while.
        Suspend = "suspended",
        /// It is held no longer.
        Resume = "resumed",
        /// Its time runs out.
        Expire = "expired",
        /// They take it back.
        Withdraw = "withdrawn",
        /// Somebody else ends it.
        Revoke = "revoked",
        /// It turns out never to have been valid.
        Invalidate = "invalidated",
        /// A child comes of age.
        ComeOfAge = "came-of-age",
        /// It is closed.
        Close = "closed",
    }
}

named! {
    /// Who makes it happen.
    By {
        /// The narrator, or a guardian who speaks for them.
        Narrator = "narrator",
        /// Staff who hold a new answer of the narrator: a record of its own, with how it was given.
        StaffWithAnswer = "staff-with-answer",
        /// Staff alone, with a reason.
        Staff = "staff",
        /// The clock.
        Clock = "clock",
    }
}

impl State {
    /// Whether something may be done with it.
    #[must_use]
    pub const fn is_valid(self) -> bool {
        matches!(self, Self::Given | Self::Renewed)
    }

    /// Where it stands after this; nothing where that cannot happen, or not by them.
    #[must_use]
    pub const fn after(self, what: Happening, by: By) -> Option<Self> {
        use Happening as H;
        use State as S;
        let open = matches!(self, S::NotAsked | S::Requested | S::Deferred);
        let over = matches!(self, S::Expired | S::Revoked | S::Invalidated);
        let theirs = matches!(by, By::Narrator | By::StaffWithAnswer);
        // Whatever was a yes and is not over: it may be held just now.
        let yes = self.is_valid() || matches!(self, S::Suspended | S::ReaffirmRequired);
        let (can, next) = match what {
            // Whoever said no is asked again only when they wish it themselves.
            H::Ask => {
                let said_no = matches!(self, S::Refused | S::Withdrawn);
                (open || over || matches!(self, S::Closed) || (said_no && theirs), S::Requested)
            }
            H::Defer => (open, S::Deferred),
            H::Refuse => (open || matches!(self, S::Expired), S::Refused),
            H::Give => (matches!(self, S::Requested | S::Deferred), S::Given),
            // Also what is held or over just now: it must not come back as wide as it was.
            H::Narrow => (yes || matches!(self, S::Expired), self),
            H::Renew => (self.is_valid() || matches!(self, S::Expired | S::ReaffirmRequired), S::Renewed),
            H::Suspend => (self.is_valid(), S::Suspended),
            H::Resume => (matches!(self, S::Suspended), S::Given),
            H::Expire => (yes, S::Expired),
            H::Withdraw => (yes || matches!(self, S::Expired), S::Withdrawn),
            H::Revoke => (yes, S::Revoked),
            H::Invalidate => (yes, S::Invalidated),
            H::ComeOfAge => (self.is_valid() || matches!(self, S::Suspended), S::ReaffirmRequired),
            H::Close => (over, S::Closed),
        };
        if can && may(what, by) { Some(next) } else { None }
    }
}

/// Who may make what happen. A yes is the narrator's alone, said by them or brought with their answer; taking away is
/// open to staff too.
const fn may(what: Happening, by: By) -> bool {
    use Happening as H;
    match by {
        By::Narrator | By::StaffWithAnswer => {
            !matches!(what, H::Expire | H::ComeOfAge | H::Revoke | H::Invalidate | H::Close)
        }
        By::Staff => {
            matches!(what, H::Ask | H::Narrow | H::Suspend | H::Withdraw | H::Revoke | H::Invalidate | H::Close)
        }
        By::Clock => matches!(what, H::Expire | H::ComeOfAge | H::Close),
    }
}
