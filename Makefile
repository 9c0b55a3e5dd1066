# Everything a newcomer needs: `make run` and `make test`. Both set up whatever is missing.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin

.PHONY: run test setup dev check docs words bench lock help

help: ## Say what there is
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: setup ## Set up and run the product with demo data (EVENHAND_PORT, EVENHAND_DATA_DIR, DATABASE_URL)
	@EVENHAND_ENVIRONMENT=$${EVENHAND_ENVIRONMENT:-development} EVENHAND_DEMO=$${EVENHAND_DEMO:-1} \
		exec $(BIN)/evenhand serve --with-parent

test: dev ## Set up and run checks and all tests
	@scripts/check
	@$(BIN)/pytest -n auto

setup: ## Set up what the product needs: .venv/bin/evenhand works afterwards
	@$(PYTHON) scripts/setup

dev: ## Set up what checks and tests need
	@$(PYTHON) scripts/setup --dev

check: dev ## Style, types, import contracts, sizes
	@scripts/check

docs: dev ## Write docs/generated anew
	@$(BIN)/python scripts/docs.py

words: dev ## Bring the translations up to date with the sentences in code and templates
	@$(BIN)/python scripts/words

bench: dev ## Measure what the product costs (five minutes; BENCH="pages list" for some parts)
	@$(BIN)/python -m benchmarks $(BENCH)

lock: dev ## Resolve the dependencies anew
	@scripts/lock
