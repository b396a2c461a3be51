"""Pages that we made ourselves, one for each shape that real sites have: what is read, and what is refused."""

from datetime import date
from pathlib import Path

import pytest

from crawlers.errors import Blocked, Drift, Hollow, ReadError
from crawlers.reading.article import read_article
from crawlers.reading.record import Attachment, ReadArticle
from crawlers.reading.rule import PageRule

PAGES = Path(__file__).parent / "pages"
BASE = "https://www.example.gov.cn/zw/202405/page.html"


def read(name: str, url: str = BASE, rule: PageRule | None = None) -> ReadArticle:
    return read_article((PAGES / f"{name}.html").read_bytes(), {}, url, rule)


@pytest.mark.parametrize(
    ("name", "title", "day", "publisher"),
    [
        ("modal_before_title", "三十二家企业通过碳排放数据现场核查", date(2025, 3, 11), "应对气候变化处"),
        ("stray_end", "河湾市碳达峰工作进展通报", date(2023, 8, 9), "河湾市人民政府办公室"),
        ("split_header_time", "荒漠里的绿色电站", date(2024, 6, 5), "长河日报"),
        ("script_only_date", "关于年度配额清缴安排的公告", date(2019, 6, 3), "南江碳排放权交易中心"),
        ("watermarked", "钢铁行业碳配额分配方案征求意见", date(2021, 11, 19), "河湾晚报"),
        ("gbk_undeclared", "沿海省份公布碳市场年报", date(2018, 2, 6), "长河网－长河日报"),
        ("gbk_says_utf8", "沿海省份公布碳市场年报", date(2018, 2, 6), "长河网"),
        ("account_page", "三分钟看懂碳配额", date(2020, 5, 14), "碳小课"),
        ("merged_table", "一季度配额成交统计", date(2024, 4, 2), "云岭交易所"),
        ("utc_meta", "绿电交易新规落地", date(2022, 10, 1), "碳观察"),
        ("mobile_account", "封闭施工提示来了", date(2019, 5, 17), "河湾城市报道"),
        ("files_only", "2022年度重点排放单位名单", date(2023, 1, 10), "云岭省生态环境厅"),
    ],
)
def test_title_day_and_source_as_printed(name: str, title: str, day: date, publisher: str) -> None:
    article = read(name)
    assert (article.title, article.published_on, article.publisher) == (title, day, publisher)
    assert {"title", "published_on", "publisher"} <= set(article.found)


@pytest.mark.parametrize("name", ["modal_before_title", "stray_end", "account_page", "watermarked"])
def test_the_body_is_the_text_and_nothing_around_it(name: str) -> None:
    article = read(name)
    assert article.paragraphs[0].startswith("本厅近日")
    assert article.paragraphs[-1].startswith("下一步")
    for junk in ("即将离开", "栏目", "相关阅读", "微信扫一扫", "版权所有", "来源", "tan", "易碳家", "JP2", "http"):
        assert junk not in article.text


def test_what_portals_and_typesetting_left_is_flagged_and_kept_raw() -> None:
    article = read("watermarked")
    assert set(article.flags) == {"watermark", "typesetting", "lost_glyph", "caption"}
    assert "易碳家" in article.raw_text
    assert "〔JP2〕" in article.raw_text
    assert article.images[0].caption == "（主办方供图）"
    assert "入港国际航线船舶" in article.text


def test_an_official_document_has_its_own_number_and_three_days() -> None:
    article = read("stray_end")
    assert article.doc_number == "河政办发〔2023〕18号"  # the text cites another
    assert (article.index_number, article.issuers) == ("HW-2023-00051", ("河湾市人民政府办公室",))
    assert (article.signed_on, article.published_on) == (date(2023, 8, 1), date(2023, 8, 9))


def test_files_are_linked_whole_and_files_without_a_link_are_named() -> None:
    article = read("shell_with_files")
    assert article.attachments == (
        Attachment("城市供热减碳行动方案.pdf", "https://www.example.gov.cn/zw/202405/P020240520.pdf"),
        Attachment("城市供热减碳行动方案.ofd", "https://www.example.gov.cn/zw/202405/P020240520.ofd"),
        Attachment("重点工程清单"),
    )
    assert set(article.flags) == {"missing_attachment", "text_in_attachment"}
    assert article.doc_number == "云发改环资〔2024〕77号"


def test_a_page_with_nothing_but_a_file_is_an_article() -> None:
    article = read("files_only")
    assert (article.text, len(article.attachments)) == ("", 1)


def test_a_table_stays_a_table_in_its_place() -> None:
    article = read("merged_table")
    assert article.tables[0].before == 1
    assert article.tables[0].rows == (
        ("月份", "挂牌", "挂牌"),
        ("月份", "成交量（吨）", "成交额（元）"),
        ("1月", "1,200", "60,000.00"),
        ("2月", "900", "46,800.00"),
    )
    assert not any("1,200" in paragraph for paragraph in article.paragraphs)
    assert "1月 | 1,200 | 60,000.00" in article.text


def test_metas_that_name_the_system_are_no_source_and_the_later_address_is_the_day() -> None:
    url = "https://www.nea.gov.cn/20260305/0123456789abcdef0123456789abcdef/c.html"
    article = read("lying_metas", url)
    assert (article.publisher, article.author) == ("国家能源局", "")
    assert article.found["publisher"].sure == "low"
    assert article.published_on == date(2026, 3, 5)


@pytest.mark.parametrize(
    ("name", "error", "why"),
    [
        ("video", Hollow, "empty, because it shows a video"),
        ("index", Hollow, "empty, because it is a list of links"),
        ("challenge", Blocked, "acw_sc__v2"),
    ],
)
def test_a_page_without_an_article_says_why(name: str, error: type[ReadError], why: str) -> None:
    with pytest.raises(error, match=why) as caught:
        read(name)
    assert caught.value.url == BASE


