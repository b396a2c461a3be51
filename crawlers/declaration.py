"""What a source is, from its `source.toml`. There is no registry: sources are folders, folder = source = spider name.

crawlers/sources/hubei_daily/source.toml
"""

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from crawlers.asking import Ask, days_asked, filled, place, why_not
from crawlers.layout import Layout, layout, old_layout
from crawlers.reading.rule import PageRule
from crawlers.section import BadDeclaration, Section

# Whoever runs this may keep sources of their own elsewhere.
SOURCES = Path(os.environ.get("TANXUN_SOURCES") or Path(__file__).parent / "sources")
_LONGEST_DELAY = 3600
_MOST_DAYS = 100_000
NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Expect:
    """What a healthy source shows: how many rows or items, and how old the newest may be."""

    rows: tuple[int, int]
    newest_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """One source. `tls`: why its certificate is not checked ("": it is). `every`: silence beyond it is an alarm.

    `last_day`: the site answers, but its newest record stays of that day: asked by name only, for its history.
    """

    name: str
    folder: Path
    title: str
    publisher: str
    kind: str
    official: bool
    rights: str
    start: tuple[str, ...]
    every: timedelta
    verified: date | None
    origin: str
    expect: Expect
    layout: Layout
    older: tuple[Layout, ...] = ()
    hosts: tuple[str, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    method: str = "GET"
    body: str = ""
    window: timedelta = timedelta(days=14)
    recheck: timedelta = timedelta(days=30)
    delay: float = 2.0
    tls: str = ""
    last_day: date | None = None

    @property
    def page(self) -> PageRule | None:
        """Where today's detail pages keep what the reader cannot find alone."""
        return self.layout.page

    @property
    def has_saved_page(self) -> bool:
        """Whether a page of it was saved and read by a person; until then it is a draft that no schedule asks."""
        return next(self.folder.glob("*.json"), None) is not None

    @property
    def cadence(self) -> timedelta | None:
        """How often it must be read; None: never again, what it has is history."""
        return None if self.last_day else self.every

    def addresses(self) -> tuple[str, ...]:
        """The front page of each site that is asked."""
        return tuple(sorted({urlunsplit((*urlsplit(url)[:2], "/", "", "")) for url in self.start}))

    def asks(self, clock: datetime, since: date | None = None) -> tuple[Ask, ...]:
        """The first requests of a run at `clock`; `since`: the first day wanted, else `window` before the last one."""
        values = days_asked(clock, since, self.window)
        return tuple(
            Ask(url=filled(url, values), method=self.method, body=filled(self.body, values), headers=self.headers)
            for url in self.start
        )

    def layout_on(self, day: date) -> Layout:
        """The layout of a page that was fetched on `day`."""
        past = [layout for layout in self.older if layout.until is not None and day <= layout.until]
        return min(past, key=lambda layout: layout.until or day, default=self.layout)

    def allows(self, url: str) -> bool:
        """Whether this source may ask `url`: http or https, of a declared host."""
        try:
            parts, here = urlsplit(url), place(url)
        except ValueError:  # "http://[", or a port that is no number
            return False
        if parts.scheme not in ("http", "https") or not parts.hostname:
            return False
        own = {place(start) for start in self.start} | set(self.hosts)
        return here in own or any(host.startswith("*.") and here.endswith(host[1:]) for host in self.hosts)


def folders() -> dict[str, Path]:
    """Name → folder of every source: the project's, or a publisher's own where `TANXUN_SOURCES` names them.

    Raises BadDeclaration where there is none at all: an empty health report would look like a healthy one.
    """
    found = {file.parent.name: file.parent for file in sorted(SOURCES.glob("*/source.toml"))}
    if not found:
        raise BadDeclaration(
            f"{SOURCES} holds no source: name the folder of your sources in TANXUN_SOURCES, or unset it"
        )
    return found


def all_sources() -> list[Declaration]:
    """Every declared source that can be read, by name; `faulty` names the others."""
    return _sorted()[0]


def faulty() -> dict[str, str]:
    """The sources whose declaration cannot be read, each with one sentence that names the file and the key."""
    return _sorted()[1]


def _sorted() -> tuple[list[Declaration], dict[str, str]]:
    """Good and bad: a slip in one source's declaration must not stop the others."""
    good, bad = [], {}
    for name, folder in folders().items():
        try:
            good.append(load(folder))
        except BadDeclaration as error:
            bad[name] = str(error)
    return good, bad


def find(name: str) -> Declaration:
    """The source of that name. Raises BadDeclaration that names the nearest ones."""
    known = folders()
    if name not in known:
        from difflib import get_close_matches

        near = "、".join(get_close_matches(name, known, 3, 0.4)) or "see `tanxun sources list`"
        raise BadDeclaration(f"there is no source {name}: did you mean {near}?")
    return load(known[name])


def load(folder: Path) -> Declaration:
    """Read one source's declaration. Raises BadDeclaration with one sentence that names the file."""
    file = folder / "source.toml"
    try:
        values = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadDeclaration(f"{folder.name}/source.toml cannot be read: {error}") from error
    section = Section(values, file)
    if not NAME.fullmatch(folder.name):
        raise section.fail("the folder's name must be place_thing in small letters, such as hubei_daily")
    declaration = _declaration(section, folder)
    section.done()
    return declaration


def _declaration(section: Section, folder: Path) -> Declaration:
    kind = section.choice("kind", ("quotes", "notices", "news"))
    expect = section.read("expect", _expect)
    if expect is None:
        raise section.missing("expect", "[expect] is missing: say how many rows a page shows, how new the newest is")
    older = [Section(value, section.file, "layout") for value in _tables(section, "layout")]
    return Declaration(
        name=folder.name,
        folder=folder,
        kind=kind,
        expect=expect,
        title=section.text("title"),
        publisher=section.text("publisher"),
        official=section.take("official", bool),
        rights=section.text("rights"),
        start=_addresses(section),
        every=section.span("every"),
        verified=section.day("verified", never="never"),
        origin=section.choice("origin", ("live", "archive", "made")),
        layout=layout(section, kind, None),
        older=tuple(old_layout(one, kind) for one in older),
        hosts=section.texts("hosts", []),
        headers={str(name): str(value) for name, value in section.mapping("headers", {}).items()},
        method=section.choice("method", ("GET", "POST"), "GET"),
        body=_body(section),
        window=section.span("window", "2w"),
        recheck=section.span("recheck", "30d"),
        delay=_delay(section),
        tls=section.text("tls", ""),
        last_day=section.take("last_day", date, None),
    )


def _addresses(section: Section) -> tuple[str, ...]:
    start = section.texts("start")
    for url in start:
        if not is_address(url):
            raise section.fail(f"start: {url} is no http or https address")
        if why := why_not(url):
            raise section.fail(f"start: {why}")
    if not start:
        raise section.fail("start has no address")
    return start


def is_address(url: str) -> bool:
    """Whether this is an http or https address that can be asked."""
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # "http://[", or a port beyond 65535
        return False


def _body(section: Section) -> str:
    body = section.text("body", "")
    if why := why_not(body):
        raise section.fail(f"body: {why}")
    return body


def _delay(section: Section) -> float:
    delay = float(section.take("delay", (int, float), 2))
    if not 0 <= delay <= _LONGEST_DELAY:
        raise section.fail(f"delay is {delay} seconds: it must be from 0 to {_LONGEST_DELAY}")
    return delay


def _tables(section: Section, key: str) -> list[dict[str, Any]]:
    values: list[Any] = section.take(key, list, [])
    if not all(isinstance(value, dict) for value in values):
        raise section.fail(f"{key} must be tables: write [[{key}]]")
    return values


def _expect(section: Section) -> Expect:
    rows = section.take("rows", list)
    if len(rows) != 2 or not all(type(row) is int for row in rows) or not 0 < rows[0] <= rows[1]:
        raise section.fail("rows must be [fewest, most], and the fewest at least 1")
    return Expect(rows=(rows[0], rows[1]), newest_days=section.number("newest_days", 1, _MOST_DAYS))
