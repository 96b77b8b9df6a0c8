# Two commands: `make demo` and `make test`. Both need only Python >= 3.11 and make.
PYTHON ?= python3
VENV ?= .venv
PY := $(VENV)/bin/python
MANAGE := $(PY) site/manage.py
BIND ?= 127.0.0.1:8000
# Another port means other addresses in QR codes and exports; a BASE_URL of the environment wins.
ifneq ($(BIND),127.0.0.1:8000)
export BASE_URL ?= http://$(BIND)
endif

.DEFAULT_GOAL := help
.PHONY: help install demo run test test-postgresql lint types bench messages lock clean

help: ## This list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 17

$(PY):
	$(PYTHON) -c 'import sys; sys.exit("Acervo needs Python 3.11 or later") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)

$(VENV)/base.done: requirements/base.txt | $(PY)
	$(PY) -m pip install --quiet --disable-pip-version-check -r requirements/base.txt
	@touch $@

$(VENV)/test.done: requirements/test.txt $(VENV)/base.done | $(PY)
	$(PY) -m pip install --quiet --disable-pip-version-check -r requirements/test.txt
	@touch $@

$(VENV)/postgresql.done: requirements/postgresql.txt $(VENV)/base.done | $(PY)
	$(PY) -m pip install --quiet --disable-pip-version-check -r requirements/postgresql.txt
	@touch $@

$(VENV)/dev.done: requirements/dev.txt $(VENV)/base.done | $(PY)
	$(PY) -m pip install --quiet --disable-pip-version-check -r requirements/dev.txt
	@touch $@

install: $(VENV)/base.done ## Virtual environment and dependencies

demo: install ## Everything: install, migrate, demo content, index, serve on http://127.0.0.1:8000
	@$(MANAGE) build_assets --verbosity 0
	@$(MANAGE) migrate --verbosity 0
	@TASKS=immediate $(MANAGE) load_demo
	@$(MANAGE) search_rebuild --if-needed
	@$(MANAGE) serve --bind $(BIND)

run: install ## Serve without touching content
	@$(MANAGE) build_assets --verbosity 0
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) search_rebuild --if-needed
	@$(MANAGE) serve --bind $(BIND)

test: $(VENV)/test.done ## The test suite
	$(PY) -m pytest -n auto --dist loadgroup -m "not benchmark"

# Not again what brings databases of its own (journeys, profile, copies), asks none (deployment, extraction), or has the
# same answer on any (golden queries, what a browser shows).
test-postgresql: $(VENV)/test.done $(VENV)/postgresql.done ## The unit suite on a PostgreSQL that it starts and ends
	$(PY) -m tests.servers postgresql -- $(PY) -m pytest -n auto --dist loadgroup -m "not benchmark and not browser" \
		$(patsubst %,--ignore tests/%,functional profile golden backup deploy documents/extraction documents/imports/test_kill.py)

lint: $(VENV)/dev.done ## Style of code and templates
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m djlint --check --quiet site/templates || true

types: $(VENV)/dev.done ## Static types
	$(PY) -m mypy .

bench: $(VENV)/test.done ## Measurements, printed as tables
	$(PY) -m pytest tests/benchmarks -m benchmark -s -p no:randomly

messages: $(VENV)/dev.done ## Collect interface strings into the English catalogue (needs gettext)
	$(MANAGE) makemessages -l en --no-obsolete --no-wrap --add-location file --ignore '$(VENV)/*' --ignore 'var/*' --ignore 'tests/*'

lock: ## Lock the dependencies again (needs uv)
	for extra in postgresql s3 ocr print; do extras="$$extras --extra $$extra"; done; \
	uv pip compile -q --universal --python-version 3.11 --no-emit-index-url --no-emit-find-links pyproject.toml $$extras -o requirements/all.txt
	uv pip compile -q --universal --python-version 3.11 --no-emit-index-url --no-emit-find-links pyproject.toml -c requirements/all.txt -o requirements/base.txt
	for extra in postgresql s3 ocr print; do uv pip compile -q --universal --python-version 3.11 --no-emit-index-url --no-emit-find-links pyproject.toml --extra $$extra -c requirements/all.txt -o requirements/$$extra.txt; done
	uv pip compile -q --universal --python-version 3.11 --no-emit-index-url --no-emit-find-links pyproject.toml --group test -c requirements/all.txt -o requirements/test.txt
	uv pip compile -q --universal --python-version 3.11 --no-emit-index-url --no-emit-find-links pyproject.toml --group test --group dev -c requirements/all.txt -o requirements/dev.txt

clean: ## Forget the demo site and everything built (the content below var/ too)
	rm -rf var $(VENV)
