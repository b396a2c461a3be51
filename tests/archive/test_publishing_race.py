"""Publishing waits for a crawl that is storing: what it printed is not set back."""

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection

from archive import articles, composing, issues
from archive.issues import Place
from archive.models import Article
from archive.records import ArticleRow

NOW = datetime(2017, 5, 18, 2, tzinfo=UTC)
DAY = date(2017, 5, 18)
NEWS = ArticleRow(
    url="https://a.example/1", source="some_news", title="某市配额成交放量", text="放量。", section="domestic"
)


def in_a_thread(work: Callable[[], object]) -> threading.Thread:
    def run() -> None:
        work()
        connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one lock for all writers")
@pytest.mark.django_db(transaction=True)
def test_a_crawl_that_read_an_article_before_it_was_published_leaves_it_published(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    articles.store([NEWS], observed_at=NOW, page=None)
    issue = issues.open_draft(1, DAY, DAY, DAY, now=NOW, sample=False)
    issues.arrange(issue, [Place(Article.objects.get(), "domestic")])
    published, better = threading.Event(), articles._better
    threads = []

    def publish() -> None:
        composing.publish(1, "0" * 64, NOW, composing.version(issue))
        published.set()

    def slow(*asked: Any) -> None:
        threads.append(in_a_thread(publish))
        published.wait(1)
        better(*asked)

    monkeypatch.setattr(articles, "_better", slow)
    articles.store([NEWS], observed_at=NOW, page=None)
    threads[0].join()
    assert Article.objects.get().state == Article.State.PUBLISHED
