"""An archive of its own for every test."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def home(settings: Settings, tmp_path: Path) -> Path:
    """A scratch home, so that no test touches the archive of the person who runs it."""
    settings.TANXUN_HOME = tmp_path
    settings.TANXUN_VAR = tmp_path / "var"
    settings.TANXUN_VAR.mkdir()
    return tmp_path


@pytest.fixture
def now() -> datetime:
    return datetime(2017, 5, 19, 1, 0, tzinfo=UTC)
