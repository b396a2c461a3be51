"""Pages that mean harm are stored or refused with a word; nothing they point at is asked, and nothing hangs."""

import gzip
from http.server import BaseHTTPRequestHandler

from tests.crawlers.web import Home, Web

BIG = 200 * 1024 * 1024


def endless(handler: BaseHTTPRequestHandler) -> None:
    """200 MB without a length, as a server that streams."""
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.end_headers()
    try:
        for _ in range(BIG // 65536):
            handler.wfile.write(b"<p>x</p>" * 8192)
    except OSError:
        handler.close_connection = True


def bomb(handler: BaseHTTPRequestHandler) -> None:
    """50 MB of one letter in 50 KB."""
    body = gzip.compress(b"x" * 50 * 1024 * 1024)
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.send_header("Content-Encoding", "gzip")
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def to(target: str) -> object:
    def redirect(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(302)
        handler.send_header("Location", target)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return redirect


def hostile(web: Web) -> None:
    text = "<p>碳市场本周成交情况今日公布，各方对运行作了说明，下文列出要点。</p>" * 8
    web.html(
        "/script.html",
        f"<h1>带脚本的公告</h1>2017-05-18{text}<script>alert('x')</script><iframe src='file:///etc/passwd'>",
    )
    web.html("/deep.html", "<div>" * 10_000 + "深处" + "</div>" * 10_000)
    web.routes["/charset.html"] = (
        200,
        "text/html; charset=shift_jis",
        f"<h1>错报编码的公告</h1>2017-05-18{text}".encode("gbk"),
    )
    web.routes["/bytes.html"] = (200, "text/html", bytes(range(256)) * 500)
    web.routes["/endless.html"] = endless
    web.routes["/bomb.html"] = bomb
    web.routes["/metadata.html"] = to("http://169.254.169.254/latest/meta-data")  # type: ignore[assignment]
    web.routes["/passwd.html"] = to("file:///etc/passwd")  # type: ignore[assignment]
    web.routes["/inside.html"] = to(f"http://127.0.0.1:{web.port + 1}/secret")  # type: ignore[assignment]
    web.routes["/circle.html"] = to("/circle.html")  # type: ignore[assignment]
    own = ["script", "deep", "charset", "bytes", "endless", "bomb", "metadata", "passwd", "inside", "circle"]
    items = {f"/{name}.html": f"有害的第{number}页" for number, name in enumerate(own)}
    items |= {
        "file:///etc/passwd": "本机文件",
        "http://169.254.169.254/latest": "云主机地址",
        "http://[": "不成地址的地址",
    }
    web.listing("/list", items)


def test_hostile_pages(home: Home, web: Web) -> None:
    hostile(web)
    home.source("local_hostile", f"{web.root}/list")
    run = home.crawl("--live")["local_hostile"]
    titles = {title for (title,) in home.rows("select title from archive_article")}
    assert {"带脚本的公告", "错报编码的公告"} <= titles
    assert run["state"] == "ok"
    told = run["message"]
    assert "2 个链接指向未声明的站点" in told
    stored = "".join(text for (text,) in home.rows("select text from archive_article"))
    assert "root:" not in stored
    assert "alert(" not in stored
    assert "<" not in stored
    asked = {url for (url,) in home.rows("select url from archive_page")}
    assert all(url.startswith(web.root + "/") for url in asked)
    assert "/secret" not in web.asked
    assert web.asked.count("/circle.html") <= 6  # redirects end


def test_each_refusal_says_a_word(home: Home, web: Web) -> None:
    hostile(web)
    for name in ("endless", "bomb", "metadata", "passwd", "inside", "circle", "bytes", "deep"):
        home.source(f"local_{name}", f"{web.root}/{name}.html")
    runs = home.crawl("--live")
    assert all(run["state"] in ("drift", "blocked", "unreachable", "short") for run in runs.values()), runs
    assert "大小限度" in runs["local_endless"]["message"]
    assert "没有抓取" in runs["local_metadata"]["message"]
    assert "没有抓取" in runs["local_inside"]["message"]
    assert all(run["message"] for run in runs.values())
