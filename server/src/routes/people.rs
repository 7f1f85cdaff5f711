//! The paths of people: setting up, signing in, accounts, projects and who belongs to them.

use actix_web::http::Method;

use super::{Described, on};
use crate::people;

/// Setting up, signing in, accounts, projects and who belongs to them.
pub(super) fn all() -> Vec<Described> {
    [doors(), accounts(), projects(), members()].into_iter().flatten().collect()
}

fn doors() -> Vec<Described> {
    use people::{http::sign_in as door, reply};
    vec![
        on(Method::GET, "/api/setup", "setupState", "Whether the service waits to be set up.", door::setup_state)
            .gives::<reply::SetupState>(),
        on(
            Method::POST,
            "/api/setup",
            "setUp",
            "Set the service up, with the one-time key from its log.",
            door::set_up,
        )
        .takes::<reply::SetUp>()
        .gives::<reply::SessionReply>(),
        on(Method::POST, "/api/session", "signIn", "Sign in.", door::sign_in)
            .takes::<reply::SignIn>()
            .gives::<reply::SessionReply>(),
        on(Method::GET, "/api/session", "currentSession", "Who is signed in.", door::current_session)
            .gives::<reply::SessionReply>(),
        on(Method::DELETE, "/api/session", "signOut", "Sign out.", door::sign_out).gives_nothing(204),
        on(Method::GET, "/api/links/{token}", "openLink", "What a one-time link is for.", door::open_link)
            .gives::<reply::LinkReply>(),
        on(
            Method::POST,
            "/api/links/{token}",
            "useLink",
            "Use an invitation or a link for a new password.",
            door::use_link,
        )
        .takes::<reply::NewPassword>()
        .gives::<reply::SessionReply>(),
        on(
            Method::POST,
            "/api/password-reset",
            "askPasswordReset",
            "Ask for a link for a new password. The answer is the same whether there is such an account or not.",
            door::ask_password_reset,
        )
        .takes::<reply::AskPasswordReset>()
        .gives_nothing(202),
    ]
}

fn accounts() -> Vec<Described> {
    use people::{http::account, reply};
    vec![
        on(Method::PATCH, "/api/account", "changeAccount", "Change one's name or language.", account::change_account)
            .takes::<reply::ChangeAccount>()
            .gives::<reply::AccountReply>(),
        on(
            Method::POST,
            "/api/account/password",
            "changePassword",
            "Change one's password; every other session ends.",
            account::change_password,
        )
        .takes::<reply::ChangePassword>()
        .gives_nothing(204),
        on(Method::GET, "/api/account/sessions", "listSessions", "Where one is signed in.", account::list_sessions)
            .gives_list::<reply::SessionInfo>(),
        on(Method::DELETE, "/api/account/sessions/{id}", "endSession", "Sign out elsewhere.", account::end_session)
            .gives_nothing(204),
        on(Method::GET, "/api/account/tokens", "listTokens", "One's tokens for programs.", account::list_tokens)
            .gives_list::<reply::TokenReply>(),
        on(Method::POST, "/api/account/tokens", "makeToken", "Make a token; it is shown once.", account::make_token)
            .takes::<reply::NewToken>()
            .gives_at::<reply::TokenReply>(201, "Made."),
        on(Method::DELETE, "/api/account/tokens/{id}", "revokeToken", "Revoke a token.", account::revoke_token)
            .gives_nothing(204),
        on(Method::GET, "/api/people", "listPeople", "Everybody who has an account.", account::list_people)
            .gives_list::<reply::AccountReply>(),
        on(
            Method::POST,
            "/api/people/{id}/reset",
            "resetLinkFor",
            "Make a link for a new password for somebody.",
            account::reset_link_for,
        )
        .gives::<reply::ResetReply>(),
    ]
}

fn projects() -> Vec<Described> {
    use people::{http::projects, reply};
    vec![
        on(
            Method::GET,
            "/api/organisations",
            "listOrganisations",
            "The organisations one knows.",
            projects::list_organisations,
        )
        .gives_list::<reply::OrganisationReply>(),
        on(
            Method::PUT,
            "/api/organisations/{organisation}/keeper",
            "keepKeeper",
            "Say what consent records tell of who keeps the stories.",
            projects::keep_keeper,
        )
        .takes::<reply::Keeper>()
        .gives_nothing(204),
        on(Method::POST, "/api/projects", "makeProject", "Begin a project and lead it.", projects::make_project)
            .takes::<reply::NewProject>()
            .gives_at::<reply::ProjectReply>(201, "Begun."),
        on(
            Method::PATCH,
            "/api/projects/{project}",
            "changeProject",
            "Change its name, description or language.",
            projects::change_project,
        )
        .takes::<reply::ChangedProject>()
        .gives::<reply::ProjectReply>(),
    ]
}

fn members() -> Vec<Described> {
    use people::{http::members, reply};
    vec![
        on(Method::GET, "/api/projects/{project}/members", "listMembers", "Who works here.", members::list_members)
            .gives_list::<reply::MemberReply>(),
        on(
            Method::PUT,
            "/api/projects/{project}/members/{account}",
            "setRoles",
            "Give somebody exactly these roles.",
            members::set_roles,
        )
        .takes::<reply::NewRoles>()
        .gives::<reply::MemberReply>(),
        on(
            Method::DELETE,
            "/api/projects/{project}/members/{account}",
            "removeMember",
            "Take every role from somebody.",
            members::remove_member,
        )
        .gives_nothing(204),
        on(
            Method::GET,
            "/api/projects/{project}/invitations",
            "listInvitations",
            "Who is invited.",
            members::list_invitations,
        )
        .gives_list::<reply::InvitationReply>(),
        on(
            Method::POST,
            "/api/projects/{project}/invitations",
            "invite",
            "Invite somebody: by mail, or with a link to hand over.",
            members::invite,
        )
        .takes::<reply::NewInvitation>()
        .gives_at::<reply::InvitationReply>(201, "Invited."),
        on(
            Method::DELETE,
            "/api/projects/{project}/invitations/{id}",
            "withdrawInvitation",
            "Take an open invitation back.",
            members::withdraw_invitation,
        )
        .gives_nothing(204),
    ]
}
