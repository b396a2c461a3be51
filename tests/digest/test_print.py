"""The printed edition, read back: contents, outline, links, furniture, and every word of every item."""

from pathlib import Path
from typing import Any

import pypdf
import pytest

from digest import csvs
from digest.build import Built, build
from tests.digest.material import idle_row, item, snapshot
from tests.digest.reading import fold, pages, running_text

DOCUMENT = {
    "title": "样例省关于印发碳排放监测办法（试行）的通知",
    "doc_number": "样环发〔2017〕7号",
    "issuers": ["样例省环境保护厅"],
    "signed_on": "2017-05-02",
    "attachments": [{"name": "监测计划表.doc", "url": "https://gov.example.org/7.doc", "state": "link"}],
    "reposts": [{"publisher": "样例网", "published_on": "2017-05-09", "url": "https://re.example.net/7"}],
    "tables": [{"after": 2, "rows": [["企业", "配额（吨）"], ["甲厂", "12,000"], ["乙厂", "8,500"]]}],
}


@pytest.fixture(scope="module")
def issue() -> dict[str, Any]:
    sections = {
        "market": [item(1), item(2, title="第二篇 有空格的标题")],
        "policy": [item(3, **DOCUMENT)],
        "domestic": [item(number) for number in range(10, 22)],
        "international": [item(30, publisher="", published_on=None, url="")],
        "reading": [item(31, condensed=True, key_points=["要点一：配额总量不变。", "要点二：履约期延长。"])],
    }
    return dict(snapshot(sections, sample=True))


