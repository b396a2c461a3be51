"""Rows that exchanges and those who copied them are known to have got wrong: each is held, and hardly any other is.

`slips` is what a person would call wrong on seeing the row, written apart from the checks.
"""

import csv
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from archive import ledger, prices
from archive.models import Quarantine
from archive.records import QuoteRow
from bench.official import NAMES, quote

pytestmark = pytest.mark.django_db
D = Decimal
AT = datetime(2022, 7, 1, tzinfo=UTC)
BLOCK_T = 10_000  # at Shenzhen a trade of so many tonnes may be a block trade
OWN_RULES = {"guangdong", "hubei"}  # their open and close need not be prices of that day's listed trades
OFFICIAL = ("bjets", "cnemission", "hbets-list", "cerx", "chinatcx", "cqggzy")
# What is known to be wrong in the tables that were typed or collected by others (source, market, product, day): check.
KNOWN = {
    ("sceex(ccpred)", "beijing", "BEA", "2017-05-17"): "turnover",  # volume of two ways of trading, amount of one
    ("sceex(ccpred)", "beijing", "HBEA", "2018-01-29"): "unknown",  # Hubei's row under Beijing
    ("sceex(ccpred)", "hubei", "HBEA", "2018-04-04"): "turnover",  # amount times ten
    ("sceex(ccpred)", "shenzhen", "SZEA", "2018-09-20"): "turnover",  # amount times a hundred
    ("tanjiaoyi(zekakora)", "hubei", "HBEA", "2014-04-30"): "turnover",  # volume and amount exchanged
    ("tanjiaoyi(zekakora)", "hubei", "HBEA", "2017-05-19"): "copied",  # Guangdong's row
    ("bjets(fatemurphy)", "beijing", "BEA", "2017-08-08"): "turnover",  # 70.074.00
    ("bjets(fatemurphy)", "beijing", "BEA", "2016-09-01"): "turnover",  # 5.850.00
    ("bjets(fatemurphy)", "beijing", "BEA", "2016-04-21"): "turnover",  # 133.416.00
    ("bjets(zekakora)", "beijing", "BEA", "2016-03-31"): "turnover",  # 6.6 % off
    ("bjets(zekakora)", "beijing", "BEA", "2018-12-21"): "duplicate",  # two rows for one day
    ("bjets(palaceparis)", "beijing", "BEA", "2019-06-06"): "turnover",  # the last digit cut off
    ("cnemission(zzysty)", "guangdong", "GDEA", "2018-10-09"): "turnover",  # volume with block trades, amount without
}


@pytest.fixture(scope="session")
def tables(shared: Path) -> dict[str, list[QuoteRow]]:
    found = defaultdict(list)
    with (shared / "prices" / "quotes.csv").open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            found[line["source"]].append(quote(line))
    return found


def own(name: str) -> str:
    """The source's name in this house: what the checks know of it goes by that."""
    exchange, _, copy = name.partition("(")
    return f"{NAMES[exchange]}_{copy.rstrip(')')}"


def slips(row: QuoteRow, times: Counter[tuple[str, date]]) -> bool:
    """Whether the row contradicts itself, or stands beside another one of its instrument and day."""
    if not row.volume_t:
        return times[row.product, row.day] > 1
    shown = [price for price in (row.open, row.close, row.average) if price]
    outside = row.low is not None and row.high is not None and any(not row.low <= p <= row.high for p in shown)
    average = row.turnover_cny / row.volume_t if row.turnover_cny and row.volume_t else None
    alone = row.volume_t is None or row.market != "shenzhen" or row.volume_t < BLOCK_T  # no block trade among them
    return (
        times[row.product, row.day] > 1
        or (outside and row.market not in OWN_RULES)
        or bool(average and row.average and alone and abs(average / row.average - 1) > D("0.02"))
        or bool(average and shown and not min(shown) / 7 < average < max(shown) * 7)
        or bool(row.volume_t and row.volume_t % 1)
    )


def test_what_is_known_to_be_wrong_is_held(tables: dict[str, list[QuoteRow]]) -> None:
    near = timedelta(days=40)
    for name in {name for name, *_ in KNOWN}:
        days = [date.fromisoformat(day) for source, *_, day in KNOWN if source == name]
        rows = [row for row in tables[name] if any(abs(row.day - day) <= near for day in days)]
        if name.startswith("tanjiaoyi"):  # the exchange's own word comes first
            ledger.store(tables["cnemission(zzysty)"], source="guangdong_daily", page=None, observed_at=AT)
        ledger.store(rows, source=own(name), page=None, observed_at=AT)
    held = defaultdict(set)
    for one in Quarantine.objects.all():
        held[one.source, one.row["market"], one.row["product"], one.row["day"]].add(one.check_name)
    assert {key: check for key, check in KNOWN.items() if check not in held[own(key[0]), *key[1:]]} == {}


def test_a_feed_that_mixes_closes_and_averages_gives_no_close(tables: dict[str, list[QuoteRow]]) -> None:
    """Its 16.40 of 17 May 2017 is Hubei's close, its 15.85 of the day before Hubei's average."""
    days = {date(2017, 5, 16), date(2017, 5, 17)}
    feed = [row for row in tables["tanjiaoyi(zekakora)"] if row.market == "hubei" and row.day in days]
    ledger.store(feed, source="pilots_tanjiaoyi", page=None, observed_at=AT)
    assert [(row.day.day, row.basis, row.close) for row in prices.quotes(market="hubei")] == [
        (16, "feed.mixed", None),
        (17, "feed.mixed", None),
    ]


@pytest.mark.parametrize("exchange", OFFICIAL)
def test_official_tables_go_in_but_for_what_contradicts_itself(
    tables: dict[str, list[QuoteRow]], exchange: str
) -> None:
    for name in [name for name in tables if name.partition("(")[0] == exchange]:
        rows = [replace(row, raw={"line": str(number)}) for number, row in enumerate(tables[name])]
        ledger.store(rows, source=own(name), page=None, observed_at=AT)
        held = {int(one.row["raw"]["line"]) for one in Quarantine.objects.filter(source=own(name))}
        # A day without trade says the same whatever old price stands beside it.
        said = {(row.product, row.day, *(row.figures().values() if row.volume_t else ())) for row in rows}
        times = Counter((product, day) for product, day, *_ in said)
        bad = {number for number, row in enumerate(rows) if slips(row, times)}
        assert bad <= held, (name, [rows[number] for number in sorted(bad - held)])
        assert len(held - bad) <= 0.005 * (len(rows) - len(bad)), (name, [rows[n] for n in sorted(held - bad)])
