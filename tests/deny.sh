#!/usr/bin/env bash
# Licences, bans and sources of what Kith stands on. cargo-deny is built once, beside the build folder.
set -eu
cd "$(dirname "$0")/.."
tools="${CARGO_TARGET_DIR:-target}/tools"
if ! command -v cargo-deny >/dev/null && [ ! -x "$tools/bin/cargo-deny" ]; then
  cargo install --quiet --locked --root "$tools" cargo-deny
fi
PATH="$tools/bin:$PATH" cargo deny --offline --log-level error check bans licenses sources
