"""Search finds two-character words, whatever stands around them, and keeps up with every writer."""

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client

from archive import search, words
from archive.models import Article
from archive.search import Filter, find
from tests.desk.conftest import POLICY

pytestmark = pytest.mark.django_db
Put = Callable[..., Article]


def titles(text: str, **facets: object) -> list[str]:
    return [article.title for article in find(text, Filter(**facets)).articles]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "asked", ["碳价", "履约", "价格", "湖北", "格回", "碳价 履约", "配额成交放量", "湖", "某某日报", "ＨＢＥＡ", "hbe"]
)
def test_it_finds(put: Put, asked: str) -> None:
    put(text="碳价格回升，配额成交放量，HBEA 走强。\n已到履约季。")
    assert titles(asked) == ["湖北碳市场本周放量"]


@pytest.mark.parametrize("asked", ["碳格", "履约 福建", "升配", "放量已到", "beah", "！？", "约季节"])
def test_it_does_not_find(put: Put, asked: str) -> None:
    put(text="碳价格回升，配额成交放量，HBEA 走强。\n已到履约季。")
    assert titles(asked) == []


def test_pairs_alone_do_not_make_a_match(put: Put) -> None:
    put(text="排放总量与权利，放权改革。")
    assert titles("排放权") == []


@pytest.mark.parametrize("asked", ['"', "' OR 1=1", "NEAR(碳 价)", "words:碳", "_public", "碳*", "(", "\x00碳价", "💥"])
def test_operators_are_only_text(put: Put, asked: str) -> None:
    put()
    assert isinstance(titles(asked), list)


def test_facets_narrow(put: Put) -> None:
    put()
    put(POLICY)
    assert titles("", section="policy") == ["关于开展核查工作的通知"]
    assert titles("", publisher="某某日报") == ["湖北碳市场本周放量"]
    assert titles("", year=2016) == []
    assert titles("核查", year=2017) == ["关于开展核查工作的通知"]
    assert search.facets()["section"] == [("domestic", 1), ("policy", 1)]


def test_newest_first_in_pages_without_gaps(put: Put) -> None:
    made = [put(title=f"碳市场消息第{number}则", published_on=None) for number in range(7)]
    seen, before = [], None
    while True:
        hits = find("消息", Filter(), before=before, size=3)
        seen += [article.pk for article in hits.articles]
        assert hits.count == 7
        if hits.more is None:
            break
        before = hits.more
    assert seen == [article.pk for article in reversed(made)]


def test_a_changed_article_is_found_by_its_new_words_only(put: Put) -> None:
    article = put()
    assert titles("放量")
    Article.objects.filter(pk=article.pk).update(title="湖北碳市场缩水", text="成交清淡。")
    assert titles("放量") == []
    assert titles("清淡") == ["湖北碳市场缩水"]
    article.delete()
    assert titles("清淡") == []


def test_what_is_rejected_disappears_at_once(put: Put) -> None:
    article = put()
    assert titles("放量")
    Article.objects.filter(pk=article.pk).update(state="spiked")
    assert titles("放量") == []
    assert titles("放量", public=False) == ["湖北碳市场本周放量"]


def test_the_triggers_are_there_after_all_migrations(db: None) -> None:
    """A migration that rebuilds archive_article on SQLite drops them silently: it must call search_tables.install."""
    asked = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger",
    }
    with connection.cursor() as cursor:
        cursor.execute(asked[connection.vendor])
        found = {name for (name,) in cursor.fetchall()}
    assert {"archive_article_new", "archive_article_changed"} <= found


def test_a_region_is_a_facet_and_an_editors_word_goes_before_the_readers(client: Client, put: Put) -> None:
    article = put(region="湖北")
    put(POLICY, region="")
    page = client.get("/articles/?region=湖北").content.decode()
    assert "湖北（1）" in page
    assert "共 1 篇" in page
    Article.objects.filter(pk=article.pk).update(card={"region": "全国"})
    cache.clear()
    assert "没有找到" in client.get("/articles/?region=湖北").content.decode()
    assert "共 1 篇" in client.get("/articles/?region=全国").content.decode()


def test_every_pair_of_a_text_is_among_its_words() -> None:
    text = "全国 碳排放权\n交易ＣＥＡ19"
    assert words.words([text])[:7] == ["全国", "国碳", "碳排", "排放", "放权", "权", "交易"]
    assert words.words([text])[-1] == "cea19"


def test_the_page_marks_the_word_and_escapes_the_rest(client: Client, put: Put) -> None:
    put(POLICY, text="前面<b>一段</b>，提到履约期限。", doc_number="")
    page = client.get("/articles/?q=履约").content.decode()
    assert "<mark>履约</mark>" in page
    assert "<b>一段" not in page
    part = client.get("/articles/?q=履约", headers={"hx-request": "true"}).content.decode()
    assert "<mark>履约</mark>" in part
    assert "<html" not in part


@pytest.mark.parametrize(
    "query", ["before=x", "before=-1", "before=99999999999999999999", "year=%C2%B2", "year=0", "section=x"]
)
def test_nonsense_in_the_address_is_no_error(client: Client, db: None, query: str) -> None:
    assert client.get(f"/articles/?{query}").status_code == 200


def test_what_was_asked_is_marked_wherever_it_is_shown(client: Client, put: Put) -> None:
    put(title="ＣＥＡ履约提示", text="福建的履约期将到。", official=True)
    page = client.get("/articles/?q=履约 cea 福建").content.decode()
    assert "<mark>ＣＥＡ</mark><mark>履约</mark>提示" in page
    assert "<mark>福建</mark>的<mark>履约</mark>期将到。</p>" in page  # nothing was left out, so there are no dots


def test_a_term_in_a_text_that_may_not_be_shown_is_said_to_be_there(client: Client, put: Put) -> None:
    put()
    assert "检索词在原文正文中" in client.get("/articles/?q=履约").content.decode()
    assert "检索词在原文正文中" not in client.get("/articles/?q=湖北").content.decode()


def test_a_search_that_finds_nothing_offers_a_wider_one(client: Client, put: Put) -> None:
    put(section="domestic")
    page = client.get("/articles/?q=湖北&section=policy").content.decode()
    assert 'href="?q=%E6%B9%96%E5%8C%97"' in page
    assert client.get("/articles/?q=%E6%B9%96%E5%8C%97").content.decode().count("<mark>湖北</mark>")
