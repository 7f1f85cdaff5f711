//! What the gate gives is no reply: a reply is made of it, on purpose, field by field.
use kith::{access::ReadTestimonies, consent::Cleared, testimony::OpenText};

fn reply(text: Cleared<OpenText, ReadTestimonies>) -> actix_web::web::Json<Cleared<OpenText, ReadTestimonies>> {
    actix_web::web::Json(text)
}

fn responds(text: Cleared<OpenText, ReadTestimonies>) -> impl actix_web::Responder {
    reply(text)
}

fn main() {}
