"""Page 2 of a list: a wrong `next` looks like a list of one page, so it is said."""

from tests.crawlers.web import Home, Web

PAGER = '<script>createPageHTML(5, 0, "index", "html");</script>'
LISTING = '[listing]\nrows = "ul.list > li"\nnext = "index_{n}.html"\nfirst = 0\npages = 3'


def listing(web: Web, path: str, *numbers: int) -> None:
    rows = "".join(
        f'<li><a href="/a{one}.html">碳市场第{one}期公告全文</a><span>2017-05-18</span></li>' for one in numbers
    )
    web.html(path, f'<title>公告_某市生态环境局</title><ul class="list">{rows}</ul>{PAGER}')
    for one in numbers:
        web.article(f"/a{one}.html", f"碳市场第{one}期公告全文")


def said(home: Home, *args: str) -> str:
    with home.start("sources", *args) as child:
        out, err = child.communicate(timeout=120)
    assert child.returncode == 0, err
    return out + err


def test_new_and_try_say_what_page_two_yields(home: Home, web: Web) -> None:
    listing(web, "/l/", 1, 2, 3, 4, 5)
    told = said(home, "new", "city_notices", f"{web.root}/l/")
    assert f"page 2 ({web.root}/l/index_1.html) answers 404" in told
    assert "official is false, yet 某市生态环境局 looks like a public body" in told
    assert web.asked.count("/l/index_1.html") == 1
    listing(web, "/l/index_1.html", 1, 2, 3, 4, 5)
    assert "shows the same rows as page 1" in said(home, "try", "city_notices")
    listing(web, "/l/index_1.html", 5, 6, 7)
    assert "shows 3 items, 2 of them not on page 1" in said(home, "try", "city_notices")


def test_a_crawl_says_that_page_two_never_was(home: Home, web: Web) -> None:
    home.source("city_notices", f"{web.root}/l/", LISTING)
    listing(web, "/l/", 1)
    (run,) = home.crawl("--live", "city_notices").values()
    assert (run["state"], "第 2 页答复 404" in run["message"]) == ("ok", True)
    listing(web, "/l/", 2)
    listing(web, "/l/index_1.html", 1)
    (run,) = home.crawl("--live", "city_notices").values()
    assert (run["state"], run["message"]) == ("ok", "")
    listing(web, "/l/", 3)
    del web.routes["/l/index_1.html"]  # it was there once: now the list is short
    (run,) = home.crawl("--live", "city_notices").values()
    assert (run["state"], run["message"]) == ("ok", "")
