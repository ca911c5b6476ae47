# ExiFilm's targets. `make` alone tells them.

python := .venv/bin/python

help: ## say what there is to make
	@echo 'make TARGET, where TARGET is'
	@sed -n 's/^\([a-z-]*\):.* ## \(.*\)/\1|\2/p' Makefile | \
		while IFS='|' read -r target what; do printf '    %-10s %s\n' "$$target" "$$what"; done

demo: use ## see ExiFilm at work on sixteen sample scans
	@$(python) tools/demo

setup: ## set up what is missing: programs, and .venv to work in
	@sh tools/setup.sh work

# To use ExiFilm takes less than to work on it. Where nothing is missing, either takes no time.
use:
	@sh tools/setup.sh use

# Style and types are the same on every machine: the gate's do not look at them again.
test: $(if $(EXIFILM_GATE),setup,lint) ## check style, types and behaviour
	$(python) -m pytest -n auto --dist worksteal

lint: setup ## check style and types
	$(python) -m ruff check .
	$(python) -m ruff format --check .
	$(python) -m mypy

gate: setup ## prove the change on clean machines (docs/gate.md)
	$(python) tests/gate/gate matrix

format: setup ## lay the code out
	$(python) -m ruff check --fix .
	$(python) -m ruff format .

config: setup ## write plugins/exiftool/exifilm.config anew from the record's declaration
	$(python) -m exifilm_core.tagset

pictures: setup ## draw the README's pictures anew, in docs/pictures
	$(python) tools/pictures.py

raster: setup ## look for ink on other ink on the paper of 1,000 new random records
	$(python) tools/raster.py

bench: setup ## measure against plain ExifTool, and write docs/bench.md
	$(python) tools/bench

clean: ## remove what was made; .venv too
	rm -rf build dist .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.PHONY: help demo setup use test lint gate format config pictures raster bench clean
