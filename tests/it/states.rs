//! The life of one purpose of one consent: every state, everything that can happen, everybody who may make it happen.

use kith::consent::states::{By, Happening, State};

fn everything() -> impl Iterator<Item = (State, Happening, By, Option<State>)> {
    State::ALL.iter().flat_map(|state| {
        Happening::ALL
            .iter()
            .flat_map(move |what| By::ALL.iter().map(move |by| (*state, *what, *by, state.after(*what, *by))))
    })
}

#[test]
fn every_state_and_every_happening_has_its_answer() {
    let mut table = String::new();
    for state in State::ALL {
        for what in Happening::ALL {
            let by: Vec<String> = By::ALL
                .iter()
                .filter_map(|by| Some(format!("{} → {}", by.as_str(), state.after(*what, *by)?.as_str())))
                .collect();
            if !by.is_empty() {
                table.push_str(&format!("{:17} {:11} {}\n", state.as_str(), what.as_str(), by.join(", ")));
            }
        }
    }
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("states_of_a_consent", table);
    });
}

#[test]
fn staff_alone_and_the_clock_never_make_anything_valid() {
    for (state, what, by, after) in everything() {
        if matches!(by, By::Staff | By::Clock)
            && let Some(after) = after
        {
            assert!(!after.is_valid() || after == state, "{state:?} {what:?} {by:?} → {after:?}");
        }
    }
}

#[test]
fn whatever_is_valid_can_be_taken_back_at_once_by_the_narrator_and_for_them() {
    for state in [State::Given, State::Renewed, State::Suspended, State::ReaffirmRequired] {
        for by in [By::Narrator, By::Staff] {
            assert_eq!(state.after(Happening::Withdraw, by), Some(State::Withdrawn));
        }
    }
}

#[test]
fn nobody_but_the_narrator_asks_again_after_a_no() {
    for state in [State::Refused, State::Withdrawn] {
        assert_eq!(state.after(Happening::Ask, By::Staff), None);
        assert_eq!(state.after(Happening::Ask, By::Narrator), Some(State::Requested));
    }
    for (state, what, _, after) in everything() {
        if matches!(state, State::Refused | State::Withdrawn) {
            assert!(what == Happening::Ask || after.is_none(), "{state:?} {what:?} → {after:?}");
        }
    }
}
