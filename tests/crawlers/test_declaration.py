"""A source.toml is taken whole or refused with one sentence that names it."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from crawlers.declaration import Declaration, all_sources, find, load
from crawlers.run import _chosen
from crawlers.section import BadDeclaration

GOOD = """
title = "某所 · 行情"
publisher = "某所"
kind = "quotes"
official = true
rights = "注明来源"
start = ["https://www.example.cn/list?from={since:%Y-%m-%d}&to={until:%Y%m%d}"]
every = "1d"
verified = "never"
origin = "made"
[table]
at = "//table"
market = "guangdong"
product = "GDEA"
no_trade = "absent"
[table.columns]
"日期" = "day"
"成交均价（元/吨）" = "average"
"涨跌幅" = ""
[expect]
rows = [2, 30]
newest_days = 10
"""
MORNING = datetime(2017, 5, 19, 1, tzinfo=UTC)  # 9 o'clock in Shanghai


def declared(tmp_path: Path, text: str, name: str = "somewhere_daily") -> Declaration:
    folder = tmp_path / name
    folder.mkdir()
    (folder / "source.toml").write_text(text, encoding="utf-8")
    return load(folder)


def test_a_whole_declaration(tmp_path: Path) -> None:
    source = declared(tmp_path, GOOD)
    assert (source.name, source.every, source.verified) == ("somewhere_daily", timedelta(days=1), None)
    assert source.layout.table is not None
    assert source.layout.table.row.units == {"average": "元/吨"}
    assert source.addresses() == ("https://www.example.cn/",)


@pytest.mark.django_db  # editors may let a source rest
def test_a_site_that_stands_still_is_asked_by_name_only(tmp_path: Path) -> None:
    assert declared(tmp_path, GOOD).cadence == timedelta(days=1)
    still = GOOD.replace('every = "1d"', 'every = "1d"\nlast_day = 2021-03-23')
    assert declared(tmp_path, still, "still_daily").cadence is None
    frozen = {one.name for one in all_sources() if one.cadence is None}
    assert {"pilots_tanjiaoyi", "pilots_tanjiaoyi_rows"} <= frozen
    assert not frozen & {one.name for one in _chosen(None, None, None)}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('every = "1d"', 'every = "1d"\nlast_day = "2021"', "last_day"),
        ('every = "1d"', "", "every is missing"),
        ('every = "1d"', 'every = "daily"', "length of time"),
        ("[expect]\nrows = [2, 30]\nnewest_days = 10", "", "expect"),
        ("rows = [2, 30]", "rows = [0, 30]", "fewest"),
        ("rows = [2, 30]", "rows = [30, 2]", "fewest"),
        ('at = "//table"', 'at = "//table"\ncolour = "red"', "colour is unknown"),
        ('title = "某所 · 行情"', 'title = "某所"\ntitel = ""', "titel is unknown"),
        ('kind = "quotes"', 'kind = "prices"', "not one of"),
        ('kind = "quotes"', 'kind = "news"', "needs \\[listing\\]"),
        ("official = true", 'official = "yes"', "official"),
        ('"成交均价（元/吨）" = "average"', '"成交均价" = "average"', "no unit"),
        ('"成交均价（元/吨）" = "average"', '"成交均价（元/吨）" = "price"', "no role"),
        ('"涨跌幅" = ""', '"涨跌幅" = "day"', "same role"),
        ('"日期" = "day"', '"日期" = ""', "no column is the day"),
        ('every = "1d"', 'evry = "1d"', "evry is unknown: did you mean every"),
        ('every = "1d"', 'every = "1d"\nrechek = "1d"', "rechek is unknown: did you mean recheck"),
        ("[expect]", "[expct]", "expct is unknown: did you mean expect"),
        ("[expect]", '[listing]\nrows = "li"\nnxt = "a"\n[expect]', "nxt is unknown: did you mean next"),
        ("https://www.example.cn", "file:///etc", "no http"),
        ('origin = "made"', 'origin = "made"\nfamily = "nothing"', "no family"),
        ('no_trade = "absent"', 'no_trade = "often"', "not one of"),
        ("[table]", "[table", "cannot be read"),
        ('every = "1d"', 'every = "99999999999d"', "length of time"),
        ('every = "1d"', 'every = "99999d"', "at most"),
        ('every = "1d"', 'every = "0d"', "longer than nothing"),
        ('every = "1d"', 'every = "1d"\nwindow = "999999w"', "at most"),
        ('every = "1d"', 'every = "1d"\ndelay = -5', "delay"),
        ('every = "1d"', 'every = "1d"\ndelay = true', "delay"),
        ('every = "1d"', 'every = "1d"\ndelay = nan', "delay"),
        ('every = "1d"', 'every = "1d"\nlayout = [1]', "layout"),
        ("newest_days = 10", "newest_days = -3", "newest_days"),
        ('at = "//table"', 'at = "//table"\nheadings = 0', "headings"),
        ('at = "//table"', 'at = "//table"\nplaces = { average = "x" }', "average"),
        ('at = "//table"', 'at = "//table"\nplaces = { average = -1 }', "average"),
        ("https://www.example.cn", "http://[bad", "no http"),
        ("https://www.example.cn", "http://www.example.cn:99999", "no http"),
        ("{since:%Y-%m-%d}", "{since:%Q}", "%Q"),
        ("[expect]", "[listing]\nrows = 5\n[expect]", "rows is int"),
        ("[expect]", '[listing]\nrows = "li"\npages = "2"\n[expect]', "pages is str"),
        ("[expect]", '[listing]\nrows = "li"\nalone = 1\n[expect]', "alone is int"),
        ("[expect]", '[page]\ndrop = "p"\n[expect]', "drop is str"),
        ("[expect]", "[page]\ndrop = [1]\n[expect]", "list of texts"),
    ],
)
def test_a_fault_is_one_sentence_that_names_the_file(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in GOOD
    with pytest.raises(BadDeclaration, match=said) as caught:
        declared(tmp_path, GOOD.replace(old, new))
    assert "somewhere_daily/source.toml" in str(caught.value)
    assert "\n" not in str(caught.value).split("(at line")[0]


def test_the_folder_is_named_place_thing(tmp_path: Path) -> None:
    with pytest.raises(BadDeclaration, match="place_thing"):
        declared(tmp_path, GOOD, "Daily")


@pytest.mark.parametrize(
    ("clock", "since", "query"),
    [
        (MORNING, None, "from=2017-05-04&to=20170518"),  # the running day is not asked for
        (MORNING + timedelta(hours=10), None, "from=2017-05-05&to=20170519"),
        (MORNING, date(2017, 1, 1), "from=2017-01-01&to=20170518"),
    ],
)
def test_the_days_of_the_run_are_filled_in(tmp_path: Path, clock: datetime, since: date | None, query: str) -> None:
    (ask,) = declared(tmp_path, GOOD).asks(clock, since)
    assert ask.url == f"https://www.example.cn/list?{query}"


def test_the_clock_is_filled_into_a_body() -> None:
    (ask,) = find("chongqing_daily").asks(MORNING)
    assert (ask.method, "<wsBexInstance>1495155600000</wsBexInstance>" in ask.body) == ("POST", True)


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("https://www.example.cn/x", True),
        ("http://www.example.cn/x", True),
        ("https://www.example.cn:8443/x", False),
        ("https://example.cn/", False),
        ("https://www.example.cn.evil.net/", False),
        ("https://evil.net/www.example.cn", False),
        ("https://www.example.cn@evil.net/", False),
        ("file:///etc/passwd", False),
        ("http://169.254.169.254/latest/meta-data", False),
        ("http://[::1]/", False),
        ("http://[", False),
        ("https://www.example.cn:port/", False),
        ("data:text/html,x", False),
    ],
)
def test_only_declared_hosts_are_asked(tmp_path: Path, url: str, allowed: bool) -> None:
    assert declared(tmp_path, GOOD).allows(url) is allowed


def test_more_hosts_can_be_declared(tmp_path: Path) -> None:
    source = declared(
        tmp_path, GOOD.replace('kind = "quotes"', 'kind = "quotes"\nhosts = ["*.example.org", "b.cn:8080"]')
    )
    assert source.allows("https://a.example.org/1")
    assert source.allows("http://b.cn:8080/")
    assert not source.allows("https://notexample.org/")


def test_an_old_layout_reads_the_pages_of_its_time(tmp_path: Path) -> None:
    old = '[[layout]]\nuntil = 2026-03-01\n[layout.table]\nat = "//div"\nmarket = "hubei"\nno_trade = "dash"\n'
    old += '[layout.table.columns]\n"交易日期" = "day"\n"均价(元/吨)" = "average"\n'
    source = declared(tmp_path, GOOD + old)
    tables = [source.layout_on(day).table for day in (date(2026, 3, 1), date(2026, 3, 2))]
    assert [table.at for table in tables if table] == ["//div", "//table"]


def test_a_source_that_is_misspelled_is_told_the_nearest() -> None:
    with pytest.raises(BadDeclaration, match="hubei_daily"):
        find("hubei_dayly")


def test_every_declared_source_can_be_read() -> None:
    assert len(all_sources()) >= 19
