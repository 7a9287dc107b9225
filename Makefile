# Everything a person or a machine runs here. `make help` lists the targets.
# SAM calls the build-… targets at the end, one for each function and layer.

ROOT := $(patsubst %/,%,$(dir $(abspath $(lastword $(MAKEFILE_LIST)))))
SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

# SAM tells make neither of the two: set both here and in template.yaml, or as `make build` does.
ARCHITECTURE ?= arm64
RUNTIME ?= python3.13
export ARCHITECTURE RUNTIME

EVENT ?= events/mention.json
UV_VERSION := 0.13.9
UV := $(ROOT)/.boot/bin/uv
# A terminal sees bars; a log is spared the list of every package.
UV_SHOWS = $(shell test -t 2 || echo --quiet)
PYTHON := $(ROOT)/.venv/bin/python
SAM := $(ROOT)/.venv-sam/bin/sam

export SAM_CLI_TELEMETRY := 0
export UV_PYTHON_DOWNLOADS := never
export UV_LINK_MODE := copy

##@ Work

.PHONY: help
help: ## List the targets.
	@awk 'BEGIN {FS = ":.*## "} /^##@ / {printf "\n%s\n", substr($$0, 5)} \
		/^[a-z-]+:.*## / {printf "  %-14s %s\n", $$1, $$2}' $(ROOT)/Makefile

.PHONY: venv
venv: .venv/stamp ## Make the environment in .venv from requirements/dev.txt.

.PHONY: dev
dev: .venv/stamp ## The whole system here, with a page that works like Slack (PORT=3000, TIERS=1), or with your workspace (SLACK=socket).
	@$(PYTHON) -m playground dev $(if $(PORT),--port $(PORT)) $(if $(SLACK),--slack $(SLACK)) $(if $(TIERS),--tiers)

.PHONY: invoke
invoke: .venv/stamp ## Run one event through its function: make invoke EVENT=events/mention.json
	@$(PYTHON) -m playground invoke $(EVENT)

.PHONY: events
events: .venv/stamp ## Sign the files in events/ again: a signature ages in five minutes.
	@$(PYTHON) -m playground events

.PHONY: clean
clean: ## Remove build output and caches; the environments stay.
	rm -rf .aws-sam build dist .coverage .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -path './.venv*' -prune -o -path ./.boot -prune -o -name __pycache__ -type d -prune -exec rm -rf {} +

##@ Checks

.PHONY: test
test: .venv/stamp ## Every test that needs neither a build nor a browser.
	$(PYTHON) -m pytest -n auto --dist loadscope \
		--ignore=tests/browser --ignore=tests/stack/build --ignore=tests/stack/deploy $(PYTEST_ARGS)

.PHONY: check
check: .venv/stamp ## Lint, format, types, architecture, manifest.
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy
	.venv/bin/pyright
	PYTHONPATH=layers/signoff/python .venv/bin/pyright --verifytypes signoff --ignoreexternal
	PYTHONPATH=layers/signoff/python .venv/bin/lint-imports
	PYTHONPATH=layers/signoff/python $(PYTHON) -m tools.manifest --check

.PHONY: golden
golden: .venv/stamp ## Keep what this version leaves in a table, for later heads to resume.
	@PYTHONPATH=layers/signoff/python $(PYTHON) -m tests.golden.record

.PHONY: format
format: .venv/stamp ## Put the source in order.
	.venv/bin/ruff check --fix
	.venv/bin/ruff format

.PHONY: browser-test
browser-test: .venv/stamp chromium ## The page, clicked by a headless Chromium.
	$(PYTHON) -m pytest tests/browser $(PYTEST_ARGS)

.PHONY: screenshots
screenshots: .venv/stamp chromium ## Take the README's picture anew; browser-test leaves more in build/screenshots.
	PYTHONPATH=layers/signoff/python $(PYTHON) -m tools.screenshot

.PHONY: gallery
gallery: .venv/stamp chromium ## Draw every card in every state, look at each strictly, keep pictures in docs.
	@PYTHONPATH=layers/signoff/python $(PYTHON) -m tools.gallery

