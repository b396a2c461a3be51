"""Prices, tonnes and sums of money in a text, with their units; what they are about is for others to say."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Unit = Literal["price", "volume", "money"]

_N = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_SCALE = {"": Decimal(1), "千": Decimal(1_000), "百万": Decimal(10**6), "千万": Decimal(10**7), "万": Decimal(10**4),
          "亿": Decimal(10**8), "万亿": Decimal(10**12)}  # fmt: skip
_S = r"(?:万亿|百万|千万|千|万|亿)"
_CURRENCY = r"(?P<currency>欧元|美元|英镑|港元|元(?:人民币)?)"
_TO = r"\s*(?:-|~|至|到)\s*"
# “722万1740元”, “1亿2000万元”: a scale inside the number.
_AMOUNT = rf"(?P<n>{_N})\s*(?:(?:多|余)\s*)?(?P<s>{_S})?(?:\s*(?P<n2>{_N})\s*(?P<s2>万)?)?\s*(?:多|余)?\s*"
_PRICE = re.compile(
    rf"(?P<n>{_N})(?:{_TO}(?P<to>{_N}))?\s*(?:多|余)?\s*{_CURRENCY}\s*(?:/|每|一)\s*吨"
    rf"|每吨[^\d,。;]{{0,8}}?(?P<n_>{_N})(?:{_TO}(?P<to_>{_N}))?\s*(?P<currency_>欧元|美元|英镑|港元|元)",
)
_VOLUME = re.compile(rf"(?:(?P<from>{_N})\s*{_S}?{_TO})?{_AMOUNT}吨(?!\s*(?:标准?煤|煤|钢|油|水泥|/))")
_MONEY = re.compile(rf"(?:(?P<from>{_N})\s*{_S}?{_TO})?{_AMOUNT}{_CURRENCY}(?!\s*[/每]\s*吨|\s*/)")
_CODES = {"欧元": "EUR", "美元": "USD", "英镑": "GBP", "港元": "HKD"}
_ABOUT = re.compile(r"(?:约|近|超|逾|达?到?上|突破|大约|左右|将近)\s*(?:为|过|出|达)?\s*$")
_ABOUT_AFTER = re.compile(r"\s*(?:左右|上下|多|余)")


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: a price a tonne (`to` ends a range), tonnes, or money, in whole units of `currency`."""

    unit: Unit
    value: Decimal
    to: Decimal | None
    currency: str
    approx: bool
    start: int
    end: int


def find(text: str) -> list[Figure]:
    """Give the figures of a narrowed text in order; a price is never read again as money or tonnes."""
    kept: list[Figure] = []
    for figure in sorted(_all(text), key=lambda one: (one.start, -one.end)):
        if not kept or figure.start >= kept[-1].end:
            kept.append(figure)
    return kept


def _all(text: str) -> Iterator[Figure]:
    for found in _PRICE.finditer(text):
        low, to = found["n"] or found["n_"], found["to"] or found["to_"]
        currency = _CODES.get(found["currency"] or found["currency_"], "CNY")
        yield _figure("price", (_number(low), _number(to) if to else None), currency, found)
    for found in _VOLUME.finditer(text):
        yield _figure("volume", _range(found), "", found)
    for found in _MONEY.finditer(text):
        yield _figure("money", _range(found), _CODES.get(found["currency"], "CNY"), found)


def _figure(unit: Unit, values: tuple[Decimal, Decimal | None], currency: str, found: re.Match[str]) -> Figure:
    start, end, text = found.start(), found.end(), found.string
    about = _ABOUT.search(text[max(0, start - 6) : start]) or _ABOUT_AFTER.match(text, end)
    return Figure(unit, *values, currency, bool(about), start, end)


def _range(found: re.Match[str]) -> tuple[Decimal, Decimal | None]:
    """Give the amount; of a range “5-8万吨” the lower end, and the upper one."""
    amount = _amount(found)
    if not found["from"]:
        return amount, None
    return _number(found["from"]) * _SCALE[found["s"] or ""], amount


def _amount(found: re.Match[str]) -> Decimal:
    value = _number(found["n"]) * _SCALE[found["s"] or ""]
    return value + _number(found["n2"]) * _SCALE[found["s2"] or ""] if found["n2"] else value


def _number(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))
