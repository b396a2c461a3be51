"""akshare's carbon functions and ours on the same saved answers: rows a second, and what became of every cell.

    .venv/bin/python bench/akshare_side.py PYTHON FOLDER

PYTHON: the interpreter of an environment of its own in which akshare is installed; it is no part of this project.
FOLDER: the exchanges' real cells (bjets_cells.csv, quotes.csv, fixtures/), no part of it either; they are put into
pages of the shape that both read. A printed cell is *right*; *missing*: neither given nor named; *wrong*; or *held*:
named as one that a person must look at. A price beside a volume of zero was carried over: *a quote that is none*.
"""

import csv
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
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
        printed.append({**row, "turnover_cny": turnover, "product": _alias(product)})
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


def theirs(shown: list[Shown], python: str, folder: Path) -> dict[str, dict[str, object]]:
    """What akshare says, function by function."""
    addresses = {}
    for one in shown:
        for number, (address, text) in enumerate(one.pages.items()):
            addresses[address] = f"{one.source}-{number}"
            (folder / addresses[address]).write_text(text, encoding="utf-8")
    (folder / "answers.json").write_text(json.dumps(addresses), encoding="utf-8")
    command = [python, str(ROOT / "bench" / "akshare_reader.py"), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=folder)
    told: dict[str, dict[str, object]] = json.loads(done.stdout)
    return told


def ours(one: Shown) -> tuple[float, float, list[Cells]]:
    """(seconds to read, seconds to check and store, rows in the ledger)."""
    from archive import ledger, markets, prices
    from archive.cells import plain
    from crawlers.declaration import find
    from crawlers.reading.page import read_quotes

    begin, layout = time.process_time(), find(one.source).layout
    html = {"Content-Type": "text/html; charset=utf-8"}
    pages = {address: text for address, text in one.pages.items() if address != BJ}  # it is asked twice
    found = [read_quotes(layout, text.encode(), html, address) for address, text in pages.items()]
    read = time.process_time()
    everything = [quote for reading in found for quote in reading.quotes]
    ledger.store(everything, source=one.source, page=None, observed_at=datetime(2026, 9, 1, tzinfo=UTC))
    stored = time.process_time()
    kept = []
    for row in prices.quotes(source=one.source):
        told = {name: plain(cell) for name, cell in row._asdict().items() if cell is not None}
        known = markets.product(row.market, row.product)
        place = markets.market(row.market).zh
        kept.append({**told, "product": place if one.source.startswith("pilots") else known.printed(row.vintage)})
    return read - begin, stored - read, kept


def fates(one: Shown, answer: list[Cells], *, held: bool) -> Counter[str]:
    """What became of every printed cell. `held`: what is not in the answer was named, with its reason."""
    by_day: dict[str, list[Cells]] = defaultdict(list)
    for row in answer:
        by_day[row["day"]].append(row)
    told: Counter[str] = Counter()
    for row in one.printed:
        alike = [r for r in by_day[row["day"]] if _same_row(row, r)]
        found = max(alike, key=lambda r: r.get("product") == row.get("product"), default=None)
        if found:
            by_day[row["day"]].remove(found)
        quiet = _number(row["volume_t"]) == 0
        for name, cell in row.items():
            if name in {"day", "source", "exchange"} or not cell:
                continue
            given = found.get(name) if found else None
            if quiet and name in PRICES:
                told["a quote that is none"] += given is not None and _number(given) != 0
            elif found is None:
                told["held" if held else "missing"] += 1
            elif given is None:
                told["missing"] += 1
            else:
                told["right" if _equal(cell, given) else "wrong"] += 1
        told["contradicting rows"] += bool(found) and one.source == "beijing_daily" and _contradicts(row)
    return told


def _alias(name: str) -> str:
    """Beijing prints one product by its Chinese name."""
    return "FCER" if name == "林业碳汇" else name


def _same_row(printed: Cells, row: Cells) -> bool:
    """Same volume, and the same price, or where there is none the same instrument."""
    if _number(printed["volume_t"]) != _number(row.get("volume_t")):
        return False
    one, other = printed.get("average"), row.get("average")
    if one and other:
        return _equal(one, other)
    return not printed.get("product") or printed["product"] == row.get("product")


def _equal(cell: str, given: str) -> bool:
    one, other = _number(cell), _number(given)
    if one is None or other is None:
        return cell.strip() == given.strip()
    return abs(one - other) <= Decimal("0.005")  # short floats of a feed: 29.420000076293945 is 29.42


def _number(text: str | None) -> Decimal | None:
    grouped = re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", text or "")
    try:
        return Decimal(text.replace(",", "") if text and grouped else text or "-")
    except InvalidOperation:
        return None


def _contradicts(row: Cells) -> bool:
    """Turnover is more than 2 % from volume × average."""
    volume, average, turnover = (_number(row.get(name)) for name in ("volume_t", "average", "turnover_cny"))
    return bool(volume and average and turnover and abs(turnover - volume * average) > turnover / 50)


def main(python: str, folder: Path) -> None:
    shown = [make(folder) for make in (beijing, shenzhen, guangdong, hubei, pilots)]
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"TANXUN_HOME": home, "DJANGO_SETTINGS_MODULE": "tanxun.settings"}
        from tanxun import setup

        setup.archive()
        told = theirs(shown, python, Path(home))
        for one in shown:
            answer = told[one.function]
            named = [
                {one.names[n]: _alias(c) for n, c in row.items() if c and one.names.get(n)} for row in answer["rows"]
            ]  # type: ignore[attr-defined]
            speed = len(one.printed) / float(str(answer["seconds"]))
            print(one.function, f"{len(one.printed):,} rows, {speed:,.0f}/s", dict(fates(one, named, held=False)))
            print("   ", answer.get("error", ""))
            read, stored, kept = ours(one)
            speeds = f"{len(one.printed) / read:,.0f}/s read, {len(one.printed) / (read + stored):,.0f}/s stored"
            print(one.source, speeds, dict(fates(one, kept, held=True)))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
