# Everything runs from a virtual environment in .venv; nothing else on the machine is changed,
# except that `make test` installs Chromium where it may.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
SHELL := /bin/bash

VENV := .venv
PY := $(VENV)/bin/python
# The first Python that is new enough. Looked for only when the virtual environment is made.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)

# Stamps named by the requirements' contents: what is installed already is not installed again.
digest = $(shell cat $(1) | sha256sum | cut -c1-16)
RUN_STAMP := $(VENV)/.run-$(call digest,requirements.txt)
DEV_STAMP := $(VENV)/.dev-$(call digest,requirements.txt requirements-dev.txt)
PIP_INSTALL := $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes

export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD := 1

.PHONY: help run build setup test lint fmt types imports unit browser bench lock clean

help:  ## show this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):[^#]*## */  make \1\t/' | expand -t 15
	@echo "  HOST, PORT (127.0.0.1, 8050) and WORKERS (2) come from the environment."

run: build  ## set up, build what changed, start the site and print its address
	@exec $(PY) -m gunicorn dashboard.app:server

build: setup  ## build the tables that changed, and take in budget decisions that were added
	@$(PY) -m etl build
	@if [ -d data/decisions/documents ]; then $(PY) -m etl ingest decision --dir data/decisions/documents || true; fi

setup: $(RUN_STAMP)  ## install what the site needs, front end included
	@$(PY) -m frontend.build

$(VENV)/.made:
	@if [ -z "$(PYTHON)" ] || ! "$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
		echo "Python 3.11 or newer is needed. Install it (Debian, Ubuntu: apt-get install python3 python3-venv)"; \
		echo "or name it: make $(or $(MAKECMDGOALS),run) PYTHON=/path/to/python3"; exit 1; fi >&2
	@if ! "$(PYTHON)" -c 'import venv, ensurepip' 2>/dev/null; then \
		v=$$("$(PYTHON)" -c 'import sys; print("%d.%d" % sys.version_info[:2])'); \
		echo "Python's venv module is missing. Install it: apt-get install python$$v-venv  (with sudo)"; exit 1; fi >&2
	@echo "making $(VENV) with $$("$(PYTHON)" --version)"
	@"$(PYTHON)" -m venv --clear $(VENV)
	@touch $@

$(RUN_STAMP): | $(VENV)/.made
	@echo "installing requirements.txt"
	@$(PIP_INSTALL) -r requirements.txt
	@rm -f $(VENV)/.run-* && touch $@

$(DEV_STAMP): | $(RUN_STAMP)
	@echo "installing requirements-dev.txt"
	@$(PIP_INSTALL) -r requirements.txt -r requirements-dev.txt
	@rm -f $(VENV)/.dev-* && touch $@

test: $(DEV_STAMP)  ## lint, types, import rules, unit, property, browser and accessibility tests
	@$(PY) -m tests.chromium
	@$(PY) -m frontend.build --dev
	@$(PY) -m etl build
	@$(MAKE) --no-print-directory lint types imports unit browser

lint: $(DEV_STAMP)  ## check style
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .

fmt: $(DEV_STAMP)  ## put style right
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

types: $(DEV_STAMP)
	$(PY) -m mypy

imports: $(DEV_STAMP)
	$(PY) -c 'from importlinter.cli import lint_imports_command as run; run()'

unit: $(DEV_STAMP)
	$(PY) -m pytest -n auto --ignore=tests/browser

browser: $(DEV_STAMP)
	$(PY) -m pytest tests/browser

bench: $(DEV_STAMP) build  ## measure speed against the targets
	$(PY) -m bench
	$(PY) -m bench.crosstab
	$(PY) -m bench.decisions --kill --dask

lock:  ## pin the requirements anew (needs uv)
	@command -v uv >/dev/null || { echo "uv is needed: pip install uv" >&2; exit 1; }
	@for name in requirements requirements-dask requirements-dev requirements-node; do \
		echo "# Made by \`make lock\` from $$name.in. Do not edit." > $$name.new; \
		uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
			--upgrade $$name.in >> $$name.new && mv $$name.new $$name.txt || { rm -f $$name.new; exit 1; }; done
	@cd frontend && npm install --package-lock-only --silent

clean:  ## remove everything that was made here
	rm -rf $(VENV) data/tables dashboard/static/dist frontend/node_modules frontend/.node
	find . -name __pycache__ -prune -exec rm -rf {} +
