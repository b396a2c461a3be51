"""A small web of our own: a server on 127.0.0.1, sources that are declared for it, and the command in a process."""

import json
import os
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

Answer = tuple[int, str, bytes]
Route = Answer | Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Web:
    """What the server answers by path, and what it was asked."""

    port: int
    routes: dict[str, Route] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def html(self, path: str, body: str, status: int = 200) -> None:
        page = f'<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>{body}</body></html>'
        self.routes[path] = (status, "text/html; charset=utf-8", page.encode())

    def article(self, path: str, title: str, words: str = "") -> None:
        text = f"<p>{words or title}有关情况今日公布，各方对碳市场的运行作了说明，下文列出其中要点。</p>" * 6
        self.html(path, f'<h1>{title}</h1><p>2017-05-18 来源：某报</p><div class="content">{text}</div>')

    def listing(self, path: str, items: dict[str, str]) -> None:
        rows = "".join(f'<li><a href="{url}">{title}</a><span>2017-05-18</span></li>' for url, title in items.items())
        self.html(path, f'<ul class="list">{rows}</ul>')


@contextmanager
def serve() -> Iterator[Web]:
    web = Web(0)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            web.asked.append(self.path)
            web.agents.add(self.headers.get("User-Agent", ""))
            route = web.routes.get(self.path, (404, "text/plain", b"not here"))
            if callable(route):
                route(self)
                return
            status, kind, body = route
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """The test says what matters."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    web.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield web
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@cache
def empty_archive() -> bytes:
    """A new home's database, made once for all homes of a worker: making its tables takes a second and a half."""
    with tempfile.TemporaryDirectory() as folder:
        env = {**os.environ, "TANXUN_HOME": folder}
        env.pop("DATABASE_URL", None)
        subprocess.run([sys.executable, "-m", "tanxun", "prices", "quarantine"], env=env, check=True)
        return (Path(folder) / "var" / "tanxun.sqlite3").read_bytes()


class Home:
    """An archive of its own, with sources of its own, and the command on both."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.place = folder / "home"
        (self.place / "var").mkdir(parents=True)
        (self.place / "var" / "tanxun.sqlite3").write_bytes(empty_archive())
        self.sources = folder / "sources"
        self.sources.mkdir()
        self.env = {**os.environ, "TANXUN_HOME": str(self.place), "TANXUN_SOURCES": str(self.sources)}
        self.env.pop("DATABASE_URL", None)

    @classmethod
    def at(cls, place: Path) -> "Home":
        """The archive below another folder, for looking at."""
        self = cls.__new__(cls)
        self.place = place
        return self

    def source(self, name: str, start: str, middle: str = '[listing]\nrows = "ul.list > li"', **more: str) -> None:
        folder = self.sources / name
        folder.mkdir()
        (folder / "list.json").write_text("{}", encoding="utf-8")  # a source without one is a draft
        keys = {"kind": '"news"', "delay": "0", "official": "false", **more}
        lines = [f"{key} = {value}" for key, value in keys.items()]
        lines += ['title = "某站"', 'publisher = "某站"', 'rights = "测试"', f'start = ["{start}"]', 'every = "1d"']
        lines += ['verified = "never"', 'origin = "made"', middle, "[expect]", "rows = [1, 50]", "newest_days = 40000"]
        (folder / "source.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")

    def start(self, *args: str) -> "subprocess.Popen[str]":
        command = [sys.executable, "-m", "tanxun", *args]
        return subprocess.Popen(
            command, env=self.env, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
        )

    def crawl(self, *args: str) -> dict[str, dict[str, Any]]:
        """Crawl and answer the summaries by source."""
        with self.start("crawl", "--json", *args) as child:
            out, err = child.communicate(timeout=120)
        assert child.returncode in (0, 3), err
        return {row["source"]: row for row in json.loads(out)}

    def rows(self, query: str) -> list[Any]:
        connection = sqlite3.connect(self.place / "var" / "tanxun.sqlite3")
        try:
            return connection.execute(query).fetchall()
        finally:
            connection.close()


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port
