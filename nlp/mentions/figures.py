"""Prices, tonnes and sums of money in a text, with their units; what they are about is for others to say."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Unit = Literal["price", "volume", "money"]

# In digits, or in words from 一 to 九千九百九十九; 百万 alone is a size (百万吨级), not a number.
_WORDS = "零〇一二两三四五六七八九"
_N = rf"\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?|[{_WORDS[2:]}十][{_WORDS}十百千]*(?:点[{_WORDS}]+)?"
_SCALE = {"": Decimal(1), "千": Decimal(1_000), "百万": Decimal(10**6), "千万": Decimal(10**7), "万": Decimal(10**4),
          "亿": Decimal(10**8), "万亿": Decimal(10**12)}  # fmt: skip
_S = r"(?:万亿|百万|千万|千|万|亿)"
_COINS = "欧元|美元|英镑|港元|韩元|新西兰元|纽元|加元|澳元|日元"
_CURRENCY = rf"(?P<currency>{_COINS}|元(?:人民币)?)"
_TO = r"\s*(?:-|~|至|到)\s*"
# “722万1740元”, “1亿2000万元”: a scale inside the number.
_AMOUNT = rf"(?P<n>{_N})\s*(?:(?:多|余)\s*)?(?P<s>{_S})?(?:\s*(?P<n2>{_N})\s*(?P<s2>万)?)?\s*(?:多|余)?\s*"
_PRICE = re.compile(
    rf"(?P<n>{_N})(?:\s*(?:{_COINS}|元)?(?:/吨)?{_TO}(?P<to>{_N}))?\s*(?:多|余)?\s*{_CURRENCY}\s*(?:/|每|一)\s*吨"
    rf"|每吨[^\d,。;]{{0,8}}?(?P<n_>{_N})(?:\s*(?:{_COINS}|元)?{_TO}(?P<to_>{_N}))?\s*(?P<currency_>{_COINS}|元)",
)
_VOLUME = re.compile(rf"(?:(?P<from>{_N})\s*{_S}?{_TO})?{_AMOUNT}吨(?!\s*(?:标准?煤|煤|钢|油|水泥|/))")
_MONEY = re.compile(rf"(?:(?P<from>{_N})\s*{_S}?{_TO})?{_AMOUNT}{_CURRENCY}(?!\s*[/每]\s*吨|\s*/)")
# A flattened table has the unit in its heading: “成交量(万吨) 3.2”.
_HEADED = re.compile(rf"\((?P<unit>元/吨|(?P<s>[千万亿]?)(?P<what>[吨元]))\)\s*:?\s*(?P<n>{_N})(?![\d年月日/%-])")
_CODES = {"欧元": "EUR", "美元": "USD", "英镑": "GBP", "港元": "HKD", "韩元": "KRW", "新西兰元": "NZD", "纽元": "NZD",
          "加元": "CAD", "澳元": "AUD", "日元": "JPY"}  # fmt: skip
_TENS = {"十": 10, "百": 100, "千": 1000}
_DIGITS = {"零": 0, "〇": 0, "两": 2} | {letter: at for at, letter in enumerate("一二三四五六七八九", 1)}
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
    for found in _HEADED.finditer(text):
        unit: Unit = "price" if found["unit"] == "元/吨" else "volume" if found["what"] == "吨" else "money"
        scale = _SCALE[found["s"] or ""] if unit != "price" else Decimal(1)
        yield _figure(unit, (_number(found["n"]) * scale, None), "" if unit == "volume" else "CNY", found)
    for found in _VOLUME.finditer(text):
        yield _figure("volume", _range(found), "", found)
    for found in _MONEY.finditer(text):
        yield _figure("money", _range(found), _CODES.get(found["currency"], "CNY"), found)


def _figure(unit: Unit, values: tuple[Decimal, Decimal | None], currency: str, found: re.Match[str]) -> Figure:
    # “每吨价格从42元”: the words before the number say what it is.
    start = found.start("n_") if unit == "price" and found.groupdict().get("n_") else found.start()
    end, text = found.end(), found.string
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
    plain = text.replace(",", "")
    return Decimal(plain) if plain[0].isdigit() else _spelt(plain)


def _spelt(text: str) -> Decimal:
    """Read 一百三十五, 两千零六, 十二, 三点五."""
    whole, _, parts = text.partition("点")
    total = digit = 0
    for letter in whole:
        if letter in _TENS:
            total, digit = total + (digit or 1) * _TENS[letter], 0
        else:
            digit = 10 * digit + _DIGITS[letter]
    return Decimal(f"{total + digit}.{''.join(str(_DIGITS[letter]) for letter in parts) or 0}")
