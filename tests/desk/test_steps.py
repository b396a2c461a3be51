"""From one step to the next: the desk keeps the place, the counts and what is to be done after this."""

from collections.abc import Callable

import pytest
from django.test import Client

from archive.models import Article, Issue

pytestmark = pytest.mark.django_db
Put = Callable[..., Article]


def seen(page: str) -> str:
    return page.partition('name="seen" value="')[2].partition('"')[0]


def test_saving_and_choosing_leads_to_the_next_that_waits(editor: Client, put: Put) -> None:
    last, first = put(title="第二篇"), put(title="第一篇")
    page = editor.get(f"/desk/articles/{first.pk}/").content.decode()
    assert f'data-key="n" href="/desk/articles/{last.pk}/"' in page
    form = {"seen": seen(page), "title": "改过的题", "section": "policy", "then": "next"}
    answer = editor.post(f"/desk/articles/{first.pk}/", form)
    assert (answer.status_code, answer["Location"]) == (302, f"/desk/articles/{last.pk}/")
    first.refresh_from_db()
    assert (first.title, first.section, first.state) == ("改过的题", "policy", "kept")
    answer = editor.post(f"/desk/articles/{last.pk}/move/", {"reason": "thin", "then": "next"})
    assert answer["Location"] == "/desk/"


def test_an_article_off_topic_is_not_chosen(editor: Client, put: Put) -> None:
    article = put()
    form = {"seen": seen(editor.get(f"/desk/articles/{article.pk}/").content.decode()), "section": "offtopic"}
    answer = editor.post(f"/desk/articles/{article.pk}/", {**form, "then": "next"})
    assert answer.status_code == 422
    assert "离题的文章不能选用" in answer.content.decode()
    article.refresh_from_db()
    assert (article.section, article.state) == ("domestic", "new")


def test_a_printed_article_says_where_and_is_not_judged_again(editor: Client, published: Issue) -> None:
    page = editor.get(f"/desk/articles/{published.items.first().article_id}/").content.decode()
    assert "刊于总第 7 期" in page
    assert "保存并选用" not in page
    assert 'name="reason"' not in page


def test_a_step_keeps_the_list_and_its_counts(editor: Client, put: Put) -> None:
    article = put()
    put()
    place = {"section": "domestic", "tab": "new", "of": "domestic"}
    answer = editor.post(f"/desk/articles/{article.pk}/move/", place, headers={"hx-request": "true"})
    assert '<span id="waiting-new" hx-swap-oob="innerHTML">1</span>' in answer.content.decode()
    answer = editor.post("/desk/undo/", {"tab": "new", "of": "domestic"})
    assert answer["Location"] == f"/desk/?tab=new&of=domestic#event-{article.pk}"


def test_a_form_of_a_session_that_ended_leads_back_to_its_page(client: Client, put: Put) -> None:
    address = f"/desk/articles/{put().pk}/move/"
    came = {"referer": "http://testserver/desk/?tab=kept"}
    assert client.post(address, {}, headers=came)["Location"] == (
        "/desk/sign-in/?next=http%3A//testserver/desk/%3Ftab%3Dkept"
    )
    stranger = {"referer": "https://evil.example/"}
    assert "evil" not in client.post(address, {}, headers=stranger)["Location"]
    answer = client.post(address, {}, headers={"hx-request": "true"})
    assert (answer.status_code, answer["Content-Type"]) == (401, "text/plain; charset=utf-8")


def test_what_an_issue_leaves_out_is_one_click_away(editor: Client, issue: Issue, put: Put) -> None:
    waits, chosen = put(title="还没有看的"), put(title="选好的")
    Article.objects.filter(pk=chosen.pk).update(state=Article.State.KEPT)
    put(title="弃用的", url="https://spiked.example/")
    Article.objects.filter(title="弃用的").update(state=Article.State.SPIKED)
    page = editor.get("/desk/issues/7/left-out/").content.decode()
    assert 0 < page.index("选好的") < page.index("还没有看的")
    assert "弃用的" not in page
    answer = editor.post("/desk/issues/7/add/", {"article": waits.pk, "seen": seen(page), "then": "more"})
    assert answer["Location"] == "/desk/issues/7/left-out/"
    assert "还没有看的" not in editor.get("/desk/issues/7/left-out/").content.decode()


def test_the_days_of_the_next_issue_are_filled_in(editor: Client, issue: Issue, now: object) -> None:
    page = editor.get("/desk/issues/").content.decode()
    for name, day in (("date", "2017-05-26"), ("first", "2017-05-19"), ("last", "2017-05-25")):
        assert f'name="{name}" type="date" required value="{day}"' in page
