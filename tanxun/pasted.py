"""A page that an editor pasted the address of: read like one of a crawl, judged, stored with its bytes."""

from dataclasses import dataclass
from datetime import datetime

from archive import articles
from archive.errors import BadInput
from archive.models import Article
from archive.pages import PageStore
from desk.outward import Fetched


@dataclass(frozen=True, slots=True)
class Pasted:
    """What stands in for a declared source where none has this site."""

    name: str = "pasted"
    publisher: str = ""
    official: bool = False


def add(answer: Fetched, asked: str, now: datetime) -> Article:
    """Store the article of an answer, or find it where it is known. `asked`: the address before redirects.

    The page rule, publisher and rank of the declared source of that site are used, if there is one.
    Raises BadInput where the page holds no article; nothing is stored then.
    """
    from crawlers import judging
    from crawlers.declaration import all_sources
    from crawlers.errors import ReadError
    from crawlers.reading.article import read_article
    from crawlers.reading.listrule import Listed
    from crawlers.reading.page import refuse_status

    source = next((one for one in all_sources() if one.kind != "quotes" and one.allows(answer.url)), None)
    try:
        refuse_status(answer.status)
        read = read_article(answer.body, answer.headers, answer.url, source.page if source else None)
    except ReadError as error:
        raise BadInput(f"没有收入：{error.detail}。") from error
    row = judging.article_row(read, Listed("", answer.url, None), source or Pasted())
    with PageStore() as store:
        page = store.keep(
            None, answer.url, answer.status, answer.headers, answer.body, now, source=row.source, asked=asked
        )
    articles.store([row], observed_at=now, page=page)
    judging.link(now)
    if (article := articles.find(row)) is None:
        raise LookupError(answer.url)  # it was stored a moment ago
    return article
