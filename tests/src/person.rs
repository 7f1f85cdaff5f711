//! A person at a browser: a cookie jar, an address, and requests as our own pages send them.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use serde_json::Value;

/// Somebody who uses the service. Clones share one browser.
#[derive(Clone)]
pub struct Person {
    /// What they are called.
    pub name: String,
    /// Their address of mail.
    pub email: String,
    /// Their account, once they have one.
    pub account: Option<String>,
    /// The project they work in, once they do.
    pub project: Option<String>,
    service: String,
    from: String,
    cookies: Arc<Mutex<BTreeMap<String, String>>>,
    token: Option<String>,
    /// What the page of a narrator who is here keeps in its memory.
    visit: Option<String>,
    agent: ureq::Agent,
}

/// What came back.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The body, if it is JSON.
    pub json: Value,
    /// The body as it came.
    pub bytes: Vec<u8>,
    /// The headers, names in small letters.
    pub headers: BTreeMap<String, String>,
    /// What `Set-Cookie` said, line by line.
    pub set_cookies: Vec<String>,
    what: String,
}

impl Answer {
    /// The JSON of an answer that must be good.
    #[track_caller]
    pub fn ok(self) -> Value {
        assert!((200..300).contains(&self.status), "{}: {} {}", self.what, self.status, self.json);
        self.json
    }

    /// The text of an answer that must be good.
    #[track_caller]
    pub fn text(self) -> String {
        assert!((200..300).contains(&self.status), "{}: {}", self.what, self.status);
        String::from_utf8(self.bytes).expect("text")
    }

    /// That it has this status.
    #[track_caller]
    pub fn has(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}: {}", self.what, self.json);
        self
    }

    /// That it is a problem of this status and code.
    #[track_caller]
    pub fn is(self, status: u16, code: &str) -> Self {
        let found = (self.status, self.json["code"].as_str().unwrap_or_default());
        assert_eq!(found, (status, code), "{}: {}", self.what, self.json);
        assert_eq!(self.headers.get("content-type").map(String::as_str), Some("application/problem+json"));
        self
    }

    /// The code of the first field that is wrong.
    #[must_use]
    pub fn field(&self) -> String {
        self.json["fields"][0]["code"].as_str().unwrap_or_default().to_owned()
    }
}

impl Person {
    pub(crate) fn new(name: &str, service: &str, number: u32) -> Self {
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            // A connection that the service has just closed for being idle is no error of anybody.
            .max_idle_connections(0)
            .proxy(None)
            .timeout_global(Some(Duration::from_secs(60)))
            .build();
        let plain: String = name.to_lowercase().chars().filter(char::is_ascii_alphanumeric).collect();
        Self {
            name: name.to_owned(),
            email: format!("{plain}{number}@example.org"),
            account: None,
            project: None,
            service: service.to_owned(),
            from: format!("10.{}.{}.7", number / 250, number % 250),
            cookies: Arc::default(),
            token: None,
            visit: None,
            agent: agent.into(),
        }
    }

    /// The password everybody has here.
    #[must_use]
    pub fn password(&self) -> String {
        format!("{} likes rain on roofs", self.name)
    }

    /// The account's id.
    #[must_use]
    pub fn id(&self) -> &str {
        self.account.as_deref().expect("has an account")
    }

    /// A path in the project this person works in: `here("/members")`.
    #[must_use]
    pub fn here(&self, path: &str) -> String {
        format!("/api/projects/{}{path}", self.project.as_deref().expect("works in a project"))
    }

    /// The same browser at work in another project.
    #[must_use]
    pub fn working_in(&self, project: &str) -> Self {
        Self { project: Some(project.to_owned()), ..self.clone() }
    }

    /// The same person at another browser, signed out.
    #[must_use]
    pub fn elsewhere(&self) -> Self {
        Self { cookies: Arc::default(), token: None, visit: None, ..self.clone() }
    }

    /// A program of this person with an API token, without a browser.
    #[must_use]
    pub fn program(&self, token: &str) -> Self {
        Self { token: Some(token.to_owned()), ..self.elsewhere() }
    }

    /// The same browser on a visit to the narrator's own page.
    #[must_use]
    pub fn visiting(&self, secret: &str) -> Self {
        Self { visit: Some(secret.to_owned()), ..self.clone() }
    }

    /// The same browser from another network.
    #[must_use]
    pub fn from(&self, address: &str) -> Self {
        Self { from: address.to_owned(), ..self.clone() }
    }

    /// The same person after the service began to listen elsewhere.
    #[must_use]
    pub fn speaking_to(&self, service: &str) -> Self {
        Self { service: service.to_owned(), ..self.clone() }
    }

