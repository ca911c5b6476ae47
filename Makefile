# ExiFilm's targets. `make` alone tells them.

python := .venv/bin/python

help: ## say what there is to make
	@echo 'make TARGET, where TARGET is'
	@sed -n 's/^\([a-z-]*\):.* ## \(.*\)/\1|\2/p' Makefile | \
		while IFS='|' read -r target what; do printf '    %-10s %s\n' "$$target" "$$what"; done

setup: ## set up what is missing: programs, and .venv to work in
	@sh tools/setup.sh work

# Everything that runs ExiFilm sets up first; a second time costs a few milliseconds.
use:
	@sh tools/setup.sh use

test: setup ## check style, types and behaviour
	$(python) -m ruff check .
	$(python) -m ruff format --check .
	$(python) -m mypy
	$(python) -m pytest -n auto

format: setup ## lay the code out
	$(python) -m ruff check --fix .
	$(python) -m ruff format .

clean: ## remove what was made; .venv too
	rm -rf build dist .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.PHONY: help setup use test format clean
