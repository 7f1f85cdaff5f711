//! How often somebody may try at the door: quick a few times, then slow. Counted by account (as a hash, whether there is
//! one or not) and by the neighbourhood of the address. Must never write an address or an account to a log or to disk.

use std::{
    net::{IpAddr, SocketAddr},
    num::NonZeroU32,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::{Duration, Instant},
};

use actix_web::{FromRequest, HttpRequest, dev::Payload, web::Data};
use governor::{
    Quota, RateLimiter,
    clock::Clock as GovernorClock,
    middleware::{NoOpMiddleware, StateInformationMiddleware},
    nanos::Nanos,
    state::keyed::DashMapStateStore,
};
use sha2::{Digest, Sha256};
use tokio::sync::Semaphore;

use super::PeopleError;
use crate::{clock::Clock, config::WebConfig, problem::Problem};

type Key = [u8; 32];
type Limiter = RateLimiter<Key, DashMapStateStore<Key>, Ticks, StateInformationMiddleware>;

/// Quick tries on one account from one neighbourhood, then one every half minute.
const TRIES: (u32, u64) = (10, 30);
/// Quick tries on one account from everywhere, then one every half minute: more than the above, so that a stranger far
/// away cannot lock somebody out by trying.
const TRIES_FROM_EVERYWHERE: (u32, u64) = (50, 30);
/// Quick tries from one neighbourhood on all accounts, then one every six seconds: a whole office comes from one address.
const TRIES_OF_A_NEIGHBOURHOOD: (u32, u64) = (40, 6);
/// Letters that strangers can make us send to one address, then one every ten minutes.
const LETTERS: (u32, u64) = (3, 600);
/// How many quick tries may be left before a failure is answered slowly.
const SLOW_BELOW: u32 = 7;
/// How long whoever comes too often waits to hear so: hammering at the door costs them time, and everybody else little.
const HOLD: Duration = Duration::from_secs(1);
/// How many wait so at once; more of them hear it at once.
const HELD: usize = 512;
/// After how many questions what is no longer needed is forgotten.
const TIDY_AFTER: u32 = 500;

/// Time for the limits: of the machine, counted from its start so that nobody can set it back; or of a test.
#[derive(Clone)]
struct Ticks {
    clock: Clock,
    began: Instant,
}

impl GovernorClock for Ticks {
    type Instant = Nanos;

    fn now(&self) -> Nanos {
        let nanoseconds = match &self.clock {
            Clock::Machine => u64::try_from(self.began.elapsed().as_nanos()).unwrap_or(u64::MAX),
            Clock::Fixed(_) => u64::try_from(self.clock.now().0).unwrap_or(0).saturating_mul(1_000_000),
        };
        Nanos::new(nanoseconds)
    }
}

/// The limits at the door. Cheap to clone.
#[derive(Clone)]
pub struct Throttle {
    inner: Arc<Limits>,
}

struct Limits {
    ticks: Ticks,
    neighbourhoods: Limiter,
    tries: Limiter,
    tries_from_everywhere: Limiter,
    letters: Limiter,
    asked: AtomicU32,
    held: Semaphore,
}

