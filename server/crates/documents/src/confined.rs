//! Reading in a child process, so that a hostile document costs at most the child: its memory, its time, its stack.
//!
//! The caller names a program (its own executable) and arguments that make it call [`serve_one`]. The caller writes one
//! line of JSON and the document to the child's standard input and reads one line of JSON from its standard output. The
//! child gets an empty environment, limits on memory and processor time, no core file, and a process group of its own,
//! which is killed when the time is up. It must never be given credentials or open files.

use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::process::CommandExt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Resource, Rlimit, Signal, kill_process_group, setrlimit};
use serde::{Deserialize, Serialize};

use crate::document::{Asked, Document};
use crate::read::LARGEST_INPUT;
use crate::refusal::{Refusal, RefusalCode};

/// The most bytes of an answer: text of the largest size with every character escaped, and its turns and captions.
const LARGEST_ANSWER: u64 = 256 * 1024 * 1024;
/// The stack of the reading thread, in bytes.
const STACK: usize = 64 * 1024 * 1024;

/// What a child may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Address space, in bytes. The child itself needs some 100 MiB.
    pub memory_bytes: u64,
    /// Time, in seconds, by the clock; the processor's time is limited to the same.
    pub seconds: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { memory_bytes: 1024 * 1024 * 1024, seconds: 30 }
    }
}

/// How a child failed without answering.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Failure {
    /// It needed more memory than it may have.
    OverMemory,
    /// It needed more time than it may have.
    OverTime,
    /// It overflowed its stack.
    OverStack,
    /// It ended in another way.
    Crashed,
    /// It could not be started, or could not be spoken to.
    NotStarted,
}

/// What came of one reading.
#[derive(Debug)]
pub struct Report {
    /// The answer of the child, or how it failed to give one.
    pub outcome: Result<Result<Document, Refusal>, Failure>,
    /// How long it took, from start to end.
    pub took: Duration,
    /// The most memory the child held, in bytes; `None` when it did not live to say.
    pub peak_memory_bytes: Option<u64>,
}

#[derive(Serialize, Deserialize)]
struct Question {
    asked: Asked,
    limits: Limits,
    length: usize,
}

#[derive(Serialize, Deserialize)]
struct Answer {
    read: Result<Document, Refusal>,
    peak_memory_bytes: Option<u64>,
}

/// Reads a document in a child process and waits for it: call it from a thread that may block.
///
/// # Errors
/// The child's refusal; `too-large` when it needed too much memory, `took-too-long`, `too-deep` when its stack
/// overflowed, `damaged` when it crashed or could not be started.
pub fn read(
    program: &Path,
    leading_args: &[&str],
    bytes: &[u8],
    asked: &Asked,
    limits: Limits,
) -> Result<Document, Refusal> {
    attempt(program, leading_args, bytes, asked, limits).outcome.unwrap_or_else(|failure| Err(refusal(failure, limits)))
}

fn refusal(failure: Failure, limits: Limits) -> Refusal {
    match failure {
        Failure::OverMemory => {
            let most = limits.memory_bytes / 1_048_576;
            Refusal::new(RefusalCode::TooLarge, format!("Reading it needs more than {most} MiB of memory."))
        }
        Failure::OverTime => {
            Refusal::new(RefusalCode::TookTooLong, format!("Reading it takes more than {} seconds.", limits.seconds))
        }
        Failure::OverStack => Refusal::new(RefusalCode::TooDeep, "It is nested deeper than is read."),
        Failure::Crashed => Refusal::damaged("The reader failed on it."),
        Failure::NotStarted => Refusal::damaged("The reader could not be started."),
    }
}

/// As [`read`], telling how the child failed and what it used.
#[must_use]
pub fn attempt(program: &Path, leading_args: &[&str], bytes: &[u8], asked: &Asked, limits: Limits) -> Report {
    let began = Instant::now();
    let failed = |failure| Report { outcome: Err(failure), took: began.elapsed(), peak_memory_bytes: None };
    if bytes.len() > LARGEST_INPUT {
        // The child would say the same; this spares it the reading.
        return Report { outcome: Ok(crate::read(bytes, asked)), took: began.elapsed(), peak_memory_bytes: None };
    }
    let question = Question { asked: asked.clone(), limits, length: bytes.len() };
    let Ok(mut header) = serde_json::to_vec(&question) else { return failed(Failure::NotStarted) };
    header.push(b'\n');
    let mut command = Command::new(program);
    command.args(leading_args).env_clear().process_group(0);
    // What is reserved counts against the limit, used or not: an allocator such as mimalloc is to reserve little.
    command.env("MIMALLOC_ARENA_RESERVE", "16MiB");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let Ok(mut child) = command.spawn() else { return failed(Failure::NotStarted) };
    let talk = converse(&mut child, &header, bytes, Duration::from_secs(limits.seconds));
    // A library, or a test's harness, may print lines of its own.
    let answer = talk.out.rsplit(|byte| *byte == b'\n').find_map(|line| serde_json::from_slice::<Answer>(line).ok());
    match (answer, talk.ended) {
        (Some(answer), Some(_)) => {
            Report { outcome: Ok(answer.read), took: began.elapsed(), peak_memory_bytes: answer.peak_memory_bytes }
        }
        (_, Some(ended)) => failed(why(ended, &talk.said)),
        (_, None) => failed(Failure::OverTime),
    }
}

