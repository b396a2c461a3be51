from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.dates import find_date, find_dates, parse_date
from nlp.relative import resolve_dates

DAY = date(2017, 5, 19)
FORMS = [
    "2017-5-19",
    "2017-05-19",
    "2017/5/19",
    "2017.05.19",
    "20170519",
    "2017年5月19日",
    "2017 年 05 月 19 日",
    "２０１７年５月１９日",
    "2017年5月19号",
    "2017年05月19",
    "二〇一七年五月十九日",
    "二○一七年五月十九日",
    "二Ｏ一七年五月十九日",
    "二O一七年 五月 十九日",
    "二零一七年五月十九日",
    "2017年五月十九日",
    "2017 年 5 月 19\n日",
    "2017 年 5 月 1\n9 日",
    "2017-05-19 08:59:30",
    "2017年05月19日08:59",
    "2017-05-1908:59",
    "2017-05-19T08:59:00+08:00",
    "2017年5月19日（星期五）",
    "2017年5月19日 上午9时30分",
    "May 19, 2017",
    "19 May 2017",
]


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_one_day(form):
    assert find_date(form) == DAY
    assert parse_date(form) == DAY


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("一九九〇年十二月五日", date(1990, 12, 5)),
        ("二〇二〇年十月三十一日", date(2020, 10, 31)),
        ("二〇二一年十二月三十日", date(2021, 12, 30)),
        ("二〇二二年元月廿六日", date(2022, 1, 26)),
        ("2011年09月26 来源：某报", date(2011, 9, 26)),
        ("2017年5月19-21日", DAY),
        ("第201705号，2017.5.19发布", DAY),
    ],
)
def test_more_days(text, day):
    assert find_date(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "2017年2月30日",
        "2017-13-01",
        "20171301",
        "2017年5月",
        "20170519吨",
        "20170519.50元",
        "共20,170,519吨",
        "版本2017.5.19.3",
        "2010-2015年",
        "010-2017-519",
    ],
)
def test_what_is_no_day(text):
    assert find_date(text) is None


def test_a_day_that_is_not_alone_is_not_parsed():
    assert parse_date("2017年5月19日印发") is None
    assert parse_date("2017-5-19至2017-5-20") is None


def test_places_of_dates():
    text = "自2017年5月1日起至2017/5/19止"
    assert [text[found.start : found.end] for found in find_dates(text)] == ["2017年5月1日", "2017/5/19"]


@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)))
def test_any_day_survives_being_written(day):
    assert parse_date(f"{day.year} 年 {day.month} 月 {day.day} 日") == parse_date(day.isoformat()) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("8 日，成交放大", date(2017, 5, 8)),
        ("28日，成交放大", date(2017, 4, 28)),
        ("5月18日", date(2017, 5, 18)),
        ("12月30日", date(2016, 12, 30)),
        ("去年10月8日", date(2016, 10, 8)),
        ("昨天", date(2017, 5, 18)),
        ("今日", DAY),
        ("周一", date(2017, 5, 15)),
        ("星期日", date(2017, 5, 14)),
        ("上周五", date(2017, 5, 12)),
        ("下周一", date(2017, 5, 22)),
        ("周五报收", DAY),
        ("周五报价", DAY),
        ("截至上周五", date(2017, 5, 12)),
        ("公司称，8日成交", date(2017, 5, 8)),
        ("本月8日", date(2017, 5, 8)),
        ("上月30日", date(2017, 4, 30)),
        ("当日", DAY),
        ("将于30日", date(2017, 5, 30)),
    ],
)
def test_days_that_need_the_day_of_publication(text, day):
    assert [found.day for found in resolve_dates(text, DAY)] == [day]


def test_months_are_marked_as_months():
    (found,) = resolve_dates("去年10月启动", DAY)
    assert (found.day, found.precision) == (date(2016, 10, 1), "month")


def test_a_day_takes_the_month_of_the_date_beside_it():
    assert [found.day for found in resolve_dates("4月5日和 7日开会，当日闭幕", DAY)] == [
        date(2017, 4, 5), date(2017, 4, 7), date(2017, 4, 7)]  # fmt: skip


@pytest.mark.parametrize(
    "text", ["每周一至周五", "10 日线", "2016年度", "周年", "第8号令", "近日", "5月份度", "周五报", "3,200日"]
)
def test_words_that_only_look_like_days(text):
    assert resolve_dates(text, DAY) == []
