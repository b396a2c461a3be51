"""Lists that are no HTML page: JSON, HTML inside JSON or XML, feeds, and pages that a script fills."""

import json
from datetime import date

import pytest

from crawlers.errors import Drift
from crawlers.reading.listing import data_address, read_listing
from crawlers.reading.listrule import Listed, ListingRule

URL = "https://www.example.gov.cn/list/index.html"
DAY = date(2024, 5, 20)


def rule(**keys: object) -> ListingRule:
    return ListingRule(**({"family": "records", "link": "url", "title": "title", "date": "day"} | keys))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ('"2024.05.20"', DAY),
        ('"2024-05-20 23:50:00"', DAY),
        ("1716220200", DAY),
        ("1716220200000", DAY),
        ('"2024-05-19T17:00:00Z"', DAY),
    ],
)
def test_records_at_a_path_with_days_of_every_kind(said: str, day: date) -> None:
    text = f'cb({{"a": {{"x": {{"l": [{{"title": "<em>碳</em>市场通知", "url": "./t1.html", "day": {said}}}]}}}}}})'
    found = read_listing(text, URL, rule(rows="a/*/l"))
    assert found == (Listed("碳市场通知", "https://www.example.gov.cn/list/t1.html", day),)


@pytest.mark.parametrize("said", ["202405201200", "20240520120000123", "9" * 30])
def test_digits_that_are_no_moment_are_no_day(said: str) -> None:
    """A moment written without marks is not so many milliseconds since 1970."""
    rows = [{"title": "甲", "url": "a.html", "day": "2024-05-20"}, {"title": "乙", "url": "b.html", "day": said}]
    _, second = read_listing(json.dumps({"rows": rows}), URL, rule(rows="rows"))
    assert second.day is None


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("<html>请登录</html>", "不是 JSON"),
        ('{"other": []}', "没有 rows"),
        ('{"rows": [{"title": "通知"}]}', "有一条没有"),
        ('{"rows": []}', "没有 rows"),
        ('{"rows": [{"title": "通知", "url": "a.html", "day": "未知"}]}', "都没有日期"),
    ],
)
def test_records_of_another_shape_are_drift(text: str, why: str) -> None:
    with pytest.raises(Drift, match=why):
        read_listing(text, URL, rule(rows="rows"))


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        (
            (
                "<?xml version='1.0'?><datastore><recordset><record><![CDATA[<li><a href='/art/2024/5/20/art_1_2.html'>"
                "核查工作的通知</a><span>2024-05-20</span></li>]]></record></recordset></datastore>"
            ),
            "record",
        ),
        (
            (
                '{"data": {"html": "<li><a href=\\"/art/2024/5/20/art_1_2.html\\">核查工作的通知</a>'
                '<span>2024-05-20</span></li>"}}'
            ),
            "data/html",
        ),
    ],
)
def test_html_inside_xml_and_json(text: str, inside: str) -> None:
    (item,) = read_listing(text, URL, ListingRule(family="wrapped", inside=inside, rows="li"))
    assert item == Listed("核查工作的通知", "https://www.example.gov.cn/art/2024/5/20/art_1_2.html", DAY)
    with pytest.raises(Drift):
        read_listing(
            text.replace(inside.rsplit("/", maxsplit=1)[-1], "other"),
            URL,
            ListingRule(family="wrapped", inside=inside, rows="li"),
        )


RSS = """<?xml version="1.0" encoding="utf-8"?><rss xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Feed</title>
<item><title>EU prices fall</title><link>https://example.org/a</link>{}<description>&lt;p&gt;Teaser&lt;/p&gt;</description></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>EU prices fall</title>
<link rel="self" href="https://example.org/s"/><link href="https://example.org/a"/>{}<summary>Teaser</summary></entry></feed>"""


@pytest.mark.parametrize(
    ("feed", "said"),
    [
        (RSS, "<pubDate>Sun, 19 May 2024 22:00:00 +0000</pubDate>"),  # Monday in Shanghai
        (RSS, "<dc:date>2024-05-20</dc:date>"),
        (ATOM, "<published>2024-05-19T20:00:00Z</published>"),
    ],
)
def test_feeds_have_shanghai_days(feed: str, said: str) -> None:
    rows = "item" if feed is RSS else "entry"
    (item,) = read_listing(feed.format(said), URL, ListingRule(family="rss", rows=rows, alone=True))
    assert (item.title, item.url, item.day, item.text) == ("EU prices fall", "https://example.org/a", DAY, "Teaser")


@pytest.mark.parametrize("zero", ["0001-01-01T00:00:00Z", "0001-01-01T00:00:00+09:00", "9999-12-31T23:59:59Z"])
def test_the_zero_of_a_program_is_no_day(zero: str) -> None:
    feed = RSS.format(f"<pubDate>{zero}</pubDate><updated>2024-05-20T01:00:00Z</updated>")
    (item,) = read_listing(feed, URL, ListingRule(family="rss", rows="item"))
    assert item.day == DAY


def test_a_feed_reads_no_file_and_swells_to_nothing() -> None:
    head = '<!DOCTYPE r [<!ENTITY f SYSTEM "file:///etc/hostname"><!ENTITY a "xxxxxxxxxx"><!ENTITY b "&a;&a;&a;&a;">]>'
    feed = RSS.format("<pubDate>Mon, 20 May 2024 00:00:00 GMT</pubDate>").replace("<rss", head + "<rss")
    (item,) = read_listing(feed.replace("EU prices", "EU &f;&b; prices"), URL, ListingRule(family="rss", rows="item"))
    assert "x" not in item.title
    assert item.title.startswith("EU")


def test_a_list_filled_by_script_says_where_its_data_is() -> None:
    there = ListingRule(family="records", rows="datasource", data="ul#showData0", data_url="ds_{id}.json")
    page = '<html><body><ul id="showData0" data="datasource:0123456789abcdef0123456789abcdef"></ul></body></html>'
    assert data_address(page, URL, there) == URL.replace("index.html", "ds_0123456789abcdef0123456789abcdef.json")
    assert data_address('{"datasource": []}', URL, there) is None
    with pytest.raises(Drift, match="没有数据编号"):
        data_address(page.replace("data=", "other="), URL, there)


def test_a_page_nobody_described_gives_its_dated_rows_or_drift() -> None:
    rule = ListingRule(rows="body", family="dated")
    row = "<li><a href='./a.html'>碳市场扩围核查启动</a><i>2024-05-17</i></li>"
    menu = "<ul><li><a href='/zwgk/'>信息公开目录</a></li></ul>"
    (item,) = read_listing(f"<html><body>{menu}<ul>{row}</ul></body></html>", "https://a.cn/x/", rule)
    assert (item.title, item.url, str(item.day)) == ("碳市场扩围核查启动", "https://a.cn/x/a.html", "2024-05-17")
    with pytest.raises(Drift, match="带日期"):
        read_listing(f"<html><body>{menu}<ul id='app'></ul></body></html>", "https://a.cn/x/", rule)
