"""Who may see what, from `data/desk.toml`: the rights of sources come before the wish to show everything."""

import re
from dataclasses import dataclass
from functools import cache

from archive.errors import BadInput
from archive.models import Article
from archive.models.articles import OFFTOPIC
from archive.tables import DATA, build, read

LEAD = 120
_SENTENCE = re.compile(r"[^。！？\n]+[。！？]?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Requests a minute."""

    reader: int
    key: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """How the bulletin is mailed. `attach_up_to`: bytes of a PDF that is attached; a larger one is linked."""

    attach_up_to: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The file, checked. `readers_see` is "all" or "published"."""

    full_text: tuple[str, ...]
    withheld: tuple[str, ...]
    readers_see: str
    limits: Limits
    mail: Mail


@cache
def rules() -> Rules:
    """Read the file once. Raises BadInput."""
    table = read(DATA / "desk.toml")
    limits = build(Limits, table.pop("limits", {}), "desk.toml [limits]")
    mail = build(Mail, table.pop("mail", {}), "desk.toml [mail]")
    found = build(Rules, table, "desk.toml", limits=limits, mail=mail)
    if found.readers_see not in {"all", "published"}:
        raise BadInput(f"desk.toml：readers_see 只能是 all 或 published，不能是 {found.readers_see!r}。")
    return found


def is_public(article: Article) -> bool:
    """Spiked and off-topic articles are the editors' own affair."""
    if rules().readers_see == "published" and article.state != Article.State.PUBLISHED:
        return False
    return article.section != OFFTOPIC and article.state != Article.State.SPIKED


def full_text(article: Article) -> bool:
    """Whether everybody may read the whole text here: it is official, or its source allows it."""
    return article.official or article.source in rules().full_text


def lead(text: str) -> str:
    """The first sentences, up to about 120 characters: what may be quoted of a text that belongs to others."""
    out = ""
    for sentence in _SENTENCE.findall(text):
        if out and len(out) + len(sentence) > LEAD:
            break
        out += sentence.strip()
    return out if len(out) <= LEAD else out[:LEAD] + "……"
