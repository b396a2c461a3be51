"""The form of one article: every field an editor may write, kept while it is typed, never lost and never trampled."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from archive import articles, editing
from archive.models import Article, Unsaved
from desk import fields
from digest import policy
from tests.desk.conftest import NEWS, POLICY

pytestmark = pytest.mark.django_db
Put = Callable[..., Article]


def save(browser: Client, article: Article, **typed: str) -> int:
    form = {**fields.shown(article), "seen": editing.version(article), **typed}
    return browser.post(f"/desk/articles/{article.pk}/", form).status_code


def test_an_editor_writes_the_card_and_only_what_he_wrote_is_kept(editor: Client, put: Put) -> None:
    article = put(POLICY, text="各市应于2017年6月30日前报送核查报告。本办法自2017年6月1日起施行。")
    assert save(editor, article, sectors="电力、水泥", doc_number="某发改〔2017〕99号", signed_on="2017-05-10") == 302
    article.refresh_from_db()
    assert article.card == {"sectors": ["电力", "水泥"]}  # the rest is still read from the text
    assert (article.doc_number, article.signed_on) == ("某发改〔2017〕99号", date(2017, 5, 10))
    assert {"doc_number", "signed_on", "card"} <= set(article.corrections.values_list("field", flat=True))
    assert policy.read(article)["effective_on"] == "2017-06-01"
    shown = fields.shown(article)
    assert (shown["effective_on"], shown["sectors"]) == ("2017-06-01", "电力、水泥")


def test_what_an_editor_clears_stays_clear(editor: Client, put: Put) -> None:
    article = put(POLICY, text="本办法自2017年6月1日起施行。")
    assert save(editor, article, effective_on="") == 302
    article.refresh_from_db()
    assert article.card == {"effective_on": None}
    assert fields.shown(article)["effective_on"] == ""


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"duties": "报送核查报告"}, "谁：做什么"),
        ({"effective_on": "6月1日"}, "施行日期"),
        ({"duties": "企业：报送｜六月底"}, "须办事项"),
        ({"publisher": "长" * 500}, "来源最长 400 字"),
    ],
)
def test_nonsense_is_refused_by_the_name_of_its_field(
    editor: Client, put: Put, typed: dict[str, str], told: str
) -> None:
    article = put(POLICY)
    form = {**fields.shown(article), "seen": editing.version(article), **typed}
    answer = editor.post(f"/desk/articles/{article.pk}/", form)
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert next(iter(typed.values())) in answer.content.decode()
    assert not Article.objects.get(pk=article.pk).corrections.exists()


def test_a_duty_is_a_line(editor: Client, put: Put) -> None:
    article = put(POLICY, text="没有写明义务。")
    assert save(editor, article, duties="重点排放单位：报送报告|2017-06-30\n核查机构：出具意见") == 302
    article.refresh_from_db()
    assert article.card == {
        "duties": [
            {"who": "重点排放单位", "what": "报送报告", "by": "2017-06-30"},
            {"who": "核查机构", "what": "出具意见", "by": None},
        ]
    }


def test_an_edited_text_survives_the_next_crawl_which_is_told(editor: Client, put: Put, now: datetime) -> None:
    article = put(text="第一段被折\n成两行。")
    assert save(editor, article, text="第一段被折成两行。") == 302
    row = replace(NEWS, url=article.url, text="第一段被折\n成两行。")
    articles.store([row], observed_at=now + timedelta(days=1), page=None)
    article.refresh_from_db()
    assert (article.text, article.source_text) == ("第一段被折成两行。", "第一段被折\n成两行。")
    assert not article.versions.exists()

    articles.store(
        [replace(row, text="来源重写了这一段。")], observed_at=datetime.now(now.tzinfo) + timedelta(days=1), page=None
    )
    article.refresh_from_db()
    assert (article.text, article.source_text) == ("第一段被折成两行。", "来源重写了这一段。")
    assert "来源又改了原文" in editor.get(f"/desk/articles/{article.pk}/").content.decode()
    assert "<ins>成两行。</ins>" in editor.get(f"/desk/articles/{article.pk}/versions/").content.decode()


def test_undo_gives_the_text_of_the_source_back(editor: Client, put: Put) -> None:
    article = put(text="原来的正文。")
    save(editor, article, text="改过的正文。")
    editor.post("/desk/undo/")
    article.refresh_from_db()
    assert (article.text, article.source_text) == ("原来的正文。", None)


def test_saving_an_unchanged_form_changes_nothing(editor: Client, put: Put) -> None:
    article = put(POLICY, text="一段。\r\n又一段。\n")
    before = editing.version(article)
    assert save(editor, article) == 302
    assert editing.version(Article.objects.get(pk=article.pk)) == before
    assert not article.corrections.exists()


def test_what_is_typed_is_there_again_after_the_window_was_closed(editor: Client, put: Put) -> None:
    article = put()
    typed = {"seen": editing.version(article), "title": "只打了一半的标"}
    kept = editor.post(f"/desk/articles/{article.pk}/unsaved/", typed)
    assert "已自动留存" in kept.content.decode()
    page = editor.get(f"/desk/articles/{article.pk}/").content.decode()
    assert "已恢复您" in page
    assert "只打了一半的标" in page
    article.refresh_from_db()
    assert article.title == "湖北碳市场本周放量"
    save(editor, article, title="打完的标题")
    assert not Unsaved.objects.exists()
    assert "已恢复您" not in editor.get(f"/desk/articles/{article.pk}/").content.decode()


def test_two_at_one_article_see_each_other_and_not_each_others_words(
    editor: Client, sign_in: Callable[..., Client], put: Put
) -> None:
    article = put()
    editor.post(f"/desk/articles/{article.pk}/unsaved/", {"seen": "x", "title": "甲的字"})
    page = sign_in("dora", "editor").get(f"/desk/articles/{article.pk}/").content.decode()
    assert "alice" in page
    assert "也在改这一篇" in page
    assert "甲的字" not in page


def test_unsaved_words_over_a_changed_article_are_shown_beside_it(
    editor: Client, sign_in: Callable[..., Client], put: Put
) -> None:
    article = put()
    editor.post(f"/desk/articles/{article.pk}/unsaved/", {"seen": editing.version(article), "title": "甲的标题"})
    save(sign_in("dora", "editor"), article, title="乙的标题")
    page = editor.get(f"/desk/articles/{article.pk}/").content.decode()
    assert "之后文章被改过" in page
    assert "甲的标题" in page
    assert "乙的标题" in page
    editor.post(f"/desk/articles/{article.pk}/unsaved/", {"do": "drop"})
    assert "甲的标题" not in editor.get(f"/desk/articles/{article.pk}/").content.decode()


@pytest.mark.usefixtures("quotes")
def test_figures_of_the_text_stand_beside_the_ledger(editor: Client, put: Put) -> None:
    article = put(text="5月17日，湖北碳市场成交均价18.20元/吨，成交100吨。5月18日湖北碳市场收盘价16.48元/吨。")
    page = editor.get(f"/desk/articles/{article.pk}/").content.decode()
    assert "不符" in page
    assert "16.20" in page
    assert "一致" in page
