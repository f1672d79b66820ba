# Every command sets up what it needs before it starts; a second time there is nothing to set up.
# What may be said on the command line: PYTHON=python3.12  JOBS=4  ARGS="-k approvals"
JOBS ?= 2
ARGS ?=
export PYTHON
VENV := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help run vision test check bench crash lock

help: ## Say what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

run: ## Start the whole desk with its local Telegram on http://127.0.0.1:8080
	@.ci/setup run
	@$(VENV)/python run_bot.py $(ARGS)

vision: ## Add the reading of faces and documents to the desk
	@.ci/setup vision

test: ## Run all tests, those on PostgreSQL and in the browser included
	@.ci/setup test
	@echo "Running the tests on $(JOBS) processes"
	@$(VENV)/python -m pytest -n $(JOBS) --dist loadfile $(ARGS)

check: ## Run the linters and check types and layers
	@.ci/setup test
	@echo "Linting"
	@$(VENV)/ruff check .
	@echo "Checking the layout of the code"
	@$(VENV)/ruff format --check .
	@echo "Checking types"
	@$(VENV)/mypy
	@echo "Checking that imports only go down"
	@$(VENV)/lint-imports --no-logo

bench: ## Measure, and write BENCHMARKS.md
	@.ci/setup test
	@$(VENV)/python -m tests.benchmarks $(ARGS)

crash: ## The long crash and race runs, written into BENCHMARKS.md; with ARGS only what they say
	@.ci/setup test
	@$(VENV)/python -m tests.fault_injection $(if $(ARGS),$(ARGS),--record)

lock: ## Write the lock files anew; ARGS names packages to bring up to date
	@.ci/lock $(ARGS)
