"""The state of a run comes from what was seen."""

from datetime import date

import pytest
from scrapy.core.downloader.handlers.http11 import TunnelError

from crawlers.declaration import Expect
from crawlers.errors import Blocked, Drift, Hollow
from crawlers.files import told
from crawlers.health import Watch, verdict
from crawlers.reading.page import Unreachable, refuse_status
from tests.crawlers.web import Home, Web, free_port

EXPECT = Expect(rows=(2, 5), newest_days=7)
TODAY = date(2017, 5, 19)


def seen(shown: int, *days: date) -> Watch:
    watch = Watch()
    watch.show(shown, list(days))
    return watch


@pytest.mark.parametrize(
    ("watch", "state"),
    [
        (seen(3, date(2017, 5, 18)), "ok"),
        (seen(1, date(2017, 5, 18)), "short"),
        (seen(6, date(2017, 5, 18)), "long"),
        (seen(3, date(2017, 5, 11)), "stale"),
        (seen(3, date(2017, 5, 12)), "ok"),
        (seen(3), "stale"),
    ],
)
def test_what_was_shown_is_held_against_what_is_expected(watch: Watch, state: str) -> None:
    assert verdict(watch, EXPECT, TODAY)[0] == state


def test_the_worst_fault_of_a_main_page_is_the_state() -> None:
    watch = seen(3, date(2017, 5, 18))
    for error in (Unreachable("x"), Drift("y"), Blocked("z")):
        watch.fault(error, main=True)
    state, message = verdict(watch, EXPECT, TODAY)
    assert state == "blocked"
    assert all(part in message for part in "xyz")


def test_one_bad_detail_page_is_named_and_spoils_nothing() -> None:
    watch = seen(3, date(2017, 5, 18))
    watch.fault(Drift("the page is gone", url="https://www.example.cn/1"), main=False)
    assert verdict(watch, EXPECT, TODAY) == ("ok", "https://www.example.cn/1: the page is gone")


def test_detail_pages_that_all_fail_are_a_redesign() -> None:
    watch = seen(3, date(2017, 5, 18))
    for _ in range(3):
        watch.fault(Drift("no title"), main=False)
    assert verdict(watch, EXPECT, TODAY)[0] == "drift"
    watch.read = 1
    assert verdict(watch, EXPECT, TODAY)[0] == "ok"


def test_pages_without_text_are_counted_and_spoil_nothing() -> None:
    watch = seen(3, date(2017, 5, 18))
    for _ in range(4):
        watch.fault(Hollow("a video"), main=False)
    state, message = verdict(watch, EXPECT, TODAY)
    assert state == "ok"
    assert "4 页没有正文" in message


@pytest.mark.parametrize(
    ("status", "kind"), [(412, Blocked), (521, Blocked), (405, Blocked), (404, Drift), (503, Unreachable)]
)
def test_what_a_status_means(status: int, kind: type[Exception]) -> None:
    with pytest.raises(kind):
        refuse_status(status)


def test_every_source_of_a_crawl_has_its_own_state(home: Home, web: Web) -> None:
    web.listing("/good", {"/a.html": "碳市场一周交易情况"})
    web.article("/a.html", "碳市场一周交易情况")
    web.html("/redesigned", "<div><p>新版网站</p></div>")
    web.html("/wall", "<script>document.cookie='acw_sc__v2=1';location.reload()</script>")
    web.html("/wall412", "<script>x</script>", 412)
    web.html("/broken", "down", 500)
    for name in ("good", "redesigned", "wall", "wall412", "broken", "gone"):
        home.source(f"local_{name}", f"{web.root}/{name}")
    home.source("local_silent", f"http://127.0.0.1:{free_port()}/")
    states = {name: run["state"] for name, run in home.crawl("--live").items()}
    assert states == {
        "local_good": "ok",
        "local_redesigned": "drift",
        "local_wall": "blocked",
        "local_wall412": "blocked",
        "local_broken": "unreachable",
        "local_gone": "drift",
        "local_silent": "unreachable",
    }
    assert home.rows("select count(*) from archive_run where state = '' or ended_at is null") == [(0,)]
    # Each answer lies in the store, the refused ones too.
    kept = {url for (url,) in home.rows("select url from archive_page where url not like '%robots.txt'")}
    assert {f"{web.root}/{name}" for name in ("redesigned", "wall", "wall412", "broken")} <= kept


def test_a_proxy_that_refuses_is_no_fault_of_the_program() -> None:
    assert isinstance(told(TunnelError("Could not open CONNECT tunnel with proxy [{'status': 403}]")), Unreachable)
    with pytest.raises(Unreachable):
        refuse_status(407)


@pytest.mark.parametrize(("error", "state"), [(Drift("no figure"), "drift"), (Hollow("a picture"), "short")])
def test_one_unread_price_notice_spoils_the_run(error: Drift | Hollow, state: str) -> None:
    watch = seen(21, date(2017, 5, 18))
    watch.quotes, watch.read = True, 20
    watch.fault(error, main=False)
    found, message = verdict(watch, EXPECT, TODAY)
    assert (found, error.detail in message) == (state, True)
