# What CI and newcomers call. `make run` and `make test` are enough; `make help` lists the rest.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help run demo test check web client test-rust test-web test-browser bench crash drill clean needs

CARGO ?= cargo
# Properties are tried on the same cases each time; another seed, or PROPTEST_CASES=100000, tries others.
export PROPTEST_RNG_SEED ?= 20261122
WEB_SOURCES := $(shell find web/src web/messages web/static web/scripts -type f 2>/dev/null) web/package-lock.json web/vite.config.ts

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

needs:
	@tests/needs.sh rust node

run: needs web/build/.done ## build what is missing and serve, with an address at the end
	$(CARGO) run --quiet --package kith -- serve

demo: needs web/build/.done ## serve a project of real, openly licensed stories in a folder of its own
	$(CARGO) build --quiet --package kith
	tests/demo.sh

web: web/build/.done ## build the web application

web/node_modules/.done: web/package-lock.json
	cd web && npm ci --no-audit --no-fund
	@touch $@

web/build/.done: web/node_modules/.done $(WEB_SOURCES)
	cd web && npm run build
	@touch $@

client: web/node_modules/.done ## write the API description and generate the web's client from it
	$(CARGO) run --quiet --package kith -- openapi > web/openapi.json
	cd web && npm run client

check: needs web/node_modules/.done ## formatting, lints, documentation, licences, types
	$(CARGO) fmt --all --check
	$(CARGO) clippy --workspace --all-targets -- -D warnings
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc --workspace --no-deps --quiet
	tests/deny.sh
	cd web && npm run check
	cd web && npm run client:check

test: needs test-web test-rust test-browser ## everything, on SQLite and on PostgreSQL, in a real browser too

test-web: web/node_modules/.done
	cd web && npm test

test-rust: web/build/.done
	@tests/needs.sh postgres
	$(CARGO) build --quiet --package kith
	tests/on-both.sh $(CARGO) test --workspace

test-browser: web/build/.done ## the whole way in a real browser, in English and Arabic, on both databases
	@tests/needs.sh chromium postgres
	$(CARGO) build --quiet --package kith
	tests/on-both.sh tests/browser.sh

bench: web/build/.done ## measure with a release build, side by side (KITH_CORPORA names the folder of large texts)
	$(CARGO) bench --package tests --bench measure

crash: web/build/.done ## kill the service at random moments, a hundred times
	@tests/needs.sh postgres
	$(CARGO) build --quiet --package kith
	KITH_CRASH_KILLS=100 tests/on-both.sh $(CARGO) test --quiet --package tests --test it crash -- --nocapture --test-threads=1

drill: web/build/.done ## erase narrators whose words are known, and look for a byte of them, twenty times
	@tests/needs.sh postgres
	$(CARGO) build --quiet --package kith
	KITH_DRILL=20 tests/on-both.sh $(CARGO) test --quiet --package tests --test it drill -- --nocapture --test-threads=1

clean: ## remove what was built
	$(CARGO) clean
	rm -rf web/build web/.svelte-kit web/node_modules
