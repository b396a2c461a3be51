"""The engine: kept before read, stored a page at a time, whole after any kill."""

import json
import os
import signal
import subprocess
import sys
import time
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from openpyxl import Workbook
from pypdf import PdfWriter

from tests.crawlers.web import Home, Web

FILES = Path(__file__).parent / "files"


def test_attachments_are_fetched_and_read(home: Home, web: Web, tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    book.active.append(["企业名称", "配额（吨）"])
    book.active.append(["某电厂", 1200])
    book.save(tmp_path / "a.xlsx")
    web.routes["/a.xlsx"] = (200, "application/octet-stream", (tmp_path / "a.xlsx").read_bytes())
    scan = PdfWriter()
    scan.add_blank_page(200, 200)
    scan.write(tmp_path / "scan.pdf")
    web.routes["/scan.pdf"] = (200, "application/pdf", (tmp_path / "scan.pdf").read_bytes())
    web.routes["/broken.docx"] = (200, "application/octet-stream", b"no zip at all")
    web.routes["/old.doc"] = (200, "application/msword", (FILES / "notice.doc").read_bytes())
    files = {
        "/a.xlsx": "配额表",
        "/scan.pdf": "盖章件",
        "/broken.docx": "正文",
        "/gone.pdf": "缺件",
        "/old.doc": "旧格式",
        "/slides.ppt": "演示",
    }
    files["https://elsewhere.example/x.pdf"] = "别处"
    links = "".join(f'<p><a href="{url}">附件：{name}</a></p>' for url, name in files.items())
    web.article("/n.html", "关于印发配额分配方案的通知")
    status, kind, body = web.routes["/n.html"]  # type: ignore[misc]
    web.routes["/n.html"] = (status, kind, body.replace(b"</body>", links.encode() + b"</body>"))
    web.listing("/list", {"/n.html": "关于印发配额分配方案的通知"})
    home.source("local_notices", f"{web.root}/list", kind='"notices"')
    assert home.crawl("--live")["local_notices"]["state"] == "ok"
    found = {
        url.rpartition("/")[2]: (state, text)
        for url, state, text in home.rows("select url, state, text from archive_attachment")
    }
    assert {name: state for name, (state, _) in found.items()} == {
        "a.xlsx": "text",
        "scan.pdf": "scan",
        "broken.docx": "refused",
        "gone.pdf": "missing",
        "old.doc": "text",
        "slides.ppt": "link",
        "x.pdf": "link",
    }
    assert found["a.xlsx"][1] == "企业名称 | 配额（吨）\n某电厂 | 1200"
    assert "/slides.ppt" not in web.asked


QUOTES = """
[table]
at = "//table"
market = "hubei"
product = "HBEA"
no_trade = "dash"
[table.columns]
"日期" = "day"
"最新(元/吨)" = "close"
"成交量(吨)" = "volume_t"
"""


def test_a_bad_row_is_held_and_the_rest_of_the_page_is_stored(home: Home, web: Web) -> None:
    rows = [("2017-05-16", "16.37", "92796"), ("2017-05-17", "1.6.40", "232229"), ("2017-05-18", "16.48")]
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    web.html("/q", f"<table><tr><th>日期</th><th>最新(元/吨)</th><th>成交量(吨)</th></tr>{cells}</table>")
    home.source("local_quotes", f"{web.root}/q", QUOTES, kind='"quotes"')
    run = home.crawl("--live")["local_quotes"]
    # The row of two cells may be any day: the run must not vouch that a day without a row had no trade.
    assert (run["state"], run["shown"], run["stored"], run["quarantined"]) == ("short", 3, 1, 2)
    assert home.rows("select unread from archive_run") == [(1,)]
    assert "1.6.40" in run["message"]
    assert "错位" in run["message"]
    held = dict(home.rows("select check_name, reason from archive_quarantine"))
    assert {name: word in held[name] for name, word in (("unreadable", "1.6.40"), ("unread", "错位"))} == {
        "unreadable": True,
        "unread": True,
    }


BOOM = {
    "start": "async def start(self):\n    raise ValueError('boom')\n    yield\ndeclared.DeclaredSpider.start = start",
    "read": "declared.read_items = lambda *a: 1 / 0",
    "store": "pipelines.Store._store = staticmethod(lambda *a: 1 / 0)",
}
SCRIPT = """
import django
django.setup()
from datetime import UTC, datetime
from crawlers import pipelines, work
from crawlers.spiders import declared
{boom}
work.work(["local_news"], None, None, datetime.now(UTC))
"""


@pytest.mark.parametrize("where", BOOM)
def test_a_fault_of_our_own_is_a_crash_wherever_it_happens(home: Home, web: Web, where: str) -> None:
    """Scrapy ends well in each of these cases: its exit code is 0 when every callback raised."""
    web.listing("/list", {"/a.html": "碳市场一周交易情况"})
    web.article("/a.html", "碳市场一周交易情况")
    home.source("local_news", f"{web.root}/list")
    home.crawl("--live")  # makes the archive
    web.listing("/list", {"/b.html": "碳配额分配方案公布"})
    web.article("/b.html", "碳配额分配方案公布")
    env = {**home.env, "DJANGO_SETTINGS_MODULE": "tanxun.settings"}
    done = subprocess.run([sys.executable, "-c", SCRIPT.format(boom=BOOM[where])], env=env, check=False, timeout=60)
    assert done.returncode == 0
    state, message = home.rows("select state, message from archive_run order by id desc limit 1")[0]
    assert state == "crashed"
    assert message


def test_nothing_is_lost_or_doubled_by_ten_kills(home: Home, web: Web) -> None:
    """kill -9 at ten moments of a slow crawl, then a clean run."""
    titles = {f"/{number}.html": f"碳市场第{number}号成交公告" for number in range(12)}

    def slow(page: tuple[int, str, bytes]) -> object:
        def answer(handler: BaseHTTPRequestHandler) -> None:
            time.sleep(0.05)
            handler.send_response(page[0])
            handler.send_header("Content-Type", page[1])
            handler.send_header("Content-Length", str(len(page[2])))
            handler.end_headers()
            handler.wfile.write(page[2])

        return answer

    web.listing("/list", titles)
    for number, (path, title) in enumerate(titles.items()):
        web.article(path, title, f"第{number}号，成交{number * 137 + 5}吨，")
        web.routes[path] = slow(web.routes[path])  # type: ignore[assignment, arg-type]
    home.source("local_slow", f"{web.root}/list")
    for attempt in range(10):
        web.asked.clear()
        child = home.start("crawl", "--live")
        with child:
            wanted = 1 + attempt  # let it come a little further each time
            until = time.monotonic() + 20
            while len(web.asked) < wanted and child.poll() is None and time.monotonic() < until:
                time.sleep(0.01)
            if child.poll() is None:
                os.killpg(child.pid, signal.SIGKILL)
    crashed = home.rows("select count(*) from archive_run where state = 'crashed' or ended_at is null")[0][0]
    assert crashed >= 5
    run = home.crawl("--live")["local_slow"]
    assert run["state"] == "ok"
    found = [title for (title,) in home.rows("select title from archive_article order by id")]
    assert sorted(found) == sorted(titles.values())
    assert home.rows("select count(*) from archive_version") == [(0,)]
    assert home.rows("select count(*) from archive_run where ended_at is null") == [(0,)]
    states = dict(home.rows("select state, count(*) from archive_run group by state"))
    assert states["crashed"] >= 5
    assert set(states) <= {"crashed", "ok"}


def test_a_row_of_an_unknown_day_is_counted_and_named(home: Home, web: Web) -> None:
    rows = [("2017-05-16", "16.37", "92796"), ("2017-05-1б", "16.40", "232229"), ("2017-05-18", "16.48", "1200")]
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    web.html("/q", f"<table><tr><th>日期</th><th>最新(元/吨)</th><th>成交量(吨)</th></tr>{cells}</table>")
    home.source("local_quotes", f"{web.root}/q", QUOTES, kind='"quotes"')
    run = home.crawl("--live")["local_quotes"]
    assert (run["state"], run["stored"]) == ("short", 2)
    assert "日期：2017-05-1б | 最新(元/吨)：16.40 | 成交量(吨)：232229" in run["message"]
    assert home.rows("select unread from archive_run") == [(1,)]
    home.crawl("--live")
    ((name, row),) = home.rows("select check_name, row from archive_quarantine")  # the same row once
    raw = {"日期": "2017-05-1б", "最新(元/吨)": "16.40", "成交量(吨)": "232229"}
    assert (name, json.loads(row)["raw"], json.loads(row)["day"]) == ("unread", raw, "")


def test_a_page_behind_a_redirect_is_fetched_once(home: Home, web: Web) -> None:
    def move(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(302)
        handler.send_header("Location", "/new.html")
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    web.listing("/list", {"/old.html": "碳市场一周交易情况"})
    web.routes["/old.html"] = move
    web.article("/new.html", "碳市场一周交易情况")
    home.source("local_news", f"{web.root}/list")
    assert home.crawl("--live")["local_news"]["stored"] == 1
    assert home.rows(f"select asked from archive_page where url = '{web.root}/new.html'") == [(f"{web.root}/old.html",)]  # noqa: S608
    home.crawl("--live")
    assert (web.asked.count("/old.html"), web.asked.count("/new.html")) == (1, 1)
