"""The ledger as files: ten years of all markets as CSV beside pandas and DuckDB, one market-year, ten million rows.

    .venv/bin/python bench/prices.py years [SOURCES]  ten years, one source a day or two; best of three rounds
    .venv/bin/python bench/prices.py many [ROWS]      a table of ROWS made rows, given out by `tanxun prices`

Works in a scratch archive of made rows, or in the empty database that DATABASE_URL names. Figures go into
docs/benchmarks-prices.md by hand, with the machine they are from.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
YEARS, YEAR_ROWS = range(2014, 2024), 250
SEEN = datetime(2024, 1, 1, tzinfo=UTC)
DAYS = 3650


def made(sources: int) -> Iterator[Any]:
    """Ten years of every market's first product: the exchange's own row, and maybe a feed that rounds the turnover."""
    from archive import markets

    for market in markets.all_markets():
        for year in YEARS:
            for number in range(YEAR_ROWS):
                day = date(year, 1, 1) + timedelta(days=number)
                price, volume = Decimal(2000 + number * 7 % 900) / 100, Decimal(1000 + number * 37)
                figures = {"market": market, "day": day, "price": price, "volume": volume}
                yield row(**figures, turnover=price * volume)
                if sources > 1:
                    yield row(**figures, turnover=round(price * volume), source="pilots_tanjiaoyi")


def row(*, market: Any, day: date, price: Decimal, volume: Decimal, turnover: Any, source: str = "") -> Any:
    from archive.models import Quote

    prices = dict.fromkeys(("open", "high", "low", "close", "average"), price)
    figures = {**prices, "volume_t": volume, "turnover_cny": turnover, "block_volume_t": volume}
    said = {"market": market.id, "product": market.products[0].id, "day": day, "status": "traded"}
    said["source"] = source or f"{market.id}_daily"
    return Quote(**said, **figures, block_turnover_cny=turnover, observed_at=SEEN, raw={"收盘价": str(price)})


def best(work: Callable[[], object], rounds: int = 3) -> tuple[float, float]:
    """(seconds on the clock, seconds of this process's CPU) of the best round."""
    told = []
    for _ in range(rounds):
        begin, cpu = time.perf_counter(), time.process_time()
        work()
        told.append((time.perf_counter() - begin, time.process_time() - cpu))
    return min(told, key=lambda one: one[1])


def say(name: str, seconds: tuple[float, float], more: str = "") -> None:
    print(f"| {name} | {seconds[0]:.3f} | {seconds[1]:.3f} | {more} |")


def years(folder: Path, sources: int) -> None:
    """Writing and reading the same history."""
    from archive import exports, frames, prices
    from archive.models import Quote

    Quote.objects.bulk_create(made(sources), batch_size=500)
    file = folder / "quotes.csv"

    def ours(rows: Callable[[], Any], **asked: Any) -> Callable[[], None]:
        def work() -> None:
            with exports.whole(file) as out:
                exports.write(rows(**asked), exports.QUOTE_COLUMNS, "csv", out)

        return work

    rows = list(prices.quotes())
    exact = frames.frame(rows)
    floats = exact.astype({c.name: float for c in exports.QUOTE_COLUMNS if c.kind in {"price", "amount"}})
    print(f"{len(rows):,} rows out of {Quote.objects.count():,}\n\n| what | clock | CPU | |\n|---|--:|--:|---|")
    least = best(lambda: exact.to_csv(folder / "pandas.csv", index=False))
    say("pandas writes the frame, figures as decimals", least)
    say("pandas writes the frame, figures as floats", best(lambda: floats.to_csv(folder / "f.csv", index=False)))
    say("we write the same rows", wrote := best(ours(lambda: rows)), f"{wrote[1] / least[1]:.2f} × pandas")
    say("we ask the ledger and write", both := best(ours(prices.quotes)), f"{both[1] / least[1]:.2f} × pandas")
    one_year = {"market": "hubei", "start": date(2019, 1, 1), "end": date(2019, 12, 31)}
    say("one market-year, after the start", best(ours(prices.quotes, **one_year), 9))
    ours(prices.quotes)()
    read_back(file)


def read_back(file: Path) -> None:
    """The same file read by others, and what their sum of turnover is, exactly."""
    import duckdb
    import pandas as pd

    from archive import prices

    exact = sum(one.turnover_cny for one in prices.quotes() if one.turnover_cny)
    say("pandas.read_csv", best(lambda: pd.read_csv(file)), f"sum {pd.read_csv(file)['turnover_cny'].sum():.3f}")
    table = duckdb.read_csv(str(file))
    say("DuckDB reads it whole", best(table.fetchall), f"sum {table.sum('turnover_cny').fetchall()}")
    say("the ledger, as decimals", best(lambda: list(prices.quotes())), f"sum {exact}")


def many(rows: int) -> None:
    """A table of so many rows, and `tanxun prices` reading it out: seconds, memory, lines."""
    fill(rows)
    for asked in (["--market", "eu"], []):
        begin = time.perf_counter()
        command = [sys.executable, "-m", "tanxun", "prices", *asked]
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)
        assert process.stdout
        lines = 0
        while block := process.stdout.read(1 << 20):
            lines += block.count(b"\n")
        _, state, used = os.wait4(process.pid, 0)
        seconds, cpu = time.perf_counter() - begin, used.ru_utime + used.ru_stime
        speed = f"{cpu:.0f} s CPU, {(lines - 1) / cpu:,.0f} rows per second of CPU"
        told = f"{lines - 1:,} rows, exit {os.waitstatus_to_exitcode(state)}: {seconds:.0f} s on the clock"
        print(f"{told}, {speed}, peak {used.ru_maxrss / 1024:.0f} MB")


