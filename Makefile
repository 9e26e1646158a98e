# Everything starts here. `make help` lists the targets.
# Only relative paths, so that the folder may have a space in its name.

SHELL := /bin/sh
MAKEFLAGS += --no-print-directory
PYTHON := .venv/bin/python
LOCAL := exec $(PYTHON) -m pofclinic.local
UV := .venv/uv/bin/uv
# The text of CMD as it was typed: neither make nor a shell reads it on the way.
export POFCLINIC_CMD = $(value CMD)

.DEFAULT_GOAL := help
.PHONY: help run serve test drill lint format manage seed lighthouse lock install clean reset

help: ## List what make can do here
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' Makefile

run: .venv/run ## Run the site for development at http://127.0.0.1:8000/ (PORT=…)
	@$(LOCAL) run

serve: .venv/run ## Run it with production settings: real server, hashed files (PORT=…)
	@$(LOCAL) serve

test: .venv/dev ## Run all tests, browser tests too (ARGS="tests/content -k search")
	@$(LOCAL) test $(ARGS)

drill: .venv/dev ## Break things under the enquiry part and count the losses (ID=R3, ID=help, SEED=…)
	@exec $(PYTHON) -m tests.drills

lint: .venv/dev ## Run every check that reads the code; shows all failures
	@failed=; \
	check() { title=$$1; shift; printf '%s\n' "── $$title"; "$$@" || failed="$$failed · $$title"; }; \
	check "ruff" $(PYTHON) -m ruff check; \
	check "ruff format" $(PYTHON) -m ruff format --check; \
	check "template linter" $(PYTHON) -m djlint --quiet --lint templates; \
	check "imports" .venv/bin/lint-imports; \
	check "dependencies" $(PYTHON) -m deptry . --extend-exclude '[.]ci/'; \
	check "migrations" $(PYTHON) -m pofclinic.local with-database env PYTHONPATH=. $(PYTHON) .ci/lint_migrations.py; \
	if [ -n "$$failed" ]; then echo "Failed:$${failed# ·}" >&2; exit 1; fi; echo "All checks pass."

format: .venv/dev ## Put Python files into shape
	@$(PYTHON) -m ruff check --fix --quiet; $(PYTHON) -m ruff format

manage: .venv/run ## Run a management command: make manage CMD="shell -c 'print(1)'"
	@$(LOCAL) manage

seed: .venv/run ## Bring the demo pages to the words of content/demo/ (as new revisions)
	@$(LOCAL) manage load_demo --update

lighthouse: .venv/run ## Measure each page type of a running `make serve` (SITE=http://127.0.0.1:8000)
	@$(PYTHON) .ci/lighthouse.py

lock: .venv/uv ## Renew requirements.txt and requirements-dev.txt from the .in files
	@for name in requirements requirements-dev; do \
		$(UV) pip compile --quiet --upgrade --universal --python-version 3.12 --generate-hashes \
			--only-binary :all: --custom-compile-command "make lock" \
			--python $(PYTHON) --no-python-downloads $$name.in -o $$name.txt || exit 1; \
	done

install: .venv/dev ## Only install, without starting anything

clean: ## Remove what can be made again; keeps the database, uploads and secrets
	@rm -rf .venv var/test var/tools var/static var/static.stamp .ruff_cache .pytest_cache .import_linter_cache
	@find . -name __pycache__ -type d -not -path './.venv/*' -prune -exec rm -rf {} +

reset: .venv/run ## Delete the local database and uploads (asks for SURE=yes)
	@[ "$(SURE)" = yes ] || { echo "This deletes the local database and uploads. Say: make reset SURE=yes" >&2; exit 1; }
	@$(LOCAL) reset

# Never files: the script looks for itself, in a few milliseconds.
.PHONY: .venv/run .venv/dev .venv/uv
.venv/run .venv/dev .venv/uv:
	@sh pofclinic/local/environment.sh $(@F)
