"""People are told of a thing once when it begins and once when it is over, and never of a passing fault."""

from datetime import datetime, timedelta

import pytest

from archive import alerts
from archive.alerts import News, Sign
from archive.models import Alert

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
DRIFT = Sign(key="source a", text="甲网改版了。", patience=3 * HOUR)
WELL = Sign(key="source a", text="甲网恢复了。", holds=False)


def look(now: datetime, *signs: Sign) -> News:
    """One look after which somebody was told."""
    news = alerts.look(signs, now)
    alerts.told(news, now)
    return news


def texts(rows: list[Alert]) -> list[str]:
    return [row.text for row in rows]


def test_what_goes_on_is_told_once_after_its_patience_and_its_end_once(now: datetime) -> None:
    assert not look(now, DRIFT)
    assert texts(look(now + 3 * HOUR, DRIFT).begun) == ["甲网改版了。"]
    assert not look(now + 4 * HOUR, DRIFT)
    assert texts(look(now + 5 * HOUR, WELL).over) == ["甲网恢复了。"]
    assert not look(now + 6 * HOUR, WELL)


def test_a_fault_that_passes_is_never_told(now: datetime) -> None:
    looks = [look(now, DRIFT), look(now + HOUR, WELL), look(now + 2 * HOUR, DRIFT), look(now + 4 * HOUR, DRIFT)]
    assert not any(looks)  # the second trouble is two hours old, not four


def test_it_is_told_again_when_it_comes_back(now: datetime) -> None:
    at_once = Sign(key="price", text="跌破 60 元。")
    crossed = [look(now + n * HOUR, Sign(key="price", text="", holds=False) if n % 2 else at_once) for n in range(4)]
    assert [(len(news.begun), len(news.over)) for news in crossed] == [(1, 0), (0, 1), (1, 0), (0, 1)]


def test_an_event_is_told_once_and_is_never_over(now: datetime) -> None:
    event = Sign(key="issue 108", text="总第 108 期已发布。", event=True)
    assert texts(look(now, event).begun) == ["总第 108 期已发布。"]
    assert not look(now + HOUR, event)
    assert not look(now + 2 * HOUR)


def test_what_nobody_was_told_of_is_told_the_next_time(now: datetime) -> None:
    signs = [Sign(key="price", text="跌破 60 元。"), Sign(key="issue 108", text="总第 108 期已发布。", event=True)]
    assert len(alerts.look(signs, now).begun) == 2  # no address took it
    assert len(look(now + HOUR, signs[0]).begun) == 2
    assert not look(now + 2 * HOUR, *signs)


def test_what_cannot_be_told_now_neither_ends_nor_begins(now: datetime) -> None:
    busy = Sign(key="source a", text="", holds=None)
    look(now, DRIFT)
    assert not look(now + 3 * HOUR, busy)
    assert texts(look(now + 4 * HOUR, DRIFT).begun) == ["甲网改版了。"]
    assert not look(now + 5 * HOUR, busy)
    assert texts(look(now + 6 * HOUR, WELL).over) == ["甲网恢复了。"]


def test_an_event_that_nobody_could_be_told_of_for_a_week_is_no_news(now: datetime) -> None:
    alerts.look([Sign(key="issue 108", text="总第 108 期已发布。", event=True)], now)
    assert alerts.look([], now + timedelta(days=6)).begun
    assert not alerts.look([], now + timedelta(days=8))


def test_an_event_is_told_as_it_was_seen_last(now: datetime) -> None:
    alerts.look([Sign(key="price 2022-03-03", text="跌到 57.50 元。", event=True)], now)
    assert texts(look(now + HOUR, Sign(key="price 2022-03-03", text="跌到 58.50 元。", event=True)).begun) == [
        "跌到 58.50 元。"
    ]


def test_what_nobody_looks_at_any_more_ends_without_a_word(now: datetime) -> None:
    look(now, Sign(key="price", text="跌破 60 元。"))
    assert not look(now + HOUR)
    assert Alert.objects.get().over_at == now + HOUR