.PHONY: chromium
chromium:
	@command -v chromium >/dev/null && fc-list 2>/dev/null | grep -q NotoColorEmoji || { \
		as_root=$$(test "$$(id -u)" = 0 || echo sudo); \
		$$as_root apt-get update -qq && \
		DEBIAN_FRONTEND=noninteractive $$as_root apt-get install -y -qq --no-install-recommends \
			chromium fonts-noto-color-emoji fontconfig; }

##@ Proof

SCHEDULES ?= 5000
SEED ?= 1
CLICKERS ?= 50
SIMULATION = PYTHONPATH=layers/signoff/python $(PYTHON) -m tests.simulation

.PHONY: simulate
simulate: .venv/stamp ## Random schedules with faults: make simulate SCHEDULES=5000 SEED=1
	@$(SIMULATION) simulate --schedules $(SCHEDULES) --seed $(SEED)

.PHONY: faults
faults: .venv/stamp ## Every scenario with every single fault.
	@$(SIMULATION) faults

.PHONY: test-moto-faults
test-moto-faults: .venv/stamp ## The same with DynamoDB, S3 and SQS as moto plays them; SCENARIO=approve CALL=7 for less.
	@$(SIMULATION).moto_faults $(if $(SCENARIO),--scenario "$(SCENARIO)") $(if $(CALL),--call $(CALL))

.PHONY: soak
soak: .venv/stamp ## A million schedules; ended in the middle, it goes on from there.
	@$(SIMULATION) soak $(if $(filter-out file,$(origin SCHEDULES)),--schedules $(SCHEDULES))

.PHONY: contention
contention: .venv/stamp ## Many people click at once: make contention CLICKERS=50
	@$(SIMULATION) contention --clickers $(CLICKERS)

.PHONY: teeth
teeth: .venv/stamp ## Whether the proofs bite: every seeded bug is caught, no clause can be dropped.
	@$(SIMULATION) teeth

.PHONY: model-check
model-check: .venv/stamp ## Every state of the protocols, within bounds; DEEP=1 for more of them.
	@PYTHONPATH=layers/signoff/python $(PYTHON) -m tests.protocol $(if $(DEEP),--deep)

.PHONY: fuzz
fuzz: .venv/stamp ## Hostile requests and stored rows: make fuzz REQUESTS=100000 SEED=7, or ONLY=events:12
	@PYTHONPATH=layers/signoff/python $(PYTHON) -m tests.fuzz $(if $(REQUESTS),--requests $(REQUESTS)) \
		$(if $(ITEMS),--items $(ITEMS)) --seed $(SEED) $(if $(ONLY),--only $(ONLY))

.PHONY: clicks
clicks: .venv/stamp ## Every click in every state of a request: what is said, or what it does.
	@PYTHONPATH=layers/signoff/python $(PYTHON) -m tests.clicks

.PHONY: policy
policy: .venv/stamp ## Who may decide, against the words of the rule: make policy SEQUENCES=20000 SEED=7
	@PYTHONPATH=layers/signoff/python $(PYTHON) -m tests.policy \
		$(if $(SEQUENCES),--sequences $(SEQUENCES)) --seed $(SEED)

.PHONY: cards
cards: .venv/stamp ## What is seen is what runs: make cards SETS=100000 SEED=7, or ONLY=1204
	@PYTHONPATH=layers/signoff/python $(PYTHON) -m tests.cards $(if $(SETS),--sets $(SETS)) \
		--seed $(SEED) $(if $(ONLY),--only $(ONLY))

.PHONY: slack
slack: .venv/stamp ## What people do in Slack, through the whole stack: nothing may be lost. TOPIC="the four pauses" for less.
	@PYTHONPATH=layers/signoff/python $(PYTHON) -m tests.at_home $(if $(TOPIC),--topic "$(TOPIC)")

.PHONY: audit-tamper
audit-tamper: .venv/stamp ## Every way to alter, drop, swap, move or forge one row of an audit: all must be noticed.
	@PYTHONPATH=layers/signoff/python $(PYTHON) -m tests.audit_tamper

##@ Speed

