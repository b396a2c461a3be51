"""The front page's line on policy, worded from the documents of the issue."""

from collections.abc import Iterable

from archive.models import Item
from digest.figures import chinese_day
from digest.policy import card

SHORT = 44
"""Characters of a title that a line holds."""


def policy_line(placed: Iterable[Item]) -> str:
    """What the first document of the section is, from when, until when; how many more there are. "" without any."""
    documents = list(placed)
    if not documents:
        return ""
    first = documents[0]
    title = first.title or first.article.title
    number = f"（{first.article.doc_number}）" if first.article.doc_number not in {"", *title.split("（")} else ""
    more = f"；另有 {len(documents) - 1} 件" if len(documents) > 1 else ""
    return f"{_name(title)}{number}{_days(first)}{more}。"


def _name(title: str) -> str:
    title = title if len(title) <= SHORT else f"{title[: SHORT - 1]}…"
    return title if "《" in title else f"《{title}》"


def _days(item: Item) -> str:
    told = card(item)
    if told is None:
        return ""
    words = f"，{chinese_day(told['effective_on'])}起施行" if told["effective_on"] else ""
    return words + (f"，{chinese_day(told['comments_until'])}前征求意见" if told["comments_until"] else "")
