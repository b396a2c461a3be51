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
        ("全文", "全登", "第 15 行读不懂“全登"),
        ("【国内资讯】", "【国内新闻】", "第 14 行没有“国内新闻”这个栏目，只有[^；]*。本期没有改动"),
        ("样例甲篇", "样例甲篇\n全文 9999 没有的", "行的 9999 号不在库中"),
        ("【市场热点】", "全文 1 早了\n【市场热点】", "第 10 行的 1 号在任何栏目之前"),
    ],
)
def test_what_cannot_be_read_is_told_by_its_line_and_nothing_changes(
    issue: Issue, old: str, new: str, told: str
) -> None:
    before = contents(issue)
    with pytest.raises(BadForm, match=told):
        textform.read(textform.write(issue).replace(old, new, 1) if old != "全文" else _spoilt(issue), issue)
    assert contents(issue) == before


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("【国内资讯】", "", "缺少【国内资讯】这一行"),
        ("【国内资讯】", "【国内资讯】\n【国内资讯】", "行又是【国内资讯】"),
        ("【国内资讯】", "【国内资讯", "读不懂“【国内资讯”"),
        ("样例甲篇", "样例甲篇\n全文 99999999999999999999999 号码", "不在库中"),
        ("【本周要览】\n", "【本周要览】\n" + "成交最多：湖北。\n" * 8, "首页至多印 7 行"),
        ("【本周要览】\n", "【本周要览】\n全文 1 放错了\n", "移到【栏目】之下"),
    ],
)
def test_a_slip_that_would_move_or_lose_items_is_told(issue: Issue, old: str, new: str, told: str) -> None:
    text = textform.write(issue)
    assert old in text
    with pytest.raises(BadForm, match=told):
        textform.read(text.replace(old, new, 1), issue)


def test_what_is_left_of_a_file_does_not_empty_the_issue(issue: Issue) -> None:
    with pytest.raises(BadForm, match="缺少"):
        textform.read(textform.write(issue).splitlines()[0], issue)


def test_small_slips_are_understood(issue: Issue) -> None:
    text = textform.write(issue).replace("【国内资讯】", "[国内 资讯]").replace("全文  ", "全文：", 1)
    text = text.replace("样例乙篇", "乙篇 https://a.example.org/1 ／／ 按语").replace("全文  ", "全文\t", 1)
    laid = textform.read(text, issue).laid
    assert len(laid) == 3
    assert [(one.title, one.note) for one in laid if one.title] == [("乙篇 https://a.example.org/1", "按语")]


def test_the_front_page_and_trimmed_items_go_out_and_come_back(issue: Issue, tmp_path: Path) -> None:
    text = textform.write(issue).replace("【本周要览】\n", "【本周要览】\n成交最多：湖北。\n展望：清缴在即。\n")
    file = tmp_path / "1.txt"
    file.write_bytes(text.replace("全文", "去附").encode("gb18030"))
    assert "3 篇" in run("edit", "1", "--from", str(file)).output
    issue.refresh_from_db()
    assert issue.lead == "成交最多：湖北。\n展望：清缴在即。"
    assert {item.trimmed for item in issues.items(issue)} == {True}
    assert textform.read(textform.write(issue), issue).lead == issue.lead
    file.write_bytes(b"\xff\xff\x00")
    assert run("edit", "1", "--from", str(file)).exit_code == 2


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