/// What a try is about.
#[derive(Clone, Copy, Debug)]
pub enum Try<'a> {
    /// A password for the account of this address.
    Account(&'a str),
    /// A one-time link.
    Link(&'a str),
    /// The set-up.
    SetUp,
    /// A narrator's return code. Tries on all codes together are counted, so that guessing is slow.
    ReturnCode(&'a str),
}

/// How close a try came to the limit: what a failure costs.
#[derive(Clone, Copy, Debug)]
#[must_use]
pub struct Pace {
    wait: Duration,
}

impl Pace {
    /// Waits, after a failure: longer the more often it failed.
    pub async fn after_failure(self) {
        if !self.wait.is_zero() {
            tokio::time::sleep(self.wait).await;
        }
    }
}

impl Throttle {
    /// Limits that go by this clock.
    #[must_use]
    pub fn new(clock: Clock) -> Self {
        let ticks = Ticks { clock, began: Instant::now() };
        let limit = |(quick, seconds)| {
            let quota = Quota::with_period(Duration::from_secs(seconds))
                .unwrap_or(Quota::per_minute(NonZeroU32::MIN))
                .allow_burst(NonZeroU32::new(quick).unwrap_or(NonZeroU32::MIN));
            let plain: RateLimiter<_, _, _, NoOpMiddleware<Nanos>> =
                RateLimiter::new(quota, DashMapStateStore::default(), ticks.clone());
            plain.with_middleware()
        };
        Self {
            inner: Arc::new(Limits {
                neighbourhoods: limit(TRIES_OF_A_NEIGHBOURHOOD),
                tries: limit(TRIES),
                tries_from_everywhere: limit(TRIES_FROM_EVERYWHERE),
                letters: limit(LETTERS),
                asked: AtomicU32::new(0),
                held: Semaphore::new(HELD),
                ticks,
            }),
        }
    }

    /// Counts a try.
    ///
    /// # Errors
    /// "Slow down", with the time to wait.
    pub async fn count(&self, from: &Neighbourhood, what: Try<'_>) -> Result<Pace, PeopleError> {
        self.tidy();
        let counted = self.inner.count(from, what);
        self.slowly(counted).await
    }

    /// Lets whoever is refused for lack of room or patience wait before they hear of it.
    ///
    /// # Errors
    /// What was refused.
    pub async fn slowly<T>(&self, asked: Result<T, PeopleError>) -> Result<T, PeopleError> {
        if matches!(asked, Err(PeopleError::SlowDown(_) | PeopleError::Busy))
            && matches!(self.inner.ticks.clock, Clock::Machine)
            && let Ok(_place) = self.inner.held.try_acquire()
        {
            tokio::time::sleep(HOLD).await;
        }
        asked
    }

    /// Counts a letter that somebody who is not signed in makes us send.
    ///
    /// # Errors
    /// "Slow down", with the time to wait.
    pub async fn count_letter(&self, from: &Neighbourhood, email: &str) -> Result<(), PeopleError> {
        self.tidy();
        let limits = &self.inner;
        let from = limits.check(&limits.neighbourhoods, &key(&["from", &from.0]));
        self.slowly(from.and_then(|_| limits.check(&limits.letters, &key(&["letter", email])))).await?;
        Ok(())
    }

    /// Counts a question that a reader asks: as often as letters.
    ///
    /// # Errors
    /// "Slow down", with the time to wait.
    pub async fn count_question(&self, from: &Neighbourhood) -> Result<(), PeopleError> {
        self.tidy();
        let limits = &self.inner;
        let near = limits.check(&limits.neighbourhoods, &key(&["from", &from.0]));
        self.slowly(near.and_then(|_| limits.check(&limits.letters, &key(&["question", &from.0])))).await?;
        Ok(())
    }

    fn tidy(&self) {
        let limits = &self.inner;
        if limits.asked.fetch_add(1, Ordering::Relaxed) % TIDY_AFTER == TIDY_AFTER - 1 {
            for limiter in [&limits.neighbourhoods, &limits.tries, &limits.tries_from_everywhere, &limits.letters] {
                limiter.retain_recent();
                limiter.shrink_to_fit();
            }
        }
    }
}

impl Limits {
    fn count(&self, from: &Neighbourhood, what: Try<'_>) -> Result<Pace, PeopleError> {
        self.check(&self.neighbourhoods, &key(&["from", &from.0]))?;
        let (kind, name, from_here) = match what {
            Try::Account(email) => ("account", email, email),
            Try::Link(token) => ("link", token, token),
            Try::SetUp => ("set-up", "", ""),
            Try::ReturnCode(code) => ("return-code", code, ""),
        };
        let left = self.check(&self.tries, &key(&[kind, from_here, &from.0]))?;
        self.check(&self.tries_from_everywhere, &key(&[kind, name]))?;
        Ok(self.pace(left))
    }

    fn check(&self, limiter: &Limiter, key: &Key) -> Result<u32, PeopleError> {
        match limiter.check_key(key) {
            Ok(state) => Ok(state.remaining_burst_capacity()),
            Err(until) => {
                let wait = until.wait_time_from(self.ticks.now());
                Err(PeopleError::SlowDown(wait.as_secs().saturating_add(1)))
            }
        }
    }

    /// In a test time stands still, and so nobody waits.
    fn pace(&self, left: u32) -> Pace {
        let steps = SLOW_BELOW.saturating_sub(left);
        match self.ticks.clock {
            Clock::Machine => Pace { wait: Duration::from_millis(u64::from(steps) * 250) },
            Clock::Fixed(_) => Pace { wait: Duration::ZERO },
        }
    }
}

/// Hashed, so that a picture of the memory shows no addresses.
fn key(parts: &[&str]) -> Key {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(u64::try_from(part.len()).unwrap_or(0).to_be_bytes());
        hash.update(part.as_bytes());
    }
    hash.finalize().into()
}

/// Where a request comes from, roughly: the network of an office or of a home, not a machine. Hides from `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct Neighbourhood(String);

impl std::fmt::Debug for Neighbourhood {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Neighbourhood(…)")
    }
}

