# What people run. Every verb but `help` and `clean` first sees to .venv, which is quick when it is there.
.DEFAULT_GOAL := help
.PHONY: help run mention test check mutate bench deploy redrive clean

environment = @sh tools/venv.sh
python = .venv/bin/python

# Values given on the command line reach the tools through the environment, so that no quoting can go wrong.
export PORT AWS_PORT AGE TEXT AUTHOR PLATFORM STAGE QUEUE ONLY

help: ## this list
	@echo "Waakhond watches how long customers wait for an answer, and pages before the promise breaks."
	@awk -F ' ?##[ ]' '/^[a-z]+:.*## / { split($$1, verb, ":"); printf "  make %-9s %s\n", verb[1], $$2 }' Makefile

run: ## the whole app in a local cloud on this machine, with a first page (PORT=8420 AWS_PORT=4566)
	$(environment)
	@exec $(python) -m tools.run

mention: ## one more mention for the running local cloud (AGE=44m50s TEXT='...' AUTHOR=handle)
	$(environment)
	@$(python) -m tools.mention

# One process more than cores: the stories of the local cloud mostly wait.
test: ## every test, the local cloud included
	$(environment)
	$(python) -m pytest -q -n 3 --dist loadfile

check: ## format, lint, types, structure and the configuration
	$(environment)
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy
	$(python) -m pytest -q tests/structure
	$(python) -m chalicelib.config

mutate: ## which small changes of the core its tests do not notice (slow; ONLY='clocks waits')
	$(environment)
	@$(python) -m tools.mutate

bench: ## measure what the documentation claims
	$(environment)
	$(python) -m bench

deploy: ## to AWS, or again to the running local cloud (STAGE=dev|prod|local)
	$(environment)
	@$(python) -m tools.deploy

redrive: ## put dead letters back (QUEUE=inbox|work STAGE=...)
	$(environment)
	@$(python) -m tools.redrive

clean: ## remove everything that can be built again
	rm -rf .venv .local .chalice/deployments .mypy_cache .pytest_cache .ruff_cache .hypothesis .coverage htmlcov
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
