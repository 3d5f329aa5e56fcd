# What people type here. `make` alone prints the list.
# The first call of a target makes .venv/ and installs what the target needs; later calls cost nothing.

.DEFAULT_GOAL := help
SHELL := /bin/sh
.DELETE_ON_ERROR:
.PHONY: help run dev test browse check accessibility conformance lighthouse screenshots bench profile soak shell format lock

# The first Python of 3.11 or newer; `make run PYTHON=/path/to/python3.12` names another one.
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)

VENV := .venv
PYTHON_IN_VENV := $(VENV)/bin/python
MANAGE := $(PYTHON_IN_VENV) manage.py
PYTEST := $(PYTHON_IN_VENV) -m pytest -q
# A browser on a busy machine may stall: such a test is run again, and named at the end.
BROWSE := TEST_DATABASE=postgresql $(PYTEST) -n auto --maxprocesses 4 --reruns 2 -rR tests/browser
PIP_INSTALL := $(PYTHON_IN_VENV) -m pip install -qq --disable-pip-version-check
RUNTIME := $(VENV)/.installed-runtime
DEVELOPMENT := $(VENV)/.installed-development
TOOLS := .tools
CHECKER := $(TOOLS)/checker/node_modules/vnu-jar
LIGHTHOUSE := $(TOOLS)/lighthouse/node_modules/lighthouse
TEMPLATES = $(shell find templates articles newsportal topics -path '*templates*' -name '*.html')

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: export DEBUG = 0
run: $(RUNTIME) ## Serve the site as in production, with its worker, at 127.0.0.1:8000 (PORT=… for another port)
	@$(PYTHON_IN_VENV) -m newsportal.first_start
	@$(MANAGE) prepare_site
	@exec $(MANAGE) serve --with-worker

dev: export DEBUG = 1
dev: $(DEVELOPMENT) ## Serve the same site with the reloading development server
	@$(PYTHON_IN_VENV) -m newsportal.first_start
	@$(MANAGE) prepare_site
	@exec $(MANAGE) runserver

# All parts run, whatever becomes of the first; one failure fails the whole. What asks no database is tested once.
test: $(DEVELOPMENT) ## Run the tests: on SQLite, on PostgreSQL, and the main paths in a browser
	@failed=""; \
	echo "== Tests on SQLite"; \
	TEST_DATABASE= $(PYTEST) -n auto || failed="$$failed SQLite"; \
	echo "== Tests on PostgreSQL"; \
	TEST_DATABASE=postgresql $(PYTEST) -n auto -m "database and not browser and not soak" \
		|| failed="$$failed PostgreSQL"; \
	if $(PYTHON_IN_VENV) -m tests.browser.chromium; then \
		echo "== Tests in a browser"; \
		$(BROWSE) -m main_path || failed="$$failed browser"; \
	else \
		echo "== Tests in a browser: LEFT OUT, there is no Chromium on this machine"; \
	fi; \
	if [ -n "$$failed" ]; then echo "== FAILED:$$failed"; exit 1; fi; \
	echo "== All tests passed"

browse: $(DEVELOPMENT) ## Run all tests in a browser (needs Chromium)
	@$(BROWSE) -m "browser and not accessibility"

# The deployment check sees what an operator would set and nothing of this machine's .env.
check: $(DEVELOPMENT) ## Look at the code as review would: lint, format, migrations, deployment check
	$(PYTHON_IN_VENV) -m ruff check .
	$(PYTHON_IN_VENV) -m ruff format --check .
	$(VENV)/bin/djade --target-version 5.2 --check $(TEMPLATES)
	DEBUG=1 DATABASE_URL=sqlite://:memory: $(MANAGE) makemigrations --check --dry-run
	DEBUG=0 SITE_URL=https://news.example ALLOWED_HOSTS= HSTS_SECONDS= DATABASE_URL= \
		SECRET_KEY="$$($(PYTHON_IN_VENV) -c 'import secrets; print(secrets.token_urlsafe(64))')" \
		$(MANAGE) check --deploy --fail-level WARNING
	$(PYTEST) tests/test_architecture.py

accessibility: $(DEVELOPMENT) ## Look for barriers on every page: axe, keyboard, sizes, large text (needs Chromium)
	@$(BROWSE) -m "browser and accessibility"
	@$(PYTHON_IN_VENV) -m tests.proofs.barriers

