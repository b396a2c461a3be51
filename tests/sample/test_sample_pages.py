"""The bundled week is whole: each file is listed, each link of a list has an answer, nothing in it is borrowed."""

import csv
import io
import json
import re
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path
from urllib.parse import urljoin

import pypdf
import pytest
from lxml import html

from tests.conftest import PROJECT

WEEK = PROJECT / "data" / "sample" / "2017-W20"
PRICES = {
    "beijing_daily": 1,
    "chongqing_daily": 1,
    "fujian_notices": 22,
    "guangdong_daily": 1,
    "hubei_daily": 1,
    "pilots_tanjiaoyi": 1,
    "shenzhen_daily": 3,
    "tianjin_daily": 1,
}
# folder -> (where a list holds its items, how many of them)
LISTS = {
    "chinanews_world": ('//div[@class="dd_bt"]/a', 9),
    "fujian_notices": ('//ul[@class="notice-list"]/li/a', 21),
    "guangdong_policy": ('//ul[@class="list"]/li/a', 3),
    "guangzhou_announcements": ('//div[@class="wz_list"]//li/a', 5),
    "ideacarbon_news": ('//h3[@class="news-title"]/a', 4),
    "mee_policy": ('//a[@class="cjcx_biaob"]', 6),
    "ndrc_notices": ('//ul[@class="u-list"]/li/a', 3),
    "people_environment": ('//ul[@class="list_16"]/li/a', 7),
    "tanpaifang_news": ('//div[@class="title"]/a', 11),
    "tanpaifang_views": ('//div[@class="title"]/a', 2),
}
DECLARED = re.compile(rb"""charset=["']?([\w-]+)""", re.IGNORECASE)
HAN = re.compile(r"[㐀-鿿]+")


@cache
def week() -> dict[str, object]:
    return tomllib.loads((WEEK / "week.toml").read_text(encoding="utf-8"))


@cache
def pages() -> dict[str, dict[str, object]]:
    """What week.toml lists, by URL."""
    listed = week()["page"]
    assert isinstance(listed, list)
    assert len({page["url"] for page in listed}) == len(listed)
    return {page["url"]: page for page in listed}


def folder(page: dict[str, object]) -> str:
    return str(page["file"]).split("/")[1]


def is_text(page: dict[str, object]) -> bool:
    return page["type"] != "application/pdf"


def claimed(page: dict[str, object], body: bytes) -> str:
    """The encoding a site says its page has: header first, then meta; "" when it says nothing."""
    found = DECLARED.search(str(page["type"]).encode()) or DECLARED.search(body[:1024])
    return found[1].decode().lower() if found else ""


def text(page: dict[str, object]) -> str:
    body = (WEEK / str(page["file"])).read_bytes()
    if not is_text(page):
        return "".join(leaf.extract_text() for leaf in pypdf.PdfReader(io.BytesIO(body)).pages)
    return body.decode("gb18030" if folder(page) == "people_environment" else "utf-8")


def list_page(name: str) -> dict[str, object]:
    return next(page for page in pages().values() if page["file"] == f"pages/{name}/list.html")


def test_week_says_what_it_is() -> None:
    assert str(week()["clock"]) == "2017-05-19 01:00:00+00:00"
    assert str(week()["ending"]) == "2017-05-18"
    assert (week()["sample"], week()["origin"]) == (True, "made")


def test_list_and_folder_hold_the_same_files() -> None:
    on_disk = {str(file.relative_to(WEEK)) for file in (WEEK / "pages").rglob("*") if file.is_file()}
    assert on_disk == {str(page["file"]) for page in pages().values()}


def test_every_answer_has_a_status_and_a_type() -> None:
    statuses = [page["status"] for page in pages().values()]
    assert all(isinstance(page["type"], str) for page in pages().values())
    assert {status: statuses.count(status) for status in set(statuses)} == {200: len(statuses) - 2, 404: 1, 412: 1}


def test_the_week_is_small_enough_to_ship() -> None:
    assert sum((WEEK / str(page["file"])).stat().st_size for page in pages().values()) < 1_500_000


@pytest.mark.parametrize("name", PRICES)
def test_price_sources_have_their_pages(name: str) -> None:
    assert sum(folder(page) == name for page in pages().values()) == PRICES[name]


@pytest.mark.parametrize("name", LISTS)
def test_every_item_of_a_list_has_an_answer(name: str) -> None:
    page = list_page(name)
    where, count = LISTS[name]
    links = [urljoin(str(page["url"]), href) for href in html.fromstring(text(page)).xpath(f"{where}/@href")]
    assert len(set(links)) == count
    assert [link for link in links if link not in pages()] == []


