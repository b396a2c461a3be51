"""Small issues made by hand: all words and figures are ours."""

from datetime import date, timedelta
from typing import Any

from digest import house, sealed
from digest.shapes import Day, Item, Row, Snapshot

SENTENCES = (
    "样例城市的控排企业本周完成了上一年度配额的登记，工作人员逐户核对了数量与账户。",
    "交易所说明，挂牌协议与大宗协议分开统计，两者之和才是当日的总成交量。",
    "核查机构提醒，燃料热值若采用实测，须保存化验单与采样记录 3 年以上。",
    "据介绍，二氧化碳（CO₂）之外，另有氧化亚氮（N₂O）一并纳入监测，单位为吨/年。",
    "会议认为，履约截止日之前的成交往往放大，价格不宜据一日之数判断。",
)


def item(number: int = 1, **other: Any) -> Item:
    """One text of five sentences; `other` replaces any field."""
    made: dict[str, Any] = {
        "id": number,
        "title": f"样例第{number}篇：控排企业登记配额",
        "publisher": "样例日报",
        "published_on": "2017-05-08",
        "url": f"https://news.example.org/2017/05/{number}.html",
        "official": False,
        "doc_number": "",
        "issuers": [],
        "signed_on": None,
        "paragraphs": list(SENTENCES),
        "tables": [],
        "attachments": [],
        "reposts": [],
        "note": "",
        "condensed": False,
        "trimmed": False,
        "key_points": [],
        "flags": [],
        "card": None,
        "follows": [],
    }
    return {**made, **other}  # type: ignore[typeddict-item]


def days(first: date, prices: list[str | None]) -> list[Day]:
    """One day a price; None: nobody traded."""
    return [
        {
            "day": (first + timedelta(days=number)).isoformat(),
            "status": "traded" if price else "no_trade",
            "price": price,
            "volume_t": "1200" if price else None,
        }
        for number, price in enumerate(prices)
    ]


def row(market_name: str = "北京", **other: Any) -> Row:
    """One line of the weekly table that rose from 50.00 to 52.50."""
    week = days(date(2017, 5, 15), ["51.00", None, "52.00", "52.50"])
    made: dict[str, Any] = {
        "market": "beijing",
        "market_name": market_name,
        "product": "BEA",
        "product_name": "BEA",
        "vintage": "",
        "printed": "BEA",
        "currency": "CNY",
        "basis": "beijing.average",
        "close_day": "2017-05-18",
        "open": "51.00",
        "high": "52.50",
        "low": "51.00",
        "close": "52.50",
        "average": "51.83",
        "change": "2.50",
        "change_pct": "5.00",
        "ytd_pct": "-3.10",
        "volume_t": "3600",
        "turnover_cny": "186588.5",
        "block_volume_t": None,
        "block_turnover_cny": None,
        "auction_volume_t": None,
        "auction_turnover_cny": None,
        "record": "",
        "traded_days": 3,
        "no_trade_days": 1,
        "missing_days": 0,
        "thin": False,
        "sources": ["beijing_daily"],
        "dispute": "",
        "days": week,
        "history": [*days(date(2017, 5, 8), ["50.40", "50.20", "50.00"]), *week],
    }
    return {**made, **other}  # type: ignore[typeddict-item]


def idle_row(market_name: str = "天津") -> Row:
    """A market without any trade, this week or before."""
    figures = ("open", "high", "low", "close", "average", "change", "change_pct", "ytd_pct", "volume_t", "turnover_cny")
    nothing = days(date(2017, 5, 15), [None, None, None, None])
    blank = dict.fromkeys(figures)
    return row(
        market_name,
        **blank,
        close_day=None,
        traded_days=0,
        no_trade_days=4,
        days=nothing,
        history=nothing,
        product="TJEA",
    )


def snapshot(
    sections: dict[str, list[Item]] | None = None, *, week: list[Row] | None = None, sample: bool = False, **other: Any
) -> Snapshot:
    """An issue with these items by section; without them, one text in each section but the last."""
    ours = house.load()
    if sections is None:
        sections = {name: [item(number)] for number, name in enumerate(list(ours["sections"])[:-1], 1)}
    made: dict[str, Any] = {
        "issue": {
            "number": 7,
            "date": "2017-05-19",
            "first_day": "2017-05-12",
            "last_day": "2017-05-18",
            "sample": sample,
        },
        "house": ours,
        "lead": ["涨幅最大：北京 BEA 收于 52.50 元/吨。"],
        "policy_line": "",
        "sections": [
            {"id": key, "name": name, "why": "", "items": sections.get(key, [])}
            for key, name in ours["sections"].items()
        ],
        "week": [row(), idle_row()] if week is None else week,
        "quotes": {
            "columns": ["market", "product", "day", "average", "volume_t", "flags"],
            "rows": [["beijing", "BEA", "2017-05-18", "52.5", "1200", ""]],
        },
        "calendar": [],
        "coverage": {
            "as_of": "2017-05-19 09:00",
            "sources": [
                {
                    "name": "beijing_daily",
                    "title": "北京样例行情",
                    "health": "ok",
                    "newest": "2017-05-18",
                    "message": "",
                },
                {
                    "name": "tianjin_daily",
                    "title": "天津样例行情",
                    "health": "failed",
                    "newest": None,
                    "message": "改版",
                },
            ],
        },
        "definitions": [{"id": "beijing.average", "name": "北京 BEA 均价", "text": "成交额除以成交量。"}],
        "errata": [{"number": 6, "what": "湖北成交量", "old": "120 吨", "new": "1200 吨"}],
    }
    return sealed.seal({**made, **other})
