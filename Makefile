# Everything a contributor runs. `make demo` and `make test` work on a fresh machine with Python 3.12 and the
# package registry; each target makes the environment first if it is missing or older than the lock file.

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

TRAIN := training/work/.venv/bin
GOLD ?= $(ONRECORD_GOLD)

RAY := build/ray/.venv/bin

.PHONY: demo test browser web ray check gate format lock bench train clean

demo: $(READY)
	$(BIN)/onrecord demo

test: $(READY)
	$(BIN)/pytest -n 2 --dist loadfile -q

browser: $(READY)
	found="$${CHROMIUM:-$$(.ci/chromium)}" && ONRECORD_BROWSER="$$found" $(BIN)/pytest -q tests/browser

web:
	cd api/web && npm ci --ignore-scripts && npm run check && npm run build

ray: $(BIN)/uv
	$(PYTHON) -m venv build/ray/.venv
	$(BIN)/uv pip install --quiet --python $(RAY)/python --require-hashes -r requirements-ray.lock
	$(BIN)/uv pip install --quiet --python $(RAY)/python --no-deps -e .
	$(RAY)/pytest -q tests/onrecord/shards/test_cluster.py

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

train: $(BIN)/uv
	test -d "$(GOLD)/data/polnear" || { echo "name the folder of gold data: make train GOLD=/path/to/gold"; exit 2; }
	$(PYTHON) -m venv training/work/.venv
	$(BIN)/uv pip install --quiet --python $(TRAIN)/python --require-hashes -r requirements-train.lock
	$(BIN)/uv pip install --quiet --python $(TRAIN)/python --no-deps -e .
	$(TRAIN)/python -m training $(GOLD)

lock: $(BIN)/uv
	$(BIN)/uv pip compile --quiet --python-version 3.12 --extra dev --generate-hashes --no-emit-index-url \
	    --no-header --upgrade -o requirements.lock pyproject.toml
	$(BIN)/uv pip compile --quiet --python-version 3.12 --extra dev --extra ray --generate-hashes --no-emit-index-url \
	    --no-header --upgrade --constraint requirements.lock -o requirements-ray.lock pyproject.toml
	$(BIN)/uv pip compile --quiet --python-version 3.12 --extra image --generate-hashes --no-emit-index-url \
	    --no-header --upgrade --constraint requirements.lock -o requirements-image.lock pyproject.toml
	$(BIN)/uv pip compile --quiet --python-version 3.12 --extra train --generate-hashes --no-emit-index-url \
	    --no-header --upgrade --constraint requirements.lock -o requirements-train.lock pyproject.toml

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
