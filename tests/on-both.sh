#!/usr/bin/env bash
# Runs a command with a PostgreSQL for tests beside it; each test is told on SQLite and on PostgreSQL.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
folder=$(mktemp -d "${TMPDIR:-/tmp}/kith-postgres.XXXXXX")
trap '"$here/postgres.sh" stop "$folder/server"; rm -rf "$folder"' EXIT
chmod 755 "$folder"
KITH_TEST_POSTGRES=$("$here/postgres.sh" start "$folder/server")
export KITH_TEST_POSTGRES
"$@"
