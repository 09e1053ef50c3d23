# Two commands do everything on a fresh machine: `make serve` and `make test`.
PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python
export YOROZU_DATA ?= data
# Counting branches nearly doubles the time of the tests: CI does it, `make test CI=true` too.
COVERAGE := $(if $(CI),--cov --cov-report=term:skip-covered)

.PHONY: serve test lint clean lock eval screenshots kill-test test-extras bench-rivals bench-growth

serve: $(VENV)/core.ok  ## start the server and the page on http://127.0.0.1:8000
	@$(RUN) -m assistant serve

test: $(VENV)/dev.ok lint  ## everything that must hold before a change lands
	@$(RUN) -m pytest -n 2 --dist loadfile $(COVERAGE)

lint: $(VENV)/dev.ok
	@$(RUN) -m ruff check .
	@$(RUN) -m ruff format --check .
	@$(RUN) -m mypy
	@$(VENV)/bin/lint-imports --no-cache

eval: $(VENV)/dev.ok  ## every suite with its bounds; the report is eval-report/index.html
	@$(RUN) -m eval

kill-test: $(VENV)/dev.ok  ## kill 200 writers and count what is lost
	@$(RUN) -m eval.bench.kill --kills 200

test-extras: .venv-extras/ok  ## the real sentence-transformers library with a real Japanese model (its install is 6 GB)
	@HF_HUB_OFFLINE=1 .venv-extras/bin/python -m pytest -W default -rA tests_extras

bench-rivals: $(VENV)/dev.ok .venv-bench/ok  ## this stack beside LangChain, LlamaIndex, Haystack and txtai; writes docs/performance.md
	@$(RUN) -m eval.bench.compare --rivals .venv-bench/bin/python --write docs/performance.md

bench-growth: $(VENV)/dev.ok  ## search, rebuild, disk and memory at 1 k to 1 M passages; writes docs/performance.md
	@$(RUN) -m eval.bench.growth --write docs/performance.md

screenshots: $(VENV)/dev.ok  ## take the pictures in docs/screenshots
	@$(RUN) -m eval.screenshots

lock:  ## pin every dependency with its hashes (needs uv)
	uv pip compile pyproject.toml --generate-hashes --universal --python-version 3.11 --no-annotate --no-header -o requirements.lock
	uv pip compile pyproject.toml --group dev -c requirements.lock --generate-hashes --universal --python-version 3.11 --no-annotate --no-header -o requirements-dev.lock

clean:
	rm -rf $(VENV) .venv-extras .venv-bench data .coverage .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache dist eval-report eval-sheet eval-hubs

$(VENV)/bin/python:
	@echo "[1/4] Python の環境を作っています (.venv)"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/core.ok: requirements.lock | $(VENV)/bin/python
	@echo "[2/4] 必要な部品を入れています(初回だけ、1〜2分)"
	@$(RUN) -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes --only-binary :all: -r requirements.lock
	@touch $@

$(VENV)/dev.ok: requirements-dev.lock | $(VENV)/bin/python
	@echo "[2/4] 開発用の部品を入れています(初回だけ、1〜2分)"
	@$(RUN) -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes --only-binary :all: -r requirements-dev.lock
	@touch $@ $(VENV)/core.ok

.venv-extras/ok: pyproject.toml requirements-dev.lock
	@echo "sentence-transformers の環境を作っています (.venv-extras、6 GB、数分)"
	@$(PYTHON) -m venv .venv-extras
	@.venv-extras/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes --only-binary :all: -r requirements-dev.lock
	@.venv-extras/bin/python -m pip install --quiet --disable-pip-version-check -e '.[sentence-transformers]'
	@touch $@

.venv-bench/ok: eval/bench/rivals.txt
	@echo "比べる相手の環境を作っています (.venv-bench、6 GB、数分)"
	@$(PYTHON) -m venv .venv-bench
	@.venv-bench/bin/python -m pip install --quiet --disable-pip-version-check -r eval/bench/rivals.txt
	@touch $@
