"""akshare's carbon functions and ours on the same saved answers: rows a second, and what became of every cell.

    .venv/bin/python bench/akshare_side.py PYTHON FOLDER

PYTHON: the interpreter of an environment of its own in which akshare is installed; it is no part of this project.
FOLDER: the exchanges' real cells (bjets_cells.csv, quotes.csv, fixtures/), no part of it either; they are put into
pages of the shape that both read. A printed cell is *right*; *missing*: neither given nor named; *wrong*; or *held*:
named as one that a person must look at. A price beside a volume of zero was carried over: *a quote that is none*.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from bench.akshare_pages import (  # noqa: E402 - a script finds its neighbours by the path above
    BJ,
    PRICES,
    Cells,
    Shown,
    alias,
    beijing,
    guangdong,
    hubei,
    pilots,
    shenzhen,
)  # fmt: skip


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
                {one.names[n]: alias(c) for n, c in row.items() if c and one.names.get(n)} for row in answer["rows"]
            ]  # type: ignore[attr-defined]
            speed = len(one.printed) / float(str(answer["seconds"]))
            print(one.function, f"{len(one.printed):,} rows, {speed:,.0f}/s", dict(fates(one, named, held=False)))
            print("   ", answer.get("error", ""))
            read, stored, kept = ours(one)
            speeds = f"{len(one.printed) / read:,.0f}/s read, {len(one.printed) / (read + stored):,.0f}/s stored"
            print(one.source, speeds, dict(fates(one, kept, held=True)))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
