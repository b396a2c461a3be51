"""Readers see what is published, by permanent addresses, and nothing else."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from django.test import Client

from archive import composing
from archive.models import Article, Erratum, Issue
from tests.desk.conftest import NEWS, POLICY

pytestmark = pytest.mark.django_db
Put = Callable[..., Article]


def test_a_draft_is_nowhere(client: Client, issue: Issue) -> None:
    assert "总第 7 期" not in client.get("/").content.decode()
    for address in ("/issues/7/", "/issues/7/7.pdf", "/issues/7/7-prices.csv", "/api/issues/7.json"):
        assert client.get(address).status_code == 404
    assert client.get("/api/issues.json").json() == {"issues": []}
    assert "总第7期" not in client.get("/feeds/issues.atom").content.decode()


def test_a_published_issue_has_its_editions(client: Client, published: Issue) -> None:
    front = client.get("/").content.decode()
    assert "总第 7 期" in front
    assert "/issues/7/7.pdf" in front
    pdf = client.get("/issues/7/7.pdf")
    assert (pdf["Content-Type"], b"".join(pdf.streaming_content)[:5]) == ("application/pdf", b"%PDF-")  # type: ignore[attr-defined]
    assert "手机版" in client.get("/issues/7/").content.decode()
    again = client.get("/issues/7/7.pdf", headers={"if-modified-since": pdf["Last-Modified"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    "name",
    [
        "7.json",
        "8.pdf",
        "..%2f..%2ftanxun.sqlite3",
        "%2e%2e/7.pdf",
        "7.pdf%00.html",
        "..\\7.pdf",
        "7.PDF",
        "/etc/passwd",
    ],
)
def test_only_fixed_names_are_files(client: Client, published: Issue, home: Path, name: str) -> None:
    (home / "var" / "issues" / "7" / "7.json").write_text("{}", encoding="utf-8")
    (home / "var" / "tanxun.sqlite3").write_text("secret", encoding="utf-8")
    assert client.get(f"/issues/7/{name}").status_code == 404


def test_a_corrected_issue_says_so(client: Client, published: Issue, now: datetime) -> None:
    composing.correct(published, Erratum(found_at=now, what="湖北均价", old="16.30<b>", new="16.36"))
    page = client.get("/issues/7/").content.decode()
    assert page.index("本期有 1 条更正") < page.index("手机版")
    assert "16.30&lt;b&gt;" in page
    assert "16.36" in page
    assert "更正 1" in client.get("/").content.decode()


def test_rejected_and_off_topic_articles_are_nobodys_business(client: Client, put: Put) -> None:
    spiked, aside = put(title="弃用的稿件"), put(title="离题的稿件", section="offtopic")
    Article.objects.filter(pk=spiked.pk).update(state="spiked")
    for hidden in (spiked, aside):
        assert client.get(f"/articles/{hidden.pk}/").status_code == 404
        assert client.get(f"/api/articles/{hidden.pk}.json").status_code == 404
    for address in (
        "/articles/",
        "/articles/?q=稿件",
        "/feeds/all.atom",
        "/feeds/all.json",
        "/api/articles.json?q=稿件",
    ):
        text = client.get(address).content.decode()
        assert "弃用的稿件" not in text
        assert "离题的稿件" not in text


def test_other_peoples_texts_are_quoted_not_copied(client: Client, put: Put) -> None:
    news, policy = put(NEWS), put(POLICY)
    for address in (f"/articles/{news.pk}/", "/articles/", "/feeds/all.json", f"/api/articles/{news.pk}.json"):
        assert "结尾处提到履约期限" not in client.get(address).content.decode().partition("关于开展核查")[0]
    assert "碳价格回升" in client.get(f"/articles/{news.pk}/").content.decode()
    assert "结尾处提到履约期限" in client.get(f"/articles/{policy.pk}/").content.decode()


def test_feeds_are_well_formed_and_answer_304(client: Client, put: Put, published: Issue) -> None:
    from lxml import etree

    put(POLICY, title="标题里有 & < 和\x0b控制符", doc_number="")
    answer = client.get("/feeds/policy.atom")
    titles = etree.fromstring(answer.content).findall("{*}entry/{*}title")
    assert "标题里有 & < 和控制符" in [title.text for title in titles]
    assert client.get("/feeds/policy.atom", headers={"if-none-match": answer["ETag"]}).status_code == 304
    assert client.get("/feeds/issues.json").json()["items"][0]["title"].startswith("总第7期")
    assert client.get("/feeds/nothing.atom").status_code == 404


@pytest.mark.parametrize("address", ["/", "/articles/", "/prices/", "/feeds/", "/api/", "/desk/sign-in/", "/nowhere/"])
def test_every_page_forbids_what_it_does_not_need(client: Client, db: None, address: str) -> None:
    answer = client.get(address)
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert "style=" not in answer.content.decode()
    assert "<script>" not in answer.content.decode()


@pytest.mark.parametrize("address", ["/", "/articles/", "/prices/", "/feeds/all.atom", "/api/prices.csv"])
def test_reading_sets_no_cookie(client: Client, db: None, address: str) -> None:
    assert not client.get(address).cookies
