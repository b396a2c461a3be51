"""What stands beside a saved page is checked before the page is."""

import pytest

from crawlers.declaration import Declaration, load
from crawlers.errors import ReadError
from crawlers.samples import check_pages
from tests.crawlers.web import Home

TOLD = '{"url": "https://a.cn/", "clock": "2017-05-19T01:00:00Z", "type": "text/html", "items": []}'


@pytest.fixture
def source(home: Home) -> Declaration:
    home.source("local_news", "https://a.cn/")
    return load(home.sources / "local_news")


@pytest.mark.parametrize(
    "told",
    [
        "{",
        "[1]",
        "[" * 100_000,
        TOLD.replace('"clock"', '"clok"'),
        TOLD.replace("2017-05-19T01:00:00Z", "soon"),
        TOLD.replace("00Z", "00"),
        TOLD.replace('"text/html"', "7"),
        TOLD.replace('"items": []', '"status": "200"'),
    ],
)
def test_a_json_that_does_not_say_it_is_one_sentence(source: Declaration, told: str) -> None:
    (source.folder / "list.json").write_text(told, encoding="utf-8")
    (source.folder / "list.html").write_text("<p>x</p>", encoding="utf-8")
    with pytest.raises(ReadError, match=r"list\.json"):
        check_pages(source)


def test_a_json_without_its_page_is_one_sentence(source: Declaration) -> None:
    (source.folder / "list.json").write_text(TOLD, encoding="utf-8")
    with pytest.raises(ReadError, match="no saved page"):
        check_pages(source)
