"""What a site does to a notice after it was read: edits it, takes it away, puts it back."""

import sqlite3
from datetime import UTC, datetime, timedelta

from tests.crawlers.web import Home, Web

TITLE = "关于印发配额分配方案的通知"


def age(home: Home, days: int) -> None:
    """Let the stored pages be of some days ago."""
    with sqlite3.connect(home.place / "var" / "tanxun.sqlite3") as connection:
        then = (datetime.now(UTC) - timedelta(days=days)).replace(tzinfo=None).isoformat(" ")
        connection.execute("update archive_page set fetched_at = ?", [then])
        connection.execute("update archive_article set published_on = date('now', '-10 days')")


def flags(home: Home) -> str:
    ((found,),) = home.rows("select flags from archive_article where url like '%n.html'")
    return str(found).encode().decode("unicode_escape") if "\\u" in str(found) else str(found)


def test_a_notice_off_the_list_is_still_watched(home: Home, web: Web) -> None:
    web.article("/n.html", TITLE)
    web.article("/m.html", "另一份通知")
    web.listing("/list", {"/n.html": TITLE})
    home.source("local_notices", f"{web.root}/list", kind='"notices"', official="true")
    home.crawl("--live")
    web.listing("/list", {"/m.html": "另一份通知"})
    assert web.asked.count("/n.html") == 1
    home.crawl("--live")
    assert web.asked.count("/n.html") == 1  # seen a moment ago

    age(home, 8)
    web.article("/n.html", TITLE, "方案作了修改，")
    assert home.crawl("--live")["local_notices"]["revised"] == 1
    ((diff,),) = home.rows("select diff from archive_version")
    assert "+方案作了修改" in diff

    age(home, 8)
    del web.routes["/n.html"]
    run = home.crawl("--live")["local_notices"]
    assert run["state"] == "ok"
    assert "原网页已撤下" in flags(home)
    ((text,),) = home.rows("select text from archive_article where url like '%n.html'")
    assert text.startswith("方案作了修改")

    age(home, 8)
    web.html("/n.html", "<p>您访问的页面不存在或已被删除</p>")
    home.crawl("--live")
    assert flags(home).count("原网页已撤下") == 1

    age(home, 8)
    web.article("/n.html", TITLE, "方案作了修改，")
    home.crawl("--live")
    assert "原网页已撤下" not in flags(home)


def test_news_is_not_watched_and_a_page_never_read_is_a_fault(home: Home, web: Web) -> None:
    web.listing("/list", {"/gone.html": TITLE})
    home.source("local_news", f"{web.root}/list")
    run = home.crawl("--live")["local_news"]
    assert run["stored"] == 0
    assert home.rows("select count(*) from archive_article") == [(0,)]
    assert "404" in run["message"]
