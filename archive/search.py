"""Looking articles up by what they say: FTS5 on SQLite, tsvector on PostgreSQL, the same words in both.

Database triggers note every article that was written (`SearchQueue`); `catch_up` reads its words. An entry's key grows
with its day, so "the newest twenty" ends after twenty rows however many match.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Count

from archive import words
from archive.locks import writing
from archive.models import Article, SearchEntry, SearchQueue
from archive.rights import is_public

SHANGHAI = ZoneInfo("Asia/Shanghai")
SHIFT = 1 << 32
CHUNK = 60
COUNTED = 1000
AT_ONCE = 300  # about a third of a second: what one reader may wait for; the server's own thread does the rest


@dataclass(frozen=True, slots=True)
class Hits:
    """A page of articles, newest first. `more`: the key to go on from, or None; `count` stops at COUNTED + 1."""

    articles: list[Article]
    more: int | None
    count: int


@dataclass(frozen=True, slots=True)
class Filter:
    """Facets. `public`: only what everybody may see."""

    section: str = ""
    publisher: str = ""
    year: int | None = None
    public: bool = True


def catch_up(limit: int = AT_ONCE) -> int:
    """Read the words of articles that were written since; answers how many. Cheap when there are none."""
    if not SearchQueue.objects.exists():
        return 0
    with writing("search"):
        rows = list(SearchQueue.objects.order_by("id").values_list("id", "article_id")[:limit])
        articles = list(Article.objects.filter(pk__in={article for _, article in rows}))
        SearchEntry.objects.filter(article__in=articles).delete()
        SearchEntry.objects.bulk_create([_entry(article) for article in articles], batch_size=200)
        SearchQueue.objects.filter(pk__in=[row for row, _ in rows]).delete()
    return len(rows)


def find(text: str, facets: Filter, *, before: int | None = None, size: int = 20) -> Hits:
    """Articles that hold every term of `text` (all of them where it is blank), newest first."""
    catch_up()
    question = words.ask(text)
    if text.strip() and not question.terms:
        return Hits([], None, 0)
    tokens = [*question.words, *_facets(facets)]
    found: list[Article] = []
    last = None
    for key, article in _matches(tokens, question.beginnings, facets, before):
        if not words.holds(question, _texts(article)) or (facets.public and not is_public(article)):
            continue
        if len(found) == size:
            return Hits(found, last, _count(tokens, question.beginnings, facets))
        found.append(article)
        last = key
    return Hits(found, None, len(found) if before is None else _count(tokens, question.beginnings, facets))


def facets(public: bool = True) -> dict[str, list[tuple[str, int]]]:
    """How many articles each section, year and publisher has; the forty busiest publishers."""
    catch_up()
    entries = SearchEntry.objects.filter(public=True) if public else SearchEntry.objects.all()
    return {
        name: [
            (str(value), count)
            for value, count in entries.values_list(name).annotate(count=Count("key")).order_by(*order)[:40]
        ]
        for name, order in {"section": ("section",), "year": ("-year",), "publisher": ("-count", "publisher")}.items()
    }


def _entry(article: Article) -> SearchEntry:
    day = article.published_on or article.first_seen_at.astimezone(SHANGHAI).date()
    found = words.words(_texts(article)) | {_section(article.section), _publisher(article.publisher), ALL}
    public = is_public(article)
    return SearchEntry(
        key=day.toordinal() * SHIFT + article.pk,
        article=article,
        public=public,
        section=article.section,
        publisher=article.publisher,
        year=day.year,
        words=" ".join(sorted(found | {PUBLIC} if public else found)),
    )


ALL, PUBLIC = "_all", "_public"


def _texts(article: Article) -> tuple[str, ...]:
    return article.title, article.text, article.publisher, article.doc_number


def _section(section: str) -> str:
    return f"_s{section}"


def _publisher(publisher: str) -> str:
    return f"_p{hashlib.sha256(publisher.encode()).hexdigest()[:12]}"


def _facets(facets: Filter) -> list[str]:
    named = [_section(facets.section)] if facets.section else []
    named += [_publisher(facets.publisher)] if facets.publisher else []
    return [*named, PUBLIC if facets.public else ALL]


def _matches(
    tokens: list[str], beginnings: tuple[str, ...], facets: Filter, before: int | None
) -> Iterator[tuple[int, Article]]:
    """Matching articles, newest first, read in chunks so that a page costs no more than it shows."""
    while True:
        keys = _keys(tokens, beginnings, facets, before, CHUNK)
        articles = Article.objects.in_bulk([key % SHIFT for key in keys])
        yield from ((key, articles[key % SHIFT]) for key in keys if key % SHIFT in articles)
        if len(keys) < CHUNK:
            return
        before = keys[-1]


def _span(facets: Filter, before: int | None) -> tuple[int, int]:
    first, last = 0, before if before is not None else (date.max.toordinal() + 1) * SHIFT
    if facets.year:
        first = date(facets.year, 1, 1).toordinal() * SHIFT
        last = min(last, (date(facets.year, 12, 31).toordinal() + 1) * SHIFT)
    return first, last


def _keys(tokens: list[str], beginnings: tuple[str, ...], facets: Filter, before: int | None, limit: int) -> list[int]:
    first, last = _span(facets, before)
    with connection.cursor() as cursor:
        cursor.execute(_SQL[connection.vendor], [_expression(tokens, beginnings), first, last, limit])
        return [row[0] for row in cursor.fetchall()]


def _count(tokens: list[str], beginnings: tuple[str, ...], facets: Filter) -> int:
    return len(_keys(tokens, beginnings, facets, None, COUNTED + 1))


# PostgreSQL would walk the keys backwards and test each row when a word is rare (912 ms at 100,000 rows): it must not.
_SQL = {
    "sqlite": "SELECT rowid FROM archive_search WHERE archive_search MATCH %s AND rowid >= %s AND rowid < %s "
    "ORDER BY rowid DESC LIMIT %s",
    "postgresql": "WITH m AS MATERIALIZED (SELECT key FROM archive_searchentry "
    "WHERE array_to_tsvector(string_to_array(words, ' ')) @@ %s::tsquery) "
    "SELECT key FROM m WHERE key >= %s AND key < %s ORDER BY key DESC LIMIT %s",
}


def _expression(tokens: list[str], beginnings: tuple[str, ...]) -> str:
    """All tokens, each quoted: nothing that a reader types is read as an operator."""
    if connection.vendor == "sqlite":
        return " AND ".join([*(f'"{token}"' for token in tokens), *(f'"{token}" *' for token in beginnings)])
    return " & ".join([*(f"'{token}'" for token in tokens), *(f"'{token}':*" for token in beginnings)])
