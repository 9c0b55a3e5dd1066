# Everything a newcomer needs: `make run` and `make test`. Both set up whatever is missing.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin

TOUR := profile job application pipeline applicant questions room scorecard decision

.PHONY: run test setup dev check docs tour words bench lock help

help: ## Say what there is
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: setup ## Set up and run the product with demo data (EVENHAND_PORT, EVENHAND_DATA_DIR, DATABASE_URL)
	@EVENHAND_ENVIRONMENT=$${EVENHAND_ENVIRONMENT:-development} EVENHAND_DEMO=$${EVENHAND_DEMO:-1} \
		exec $(BIN)/evenhand serve --with-parent

test: dev ## Set up and run checks and all tests
	@scripts/check
	@$(BIN)/pytest -n auto --dist worksteal

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

tour: dev ## Take the README's pictures anew, by walking the path in a browser
	@$(BIN)/pytest tests/browser/test_path.py -k pointer
	@for name in $(TOUR); do cp var/screenshots/$$name.png docs/tour/; done

bench: dev ## Measure what the product costs (five minutes; BENCH="pages list" for some parts)
	@$(BIN)/python -m benchmarks $(BENCH)

lock: dev ## Resolve the dependencies anew
	@scripts/lock
