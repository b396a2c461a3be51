"""Which pages need no second look."""

from datetime import datetime, timedelta

import pytest

from archive import articles, known, pages, runs
from archive.models import Page
from archive.records import ArticleRow

pytestmark = pytest.mark.django_db
LISTED, FINAL = "https://example.org/go?id=1", "https://www.example.org/news/1.html"


def keep(store: pages.PageStore, at: datetime, **more: str) -> Page:
    return store.keep(runs.start("news", at), FINAL, 200, {}, b"<p>", at, **more)


def test_a_page_behind_a_redirect_is_known_by_both_addresses(now: datetime) -> None:
    with pages.PageStore() as store:
        page = keep(store, now, asked=LISTED)
        assert known.pages("news", [LISTED, FINAL]) == {}  # kept, but its record is not stored yet
        row = ArticleRow(url=FINAL, source="news", title="标题", text="正文", section="domestic")
        articles.store([row], observed_at=now, page=page)
        first = known.KnownPage("标题", now)
        assert known.pages("news", [LISTED, FINAL, "https://example.org/2"]) == {LISTED: first, FINAL: first}
        assert known.pages("other", [LISTED]) == {}
        later = now + timedelta(days=1)
        keep(store, later, asked=LISTED)
    assert known.pages("news", [LISTED])[LISTED].read_at == later


def test_an_address_that_led_nowhere_else_is_not_told_twice(now: datetime) -> None:
    with pages.PageStore() as store:
        assert [keep(store, now, asked=FINAL).asked, keep(store, now).asked] == ["", ""]
