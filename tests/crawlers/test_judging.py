"""From what a page prints to what is stored."""

from dataclasses import replace
from datetime import date

import pytest

from archive.records import AttachmentRow
from crawlers.declaration import find
from crawlers.judging import article_row
from crawlers.reading.listrule import Listed
from crawlers.reading.record import Found, ReadArticle, Sure, Table

PAGE = date(2017, 5, 20)
LIST = date(2017, 5, 17)
ITEM = Listed("关于碳排放配额清缴工作的通知", "https://www.ndrc.gov.cn/1.html", LIST)
READ = ReadArticle(
    title="关于碳排放配额清缴工作的通知",
    paragraphs=("各市发展改革委：", "请组织控排企业按期完成2016年度碳排放配额清缴履约工作。", "国家发展改革委办公厅"),
    tables=(Table((("企业", "配额"), ("某厂", "12")), 2),),
)


def read(sure: Sure | None) -> ReadArticle:
    return replace(READ, published_on=PAGE, found={"published_on": Found("address", sure)} if sure else {})


@pytest.mark.parametrize(("sure", "day"), [("high", PAGE), ("medium", LIST), ("low", LIST)])
def test_the_list_knows_the_day_better_than_a_page_that_is_not_sure(sure: Sure, day: date) -> None:
    row = article_row(read(sure), ITEM, find("ndrc_notices"))
    assert row.published_on == day
    assert row.flags == ("列表页日期为 2017-05-17，正文页为 2017-05-20",)


def test_without_a_day_in_the_list_the_page_is_taken_at_its_word() -> None:
    row = article_row(read("low"), replace(ITEM, day=None), find("ndrc_notices"))
    assert (row.published_on, row.published_from, row.flags) == (PAGE, "address", ())


@pytest.mark.parametrize(
    ("printed", "publisher"), [("", "国家发展和改革委员会"), ("环资司", "国家发展和改革委员会"), ("新华社", "新华社")]
)
def test_a_department_of_the_ministry_is_not_the_publisher(printed: str, publisher: str) -> None:
    row = article_row(replace(READ, publisher=printed), ITEM, find("ndrc_notices"))
    assert row.publisher_printed == printed
    assert publisher in row.publisher or row.publisher in publisher


def test_a_site_that_names_no_source_is_not_printed_as_one() -> None:
    own = replace(READ, publisher="某某新闻网", found={"publisher": Found("the site itself (<title>)", "low")})
    row = article_row(own, ITEM, find("ndrc_notices"))
    assert (row.publisher_printed, row.publisher) == ("", "国家发展和改革委员会")


def test_text_tables_and_judgement_are_handed_over() -> None:
    row = article_row(READ, ITEM, find("ndrc_notices"))
    assert row.text.startswith("各市发展改革委：\n请组织")
    assert row.tables == ({"after": 2, "rows": [["企业", "配额"], ["某厂", "12"]]},)
    assert row.section in ("policy", "notice")
    assert row.official
    assert row.reasons


def test_a_body_that_only_points_to_its_file_takes_the_text_from_there() -> None:
    shell = replace(READ, paragraphs=("现予公布。",), tables=(), raw_text="现予公布。", flags=("text_in_attachment",))
    file = AttachmentRow(
        name="方案.pdf", url="https://www.ndrc.gov.cn/a.pdf", state="text", text="一、目标\n\n二、任务\n"
    )
    row = article_row(shell, ITEM, find("ndrc_notices"), (AttachmentRow(name="表", url="", state="missing"), file))
    assert (row.text, row.raw_text) == ("现予公布。\n一、目标\n二、任务", "现予公布。")
    assert "正文取自附件：方案.pdf" in row.flags
    long = article_row(shell, ITEM, find("ndrc_notices"), (replace(file, text="长" * 40_000),))
    assert len(long.text) < 31_000
    assert any("过长" in flag for flag in long.flags)
    whole = article_row(replace(shell, flags=()), ITEM, find("ndrc_notices"), (file,))
    assert whole.text == "现予公布。"
