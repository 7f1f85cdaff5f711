//! Reads one document from standard input within limits and writes what it holds to standard output, as
//! `documents::confined` speaks. The service does the same by a subcommand of its own.

fn main() -> std::io::Result<()> {
    documents::confined::serve_one()
}
