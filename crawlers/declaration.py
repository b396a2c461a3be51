"""What a source is, from its `source.toml`. There is no registry: sources are folders, folder = source = spider name.

crawlers/sources/hubei_daily/source.toml
"""

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from crawlers.asking import Ask, days_asked, filled, place
from crawlers.reading.listing import ListingRule
from crawlers.reading.rule import PageRule
from crawlers.reading.table import TableRule
from crawlers.section import BadDeclaration, Section, row_rule

# Whoever runs this may keep sources of their own elsewhere.
SOURCES = Path(os.environ.get("TANXUN_SOURCES") or Path(__file__).parent / "sources")
FAMILIES = Path(__file__).parent / "families"
LIST_FAMILIES = ("records", "wrapped", "rss")
NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Expect:
    """What a healthy source shows: how many rows or items, and how old the newest may be."""

    rows: tuple[int, int]
    newest_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How the pages are read; `until`: the last day they looked like this (None: today's layout)."""

    until: date | None = None
    table: TableRule | None = None
    family: str = ""
    rule: Any = None
    listing: ListingRule | None = None
    page: PageRule | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """One source. `tls`: why its certificate is not checked ("": it is). `every`: silence beyond it is an alarm."""

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

    @property
    def page(self) -> PageRule | None:
        """Where today's detail pages keep what the reader cannot find alone."""
        return self.layout.page

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
    """Name → folder of every source: the project's, or a publisher's own where `TANXUN_SOURCES` names them."""
    return {file.parent.name: file.parent for file in sorted(SOURCES.glob("*/source.toml"))}


def all_sources() -> list[Declaration]:
    """Every declared source, by name. Raises BadDeclaration for the first that cannot be read."""
    return [load(folder) for folder in folders().values()]


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
        raise section.fail("[expect] is missing: say how many rows a healthy page shows, and how new the newest is")
    older = [Section(value, section.file, "layout") for value in section.take("layout", list, [])]
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
        layout=_layout(section, kind, None),
        older=tuple(_old_layout(one, kind) for one in older),
        hosts=section.texts("hosts", []),
        headers={str(name): str(value) for name, value in section.mapping("headers", {}).items()},
        method=section.choice("method", ("GET", "POST"), "GET"),
        body=section.text("body", ""),
        window=section.span("window", "2w"),
        recheck=section.span("recheck", "30d"),
        delay=float(section.take("delay", (int, float), 2)),
        tls=section.text("tls", ""),
    )


def _addresses(section: Section) -> tuple[str, ...]:
    start = section.texts("start")
    for url in start:
        if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
            raise section.fail(f"start: {url} is no http or https address")
    if not start:
        raise section.fail("start has no address")
    return start


def _expect(section: Section) -> Expect:
    rows = section.take("rows", list)
    if len(rows) != 2 or not all(type(row) is int for row in rows) or not 0 < rows[0] <= rows[1]:
        raise section.fail("rows must be [fewest, most], and the fewest at least 1")
    return Expect(rows=(rows[0], rows[1]), newest_days=int(section.take("newest_days", int)))


def _old_layout(section: Section, kind: str) -> Layout:
    until = section.day("until", never="")
    layout = _layout(section, kind, until)
    section.done()
    return layout


def _layout(section: Section, kind: str, until: date | None) -> Layout:
    family = section.text("family", "")
    if family and not (FAMILIES / f"{family}.py").is_file():
        raise section.fail(f"there is no family {family} in crawlers/families/")
    layout = Layout(
        until=until,
        table=section.read("table", _table),
        family=family,
        rule=section.read(family, import_module(f"crawlers.families.{family}").declare) if family else None,
        listing=section.read("listing", lambda one: ListingRule(**_plain(one, ListingRule))),
        page=section.read("page", lambda one: PageRule(**_plain(one, PageRule))),
    )
    if layout.listing and layout.listing.family not in ("", *LIST_FAMILIES):
        raise section.fail(f"[listing] family is none of {'、'.join(LIST_FAMILIES)}")
    if kind == "quotes" and (layout.table is None) == (not family):
        raise section.fail("a source of quotes has either [table] or a family")
    if family and layout.rule is None:
        raise section.fail(f"the family {family} needs its table [{family}]")
    if kind != "quotes" and layout.listing is None:
        raise section.fail(f"a source of {kind} needs [listing]")
    return layout


def _table(section: Section) -> TableRule:
    columns = section.mapping("columns")
    row = row_rule(section, columns)
    if "day" not in row.columns.values():
        raise section.fail("no column is the day")
    shape = {key: section.text(key) for key in ("rows", "cells") if key in section.values}
    return TableRule(at=section.text("at"), headings=section.take("headings", int, 1), row=row, **shape)


def _plain(section: Section, rule: type) -> dict[str, Any]:
    """The keys of a rule that holds only texts, lists of texts and numbers; the rule's own defaults for the rest."""
    names = {one.name for one in fields(rule)}
    found: dict[str, Any] = {}
    for key in sorted(names & set(section.values)):
        value = section.take(key, (str, list, int))
        found[key] = tuple(value) if isinstance(value, list) else value
    return found
