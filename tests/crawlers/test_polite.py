"""What a crawl asks of a site, and what it never asks."""

import pytest
from twisted.internet.error import DNSLookupError

from crawlers.middlewares import public
from tests.crawlers.web import Home, Web

ROBOTS = (200, "text/plain", b"User-agent: *\nDisallow: /closed/\n")


@pytest.fixture
def site(home: Home, web: Web) -> Web:
    web.routes["/robots.txt"] = ROBOTS
    web.listing(
        "/list", {"/a.html": "碳市场一周交易情况", "/b.html": "碳配额分配方案公布", "/closed/c.html": "不许抓取的一页"}
    )
    web.article("/a.html", "碳市场一周交易情况")
    web.article("/b.html", "碳配额分配方案公布", "配额分配方案")
    web.article("/closed/c.html", "不许抓取的一页")
    home.source("local_news", f"{web.root}/list")
    return web


def test_robots_are_obeyed_and_we_say_who_we_are(home: Home, site: Web) -> None:
    run = home.crawl("--live")["local_news"]
    assert (run["state"], run["shown"], run["stored"]) == ("ok", 3, 2), run["message"]
    assert "/closed/c.html" in run["message"]
    assert "robots" in run["message"]
    assert "/closed/c.html" not in site.asked
    assert all(agent.startswith("Tanxun/") and "(+" in agent for agent in site.agents)


def test_a_second_crawl_asks_for_the_list_only(home: Home, site: Web) -> None:
    home.crawl("--live")
    site.asked.clear()
    run = home.crawl("--live")["local_news"]
    assert (run["state"], run["shown"], run["stored"]) == ("ok", 3, 0)
    assert set(site.asked) == {"/robots.txt", "/list"}


def test_a_page_whose_title_changed_in_the_list_is_asked_again(home: Home, site: Web) -> None:
    home.crawl("--live")
    site.listing("/list", {"/a.html": "碳市场一周交易情况", "/b.html": "更正：配额总量以此为准"})
    site.article("/b.html", "更正：配额总量以此为准", "配额总量")
    site.asked.clear()
    run = home.crawl("--live")["local_news"]
    assert ("/b.html" in site.asked, "/a.html" in site.asked) == (True, False)
    assert run["revised"] == 1
    assert home.rows("select count(*) from archive_version") == [(1,)]


def test_neither_or_both_ways_to_crawl_is_a_wrong_call(home: Home) -> None:
    for args in ([], ["--live", "--replay", str(home.folder)]):
        with home.start("crawl", *args) as child:
            _, told = child.communicate(timeout=60)
        assert child.returncode == 2
        assert "--replay" in told
        assert "--live" in told


def test_lists_are_paged_until_nothing_is_new(home: Home, web: Web) -> None:
    for number in range(1, 6):
        web.listing(f"/p{number}", {f"/{number}.html": f"第{number}号碳市场公告"})
        web.article(f"/{number}.html", f"第{number}号碳市场公告", f"第{number}号公告" * number)
    home.source("local_pages", f"{web.root}/p1", '[listing]\nrows = "ul.list > li"\nnext = "p{n}"\npages = 4')
    assert home.crawl("--live")["local_pages"]["shown"] == 4  # no more than declared
    web.asked.clear()
    home.crawl("--live")
    assert [path for path in web.asked if path.startswith("/p")] == ["/p1"]


def test_a_page_behind_the_last_that_repeats_the_first_ends_the_paging(home: Home, web: Web) -> None:
    for page in range(1, 10):
        web.listing(f"/p{page}", {"/a.html": "碳市场一周交易情况", "/gone.html": "撤下的公告"})
    web.article("/a.html", "碳市场一周交易情况")
    home.source("local_pages", f"{web.root}/p1", '[listing]\nrows = "ul.list > li"\nnext = "p{n}"\npages = 9')
    assert home.crawl("--live")["local_pages"]["shown"] == 2
    assert [path for path in web.asked if path.startswith("/p")] == ["/p1", "/p2"]


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.8", "169.254.169.254", "192.168.1.1"])
def test_a_declared_name_that_leads_inside_a_network_is_not_asked(address: str) -> None:
    with pytest.raises(DNSLookupError, match="内部网络地址"):
        public(address, "www.example.cn")
    assert public("93.184.216.34", "www.example.cn") == "93.184.216.34"
    assert public(address, address) == address  # an address that is declared as such
