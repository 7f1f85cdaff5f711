#!/usr/bin/env bash
# Kith as people use it: in a browser, in two languages, on SQLite and (where KITH_TEST_POSTGRES is set) on PostgreSQL.
#   tests/browser.sh [what to run]      needs the program and the web built; `make test-browser` does both
# KITH_CHROMIUM names another browser, KITH_ALBUM a folder to keep a picture of every page in.
set -euo pipefail
cd "$(dirname "$0")/.."
program=${KITH_PROGRAM:-${CARGO_TARGET_DIR:-target}/debug/kith}
[ -x "$program" ] || { echo "tests/browser.sh: build the program first: cargo build -p kith" >&2; exit 1; }
KITH_SHOTS=$(mktemp -d "${TMPDIR:-/tmp}/kith-shots.XXXXXX")
export KITH_SHOTS
[ $# -gt 0 ] || set -- tests/browser/*.test.mjs
status=0
web/node_modules/.bin/node --test --test-concurrency=2 --test-reporter=spec "$@" || status=$?
# An empty folder says nothing.
rmdir "$KITH_SHOTS" 2>/dev/null || echo "Pictures of what failed: $KITH_SHOTS" >&2
exit $status
