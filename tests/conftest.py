"""What all tests share."""

from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def shared() -> Path:
    """Real material that belongs to others, beside the project where developers have it; never inside it."""
    folder = PROJECT.parent / "shared"
    if not (folder / "eval" / "score.py").exists():
        pytest.skip("needs the real material in ../shared, which is not part of the project")
    return folder
