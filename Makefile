# make weekly   sets up what is missing and builds an issue (from the web, or from the bundled sample week)
# make test     sets up what is missing and runs all tests
# make setup    only the set-up that both share
.DEFAULT_GOAL := weekly
.PHONY: setup weekly test check lock

setup: .venv/ready

.venv/ready: requirements.lock pyproject.toml tools/setup.sh
	@tools/setup.sh run
	@touch $@

.venv/ready-for-tests: requirements-dev.lock pyproject.toml tools/setup.sh
	@tools/setup.sh test
	@touch .venv/ready $@

# Exit 3 says "done, but a source is unhealthy": the issue is there, and the report names the source.
weekly: setup
	@.venv/bin/tanxun weekly || [ $$? -eq 3 ]

test: .venv/ready-for-tests
	@.venv/bin/python -m pytest -n auto --dist loadfile --no-loadscope-reorder

# What CI asks besides the tests: style, types, layers.
check: .venv/ready-for-tests
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports

lock: .venv/ready-for-tests
	@.venv/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --upgrade \
		pyproject.toml --group build -o requirements.lock
	@.venv/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --upgrade \
		pyproject.toml --group build --group dev -c requirements.lock -o requirements-dev.lock
