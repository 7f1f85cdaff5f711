//! Every path, top to bottom. A handler's `Permit<Act>` says who may call it.

mod described;

use actix_web::http::Method;
pub use described::{Described, describe, mount, on};

use crate::app;

/// Every path of the service.
#[must_use]
pub fn all() -> Vec<Described> {
    let mut all = Vec::new();
    all.extend(house());
    all
}

/// The service itself.
fn house() -> Vec<Described> {
    vec![
        on(Method::GET, "/api/health", "health", "Whether the service is up.", app::http::health)
            .gives::<app::http::HealthReply>(),
        on(Method::GET, "/api/openapi.json", "openApi", "This description.", app::http::open_api)
            .gives_bytes("application/json"),
    ]
}