# These make a demonstration site of their own in a temporary folder.
conformance: $(DEVELOPMENT) $(CHECKER) ## Check the HTML of every kind of page (needs Java and npm)
	@$(PYTHON_IN_VENV) -m tests.proofs.conformance

lighthouse: $(DEVELOPMENT) $(LIGHTHOUSE) ## Measure home, stream and article with Lighthouse (needs Chromium and npm)
	@$(PYTHON_IN_VENV) -m tests.proofs.lighthouse

screenshots: $(DEVELOPMENT) ## Take the pictures of docs/screenshots/ anew (needs Chromium)
	@$(PYTHON_IN_VENV) -m tests.proofs.screenshots

# It has a site of its own, and needs no .env.
bench: export DEBUG = 1
bench: $(DEVELOPMENT) ## Measure the stream, searches and pages on archives of up to 1,000,000 articles (ARTICLES=… for another size)
	@$(MANAGE) bench
	@$(MANAGE) bench_delivery

profile: $(RUNTIME) ## Show where the time of a page goes that is made anew (PAGE=/news/ for another than the newest story)
	@$(PYTHON_IN_VENV) -m newsportal.first_start
	@$(MANAGE) profile_page $(PAGE)

soak: $(DEVELOPMENT) ## Run the tests that are too long for `make test`, on both databases
	@failed=""; \
	echo "== Long tests on SQLite"; \
	TEST_DATABASE= $(PYTEST) -m soak || failed="$$failed SQLite"; \
	echo "== Long tests on PostgreSQL"; \
	TEST_DATABASE=postgresql $(PYTEST) -m soak || failed="$$failed PostgreSQL"; \
	if [ -n "$$failed" ]; then echo "== FAILED:$$failed"; exit 1; fi

shell: $(RUNTIME) ## Open a Python shell on the site
	@$(PYTHON_IN_VENV) -m newsportal.first_start
	@$(MANAGE) shell

format: $(DEVELOPMENT) ## Bring Python and templates into the common form
	$(PYTHON_IN_VENV) -m ruff check --fix .
	$(PYTHON_IN_VENV) -m ruff format .
	$(VENV)/bin/djade --target-version 5.2 $(TEMPLATES) || true  # it exits with 1 when it changed something

# Names, versions and hashes only: which registry they come from is the business of the machine that installs.
LOCK = $(PYTHON_IN_VENV) -m uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate \
	--no-emit-index-url --no-emit-find-links --python-version 3.11 pyproject.toml

lock: $(PYTHON_IN_VENV) ## Resolve the dependencies of pyproject.toml anew into requirements*.txt
	$(PIP_INSTALL) uv
	$(LOCK) --output-file requirements.txt
	$(LOCK) --group dev --output-file requirements-dev.txt

# Debian packs ensurepip apart from Python; where it is missing, the pip outside lends a hand.
$(PYTHON_IN_VENV):
	@if [ -z "$(PYTHON)" ]; then echo "Python 3.11 or newer is needed; none was found."; exit 1; fi
	@echo "Making $(VENV)/ with $$($(PYTHON) --version)"
	@if $(PYTHON) -c 'import ensurepip' 2>/dev/null; then \
		$(PYTHON) -m venv $(VENV); \
	else \
		$(PYTHON) -m venv --without-pip $(VENV) && $(PYTHON) -m pip -qq --python $@ install pip; \
	fi

$(RUNTIME): requirements.txt | $(PYTHON_IN_VENV)
	@echo "Installing what the site needs"
	@$(PIP_INSTALL) --require-hashes -r requirements.txt
	@touch $@

$(DEVELOPMENT): requirements-dev.txt | $(PYTHON_IN_VENV)
	@echo "Installing what the site and its tests need"
	@$(PIP_INSTALL) --require-hashes -r requirements-dev.txt
	@touch $@

# Tools of the proofs, at versions known to work; nothing of the site needs them. Which registry they come from is the
# business of the machine that installs.
NPM_INSTALL = npm install --no-save --no-package-lock --no-audit --no-fund --ignore-scripts --silent --prefix

$(CHECKER):
	@echo "Installing the Nu HTML checker"
	@mkdir -p $(TOOLS)/checker
	@$(NPM_INSTALL) $(TOOLS)/checker vnu-jar@26.9.27

$(LIGHTHOUSE):
	@echo "Installing Lighthouse"
	@mkdir -p $(TOOLS)/lighthouse
	@$(NPM_INSTALL) $(TOOLS)/lighthouse lighthouse@12.8.2
