"""The exchanges' real cells, put into pages of the shape that akshare and we both read."""

import csv
import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

Cells = dict[str, str]
BJ, SZ = "https://www.bjets.com.cn/article/jyxx/", "http://www.cerx.cn/dailynewsCN/"
GZ = "http://ets.cnemission.com/carbon/portalIndex/markethistory?Top=1&beginTime=2010-01-01&endTime=2030-09-12"
TAN = "http://k.tanjiaoyi.com:8080/KDataController/getHouseDatasInAverage.do"
TAN += "?lcnK=53f75bfcefff58e4046ccfa42171636c&brand=TAN"
SHENZHEN = ("day", "product", "open", "high", "low", "average", "close", "volume_t", "turnover_cny")
GUANGDONG = ("day", "product", "open", "close", "high", "low", "change", "change_pct", "volume_t", "turnover_cny")
PRICES = {"open", "high", "low", "close", "average"}
PILOTS = {"HB": "湖北", "SH": "上海", "BJ": "北京", "CQ": "重庆", "TJ": "天津"}


@dataclass
class Shown:
    """What one source shows: the pages by address, the cells on them, and what akshare calls its columns."""

    function: str
    source: str
    pages: dict[str, str]
    printed: list[Cells]
    names: dict[str, str]


def rows(file: Path, source: str) -> Iterator[Cells]:
    names = {"date": "day", "avg": "average", "amount_cny": "turnover_cny"}
    with file.open(encoding="utf-8", newline="") as lines:
        for line in csv.DictReader(lines):
            if line["source"] == source:
                yield {names.get(name, name): text.removesuffix(".0") for name, text in line.items()}


def table(head: list[str], lines: list[list[str]], start: str, tag: str = "th") -> str:
    heading = "".join(f"<{tag}>{name}</{tag}>" for name in head)
    body = "\n".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in line) + "</tr>" for line in lines)
    return f"<table {start}\n<tr>{heading}</tr>\n{body}\n</table>"


def page(inside: str) -> str:
    return f'<!DOCTYPE html>\n<html><head><meta charset="utf-8"></head><body>\n{inside}\n</body></html>\n'


def beijing(folder: Path) -> Shown:
    with (folder / "bjets_cells.csv").open(encoding="utf-8", newline="") as file:
        cells = [[line[n] for n in ("Time", "Number", "Ave_Price", "Total_cash")] for line in csv.DictReader(file)]
    head, last = ["日期", "成交量(吨)", "成交均价(元/吨)", "成交额(元)"], -(-len(cells) // 15)
    start = f'class="jyhq_tab"><script>totalpage = "{last}";</script>'
    pages = {f"{BJ}?{n + 1 if n else ''}": page(table(head, cells[n * 15 : n * 15 + 15], start)) for n in range(last)}
    pages[BJ] = pages[f"{BJ}?"]
    printed = []
    for day, volume, average, total in cells:
        told = unicodedata.normalize("NFKC", total)
        product = re.sub(r"[\d.,() ]", "", told)
        turnover = re.sub(r"[^\d.,]", "", told)
        row = {"day": day, "volume_t": volume, "average": average}
        printed.append({**row, "turnover_cny": turnover, "product": alias(product)})
    named = ("day", "volume_t", "average", "turnover_cny", "product")
    names = dict(zip(("日期", "成交量", "成交均价", "成交额", "成交单位"), named, strict=True))
    return Shown("energy_carbon_bj", "beijing_daily", pages, printed, names)


def shenzhen(folder: Path) -> Shown:
    printed = list(rows(folder / "quotes.csv", "cerx(palaceparis)"))
    head = ["交易日期", "市场交易指数", "开盘价", "最高价", "最低价", "成交均价", "收盘价", "成交量", "成交额"]
    lines = [[row[name] for name in SHENZHEN] for row in printed]
    last = -(-len(lines) // 20)
    bar = f'<div class="pagebar"><select><option>1</option><option>{last}</option></select></div>'
    pages = {
        f"{SZ}index{f'_{n + 1}' if n else ''}.htm": page(
            table(head, lines[n * 20 : n * 20 + 20], 'class="tab_data">') + bar
        )
        for n in range(last)
    }
    return Shown("energy_carbon_sz", "shenzhen_daily", pages, printed, dict(zip(head, SHENZHEN, strict=True)))


def guangdong(folder: Path) -> Shown:
    printed = list(rows(folder / "quotes.csv", "cnemission(zzysty)"))
    head = ["日期", "品种", "开盘价", "收盘价", "最高价", "最低价", "涨跌", "涨跌幅", "成交数量", "成交金额"]
    lines, before = [], None
    for row in sorted(printed, key=lambda one: one["day"]):
        close = Decimal(row["close"])
        change = close - before if before else Decimal(0)
        more = {"change": str(change), "change_pct": f"{change / before * 100:.2f}%" if before else "0.00%"}
        lines.append([{**row, **more, "day": row["day"].replace("-", "")}[name] for name in GUANGDONG])
        before = close
    search = '<table class="search"><tr><th>品种</th><th>日期</th></tr><tr><td>条件</td><td>查询</td></tr></table>'
    pages = {GZ: page(search + table(head, lines[::-1], 'id="mytable">', "td"))}
    names = {**dict(zip(head, GUANGDONG, strict=True)), "涨跌": "", "涨跌幅": ""}
    return Shown("energy_carbon_gz", "guangdong_daily", pages, printed, names)


def hubei(folder: Path) -> Shown:
    text = (folder / "fixtures" / "hbets_home_2026-08-14_excerpt.html").read_text(encoding="utf-8")
    told = json.loads(re.search(r"cjj = '(\[.*?\])'", text)[1])  # type: ignore[index]
    printed = [{"day": row["riqi"], "average": row["cjj"], "volume_t": row["cjl"]} for row in told]
    names = {"日期": "day", "成交价": "average", "成交量": "volume_t"}
    return Shown("energy_carbon_hb", "hubei_chart", {"https://www.hbets.cn/": text}, printed, names)


def pilots(folder: Path) -> Shown:
    printed = list(rows(folder / "quotes.csv", "tanjiaoyi(zekakora)"))
    feed: dict[str, list[dict[str, object]]] = defaultdict(list)
    for row in printed:
        place = PILOTS[row["exchange"]]
        figures = {name: float(row[key] or 0) for name, key in (("deal", "average"), ("DEALNUM", "volume_t"))}
        more = {"HOUSENAME": place, "DEALAMOUNT": float(row["turnover_cny"] or 0), "INDATE": row["day"], "houseCnt": 1}
        feed[place].append({"deal": figures["deal"], "HOUSEID": "x", "DEALNUM": figures["DEALNUM"], **more})
        row["product"] = place
    names = {"日期": "day", "成交价": "average", "成交量": "volume_t", "成交额": "turnover_cny", "地点": "product"}
    text = f"null({json.dumps(feed, ensure_ascii=False)})"
    return Shown("energy_carbon_domestic", "pilots_tanjiaoyi", {TAN: text}, printed, names)


def alias(name: str) -> str:
    """Beijing prints one product by its Chinese name."""
    return "FCER" if name == "林业碳汇" else name