def fill(rows: int) -> None:
    """Made rows put in by the database itself: no row is read twice by the ledger, and each has its own figures."""
    from django.db import connection, transaction

    from archive import markets
    from archive.models import Quote

    first, split = date(2014, 1, 1), -(-rows // DAYS // len(markets.all_markets()))
    seeds = [
        row(market=one, day=first - timedelta(days=1), price=Decimal(20), volume=Decimal(1000), turnover=20000)
        for one in markets.all_markets()
        for _ in range(split)
    ]
    for number, seed in enumerate(seeds):
        seed.vintage = f"{number:05}"
    names = [field.column for field in Quote._meta.concrete_fields if field.column != "id"]
    changed = {"day": "d.day", "close": "ROUND(s.close + d.n % 900 * 0.01, 2)", "volume_t": "s.volume_t + d.n * 37"}
    told = ", ".join(changed.get(name, f"s.{name}") for name in names)
    with transaction.atomic(), connection.cursor() as cursor:
        Quote.objects.bulk_create(seeds, batch_size=500)
        cursor.execute("CREATE TEMPORARY TABLE seeds AS SELECT * FROM archive_quote")
        cursor.execute("CREATE TEMPORARY TABLE days (n integer, day date)")
        days = [(n, first + timedelta(days=n)) for n in range(DAYS - 1)]
        cursor.executemany("INSERT INTO days VALUES (%s, %s)", days)
        order = "ORDER BY s.market, s.vintage, d.n"
        cursor.execute(
            f"INSERT INTO archive_quote ({', '.join(names)}) SELECT {told} FROM seeds s CROSS JOIN days d {order}"  # noqa: S608
        )
    print(f"{Quote.objects.count():,} rows in the {connection.vendor} table")


def main() -> None:
    with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR")) as home:
        os.environ |= {"TANXUN_HOME": home, "DJANGO_SETTINGS_MODULE": "tanxun.settings"}
        from tanxun import setup

        setup.archive()
        from archive.models import Quote

        if Quote.objects.exists():
            sys.exit("the database that DATABASE_URL names is not empty: name a scratch one")
        match sys.argv[1:]:
            case ["years", *sources]:
                years(Path(home), int(sources[0]) if sources else 1)
            case ["many", *rows]:
                many(int(rows[0]) if rows else 10_000_000)
            case _:
                sys.exit(__doc__)


if __name__ == "__main__":
    main()
