"""What all tests share."""

from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes minutes, so that no core waits for it at the end."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


@pytest.fixture(scope="session")
def shared() -> Path:
    """Real material that belongs to others, beside the project where developers have it; never inside it."""
    folder = PROJECT.parent / "shared"
    if not (folder / "eval" / "score.py").exists():
        pytest.skip("needs the real material in ../shared, which is not part of the project")
    return folder