impl Neighbourhood {
    /// Of this address: 24 bits of IPv4, 64 of IPv6.
    #[must_use]
    pub fn of(address: IpAddr) -> Self {
        Self(match address.to_canonical() {
            IpAddr::V4(v4) => {
                let [a, b, c, _] = v4.octets();
                format!("{a}.{b}.{c}")
            }
            IpAddr::V6(v6) => {
                let [a, b, c, d, ..] = v6.segments();
                format!("{a:x}:{b:x}:{c:x}:{d:x}")
            }
        })
    }

    /// Of whoever connects; behind so many proxies of our own, of whoever connected to the first of them. What others wrote
    /// into the header before that is not believed.
    fn of_request(peer: Option<IpAddr>, forwarded: &[&str], trusted_proxies: usize) -> Self {
        let claimed = match trusted_proxies {
            0 => None,
            proxies => {
                let hops: Vec<&str> = forwarded.iter().flat_map(|line| line.split(',')).map(str::trim).collect();
                hops.get(hops.len().saturating_sub(proxies)).and_then(|hop| address_of(hop))
            }
        };
        claimed.or(peer).map_or_else(|| Self("unknown".to_owned()), Self::of)
    }
}

/// `192.0.2.1`, `192.0.2.1:4711`, `2001:db8::1`, `[2001:db8::1]`, `[2001:db8::1]:4711`.
fn address_of(hop: &str) -> Option<IpAddr> {
    let bare = hop.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(hop);
    bare.parse().ok().or_else(|| hop.parse::<SocketAddr>().ok().map(|address| address.ip()))
}

impl FromRequest for Neighbourhood {
    type Error = Problem;
    type Future = std::future::Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let proxies = request.app_data::<Data<WebConfig>>().map_or(0, |web| web.trusted_proxies);
        let lines: Vec<&str> =
            request.headers().get_all("x-forwarded-for").filter_map(|line| line.to_str().ok()).collect();
        let peer = request.peer_addr().map(|address| address.ip());
        std::future::ready(Ok(Self::of_request(peer, &lines, proxies)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Timestamp;

    fn from(lines: &[&str], proxies: usize) -> String {
        Neighbourhood::of_request(Some("192.0.2.77".parse().unwrap()), lines, proxies).0
    }

    #[test]
    fn what_strangers_write_into_the_header_is_not_believed() {
        assert_eq!(from(&["203.0.113.9"], 0), "192.0.2");
        assert_eq!(from(&["10.9.9.9, 203.0.113.9"], 1), "203.0.113");
        assert_eq!(from(&["10.9.9.9", "203.0.113.9, 198.51.100.1"], 2), "203.0.113");
        assert_eq!(from(&["203.0.113.9"], 2), "203.0.113");
        assert_eq!(from(&["no address"], 1), "192.0.2");
        assert_eq!(from(&[], 1), "192.0.2");
        assert_eq!(from(&["[2001:db8:1:2:3::4]:4711"], 1), "2001:db8:1:2");
        assert_eq!(from(&["::ffff:203.0.113.9"], 1), "203.0.113");
    }

    #[test]
    fn ten_tries_are_quick_and_then_time_must_pass() {
        let clock = Clock::fixed_at(Timestamp::parse("2026-03-01").unwrap());
        let throttle = Throttle::new(clock.clone());
        let home = Neighbourhood::of("192.0.2.1".parse().unwrap());
        let elsewhere = Neighbourhood::of("203.0.113.1".parse().unwrap());
        for _ in 0..10 {
            let _pace = throttle.inner.count(&home, Try::Account("kim@example.org")).unwrap();
        }
        let Err(PeopleError::SlowDown(seconds)) = throttle.inner.count(&home, Try::Account("kim@example.org")) else {
            panic!("the eleventh try was quick")
        };
        assert!((29..=31).contains(&seconds), "{seconds}");
        assert!(throttle.inner.count(&home, Try::Account("bo@example.org")).is_ok());
        assert!(throttle.inner.count(&elsewhere, Try::Account("kim@example.org")).is_ok(), "a stranger locked Kim out");
        clock.set(Timestamp::parse("2026-03-01T00:00:31Z").unwrap());
        assert!(throttle.inner.count(&home, Try::Account("kim@example.org")).is_ok());
        assert!(throttle.inner.count(&home, Try::Account("kim@example.org")).is_err());
    }
}
