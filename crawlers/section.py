"""Strict reading of a declaration's tables: a key that is unknown, missing or of another type is refused by name."""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Self, TypeVar

from crawlers.errors import ReadError
from crawlers.reading.numbers import KINDS, unit_of_heading
from crawlers.reading.rows import AVERAGES, NO_TRADE, ROLES, RowRule

_SPAN = re.compile(r"(\d{1,6})([hdw])", re.ASCII)
_HOURS = {"h": 1, "d": 24, "w": 168}
_LONGEST = timedelta(days=3660)
_MOST_PLACES = 12
_NEAR = 0.7  # evry is near every, kind is not near find
T = TypeVar("T")


class BadDeclaration(ReadError):
    """A source.toml that cannot be used. One sentence names the file and the key."""


class Section:
    """One table of a source.toml. Each key is taken once; `done` refuses what was never asked for."""

    def __init__(self, values: Mapping[str, Any], file: Path, name: str = "") -> None:
        self.values = dict(values)
        self.file = file
        self.name = name
        self.known: set[str] = set()

    def fail(self, what: str) -> BadDeclaration:
        place = f"[{self.name}] " if self.name else ""
        return BadDeclaration(f"{self.file.parent.name}/{self.file.name}: {place}{what}")

    def take(self, key: str, kind: type | tuple[type, ...], default: Any = ...) -> Any:
        """The value of `key`; without a default the key must be there."""
        self.known.add(key)
        if key not in self.values:
            if default is ...:
                raise self.missing(key, f"the key {key} is missing: add it")
            return default
        value = self.values.pop(key)
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise self.fail(f"{key} is {type(value).__name__}, not what it should be: see an existing source")
        return value

    def has(self, key: str) -> bool:
        """Whether a key that may be left out is there."""
        self.known.add(key)
        return key in self.values

    def text(self, key: str, default: Any = ...) -> str:
        return str(self.take(key, str, default))

    def texts(self, key: str, default: Any = ...) -> tuple[str, ...]:
        values = self.take(key, list, default)
        if not all(isinstance(value, str) for value in values):
            raise self.fail(f"{key} must be a list of texts")
        return tuple(values)

    def mapping(self, key: str, default: Any = ...) -> dict[str, Any]:
        return dict(self.take(key, dict, default))

    def choice(self, key: str, choices: tuple[str, ...], default: Any = ...) -> str:
        value = self.text(key, default)
        if value not in choices:
            raise self.fail(f"{key} is {value!r}, not one of {'、'.join(choices)}")
        return value

    def span(self, key: str, default: Any = ...) -> timedelta:
        """A length of time as "6h", "1d" or "2w"."""
        found = _SPAN.fullmatch(self.text(key, default))
        if not found:
            raise self.fail(f'{key} must be a length of time like "6h", "1d" or "2w"')
        length = timedelta(hours=int(found[1]) * _HOURS[found[2]])
        if not timedelta(0) < length <= _LONGEST:
            raise self.fail(f"{key} must be longer than nothing and at most {_LONGEST.days} days")
        return length

    def number(self, key: str, fewest: int, most: int, default: Any = ...) -> int:
        """A whole number within bounds."""
        value: int = self.take(key, int, default)
        if not fewest <= value <= most:
            raise self.fail(f"{key} is {value}: it must be from {fewest} to {most}")
        return value

    def day(self, key: str, never: str) -> date | None:
        """A day, or the word `never` (None)."""
        value = self.take(key, (date, str))
        if value == never:
            return None
        if not isinstance(value, date):
            raise self.fail(f'{key} must be a day, or "{never}"')
        return value

    def section(self, key: str) -> Self | None:
        """The table below `key`; None: it is not there."""
        self.known.add(key)
        if key not in self.values:
            return None
        return type(self)(self.take(key, dict), self.file, f"{self.name}.{key}".lstrip("."))

    def read(self, key: str, reader: Callable[["Section"], T]) -> T | None:
        """Read the table below `key` by `reader`, and refuse what it left over."""
        section = self.section(key)
        if section is None:
            return None
        answer = reader(section)
        section.done()
        return answer

    def done(self) -> None:
        for key in sorted(self.values):
            near = get_close_matches(key, self.known, 1, _NEAR)
            told = f"did you mean {near[0]}?" if near else "correct its spelling or take it out"
            raise self.fail(f"the key {key} is unknown: {told}")

    def missing(self, key: str, told: str) -> BadDeclaration:
        """What to say where `key` is not there: `told`, or that it is misspelt."""
        near = get_close_matches(key, self.values, 1, _NEAR)
        return self.fail(f"the key {near[0]} is unknown: did you mean {key}?" if near else told)


def row_rule(section: Section, columns: Mapping[str, Any]) -> RowRule:
    """Read what `[table]`, `[feed]` and `[notice]` share: what a row means, and the unit of each figure.

    A unit is printed in the heading, or declared under `units`; a figure without either is refused here.
    """
    roles = {name: str(role) for name, role in columns.items()}
    if wrong := sorted(set(roles.values()) - ROLES):
        raise section.fail(f'「{wrong[0]}」 is no role of a column: use one of {"、".join(sorted(ROLES - {""}))} or ""')
    told = [role for role in roles.values() if role and role != "=1"]
    if len(told) != len(set(told)):
        raise section.fail('two columns have the same role: one of them must be another, or ""')
    units = {str(name): str(unit) for name, unit in section.mapping("units", {}).items()}
    for name, role in roles.items():
        figure = role.partition("+")[0]
        if figure not in KINDS:
            continue
        units.setdefault(figure, unit_of_heading(name))
        if units[figure] not in KINDS[figure]:
            raise section.fail(f"「{name}」 prints no unit of {figure}: declare it under units")
    return RowRule(
        columns=roles,
        units=units,
        places=_places(section.section("places")),
        market=section.text("market", ""),
        product=section.text("product", ""),
        products={str(theirs): str(ours) for theirs, ours in section.mapping("products", {}).items()},
        no_trade=section.choice("no_trade", NO_TRADE),  # type: ignore[arg-type]
        basis=section.text("basis", ""),
        currency=section.text("currency", "CNY"),
        average=section.choice("average", AVERAGES, "printed"),  # type: ignore[arg-type]
        parts=bool(section.take("parts", bool, False)),
        blank=section.texts("blank", []),
    )


def _places(section: Section | None) -> dict[str, int]:
    """The decimal places of each figure."""
    return {name: section.number(name, 0, _MOST_PLACES) for name in list(section.values)} if section else {}
