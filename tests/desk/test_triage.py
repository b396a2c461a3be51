"""Editors file, reject and correct; nothing of one editor is lost to another's."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.test import Client

from archive import editing, labels, learning
from archive.models import Article, AuditEntry, Correction
from nlp.sections import model
from tanxun import learned

pytestmark = pytest.mark.django_db
Put = Callable[..., Article]


def moves(article: Article) -> list[tuple[str, str, str]]:
    return list(article.corrections.order_by("pk").values_list("field", "old", "new"))


def test_the_inbox_shows_what_the_model_thinks_and_why(editor: Client, put: Put) -> None:
    article = put(abstain=True)
    put(title="同一件事的另一篇", url="https://copy.example/")
    Article.objects.filter(title="同一件事的另一篇").update(original=article)
    page = editor.get("/desk/").content.decode()
    assert "建议 国内资讯 80%，拿不准" in page
    assert "正文用词：配额" in page
    assert "另有 1 篇报道同一件事" in page
    assert page.count('class="event ') == 1
    assert "湖北碳市场本周放量" in editor.get("/desk/?tab=asks").content.decode()


def test_one_key_files_and_teaches(editor: Client, put: Put) -> None:
    article = put()
    answer = editor.post(f"/desk/articles/{article.pk}/move/", {"section": "market"}, headers={"hx-request": "true"})
    assert "编辑：市场热点" in answer.content.decode()
    article.refresh_from_db()
    assert (article.section, article.section_by, article.state, article.confidence) == (
        "market",
        "editor",
        "kept",
        None,
    )
    assert ("section", "domestic", "market") in moves(article)
    assert [one.section for one in learning.decisions()] == ["market"]
    assert AuditEntry.objects.filter(who="alice", what="triage", about=f"article {article.pk}").exists()


def test_a_confirmation_is_a_label_too(editor: Client, put: Put, now: object) -> None:
    article = put()
    editor.post(f"/desk/articles/{article.pk}/move/", {"section": "domestic"})
    assert ("section", "domestic", "domestic") in moves(article)
    assert labels.confirmed(article.first_seen_at) == 1
    assert labels.confusions(article.first_seen_at) == []


def test_rejecting_needs_a_reason(editor: Client, put: Put) -> None:
    article = put()
    assert editor.post(f"/desk/articles/{article.pk}/move/", {"reason": "because"}).status_code == 422
    assert editor.post(f"/desk/articles/{article.pk}/move/", {}).status_code == 422
    editor.post(f"/desk/articles/{article.pk}/move/", {"reason": "offtopic"})
    article.refresh_from_db()
    assert (article.state, article.section) == ("spiked", "offtopic")
    assert Correction.objects.get(field="state").why == "与主题无关"


def test_undo_takes_back_ones_own_last_step_whole(editor: Client, sign_in: Callable[..., Client], put: Put) -> None:
    first, second = put(), put(title="另一篇")
    editor.post(f"/desk/articles/{first.pk}/move/", {"section": "policy"})
    sign_in("dora", "editor").post(f"/desk/articles/{second.pk}/move/", {"section": "notice"})
    editor.post("/desk/undo/")
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.section, first.section_by, first.state, first.confidence) == ("domestic", "model", "new", 0.8)
    assert second.section == "notice"
    assert editor.post("/desk/undo/").status_code == 422


def test_undo_never_tramples_a_later_change(editor: Client, sign_in: Callable[..., Client], put: Put) -> None:
    article = put()
    editor.post(f"/desk/articles/{article.pk}/move/", {"section": "policy"})
    sign_in("dora", "editor").post(f"/desk/articles/{article.pk}/move/", {"section": "notice"})
    assert editor.post("/desk/undo/").status_code == 409
    article.refresh_from_db()
    assert article.section == "notice"


def test_two_editors_one_article_no_lost_edit(editor: Client, sign_in: Callable[..., Client], put: Put) -> None:
    article = put()
    seen = editing.version(article)
    form = {"title": "先到的标题", "section": "domestic", "published_on": "2017-05-17", "seen": seen}
    assert editor.post(f"/desk/articles/{article.pk}/", form).status_code == 302
    late = sign_in("dora", "editor").post(f"/desk/articles/{article.pk}/", form | {"title": "后到的标题"})
    assert late.status_code == 409
    page = late.content.decode()
    assert "后到的标题" in page  # what was typed is still there
    assert "先到的标题" in page  # beside what is stored
    article.refresh_from_db()
    assert article.title == "先到的标题"


def test_a_new_crawl_between_looking_and_saving_is_a_conflict(editor: Client, put: Put) -> None:
    article = put()
    seen = editing.version(article)
    Article.objects.filter(pk=article.pk).update(text="来源改了正文。")
    form = {"title": article.title, "section": "policy", "published_on": "2017-05-17", "seen": seen}
    assert editor.post(f"/desk/articles/{article.pk}/", form).status_code == 409


@pytest.mark.parametrize("day", ["2017-13-01", "17-5-1", "0017-05-01", "2917-05-01", "昨天"])
def test_an_odd_day_is_refused_and_kept_on_the_page(editor: Client, put: Put, day: str) -> None:
    article = put()
    form = {"title": "改过的标题", "section": "policy", "published_on": day, "seen": editing.version(article)}
    answer = editor.post(f"/desk/articles/{article.pk}/", form)
    assert answer.status_code == 422
    assert "改过的标题" in answer.content.decode()
    article.refresh_from_db()
    assert article.published_on == date(2017, 5, 17)


def test_odd_days_are_pointed_out(editor: Client, put: Put) -> None:
    late = put(published_on=date(2016, 5, 17))
    assert "可能把年份写错了" in editor.get(f"/desk/articles/{late.pk}/").content.decode()
    none = put(published_on=None)
    assert "原网页没有日期" in editor.get(f"/desk/articles/{none.pk}/").content.decode()
    inbox = editor.get("/desk/").content.decode()
    assert '<time class="odd" datetime="2016-05-17">' in inbox
    assert "原网页没有日期" in inbox


def test_merging_points_all_reports_to_the_first(editor: Client, put: Put) -> None:
    first, second, third = put(), put(), put()
    editor.post(f"/desk/articles/{third.pk}/move/", {"original": str(second.pk)})
    editor.post(f"/desk/articles/{second.pk}/move/", {"original": str(first.pk)})
    third.refresh_from_db()
    assert third.original_id == first.pk
    assert editor.post(f"/desk/articles/{first.pk}/move/", {"original": str(first.pk)}).status_code == 422
    assert editor.post(f"/desk/articles/{first.pk}/move/", {"original": "x"}).status_code == 422


def test_what_is_printed_is_not_filed_again(editor: Client, put: Put) -> None:
    article = put()
    Article.objects.filter(pk=article.pk).update(state="published")
    assert editor.post(f"/desk/articles/{article.pk}/move/", {"section": "policy"}).status_code == 422


def test_the_desk_says_what_the_model_learned(editor: Client, home: Path) -> None:
    assert "还没有学过" in editor.get("/desk/corrections/").content.decode()
    about = {"before": "", "decisions": 31, "corrections": 12, "newest_decision": "2017-05-19T01:00:00+00:00"}
    taught = replace(model.load(), about={**about, "held_out": {"market": [9, 1, 4], "policy": [5, 0, 0]}})
    learned.keep(home / "var" / "models", taught)
    page = editor.get("/desk/corrections/").content.decode()
    assert "市场热点 多对 4、多错 1（共 9）" in page
    assert "政策聚焦 多对" not in page
    assert "在用" in page
