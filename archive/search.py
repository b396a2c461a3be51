"""Looking articles up by what they say: FTS5 on SQLite, tsvector on PostgreSQL, the same words in both.

Database triggers note every article that was written (`SearchQueue`); `catch_up` reads its words into `archive_search`.
A key grows with the article's day, so "the newest twenty" ends after twenty rows however many match. The index keeps no
texts and SQLite cannot take a row out of it; a row is good while a `SearchEntry` has its key.
"""

import hashlib
import threading
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Count

from archive import words
from archive.locks import writing
from archive.models import Article, SearchEntry, SearchQueue
from archive.rights import is_public
from archive.settling import shanghai_day

SHIFT = 1 << 32  # keys stay below 2⁵³, so that any program may pass them on as a number
CHUNK, AT_A_TIME = 60, 21  # keys, and texts: a page shows twenty and asks whether there is another
UNSEEN = ("tables", "images", "raw_text", "source_text", "reasons", "flags")
"""Columns that no list of results shows: JSON takes its time."""
COUNTED = 1000
FACETS = ("section", "year", "region", "publisher")
AT_ONCE = 300  # about a third of a second: what one reader may wait for; the server's own thread does the rest


kept_up = threading.Event()
"""Set where a thread of the server's own reads new words: a reader then never waits for a crawl that is writing."""


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
    region: str = ""
    publisher: str = ""
    year: int | None = None
    public: bool = True


def catch_up(limit: int = AT_ONCE) -> int:
    """Read the words of articles that were written since; answers how many. Cheap when there are none."""
    if not SearchQueue.objects.exists():
        return 0
    with writing("search"):
        rows = list(SearchQueue.objects.order_by("id").values_list("id", "article_id")[:limit])
        numbers = {article: row for row, article in rows}
        articles = list(Article.objects.filter(pk__in=numbers))
        entries = [_entry(article, numbers[article.pk]) for article in articles]
        before = SearchEntry.objects.filter(article__in=articles)
        gone = list(before.values_list("key", flat=True))
        before.delete()
        SearchEntry.objects.bulk_create(entries, batch_size=200)
        _index(entries, gone)
        SearchQueue.objects.filter(pk__in=[row for row, _ in rows]).delete()
    return len(rows)


def find(text: str, facets: Filter, *, before: int | None = None, size: int = 20) -> Hits:
    """Articles that hold every term of `text` (all of them where it is blank), newest first."""
    if not kept_up.is_set():
        catch_up()
    question = words.ask(text)
    if text.strip() and not question.terms:
        return Hits([], None, 0)
    wanted = _expression(question, facets)
    found: list[Article] = []
    last = None
    for key, article in _matches(wanted, facets, before):
        if not words.holds(question, _texts(article)) or (facets.public and not is_public(article)):
            continue
        if len(found) == size:
            return Hits(found, last, _count(wanted, facets))
        found.append(article)
        last = key
    return Hits(found, None, len(found) if before is None else _count(wanted, facets))


def facets() -> dict[str, list[tuple[str, int]]]:
    """How many public articles each section, year, region and publisher has; the forty busiest publishers."""
    if not kept_up.is_set():
        catch_up()
    counted: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
    # One walk over one index, which holds these columns and nothing else.
    entries = SearchEntry.objects.filter(public=True)
    groups = entries.order_by().values_list(*FACETS).annotate(count=Count("*"))
    for *values, count in groups.iterator():
        for name, value in zip(FACETS, values, strict=True):
            counted[name][str(value)] += count
    return {
        "section": sorted(counted["section"].items()),
        "year": sorted(counted["year"].items(), reverse=True),
        "region": counted["region"].most_common(),
        "publisher": counted["publisher"].most_common(40),
    }


def _entry(article: Article, number: int) -> SearchEntry:
    day = article.published_on or shanghai_day(article.first_seen_at)
    return SearchEntry(
        key=day.toordinal() * SHIFT + number,
        article=article,
        public=is_public(article),
        section=article.section,
        publisher=article.publisher,
        year=day.year,
        region=(article.card or {}).get("region") or article.region,
    )


