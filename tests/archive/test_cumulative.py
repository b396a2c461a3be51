"""Running sums of the national market reach what was published, to the tonne."""

import csv
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from archive import cumulative, ledger, records
from archive.records import QuoteRow

pytestmark = pytest.mark.django_db
D = Decimal
# Published at the end of the first day, of the first week and of the first compliance period.
PUBLISHED = {"2021-07-16": 4_103_953, "2021-07-23": 4_832_953, "2021-12-31": 178_789_350}


def cea(day: int, volume: int, block: int = 0, total: str = "") -> QuoteRow:
    return QuoteRow(
        market="national",
        product="CEA",
        day=date(2022, 11, day),
        close=D(58),
        volume_t=D(volume),
        block_volume_t=D(block) or None,
        raw={records.PUBLISHED_TOTAL: total} if total else {},
    )


def test_a_gap_says_between_which_days_a_row_is_wrong(now: datetime) -> None:
    later = now.replace(year=2023)
    rows = [cea(7, 100, 50, "1150"), cea(8, 10), cea(9, 58), cea(10, 20, 0, "4180"), cea(11, 5, 0, "4185")]
    ledger.store([cea(4, 1000), *rows], source="cneeex_notices", page=None, observed_at=later)
    found = [(span.after, span.until, span.gap_t) for span in cumulative.spans("national", "CEA")]
    assert found == [
        (None, date(2022, 11, 7), 0),
        (date(2022, 11, 7), date(2022, 11, 10), D(2942)),  # 3,000 t stood under another heading: 58 was read
        (date(2022, 11, 10), date(2022, 11, 11), 0),
    ]


def test_the_mirror_of_cea_reaches_the_published_volume(shared: Path, now: datetime) -> None:
    names = {"volume_t": "volume_t", "turnover_cny": "amount_cny", "average": "avg"}
    names |= {"block_volume_t": "block_volume_t", "block_turnover_cny": "block_amount_cny"}
    with (shared / "prices" / "quotes.csv").open(encoding="utf-8", newline="") as file:
        lines = [line for line in csv.DictReader(file) if line["source"].startswith("chinatcx-123")]
    rows = [
        QuoteRow(
            market="national",
            product="CEA",
            day=date.fromisoformat(line["date"]),
            **{ours: D(line[theirs]) for ours, theirs in names.items() if line[theirs]},
        )
        for line in lines
    ]
    tally = ledger.store(rows, source="national_tianjin", page=None, observed_at=now.replace(year=2022, month=8))
    assert (tally.read, tally.quarantined) == (231, 0)
    summed = {day: cumulative.running("national", "CEA", date.fromisoformat(day)) for day in PUBLISHED}
    assert summed == PUBLISHED
