# ExiFilm's targets. `make` alone lists them.

python := .venv/bin/python
quick := not window and not gate and not hosts and not slow

help: ## list the targets
	@echo 'make TARGET, where TARGET is'
	@sed -n 's/^\([a-z-]*\):.* ## \(.*\)/\1|\2/p' Makefile | \
		while IFS='|' read -r target what; do printf '    %-10s %s\n' "$$target" "$$what"; done

demo: use ## see ExiFilm at work on sixteen sample scans
	@$(python) tools/demo

setup: ## set up what is missing: programs, and .venv to work in
	@sh tools/setup.sh work

# Using ExiFilm needs less than working on it.
use:
	@sh tools/setup.sh use

# Style and types are the same on every machine, so the gate's machines do not check them again.
test: $(if $(EXIFILM_GATE),setup,lint) ## check style, types and behaviour
	$(python) -m pytest -n auto --dist worksteal

quick: setup ## run the quick tests, which need no window, gate or host
	$(python) -m pytest -n auto --dist worksteal -m "$(quick)"

coverage: setup ## print what share of each package the tests execute
	$(python) tools/measure_coverage.py $(TESTS)

lint: setup ## check style and types
	$(python) -m ruff check .
	$(python) -m ruff format --check .
	$(python) -m mypy

gate: setup ## prove the change on clean machines (docs/gate.md)
	$(python) tests/gate/gate matrix

format: setup ## format the code
	$(python) -m ruff check --fix .
	$(python) -m ruff format .

config: setup ## write ExifTool's tag set and the quick reader's table from the declaration
	$(python) -m exifilm_core.tagset
	$(python) tools/quick_table.py

pictures: setup ## draw the pictures in docs/pictures
	$(python) tools/pictures.py

raster: setup ## print 1,000 random records and look for ink on other ink
	$(python) tools/raster.py

bench: ## measure against plain ExifTool and libexiv2, and write docs/bench.md
	@sh tools/setup.sh measure
	$(python) tools/bench

clean: ## remove everything that was made, with .venv
	rm -rf build dist .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.PHONY: help demo setup use test quick coverage lint gate format config pictures raster bench clean
