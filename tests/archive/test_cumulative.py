"""Running sums of the national market reach what was published, to the tonne."""

import csv
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner

from archive import cumulative, ledger, records
from archive.records import QuoteRow
from tanxun.__main__ import main

pytestmark = pytest.mark.django_db
D = Decimal
# As the exchange printed them, in tonnes: notices of the day (11 August 2021, 15 March 2022), of the week (26 November,
# 21 January), the month (29 October) and the year (31 December, overview.cneeex.com/c/2021-12-31/491811.shtml), and
# China News Service of 14 December.
PUBLISHED = {
    "2021-08-11": 6_461_830,
    "2021-10-29": 20_201_965,
    "2021-11-26": 37_228_212,
    "2021-12-14": 99_828_998,
    "2021-12-31": 178_789_350,
    "2022-01-21": 186_650_355,
    "2022-03-15": 188_716_043,
}


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


def test_the_command_says_where_days_do_not_add_up(now: datetime) -> None:
    later = now.replace(year=2023)
    right = [cea(7, 100, 50, "150"), cea(8, 10, 0, "160")]
    ledger.store(right, source="cneeex_notices", page=None, observed_at=later)
    good = CliRunner().invoke(main, ["prices", "totals"])
    assert (good.exit_code, good.stderr) == (0, "2 stretches, 0 with a gap\n")
    ledger.store([cea(9, 58, 0, "3160")], source="cneeex_notices", page=None, observed_at=later)
    told = CliRunner().invoke(main, ["prices", "totals"])
    assert told.exit_code == 3
    assert told.stdout.splitlines()[-1] == "national,CEA,,2022-11-08,2022-11-09,3000,58,2942"


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
