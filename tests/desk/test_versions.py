"""What changed is shown to the character, and stored names are shown as words."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client

from archive import articles
from archive.models import Article
from desk.versions import MOST, NEW, OLD, SAME, pieces
from tests.desk.conftest import NEWS

Put = Callable[..., Article]


def told(found: list[tuple[str, str]], *kinds: str) -> str:
    return "".join(text for kind, text in found if kind in kinds)


def test_a_word_that_changed_in_a_long_paragraph_is_all_that_is_marked() -> None:
    before = "开头一段。\n" + "前文" * 100 + "在柏林闭幕。\n结尾一段。"
    found = pieces(before, before.replace("柏林", "波恩"))
    assert (told(found, OLD), told(found, NEW)) == ("柏林", "波恩")
    assert len(told(found, SAME)) < 200
    assert "结尾" not in told(found, SAME)


@pytest.mark.parametrize(("old", "new"), [("", "新的"), ("旧的", ""), ("一\n二\n三", "一\n三"), ("甲", "乙\n丙")])
def test_nothing_that_came_or_went_is_left_out(old: str, new: str) -> None:
    found = pieces(old, new)
    gone, came = (set(one.splitlines()) for one in (old, new))
    assert set(told(found, OLD)) == set("".join(gone - came))
    assert set(told(found, NEW)) == set("".join(came - gone))


def test_a_very_long_paragraph_is_shown_whole() -> None:
    old, new = "甲" * MOST, "乙乙"
    assert pieces(old, new)[:2] == [(OLD, old), (NEW, new)]


@pytest.mark.django_db
def test_the_page_marks_both_kinds_of_change(editor: Client, put: Put) -> None:
    article = put(url=NEWS.url)
    seen = editor.get(f"/desk/articles/{article.pk}/").context["seen"]
    editor.post(f"/desk/articles/{article.pk}/", {"seen": seen, "section": "notice", "text": "碳价格<b>下跌</b>。"})
    articles.store(
        [replace(NEWS, text="来源改过的文字。")], observed_at=article.first_seen_at + timedelta(1), page=None
    )
    page = editor.get(f"/desk/articles/{article.pk}/versions/").content.decode()
    assert "<ins>来源改过的文字。</ins>" in page
    assert "&lt;b&gt;下跌" in page
    assert "栏目 国内资讯 → 行业公告" in page
    assert "栏目 国内资讯 → 行业公告" in editor.get("/desk/corrections/").content.decode()


@pytest.mark.django_db
def test_after_a_merge_the_list_is_at_the_original(editor: Client, put: Put) -> None:
    first, copy = put(), put(title="转载的一篇")
    answer = editor.post(f"/desk/articles/{copy.pk}/move/", {"original": first.pk})
    assert answer["Location"].endswith(f"#event-{first.pk}")
