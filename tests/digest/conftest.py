"""An archive of its own for every test, with a few articles and a week of prices."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from archive import articles, ledger
from archive.models import Article
from archive.records import ArticleRow, QuoteRow

NOW = datetime(2017, 5, 19, 1, 0, tzinfo=UTC)
ISSUE_DAY, FIRST, LAST = date(2017, 5, 19), date(2017, 5, 12), date(2017, 5, 18)
NEWS = ArticleRow(
    url="https://news.example.org/1.html",
    source="sample_news",
    title="样例市举行碳市场培训",
    text="第一段讲了培训的人数。\n第二段讲了培训的内容。",
    section="domestic",
    section_by="editor",
    publisher="样例日报",
    publisher_printed="样例日报",
    published_on=date(2017, 5, 17),
)
Put = Callable[..., Article]


@pytest.fixture(autouse=True)
def home(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A scratch home, so that no test touches the archive of the person who runs it."""
    settings.TANXUN_HOME = place = tmp_path_factory.mktemp("home")
    settings.TANXUN_VAR = place / "var"
    settings.TANXUN_VAR.mkdir()
    return place


@pytest.fixture
def put(db: None) -> Put:
    """Store one article; keywords replace fields of NEWS. Without a url, the title makes one."""

    def store(title: str = NEWS.title, **fields: Any) -> Article:
        url = fields.pop("url", f"https://news.example.org/{title}.html")
        row = replace(NEWS, title=title, url=url, **fields)
        articles.store([row], observed_at=NOW, page=None)
        return Article.objects.get(url=url)

    return store


@pytest.fixture
def prices(db: None) -> None:
    """Hubei traded on four days of the window and before it; Beijing on the last day only."""
    closes = {8: "15.00", 12: "15.20", 15: "15.10", 16: "15.40", 18: "16.00"}
    rows = [
        QuoteRow(
            market="hubei",
            product="HBEA",
            day=date(2017, 5, day),
            close=Decimal(close),
            volume_t=Decimal(2000),
            turnover_cny=Decimal(2000) * Decimal(close),
        )
        for day, close in closes.items()
    ]
    ledger.store(rows, source="hubei_daily", page=None, observed_at=NOW)
    beijing = QuoteRow(
        market="beijing",
        product="BEA",
        day=LAST,
        average=Decimal("52.5"),
        volume_t=Decimal(100),
        turnover_cny=Decimal(5250),
    )
    ledger.store([beijing], source="beijing_daily", page=None, observed_at=NOW)
