"""An archive of its own for every test."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytest_django import Settings

from archive.importing import import_file
from archive.records import ArticleRow, Tally
from archive.safety import backup
from tests.archive import saving


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


def judge(row: ArticleRow) -> ArticleRow:
    if row.section:
        return row
    return replace(row, section="domestic", confidence=0.5)


@pytest.fixture
def take(tmp_path: Path, now: datetime) -> Callable[..., Tally]:
    def taken(content: str | bytes, name: str = "in.csv", at: datetime = now) -> Tally:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return import_file(path, now=at, judge=judge)

    return taken


@pytest.fixture
def saved(home: Path) -> Path:
    """A backup of an archive with something of everything."""
    saving.fill(home)
    return backup(home / "archive.zip", now=saving.MOMENT)
