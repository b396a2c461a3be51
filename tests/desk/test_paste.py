"""An address that an editor pastes becomes an article with its page, once; nothing behind our own door is asked."""

from functools import partial

import pytest
from django.test import Client

from archive import pages
from archive.models import Article, AuditEntry, Page
from desk import outward, pasting
from tests.weekly.site import serve

pytestmark = pytest.mark.django_db
TEXT = "武汉五月十七日电，湖北碳市场当天成交配额三万吨，成交均价为每吨十六元四角，履约期临近使控排企业入市增多。"
PAGE = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>湖北碳市场成交放量</title></head><body>
<h1>湖北碳市场成交放量</h1><div class="info">2017-05-17 来源：某某日报</div>
<div class="content"><p>{TEXT}</p><p>{TEXT.replace("三万", "两万")}</p>
<p>市场人士认为，履约季结束前交易还将活跃。</p></div>
</body></html>""".encode()
INDEX = "<html><head><title>列表</title></head><body><ul>" + "".join(
    f'<li><a href="/{n}.html">第{n}条要闻标题写在这里</a></li>' for n in range(30)
)


@pytest.fixture
def open_door(monkeypatch: pytest.MonkeyPatch) -> None:
    """The guard as it is, but for the rule that this machine is not the public web."""
    monkeypatch.setattr(pasting, "fetch", partial(outward.fetch, allowed=lambda _: True))


@pytest.mark.usefixtures("open_door")
def test_a_pasted_page_becomes_an_article_with_its_page(editor: Client) -> None:
    with serve({"/a.html": PAGE}) as site:
        answer = editor.post("/desk/paste/", {"url": f" {site}/a.html "})
        assert editor.post("/desk/paste/", {"url": f"{site}/a.html"}).status_code == 302
    article = Article.objects.get()
    assert answer.headers["Location"] == f"/desk/articles/{article.pk}/"
    assert (article.title, str(article.published_on), article.publisher) == (
        "湖北碳市场成交放量",
        "2017-05-17",
        "某某日报",
    )
    assert (article.source, article.region, article.state) == ("pasted", "湖北", "new")
    assert TEXT in article.text
    assert article.page is not None
    assert pages.body(article.page) == PAGE
    assert AuditEntry.objects.filter(who="alice", what="paste").count() == 2
    assert "湖北碳市场成交放量" in editor.get("/desk/").content.decode()


@pytest.mark.usefixtures("open_door")
@pytest.mark.parametrize(
    ("path", "told"), [("/gone.html", "404"), ("/list.html", "没有收入"), ("/empty.html", "没有收入")]
)
def test_what_is_no_article_is_refused_with_its_reason_and_leaves_nothing(editor: Client, path: str, told: str) -> None:
    with serve({"/list.html": INDEX.encode(), "/empty.html": b""}) as site:
        answer = editor.post("/desk/paste/", {"url": site + path})
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert not Article.objects.exists()
    assert not Page.objects.exists()


@pytest.mark.parametrize(
    "url",
    [
        "",
        "x" * 3000,
        "http://127.0.0.1/",
        "http://localhost:8000/desk/",
        "http://169.254.169.254/latest/",
        "file:///etc/passwd",
    ],
)
def test_our_own_door_is_not_asked(editor: Client, url: str) -> None:
    assert editor.post("/desk/paste/", {"url": url}).status_code == 422
    assert not Page.objects.exists()
