"""Figures as they are printed. The text that comes out is what the table, the charts and the CSV all show."""

from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


def plain(value: Decimal, least: int = 0) -> str:
    """Digits without exponent or needless zeros, with at least `least` decimals: 16.5000 → "16.50"."""
    text = format(value, "f")
    whole, _, decimals = text.partition(".")
    decimals = decimals.rstrip("0").ljust(least, "0")
    return f"{whole}.{decimals}" if decimals else whole


def price(value: Decimal | None) -> str | None:
    """A price with the decimals that it was quoted with, two at least."""
    return None if value is None else plain(value, 2)


def rounded(value: Decimal | None) -> str | None:
    """A computed figure (average, change, per cent), two decimals, halves up."""
    return None if value is None else plain(value.quantize(CENT, ROUND_HALF_UP), 2)


def amount(value: Decimal | None) -> str | None:
    """Tonnes or yuan, exact."""
    return None if value is None else plain(value)


def grouped(text: str) -> str:
    """Thousands separators for the eye: "1234567.50" → "1,234,567.50"."""
    whole, dot, decimals = text.partition(".")
    return f"{int(whole):,}{dot}{decimals}" if not whole.startswith("-0") else text


def decimals(texts: Iterable[str]) -> int:
    """The most decimals among figures; words beside them count as none."""
    return max((len(text.partition(".")[2]) for text in texts), default=0)


def direction(text: str | None) -> str:
    """ "up", "down", "flat", or "" where there is nothing to compare."""
    if text is None:
        return ""
    value = Decimal(text)
    return "up" if value > 0 else "down" if value < 0 else "flat"


SIGNS = {"up": "▲", "down": "▼", "flat": "—", "": ""}
"""Marks that survive grey print, where red and green do not."""


def signed(text: str | None) -> str:
    """A change with its mark, without the minus that the mark replaces: "-5.94" → "▼5.94"."""
    way = direction(text)
    return SIGNS[way] + (text or "").lstrip("-+") if way in {"up", "down"} else SIGNS[way]


def chinese_day(iso: str) -> str:
    """2017-05-08 → 2017年5月8日."""
    day = date.fromisoformat(iso)
    return f"{day.year}年{day.month}月{day.day}日"


def header_day(iso: str) -> str:
    """2017-05-08 → 2017-5-8, as the bulletin has always printed it."""
    day = date.fromisoformat(iso)
    return f"{day.year}-{day.month}-{day.day}"
