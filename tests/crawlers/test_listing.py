"""List pages: every item, wherever its day and its title are hidden."""

import json
from datetime import date
from pathlib import Path

import pytest

from crawlers.errors import Drift
from crawlers.reading.day import day_in_url, moment_day
from crawlers.reading.decode import decode
from crawlers.reading.listing import next_page, read_listing
from crawlers.reading.listrule import ListingRule

BASE = "https://www.example.cn/xw/"
TODAY = date(2017, 5, 19)


def one(li: str, **rule: str) -> tuple[str, str, date | None]:
    (item,) = read_listing(f"<ul><li>{li}</li></ul>", BASE, ListingRule(rows="li", **rule), TODAY)  # type: ignore[arg-type]
    return item.title, item.url, item.day


@pytest.mark.parametrize(
    "li",
    [
        "<a href='./201705/a.html'>关于核查的通知</a><span>2017-05-18</span>",
        "<span class=date>[2017/05/18]</span><a href='201705/a.html'>关于核查的通知</a>",
        "<a href='201705/a.html'>关于核查的通知<span>2017-05-18</span></a>",
        "<a href='201705/a.html'><i>2017.05.18</i>关于核查的通知</a>",
        "<a href='201705/a.html' title='关于核查<br>的通知'>关于核查…</a><em>2017年5月18日</em>",
        "<a href='javascript:void(0)'>分享</a><a href='201705/a.html'>关于核查的通知</a><span>1天前</span>",
        "<a href='201705/a.html#x'>关于核查<br/>的通知</a><div><a href='b.html'>解读</a></div><span>2017-05-18</span>",
    ],
)
def test_title_address_and_day(li: str) -> None:
    assert one(li) == ("关于核查的通知", f"{BASE}201705/a.html", date(2017, 5, 18))


@pytest.mark.parametrize(
    "url",
    [
        "/201705/t20170518_1.shtml",
        "/2017/0518/59.html",
        "/2017/05-18/8.shtml",
        "/art/2017/5/18/art_1.html",
        "/20170518/c.html",
    ],
)
def test_days_in_addresses(url: str) -> None:
    assert day_in_url(f"https://www.example.cn{url}", anywhere=True) == date(2017, 5, 18)


def test_an_address_without_a_day() -> None:
    assert day_in_url("https://www.example.cn/xw/5839201.html", anywhere=True) is None


def test_the_day_in_the_list_goes_before_the_one_in_the_address() -> None:
    assert one("<a href='t20170520_1.html'>通知</a><b>2017-05-18</b>")[2] == date(2017, 5, 18)


def test_summary_and_author_in_the_link_are_not_the_title() -> None:
    assert one("<a href='1/'>配额怎么算 <p>摘要</p><b>小编</b><i>2天前</i></a>", title="own")[0] == "配额怎么算"


def test_each_address_once_and_only_what_is_wanted() -> None:
    html = "<li><a href=1>每日成交</a> 2017-05-18</li>" * 2 + "<li><a href=2>休市公告</a></li>"
    assert [item.url for item in read_listing(html, BASE, ListingRule(rows="li", only="成交"))] == [f"{BASE}1"]


@pytest.mark.parametrize(
    "html", ["<p>没有列表</p>", "<ul><li>空</li></ul>", "<ul><li><a href='1'>无日期</a></li></ul>"]
)
def test_a_list_without_items_or_days_is_drift(html: str) -> None:
    with pytest.raises(Drift):
        read_listing(html, BASE, ListingRule(rows="li"))


def test_a_file_in_a_list_is_known_as_one() -> None:
    (item,) = read_listing("<li><a href='P0.pdf'>公告</a>2017-05-18</li>", BASE, ListingRule(rows="li"))
    assert item.form == "file"


def test_the_next_page() -> None:
    html = '<script>createPageHTML(2,0,"index","shtml")</script><a class="next" href="p2.html">下一页</a>'
    numbered = ListingRule(rows="li", next="index_{n}.shtml", first=0, pages=5)
    assert next_page(html, BASE, numbered, 2) == f"{BASE}index_1.shtml"
    assert next_page(html, BASE, numbered, 3) is None  # the script counts two pages
    assert next_page(html, BASE, ListingRule(rows="li", next="a.next", pages=2), 2) == f"{BASE}p2.html"
    assert next_page(html, BASE, ListingRule(rows="li", next="a.next", pages=2), 3) is None
    assert next_page(html, BASE, ListingRule(rows="li"), 2) is None


RULES = {
    "list_mee.html": ListingRule(rows="//a[contains(@class,'cjcs_pic_img')]", date="url"),
    "list_ndrc.html": ListingRule(rows="ul.u-list > li"),
    "list_mct.html": ListingRule(rows="ul.r_content_2022 .p1", date="url"),
    "list_zwgls_tjsj.html": ListingRule(rows="ul.liBox > li"),
    "list_dfa66_announcement.html": ListingRule(rows="//li[span[@class='t']]"),
}


@pytest.mark.parametrize("name", RULES)
def test_real_lists_are_read_whole(shared: Path, name: str) -> None:
    folder = shared / "sources" / "lists"
    rows = map(json.loads, (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines())
    gold = next(row for row in rows if row["file"] == name)
    text, _ = decode((folder / "html" / name).read_bytes(), {})
    found = {item.url: item for item in read_listing(text, gold["url"], RULES[name])}
    wanted = {item["url"]: item for item in gold["items"]}
    assert set(found) == set(wanted)
    assert all(found[url].title == wanted[url]["title"] for url in wanted)
    assert all(str(found[url].day) == wanted[url]["date"] for url in wanted if wanted[url]["date"])


def test_the_end_of_time_is_no_day() -> None:
    assert moment_day("9999-12-31T23:00:00Z") is None
