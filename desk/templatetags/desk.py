"""Template tags of the desk."""

import re
from decimal import Decimal
from functools import cache
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

from django import template
from django.contrib.staticfiles import finders
from django.http import QueryDict
from django.templatetags.static import static
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from archive.markets import market
from archive.models import Article
from archive.models.articles import OFFTOPIC, SECTIONS
from archive.words import fold
from desk import fields, roles, words
from digest import figures, flagwords
from nlp.mentions import Mention

register = template.Library()
LONGEST_TERM = 20
ABOUT = {"article": "文章", "issue": "期号", "held": "待核数据", "key": "密钥"}
KINDS = {
    "trade": "成交",
    "no_trade": "无成交",
    "cumulative": "累计",
    "auction": "竞价",
    "custody": "托管",
    "simulation": "模拟",
    "cancelled": "取消",
}


@register.simple_tag
@cache
def asset(name: str) -> str:
    """A static file's address with its hash, so that a new version is fetched at once and an old one never again."""
    found = finders.find(f"desk/{name}")
    return f"{static(f'desk/{name}')}?v={sha256(Path(found).read_bytes()).hexdigest()[:10] if found else ''}"


@register.filter
def section_name(section: str) -> str:
    return "离题" if section == OFFTOPIC else SECTIONS.get(section, section)


@register.filter
def web(url: str) -> str:
    """The address if a browser may follow it, else nothing: javascript: and its like are no links."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    return url.strip() if parts.scheme in {"http", "https"} and parts.netloc else ""


@register.filter
def host(url: str) -> str:
    """Whose page it is, for the eye."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


FIELDS = {**fields.LABELS, "card": "政策卡片", "state": "状态", "original": "原文编号"}


@register.filter
def field_name(name: str) -> str:
    """What an editor calls a stored field."""
    return FIELDS.get(name, name)


@register.filter
def value_name(value: str, field: str) -> str:
    """What an editor calls a stored value of that field."""
    if field == "section":
        return section_name(value)
    if field == "state":
        return str(dict(Article.State.choices).get(value, value))
    return f"#{value}" if field == "original" and value else value


@register.filter
def about(stored: str) -> str:
    """What a line of the log is about: "article 5" as 文章 5."""
    kind, _, number = stored.partition(" ")
    return f"{ABOUT[kind]} {number}" if kind in ABOUT and number.isdigit() else stored


@register.filter
def diff_lines(diff: str) -> list[tuple[str, str]]:
    """A stored difference as (kind, line): del, ins or "" for what stayed; its head is left out."""
    kinds = {"-": "del", "+": "ins"}
    lines = [line for line in diff.splitlines() if not line.startswith(("---", "+++", "@@"))]
    return [(kinds.get(line[:1], ""), line[1:]) for line in lines]


@register.filter
def figures_said(said: Mention) -> str:
    """A figure that a text states, in a few words: market, day, price, amounts. What it leaves open is left out."""
    price = said.price if said.price is not None else said.price_low
    parts = [
        market(said.market).zh if said.market else "",
        said.day.isoformat() if said.day else "",
        KINDS[said.kind],
        f"{figures.price(price)} {said.currency}/吨" if price is not None else "",
        f"{figures.grouped(figures.amount(said.volume_t) or '0')} 吨" if said.volume_t is not None else "",
        f"{figures.grouped(figures.amount(said.turnover_cny) or '0')} 元" if said.turnover_cny is not None else "",
    ]
    return "　".join(part for part in parts if part)


@register.filter
def worded(flag: str) -> str:
    """What a reader of pages noted, in an editor's words."""
    return flagwords.worded(flag)


@register.filter
def named(name: str, kind: str) -> str:
    """The word for a stored name; `kind`: checks, actions or places."""
    return words.word(kind, name)


@register.filter
def role_name(role: str) -> str:
    return roles.ROLES.get(role, role)


@register.filter
def odd(article: Article) -> str:
    """What is strange about its day, or nothing."""
    return fields.odd(article)


@register.filter
def percent(part: float | None) -> str:
    return "" if part is None else f"{part:.0%}"


@register.filter
def paragraphs(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


@register.filter
def get(mapping: dict[str, object], key: str) -> object:
    return mapping.get(key, "")


@register.filter
def price(number: Decimal | None) -> str:
    """A price with two decimals at least; nothing where there is none."""
    return figures.price(number) or ""


@register.filter
def grouped(number: Decimal | None) -> str:
    """An amount with thousands separators."""
    text = figures.amount(number)
    return figures.grouped(text) if text else ""


@register.simple_tag
def passage(text: str, question: str, around: int = 60) -> SafeString:
    """The text around the first of the question's terms that it holds, all terms marked. The rest is escaped."""
    terms = question.split()
    flat = " ".join(text.split())
    at = _first(flat, terms)
    first, last = max(at - around, 0), max(at, around) + around + LONGEST_TERM * (at >= 0)
    dots = "……" if first else "", "……" if last < len(flat) else ""
    return mark_safe(f"{dots[0]}{_marked(flat[first:last], terms)}{dots[1]}")  # noqa: S308


def _first(text: str, terms: list[str]) -> int:
    """Where a term stands first, whatever its width or case; -1: nowhere."""
    places = [text.find(term) for term in terms]
    if terms and max(places) < 0 and len(folded := fold(text)) == len(text):  # folding costs far more than looking
        places = [folded.find(fold(term)) for term in terms]
    return min((at for at in places if at >= 0), default=-1)


def _marked(text: str, terms: list[str]) -> str:
    """The text escaped, with each term in a <mark>."""
    folded = fold(text)
    if not terms or len(folded) != len(text):  # then places in the one are not those in the other
        return escape(text)
    either = "|".join(re.escape(fold(term)) for term in sorted(terms, key=len, reverse=True))
    parts, end = [], 0
    for hit in re.finditer(either, folded):
        parts.append(f"{escape(text[end : hit.start()])}<mark>{escape(text[hit.start() : hit.end()])}</mark>")
        end = hit.end()
    return "".join(parts) + escape(text[end:])


@register.simple_tag(takes_context=True)
def query(context: template.Context, **changes: object) -> str:
    """This page's query string with some values changed; an empty one is left out."""
    values: QueryDict = context["request"].GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            values.pop(name, None)
        else:
            values[name] = str(value)
    return "?" + values.urlencode()
