"""The ledger takes what is sound, holds what is not, and forgets nothing."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from archive import holding, ledger
from archive.errors import BadInput, Unknown
from archive.models import Quarantine, Quote
from archive.records import QuoteRow, Tally

pytestmark = pytest.mark.django_db
D = Decimal
BEA = QuoteRow(
    market="beijing",
    product="BEA",
    day=date(2017, 5, 17),
    average=D("59.78"),
    volume_t=D(8507),
    turnover_cny=D("508584.2"),
)
HBEA = QuoteRow(
    market="hubei",
    product="HBEA",
    day=date(2017, 5, 17),
    low=D("16.32"),
    high=D("16.46"),
    close=D("16.40"),
    volume_t=D(232229),
    turnover_cny=D("3805336.94"),
)
GDEA = QuoteRow(
    market="guangdong",
    product="GDEA",
    day=date(2017, 5, 17),
    open=D("14.26"),
    high=D("14.89"),
    low=D(14),
    close=D("14.39"),
    volume_t=D(39369),
    turnover_cny=D("566425.51"),
)


def put(*rows: QuoteRow, at: datetime, source: str = "some_daily") -> Tally:
    return ledger.store(rows, source=source, page=None, observed_at=at)


def faults() -> list[str]:
    return list(Quarantine.objects.order_by("pk").values_list("check_name", flat=True))


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


def test_a_weekend_row_is_a_question_not_an_error(now: datetime) -> None:
    make_up = replace(BEA, day=date(2017, 5, 27), volume_t=D(100), turnover_cny=D(5978))
    put(replace(BEA, day=date(2017, 5, 13)), make_up, at=now + timedelta(days=30))
    assert [q.flags for q in Quote.objects.order_by("day")] == [["closed_day"], []]


def test_float_dust_is_rounded_and_says_so(now: datetime) -> None:
    put(replace(BEA, average=D("59.779998779296875"), turnover_cny=D("508584.1875")), at=now)
    stored = Quote.objects.get()
    assert (stored.average, stored.turnover_cny, stored.flags) == (D("59.7800"), D("508584.188"), ["rounded"])


@pytest.mark.parametrize(
    ("row", "check", "says"),
    [
        (replace(BEA, market="青海碳交易所"), "unknown", "markets.toml"),
        (replace(BEA, product="HBEA"), "unknown", "没有品种"),
        (replace(BEA, product="BEA", vintage="2016"), "unknown", "年份"),
        (replace(BEA, turnover_cny=D("70.074")), "turnover", "相差"),
        (replace(BEA, volume_t=D(58), turnover_cny=D(3000), average=D(174000)), "digits", "不像价格"),
        (replace(BEA, average=D(0)), "digits", "不像价格"),
        (replace(BEA, volume_t=D(-1)), "digits", "不是可用的数"),
        (replace(BEA, average=D("NaN")), "digits", "不是可用的数"),
        (replace(BEA, turnover_cny=D("1e15")), "digits", "超出量级"),
        (replace(BEA, turnover_cny=D(0)), "turnover", "只有一个为零"),
        (replace(BEA, day=date(2017, 5, 20)), "future", "晚于"),
        (replace(BEA, day=date(2013, 1, 4)), "life", "存续期"),
        (replace(BEA, basis="hubei.close"), "basis", "不是 beijing BEA 的"),
        (replace(BEA, basis="made_up"), "basis", "没有价格口径"),
        (replace(BEA, currency="EUR"), "currency", "CNY"),
        (replace(BEA, status="sold"), "status", "sold"),
        (replace(BEA, status="closed"), "status", "休市"),
        (QuoteRow(market="beijing", product="BEA", day=date(2017, 5, 17)), "status", "一个数字也没有"),
        (replace(HBEA, close=D("17.00")), "range", "收盘价"),
        (replace(HBEA, low=D("16.50")), "range", "高于"),
        (replace(HBEA, turnover_cny=D("3505336.94")), "turnover", "在最低"),
        (replace(GDEA, close=D("1.44")), "range", "收盘价"),
        (replace(GDEA, volume_t=D(500), turnover_cny=D("8000")), "turnover", "在最低"),
        (replace(GDEA, turnover_cny=D("14.39")), "turnover", "量级"),
        (replace(BEA, block_volume_t=D(30000), block_turnover_cny=D(1000)), "block", "量级"),
        (replace(BEA, block_volume_t=D(30000), block_turnover_cny=D(0)), "block", "只有一个为零"),
        (replace(BEA, block_turnover_cny=D(30000)), "block", "没有大宗成交量"),
        (replace(BEA, auction_volume_t=D(30000), auction_turnover_cny=D(1000)), "auction", "单向竞价均价"),
    ],
)
def test_a_row_that_contradicts_itself_is_held_and_the_rest_is_kept(
    row: QuoteRow, check: str, says: str, now: datetime
) -> None:
    sound = replace(BEA, day=date(2017, 5, 16), average=D("50.75"), volume_t=D(36318), turnover_cny=D("1843214.4"))
    assert put(row, sound, at=now) == Tally(read=2, stored=1, quarantined=1)
    held = Quarantine.objects.get()
    assert held.check_name == check
    assert says in held.reason
    assert Quote.objects.get().day == sound.day


def test_a_price_outside_the_range_passes_where_block_trades_or_rules_put_it_there(now: datetime) -> None:
    # 12 June 2017 at Guangzhou: block trades pull turnover ÷ volume to 11.17 below the low of 13.00.
    block = replace(
        GDEA,
        day=date(2017, 5, 16),
        open=D("13.9"),
        high=D("14.0"),
        low=D("13.5"),
        close=D("13.9"),
        volume_t=D(120000),
        turnover_cny=D(1340400),
    )
    odd_open = replace(GDEA, day=date(2017, 5, 18), open=D("13.9"))
    assert put(block, odd_open, at=now) == Tally(read=2, stored=2)


def test_a_turnover_a_yuan_off_on_two_tonnes_is_not_a_fault(now: datetime) -> None:
    # The Shenzhen exchange printed 57.32 for 2 t at 29.16 on 18 May 2017: 1.7 % off.
    price = D("29.16")
    row = QuoteRow(
        market="shenzhen",
        product="SZA-2013",
        day=date(2017, 5, 18),
        low=price,
        high=price,
        close=price,
        average=price,
        volume_t=D(2),
        turnover_cny=D("57.32"),
    )
    assert put(row, at=now).stored == 1


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


def hubei(day: int, close: str) -> QuoteRow:
    return QuoteRow(market="hubei", product="HBEA", day=date(2017, 5, day), close=D(close))


def test_one_slip_holds_one_row(now: datetime) -> None:
    put(hubei(8, "16.40"), hubei(9, "1.64"), hubei(10, "16.50"), at=now)
    assert faults() == ["limit"]
    assert [q.close for q in Quote.objects.order_by("day")] == [D("16.40"), D("16.50")]


def test_a_real_jump_holds_its_first_day_only(now: datetime) -> None:
    for day, close in ((8, "16.40"), (9, "20.00"), (10, "20.10"), (11, "19.90")):
        put(hubei(day, close), at=now + timedelta(days=day))
    assert faults() == ["limit"]
    assert [(q.close, q.flags) for q in Quote.objects.order_by("day")] == [
        (D("16.40"), []),
        (D("20.10"), ["jump"]),
        (D("19.90"), []),
    ]


def test_the_limit_compounds_over_the_days_between(now: datetime) -> None:
    # Friday to Tuesday are two trading days: two days at -10 % are -19 %.
    assert put(hubei(5, "20.00"), hubei(9, "16.30"), at=now).quarantined == 0
    assert put(hubei(10, "13.00"), at=now).quarantined == 1


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


def test_the_odd_figures_of_the_day_before_are_held(now: datetime) -> None:
    round_lot = replace(BEA, day=date(2017, 5, 11), volume_t=D(2000), turnover_cny=D(119560))
    put(round_lot, replace(round_lot, day=date(2017, 5, 12)), at=now)
    assert put(BEA, replace(BEA, day=date(2017, 5, 18)), at=now) == Tally(read=2, stored=1, quarantined=1)
    assert Quarantine.objects.get().check_name == "repeated"


def test_one_market_with_the_figures_of_another_is_held(now: datetime) -> None:
    """On 19 May 2017 a feed printed Guangdong's row under Hubei."""
    gdea = QuoteRow(
        market="guangdong",
        product="GDEA",
        day=date(2017, 5, 19),
        close=D("16.23"),
        volume_t=D(25829),
        turnover_cny=D(419091),
    )
    later = now + timedelta(days=1)
    assert put(gdea, at=later, source="guangdong_daily").stored == 1
    mixed_up = replace(gdea, market="hubei", product="HBEA", basis="feed.mixed")
    assert put(mixed_up, at=later, source="pilots_tanjiaoyi").quarantined == 1
    assert Quarantine.objects.get().check_name == "copied"


def test_two_markets_of_one_page_with_the_same_figures_are_both_held(now: datetime) -> None:
    row = replace(HBEA, volume_t=D(25829), turnover_cny=D("423595.60"))
    other = replace(row, market="guangdong", product="GDEA")
    assert put(row, other, at=now, source="pilots_sceex").quarantined == 2


def test_a_high_that_no_limit_allows_is_held(now: datetime) -> None:
    put(replace(HBEA, day=date(2017, 5, 16), volume_t=D(92796), turnover_cny=None), at=now)
    assert put(replace(HBEA, high=D("61.4")), at=now).quarantined == 1


def test_an_official_price_must_follow_from_turnover_and_volume_to_the_cent(now: datetime) -> None:
    """920 of 934 rows of Beijing do; 50.9 for 50.19 is within two per cent."""
    assert put(replace(BEA, average=D("59.8")), at=now).stored == 1  # printed with one decimal
    assert put(replace(BEA, average=D("59.18"), day=date(2017, 5, 16)), at=now).quarantined == 1
