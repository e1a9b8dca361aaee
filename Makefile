# Two commands for a newcomer, each on its own: make demo, make test.
# make demo PICTURES="a.jpg b.png" posts these pictures and prints the replies.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PICTURES ?=

.PHONY: demo test lint emulate

demo: $(VENV)/.installed
	@$(BIN)/python -m bot demo $(PICTURES)

test: $(VENV)/.installed-for-tests
	tests/browser
	tests/postgres-server
	$(BIN)/python -m pytest

lint: $(VENV)/.installed-for-tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# The bot in a Slack emulator that we did not write; needs Node.js 20 or newer and npm.
emulate: $(VENV)/.installed-for-tests
	npm install --silent --no-save --prefix $(VENV)/emulate emulate@0.12.2
	$(BIN)/python -m pytest -m emulate

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Describe needs Python 3.11 or newer: make demo PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.installed-for-tests: requirements.txt tests/requirements.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check \
		-r requirements.txt -r tests/requirements.txt
	@touch $@ $(VENV)/.installed