/// What was heard from a child.
struct Talk {
    out: Vec<u8>,
    said: String,
    /// `None` when it was killed because its time was up.
    ended: Option<ExitStatus>,
}

fn converse(child: &mut Child, header: &[u8], bytes: &[u8], patience: Duration) -> Talk {
    let (to, from, errors) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    let group = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
    std::thread::scope(|scope| {
        scope.spawn(move || {
            // A child that ends early breaks this pipe; its exit says why.
            let Some(mut to) = to else { return };
            let _ = to.write_all(header).and_then(|()| to.write_all(bytes));
        });
        let heard = scope.spawn(move || said_by(errors, 8192).1);
        let (sender, receiver) = channel();
        scope.spawn(move || sender.send(said_by(from, LARGEST_ANSWER).0));
        let (out, is_late) = wait_for(&receiver, patience);
        // The whole group is ended in any case: the child may have started `pdftotext`.
        if let Some(group) = group {
            let _ = kill_process_group(group, Signal::KILL).or_else(|_| kill_own(child));
        }
        let ended = child.wait().ok().filter(|_| !is_late);
        Talk { out, said: heard.join().unwrap_or_default(), ended }
    })
}

fn kill_own(child: &mut Child) -> rustix::io::Result<()> {
    child.kill().map_err(|_| rustix::io::Errno::SRCH)
}

/// The answer, or nothing and `true` when it did not come in time.
fn wait_for(receiver: &Receiver<Vec<u8>>, patience: Duration) -> (Vec<u8>, bool) {
    match receiver.recv_timeout(patience) {
        Ok(out) => (out, false),
        Err(RecvTimeoutError::Timeout) => (Vec::new(), true),
        Err(RecvTimeoutError::Disconnected) => (Vec::new(), false),
    }
}

fn said_by(pipe: Option<impl Read>, most: u64) -> (Vec<u8>, String) {
    let mut bytes = Vec::new();
    if let Some(pipe) = pipe {
        let _ = pipe.take(most).read_to_end(&mut bytes);
    }
    let said = if most > 65_536 { String::new() } else { String::from_utf8_lossy(&bytes).into_owned() };
    (bytes, said)
}

fn why(ended: ExitStatus, said: &str) -> Failure {
    use std::os::unix::process::ExitStatusExt;
    let cpu_time_up = Some(Signal::XCPU.as_raw());
    if said.contains("memory allocation of") || said.contains("capacity overflow") {
        Failure::OverMemory
    } else if said.contains("overflowed its stack") {
        Failure::OverStack
    } else if ended.signal() == cpu_time_up {
        Failure::OverTime
    } else {
        Failure::Crashed
    }
}

/// The child's side: reads one question and one document from standard input, sets its own limits, and prints one
/// answer. Call it from `main` before anything else, and exit when it returns. Memory that runs out aborts the process,
/// as it should.
///
/// # Errors
/// The caller could not be understood or answered.
pub fn serve_one() -> std::io::Result<()> {
    let mut input = BufReader::new(std::io::stdin().lock());
    let mut header = Vec::new();
    input.by_ref().take(65_536).read_until(b'\n', &mut header)?;
    let question: Question = serde_json::from_slice(&header)?;
    confine(question.limits)?;
    let mut bytes = Vec::new();
    let most = u64::try_from(question.length.min(LARGEST_INPUT)).unwrap_or(u64::MAX);
    input.take(most).read_to_end(&mut bytes)?;
    // Panics are answers here, not messages: their text may quote the document.
    std::panic::set_hook(Box::new(|_| {}));
    let reading = std::thread::Builder::new().stack_size(STACK).spawn(move || {
        catch_unwind(AssertUnwindSafe(|| crate::read(&bytes, &question.asked)))
            .unwrap_or_else(|_| Err(Refusal::damaged("The reader failed on it.")))
    })?;
    let read = reading.join().unwrap_or_else(|_| Err(Refusal::damaged("The reader failed on it.")));
    let mut answer = serde_json::to_vec(&Answer { read, peak_memory_bytes: peak_memory() })?;
    answer.insert(0, b'\n');
    answer.push(b'\n');
    let mut out = std::io::stdout().lock();
    out.write_all(&answer)?;
    out.flush()
}

fn confine(limits: Limits) -> std::io::Result<()> {
    let at_most = |most: u64| Rlimit { current: Some(most), maximum: Some(most) };
    setrlimit(Resource::Core, at_most(0))?;
    setrlimit(Resource::Fsize, at_most(0))?;
    setrlimit(Resource::As, at_most(limits.memory_bytes))?;
    setrlimit(Resource::Cpu, at_most(limits.seconds.max(1)))?;
    Ok(())
}

/// The most memory this process held, in bytes, as Linux tells it.
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: u64 = line.trim().trim_end_matches(" kB").trim().parse().ok()?;
    kibibytes.checked_mul(1024)
}
