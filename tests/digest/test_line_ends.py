"""避头尾: no line begins with a closing mark or ends with an opening one; dates and rare names are found by search."""

from pathlib import Path

import pytest

from digest.build import build
from tests.digest.material import item, snapshot
from tests.digest.reading import fold, pages

NEVER_FIRST = "，。、；：！？）》」』】〕”’％%"
NEVER_LAST = "（《「『【〔“‘"
TEXT = (
    "样例市（下称“该市”）于5月17日发布《配额管理办法（试行）》，"
    "其中规定：“控排企业（含新增）应按期清缴；逾期的，按《条例》处罚。”"
)
NAMES = "联系人朱镕、陶喆、李堃，以及旻、翀、昇、玥、犇。"


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The text set at every offset of a line, so that each mark comes to stand at each end."""
    paragraphs = ["甲" * shift + TEXT * 3 for shift in range(22)]
    built = build(snapshot({"domestic": [item(1, paragraphs=[*paragraphs, NAMES])]}), tmp_path_factory.mktemp("ends"))
    found: list[str] = [line.strip() for page in pages(built.pdf) for line in page]
    return [line for line in found if any(word in line for word in ("配额", "清缴", "条例", "该市", "逾期", "发布"))]


def test_no_line_begins_or_ends_with_a_mark_that_must_not_stand_there(lines: list[str]) -> None:
    assert len(lines) > 80
    assert [line for line in lines if line[0] in NEVER_FIRST or line[-1] in NEVER_LAST] == []


def test_dates_and_rare_names_are_found(tmp_path: Path) -> None:
    entry = item(1, paragraphs=["截至5 月 17 日，共 12 家。", NAMES])
    text = fold("".join("".join(page) for page in pages(build(snapshot({"domestic": [entry]}), tmp_path).pdf)))
    assert "5月17日" in text
    assert fold(NAMES) in text
