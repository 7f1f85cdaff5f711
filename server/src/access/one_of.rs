//! Either of two permits: for paths that serve two kinds of work. The handler still says which, and does both by name.
//! (actix's own `Either` swallows the request's body.)

use std::{future::Future, pin::Pin};

use actix_web::{FromRequest, HttpRequest, dev::Payload};

use super::{Act, Permit};
use crate::problem::Problem;

/// A permit for the first act, or else for the second.
#[derive(Debug)]
pub enum OneOf<A, B> {
    /// This person may do the first.
    First(Permit<A>),
    /// This person may not do the first, but the second.
    Second(Permit<B>),
}

impl<A: Act, B: Act> FromRequest for OneOf<A, B> {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let first = Permit::<A>::from_request(request, payload);
        let second = Permit::<B>::from_request(request, payload);
        Box::pin(async move {
            match first.await {
                Ok(permit) => Ok(Self::First(permit)),
                Err(_not_the_first) => second.await.map(Self::Second),
            }
        })
    }
}
