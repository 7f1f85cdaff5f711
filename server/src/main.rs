//! Reads the settings, builds, serves; nothing else.

fn main() {}
