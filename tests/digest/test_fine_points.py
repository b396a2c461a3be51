"""What a compositor looks for: last lines of one character, figures out of line, heads that break, numbers cut off."""

from decimal import Decimal
from pathlib import Path

import pypdfium2
import pytest

from digest import chart
from digest.build import build
from digest.markup import bound, pointed
from digest.tables import grid
from tests.digest.material import idle_row, item, row, snapshot
from tests.digest.reading import fold, pages

SENTENCE = "样例城市的控排企业本周完成了上一年度配额的登记并由工作人员逐户核对了数量与账户"


def texts(shift: int) -> str:
    """Of every length, so that the last line has every length too."""
    return f"第{shift:02}段{SENTENCE[:shift]}{SENTENCE}完"


def test_no_paragraph_and_no_title_ends_with_a_line_of_one_character(tmp_path: Path) -> None:
    paragraphs = [f"{texts(shift)}。" for shift in range(24)]
    entries = [item(shift + 1, title=texts(shift), paragraphs=paragraphs) for shift in range(24)]
    built = build(snapshot({"domestic": entries}), tmp_path)
    ends = [line for page in pages(built.pdf) for line in map(fold, page) if line.endswith(("完", "完。"))]
    assert len(ends) > 50
    assert [line for line in ends if len(line.rstrip("。")) < 2] == []


@pytest.mark.parametrize(
    ("text", "kept"),
    [("关于印发样例市配额管理办法的通知", "法的通知"), ("全国碳市场首日成交61.95万吨", "61.95万吨"), ("增至CO₂", "")],
)
def test_the_end_of_a_title_stays_together_with_its_number_whole(text: str, kept: str) -> None:
    assert bound(text, 4).partition('"tail">')[2].partition("</span>")[0] == kept


def test_the_end_of_a_hostile_title_is_escaped() -> None:
    assert bound("一个题目里有<b>粗体</b>", 4) == '一个题目里有&lt;b&gt;粗体<span class="tail">&lt;/b&gt;</span>'


def points(pdf: Path, figures: set[str]) -> dict[str, float]:
    """Where the decimal point of these figures stands, in points from the left; the first time each is printed."""
    found: dict[str, float] = {}
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        text = page.get_textpage()
        whole = text.get_text_range()
        for figure in figures - set(found):
            for start in [place for place in range(len(whole)) if whole.startswith(figure, place)]:
                box = text.get_charbox(start + len(figure.partition(".")[0]), loose=True)
                found.setdefault(figure, round(box[0], 1))
    document.close()
    return found


def test_the_points_of_a_column_stand_below_one_another(tmp_path: Path) -> None:
    week = [
        row("北京", turnover_cny="9188588.51"),
        row("重庆", turnover_cny="7341.2"),
        row("湖北", turnover_cny="31415"),
    ]
    built = build(snapshot(week=week), tmp_path)
    found = points(built.pdf, {"9,188,588.51", "7,341.2"})
    assert len(set(found.values())) == 1


@pytest.mark.parametrize(
    ("text", "places", "width"), [("1.653", 3, ""), ("55.56", 3, "0.555"), ("12", 2, "1.388"), ("–", 3, "")]
)
def test_a_figure_is_never_changed_only_moved(text: str, places: int, width: str) -> None:
    made = pointed(text, places)
    assert made.partition("<")[0] == text
    assert (f"width:{width}em" in made) == bool(width)


def test_a_head_of_two_characters_is_not_broken_by_its_neighbours(tmp_path: Path) -> None:
    long = "一格里写了很长的一段话，讲的是各小组的职责与分工"
    rows = [["序号", "名称", "职责", "人员"], *([str(n), long, long, long] for n in range(5))]
    built = build(snapshot({"policy": [item(tables=[{"after": 1, "rows": rows}])]}), tmp_path)
    assert any("序号" in line for page in pages(built.pdf) for line in map(fold, page))


def test_a_table_that_scrolls_is_as_wide_as_its_cells_ask() -> None:
    narrow, broad = (grid({"after": 0, "rows": [["序号", "名"], ["1", "甲" * size]]}) for size in (2, 12))
    assert narrow is not None
    assert broad is not None
    assert (narrow.breadth, broad.breadth) == (6, 16)


@pytest.mark.parametrize(
    ("volume", "told"),
    [
        ("2265", "2,265"),
        ("36318", "3.6万"),
        ("18396512", "1,840万"),
        ("383960000", "3.8亿"),
        ("0.4", "0.4"),
        ("999999", "100万"),
    ],
)
def test_the_scale_of_a_chart_is_told_short(volume: str, told: str) -> None:
    assert chart.tonnes(Decimal(volume)) == told


def test_an_instrument_that_never_had_a_price_has_no_empty_chart(tmp_path: Path) -> None:
    page = build(snapshot(week=[row(), idle_row()]), tmp_path).html.read_text(encoding="utf-8")
    assert page.count('class="panel"') == 1
