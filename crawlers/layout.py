"""How a source's pages are read: the tables `[table]`, `[listing]`, `[page]` and a family's own of a `source.toml`."""

from dataclasses import dataclass, fields
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

from crawlers.reading.listrule import ListingRule
from crawlers.reading.rule import PageRule
from crawlers.reading.table import TableRule
from crawlers.section import Section, row_rule

FAMILIES = Path(__file__).parent / "families"
LIST_FAMILIES = ("records", "wrapped", "rss", "dated")


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How the pages are read; `until`: the last day they looked like this (None: today's layout)."""

    until: date | None = None
    table: TableRule | None = None
    family: str = ""
    rule: Any = None
    listing: ListingRule | None = None
    page: PageRule | None = None


def layout(section: Section, kind: str, until: date | None) -> Layout:
    """Read the layout that stands in this section. Raises BadDeclaration where it is not whole."""
    family = section.text("family", "")
    if family and not (FAMILIES / f"{family}.py").is_file():
        raise section.fail(f"there is no family {family} in crawlers/families/")
    found = Layout(
        until=until,
        table=section.read("table", _table),
        family=family,
        rule=section.read(family, import_module(f"crawlers.families.{family}").declare) if family else None,
        listing=section.read("listing", lambda one: ListingRule(**_plain(one, ListingRule))),
        page=section.read("page", lambda one: PageRule(**_plain(one, PageRule))),
    )
    if found.listing and found.listing.family not in ("", *LIST_FAMILIES):
        raise section.fail(f"[listing] family is none of {'、'.join(LIST_FAMILIES)}")
    if kind == "quotes" and (found.table is None) == (not family):
        raise section.fail("a source of quotes has either [table] or a family")
    if family and found.rule is None:
        raise section.fail(f"the family {family} needs its table [{family}]")
    if kind != "quotes" and found.listing is None:
        raise section.missing("listing", f"a source of {kind} needs [listing]")
    return found


def old_layout(section: Section, kind: str) -> Layout:
    """Read one `[[layout]]` of the past, with its last day."""
    until = section.day("until", never="")
    found = layout(section, kind, until)
    section.done()
    return found


def _table(section: Section) -> TableRule:
    columns = section.mapping("columns")
    row = row_rule(section, columns)
    if "day" not in row.columns.values():
        raise section.fail("no column is the day")
    shape = {key: section.text(key) for key in ("rows", "cells") if section.has(key)}
    return TableRule(at=section.text("at"), headings=section.number("headings", 1, 9, 1), row=row, **shape)


def _plain(section: Section, rule: type) -> dict[str, Any]:
    """The keys of a rule that holds only texts, lists of texts, numbers and yes or no, each of its own type."""
    found: dict[str, Any] = {}
    for one in fields(rule):
        if not section.has(one.name):
            continue
        if one.type is bool:
            found[one.name] = section.take(one.name, bool)
        elif one.type is int:
            found[one.name] = section.number(one.name, 0, 1000)
        else:
            found[one.name] = section.text(one.name) if one.type is str else section.texts(one.name)
    return found
