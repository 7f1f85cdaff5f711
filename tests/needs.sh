#!/usr/bin/env bash
# Names what is missing on this machine, and how to get it.
set -eu
missing=0
say() { printf 'Missing: %s\n  %s\n' "$1" "$2" >&2; missing=1; }
for need in "$@"; do
  case "$need" in
    rust) command -v cargo >/dev/null || say "Rust" "Install it with rustup (https://rustup.rs)." ;;
    node) command -v npm >/dev/null || say "Node.js with npm, 20 or newer" "apt-get install nodejs npm" ;;
    postgres)
      ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null ||
        say "PostgreSQL 15 or newer (for tests only)" "apt-get install postgresql" ;;
    chromium)
      command -v chromium >/dev/null || say "Chromium (for tests only)" "apt-get install chromium" ;;
  esac
done
exit $missing
