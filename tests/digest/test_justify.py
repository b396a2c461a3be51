"""Lines of Chinese end flush at the right edge of their column, and numbers keep their digits together."""

from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest

from digest import justify
from digest.build import build
from digest.markup import tight
from tests.digest.material import item, snapshot

LEFT, WIDTH, GUTTER = 54.5, 231.1, 24.0
LEADING = (17.0, 18.0)
"""Points between the baselines of two lines of a paragraph."""
TENTH_OF_AN_EM = 1.05

TEXT = (
    "截至2017年5月18日，样例市场累计成交760万吨，成交额约1.58亿元，比上一年同期增加16.4%；其中CCER（核证自愿减排量）",
    "占12.5%，参与企业由132家增至218家。交易所负责人表示，下一步将把EA与VER两类产品分开列示，并公布逐笔数据，",
    "以便企业按《管理办法（试行）》第三章的要求核对自己的账户，避免在2017年6月30日的清缴期限之前出现差错。",
)


def ends(pdf: Path) -> list[float]:
    """For each line of a two-column text that another line of its paragraph follows: how far it misses its edge."""
    missed = []
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        text = page.get_textpage()
        lines: dict[tuple[int, float], list[tuple[float, float]]] = defaultdict(list)
        for place in range(text.count_chars()):
            left, bottom, right, top = text.get_charbox(place, loose=True)
            if text.get_text_range(place, 1).strip() and 14 < top - bottom < 16:
                lines[int(left > LEFT + WIDTH + GUTTER / 2), round(bottom, 1)].append((left, right))
        missed += _of_page(lines)
    document.close()
    return missed


def _of_page(lines: dict[tuple[int, float], list[tuple[float, float]]]) -> list[float]:
    order = sorted(lines, key=lambda key: (key[0], -key[1]))
    found = []
    for (column, height), (next_column, next_height) in pairwise(order):
        start = LEFT + column * (WIDTH + GUTTER)
        goes_on = min(left for left, _ in lines[next_column, next_height]) < start + 5
        if column == next_column and LEADING[0] < height - next_height < LEADING[1] and goes_on:
            found.append(start + WIDTH - max(right for _, right in lines[column, height]))
    return found


@pytest.fixture
def issue() -> dict[str, list]:  # type: ignore[type-arg]
    return {"domestic": [item(1, paragraphs=["".join(TEXT), "".join(reversed(TEXT))] * 6)]}


def test_at_most_two_in_a_hundred_lines_are_ragged(issue, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    missed = ends(build(snapshot(issue), tmp_path).pdf)
    assert len(missed) > 60
    assert sum(abs(miss) > TENTH_OF_AN_EM for miss in missed) <= len(missed) // 50


def test_the_measure_sees_ragged_lines(issue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(justify, "justify_line", justify._blanks_only)
    missed = ends(build(snapshot(issue), tmp_path).pdf)
    assert sum(abs(miss) > TENTH_OF_AN_EM for miss in missed) > len(missed) // 5


@pytest.mark.parametrize(
    ("text", "set_as"),
    [
        ("5 月 17 日，约 760 万吨", "5月17日，约760万吨"),
        ("增长 16.4% 左右", "增长16.4%左右"),
        ("组长 甲某 副组长 乙某", "组长 甲某 副组长 乙某"),
        ("China Emission Trading", "China Emission Trading"),
    ],
)
def test_blanks_around_numbers_are_taken_out_and_others_stay(text: str, set_as: str) -> None:
    assert tight(text) == set_as