@pytest.mark.parametrize("name", LISTS)
def test_a_list_shows_more_links_than_items(name: str) -> None:
    """Navigation and side lists stand around the items, as on the sites; a reader that takes every link fails."""
    where, count = LISTS[name]
    assert len(html.fromstring(text(list_page(name))).xpath("//a[@href]")) >= count + 3, where


def test_there_are_enough_articles_for_an_issue() -> None:
    details = [page for page in pages().values() if folder(page) in LISTS and folder(page) not in PRICES]
    shown = [page for page in details if page["status"] == 200 and is_text(page) and "list" not in str(page["file"])]
    assert len(shown) >= 48
    lengths = sorted(len("".join(HAN.findall(html.fromstring(text(page)).text_content()))) for page in shown)
    assert lengths[len(lengths) // 2] > 350


def test_every_section_has_its_articles() -> None:
    """sections.json says what a person calls each article; the issue needs all six sections and something to refuse."""
    sections = json.loads((Path(__file__).parent / "sections.json").read_text(encoding="utf-8"))
    assert {f"pages/{file}" for file in sections} <= {str(page["file"]) for page in pages().values()}
    assert Counter(sections.values()) == {
        "market": 9,
        "policy": 6,
        "domestic": 9,
        "international": 8,
        "reading": 5,
        "notice": 5,
        "offtopic": 6,
    }


def test_attachments_are_real_pdf_files_with_chinese_text() -> None:
    files = [page for page in pages().values() if not is_text(page)]
    assert len(files) == 2
    assert all(len("".join(HAN.findall(text(page)))) > 50 for page in files)


def test_pages_are_encoded_as_they_claim() -> None:
    for page in pages().values():
        if is_text(page) and folder(page) != "people_environment":
            body = (WEEK / str(page["file"])).read_bytes()
            assert claimed(page, body) in {"utf-8", ""}, page["file"]
            assert "�" not in body.decode("utf-8"), page["file"]


def test_gbk_pages_lie_or_say_nothing() -> None:
    claims = []
    for page in pages().values():
        if folder(page) == "people_environment":
            body = (WEEK / str(page["file"])).read_bytes()
            claims.append(claimed(page, body))
            body.decode("gb18030")
            with pytest.raises(UnicodeDecodeError):
                body.decode("gb2312" if claims[-1] else "utf-8")
    assert sorted(claims) == ["", "", "", "", "", "gb2312", "gb2312", "gb2312"]


def test_feeds_are_well_formed() -> None:
    answer = json.loads((WEEK / "pages/chongqing_daily/answer.json").read_text(encoding="utf-8"))
    records = answer["f_itf_cqhq_get"]["data"][0]["records"]
    assert {"fsrq": "20170407", "pzmc": "CQEA-1", "aver": "0", "cjsl": "0"} in records
    feed = (WEEK / "pages/pilots_tanjiaoyi/average.jsonp").read_text(encoding="utf-8")
    markets = json.loads(feed.removeprefix("tanxun(").removesuffix(")"))
    assert list(markets) == ["湖北", "上海", "北京", "重庆", "天津"]
    assert {len(rows) for rows in markets.values()} == {11}


def rows(name: str, where: str) -> list[list[str]]:
    page = next(page for page in pages().values() if str(page["file"]).startswith(f"pages/{name}/"))
    found = html.fromstring(text(page)).xpath(where)
    return [[cell.text_content().strip() for cell in row] for row in found]


def test_figures_are_the_published_ones(shared: Path) -> None:
    with (shared / "prices" / "quotes.csv").open(encoding="utf-8") as lines:
        known = {(row["exchange"], row["date"].replace("-", ""), row["volume_t"]) for row in csv.DictReader(lines)}
    shown = [("BJ", row[0], row[1]) for row in rows("beijing_daily", '//table[@class="jyhq_tab"]//tr[td]')]
    shown += [("GD", row[0], row[8]) for row in rows("guangdong_daily", '//table[@id="mytable"]//tr')[1:]]
    shown += [("HB", row[1], row[6]) for row in rows("hubei_daily", '//ul[@class="cont"]')]
    assert len(shown) == 15 + 11 + 15
    assert [row for row in shown if (row[0], row[1].replace("-", ""), f"{row[2]}.0") not in known] == []


def test_no_text_is_borrowed(shared: Path) -> None:
    """32 Chinese characters in a row that also stand in the real material, whatever marks and figures lie between."""
    ours = {}
    for page in pages().values():
        run = "".join(HAN.findall(html.fromstring(text(page)).text_content() if is_text(page) else text(page)))
        ours.update({run[at : at + 32]: page["file"] for at in range(len(run) - 31)})
    files = [*(shared / "corpus").iterdir(), *(shared / "seeds").iterdir()]
    theirs = "".join(HAN.findall("".join(file.read_text(encoding="utf-8") for file in files)))
    assert {ours[theirs[at : at + 32]] for at in range(len(theirs) - 31) if theirs[at : at + 32] in ours} == set()
