# Lint, types and tests.
default: lint types test

# Look for mistakes and for code that is not formatted.
lint:
    ruff check .
    ruff format --check .

# Check types.
types:
    mypy

# Run the tests.
test:
    pytest

# Format the code.
fmt:
    ruff check --fix .
    ruff format .

# Write docs/cli*.md and the outputs shown in the documents anew.
docs:
    python tools/cli_docs.py
    python tools/readme_blocks.py

# Score the packaged codebook on the coded sentences, where they are present.
gold:
    python tests/gold/score_themes.py --baseline

# What continuous integration runs.
ci:
    bash .ci/run
