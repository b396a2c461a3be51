"""Pages of one day for the mutation bench: notices in prose, as their declarations expect them, and the snapshot."""

from decimal import Decimal
from typing import Any

# Figures in the order in which the sentence tells them, with the label and the unit behind the figure.
_WAYS = {"": "今日挂牌协议交易", "block": "大宗协议交易", "auction": "单向竞价"}
_LABELS = {"day": "", "open": "开盘价", "high": "最高价", "low": "最低价", "close": "收盘价", "average": "成交均价"}
_LABELS |= {
    f"{way}_{name}".strip("_"): label
    for way in _WAYS
    for name, label in (("volume_t", "成交量"), ("turnover_cny", "成交额"))
}
ROLES = {
    "cneeex_notices": [name for name in _LABELS if name != "average"],
    "fujian_notices": ["day", "volume_t", "turnover_cny", "average"],
    "national_ccer_notices": ["day", "volume_t", "turnover_cny", "average"],
    "national_clearing": ["day", "volume_t", "turnover_cny", "block_volume_t", "block_turnover_cny"],
}
BY_WAY = ("cneeex_notices", "national_clearing")
"""Sources that name the way of trading before its figures."""
OPENINGS = {
    "cneeex_notices": "今日全国碳市场综合价格行情为：",
    "fujian_notices": "{month}月{day}日，福建碳市场碳排放配额（FJEA）",
    "national_ccer_notices": "今日全国温室气体自愿减排交易市场",
    "national_clearing": "{month}月{day}日全国碳排放权交易市场清结算情况：",
}
FRAMES = {
    "national_ccer_notices": '<div id="zoom"><p>{}</p></div>',
    "national_clearing": '<div class="cont_left"><p>{}</p></div>',
}
TITLES = {
    "cneeex_notices": "【CEA】全国碳市场每日综合价格行情及成交信息{}",
    "fujian_notices": "福建碳市场每日成交信息{}",
    "national_ccer_notices": "全国温室气体自愿减排交易市场每日成交信息{}",
    "national_clearing": "全国碳排放权交易市场清结算信息日报{}",
}
SINGLE = (*ROLES, "national_snapshot")
"""Sources whose page tells of one day only."""


def names(source: str) -> list[str]:
    """The labels as printed, one for each role."""
    return [_LABELS[role] for role in ROLES[source]]


def cells(source: str, told: dict[str, Any]) -> list[str]:
    """The day's figures as the notice prints them."""
    more = {"block_volume_t": told["volume_t"] * 21, "auction_volume_t": told["volume_t"] * 3}
    more["block_turnover_cny"] = (more["block_volume_t"] * told["low"] * Decimal("0.95")).quantize(Decimal("0.01"))
    more["auction_turnover_cny"] = (more["auction_volume_t"] * told["low"]).quantize(Decimal("0.01"))
    all_of_it = {**told, **more, "day": told["day"].isoformat()}
    return [str(all_of_it[role]) for role in ROLES[source]]


def render(source: str, labels: list[str], row: list[str], roles: list[str], change: str) -> str:
    """The notice's page; a cell too few leaves its clause out, a cell too many is said without a label."""
    _, month, day = [*row[0].split("-"), "", ""][:3]
    clauses, way = [], "none"
    for place, cell in enumerate(row[1:], 1):
        role = roles[place] if place < len(roles) else ""
        mine = role.partition("_")[0] if role.startswith(("block", "auction")) else ""
        lead = _WAYS[mine] if source in BY_WAY and role.endswith("volume_t") and mine != way else ""
        way = mine if role.endswith("volume_t") else way
        unit = "吨" if role.endswith("volume_t") else "元" if role.endswith("turnover_cny") else "元/吨"
        clauses.append(f"{lead}{labels[place] if place < len(labels) else ''}{cell}{unit}")
    if source == "cneeex_notices":
        clauses.insert(4, f"收盘价较前一日{change}")
    said = OPENINGS[source].format(month=month.lstrip("0"), day=day.lstrip("0")) + "，".join(clauses) + "。"
    body = FRAMES.get(source, '<div class="content"><p>{}</p></div>').format(said)
    return f'<!DOCTYPE html>\n<html><head><meta charset="utf-8"></head><body>\n{body}\n</body></html>\n'


def moved(told: dict[str, Any]) -> str:
    """The change of the close as notices word it."""
    change = told["change_pct"]
    return f"{'上涨' if change > 0 else '下跌'}{abs(change)}%" if change else "持平"


def title(source: str, row: list[str]) -> str:
    """The notice's title; "" where a source has none."""
    return TITLES[source].format(row[0].replace("-", "")) if source in TITLES else ""


def in_ten_thousands(told: dict[str, Any]) -> dict[str, str]:
    """Volume and turnover as the snapshot prints them: rounded, the unit behind the figure."""
    volume, turnover = told["volume_t"] * 100 / 10_000, told["turnover_cny"] * 100 / 10_000
    return {"volume_t": f"{volume:.2f}万吨", "turnover_cny": f"{turnover:.2f}万元"}
