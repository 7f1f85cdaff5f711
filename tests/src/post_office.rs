//! The outside world of mail: takes letters by SMTP and keeps them to be read by tests.

use std::{
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

/// A mail server on this machine.
#[derive(Clone)]
pub(crate) struct PostOffice {
    pub(crate) url: String,
    letters: Arc<Mutex<Vec<(String, String)>>>,
}

impl PostOffice {
    pub(crate) fn open() -> Self {
        let door = TcpListener::bind("127.0.0.1:0").unwrap();
        let office = Self { url: format!("smtp://{}", door.local_addr().unwrap()), letters: Arc::default() };
        let letters = office.letters.clone();
        std::thread::spawn(move || {
            for carrier in door.incoming().flatten() {
                let letters = letters.clone();
                std::thread::spawn(move || take(&carrier, &letters));
            }
        });
        office
    }

    /// The newest letter to this address, waited for, with its soft line breaks mended.
    pub(crate) async fn letter_to(&self, email: &str) -> Option<String> {
        let began = Instant::now();
        while began.elapsed() < Duration::from_secs(5) {
            if let Some(letter) = self.kept_for(email) {
                return Some(letter);
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        None
    }

    fn kept_for(&self, email: &str) -> Option<String> {
        let letters = self.letters.lock().unwrap();
        let (_, letter) = letters.iter().rev().find(|(to, _)| to == email)?;
        Some(letter.replace("=\n", "").replace("=3D", "="))
    }

    pub(crate) fn letters(&self) -> usize {
        self.letters.lock().unwrap().len()
    }
}

fn take(carrier: &TcpStream, letters: &Mutex<Vec<(String, String)>>) -> Option<()> {
    let mut answer = carrier.try_clone().ok()?;
    let mut said = BufReader::new(carrier.try_clone().ok()?);
    let mut to = String::new();
    answer.write_all(b"220 here\r\n").ok()?;
    loop {
        let mut line = String::new();
        if said.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let line = line.trim_end();
        if let Some(rest) = line.strip_prefix("RCPT TO:<") {
            to = rest.split('>').next()?.to_owned();
        }
        if line == "DATA" {
            answer.write_all(b"354 go on\r\n").ok()?;
            let mut letter = String::new();
            while !letter.ends_with("\r\n.\r\n") {
                said.read_line(&mut letter).ok()?;
            }
            letters.lock().unwrap().push((to.clone(), letter.replace("\r\n", "\n")));
        }
        answer.write_all(if line == "QUIT" { b"221 bye\r\n" } else { b"250 good\r\n" }).ok()?;
    }
}
