"""A web site on this machine that publishes the real issue's articles, in the dress of three kinds of site."""

import html
import re
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

TEMPLATES = Path(__file__).parent / "templates"
KINDS = ("government", "press", "exchange")
META = '<meta name="PubDate" content="{}"><meta name="ContentSource" content="{}">'
Article = dict[str, Any]


def pages(articles: list[Article]) -> dict[str, bytes]:
    """Path → bytes: a list page for each kind of site and a page for each article, dealt out in turn."""
    dealt: dict[str, list[Article]] = {kind: articles[n :: len(KINDS)] for n, kind in enumerate(KINDS)}
    found = {}
    for kind, own in dealt.items():
        items = "\n".join(
            f'<li><a href="{path(kind, one)}">{html.escape(one["title"])}</a><span>{one["published"] or ""}</span></li>'
            for one in own
        )
        found[f"/{kind}/"] = fill(kind + "_list", items=items)
        found |= {path(kind, one): page(kind, one) for one in own}
    return found


def path(kind: str, article: Article) -> str:
    return f"/{kind}/{article['id']}.html"


def page(kind: str, article: Article) -> bytes:
    printed = article["published_raw"] or ""
    publisher = article["source"] or ""
    return fill(
        kind,
        title=html.escape(article["title"]),
        body=body(article["text"]) or '<p><img src="chart.png" alt=""></p>',
        meta=f'<meta name="PubDate" content="{printed}"><meta name="ContentSource" content="{publisher}">'
        if printed
        else "",
        date=f"发布日期：{printed}" if printed else "",
        publisher=f"来源：{html.escape(publisher)}" if publisher else "",
    )


def body(text: str) -> str:
    """Paragraphs as `<p>`, runs of `| a | b |` as `<table>`."""
    parts = []
    for table, block in re.findall(r"((?:^\|.*\|$\n?)+)|(^.+$)", text, re.MULTILINE):
        if table:
            rows = [line.strip("|").split("|") for line in table.splitlines()]
            cells = "".join(
                "<tr>" + "".join(f"<td>{html.escape(cell.strip())}</td>" for cell in row) + "</tr>" for row in rows
            )
            parts.append(f'<table border="1">{cells}</table>')
        else:
            parts.append(f"<p>　　{html.escape(block)}</p>")
    return "\n".join(parts)


def fill(template: str, **values: str) -> bytes:
    text = (TEMPLATES / f"{template}.html").read_text(encoding="utf-8")
    return re.sub(r"\{\{(\w+)\}\}", lambda found: values[found[1]], text).encode()


@contextmanager
def serve(answers: dict[str, bytes]) -> Iterator[str]:
    """Serve these pages on a free port of this machine; yields the address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = answers.get(self.path)
            self.send_response(200 if found is not None else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(found or b"")

        def log_message(self, *args: object) -> None:
            """Say nothing: the test looks at what arrived."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://localhost:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
