"""A declaration proposed from a page: right on real lists, silent where there is none."""

import json
from datetime import date
from pathlib import Path

import pytest

from crawlers.reading.decode import decode
from crawlers.reading.propose import propose
from crawlers.sketch import sketch

TODAY = date(2024, 5, 21)
URL = "https://www.example.gov.cn/tzgg/"
MENU = '<ul class="nav">' + "".join(f'<li><a href="/c{n}/">栏目之第{n}号入口</a></li>' for n in range(12)) + "</ul>"


@pytest.mark.parametrize(
    "name",
    [
        "list_mee",
        "list_ndrc",
        "list_mct",
        "list_netease_rolling_news",
        "list_zwgls_tjsj",
        "list_dfa66_announcement",
        "list_hsqhfunds_announcement",
    ],
)
def test_the_items_of_real_lists_are_proposed(name: str, shared: Path) -> None:
    folder = shared / "sources" / "lists"
    golds = map(json.loads, (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines())
    gold = next(one for one in golds if one["file"] == f"{name}.html")
    text, _ = decode((folder / "html" / f"{name}.html").read_bytes(), {})
    found = propose(text, gold["url"], TODAY)
    assert found is not None
    assert [item.url for item in found.items] == [one["url"] for one in gold["items"]]


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        ('<ul class="list">{}</ul>', "ul.list > li"),
        ('<div id="main"><ul>{}</ul></div>', "div#main li"),
        ("<ul>{}</ul>", "//ul/li[.//a and (span or .//em or .//i)]"),
    ],
)
def test_the_menu_is_no_list(rows: str, place: str) -> None:
    items = "".join(
        f'<li><a href="./t2024051{n}_1.html">关于第{n}批名单的通知</a><span>2024-05-1{n}</span></li>'
        for n in range(1, 6)
    )
    found = propose(f"<html><body>{MENU}{rows.format(items)}</body></html>", URL, TODAY)
    assert found is not None
    assert (found.listing["rows"], len(found.items)) == (place, 5)


@pytest.mark.filterwarnings("error")
def test_a_feed_tells_its_title() -> None:
    item = "<item><title>Prices</title></item>"
    feed = f'<?xml version="1.0"?><rss><channel><title>Energy news</title>{item}</channel></rss>'
    assert sketch(feed).title == "Energy news"


def test_a_feed_is_known_and_a_page_without_days_proposes_nothing() -> None:
    feed = "<?xml version='1.0'?><rss><channel><item><title>Prices fall</title><link>https://a.org/1</link>"
    found = propose(feed + "<pubDate>Mon, 20 May 2024 08:00:00 GMT</pubDate></item></channel></rss>", URL, TODAY)
    assert found is not None
    assert found.listing == {"family": "rss", "rows": "item"}
    assert propose(f"<html><body>{MENU}</body></html>", URL, TODAY) is None
    assert propose('{"data": []}', URL, TODAY) is None
