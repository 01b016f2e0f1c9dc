# Everything a contributor runs. `make demo` and `make test` work on a fresh machine with Python 3.12 and the
# package registry; each target makes the environment first if it is missing or older than the lock file.

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.PHONY: demo test check gate format lock bench clean

demo: $(READY)
	$(BIN)/onrecord demo

test: $(READY)
	$(BIN)/pytest -n 2 --dist loadfile -q

check: $(READY) gate
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

gate: $(READY)
	$(BIN)/python -m bench.quality

format: $(READY)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(READY)
	$(BIN)/python -m bench

lock: $(BIN)/uv
	$(BIN)/uv pip compile --quiet --python-version 3.12 --all-extras --generate-hashes --no-emit-index-url \
	    --no-header --upgrade -o requirements.lock pyproject.toml

$(BIN)/uv:
	$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 12) else "OnRecord needs Python 3.12 or newer; name one with: make PYTHON=/path/to/python3.12")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv

$(READY): $(BIN)/uv requirements.lock pyproject.toml
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps -e .
	touch $(READY)

clean:
	rm -rf .venv onrecord-data dist build
