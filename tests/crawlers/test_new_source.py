"""Adding a source: make the folder, save a page, read it, check it."""

import json
import tomllib
from pathlib import Path

import pytest

from tests.crawlers.web import Home, Web


def told(home: Home, *args: str) -> tuple[int, str, str]:
    with home.start("sources", *args) as child:
        out, err = child.communicate(timeout=60)
    return child.returncode, out, err


def test_from_nothing_to_a_checked_source(home: Home, web: Web) -> None:
    web.listing("/list", {"/a.pdf": "碳市场第一季度报告", "/a.html": "碳市场一周交易情况"})
    web.article("/a.html", "碳市场一周交易情况")
    code, out, _ = told(home, "new", "local_news", f"{web.root}/list", "--kind", "news")
    assert (code, "! the first comment" in out, "! local_news has no saved page" in out) == (0, True, True)
    code, out, _ = told(home, "try", "local_news")
    assert code == 0
    assert json.loads(out)["items"][1]["title"] == "碳市场一周交易情况"
    assert home.rows("select count(*) from archive_page") == [(0,)]  # trying stores nothing
    assert told(home, "check", "local_news")[0] == 1  # no saved page yet
    code, out, _ = told(home, "save", "local_news")
    assert (code, "read list.json against the page" in out) == (0, True)  # a list is named list
    saved = (home.sources / "local_news" / "list.html").read_bytes()
    assert saved == web.routes["/list"][2]  # type: ignore[index]
    code, _, err = told(home, "check", "local_news")  # the template's words are still there
    assert (code, "first comment" in err, "rights" in err, "publisher" in err) == (1, True, True, True)
    file = home.sources / "local_news" / "source.toml"
    _, *lines = file.read_text(encoding="utf-8").replace("…", "测试").replace('"127.0.0.1"', '"某报"').splitlines()
    file.write_text("\n".join(lines), encoding="utf-8")
    code, _, err = told(home, "check", "local_news")
    assert (code, "no article" in err) == (0, True)
    code, _, err = told(home, "save", "local_news", "--as", "list")
    assert (code, "another name" in err) == (1, True)
    code, out, err = told(home, "save", "local_news", "--article")  # the first item is a file, and no article
    assert (code, "article.json" in out) == (0, True), err
    kept = json.loads((home.sources / "local_news" / "article.json").read_text(encoding="utf-8"))
    assert kept["url"] == f"{web.root}/a.html"
    code, out, err = told(home, "check", "local_news")
    assert (code, "crawl local_news --live" in out, err) == (0, True, "")  # in a folder of one's own there is no table
    page = home.sources / "local_news" / "list.html"
    page.write_bytes(saved.replace("一周".encode(), "一月".encode()))
    code, _, err = told(home, "check", "local_news")
    assert (code, err) == (
        1,
        "! list.json: items[1].title is 碳市场一周交易情况, the saved page says 碳市场一月交易情况\n",
    )


def test_a_new_source_of_quotes_is_a_declaration_to_fill_in(home: Home) -> None:
    assert told(home, "new", "local_daily", "https://www.example.cn/q", "--kind", "quotes")[0] == 0
    code, out, _ = told(home, "list", "--json")
    assert code == 0
    assert [(row["name"], row["kind"], row["verified"]) for row in json.loads(out)] == [("local_daily", "quotes", None)]


def test_names_and_addresses_that_cannot_be(home: Home) -> None:
    for args in (
        ("Local", "https://a.cn/"),
        ("../x_y", "https://a.cn/"),
        ("local_news", "file:///etc/passwd"),
        ("local_news", "http://[x"),
    ):
        code, _, err = told(home, "new", *args)
        assert (code, "Traceback" in err) == (1, False)
    assert list(home.sources.iterdir()) == []


def test_an_undeclared_host_is_not_asked(home: Home, web: Web) -> None:
    told(home, "new", "local_news", f"{web.root}/list", "--kind", "news")
    code, _, err = told(home, "try", "local_news", "http://169.254.169.254/latest")
    assert (code, "没有抓取" in err) == (1, True)


PRICES = """<!DOCTYPE html><html><head><meta charset="utf-8"><title> 每日行情 \n某市碳市场 </title>
<meta name="SiteName" content="某市环境交易所"></head><body><table><tr><td>导航</td></tr></table>
<table id="quotes"><tr><th>交易日期</th><th>成交均价(元/吨)</th><th>成交量(吨)</th><th>成交额</th><th>备注</th></tr>
<tr><td>2017-05-16</td><td>51</td><td>10</td><td>510</td><td></td></tr>
<tr><td>2017-05-17</td><td>52</td><td>10</td><td>520</td><td></td></tr>
<tr><td>2017-05-18</td><td>53</td><td>10</td><td>530</td><td></td></tr></table></body></html>"""


def test_a_declaration_of_quotes_is_proposed_from_a_saved_page(home: Home, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(PRICES, encoding="utf-8")
    code, out, _ = told(home, "new", "local_daily", "https://a.invalid/q", "--kind", "quotes", "--file", str(page))
    assert (code, "proposed: 3 rows" in out) == (0, True)
    declared = tomllib.loads((home.sources / "local_daily" / "source.toml").read_text(encoding="utf-8"))
    assert (declared["title"], declared["publisher"]) == ("某市环境交易所 · 每日行情 某市碳市场", "某市环境交易所")
    assert declared["table"]["at"] == '//table[@id="quotes"]'
    # 成交额 prints no unit here: a person must look what it is.
    assert declared["table"]["columns"] == {
        "交易日期": "day",
        "成交均价(元/吨)": "average",
        "成交量(吨)": "volume_t",
        "成交额": "",
        "备注": "",
    }


def test_title_publisher_and_items_are_proposed_from_the_page(home: Home, web: Web) -> None:
    items = {f"/a{number}.html": f"碳市场第{number}周的交易情况" for number in range(4)}
    web.listing("/list", items)
    status, kind, body = web.routes["/list"]  # type: ignore[misc]
    head = '<title>要闻</title><meta property="og:site_name" content="某报"></head>'
    web.routes["/list"] = (status, kind, body.replace(b"</head>", head.encode()))
    code, out, _ = told(home, "new", "local_news", f"{web.root}/list", "--kind", "news")
    assert (code, "proposed: 4 items" in out) == (0, True)
    declared = tomllib.loads((home.sources / "local_news" / "source.toml").read_text(encoding="utf-8"))
    assert (declared["title"], declared["publisher"]) == ("某报 · 要闻", "某报")


@pytest.mark.parametrize("tail", ["\\q", '"', "\x7f", "?a={b}"])
def test_any_address_makes_a_file_that_can_be_read(home: Home, tail: str) -> None:
    page = home.folder / "empty.html"
    page.write_text("<p></p>", encoding="utf-8")
    url = f"http://a.invalid/{tail}"
    assert told(home, "new", "local_news", url, "--file", str(page))[0] == 0
    declared = tomllib.loads((home.sources / "local_news" / "source.toml").read_text(encoding="utf-8"))
    assert declared["start"] == [url]


def test_nothing_is_proposed_from_a_page_that_is_gone(home: Home, web: Web) -> None:
    web.html("/list", "<title>404 Not Found</title>", 404)
    code, out, _ = told(home, "new", "local_news", f"{web.root}/list", "--kind", "news")
    assert (code, "nothing is proposed" in out, "404" in out) == (0, True, True)
    code, out, err = told(home, "try", "local_news")
    assert (code, out, "404" in err, "Drift" in err) == (1, "", True, False)
    assert "Not Found" not in (home.sources / "local_news" / "source.toml").read_text(encoding="utf-8")
