"""Strict figures and days from cells. A cell that is not exactly a figure is refused, never guessed."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType

from crawlers.asking import SHANGHAI
from nlp.dates import parse_date

VOLUME = MappingProxyType({"吨": Decimal(1), "万吨": Decimal(10_000), "t": Decimal(1), "tCO2e": Decimal(1)})
TURNOVER = MappingProxyType({"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)})
PRICE = MappingProxyType({"元/吨": Decimal(1), "元": Decimal(1)})
KINDS = {
    "open": PRICE,
    "high": PRICE,
    "low": PRICE,
    "close": PRICE,
    "average": PRICE,
    "volume_t": VOLUME,
    "turnover_cny": TURNOVER,
    "block_volume_t": VOLUME,
    "block_turnover_cny": TURNOVER,
    "auction_volume_t": VOLUME,
    "auction_turnover_cny": TURNOVER,
}
"""Which unit words a figure of the ledger may be printed in, with their size in tonnes, yuan or yuan a tonne."""

# Thousands commas only where they belong: "70.074.00", "5.850.00" and "3,900,000,00" were printed by an exchange.
_FIGURE = re.compile(r"(?P<number>(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)(?P<unit>[^\d.,]*)")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)")
_SIGNED = re.compile(r"([+-]?\d+(?:\.\d+)?)%?")
_LAST_DIGIT = Decimal("0.011")  # per cent: both sides are rounded to a hundredth
_NOTHING = re.compile(r"[-–—―−]*|/|无")
_NOTES = ("<super>", "<sub>", "<circle>", "<fraction>")  # NFKC makes 16.481 of 16.48①, and 52 of 5²


class BadCell(ValueError):
    """A cell that does not hold what its heading says. `str()` says which and why."""


def plain(text: str) -> str:
    """NFKC, one blank between words, none at the ends: how cells and headings are compared."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def heading(text: str) -> str:
    """A heading as it is compared: NFKC and without white space."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def figure(cell: str, name: str, unit: str) -> Decimal | None:
    """Read the figure `name` (a column of the ledger), printed in `unit` unless the cell has a unit of its own.

    None where the cell is empty, a dash, a slash or 无. Raises BadCell for anything that is not exactly one figure.
    """
    _refuse_notes(cell)
    text = re.sub(r"(?<!\d) | (?!\d)", "", plain(cell))  # "35 000" stays two numbers
    if is_nothing(text):
        return None
    found = _FIGURE.fullmatch(text)
    if not found:
        raise BadCell(f"「{plain(cell)}」不是 {name} 的数字")
    size = KINDS[name].get(found["unit"] or unit)
    if size is None:
        raise BadCell(f"「{plain(cell)}」：{found['unit'] or unit} 不是 {name} 的单位")
    return Decimal(found["number"].replace(",", "")) * size


def is_nothing(cell: str) -> bool:
    """Whether a cell says that there is no figure: empty, a dash, a slash, 无."""
    return bool(_NOTHING.fullmatch(plain(cell)))


def _refuse_notes(cell: str) -> None:
    """Raise BadCell for a raised or circled digit: a mark of a footnote would become a digit of the figure."""
    if notes := [letter for letter in cell if unicodedata.decomposition(letter).startswith(_NOTES)]:
        raise BadCell(f"「{cell.strip()}」里的 {notes[0]} 是脚注号或上标，不是数字的一部分")


def unit_of_heading(text: str) -> str:
    """The unit in a heading's last brackets: 成交额(万元) → 万元; "" where there is none."""
    found = re.search(r"[(\[]([^()\[\]]+)[)\]]$", heading(text))
    unit = found[1].removeprefix("单位:") if found else ""
    return unit if any(unit in kind for kind in (VOLUME, TURNOVER, PRICE)) else ""


def day(cell: str) -> date:
    """Read a cell that is one day and nothing else. Raises BadCell.

    A moment with its zone is the day it falls on in Shanghai: many programs write a day as 2017-05-17T16:00:00Z.
    """
    _refuse_notes(cell)
    text = plain(cell)
    if _MOMENT.fullmatch(text):
        return _of_moment(text)
    found = parse_date(text)
    if found is None:
        raise BadCell(f"「{plain(cell)}」不是日期")
    return found


def _of_moment(text: str) -> date:
    try:
        return datetime.fromisoformat(text).astimezone(SHANGHAI).date()
    except (ValueError, OverflowError) as error:
        raise BadCell(f"「{text}」不是日期") from error


def suffixed(cell: str) -> tuple[str, str]:
    """Cut the name in brackets from the end of a cell: `115,000.00（BEA)` → (`115,000.00`, `BEA`).

    Brackets are printed wide, narrow, mixed and doubled: "(BEA)) " stands four times in one exchange's history.
    """
    text = heading(cell)
    found = re.fullmatch(r"([^()]*)\(+([^()]+)\)+", text)
    return (found[1], found[2]) if found else (text, "")


def witnessed(close: Decimal, cells: Mapping[str, str]) -> None:
    """Raise BadCell where the close does not go with the change or the previous close that stand beside it.

    Some exchanges print changes without their sign, so only the size is compared. A cell that is no plain number says
    nothing, and nothing is held against the row.
    """
    told = {name: value for name, cell in cells.items() if (value := signed(cell)) is not None}
    change, share, previous = told.get("change"), told.get("change_pct"), told.get("previous")
    if change is not None and share is not None and previous is None:
        befores = [before for before in (close - change, close + change) if before > 0]
        if not any(abs(abs(change) / before * 100 - abs(share)) <= _LAST_DIGIT for before in befores):
            raise BadCell(f"收盘价 {close} 与涨跌 {change}、涨跌幅 {share}% 不合")
    if previous and share is not None and abs(abs(close / previous - 1) * 100 - abs(share)) > _LAST_DIGIT:
        raise BadCell(f"收盘价 {close} 与昨收盘价 {previous}、涨跌幅 {share}% 不合")


def signed(cell: str) -> Decimal | None:
    """A change as printed, in yuan or per cent; None for anything that is no plain number."""
    found = _SIGNED.fullmatch(plain(cell))
    return Decimal(found[1]) if found else None
