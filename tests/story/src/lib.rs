//! `#[story]`: one test, told on SQLite and, when `KITH_TEST_POSTGRES` names a server, on PostgreSQL too.

use proc_macro::{TokenStream, TokenTree};

/// Makes two tests of an `async fn` without arguments: `name::on_sqlite` and `name::on_postgres`.
#[proc_macro_attribute]
pub fn story(_: TokenStream, told: TokenStream) -> TokenStream {
    let mut words = told.clone().into_iter();
    let name = words.by_ref().find(|word| word.to_string() == "fn").and_then(|_| words.next());
    let Some(TokenTree::Ident(name)) = name else {
        return "compile_error!(\"#[story] is told by an async fn\");".parse().unwrap_or_default();
    };
    let twice = format!(
        "mod {name} {{
            #[test]
            fn on_sqlite() {{ ::tests::tell(::tests::Records::Sqlite, super::{name}()); }}
            #[test]
            fn on_postgres() {{ ::tests::tell(::tests::Records::Postgres, super::{name}()); }}
        }}"
    );
    told.into_iter().chain(twice.parse::<TokenStream>().unwrap_or_default()).collect()
}