def _index(entries: Iterable[SearchEntry], gone: list[int]) -> None:
    """Write the words of the entries' articles, with their facets as words that no text can hold."""
    rows = []
    for entry in entries:
        marks = [
            _section(entry.section),
            _publisher(entry.publisher),
            _region(entry.region),
            ALL,
            *([PUBLIC] if entry.public else []),
        ]
        rows.append((entry.key, [*words.words(_texts(entry.article)), *marks]))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.executemany(
                "INSERT INTO archive_search (key, words) VALUES (%s, array_to_tsvector(%s))",
                [(key, sorted(set(found))) for key, found in rows],
            )
            cursor.execute("DELETE FROM archive_search WHERE key = ANY(%s)", [gone])
        else:
            statement = "INSERT INTO archive_search (rowid, words) VALUES (%s, %s)"
            cursor.executemany(statement, [(key, " ".join(found)) for key, found in rows])


ALL, PUBLIC = "_all", "_public"


def _texts(article: Article) -> tuple[str, ...]:
    return article.title, article.text, article.publisher, article.doc_number


def _section(section: str) -> str:
    return f"_s{section}"


def _publisher(publisher: str) -> str:
    return f"_p{hashlib.sha256(publisher.encode()).hexdigest()[:12]}"


def _region(region: str) -> str:
    return f"_r{hashlib.sha256(region.encode()).hexdigest()[:12]}"


def _matches(wanted: str, facets: Filter, before: int | None) -> Iterator[tuple[int, Article]]:
    """Matching articles, newest first, read in chunks so that a page costs no more than it shows."""
    while True:
        found = _keys(wanted, facets, before, CHUNK)
        for first in range(0, len(found), AT_A_TIME):
            part = found[first : first + AT_A_TIME]
            articles = Article.objects.defer(*UNSEEN).in_bulk([article for _, article in part])
            yield from ((key, articles[article]) for key, article in part if article in articles)
        if len(found) < CHUNK:
            return
        before = found[-1][0]


def _span(facets: Filter, before: int | None) -> tuple[int, int]:
    first, last = 0, before if before is not None else (date.max.toordinal() + 1) * SHIFT
    if facets.year:
        first = date(facets.year, 1, 1).toordinal() * SHIFT
        last = min(last, (date(facets.year, 12, 31).toordinal() + 1) * SHIFT)
    return first, last


def _keys(wanted: str, facets: Filter, before: int | None, limit: int) -> list[tuple[int, int]]:
    first, last = _span(facets, before)
    with connection.cursor() as cursor:
        cursor.execute(_SQL[connection.vendor], [wanted, first, last, limit])
        return [(key, article) for key, article in cursor.fetchall()]


def _count(wanted: str, facets: Filter) -> int:
    """How many keys match, up to COUNTED + 1."""
    counting = f"SELECT count(*) FROM ({_SQL[connection.vendor]}) c"  # noqa: S608 - our own statement
    with connection.cursor() as cursor:
        cursor.execute(counting, [wanted, *_span(facets, None), COUNTED + 1])
        return int(cursor.fetchone()[0])


# SQLite must walk the index and look entries up (CROSS JOIN), never the other way round: 5 to 470 ms at 10,000 rows.
# PostgreSQL would walk the keys backwards and test each row when a word is rare (912 ms at 100,000 rows): it must not.
_SQL = {
    "sqlite": "SELECT e.key, e.article_id FROM archive_search s CROSS JOIN archive_searchentry e ON e.key = s.rowid "
    "WHERE archive_search MATCH %s AND s.rowid >= %s AND s.rowid < %s ORDER BY s.rowid DESC LIMIT %s",
    "postgresql": "WITH m AS MATERIALIZED (SELECT key FROM archive_search WHERE words @@ %s::tsquery) "
    "SELECT e.key, e.article_id FROM m JOIN archive_searchentry e USING (key) "
    "WHERE e.key >= %s AND e.key < %s ORDER BY e.key DESC LIMIT %s",
}


def _expression(question: words.Question, facets: Filter) -> str:
    """All words, each quoted: nothing that a reader types is read as an operator."""
    marks = [_section(facets.section)] if facets.section else []
    marks += [_publisher(facets.publisher)] if facets.publisher else []
    marks += [_region(facets.region)] if facets.region else []
    marks.append(PUBLIC if facets.public else ALL)
    if connection.vendor == "sqlite":
        phrases = [f'"{" ".join(phrase)}"' for phrase in question.phrases]
        return " AND ".join([*phrases, *(f'"{word}" *' for word in question.beginnings), *(f'"{m}"' for m in marks)])
    pairs = [f"'{word}'" for phrase in question.phrases for word in phrase]
    return " & ".join([*pairs, *(f"'{word}':*" for word in question.beginnings), *(f"'{mark}'" for mark in marks)])
