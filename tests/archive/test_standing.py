"""What an editor decided stands against the next crawl, and what was taken back no longer does."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from archive import articles, editing, labels, learning
from archive.editing import Step
from archive.models import Article
from archive.records import ArticleRow

NOW = datetime(2017, 5, 18, 2, tzinfo=UTC)
HOUR = timedelta(hours=1)
NEWS = ArticleRow(
    url="https://a.example/1",
    source="some_news",
    title="某市配额成交放量",
    text="配额成交放量。",
    section="domestic",
    confidence=0.8,
    published_on=date(2017, 5, 17),
)


def put(*rows: ArticleRow, at: datetime = NOW) -> list[int]:
    articles.store(rows, observed_at=at, page=None)
    return [Article.objects.get(url=row.url).pk for row in rows]


def step(hours: int, who: str = "li") -> Step:
    return Step(who, NOW + hours * HOUR)


def original(pk: int) -> int | None:
    return Article.objects.get(pk=pk).original_id


@pytest.fixture
def four(db: None) -> list[int]:
    return put(*(replace(NEWS, url=f"https://{place}.example/1") for place in "abcd"))


def test_the_next_crawl_leaves_a_merge_and_a_split_of_an_editor(four: list[int]) -> None:
    first, second, third, fourth = four
    articles.link_reposts([(second, first)])
    editing.merge(second, None, step(1))
    editing.merge(third, first, step(2))
    articles.link_reposts([(first, first), (second, first), (third, third), (fourth, third)])
    assert [original(pk) for pk in four] == [None, None, first, first]


def test_a_first_telling_that_turns_out_a_repost_takes_along_what_was_merged_into_it(four: list[int]) -> None:
    first, second, third, _ = four
    editing.merge(third, second, step(1))
    articles.link_reposts([(first, first), (second, first), (third, third)])
    assert [original(pk) for pk in (first, second, third)] == [None, first, first]


def test_a_merge_that_was_taken_back_binds_no_crawl(four: list[int]) -> None:
    first, second, _, _ = four
    editing.merge(second, first, step(1))
    editing.undo(step(2))
    assert original(second) is None
    articles.link_reposts([(first, second), (second, second)])
    assert original(first) == second


def test_undoing_a_merge_gives_the_reports_back(four: list[int]) -> None:
    first, second, third, fourth = four
    articles.link_reposts([(third, second), (fourth, second)])
    editing.merge(second, first, step(1))
    assert [original(pk) for pk in four] == [None, first, first, first]
    editing.undo(step(2))
    assert [original(pk) for pk in four] == [None, None, second, second]


def test_saying_that_a_first_telling_is_its_own_keeps_its_reports(four: list[int]) -> None:
    first, second, _, _ = four
    articles.link_reposts([(second, first)])
    editing.merge(first, None, step(1))
    assert original(second) == first


@pytest.mark.django_db(transaction=True)
def test_editors_do_not_wait_while_texts_are_compared() -> None:
    first, second = put(NEWS, replace(NEWS, url="https://b.example/1"))
    locked = []

    def compared() -> Iterator[tuple[int, int]]:
        locked.append(connection.in_atomic_block)
        yield second, first

    assert articles.link_reposts(compared()) == 1
    assert locked == [False]


def test_a_title_that_was_taken_back_follows_its_source_again(four: list[int]) -> None:
    pk = four[0]
    seen = editing.version(Article.objects.get(pk=pk))
    editing.edit(pk, {"title": "编辑的标题", "publisher": "编辑的报社"}, seen, step(1))
    editing.undo(step(2))
    put(replace(NEWS, title="来源改过的标题", publisher="某日报"), at=NOW + 3 * HOUR)
    stored = Article.objects.get(pk=pk)
    assert (stored.title, stored.publisher) == ("来源改过的标题", "某日报")


def test_a_step_that_was_taken_back_teaches_and_counts_nothing(four: list[int]) -> None:
    moved, kept, _, _ = four
    editing.file_under(moved, "market", step(1))
    editing.undo(step(2))
    assert labels.confusions(NOW) == []
    assert list(learning.decisions()) == []
    editing.file_under(moved, "domestic", step(3))
    editing.file_under(kept, "policy", step(4))
    assert labels.confusions(NOW) == [("domestic", "policy", 1)]
    assert labels.confirmed(NOW) == 1
    assert [(one.article, one.moved, one.made_at) for one in learning.decisions()] == [
        (moved, False, NOW + 3 * HOUR),
        (kept, True, NOW + 4 * HOUR),
    ]
