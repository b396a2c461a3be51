"""Real tables of exchanges through the checks: how many rows are held, and by which check.

.venv/bin/python bench/official.py FOLDER      the folder with quotes.csv, which is no part of the project
"""

import csv
import os
import sys
import tempfile
from collections import Counter, defaultdict
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
# What the checks know of a source goes by its name: its own one for the copies of the exchange's page.
NAMES = {
    "bjets": "beijing",
    "cnemission": "guangdong",
    "cerx": "shenzhen",
    "chinatcx": "tianjin",
    "cqggzy": "chongqing",
}
NAMES |= {"hbets-list": "hubei", "hbets-chart": "hubei_chart", "chinatcx-123": "national_tianjin"}
NAMES |= {"sceex": "pilots_sceex", "tanjiaoyi": "pilots_tanjiaoyi", "sceex-ccer": "sichuan"}
PLACES = {"BJ": "beijing", "SZ": "shenzhen", "TJ": "tianjin", "SH": "shanghai", "CQ": "chongqing", "HB": "hubei"}
PLACES |= {"GD": "guangdong", "FJ": "fujian", "SC": "sichuan", "CN": "national"}
COLUMNS = {name: name for name in ("open", "high", "low", "close", "volume_t", "block_volume_t")}
COLUMNS |= {"average": "avg", "turnover_cny": "amount_cny", "block_turnover_cny": "block_amount_cny"}


def quote(line: dict[str, str]) -> Any:
    """One line as the ledger takes it."""
    from archive.records import QuoteRow

    figures: dict[str, Any] = {ours: Decimal(line[theirs]) for ours, theirs in COLUMNS.items() if line[theirs]}
    return QuoteRow(
        market=PLACES[line["exchange"]],
        product=line["product"].strip(" ?"),
        day=date.fromisoformat(line["date"]),
        status="traded" if figures else "no_trade",
        basis="feed.mixed" if line["source"].startswith("tanjiaoyi") else "",
        **figures,
    )


def main(folder: Path) -> None:
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"TANXUN_HOME": home, "DJANGO_SETTINGS_MODULE": "tanxun.settings"}
        from tanxun import setup

        setup.archive()
        from archive import ledger
        from archive.models import Quarantine

        by_source = defaultdict(list)
        with (folder / "quotes.csv").open(encoding="utf-8", newline="") as file:
            for line in csv.DictReader(file):
                by_source[line["source"]].append(quote(line))
        print("| table | rows | accepted | held by |\n|---|--:|--:|---|")
        for name, rows in sorted(by_source.items()):
            own = name.partition("(")[0]
            source = f"{NAMES[own]}_{name.partition('(')[2].rstrip(')')}" if own in NAMES else name
            tally = ledger.store(rows, source=source, page=None, observed_at=datetime(2022, 7, 1, tzinfo=UTC))
            held = Counter(Quarantine.objects.filter(source=source).values_list("check_name", flat=True))
            told = ", ".join(f"{check} {number}" for check, number in held.most_common())
            print(f"| {name} | {tally.read:,} | {1 - tally.quarantined / tally.read:.2%} | {told} |")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
