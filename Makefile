# Every verb of the project. `make` alone lists them; people and the build server use no other door.

PORT ?= 8000
# Which of the councils in content/ `make run` shows.
COUNCIL ?= innlandet
WORKSPACE ?= var/$(if $(filter innlandet,$(COUNCIL)),demo,$(COUNCIL))

MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help

VENV_PYTHON := .venv/bin/python
SAMRAD := .venv/bin/samrad
# PYTHON= on the command line or in the environment names the Python that makes .venv.
export PYTHON
SETUP = python=$$(sh setup/find-python.sh) && "$$python" -m setup

# Tests of one file stay together, for they share a server or a browser; more than four at once would starve each other.
SIDE_BY_SIDE := -n auto --maxprocesses 4 --dist loadfile

.PHONY: help run test check format check-content site demo-reset bench screenshots backup \
	messages messages-update lock setup-run setup-tools setup-test clean

help: ## List the verbs, each with a sentence.
	@echo "Samråd: hearings, decisions and adoptions for regional councils."
	@echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: setup-run ## Start the demo, site and app on one address, at http://localhost:8000 (PORT=8080 or COUNCIL=valdres change it).
	@exec $(VENV_PYTHON) -m demo run $(WORKSPACE) --port $(PORT) --council $(COUNCIL)

test: setup-test ## Check the code and run every test, browser tests included; sets up what it needs.
	@$(MAKE) check
	@$(VENV_PYTHON) -m pytest $(SIDE_BY_SIDE) $(PYTEST_ARGS)

check: setup-tools ## Check style, formatting, types, translations and import contracts.
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy
	@$(VENV_PYTHON) -m setup.messages check
	@.venv/bin/lint-imports --no-cache --no-logo

format: setup-tools ## Format the code and correct what ruff can correct by itself.
	@.venv/bin/ruff format .
	@.venv/bin/ruff check --fix .

check-content: setup-run ## Check what the councils publish: every mistake in content/ with file, line and advice.
	@$(SAMRAD) check --content content

site: setup-run ## Build the public site of every council in content/ into output/, as a council would publish it.
	@for council in content/*/; do $(SAMRAD) build --content "$$council" --output "output/$$(basename "$$council")" || exit 1; done

demo-reset: setup-run ## Throw away what was entered in the demo and start it over with dates from today.
	@$(VENV_PYTHON) -m demo reset $(WORKSPACE) --council $(COUNCIL)

bench: setup-tools ## Measure site builds and durable submissions against bare Pelican and bare SQLite.
	@$(VENV_PYTHON) -m bench

screenshots: setup-test ## Take the pictures of every kind of page into build/screenshots/, and those of the README into docs/images/.
	@$(VENV_PYTHON) -m pytest -m browser -k screenshot $(PYTEST_ARGS)
	@mkdir -p docs/images
	@cp build/screenshots/hearing-decided-1280.png docs/images/hearing.png
	@cp build/screenshots/form-section-nb-1280.png docs/images/form.png

backup: setup-run ## Make a consistent copy of the demo's workspace, also while it runs.
	@$(SAMRAD) --workspace $(WORKSPACE) backup

messages: setup-run ## Compile the translations; any that is marked fuzzy stops it.
	@$(VENV_PYTHON) -m setup.messages compile

messages-update: setup-run ## Collect new sentences from code and templates into the translation catalogues.
	@$(VENV_PYTHON) -m setup.messages update

# The locks name versions and hashes, never an index: each machine asks its own.
LOCK := .venv/bin/uv pip compile --quiet --no-config --universal --python-version 3.11 \
	--generate-hashes --no-header $(if $(UPGRADE),--upgrade)
lock: setup-tools ## Compile the locks anew from pyproject.toml and package.json (UPGRADE=1 takes newest versions).
	@$(LOCK) pyproject.toml --group build -o requirements.lock
	@$(LOCK) pyproject.toml --group build --group dev -c requirements.lock -o requirements-dev.lock
	@$(LOCK) --group pyproject.toml:node -o requirements-node.lock
	@cd theme && PATH="$(CURDIR)/.venv/bin:$$PATH" npm install --package-lock-only --silent

clean: ## Remove everything that was made here except the demo's data: .venv, caches, built site, assets.
	@rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache *.egg-info
	@rm -rf output build var/setup var/cache theme/node_modules theme/static/vendor
	@find hearing_app plugins demo setup tests bench -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
	@find hearing_app -name '*.mo' -delete 2>/dev/null || true

setup-run:
	@$(SETUP) run

setup-tools:
	@$(SETUP) tools

setup-test:
	@$(SETUP) test
