# Two commands do it all on a fresh clone: `make demo` to look, `make test` to check.
PYTHON ?= python3
BIN := .venv/bin
# Tests wait for other programs now and then; tests/conftest.py says in how many processes they run.
PYTEST := $(BIN)/python -m pytest -n auto --dist worksteal

.PHONY: demo test test-all trust fuzz dresses bench bench-postgres pictures check lint types imports locale clean front-model
.DEFAULT_GOAL := help

help:
	@echo "make demo     install, and open the app on the sample articles"
	@echo "make test     install, and run the tests that take a few minutes together"
	@echo "make test-all install, and run every test that this machine can run"
	@echo "make trust    try all of what docs/trust.md promises, and print how much was tried"
	@echo "make fuzz     throw what covers ever more code at the readers of pages, for a minute"
	@echo "make dresses  read known articles from what converters make of them, and say how well"
	@echo "make bench    measure speed and memory on SIZE generated articles (10000)"
	@echo "make bench-postgres  measure a library on PostgreSQL beside one in a folder"
	@echo "make check    lint, format, types and import rules"
	@echo "make pictures take the pictures in the READMEs anew"
	@echo "make front-model  learn the weights by which the lines of an article's front are labelled"
	@echo "make locale   make the traditional catalogue, and compile both"
	@echo "make clean    remove what the others made"

demo: .venv/demo
	$(BIN)/papers-tui demo

test: .venv/dev
	$(PYTEST) --quick

test-all: .venv/dev
	$(PYTEST)

trust: .venv/dev .venv/fuzz
	$(PYTEST) tests/trust --full

fuzz: .venv/fuzz
	$(BIN)/python -m pytest tests/trust/test_fuzz.py -k atheris

# Conversions are kept in CONVERTED; ONLY, ARTICLE, SHOW, PAGES and ACCEPT: docs/reading.md.
CONVERTED ?= $(or $(TMPDIR),/tmp)/papers-dresses
dresses: .venv/dresses
	PYTHONPATH=tests $(BIN)/python -m dresses --folder $(CONVERTED) \
		$(if $(ONLY),--only "$(ONLY)") $(if $(ARTICLE),--article "$(ARTICLE)") \
		$(if $(SHOW),--show $(SHOW)) $(if $(PAGES),--pages "$(PAGES)") $(if $(ACCEPT),--accept)

# SIZE=300 shows in two minutes that it runs, SIZE=100000 takes half an hour.
SIZE ?= 10000
bench: .venv/dev
	PYTHONPATH=tests $(BIN)/python -m bench $(SIZE)

bench-postgres: .venv/dev
	PYTHONPATH=tests $(BIN)/python -m bench.postgres $(SIZE)

pictures: .venv/dev
	LANGUAGE= LC_ALL=C.UTF-8 PYTHONPATH=tests $(BIN)/python tests/pictures.py docs/pictures en
	LANGUAGE= LC_ALL=zh_CN.UTF-8 PYTHONPATH=tests $(BIN)/python tests/pictures.py docs/pictures zh

check: lint types imports

lint: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/dev
	$(BIN)/mypy

imports: .venv/dev
	$(BIN)/lint-imports

front-model: .venv/dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[models]'
	PYTHONPATH=tests $(BIN)/python -m front_model store/papers_store/parser/header/front_model.json

locale: .venv/dev
	PYTHONPATH=tests $(BIN)/python -m support.traditional
	$(BIN)/pybabel compile -D papers_tui -d tui/papers_tui/locale

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/demo: .venv/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

.venv/dev: .venv/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@ .venv/demo

# Where there is no such fuzzer for this Python or machine, its tests are left out.
.venv/fuzz: .venv/dev
	-$(BIN)/python -m pip install --quiet --disable-pip-version-check --only-binary atheris \
		-c constraints.txt -e '.[fuzz]'
	@touch $@

# Typesets articles; where there is none for this machine, its dresses are left out.
.venv/dresses: .venv/dev
	-$(BIN)/python -m pip install --quiet --disable-pip-version-check --only-binary typst \
		-c constraints.txt -e '.[dresses]'
	@touch $@

clean:
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis dist
