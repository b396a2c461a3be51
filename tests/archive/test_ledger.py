"""The ledger takes what is sound, holds what is not, and forgets nothing."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from archive import holding, ledger
from archive.errors import BadInput, Unknown
from archive.models import Quarantine, Quote
from archive.records import QuoteRow, Tally
from tests.archive.rows import BEA, GDEA, HBEA, D, faults, hubei, put

pytestmark = pytest.mark.django_db


def test_a_sound_row_is_stored_to_the_cent(now: datetime) -> None:
    assert put(BEA, HBEA, GDEA, at=now) == Tally(read=3, stored=3)
    stored = Quote.objects.get(market="beijing")
    assert (stored.average, stored.volume_t, stored.turnover_cny) == (D("59.78"), D(8507), D("508584.2"))
    assert (stored.basis, stored.status, stored.flags) == ("beijing.average", "traded", [])


def test_the_same_figures_are_no_new_row_and_changed_ones_are(now: datetime) -> None:
    put(BEA, at=now)
    later = now + timedelta(days=1)
    assert put(replace(BEA, average=D("59.7800"), raw={"成交均价": "59.78"}), at=later) == Tally(read=1, unchanged=1)
    changed = replace(BEA, volume_t=D(8600), turnover_cny=D("514108"))
    assert put(changed, at=later) == Tally(read=1, revised=1)
    assert [q.volume_t for q in Quote.objects.order_by("pk")] == [D(8507), D(8600)]
    assert put(changed, at=later + timedelta(days=1)) == Tally(read=1, unchanged=1)


def test_what_was_seen_earlier_is_compared_with_what_was_known_then(now: datetime) -> None:
    put(BEA, at=now)
    earlier = replace(BEA, volume_t=D(8000), turnover_cny=D("478240"))
    assert put(earlier, at=now - timedelta(days=1)).stored == 1
    assert put(earlier, at=now - timedelta(days=1)) == Tally(read=1, unchanged=1)


def test_a_look_that_is_stored_a_moment_late_is_no_news(now: datetime) -> None:
    put(BEA, at=now)
    assert put(BEA, at=now - timedelta(milliseconds=2)) == Tally(read=1, unchanged=1)


def test_two_sources_stand_side_by_side(now: datetime) -> None:
    put(BEA, at=now, source="beijing_daily")
    assert put(BEA, at=now, source="pilots_sceex") == Tally(read=1, stored=1)


def test_printed_names_become_ids(now: datetime) -> None:
    put(replace(BEA, market="北京环境交易所", product="（BEA）".strip("（）")), at=now)
    row = QuoteRow(
        market="深圳", product="SZA2016", day=date(2017, 5, 17), close=D("30.6"), volume_t=D(1), turnover_cny=D("30.6")
    )
    put(row, at=now)
    assert list(Quote.objects.order_by("pk").values_list("market", "product", "vintage")) == [
        ("beijing", "BEA", ""),
        ("shenzhen", "SZEA", "2016"),
    ]


def test_a_carried_price_is_no_quote(now: datetime) -> None:
    put(replace(HBEA, volume_t=D(0), turnover_cny=D(0), raw={"最新": "16.40"}), at=now)
    stored = Quote.objects.get()
    assert (stored.status, stored.close, stored.high, stored.volume_t) == ("no_trade", None, None, D(0))
    assert (stored.flags, stored.raw) == (["carried"], {"最新": "16.40"})


def test_a_day_with_block_trades_alone_has_no_listed_price(now: datetime) -> None:
    row = QuoteRow(
        market="tianjin",
        product="TJEA18",
        day=date(2019, 6, 21),
        average=D(14),
        volume_t=D(0),
        block_volume_t=D(209485),
        block_turnover_cny=D(2932790),
    )
    put(row, at=now + timedelta(days=800))
    stored = Quote.objects.get()
    assert (stored.status, stored.average, stored.block_volume_t, stored.flags) == (
        "traded",
        None,
        D(209485),
        ["block_only"],
    )


def test_the_same_fault_is_held_once(now: datetime) -> None:
    bad = replace(BEA, turnover_cny=D(1))
    assert put(bad, at=now).quarantined == 1
    assert put(bad, at=now + timedelta(days=1)).quarantined == 1
    assert Quarantine.objects.count() == 1


def test_a_row_printed_twice_alike_is_one_and_twice_differently_is_none(now: datetime) -> None:
    other = replace(HBEA, close=D("16.41"))
    assert put(BEA, BEA, HBEA, other, at=now) == Tally(read=4, stored=1, unchanged=1, quarantined=2)
    assert faults() == ["duplicate", "duplicate"]


def test_a_file_that_contradicts_itself_across_its_parts_is_held(now: datetime) -> None:
    put(BEA, at=now)
    assert put(replace(BEA, volume_t=D(8600), turnover_cny=D("514108")), at=now).quarantined == 1
    assert faults() == ["duplicate"]


def test_an_editor_lets_a_held_row_in_with_a_reason(now: datetime) -> None:
    put(hubei(8, "16.40"), hubei(9, "20.00"), at=now)
    held = next(holding.waiting())
    with pytest.raises(BadInput, match="理由"):
        ledger.accept(held.pk, who="editor", because=" ", now=now)
    accepted = ledger.accept(held.pk, who="editor", because="交易所电话确认", now=now)
    assert (accepted.close, accepted.accepted_because, accepted.flags) == (D("20.00"), "交易所电话确认", ["accepted"])
    assert put(hubei(9, "20.00"), at=now + timedelta(days=1)) == Tally(read=1, unchanged=1)
    assert list(holding.waiting()) == []
    with pytest.raises(BadInput, match="放行"):
        ledger.reject(held.pk, who="editor", because="再想", now=now)
    with pytest.raises(Unknown):
        ledger.reject(10**6, who="editor", because="无", now=now)


def test_a_failure_undoes_the_whole_page(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object) -> int:
        raise RuntimeError

    monkeypatch.setattr(holding, "hold", fail)
    with pytest.raises(RuntimeError):
        put(BEA, at=now)
    assert not Quote.objects.exists()
