"""An address that a person pastes reaches the public web and nothing else: tricks, each refused."""

import contextlib
import gzip
import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from archive.addresses import outside
from desk import outward

HERE = "127.0.0.2"  # plays the public web; every other address of the machine is as forbidden as ever


class Site(BaseHTTPRequestHandler):
    """Answers by path; remembers which names it was asked by."""

    routes: dict[str, tuple[int, dict[str, str], bytes]] = {}
    asked: list[tuple[str, str]] = []

    def do_GET(self) -> None:
        self.asked.append((self.headers["Host"], self.path))
        status, headers, body = self.routes.get(self.path, (404, {}, b"nothing"))
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


@pytest.fixture
def port() -> Iterator[int]:
    Site.routes, Site.asked = {"/": (200, {"Content-Type": "text/html"}, "好".encode())}, []
    with ThreadingHTTPServer((HERE, 0), Site) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


def here(address: str) -> bool:
    return address == HERE or outside(address)


def names(**known: str) -> Callable[[str, int], list[str]]:
    """A resolver of our own for some names, the system's for all others."""
    return lambda host, port: [known[host]] if host in known else outward.lookup(host, port)


def fetch(url: str, **known: str) -> outward.Fetched:
    return outward.fetch(url, find=names(site=HERE, **known), allowed=here)


def test_a_page_is_fetched_by_its_name_from_the_checked_address(port: int) -> None:
    answer = fetch(f"http://site:{port}/")
    assert (answer.status, answer.body.decode(), answer.headers["content-type"]) == (200, "好", "text/html")
    assert Site.asked == [(f"site:{port}", "/")]


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.1",
        "2130706433",  # decimal
        "0x7f.0.0.1",  # hexadecimal
        "0177.0.0.1",  # octal
        "0",
        "localhost",
        "①②⑦.0.0.1",  # digits that IDNA makes plain
        "127。0。0。1",  # full-width dots
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "10.0.0.8",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "[fe80::1]",
        "[fd00:ec2::254]",
        "100.100.100.200",
        "224.0.0.1",
        "255.255.255.255",
    ],
)
def test_the_inside_is_refused_however_it_is_written(address: str) -> None:
    with pytest.raises(outward.Refused, match=r"内部网络|找不到网站"):
        outward.fetch(f"http://{address}/")


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "gopher://site/",
        "ftp://site/",
        "//site/",
        "http:///x",
        "http://site:22/",
        "http://site:99999/",
        "http://good@site/",
        "http://site\\@evil/",
        "http://[::1/",
        "http://%00/",
        "",
    ],
)
def test_what_is_no_address_of_the_web_is_refused(url: str) -> None:
    with pytest.raises(outward.Refused):
        fetch(url)


def test_a_name_with_one_foot_inside_is_refused() -> None:
    with pytest.raises(outward.Refused, match="内部网络"):
        outward.fetch("http://two/", find=lambda *_: ["93.184.216.34", "10.0.0.1"])


def test_a_name_that_changes_its_mind_is_asked_once(port: int) -> None:
    """DNS rebinding: the second answer would lead inside, but there is no second question."""
    answers = iter([[HERE], ["127.0.0.1"]])
    assert outward.fetch(f"http://turning:{port}/", find=lambda *_: next(answers), allowed=here).status == 200
    assert next(answers) == ["127.0.0.1"]


@pytest.mark.parametrize("inside", ["http://127.0.0.1:{}/", "http://inside:{}/", "//[::1]:{}/", "file:///etc/passwd"])
def test_a_redirect_leads_nowhere_else(port: int, inside: str) -> None:
    Site.routes["/go"] = (302, {"Location": inside.format(port)}, b"")
    with pytest.raises(outward.Refused):
        fetch(f"http://site:{port}/go", inside="10.1.1.1")
    assert [path for _, path in Site.asked] == ["/go"]


def test_redirects_are_followed_and_end(port: int) -> None:
    Site.routes["/old"] = (301, {"Location": "/新页?q=碳".encode().decode("latin-1")}, b"")
    Site.routes["/%E6%96%B0%E9%A1%B5?q=%E7%A2%B3"] = (200, {}, b"moved")
    assert fetch(f"http://site:{port}/old").body == b"moved"
    Site.routes["/round"] = (302, {"Location": "/round"}, b"")
    with pytest.raises(outward.Refused, match="转来转去"):
        fetch(f"http://site:{port}/round")


def test_size_has_a_limit_packed_or_not(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    Site.routes["/packed"] = (200, {"Content-Encoding": "gzip"}, gzip.compress("好".encode() * 9))
    assert fetch(f"http://site:{port}/packed").body.decode() == "好" * 9
    monkeypatch.setattr(outward, "LARGEST", 1000)
    Site.routes["/bomb"] = (200, {"Content-Encoding": "gzip"}, gzip.compress(b"0" * 900_000))
    Site.routes["/large"] = (200, {}, b"0" * 1001)
    Site.routes["/liar"] = (200, {"Content-Length": "900000000"}, b"")
    Site.routes["/odd"] = (200, {"Content-Encoding": "br"}, b"0")
    for path in ("bomb", "large", "liar", "odd"):
        with pytest.raises(outward.Refused, match=r"MB|br"):
            fetch(f"http://site:{port}/{path}")


def test_half_a_page_is_not_taken_for_a_page(port: int) -> None:
    Site.routes["/cut"] = (200, {"Content-Length": "10"}, b"x")
    with pytest.raises(outward.Refused, match="没有传完"):
        fetch(f"http://site:{port}/cut")


@pytest.mark.parametrize("length", ["\u00b2", "9" * 5000, "-1", "ten"])
def test_a_length_that_is_none_is_not_believed(port: int, length: str) -> None:
    Site.routes["/odd"] = (200, {"Content-Length": length}, b"whole")
    assert fetch(f"http://site:{port}/odd").body == b"whole"


@pytest.mark.parametrize("place", ["http://[", "//[::1", "http://[zz]/"])
def test_a_redirect_to_nonsense_is_one_sentence(port: int, place: str) -> None:
    Site.routes["/odd"] = (302, {"Location": place}, b"")
    with pytest.raises(outward.Refused, match="网址"):
        fetch(f"http://site:{port}/odd")


def test_a_server_that_never_ends_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """A byte every now and then, no length told: also what came so far is not taken."""
    monkeypatch.setattr(outward, "SECONDS", 1.5)
    over = threading.Event()

    def drip(line: socket.socket) -> None:
        with line, contextlib.suppress(OSError):
            line.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
            while not over.wait(0.1):
                line.sendall(b"x")

    with socket.create_server((HERE, 0)) as server:
        threading.Thread(target=lambda: drip(server.accept()[0]), daemon=True).start()
        with pytest.raises(outward.Refused, match="没有传完"):
            fetch(f"http://site:{server.getsockname()[1]}/")
    over.set()


def test_a_certificate_must_be_the_name_s(port: int) -> None:
    with pytest.raises(outward.Refused, match="没有正常答复"):
        fetch(f"https://site:{port}/")


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "64:ff9b::808:808", "::ffff:8.8.8.8"])
def test_the_web_is_outside(address: str) -> None:
    assert outside(address)


@pytest.mark.parametrize("address", ["::", "::127.0.0.1", "fec0::1", "ff02::1", "fe80::1%eth0", "240.0.0.1", "name"])
def test_odd_addresses_are_not(address: str) -> None:
    assert not outside(address)
