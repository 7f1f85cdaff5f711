//! A path, said once: how it is reached, what it takes and gives, and which handler does it. The router and the OpenAPI
//! description are both made from this, so they cannot drift apart.

use std::{collections::BTreeMap, sync::Arc};

use actix_web::{
    FromRequest, Handler, Resource, Responder,
    http::Method,
    web::{self, ServiceConfig},
};
use utoipa::{
    IntoParams, ToSchema,
    openapi::{
        Content, HttpMethod, InfoBuilder, OpenApi, OpenApiBuilder, PathItem, PathsBuilder, Ref, RefOr, ResponseBuilder,
        path::{Operation, OperationBuilder, Parameter, ParameterBuilder, ParameterIn},
        request_body::RequestBodyBuilder,
        schema::{ArrayBuilder, ComponentsBuilder, KnownFormat, ObjectBuilder, Schema, SchemaFormat, Type},
    },
};

use crate::{page::Page, problem::Problem};

/// A media type and what it holds.
type Held = (&'static str, RefOr<Schema>);
type Schemas = BTreeMap<String, RefOr<Schema>>;

/// Biggest body where a path says nothing else, in bytes.
const BODY_BYTES: usize = 256 * 1024;

/// One method of one path.
#[derive(Clone)]
pub struct Described {
    /// The method.
    pub method: Method,
    /// The path, with `{names}`.
    pub path: &'static str,
    /// The stable name of the operation.
    pub operation: &'static str,
    summary: &'static str,
    parameters: Vec<Parameter>,
    body: Option<Held>,
    replies: Vec<(u16, &'static str, Option<Held>)>,
    /// How the types it speaks of are described: told only when somebody asks for the description, which is big.
    schemas: Vec<fn(&mut Schemas)>,
    body_bytes: usize,
    route: Arc<dyn Fn() -> actix_web::Route + Send + Sync>,
}

/// Describes a method of a path.
pub fn on<F, Args>(
    method: Method,
    path: &'static str,
    operation: &'static str,
    summary: &'static str,
    handler: F,
) -> Described
where
    F: Handler<Args> + Send + Sync,
    Args: FromRequest + 'static,
    F::Output: Responder + 'static,
{
    let verb = method.clone();
    Described {
        method,
        path,
        operation,
        summary,
        parameters: path_parameters(path),
        body: None,
        replies: Vec::new(),
        schemas: Vec::new(),
        body_bytes: BODY_BYTES,
        route: Arc::new(move || web::method(verb.clone()).to(handler.clone())),
    }
}

/// Names in braces that stand for words.
const WORDS: [&str; 7] = ["token", "language", "form", "publisher", "slug", "secret", "file"];

/// The names in braces; ids unless they are known to be words.
fn path_parameters(path: &str) -> Vec<Parameter> {
    path.split('/')
        .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
        .map(|name| {
            let format = (!WORDS.contains(&name)).then_some(SchemaFormat::KnownFormat(KnownFormat::Uuid));
            ParameterBuilder::new()
                .name(name)
                .parameter_in(ParameterIn::Path)
                .required(utoipa::openapi::Required::True)
                .schema(Some(ObjectBuilder::new().schema_type(Type::String).format(format)))
                .build()
        })
        .collect()
}

fn reference<T: ToSchema>(schemas: &mut Vec<fn(&mut Schemas)>) -> RefOr<Schema> {
    schemas.push(describe_type::<T>);
    RefOr::Ref(Ref::from_schema_name(name_of::<T>()))
}

/// Describes a type and all that it speaks of.
fn describe_type<T: ToSchema>(known: &mut Schemas) {
    let name = name_of::<T>();
    if known.contains_key(&name) {
        return;
    }
    let mut spoken_of = Vec::new();
    T::schemas(&mut spoken_of);
    known.extend(spoken_of);
    known.insert(name, T::schema());
}

/// The name of a type in the description; `Page<NarratorReply>` is `PageOfNarratorReply`, so that pages are told apart.
fn name_of<T: ToSchema>() -> String {
    let own = T::name();
    match std::any::type_name::<T>().split_once('<') {
        Some((_, inner)) => {
            let inner = inner.trim_end_matches('>');
            format!("{own}Of{}", inner.rsplit_once("::").map_or(inner, |(_, last)| last))
        }
        None => own.to_string(),
    }
}

impl Described {
    /// Replies 200 with this.
    #[must_use]
    pub fn gives<T: ToSchema>(self) -> Self {
        self.gives_at::<T>(200, "Done.")
    }

    /// Replies this status with this.
    #[must_use]
    pub fn gives_at<T: ToSchema>(mut self, status: u16, what: &'static str) -> Self {
        let schema = reference::<T>(&mut self.schemas);
        self.replies.push((status, what, Some(("application/json", schema))));
        self
    }

    /// Replies 201 the first time and 200 the same again, with this.
    #[must_use]
    pub fn gives_once<T: ToSchema>(self) -> Self {
        self.gives_at::<T>(201, "Kept.").gives_at::<T>(200, "Was there already; it is as sent now.")
    }

    /// Replies 200 with a page of these.
    #[must_use]
    pub fn gives_page<T: ToSchema>(mut self) -> Self
    where
        Page<T>: ToSchema,
    {
        // Its own description: that of a page does not bring it along.
        let _of_each = reference::<T>(&mut self.schemas);
        self.gives::<Page<T>>()
    }

    /// Replies 200 with a list of these.
    #[must_use]
    pub fn gives_list<T: ToSchema>(mut self) -> Self {
        let item = reference::<T>(&mut self.schemas);
        let list = RefOr::T(ArrayBuilder::new().items(item).into());
        self.replies.push((200, "Done.", Some(("application/json", list))));
        self
    }

    /// Replies this status with nothing.
    #[must_use]
    pub fn gives_nothing(mut self, status: u16) -> Self {
        self.replies.push((status, "Done.", None));
        self
    }

    /// Replies 200 with bytes of this kind.
    #[must_use]
    pub fn gives_bytes(mut self, mime: &'static str) -> Self {
        self.replies.push((200, "Done.", Some((mime, bytes()))));
        self
    }

    /// Takes this as JSON.
    #[must_use]
    pub fn takes<T: ToSchema>(mut self) -> Self {
        let schema = reference::<T>(&mut self.schemas);
        self.body = Some(("application/json", schema));
        self
    }

    /// Takes raw bytes.
    #[must_use]
    pub fn takes_bytes(mut self, up_to: usize) -> Self {
        self.body = Some(("application/octet-stream", bytes()));
        self.body_bytes = up_to;
        self
    }

    /// Allows a bigger body, in bytes.
    #[must_use]
    pub fn up_to(mut self, bytes: usize) -> Self {
        self.body_bytes = bytes;
        self
    }

    /// Takes these query parameters.
    #[must_use]
    pub fn asks<Q: IntoParams>(mut self) -> Self {
        self.parameters.extend(Q::into_params(|| Some(ParameterIn::Query)));
        self
    }

    fn operation(&self) -> Operation {
        let mut operation = OperationBuilder::new().operation_id(Some(self.operation)).summary(Some(self.summary)).tag(
            self.path
                .split('/')
                .nth(if self.path.starts_with("/api/projects/{") { 4 } else { 2 })
                .unwrap_or("projects"),
        );
        for parameter in &self.parameters {
            operation = operation.parameter(parameter.clone());
        }
        if let Some((mime, schema)) = &self.body {
            let body = RequestBodyBuilder::new()
                .content(*mime, Content::new(Some(schema.clone())))
                .required(Some(utoipa::openapi::Required::True));
            operation = operation.request_body(Some(body.build()));
        }
        for (status, what, content) in &self.replies {
            let mut reply = ResponseBuilder::new().description(*what);
            if let Some((mime, schema)) = content {
                reply = reply.content(*mime, Content::new(Some(schema.clone())));
            }
            operation = operation.response(status.to_string(), reply);
        }
        let problem = Content::new(Some(Ref::from_schema_name("Problem")));
        let problem = ResponseBuilder::new().description("A problem.").content("application/problem+json", problem);
        operation.response("default", problem).build()
    }
}

fn bytes() -> RefOr<Schema> {
    let format = SchemaFormat::KnownFormat(KnownFormat::Binary);
    RefOr::T(ObjectBuilder::new().schema_type(Type::String).format(Some(format)).into())
}

/// Under which most paths lie: the router looks at this once, and then compares what is left, mostly letter by letter.
const PROJECT: &str = "/api/projects/{project}";

/// Registers every path with the router.
pub fn mount(all: &[Described], app: &mut ServiceConfig) {
    let mut by_path: BTreeMap<&str, Vec<&Described>> = BTreeMap::new();
    for one in all {
        by_path.entry(one.path).or_default().push(one);
    }
    let mut of_project = web::scope(PROJECT);
    for (path, methods) in by_path {
        match path.strip_prefix(PROJECT) {
            Some(rest) => of_project = of_project.service(resource(rest, &methods)),
            None => drop(app.service(resource(path, &methods))),
        }
    }
    app.service(of_project);
}

fn resource(path: &str, methods: &[&Described]) -> Resource {
    let biggest = methods.iter().map(|one| one.body_bytes).max().unwrap_or(BODY_BYTES);
    let resource = web::resource(path)
        .app_data(crate::app::json_config(biggest))
        .app_data(web::PayloadConfig::new(biggest))
        .default_service(web::to(|| async { method_not_allowed() }));
    methods.iter().fold(resource, |resource, one| resource.route((one.route)()))
}

fn method_not_allowed() -> Problem {
    let status = actix_web::http::StatusCode::METHOD_NOT_ALLOWED;
    Problem::new(status, "method-not-allowed", "This address cannot be used in that way.")
}

/// The OpenAPI 3.1 description of every path.
#[must_use]
pub fn describe(all: &[Described]) -> OpenApi {
    let mut paths = PathsBuilder::new();
    let mut components = ComponentsBuilder::new();
    let mut schemas = Schemas::new();
    describe_type::<Problem>(&mut schemas);
    for one in all {
        let method = match one.method.as_str() {
            "PUT" => HttpMethod::Put,
            "POST" => HttpMethod::Post,
            "PATCH" => HttpMethod::Patch,
            "DELETE" => HttpMethod::Delete,
            _ => HttpMethod::Get,
        };
        paths = paths.path(one.path, PathItem::new(method, one.operation()));
        one.schemas.iter().for_each(|describe| describe(&mut schemas));
    }
    for (name, schema) in schemas {
        components = components.schema(name, schema);
    }
    OpenApiBuilder::new()
        .info(
            InfoBuilder::new()
                .title("Kith")
                .version(env!("CARGO_PKG_VERSION"))
                .description(Some(
                    "Testimonies of integration, kept under the consent of the people who told them. Sign in with the \
                     session cookie, or send an API token as `Authorization: Bearer …`. Positions are Unicode code points.",
                )),
        )
        .paths(paths)
        .components(Some(components.build()))
        .build()
}
