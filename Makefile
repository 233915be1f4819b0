# Everything a developer does, by name. `make help` lists it.

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/pip --disable-pip-version-check --quiet
CONTRACTS := $(shell find protos services -name '*.proto' -not -path '*/node_modules/*')
PROJECTS := $(wildcard services/*/pyproject.toml)

SEED ?= 1
WEBHOOKS ?= 1000
MINUTES ?= 30
PHONES ?= 40

.DEFAULT_GOAL := help
.PHONY: help setup demo run descriptors test fuzz test-slow images test-containers languages conformance reliability bench chaos soak check lint types protos breaking format lock clean

help: ## List what there is to make
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  \033[1m%-15s\033[0m %s\n", $$1, $$2}'

setup: .venv/ready ## Make .venv: what it takes to run the edge and its services

.venv/python:
	@$(PYTHON) -c 'import sys; sys.exit("Protophone needs Python 3.11 or newer, not " + sys.version.split()[0] + ". Try: make PYTHON=python3.12 …" if sys.version_info < (3, 11) else 0)'
	@$(PYTHON) -m venv .venv
	@touch $@

.venv/locked: .venv/python requirements/run.lock
	@echo "Installing what requirements/run.lock pins …"
	@$(PIP) install --require-hashes -r requirements/run.lock
	@touch $@

.venv/ready: .venv/locked pyproject.toml protos/pyproject.toml $(PROJECTS) $(CONTRACTS)
	@echo "Building the contracts, the services and the edge …"
	@$(PIP) install --no-deps --no-build-isolation -e protos
	@$(PIP) install --no-deps --no-build-isolation $(patsubst %/pyproject.toml,-e %,$(PROJECTS)) -e .
	@touch $@

.venv/tested: .venv/ready requirements/dev.lock
	@echo "Installing what the tests need …"
	@$(PIP) install --require-hashes -r requirements/dev.lock
	@touch $@

demo: .venv/ready ## Play one phone call through the edge and its services
	@$(BIN)/python -m demo

run: .venv/ready .env ## Serve on 127.0.0.1:8095, edge and services, until Ctrl-C
	@echo "The webhook secret, to be given to Vapi, is in .env: $$(sed -n 's/^VAPI_WEBHOOK_SECRET=//p' .env)"
	@$(BIN)/honcho start || test $$? -eq 130

.env:
	@umask 077; $(PYTHON) -c 'import secrets; print("VAPI_WEBHOOK_SECRET=" + secrets.token_hex(32))' > $@

descriptors: .venv/ready ## Write each contract's descriptor set, with comments
	@$(BIN)/python -m protophone_build build/descriptors $(wildcard protos/tools/*/v*/*.proto)

.venv/benched: .venv/ready requirements/bench.lock
	@echo "Installing what the benchmark compares with …"
	@$(PIP) install --require-hashes -r requirements/bench.lock
	@touch $@

test: .venv/tested ## Run every test, in every language found here
	@$(BIN)/python -m pytest -q --cov --cov-report=term-missing:skip-covered
	@.ci/languages test

languages: .venv/ready ## Build the services that are written in other languages
	@.ci/languages build

fuzz: .venv/tested ## Look for what breaks the edge, for SECONDS (60 unless set)
	@$(BIN)/python -m tests.fuzz --seconds $(or $(SECONDS),60)

test-slow: .venv/tested ## Write, build and call a new service in every language found here; flood an edge
	@$(BIN)/python -m pytest -q -m slow

images: ## Build the image of the edge and of each service, by docker or podman
	@.ci/images

test-containers: .venv/tested ## Play a phone call through containers, and replace a release
	@$(BIN)/python -m pytest -q -m containers tests/containers

conformance: .venv/ready ## Run protobuf's own conformance test on the converters
	@PYTHON=$(BIN)/python tests/conformance/run

reliability: .venv/tested ## Kill, cut off and starve edges and their store, at seeded moments SEED=1, as root
	@$(BIN)/python -m tests.reliability --seed $(SEED)

bench: .venv/benched ## Measure what a tool call costs, beside what one might use instead
	@$(BIN)/python -m bench

chaos: .venv/tested ## Break everything while calls are answered: SEED=1 WEBHOOKS=1000; 10000 take minutes
	@$(BIN)/python -m chaos --seed $(SEED) --webhooks $(WEBHOOKS) --phones $(PHONES) $(if $(OUT),--out $(OUT))

soak: .venv/tested ## Answer calls of PHONES=40 for MINUTES=30, and see that nothing grows
	@$(BIN)/python -m chaos --soak $(MINUTES) --phones $(PHONES)

check: lint types protos breaking test conformance ## All that must hold before a change lands

lint: .venv/tested ## Lint, and check the format
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@.ci/languages lint

types: .venv/tested ## Check the types, strictly
	@MYPYPATH="$$(printf '%s:' $(foreach project,$(PROJECTS),$(dir $(project)) $(dir $(project))gen))" $(BIN)/mypy

protos: .venv/tested ## Lint the contracts
	@$(BIN)/buf lint

breaking: .venv/tested ## Compare the contracts with the last release
	@BUF=$(BIN)/buf .ci/breaking

format: .venv/tested ## Format, and mend what can be mended
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .
	@$(BIN)/buf format -w protos

lock: .venv/tested ## Pin every dependency anew, with hashes
	@.ci/lock

clean: ## Remove all that was made
	@rm -rf .venv build data .mypy_cache .ruff_cache .pytest_cache .coverage
	@find protos services -name gen -type d -prune -exec rm -rf {} +
