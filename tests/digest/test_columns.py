"""What stands below two columns, and how a page ends: no holes, no lone lines, no title without its text."""

from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest

from digest import columns, house
from digest.build import build
from tests.digest.material import SENTENCES, item, snapshot
from tests.digest.reading import fold, pages

LEFT, WIDTH, GUTTER = 54.5, 231.1, 24.0
TITLE, TEXT = (20.0, 22.0), (14.0, 16.0)
"""Heights of the character boxes by which titles and running text are known."""


def marks(pdf: Path) -> list[list[tuple[float, str, int, str]]]:
    """For each page, from the top: (bottom, title or text, column, character)."""
    found = []
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        text = page.get_textpage()
        here = []
        for place in range(text.count_chars()):
            left, bottom, _, top = text.get_charbox(place, loose=True)
            char = text.get_text_range(place, 1)
            kinds = {"title": TITLE, "text": TEXT}
            kind = next((name for name, (low, high) in kinds.items() if low < top - bottom < high), "")
            if kind and char.strip():
                here.append((round(bottom, 1), kind, int(left > LEFT + WIDTH + GUTTER / 2), char))
        found.append(sorted(here, reverse=True))
    document.close()
    return found


def gaps(pdf: Path) -> list[float]:
    """From the last line of a text to the title below it on the page, where no section begins."""
    found = []
    for page, lines in zip(marks(pdf), pages(pdf), strict=True):
        if "【" in "".join(lines):
            continue
        before = None
        for bottom, kind, _, _ in page:
            if kind == "title" and before and before[1] == "text":
                found.append(round(before[0] - bottom, 1))
            before = (bottom, kind)
    return found


def batched(words: tuple[str, ...]) -> list[tuple[str, ...]]:
    return [words[place : place + 2] for place in range(0, len(words), 2)]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Items of every length from two sentences to fifteen, so that columns end in every way."""
    texts = {number: (SENTENCES * 3)[: 2 + number * 5 % 14] for number in range(40)}
    entries = [item(number, paragraphs=list(map("".join, batched(words)))) for number, words in texts.items()]
    return build(snapshot({"domestic": entries}), tmp_path_factory.mktemp("columns")).pdf


def test_the_space_above_every_title_is_the_same(built: Path) -> None:
    found = gaps(built)
    assert len(found) > 15
    assert max(found) - min(found) < 1.5


def test_no_column_ends_or_begins_a_page_with_a_lone_line(built: Path) -> None:
    broken = 0
    for page, lines in zip(marks(built), pages(built), strict=True):
        if any(words in fold("".join(lines)) for words in ("【", "目录", "数据说明", "北京")):
            continue
        begins: dict[int, set[float]] = {0: set(), 1: set()}
        for bottom, kind, column, _ in page:
            if kind == "title":
                break
            begins[column].add(bottom)
        if begins[0]:
            broken += 1
            assert len(begins[0]) >= columns.FEWEST - 1
            assert begins[1], "half a page of nothing beside a few lines"
    assert broken > 1


FOOT = 64.0
"""Height of the margin below the text."""


def test_a_page_gives_up_no_more_lines_than_the_next_one_needs(tmp_path: Path) -> None:
    """Three lines were always taken, which left four of white."""
    lengths = [230 + number * 111 % 400 for number in range(1, 36)]
    entries = [item(number, paragraphs=["".join(SENTENCES * 5)[:long] + "。"]) for number, long in enumerate(lengths)]
    built = build(snapshot({"domestic": entries}), tmp_path).pdf
    white = [
        min(bottom for bottom, kind, _, _ in page if kind == "text") - FOOT
        for words, (page, after) in zip(pages(built), pairwise(marks(built)), strict=False)
        if "国内资讯" in fold("".join(words)) and after[0][1] == "text" and page[-1][1] == "text" and len(page) > 300
    ]
    assert len(white) > 4
    assert max(white) < 3 * 17.5


def test_a_section_goes_on_below_the_one_before_and_its_name_is_never_alone(tmp_path: Path) -> None:
    names = house.load()["sections"]
    few = {section: [item(number * 10 + n) for n in range(2)] for number, section in enumerate(names, 1)}
    printed = [fold("".join(page)) for page in pages(build(snapshot(few), tmp_path).pdf)]
    assert len(printed) <= 9
    for name in names.values():
        page = next(text for text in printed[2:] if f"【{name}】" in text)
        assert "样例第" in page.partition(f"【{name}】")[2]
