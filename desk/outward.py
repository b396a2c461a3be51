"""Fetching an address that a person typed, so that it reaches the public web and nothing behind our own door.

The name is looked up once, every address it leads to is checked, and the connection goes to the checked address itself:
a name that answers differently the second time (DNS rebinding) is never asked a second time. Each redirect starts anew.
Proxies of the environment are not used: they would look the name up again.
"""

import socket
import ssl
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from archive.addresses import outside
from archive.errors import BadInput

LARGEST = 20_000_000
HOPS = 5
SECONDS = 30.0
"""For one hop, from the connection to the last byte."""
REDIRECTS = {301, 302, 303, 307, 308}
PORTS = {"http": 80, "https": 443}
Lookup = Callable[[str, int], list[str]]


class Refused(BadInput):
    """The address is not asked, or its answer is not taken. Nothing was kept."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer. `url`: where it came from in the end; `headers`: names in lower case."""

    url: str
    status: int
    headers: dict[str, str]
    body: bytes


def lookup(host: str, port: int) -> list[str]:
    """Every address that a name leads to; also 127.1, 0x7f.1 and 2130706433 are names to the system. Raises OSError."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def fetch(
    url: str, *, agent: str = "Tanxun", find: Lookup = lookup, allowed: Callable[[str], bool] = outside
) -> Fetched:
    """GET an http or https address of the public web, following at most five redirects. Raises Refused."""
    for _ in range(HOPS + 1):
        answer = _hop(url, agent, find, allowed)
        if answer.status not in REDIRECTS or "location" not in answer.headers:
            return answer
        # A header is latin-1 on the wire; servers here write it in UTF-8.
        place = answer.headers["location"].encode("latin-1", "replace").decode("utf-8", "replace")
        try:
            url = urljoin(url, place)
        except ValueError as error:
            raise Refused(f"该地址转到的 {place[:200]!r} 不是可用的网址，没有抓取。") from error
    raise Refused(f"该地址转来转去超过 {HOPS} 次，没有抓取。")


def _hop(url: str, agent: str, find: Lookup, allowed: Callable[[str], bool]) -> Fetched:
    parts, host, port = _parts(url)
    address = _checked(host, port, find, allowed)
    target = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    target += f"?{quote(parts.query, safe='/%:@!$&()*+,;=~-._?')}" if parts.query else ""
    headers = {"Accept": "*/*", "Accept-Encoding": "identity", "User-Agent": agent}
    try:
        with closing(_Connection(host, port, address, secure=parts.scheme == "https")) as line:
            line.connect()
            with _ended_after(SECONDS, line.sock):
                line.request("GET", target, headers=headers)
                return _read(url, line.getresponse())
    except (OSError, HTTPException, zlib.error) as error:
        raise Refused(f"{host} 没有正常答复（{error or type(error).__name__}），请核对地址或稍后再试。") from error


def _parts(url: str) -> tuple[SplitResult, str, int]:
    """The pieces of an address that may be asked. Raises Refused."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port or PORTS.get(parts.scheme, 0)
        host = (parts.hostname or "").encode("idna").decode("ascii") if ":" not in (parts.hostname or "") else None
    except ValueError as error:
        raise Refused("这不是可用的网址，请从浏览器地址栏完整复制。") from error
    host = parts.hostname if host is None else host
    if parts.scheme not in PORTS or not host:
        raise Refused("只接受以 http:// 或 https:// 开头的网址。")
    if parts.username is not None or parts.password is not None or "\\" in url:
        raise Refused("网址中不能带用户名、密码或反斜杠，请去掉后再试。")
    if port not in PORTS.values() and port < 1024:
        raise Refused(f"网址中的端口 {port} 不是网站所用，没有抓取。")
    return parts, host, port


def _checked(host: str, port: int, find: Lookup, allowed: Callable[[str], bool]) -> str:
    """The address to connect to: the first of the name's, if all of them are allowed. Raises Refused."""
    try:
        found = find(host, port)
    except (OSError, UnicodeError) as error:
        raise Refused(f"找不到网站 {host}，请核对网址。") from error
    if not found or not all(map(allowed, found)):
        raise Refused(f"{host} 指向内部网络或保留地址，没有抓取。")
    return found[0]


class _Connection(HTTPConnection):
    """Connects to the checked address; the certificate is that of the name."""

    def __init__(self, host: str, port: int, address: str, *, secure: bool) -> None:
        super().__init__(host, port, timeout=SECONDS / 3)
        self.address, self.secure = address, secure
        if secure:
            self.default_port = HTTPSConnection.default_port

    def connect(self) -> None:
        self.sock = socket.create_connection((self.address, self.port), self.timeout)
        if self.secure:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)


@contextmanager
def _ended_after(seconds: float, sock: socket.socket) -> Iterator[None]:
    """Cuts the line after some seconds: a server that sends one byte now and then would hold the desk for hours."""
    late = threading.Event()

    def cut() -> None:
        late.set()
        socket.socket.shutdown(sock, socket.SHUT_RDWR)  # the plain one, under TLS: whoever reads sees the line end

    timer = threading.Timer(seconds, cut)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
    if late.is_set():
        raise TimeoutError(f"{seconds:.0f} 秒内没有传完")


def _read(url: str, answer: HTTPResponse) -> Fetched:
    headers = {name.lower(): value for name, value in answer.getheaders()}
    length = answer.length  # None where none is told, or nonsense
    if length is not None and length > LARGEST:
        raise Refused(f"该网页有 {length // 1_000_000} MB，超过 {LARGEST // 1_000_000} MB，没有抓取。")
    body = answer.read(LARGEST + 1)
    if length is not None and len(body) < length:
        raise Refused("网页没有传完就断了，请稍后再试。")
    packed = headers.pop("content-encoding", "identity").lower()
    if packed not in {"", "identity"}:
        body = _unpacked(body, packed)
    if len(body) > LARGEST:
        raise Refused(f"该网页超过 {LARGEST // 1_000_000} MB，没有抓取。")
    return Fetched(url, answer.status, headers, body)


def _unpacked(body: bytes, packed: str) -> bytes:
    """Unpack no more than may be kept: a bomb of a few bytes swells without end."""
    if packed not in {"gzip", "x-gzip", "deflate"}:
        raise Refused(f"该网站用 {packed} 压缩，读不了。")
    return zlib.decompressobj(zlib.MAX_WBITS | 32).decompress(body, LARGEST + 1)
