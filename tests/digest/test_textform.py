"""An issue as text: out, changed by hand, and back."""

from pathlib import Path

import pytest

from archive import issues
from archive.composing import lay_out
from archive.editing import Conflict
from archive.models import Issue
from digest import textform
from digest.drafting import draft
from digest.errors import BadForm
from tests.digest.conftest import FIRST, ISSUE_DAY, LAST, NOW, Put
from tests.digest.test_command import ready, run

__all__ = ["ready"]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def issue(put: Put) -> Issue:
    for title in ("样例甲篇", "样例乙篇", "样例丙篇"):
        put(title)
    return draft(1, ISSUE_DAY, FIRST, LAST, now=NOW)


def contents(issue: Issue) -> list[tuple[str, str, str, str, bool]]:
    return [(item.section, item.article.title, item.title, item.note, item.condensed) for item in issues.items(issue)]


def test_unchanged_it_reads_back_as_it_was(issue: Issue) -> None:
    before = contents(issue)
    lay_out(1, *textform.read(textform.write(issue), issue))
    assert contents(issue) == before
    assert len(before) == 3


def test_move_cut_retitle_note_and_condense(issue: Issue, tmp_path: Path) -> None:
    file = tmp_path / "1.txt"
    assert run("edit", "1", "--out", str(file)).exit_code == 0
    text = file.read_text(encoding="utf-8")
    lines = {
        title: next(line for line in text.splitlines() if title in line)
        for title in ("样例甲篇", "样例乙篇", "样例丙篇")
    }
    for line in lines.values():
        text = text.replace(line + "\n", "")
    moved = lines["样例乙篇"].replace("全文", "要点").replace("样例乙篇", "改过的乙篇 // 请与上期对照")
    text = text.replace("【政策聚焦】\n", f"【政策聚焦】\n{moved}\n{lines['样例甲篇'].replace('全文', '撤')}\n")
    text = text.replace("【推荐阅读】\n", f"【推荐阅读】\n{lines['样例丙篇']}\n")
    file.write_text("\ufeff" + text, encoding="utf-8")
    answer = run("edit", "1", "--from", str(file))
    assert "2 篇，撤下 1 篇：《样例甲篇》" in answer.output
    assert contents(issue) == [
        ("policy", "样例乙篇", "改过的乙篇", "请与上期对照", True),
        ("reading", "样例丙篇", "", "", False),
    ]
    lay_out(1, *textform.read(textform.write(issue), issue))
    assert contents(issue)[0][2:] == ("改过的乙篇", "请与上期对照", True)


def test_an_article_of_the_archive_can_be_added_by_its_number(issue: Issue, put: Put) -> None:
    other = put("另外一篇", section="reading")
    text = textform.write(issue).replace("【行业公告】\n", f"【行业公告】\n全文 {other.pk}\n")
    lay_out(1, *textform.read(text, issue))
    assert contents(issue)[-1][:3] == ("notice", "另外一篇", "")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("全文", "全登", "第 11 行读不懂“全登"),
        ("【国内资讯】", "【国内新闻】", "第 10 行没有“国内新闻”这个栏目，只有[^；]*。本期没有改动"),
        ("样例甲篇", "样例甲篇\n全文 9999 没有的", "行的 9999 号不在库中"),
        ("【市场热点】", "全文 1 早了\n【市场热点】", "第 6 行在任何栏目之前"),
    ],
)
def test_what_cannot_be_read_is_told_by_its_line_and_nothing_changes(
    issue: Issue, old: str, new: str, told: str
) -> None:
    before = contents(issue)
    with pytest.raises(BadForm, match=told):
        textform.read(textform.write(issue).replace(old, new, 1) if old != "全文" else _spoilt(issue), issue)
    assert contents(issue) == before


def _spoilt(issue: Issue) -> str:
    lines = textform.write(issue).splitlines()
    place = next(number for number, line in enumerate(lines) if line.startswith("全文"))
    lines[place] = lines[place].replace("全文", "全登")
    return "\n".join(lines)


def test_the_same_article_twice_is_refused(issue: Issue) -> None:
    text = textform.write(issue)
    line = next(line for line in text.splitlines() if "样例甲篇" in line)
    with pytest.raises(BadForm, match="已有，请去掉一处"):
        textform.read(text + "\n" + line, issue)


def test_a_text_older_than_the_issue_changes_nothing(issue: Issue) -> None:
    old = textform.write(issue)
    lay_out(1, *textform.read(old.replace("样例甲篇", "甲篇另题"), issue))
    with pytest.raises(Conflict):
        lay_out(1, *textform.read(old, issue))


def test_another_file_is_no_issue(issue: Issue) -> None:
    with pytest.raises(BadForm, match="第一行"):
        textform.read("购物清单\n", issue)
