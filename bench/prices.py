"""The ledger as files: ten years of all markets as CSV against pandas, one market-year, 10 million rows streamed.

    .venv/bin/python bench/prices.py [--rows 10000000]

Uses a scratch archive and made rows. Figures go into docs/benchmarks-prices.md by hand, with the machine they are from.
"""

import argparse
import io
import os
import resource
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
YEARS = range(2014, 2024)


def made(year_rows: int = 250) -> Iterator[Any]:
    """Ten years of every market's first product, trading days numbered through."""
    from archive import markets
    from archive.models import Quote

    for market in markets.all_markets():
        for year in YEARS:
            for number in range(year_rows):
                price = Decimal(2000 + number * 7 % 900) / 100
                volume = Decimal(1000 + number * 37)
                yield Quote(
                    market=market.id,
                    product=market.products[0].id,
                    day=date(year, 1, 1) + timedelta(days=number),
                    open=price,
                    high=price,
                    low=price,
                    close=price,
                    volume_t=volume,
                    turnover_cny=price * volume,
                    status="traded",
                    source=f"{market.id}_daily",
                    observed_at=datetime(2024, 1, 1, tzinfo=UTC),
                )


def best(work: Callable[[], object], rounds: int = 3) -> float:
    """Seconds of the best round."""
    return min(_seconds(work) for _ in range(rounds))


def _seconds(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def against_pandas(folder: Path) -> None:
    """The same frame written by pandas and by us, from the same ledger."""
    from archive import exports, frames, prices

    def ours() -> None:
        with exports.whole(folder / "ours.csv") as out:
            exports.write(prices.quotes(), exports.QUOTE_COLUMNS, "csv", out)

    rows = list(prices.quotes())
    frame = frames.frame(rows)

    def written() -> None:
        with exports.whole(folder / "ours.csv") as out:
            exports.write(rows, exports.QUOTE_COLUMNS, "csv", out)

    def theirs() -> None:
        frame.to_csv(folder / "theirs.csv", index=False)

    told = [("pandas writes the frame", best(theirs)), ("we write the same rows", best(written))]
    for name, seconds in [*told, ("we ask the ledger and write", best(ours))]:
        print(f"{name:32} {seconds:7.3f} s for {len(rows):,} rows")
    year = best(lambda: list(prices.quotes(market="hubei", start=date(2019, 1, 1), end=date(2019, 12, 31))), 5)
    print(f"{'one market-year':32} {year * 1000:7.1f} ms")


def streamed(number: int) -> None:
    """Rows that never stand in memory together."""
    from archive import exports, prices

    one = next(prices.quotes())

    class Sink(io.RawIOBase):
        def writable(self) -> bool:
            return True

        def write(self, data: Any) -> int:
            return len(data)

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    seconds = _seconds(lambda: exports.write((one for _ in range(number)), exports.QUOTE_COLUMNS, "csv", Sink()))  # type: ignore[arg-type]
    more = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    speed = f"{number / seconds:,.0f}/s, +{more / 1024:.0f} MB"
    print(f"{'rows streamed as CSV':32} {seconds:7.1f} s for {number:,} rows, {speed}")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rows", type=int, default=10_000_000)
    told = asked.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"TANXUN_HOME": home, "DJANGO_SETTINGS_MODULE": "tanxun.settings"}
        from tanxun import setup

        setup.archive()
        from archive.models import Quote

        Quote.objects.bulk_create(made(), batch_size=500)
        against_pandas(Path(home))
        streamed(told.rows)


if __name__ == "__main__":
    main()
