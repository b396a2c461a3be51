"""What is sealed and published is the arrangement that was looked at."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from archive import articles, composing, issues
from archive.editing import Conflict
from archive.issues import Place
from archive.models import Article, Issue
from archive.records import ArticleRow

pytestmark = pytest.mark.django_db
NEWS = ArticleRow(url="https://example.org/1", source="news", title="标题", text="正文", section="domestic")


@pytest.fixture
def issue(now: datetime) -> Issue:
    rows = [NEWS, replace(NEWS, url="https://example.org/2", title="另一条")]
    articles.store(rows, observed_at=now, page=None)
    day = date(2017, 5, 19)
    made = issues.open_draft(7, day, day, day, now=now, sample=False)
    issues.arrange(made, [Place(one, "domestic") for one in Article.objects.order_by("pk")])
    return made


def test_the_look_and_the_seal_are_one_transaction(issue: Issue) -> None:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        composing.freeze(7, "a" * 64, composing.version(issue))
    issue.refresh_from_db()
    assert (issue.state, issue.snapshot) == ("frozen", "a" * 64)
    said = [query["sql"] for query in asked.captured_queries]
    sealed = next(place for place, sql in enumerate(said) if "'frozen'" in sql)
    outer = next(sql for sql in said if sql.startswith("SAVEPOINT")).split()[-1]
    assert said.index(f"RELEASE SAVEPOINT {outer}") > sealed


def test_what_was_changed_while_it_was_built_is_not_published(issue: Issue, now: datetime) -> None:
    seen = composing.version(issue)
    composing.remove(7, issues.items(issue)[1].pk, seen)
    with pytest.raises(Conflict, match="没有发布"):
        composing.publish(7, "a" * 64, now, seen)
    assert not Article.objects.filter(state="published").exists()
    composing.publish(7, "a" * 64, now, composing.version(issue))
    assert Article.objects.get(state="published").title == "标题"
