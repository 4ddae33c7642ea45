# One virtual environment in .venv; everything pinned in constraints.txt.
PYTHON ?= python3
PORT ?= 5000
BIN := .venv/bin
FLASK := $(BIN)/flask --app wsgi

.PHONY: install run demo test bench lint clean catalogues

install: .venv/installed

.venv/bin/pip:
	$(PYTHON) -c 'import sys; sys.exit("fsr needs Python 3.11 or newer; set PYTHON=…" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv .venv

.venv/installed: .venv/bin/pip setup.cfg pyproject.toml constraints.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable .
	@sh .ci/system-packages tesseract tesseract-ocr tesseract-ocr-eng tesseract-ocr-lav tesseract-ocr-rus tesseract-ocr-heb
	@touch $@

.venv/test-installed: .venv/installed
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[test]'
	@sh .ci/system-packages chromium chromium fonts-noto-core
	@touch $@

run: .venv/installed
	$(FLASK) db upgrade
	$(FLASK) fsr serve --port $(PORT)

demo: .venv/installed
	$(FLASK) db upgrade
	$(FLASK) fsr demo load
	$(FLASK) fsr serve --port $(PORT)

test: .venv/test-installed
	$(BIN)/python -m pytest $(PYTEST)

bench: .venv/test-installed
	$(BIN)/python -m tests.bench

lint: .venv/test-installed
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

clean:
	rm -rf .venv build *.egg-info

# After a string changed: bring the catalogues into step, translate what is empty in the .po files, and run it again.
catalogues: .venv/test-installed
	mkdir -p build
	$(BIN)/pybabel extract --mapping fsr/translations/babel.cfg --no-location --sort-output --output build/messages.pot .
	$(BIN)/pybabel update --input-file build/messages.pot --output-dir fsr/translations --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --width 110
	$(BIN)/pybabel compile --directory fsr/translations --statistics
