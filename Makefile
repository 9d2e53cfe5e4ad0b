# Everything a newcomer needs; `make help` lists it.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SET ?= tests/regression/questions.jsonl
T ?= tests

.PHONY: help setup run demo chat test test-quick check format eval bench simulate data-check migrate lock clean

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

setup: $(VENV)/.ready ## Make .venv with everything that `make run` needs

$(VENV)/.uv:
	@$(PYTHON) scripts/make_venv.py $(VENV)
	@touch $@

$(VENV)/.ready: $(VENV)/.uv requirements.lock pyproject.toml
	@$(BIN)/python -m uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements.lock
	@$(BIN)/python -m uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q bot scheduler
	@touch $@

$(VENV)/.ready-dev: $(VENV)/.ready requirements-dev.lock
	@$(BIN)/python -m uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements-dev.lock
	@touch $@

# Listens on the network, so that a phone can open it; MOTCUA_HOST=127.0.0.1 keeps it on this machine.
run demo: export MOTCUA_HOST ?= 0.0.0.0

run: setup ## Start the assistant and print its addresses
	@exec $(BIN)/motcua run

demo: setup ## The same with a believable commune
	@exec $(BIN)/motcua run --demo

chat: setup ## Talk to it in this terminal
	@exec $(BIN)/motcua chat

test: $(VENV)/.ready-dev ## Run all tests (T=path for some): both databases, real browser
	@scripts/install_browser
	@$(BIN)/python -m pytest -n auto $(T)

test-quick: $(VENV)/.ready-dev ## Tests without browser and PostgreSQL
	@$(BIN)/python -m pytest tests/unit tests/flows tests/architecture

check: $(VENV)/.ready-dev ## Format, lint, types, layers, data
	@$(BIN)/ruff format --check --quiet . || { echo "run: make format"; exit 1; }
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache | tail -n 3
	@$(BIN)/motcua knowledge check

format: $(VENV)/.ready-dev ## Format the code
	@$(BIN)/ruff format --quiet . && $(BIN)/ruff check --quiet --fix .

eval: setup ## Measure understanding on a file of questions (SET=file)
	@$(BIN)/motcua knowledge eval "$(SET)"

bench: $(VENV)/.ready-dev ## Measure speed and memory, printed as a table
	@$(BIN)/python -m benchmarks

simulate: $(VENV)/.ready-dev ## Simulate months in the hall: what each rule of the queue does
	@$(BIN)/python -m benchmarks.queue_month

data-check: setup ## Validate the procedures
	@$(BIN)/motcua knowledge check

migrate: setup ## Create or upgrade the database
	@$(BIN)/motcua migrate

lock: $(VENV)/.uv ## Pin the dependencies anew, with hashes
	@$(BIN)/python -m uv pip compile pyproject.toml --group build --group test --group check --group bench $(LOCK) -o requirements-dev.lock
	@$(BIN)/python -m uv pip compile pyproject.toml --group build $(LOCK) -c requirements-dev.lock -o requirements.lock
LOCK := --quiet --generate-hashes --no-header --no-emit-index-url --no-annotate --universal --python-version 3.11

clean: ## Remove the environment and caches (data in var/ stays)
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