.PHONY: bench
bench: .venv/stamp | $(UV) ## How fast it is and what it asks for, beside a floor: RUNS=15; QUICK=1 counts alone can fail.
	@PYTHONPATH=$(ROOT):layers/signoff/python $(PYTHON) -m bench $(if $(QUICK),--quick) \
		$(if $(RUNS),--runs $(RUNS)) $(BENCH_ARGS)

.PHONY: bench-peers
bench-peers: .venv/stamp .venv-bench-bolt/stamp .venv-bench-agno/stamp | $(UV) ## The same with slack_bolt and agno measured in the same rounds.
	@PYTHONPATH=$(ROOT):layers/signoff/python $(PYTHON) -m bench --peers $(if $(QUICK),--quick) \
		$(if $(RUNS),--runs $(RUNS)) $(BENCH_ARGS)

##@ Deployment

.PHONY: manifest
manifest: .venv/stamp ## The Slack app's manifest: make manifest EVENTS_URL=… INTERACTIONS_URL=…, or SOCKET=1 for make dev SLACK=socket
	@PYTHONPATH=layers/signoff/python $(PYTHON) -m tools.manifest $(if $(SOCKET),--socket-mode) \
		$(if $(EVENTS_URL),--events-url $(EVENTS_URL)) \
		$(if $(INTERACTIONS_URL),--interactions-url $(INTERACTIONS_URL))

.PHONY: validate
validate: .venv-sam/stamp ## Lint template.yaml as SAM reads it.
	$(SAM) validate --lint --region us-east-1

.PHONY: build
build: .venv-sam/stamp ## Build every function and layer into .aws-sam/build.
	$(SAM) build --parameter-overrides Architecture=$(ARCHITECTURE) Runtime=$(RUNTIME)

.PHONY: build-test
build-test: .venv/stamp .venv-sam/stamp ## Build for both architectures and test what came out.
	$(PYTHON) -m pytest tests/stack/build $(PYTEST_ARGS)

.PHONY: deploy-test
deploy-test: .venv/stamp .venv-sam/stamp .venv-ministack/stamp ## Build, deploy to a local AWS, and follow one approval through.
	$(PYTHON) -m pytest tests/stack/deploy $(PYTEST_ARGS)

##@ Environments

$(UV):
	python3 -m pip install --quiet --disable-pip-version-check --root-user-action=ignore \
		--target $(ROOT)/.boot --upgrade uv==$(UV_VERSION)

.venv/stamp: requirements/dev.txt | $(UV)
.venv-sam/stamp: requirements/sam.txt | $(UV)
.venv-ministack/stamp: requirements/ministack.txt | $(UV)

.venv/stamp .venv-sam/stamp .venv-ministack/stamp:
	@test -x $(@D)/bin/python || $(UV) venv --quiet --python '>=3.11' $(@D)
	@echo "Installing what $< names into $(@D), once."
	$(UV) pip install --python $(@D)/bin/python --require-hashes -r $< $(UV_SHOWS)
	@touch $@

LOCK = $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header

# The peers run on the Python that Signoff is measured on, with their bytecode ready.
.venv-bench-bolt/stamp: requirements/bench-bolt.txt | $(UV)
.venv-bench-agno/stamp: requirements/bench-agno.txt | $(UV)

.venv-bench-bolt/stamp .venv-bench-agno/stamp:
	@test -x $(@D)/bin/python || { $(FIND_PYTHON); $(UV) venv --quiet --python "$$python" $(@D); }
	@echo "Installing what $< names into $(@D), once."
	$(UV) pip install --compile-bytecode --python $(@D)/bin/python --require-hashes -r $< $(UV_SHOWS)
	@touch $@

.PHONY: lock
lock: $(UV) ## Write the lock files anew from the .in files: what is deployed is what is tested.
	$(LOCK) requirements/dev.in -o requirements/dev.txt
	$(LOCK) --constraint requirements/dev.txt \
		layers/dependencies/requirements.in -o layers/dependencies/requirements.txt
	$(LOCK) requirements/sam.in -o requirements/sam.txt
	$(LOCK) requirements/ministack.in -o requirements/ministack.txt
	$(LOCK) requirements/bench-bolt.in -o requirements/bench-bolt.txt
	$(LOCK) requirements/bench-agno.in -o requirements/bench-agno.txt

