"""Adding a source: make the folder, save a page, read it, check it."""

import json

from tests.crawlers.web import Home, Web


def told(home: Home, *args: str) -> tuple[int, str, str]:
    with home.start("sources", *args) as child:
        out, err = child.communicate(timeout=60)
    return child.returncode, out, err


def test_from_nothing_to_a_checked_source(home: Home, web: Web) -> None:
    web.listing("/list", {"/a.html": "碳市场一周交易情况"})
    assert told(home, "new", "local_news", f"{web.root}/list", "--kind", "news")[0] == 0
    code, out, _ = told(home, "try", "local_news")
    assert code == 0
    assert json.loads(out)["items"][0]["title"] == "碳市场一周交易情况"
    assert home.rows("select count(*) from archive_page") == [(0,)]  # trying stores nothing
    assert told(home, "check", "local_news")[0] == 1  # no saved page yet
    assert told(home, "save", "local_news", "--as", "list")[0] == 0
    saved = (home.sources / "local_news" / "list.html").read_bytes()
    assert saved == web.routes["/list"][2]  # type: ignore[index]
    assert told(home, "check", "local_news")[0] == 0
    code, _, err = told(home, "save", "local_news", "--as", "list")
    assert (code, "another name" in err) == (1, True)
    page = home.sources / "local_news" / "list.html"
    page.write_bytes(saved.replace("一周".encode(), "一月".encode()))
    code, _, err = told(home, "check", "local_news")
    assert (code, "一月" in err) == (1, True)


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
