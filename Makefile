# The one door to the project: make run, make test, make ci.

PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
# Named by the lock file's content: another lock, another installation.
INSTALLED := .venv/.installed-$(shell cksum < requirements/dev.txt | cut -d ' ' -f 1)
TEMPLATES := find templates */templates */*/templates -name '*.html' -print0
WEEK_AGO := $(BIN)/python -c 'import datetime as d; print(d.date.today() - d.timedelta(7))'
# One more than there are processors: tests of pages and of processes often wait for another.
WORKERS := $(shell $(PYTHON) -c 'import os; print(min(os.cpu_count() + 1, 8))')
LOCK := $(BIN)/uv pip compile pyproject.toml --quiet --no-header --universal \
	--python-version 3.11 --generate-hashes

# What is compiled once is kept: the tests start many a process.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test ci lint types format lock screenshots translations clean

# No shell in between: it would keep a signal to itself.
run: export PORT := $(PORT)
run: $(INSTALLED)
	@$(BIN)/python manage.py up

test: $(INSTALLED)
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal

# All that must hold before a change is taken.
ci: lint types
	$(BIN)/lint-imports
	$(BIN)/python manage.py makemigrations --check --dry-run
	SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(64))') \
	DATABASE_URL=postgres://rounds:rounds@db/rounds REDIS_URL=redis://redis:6379/0 \
	HTTPS=1 SITE_URL=https://rounds.example.org ALLOWED_HOSTS=rounds.example.org \
	EMAIL_HOST=mail.example.org DEFAULT_FROM_EMAIL=rounds@example.org \
	$(BIN)/python manage.py check --deploy --fail-level WARNING
	$(MAKE) test

lint: $(INSTALLED)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(TEMPLATES) | xargs -0 $(BIN)/djade --check --target-version 5.2

types: $(INSTALLED)
	$(BIN)/mypy .

format: $(INSTALLED)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(TEMPLATES) | xargs -0 $(BIN)/djade --target-version 5.2

# Nothing newer than a week: time for a bad release to be found out.
lock: $(INSTALLED)
	$(BIN)/pip install --quiet uv
	$(LOCK) --exclude-newer $$($(WEEK_AGO)) --output-file requirements/app.txt
	$(LOCK) --exclude-newer $$($(WEEK_AGO)) --group dev --output-file requirements/dev.txt

screenshots: $(INSTALLED)
	$(BIN)/python -m tests.pages.screenshots

translations: $(INSTALLED)
	$(BIN)/python -m tests.translations

# What can be made again. The data in .data stays.
clean:
	rm -rf .venv staticfiles .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

$(INSTALLED):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	|| { echo 'Rounds needs Python 3.11 or newer; name one with make PYTHON=python3.11.'; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	rm -f .venv/.installed-*
	touch $@