# What SAM calls, in a copy of the folder that CodeUri or ContentUri names

UV_PLATFORM = $(if $(filter x86_64,$(ARCHITECTURE)),x86_64,aarch64)-manylinux2014
RUNTIME_VERSION = $(patsubst python%,%,$(RUNTIME))

# A version manager's shim may stand on PATH and fail when run: each candidate is tried.
FIND_PYTHON = for each in "$$LAMBDA_PYTHON" $(RUNTIME) \
		"$$HOME"/.pyenv/versions/$(RUNTIME_VERSION)*/bin/python \
		"$$HOME"/.local/share/uv/python/cpython-$(RUNTIME_VERSION)*/bin/python3 \
		"$$HOME"/.local/share/mise/installs/python/$(RUNTIME_VERSION)*/bin/python \
		"$$HOME"/.asdf/installs/python/$(RUNTIME_VERSION)*/bin/python \
		/opt/homebrew/bin/$(RUNTIME) /usr/local/bin/$(RUNTIME); do \
		test "$$("$$each" -c 'import sys; print("python%d.%d" % sys.version_info[:2])' 2>/dev/null)" = $(RUNTIME) && \
			python="$$each" && break; \
	done; \
	test -n "$$python" || { echo "No working $(RUNTIME) was found: install it, or set LAMBDA_PYTHON to one, or build for another with RUNTIME=python3.12 and the parameter Runtime." >&2; exit 1; }

.PHONY: lambda-python
lambda-python:
	@$(FIND_PYTHON); echo "$$python"

# SAM dates every file 1980, so only bytecode that asks no date survives it; -f because make compiles once.
COMPILE = "$$python" -m compileall -q -f --invalidation-mode unchecked-hash -s "$(ARTIFACTS_DIR)"

COPY = tar -cf - --exclude=__pycache__ --exclude='*.pyc' . | tar -xf - -C "$(ARTIFACTS_DIR)"

.PHONY: build-SlackInteractions build-SlackOAuth build-TurnWorker build-Clock
build-SlackInteractions build-SlackOAuth build-TurnWorker build-Clock:
	@set -e; $(FIND_PYTHON); $(COPY); $(COMPILE) -p /var/task "$(ARTIFACTS_DIR)"

# It has no layer: it carries the modules that it imports, and the one that it may ask for by name.
.PHONY: build-SlackEvents
build-SlackEvents:
	@set -e; $(FIND_PYTHON); $(COPY); \
	"$$python" -I $(ROOT)/tools/carried.py slack_events.py $(ROOT)/layers/signoff/python \
		"$(ARTIFACTS_DIR)" signoff.adapters.sdk; \
	$(COMPILE) -p /var/task "$(ARTIFACTS_DIR)"

.PHONY: build-SignoffLayer
build-SignoffLayer:
	@set -e; $(FIND_PYTHON); $(COPY); \
	PYTHONPATH="$(ARTIFACTS_DIR)/python" "$$python" -S -B $(ROOT)/tools/bake.py; \
	$(COMPILE) -p /opt "$(ARTIFACTS_DIR)"

.PHONY: build-DependenciesLayer
build-DependenciesLayer: | $(UV)
	@set -e; $(FIND_PYTHON); \
	$(UV) pip install --quiet --require-hashes --only-binary :all: --python "$$python" \
		--python-platform $(UV_PLATFORM) --python-version $(RUNTIME_VERSION) \
		--target "$(ARTIFACTS_DIR)/python" -r requirements.txt; \
	cd "$(ARTIFACTS_DIR)/python"; \
	rm -rf bin .lock; \
	find . -type d \( -name tests -o -name _tests -o -name __pycache__ \) -prune -exec rm -rf {} +; \
	find . -path '*.dist-info/*' \( -name RECORD -o -name INSTALLER -o -name REQUESTED \) -delete; \
	$(COMPILE) -p /opt "$(ARTIFACTS_DIR)"
