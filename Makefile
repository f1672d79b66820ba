# Every command first installs what it needs and is not installed yet.
# Variables for the command line: PYTHON=python3.12  JOBS=4  ARGS="-k approvals"  BASE=main
# One process more than a small machine has cores: many tests wait for processes and browsers.
JOBS ?= 3
ARGS ?=
BASE ?= HEAD
export PYTHON
# Compiled files are kept: without them each process of a test run compiles everything again.
unexport PYTHONDONTWRITEBYTECODE
VENV := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help run vision test quick check bench crash lock bom

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

run: ## Run the desk with the local Telegram on http://127.0.0.1:8080
	@.ci/setup run
	@$(VENV)/python run_bot.py run --local $(ARGS)

vision: ## Install the face check and the document reader
	@.ci/setup vision

test: ## Run all tests, including those on PostgreSQL and in the browser
	@.ci/setup test
	@echo "Running the tests in $(JOBS) processes"
	@$(VENV)/python -m pytest -n $(JOBS) --dist loadfile --no-loadscope-reorder $(ARGS)

quick: ## Run the tests that the changes since BASE (a commit, by default HEAD) can affect
	@.ci/setup test
	@echo "Running the tests that the changes since $(BASE) can affect"
	@selected=$$($(VENV)/python -m tests.changed_tests $(BASE)) && \
		$(VENV)/python -m pytest -n $(JOBS) --dist loadfile --no-loadscope-reorder $$selected $(ARGS)

check: ## Run the linters and check types and imports
	@.ci/setup test
	@echo "Linting"
	@$(VENV)/ruff check .
	@echo "Checking the formatting"
	@$(VENV)/ruff format --check .
	@echo "Checking types"
	@$(VENV)/mypy
	@echo "Checking the imports between layers and domains"
	@$(VENV)/lint-imports --no-logo

bench: ## Run the benchmarks and write BENCHMARKS.md
	@.ci/setup test
	@$(VENV)/python -m tests.benchmarks $(ARGS)

crash: ## Run the long crash and race tests and write BENCHMARKS.md; with ARGS, run only these and write nothing
	@.ci/setup test
	@$(if $(ARGS),,$(VENV)/python -m pytest -m long)
	@$(VENV)/python -m tests.fault_injection $(if $(ARGS),$(ARGS),--record)

lock: ## Write the lock files; ARGS names packages to upgrade
	@.ci/lock $(ARGS)

bom: ## Write the bill of materials with licences, CycloneDX as JSON; ARGS=vision: with the vision packages
	@.ci/bom $(ARGS)
