"""Articles cut into several pages: which link leads on, and that the parts become one article, from a real server."""

import json

import pytest

from crawlers.reading.parts import next_part
from tests.crawlers.web import Home, Web

TITLE = "绿证核发全覆盖之后的三个问题"
PARTS = (
    "第一部分讲需求：出口企业、数据中心和公共机构各买了多少，谁还没有买，下半年的缺口有多大。",
    "第二部分讲价格：同一月份里不同年份的证书相差三倍，买方为什么仍愿意为新证多付钱。",
    "第三部分讲衔接：证书和碳市场怎样避免重复计算，试点的两个省给出了不同的答案。",
)


def page(number: int, links: str) -> str:
    return (
        f'<html><head><meta charset="utf-8"><title>{TITLE}_电力新闻</title></head><body><h1>{TITLE}</h1>'
        f'<p>2024-04-22 来源：能源周报</p><div class="article-content"><p>{PARTS[number - 1]}</p></div>'
        f'<div class="cc-paging">{links}</div></body></html>'
    )


@pytest.mark.parametrize(
    ("url", "link", "leads"),
    [
        ("/html/20240422/1372811.shtml", '<a href="1372811_2.shtml">下一页</a>', "/html/20240422/1372811_2.shtml"),
        ("/html/20240422/1372811_2.shtml", '<a href="1372811_3.shtml">[下一页]</a>', "/html/20240422/1372811_3.shtml"),
        ("/n1/c1010-32159012.html", '<a href="/n1/c1010-32159012-2.html">2</a>', "/n1/c1010-32159012-2.html"),
        ("/a/t20240102_5512.htm", '<a href="./t20240102_5512_1.htm">下一页 &gt;</a>', "/a/t20240102_5512_1.htm"),
        ("/view?id=7", '<a href="?id=7&page=2">Next</a>', "/view?id=7&page=2"),
        ("/a/7.html", '<a href="8.html">下一篇</a>', None),
        ("/a/7.html", '<a href="8.html">下一页</a>', None),
        ("/a/7_2.html", '<a href="7.html">1</a><a href="7_2.html">2</a>', None),
        ("/a/7.html", '<a href="//elsewhere.cn/a/7_2.html">下一页</a>', None),
        ("/a/7.html", "<a href='javascript:next()'>下一页</a>", None),
    ],
)
def test_which_link_leads_to_the_next_page(url: str, link: str, leads: str | None) -> None:
    found = next_part(page(1, link).encode(), {}, f"https://news.example.cn{url}")
    assert found == (leads and f"https://news.example.cn{leads}")


def crawl(home: Home, web: Web, missing: bool) -> tuple[dict[str, object], str, list[str]]:
    for number in (1, 2, 3):
        name = f"/a{f'_{number}' if number > 1 else ''}.html"
        following = f'<a href="a_{number + 1}.html">下一页</a>' if number < 3 else ""
        body = page(number, f'<a href="a.html">1</a>{following}<a href="b.html">下一篇</a>')
        web.routes[name] = (200, "text/html", body.encode())
    if missing:
        del web.routes["/a_3.html"]
    web.listing("/list", {"/a.html": TITLE})
    home.source("local_notices", f"{web.root}/list", kind='"notices"')
    run = home.crawl("--live")["local_notices"]
    [(text, flags)] = home.rows("select text, flags from archive_article")
    return run, text, json.loads(flags)


def test_the_pages_of_one_article_are_stored_as_one(home: Home, web: Web) -> None:
    run, text, flags = crawl(home, web, missing=False)
    assert (run["state"], text.splitlines()) == ("ok", list(PARTS))
    assert "joined" in flags


def test_a_page_that_is_missing_is_said(home: Home, web: Web) -> None:
    run, text, flags = crawl(home, web, missing=True)
    assert text.splitlines() == list(PARTS[:2])
    assert "incomplete" in flags
    assert "文章的后一页没有取到" in str(run)
