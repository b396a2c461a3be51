"""What the database is asked for in bulk says what the ledger's rows say one by one; made ledgers of many quarrels."""

import io
import random
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from archive import definitions, exports, markets, prices
from archive.models import Quote
from archive.records import FIGURES

pytestmark = pytest.mark.django_db
SOURCES = ("beijing_daily", "pilots_sceex", "pilots_tanjiaoyi", "my_notes", "import")
LARGEST = Decimal("999999999999.999")
FIRST, SEEN = date(2017, 5, 1), datetime(2017, 5, 20, tzinfo=UTC)
COMPARED = {"close": "0.01", "average": "0.01", "volume_t": "1", "turnover_cny": "1"}
ODD_FLAGS = (["carried"], ["rounded", "closed_day"], ["=1+1"], [], [])


def row(chance: random.Random) -> Quote:
    """Any figures at all: the reader of the ledger judges nothing."""
    price, volume = Decimal(chance.randrange(1, 100_000)) / 1000, Decimal(chance.choice((1000, 8507, 10_000)))
    figures = dict.fromkeys(FIGURES[:5], price) | {"volume_t": volume, "turnover_cny": price * volume}
    figures["block_volume_t"] = chance.choice((LARGEST, Decimal("0.001"), Decimal(0), Decimal("120.500")))
    status = chance.choice(("traded", "traded", "traded", "no_trade", "missing"))
    return Quote(
        market=chance.choice(("beijing", "hubei")),
        product="BEA",
        vintage=chance.choice(("", "2016", 'a "16", or')),
        day=FIRST + timedelta(days=chance.randrange(6)),
        **{name: chance.choice((value, value, value, None)) for name, value in figures.items()},
        status=status,
        basis=chance.choice(("", "bjets_average", "hbets_close", *definitions.all_definitions())),
        currency="CNY",
        source=chance.choice(SOURCES),
        observed_at=SEEN + timedelta(hours=chance.randrange(8), microseconds=chance.choice((0, 0, 5))),
        flags=chance.choice(ODD_FLAGS),
    )


def alike(chance: random.Random, first: Quote) -> Quote:
    """Another source's row of that day, nearly the same: agreement, a rounding, or just too far."""
    other = row(chance)
    shift = Decimal(chance.choice(("1", "1", "1.0049", "1.005", "1.0051", "0.99")))
    for name in ("market", "vintage", "day", "basis", "status", *FIGURES):
        setattr(other, name, getattr(first, name))
    if other.close is not None:
        other.close = round(other.close * shift, 4)
    other.turnover_cny = None if other.turnover_cny is None else round(other.turnover_cny * shift)
    return other


@pytest.fixture(params=range(6))
def ledger(request: pytest.FixtureRequest) -> list[Quote]:
    chance = random.Random(request.param)
    rows = [row(chance) for _ in range(160)]
    Quote.objects.bulk_create([*rows, *(alike(chance, one) for one in rows)])
    return list(Quote.objects.all())


def known(rows: Iterable[Quote]) -> list[tuple[Quote, str]]:
    """The rule of docs/prices.md and docs/week-table.md, the plain way: one model instance after the other."""
    groups: dict[tuple[object, ...], dict[str, Quote]] = defaultdict(dict)
    for one in sorted(rows, key=lambda one: (one.observed_at, one.pk)):
        groups[one.market, one.product, one.vintage, one.day][one.source] = one
    place = {market.id: number for number, market in enumerate(markets.all_markets())}
    found = []
    for key in sorted(groups, key=lambda key: (place[str(key[0])], *map(str, key[1:]))):
        ranked = sorted(
            groups[key].values(), key=lambda o: (o.status == "missing", markets.source(o.source).rank, o.source)
        )
        found.append((ranked[0], "；".join(filter(None, (quarrel(ranked[0], other) for other in ranked[1:])))))
    return found


def quarrel(ours: Quote, theirs: Quote) -> str:
    if ours.status != theirs.status and "missing" not in (ours.status, theirs.status):
        return f"{theirs.source} {theirs.status}≠{ours.status}"
    same_scope = definitions.same_scope(ours.basis, theirs.basis)
    for name, least in COMPARED.items():
        one, two = getattr(ours, name), getattr(theirs, name)
        volumes = name in ("volume_t", "turnover_cny")
        if None in (one, two) or (volumes and not same_scope):
            continue
        if abs(one - two) > max(Decimal(least), one * Decimal("0.005")):
            return f"{theirs.source} {name} {two.normalize():f}≠{one.normalize():f}"
    return ""


def same(found: Iterable[prices.Price], wanted: list[tuple[Quote, str]]) -> int:
    rows = list(found)
    assert len(rows) == len(wanted)
    for one, (quote, dispute) in zip(rows, wanted, strict=True):
        assert (one.revision, one.dispute) == (quote.pk, dispute)
        told = {name: getattr(one, name) for name in prices.Price._fields if name not in ("revision", "dispute")}
        assert told == {name: getattr(quote, name) for name in told} | {"flags": tuple(quote.flags)}
    return len(rows)


def test_each_day_has_the_row_that_the_rule_says(ledger: list[Quote]) -> None:
    assert same(prices.quotes(), known(ledger)) > 30
    assert any(one.dispute for one in prices.quotes())


def test_what_was_known_at_any_moment(ledger: list[Quote]) -> None:
    for moment in sorted({one.observed_at for one in ledger}):
        same(prices.quotes(as_of=moment), known(one for one in ledger if one.observed_at <= moment))


def test_one_source_and_some_days(ledger: list[Quote]) -> None:
    start, end = FIRST + timedelta(days=1), FIRST + timedelta(days=3)
    wanted = [one for one in ledger if one.source == "import" and start <= one.day <= end and one.market == "hubei"]
    assert same(prices.quotes(source="import", start=start, end=end, market="hubei"), known(wanted))


def test_every_row_after_a_revision(ledger: list[Quote]) -> None:
    rows = sorted(ledger, key=lambda one: one.pk)
    assert same(prices.since(rows[99].pk), [(one, "") for one in rows[100:]]) == len(rows) - 100


def test_lines_of_a_file_say_what_the_values_say(ledger: list[Quote]) -> None:
    for asked in (prices.quotes, lambda: prices.since(0)):
        plain, fast = io.BytesIO(), io.BytesIO()
        assert exports.write(list(asked()), exports.QUOTE_COLUMNS, "csv", plain) > 30
        exports.write(asked(), exports.QUOTE_COLUMNS, "csv", fast)
        assert fast.getvalue().decode() == plain.getvalue().decode()