def test_what_is_known_of_a_hollow_page_is_kept() -> None:
    with pytest.raises(Hollow) as caught:
        read("video")
    known = caught.value.known
    assert isinstance(known, ReadArticle)
    assert (known.title, known.published_on, known.text) == ("视频丨湿地里的碳账本", date(2025, 7, 1), "")


def test_a_declared_place_is_taken_and_a_missing_one_is_drift() -> None:
    rule = PageRule(title="h1", date="div.artOri", publisher="//div[@class='artOri']/a", body="div.rm_txt_con")
    article = read("gbk_undeclared", rule=rule)
    assert (article.publisher, article.published_on) == ("长河网－长河日报", date(2018, 2, 6))
    assert article.found["text"].where == "declared"
    for broken in (PageRule(body="#gone"), PageRule(title="h6"), PageRule(date="h1"), PageRule(publisher=".gone")):
        with pytest.raises(Drift, match="correct"):
            read("gbk_undeclared", rule=broken)
    with pytest.raises(ReadError, match="neither an XPath nor a CSS selector"):
        read("gbk_undeclared", rule=PageRule(body="div[["))


def test_dropped_places_are_not_read() -> None:
    article = read("merged_table", rule=PageRule(drop=("table",)))
    assert article.tables == ()


LETTER = """<div class="TRS_Editor"><p>南江省</p><p>河湾市人民政府办公室文件</p><p>河政办发〔2023〕18号</p>
<p>关于做好排放核算工作的通知</p><p>各县区：现将有关事项通知如下，请认真组织落实，按时报送。</p>
<p>第一项工作由统计部门牵头，第二项工作由生态环境部门牵头，时间从五月起。</p>{}</div>"""
FORM = """<table border="1"><tr><td>部门</td><td>用煤量</td><td>用电量</td></tr><tr><td></td><td>（吨）</td><td></td>
</tr><tr><td></td><td></td><td></td></tr><tr><td>合计</td><td></td><td></td></tr></table>"""


def page_of(body: str, title: str = "关于做好排放核算工作的通知") -> bytes:
    return f"""<html><head><meta charset="utf-8"><title>{title}_河湾市政府</title></head><body>
<h2 class="bt">{title}</h2>
<p>发布日期：2023-08-09　来源：河湾市政府</p>{body}<div class="footer">主办：河湾市政府</div></body></html>""".encode()


def test_a_letterhead_is_part_of_the_document() -> None:
    article = read_article(page_of(LETTER.format("")), {}, BASE)
    assert article.paragraphs[:4] == (
        "南江省",
        "河湾市人民政府办公室文件",
        "河政办发〔2023〕18号",
        "关于做好排放核算工作的通知",
    )
    assert article.raw_text == article.text


def test_a_title_that_the_body_repeats_stays_in_the_raw_text() -> None:
    body = LETTER.format("").replace("<p>南江省</p><p>河湾市人民政府办公室文件</p><p>河政办发〔2023〕18号</p>", "")
    article = read_article(page_of(body), {}, BASE)
    assert article.paragraphs[0].startswith("各县区")
    assert article.raw_text.startswith("关于做好排放核算工作的通知\n各县区")


def test_a_blank_form_is_a_table_at_its_place_even_at_the_end() -> None:
    article = read_article(page_of(LETTER.format(FORM)), {}, BASE)
    (table,) = article.tables
    assert table.rows == (("部门", "用煤量", "用电量"), ("", "（吨）", ""), ("", "", ""), ("合计", "", ""))
    assert (table.before, len(article.paragraphs)) == (6, 6)
    assert article.raw_text.endswith("合计 |  | ")


@pytest.mark.parametrize("box", ['<div class="TRS_Editor">{}</div>', '<div class="c7"><p>{}</p></div>'])
def test_a_page_that_is_only_a_chart_is_an_article(box: str) -> None:
    article = read_article(page_of(box.format('<img src="w20.png" alt="五月第三周各交易所价格走势">')), {}, BASE)
    assert (article.text, article.flags) == ("", ("picture_only",))
    assert [image.url for image in article.images] == ["https://www.example.gov.cn/zw/202405/w20.png"]
    assert article.published_on == date(2023, 8, 9)


@pytest.mark.parametrize(
    "inside",
    [
        '<a href="/more.html"><img src="w20.png"></a>',
        '<img src="/images/logo.png">',
        '<img src="w20.png" width="40" height="40">',
        '<video src="a.mp4"></video><img src="w20.png">',
        '<img src="w20.png"><p>版权所有 河湾市政府</p>',
    ],
)
def test_a_logo_a_link_and_a_film_are_no_chart(inside: str) -> None:
    with pytest.raises(Hollow):
        read_article(page_of(f'<div class="c7">{inside}</div>'), {}, BASE)


@pytest.mark.parametrize(
    "paragraphs",
    [
        ("同一句话印了多遍，各方对市场的运行作了说明，下文列出要点。",) * 8,
        (
            "这是唯一的长段，各方对市场的运行作了说明，其余都是短句，也属于正文，不能丢。",
            "一是守时。",
            "二是守信。",
            "三是守法。",
        ),
    ],
)
def test_short_and_repeated_paragraphs_of_a_page_without_containers_stay(paragraphs: tuple[str, ...]) -> None:
    body = "<div class='c7'>" + "".join(f"<p>{text}</p>" for text in paragraphs) + "</div>"
    article = read_article(page_of(body), {}, BASE)
    assert article.raw_text.split("\n")[-len(paragraphs) :] == list(paragraphs)
