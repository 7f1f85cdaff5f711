#!/usr/bin/env bash
# Makes the demonstration in a folder of its own, prints how to sign in, and serves it. Doing it again keeps what is there.
#   tests/demo.sh [FOLDER]      KITH_LISTEN names another address
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
kith=${CARGO_TARGET_DIR:-$root/target}/debug/kith
folder=${1:-$root/data/demo}
# Settings of a real installation on this machine are none of the demonstration's.
for name in $(compgen -e | grep '^KITH_' | grep -v '^KITH_LISTEN$'); do unset "$name"; done

"$kith" demo --data "$folder/data" --keys "$folder/keys" --stories "$root/tests/fixtures/testimonies"
exec "$kith" serve --data "$folder/data" --keys "$folder/keys"