    /// The value of the session cookie.
    #[must_use]
    pub fn cookie(&self) -> Option<String> {
        self.cookies.lock().unwrap().get("kith").cloned()
    }

    /// Puts a session cookie into the browser.
    pub fn takes_cookie(&self, value: &str) {
        self.cookies.lock().unwrap().insert("kith".to_owned(), value.to_owned());
    }

    /// Signs in with the usual password.
    pub async fn signs_in(&self) -> Answer {
        self.signs_in_with(&self.password()).await
    }

    /// Signs in with this password.
    pub async fn signs_in_with(&self, password: &str) -> Answer {
        self.post("/api/session", serde_json::json!({ "email": self.email, "password": password })).await
    }

    /// `GET`
    pub async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, None, &[]).await
    }

    /// `DELETE`
    pub async fn delete(&self, path: &str) -> Answer {
        self.send("DELETE", path, None, &[]).await
    }

    /// `PUT` with JSON
    pub async fn put(&self, path: &str, body: Value) -> Answer {
        self.json("PUT", path, &body).await
    }

    /// `POST` with JSON
    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.json("POST", path, &body).await
    }

    /// `PATCH` with JSON
    pub async fn patch(&self, path: &str, body: Value) -> Answer {
        self.json("PATCH", path, &body).await
    }

    /// `PUT` or `POST` with raw bytes
    pub async fn send_bytes(&self, method: &str, path: &str, bytes: Vec<u8>) -> Answer {
        self.send(method, path, Some(bytes), &[("content-type", "application/octet-stream")]).await
    }

    async fn json(&self, method: &str, path: &str, body: &Value) -> Answer {
        self.send(method, path, Some(body.to_string().into_bytes()), &[("content-type", "application/json")]).await
    }

    /// Sends anything. Unless they are given, headers are those of our own pages.
    pub async fn send(&self, method: &str, path: &str, body: Option<Vec<u8>>, headers: &[(&str, &str)]) -> Answer {
        self.tries(method, path, body, headers)
            .await
            .unwrap_or_else(|error| panic!("{}: {method} {path}: {error}", self.name))
    }

    /// The same, to a service that may end meanwhile.
    ///
    /// # Errors
    /// When no whole answer came.
    pub async fn tries(
        &self,
        method: &str,
        path: &str,
        body: Option<Vec<u8>>,
        headers: &[(&str, &str)],
    ) -> Result<Answer, ureq::Error> {
        let mut request = ureq::http::Request::builder().method(method).uri(format!("{}{path}", self.service));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if !headers.iter().any(|(name, _)| ["sec-fetch-site", "origin"].contains(name)) && self.token.is_none() {
            request = request.header("sec-fetch-site", "same-origin");
        }
        request = request.header("x-forwarded-for", &self.from);
        if let Some(token) = &self.token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        if let Some(visit) = &self.visit {
            request = request.header("kith-visit", visit);
        }
        let jar = self.cookies.lock().unwrap().iter().map(|(n, v)| format!("{n}={v}")).collect::<Vec<_>>().join("; ");
        if !jar.is_empty() {
            request = request.header("cookie", jar);
        }
        let (agent, what) = (self.agent.clone(), format!("{}: {method} {path}", self.name));
        // Beside the runtime, which must go on turning for whoever else stands on it.
        let answer = tokio::task::spawn_blocking(move || {
            let response = match body {
                Some(body) => agent.run(request.body(body).unwrap()),
                None => agent.run(request.body(()).unwrap()),
            };
            let mut response = response?;
            let bytes = response.body_mut().with_config().limit(512 * 1024 * 1024).read_to_vec()?;
            let text = |value: &ureq::http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
            Ok::<_, ureq::Error>(Answer {
                status: response.status().as_u16(),
                json: serde_json::from_slice(&bytes).unwrap_or(Value::Null),
                headers: response.headers().iter().map(|(name, value)| (name.to_string(), text(value))).collect(),
                set_cookies: response.headers().get_all("set-cookie").iter().map(text).collect(),
                bytes,
                what,
            })
        });
        let answer = answer.await.unwrap()?;
        self.keep_cookies(&answer);
        Ok(answer)
    }

    fn keep_cookies(&self, answer: &Answer) {
        let mut jar = self.cookies.lock().unwrap();
        for line in &answer.set_cookies {
            let (pair, attributes) = line.split_once(';').unwrap_or((line, ""));
            let (name, value) = pair.split_once('=').unwrap();
            if attributes.to_lowercase().contains("max-age=0") {
                jar.remove(name);
            } else {
                jar.insert(name.to_owned(), value.to_owned());
            }
        }
    }
}
