# Two commands do everything on a fresh machine with Python >= 3.11 and a package index: `make demo`, `make test`.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Pictures that `make fuzz` sends.
COUNT ?= 20000
# What `make mutants`, `make bench-search` and `make bench-writing` are told, such as ARGS='--seed 7', '--all' or '--million FOLDER'.
ARGS ?=
# Every file by its hash.  An index that serves builds of its own needs `make install LOCK=`, which takes the versions only.
LOCK ?= hashes
# Where PyTorch comes from: cpu, index (the one that pip is set to) or an address; see deploy/install_torch.py.
export TORCH ?=
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
# $(call locked,FILE)
locked = $(if $(LOCK),$(PIP) --require-hashes --no-deps --requirement $(1),sed '/--hash=/d; s/ *\\$$//' $(1) | $(PIP) --no-deps --requirement /dev/stdin)
DEMO := $(VENV)/.demo
INSTALLED := $(VENV)/.installed

.PHONY: help install demo setup serve test check format audit lock train quality bench bench-answers bench-import bench-refining bench-search bench-writing faults kills crashes mutants soak fuzz clean

help: ## Show what there is.
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 20

install: $(INSTALLED) ## Create .venv with everything pinned, or bring what `make demo` left out (TORCH=cpu|index|ADDRESS).

# What the demo needs: neither PyTorch nor transformers, nor the tools of those who work on it.
$(DEMO): pyproject.toml constraints.txt requirements.lock
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed, this is " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	$(BIN)/python -m pip --version > /dev/null 2>&1 || $(PYTHON) -m venv $(VENV)
	$(call locked,requirements.lock)
	$(PIP) --no-deps --no-build-isolation --editable .
	touch $@

$(INSTALLED): $(DEMO) requirements-dev.lock
	$(BIN)/python deploy/install_torch.py
	$(call locked,requirements-dev.lock)
# What is left is PyTorch where it comes from pip's own index, with what it needs there.
	$(PIP) --no-build-isolation --constraint constraints.txt --editable '.[dev,training]'
	touch $@

demo: $(DEMO) ## Open the web chat with the bundled model and the drawn demo shop.
	$(BIN)/shoplens demo

setup: $(DEMO) ## Connect your own bot and products: asks, checks each answer at once, and keeps it in .env.
	$(BIN)/shoplens setup

serve: $(INSTALLED) ## Run the Telegram bot with the settings from .env, and the web chat.
	$(BIN)/shoplens serve --web

test: $(INSTALLED) ## Run the whole test suite.
	$(BIN)/pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder

check: $(INSTALLED) ## Lint, formatting, types, and who imports whom.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

format: $(INSTALLED) ## Format and fix what can be fixed by itself.
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

audit: $(INSTALLED) ## Look for known vulnerabilities in what is installed, and for risky code.
	$(BIN)/ruff check --select S --ignore S311 .  # random draws pictures here, see pyproject.toml
	test -x .audit/bin/pip-audit || { $(PYTHON) -m venv .audit && .audit/bin/pip install --quiet --disable-pip-version-check pip-audit; }
	$(BIN)/python .ci/audit .audit/bin/pip-audit requirements.lock requirements-dev.lock

# PyTorch is left out: each index has builds of its own.  What it needs is named instead.
COMPILE := uv pip compile --quiet pyproject.toml - --universal --python-version 3.11 --generate-hashes --no-annotate \
  --constraint constraints.txt --custom-compile-command 'make lock'

lock: ## Write requirements.lock (the demo's) and requirements-dev.lock (the rest) anew from pyproject.toml and constraints.txt (needs uv).
	left_out=$$(mktemp) && printf '%s\n' "torch; python_version < '3'" "transformers; python_version < '3'" > $$left_out && \
	echo 'setuptools>=80' | $(COMPILE) --override $$left_out --output-file requirements.lock
	left_out=$$(mktemp) && echo "torch; python_version < '3'" > $$left_out && \
	printf '%s\n' jinja2 networkx sympy | $(COMPILE) --extra dev --extra training --override $$left_out \
	  $$(sed -n 's/^\([a-z0-9._-]*\)==.*/--no-emit-package \1/p' requirements.lock) --output-file requirements-dev.lock

train: $(INSTALLED) ## Train the bundled model from ../shared/data (hours on a CPU; resumes).
	$(BIN)/python -m training --data ../shared/data --out workers/models/bundled

quality: $(INSTALLED) ## Measure the bundled model on ../shared/data.
	$(BIN)/python -m training --data ../shared/data --out workers/models/bundled --figures

bench-refining: $(INSTALLED) ## Measure how well "like this but green" keeps the kind and gets the colour (10 minutes).
	$(BIN)/python -m benchmarks.refinement

bench-search: $(INSTALLED) ## Measure search at 40 000 and 200 000 products, and say which limits it misses (half an hour; ARGS='--million FOLDER --before REV --peers').
	$(BIN)/python -m benchmarks.search_time $(ARGS)

bench-writing: $(INSTALLED) ## Measure how long questions wait beside an import, by where Chroma runs (25 minutes).
	$(BIN)/python -m benchmarks.search_beside_import $(ARGS)

bench-import: $(INSTALLED) ## Measure how fast products come in, beside the engine alone (20 minutes; --products for less).
	$(BIN)/python -m benchmarks.import_speed

bench: $(INSTALLED) ## Measure encoders side by side, then the whole bot under load (20 minutes).
	$(BIN)/python -m benchmarks.encoder_speed
	$(BIN)/python -m benchmarks.load_test --minutes 10

bench-answers: $(INSTALLED) ## Measure what a shopper waits for in Telegram (5 minutes).
	$(BIN)/python -m tests.bot.channels.telegram.answer_time

faults: $(INSTALLED) ## Inject every fault that is provided for, and print what was to happen and what did (REBUILT_AT=250000: with a large index).
	$(BIN)/pytest -q -m fault --faults

kills: $(INSTALLED) ## Kill processes at work on a catalog 200 times and look at what is left.
	nice $(BIN)/python -m tests.catalog.kills --kills 200

crashes: $(INSTALLED) ## Kill the whole bot 100 times while people write to it, and count every message (20 minutes).
	$(BIN)/python -m tests.bot.channels.telegram.crashes --kills 100

mutants: $(INSTALLED) ## Make 40 of 600 small mistakes in copies of the code, and see whether a test notices each (25 minutes).
	nice $(BIN)/python -m tests.mutation $(ARGS)

soak: $(INSTALLED) ## Let 500 people ask the whole bot for 10 minutes, and count every answer and the memory (13 minutes).
	$(BIN)/python -m tests.bot.channels.telegram.soak

fuzz: $(INSTALLED) ## Send 20 000 strange pictures through real worker processes (3 minutes; COUNT=100000 for a long run).
	nice $(BIN)/python -m tests.workers.images.fuzz --count $(COUNT)

clean: ## Remove what commands have made here, data folders excepted.
	rm -rf $(VENV) .audit build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
