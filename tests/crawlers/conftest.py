"""What the tests of the crawl engine share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.crawlers.web import Home, Web, serve


@pytest.fixture
def web() -> Iterator[Web]:
    with serve() as one:
        yield one


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)
