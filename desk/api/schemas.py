"""The shapes of the API's answers, as JSON Schema (OpenAPI 3.1)."""

from typing import Any

from archive import exports
from archive.exports import Column
from archive.models.articles import SECTIONS

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
WHOLE: Schema = {"type": "integer"}
YES: Schema = {"type": "boolean"}
DAY: Schema = {"type": "string", "format": "date"}
MAYBE_TEXT: Schema = {"type": ["string", "null"]}
MAYBE_DAY: Schema = {"type": ["string", "null"], "format": "date"}
MAYBE_MOMENT: Schema = {"type": ["string", "null"], "format": "date-time"}
FIGURE: Schema = {"type": ["number", "null"]}
_COLUMNS: dict[str, Schema] = {
    "text": MAYBE_TEXT,
    "day": MAYBE_DAY,
    "moment": MAYBE_MOMENT,
    "price": FIGURE,
    "amount": FIGURE,
    "count": {"type": ["integer", "null"]},
    "flag": {"type": ["boolean", "null"]},
}


def record(**fields: Schema) -> Schema:
    """An object that has exactly these fields."""
    return {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}


def row(columns: tuple[Column, ...]) -> Schema:
    """A row of a table. Some columns hold several words: a list in JSON, words apart by blanks in a table."""
    lists = dict.fromkeys(("flags", "sources"), listed(TEXT))
    return record(**{column.name: lists.get(column.name) or _COLUMNS[column.kind] for column in columns})


def listed(inner: Schema) -> Schema:
    return {"type": "array", "items": inner}


def refers(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


_ARTICLE = {
    "id": WHOLE,
    "page": TEXT,
    "url": TEXT,
    "title": TEXT,
    "section": {"type": "string", "enum": list(SECTIONS)},
    "section_by": TEXT,
    "region": TEXT,
    "publisher": TEXT,
    "official": YES,
    "published_on": MAYBE_DAY,
    "signed_on": MAYBE_DAY,
    "doc_number": TEXT,
    "issuers": listed(TEXT),
    "text": TEXT,
    "text_is_whole": YES,
}
_ISSUE = {
    "number": WHOLE,
    "date": DAY,
    "first_day": DAY,
    "last_day": DAY,
    "sample": YES,
    "snapshot": TEXT,
    "page": TEXT,
    "files": {"type": "object", "additionalProperties": TEXT},
}
_MENTION = record(
    article=WHOLE,
    page=TEXT,
    published_on=MAYBE_DAY,
    market=MAYBE_TEXT,
    product=MAYBE_TEXT,
    day=MAYBE_DAY,
    **dict.fromkeys(("price", "volume_t", "turnover_cny"), FIGURE),
    kind=TEXT,
    start=WHOLE,
    end=WHOLE,
    price_low=FIGURE,
    price_high=FIGURE,
    price_basis=MAYBE_TEXT,
    currency=TEXT,
    approx=YES,
)
_SOURCE = record(
    source=TEXT,
    state=TEXT,
    ran_at=MAYBE_MOMENT,
    good_at=MAYBE_MOMENT,
    newest=MAYBE_DAY,
    held=WHOLE,
    message=TEXT,
    to_do=TEXT,
)
SCHEMAS: dict[str, Schema] = {
    "Error": record(error=TEXT),
    "Quote": row(exports.QUOTE_COLUMNS),
    "WeekRow": row(exports.WEEK_COLUMNS),
    "Article": record(**_ARTICLE),
    "Articles": record(count=WHOLE, count_is_exact=YES, next=MAYBE_TEXT, articles=listed(refers("Article"))),
    "ArticleInIssues": record(**_ARTICLE, issues=listed(WHOLE)),
    "Issue": record(**_ISSUE),
    "Issues": record(issues=listed(refers("Issue"))),
    "IssueContents": record(
        **_ISSUE,
        items=listed(record(article=WHOLE, section=TEXT, title=TEXT)),
        errata=listed(record(what=TEXT, old=TEXT, new=TEXT)),
    ),
    "Mentions": record(articles_read=WHOLE, next=MAYBE_TEXT, mentions=listed(_MENTION)),
    "Health": {
        "type": "object",
        "properties": {"ok": YES, "revision": WHOLE, "sources": listed(_SOURCE)},
        "required": ["ok", "revision"],
        "additionalProperties": False,
    },
}
