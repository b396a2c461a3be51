"""What a spider hands to the pipeline: one page's records."""

from dataclasses import dataclass

from archive.models import Page
from archive.records import ArticleRow
from crawlers.reading.rows import Reading


@dataclass(frozen=True, slots=True)
class PageQuotes:
    """The quotes of one page."""

    page: Page | None
    reading: Reading


@dataclass(frozen=True, slots=True)
class PageArticle:
    """The article of one page."""

    page: Page | None
    row: ArticleRow