@pytest.fixture(scope="module")
def built(issue: Any, tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build(issue, tmp_path_factory.mktemp("issue"))


def test_contents_name_every_item_and_the_page_it_is_on(issue: Any, built: Built) -> None:
    folded = [fold("".join(page)) for page in pages(built.pdf)]
    reader = pypdf.PdfReader(built.pdf)
    starts = {entry["title"]: page for entry, page in _outline(reader)}
    assert len(folded) > 3
    for section in issue["sections"]:
        for entry in section["items"]:
            title = fold(entry["title"])
            page = starts[entry["title"]]
            assert title in folded[page - 1]
            assert any(f"{title}{'.' * 3}" in text for text in folded[:3]), title
            assert _printed_page(folded, title) == page


def _printed_page(folded: list[str], title: str) -> int:
    """The number behind the dots of the contents."""
    contents = next(text for text in folded if title + "..." in text)
    after = contents.split(title + "...", 1)[1].lstrip(".")
    digits = ""
    while after[:1].isdigit():
        digits, after = digits + after[0], after[1:]
    return int(digits)


def _outline(reader: pypdf.PdfReader, entries: Any = None) -> list[tuple[dict[str, str], int]]:
    found = []
    for entry in reader.outline if entries is None else entries:
        if isinstance(entry, list):
            found += _outline(reader, entry)
        else:
            page = reader.get_destination_page_number(entry)
            assert page is not None
            found.append(({"title": str(entry.title)}, page + 1))
    return found


def test_outline_has_the_sections_and_below_them_the_items(issue: Any, built: Built) -> None:
    reader = pypdf.PdfReader(built.pdf)
    tops = [str(entry.title) for entry in reader.outline if not isinstance(entry, list)]
    assert tops[:2] == ["本周要览", "目录"]
    assert [name for name in tops if name in issue["house"]["sections"].values()] == [
        *issue["house"]["sections"].values()
    ]
    assert "各交易所碳市价格走势" in [entry["title"] for entry, _ in _outline(reader)]


def test_every_word_of_every_item_is_printed(issue: Any, built: Built) -> None:
    text = running_text(built.pdf)
    for section in issue["sections"]:
        for entry in section["items"]:
            wanted = entry["key_points"] if entry["condensed"] else entry["paragraphs"]
            for paragraph in [entry["title"], *wanted]:
                assert fold(paragraph) in text
    for words in (
        "发布日期：2017-5-8",
        "样环发〔2017〕7号",
        "2017年5月2日",
        "样例网（2017-5-9）",
        "监测计划表.doc",
        "12,000",
    ):
        assert fold(words) in text


def test_subscripts_that_the_font_lacks_are_set_small_and_found_by_search(built: Built) -> None:
    assert "二氧化碳(CO2)之外,另有氧化亚氮(N2O)" in running_text(built.pdf)


def test_every_page_has_head_foot_and_the_mark_of_a_sample(built: Built) -> None:
    printed = pages(built.pdf)
    for number, lines in enumerate(printed, 1):
        text = fold("".join(lines))
        assert "样刊" in text
        if number > 1:
            assert "碳讯·低碳市场周刊" in text
            assert "总第7期" in text
            assert f"{number}/{len(printed)}" in text
    assert "样刊" in fold(issue_statement(built))


def issue_statement(built: Built) -> str:
    return "".join(pages(built.pdf)[-1])


def test_links_go_to_items_and_to_the_originals(issue: Any, built: Built) -> None:
    targets = set()
    for page in pypdf.PdfReader(built.pdf).pages:
        for annotation in page.get("/Annots") or []:
            action = annotation.get_object().get("/A")
            if action and "/URI" in action:
                targets.add(str(action["/URI"]))
    assert {
        "https://news.example.org/2017/05/1.html",
        "https://gov.example.org/7.doc",
        "https://re.example.net/7",
    } <= targets


def test_the_table_travels_inside_and_the_file_names_itself(issue: Any, built: Built) -> None:
    reader = pypdf.PdfReader(built.pdf)
    assert dict(reader.attachments) == {"7-prices.csv": [built.csv.read_bytes()], "7-week.csv": [csvs.week(issue)]}
    assert reader.metadata is not None
    assert reader.metadata.title == "碳讯 总第7期（2017年5月19日）"
    assert reader.trailer["/Root"]["/Lang"] == "zh-CN"
    assert issue["sha256"] in running_text(built.pdf)


def test_an_empty_section_says_so_and_coverage_names_what_failed(built: Built) -> None:
    text = running_text(built.pdf)
    assert "【行业公告】本期无" in text
    assert "未能读取天津样例行情" in text
    assert "原为“120吨”,应为“1200吨”" in text


def test_a_week_without_any_trade_is_printed(tmp_path: Path) -> None:
    text = running_text(build(snapshot(week=[idle_row("天津"), idle_row("重庆")]), tmp_path).pdf)
    assert text.count("本周无成交") >= 2
    assert "52.50" not in text.split("【市场热点】")[-1].replace("收于52.50元", "")


def test_a_week_without_price_data_says_so(tmp_path: Path) -> None:
    assert "本周没有价格数据" in running_text(build(snapshot(week=[], lead=[]), tmp_path).pdf)


def test_a_title_of_200_characters_is_printed_whole(tmp_path: Path) -> None:
    title = "关于样例省各市县控排企业监测计划备案与配额登记若干事项的说明" * 7
    assert fold(title) in running_text(build(snapshot({"domestic": [item(title=title)]}), tmp_path).pdf)


def test_the_head_of_a_long_table_is_on_each_of_its_pages(tmp_path: Path) -> None:
    rows = [
        ["序号", "企业名称", "配额"],
        *([str(number), f"样例企业{number}号", f"{number * 7}"] for number in range(3000)),
    ]
    built = build(snapshot({"policy": [item(tables=[{"after": 1, "rows": rows}])]}), tmp_path)
    with_rows = [text for page in pages(built.pdf) if "样例企业" in (text := fold("".join(page)))]
    assert len(with_rows) > 30
    assert all("序号企业名称配额" in text for text in with_rows)
    assert ["续表" in text for text in with_rows] == [False] + [True] * (len(with_rows) - 1)
    assert "样例企业2999号" in with_rows[-1]
    assert built.html.stat().st_size < 1_000_000
