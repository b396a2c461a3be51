"""What is said of a source that a person is adding: differences, titles, days, what is left."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from crawlers import unsaid
from crawlers.declaration import load
from crawlers.differing import differences
from crawlers.fetching import Answer
from crawlers.samples import save_page
from crawlers.scaffold import propose_from
from crawlers.sketch import sketch
from tests.crawlers.web import Home

ITEMS = [{"title": f"第{number}期", "url": f"/{number}", "day": "2026-11-12"} for number in range(5)]
OTHER = [*ITEMS[:3], {**ITEMS[3], "day": "2026-11-13"}, ITEMS[4]]
LONG = "各有关单位：" + "为落实年度工作安排，现就有关事项通知如下。" * 30


@pytest.mark.parametrize(
    ("told", "got", "said"),
    [
        ({"items": ITEMS}, {"items": ITEMS}, []),
        ({"items": ITEMS}, {"items": OTHER}, ["items[3].day is 2026-11-12, the saved page says 2026-11-13"]),
        ({"items": ITEMS}, {"items": ITEMS[:4]}, ["items has 5 rows, the saved page 4"]),
        (
            {"article": {"text": LONG + "三月"}},
            {"article": {"text": LONG + "四月"}},
            ["article.text is …关事项通知如下。三月, the saved page says …关事项通知如下。四月"],
        ),
        (
            {"items": ITEMS},
            {"error": "Drift", "why": "没有列表"},
            ["says the items of a list, the saved page has none, it is refused: 没有列表"],
        ),
        (
            {"error": "Drift"},
            {"items": ITEMS},
            ["says a refusal (Drift), the saved page has none, it shows the items of a list"],
        ),
        (
            {"items": []},
            {"items": [], "data": "/x"},
            ["says nothing of the address of a list's data, the saved page shows /x"],
        ),
    ],
)
def test_a_difference_names_row_and_field(told: dict[str, Any], got: dict[str, Any], said: list[str]) -> None:
    assert differences(told, got) == said


def test_many_differences_are_counted() -> None:
    assert differences({"items": ITEMS}, {"items": [{**one, "day": None} for one in ITEMS]})[-1] == "and 2 places more"


@pytest.mark.parametrize(
    ("head", "title", "publisher"),
    [
        ("<title>通知公告_某市生态环境局</title>", "某市生态环境局 · 通知公告", "某市生态环境局"),
        ("<title>某省发展改革委 - 政务公开 - 通知公告</title>", "某省发展改革委 · 通知公告", "某省发展改革委"),
        ("<title>要闻-某某碳网</title>", "某某碳网 · 要闻", "某某碳网"),
        ("<title>Energy - Market news</title>", "Energy - Market news", ""),
        ("<title>首页</title>", "首页", ""),
        (
            '<title>x</title><meta name="SiteName" content="某局"><meta name="ColumnName" content="公告">',
            "某局 · 公告",
            "某局",
        ),
        ('<title>某局</title><meta name="SiteName" content="某局">', "某局", "某局"),
    ],
)
def test_a_title_is_site_and_column(head: str, title: str, publisher: str) -> None:
    seen = sketch(f"<html><head>{head}</head><body></body></html>")
    assert (seen.title, seen.publisher) == (title, publisher)


def test_a_page_is_saved_under_the_day_of_shanghai(home: Home) -> None:
    home.source("city_news", "http://a.invalid/l")
    body = b'<ul class="list"><li><a href="/a.html">title of it</a><span>2017-05-18</span></li></ul>'
    page = save_page(
        load(home.sources / "city_news"),
        Answer("http://a.invalid/l", 200, {"Content-Type": "text/html"}, body),
        "first",
        datetime(2017, 5, 18, 17, tzinfo=UTC),
    )
    assert json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))["saved"] == "2017-05-19"


def test_the_promise_says_where_it_is_from(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crawlers.scaffold.SOURCES", home.sources)
    from crawlers.scaffold import make

    file = make("city_news", "http://a.gov.cn/l", "news")
    rows = "".join(
        f'<li><a href="/{day}.html">第{day}期全文公告</a><span>2017-05-{day}</span></li>' for day in (10, 14, 18)
    )
    body = f'<ul class="list">{rows}</ul>'.encode()
    assert propose_from(file.parent, Answer("http://a.gov.cn/l", 200, {}, body), date(2017, 5, 19)) == 3
    told = file.read_text(encoding="utf-8")
    assert (
        "From the page of 2017-05-19: half its 3 rows to three times as many; twice its longest pause (4 days)" in told
    )
    assert (load(file.parent).official, load(file.parent).expect.newest_days) == (True, 8)


@pytest.mark.parametrize(
    ("publisher", "official", "hinted"),
    [
        ("某市生态环境局", "false", True),
        ("某省人民政府", "false", True),
        ("某报编辑部", "false", False),
        ("某市生态环境局", "true", False),
    ],
)
def test_a_public_body_is_asked_after(home: Home, publisher: str, official: str, hinted: bool) -> None:
    home.source("city_news", "http://a.invalid/l", official=official)
    folder = home.sources / "city_news"
    (folder / "list.json").unlink()
    file = folder / "source.toml"
    file.write_text(
        file.read_text(encoding="utf-8").replace('publisher = "某站"', f'publisher = "{publisher}"'), encoding="utf-8"
    )
    assert any("looks like a public body" in hint for hint in unsaid.unseen(load(folder))) is hinted


def test_a_site_missing_in_the_table_is_told_of_our_own_folder_only(
    home: Home, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    home.source("city_news", "http://a.invalid/l")
    (home.sources / "city_news" / "list.json").unlink()
    source = load(home.sources / "city_news")
    assert not any("table of sites" in hint for hint in unsaid.unseen(source))
    assert not any("make test" in step for step in unsaid.left(source))
    monkeypatch.setattr(unsaid, "OURS", home.sources)
    monkeypatch.setattr(unsaid, "TABLE", tmp_path / "sources.md")
    (tmp_path / "sources.md").write_text("| b.cn | `other_news` |", encoding="utf-8")
    assert any("| a.invalid | `city_news` |" in hint for hint in unsaid.unseen(source))
    assert "make test" in unsaid.left(source)[0]
