"""A row of the weekly table, worded: the table, the charts, the cover and the CSV all show these very cells."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from digest.figures import direction, grouped, signed
from digest.shapes import Row

FIGURES = ("open", "high", "low", "close", "average", "volume_t", "turnover_cny")
NONE = "–"
"""Not there: never a zero."""
WORDS = {
    "average": "均价",
    "close": "收盘",
    "high": "最高价",
    "low": "最低价",
    "volume_t": "成交量",
    "turnover_cny": "成交额",
    "no_trade": "无成交",
    "traded": "有成交",
    "closed": "休市",
}
SHORT_REMARK = 14
"""Characters that the last column holds on one line."""
DISPUTED = re.compile(rf"\b(?:{'|'.join(WORDS)})\b")
UNITS = {"CNY": "元/吨", "EUR": "欧元/吨", "GBP": "英镑/吨", "USD": "美元/吨", "KRW": "韩元/吨"}


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the weekly table, with its changes worded and marked."""

    row: Row
    name: str
    unit: str
    cells: dict[str, str]
    way: str
    ytd_way: str
    absence: str
    remark: str

    @property
    def short_remark(self) -> str:
        """What fits the table's last column; "" if the remark needs a line of its own."""
        return self.remark if len(self.remark) <= SHORT_REMARK else ""

    @property
    def long_remark(self) -> str:
        return self.remark if len(self.remark) > SHORT_REMARK else ""


def disputed(dispute: str) -> str:
    """What sources tell differently, with the figures named in Chinese."""
    return DISPUTED.sub(lambda found: WORDS[found[0]], dispute)


def unit(row: Row) -> str:
    """What its prices are in."""
    return UNITS.get(row["currency"], f"{row['currency']}/吨")


def line(row: Row) -> Line:
    cells = {name: grouped(value) if (value := row[name]) else NONE for name in FIGURES}  # type: ignore[literal-required]
    cells |= {
        "change": signed(row["change"]) or NONE,
        "change_pct": f"{signed(row['change_pct'])}%" if direction(row["change_pct"]) in {"up", "down"} else "",
        "ytd_pct": f"{signed(row['ytd_pct'])}%" if direction(row["ytd_pct"]) in {"up", "down"} else NONE,
    }
    ways = direction(row["change"]), direction(row["ytd_pct"])
    return Line(row, row["printed"], unit(row), cells, *ways, _absence(row), "，".join(_remarks(row)))


def _absence(row: Row) -> str:
    """Why there is no price: nobody traded, or nobody could read it; "" where there is one."""
    if row["close"]:
        return ""
    unread = row["missing_days"] or any(day["status"] == "unknown" for day in row["days"])
    return "本周无数据" if unread and not row["no_trade_days"] else "本周无成交"


def _remarks(row: Row) -> list[str]:
    """What a reader must know before using the figures of a row."""
    quiet, missing = row["no_trade_days"], row["missing_days"]
    words = [f"价格单位：{unit(row)}"] if row["currency"] != "CNY" else []
    if not row["traded_days"]:
        words += [_absence(row) + (f"，缺 {missing} 日数据" if quiet and missing else "")]
        return [*words, *filter(None, [row["record"]])]
    words += ["成交清淡"] if row["thin"] else []
    words += [f"无成交 {quiet} 日"] if quiet else []
    words += [f"缺 {missing} 日数据"] if missing else []
    words += [*_apart("大宗", row["block_volume_t"], row["block_turnover_cny"])]
    words += [*_apart("单向竞价", row["auction_volume_t"], row["auction_turnover_cny"])]
    words += [row["record"]] if row["record"] else []
    words += [f"来源不一：{disputed(row['dispute'])}"] if row["dispute"] else []
    return words


def _apart(way: str, volume: str | None, turnover: str | None) -> Iterator[str]:
    """Trades that are published apart from the listed ones."""
    if volume:
        yield f"另有{way} {grouped(volume)} 吨" + (f"、{grouped(turnover)} 元" if turnover else "")
