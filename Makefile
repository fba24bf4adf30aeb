# What a newcomer needs: Python 3.11 or newer, make, and one of the targets below.

VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.stamp
PIP    := $(BIN)/python -m pip --disable-pip-version-check -qq
PYTHON ?= $(shell python3.11 -c '' 2>/dev/null && echo python3.11 || echo python3)

.PHONY: stories desk test lint bench lock clean help

stories: $(STAMP)  ## write every story of every pack into out/, and show what was written
	@$(BIN)/python examples/stories.py --out out

desk: $(STAMP)  ## open the desk with every force's drafts to work at (PORT=N for another port)
	@$(BIN)/python examples/desk.py --out out/desk $(if $(PORT),--port $(PORT))

test: $(STAMP)  ## run the whole test suite, on as many processors as there are
	@$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist worksteal

lint: $(STAMP)  ## read the code: ruff, its formatter, mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(STAMP)  ## time the line beside a bare template, weigh it, attack its copy, and load the desk
	@$(BIN)/python benchmarks/bench.py

lock: $(VENV)/pyvenv.cfg  ## pin the dependencies again (UPGRADE=--upgrade for the newest)
	$(PIP) install uv
	$(BIN)/python -m uv pip compile --quiet --universal --generate-hashes --no-emit-index-url \
	    --no-emit-find-links --python-version 3.11 --all-extras --custom-compile-command "make lock" \
	    $(UPGRADE) pyproject.toml -o requirements.lock

clean:  ## remove all that make and the tools have made, but what was decided on the desk of make desk
	rm -rf $(VENV) build dist .hypothesis .mypy_cache .pytest_cache .ruff_cache
	if [ -d out ]; then find out -mindepth 1 -maxdepth 1 ! -name desk -exec rm -rf {} +; fi
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

help:  ## show these lines
	@sed -n 's/^\([a-z]*\):.*  ## \(.*\)/make \1|\2/p' $(firstword $(MAKEFILE_LIST)) | \
	    while IFS='|' read -r target meaning; do printf '%-14s %s\n' "$$target" "$$meaning"; done

$(STAMP): requirements.lock pyproject.toml $(VENV)/pyvenv.cfg
	@echo "Installing what storygen needs into $(VENV) …"
	@$(PIP) install --no-compile --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/pyvenv.cfg:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	    { echo "storygen needs Python 3.11 or newer: install it, or name it with make PYTHON=…" >&2; exit 1; }
	@$(PYTHON) -m venv --clear $(VENV) || { rm -rf $(VENV); exit 1; }
