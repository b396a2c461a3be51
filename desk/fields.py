"""An article as a form: what is stored, as text in fields; what a person typed, as values to store."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from archive.errors import BadInput
from archive.models import Article
from digest import policy
from digest.shapes import Card, Duty

DAYS = {"published_on": "发布日期", "signed_on": "成文日期"}
CARD_DAYS = {"effective_on": "施行日期", "comments_until": "意见截止"}
LABELS = {
    "title": "标题",
    "section": "栏目",
    **DAYS,
    "publisher": "来源",
    "doc_number": "文号",
    "issuers": "发文机关",
    "text": "正文",
    **CARD_DAYS,
    "region": "适用地区",
    "sectors": "涉及行业",
    "duties": "须办事项",
}
"""Every field of the form, in its order, with its printed name."""
LONGEST = 400
DUE = "｜"


def shown(article: Article) -> dict[str, str]:
    """The article as the form shows it. Every name of LABELS is there."""
    card: Card = {**policy.read(article), **(article.card or {})}
    return {
        "title": article.title,
        "section": article.section,
        "published_on": _iso(article.published_on),
        "signed_on": _iso(article.signed_on),
        "publisher": article.publisher,
        "doc_number": article.doc_number,
        "issuers": "、".join(article.issuers),
        "text": _lines(article.text),
        **_card_shown(card),
    }


CARD = ("doc_number", "issuers", "signed_on", *CARD_DAYS, "region", "sectors", "duties")
"""What of a policy or a notice a reader wants to know first."""


def card(article: Article) -> list[tuple[str, str]]:
    """(name, value) of CARD for a document of an authority, what is not known left out; nothing for any other text."""
    if not (article.doc_number or article.issuers or article.signed_on or article.card):
        return []
    values = shown(article)
    return [(LABELS[name], values[name]) for name in CARD if values[name]]


def taken(article: Article, typed: Mapping[str, str]) -> dict[str, Any]:
    """The values of those fields that were typed at all. Raises BadInput, naming the field."""
    values: dict[str, Any] = {}
    for name in ("title", "section", "publisher", "doc_number"):
        if name in typed:
            values[name] = _short(name, typed[name])
    values |= {name: _day(name, typed[name]) for name in DAYS if name in typed}
    if "issuers" in typed:
        values["issuers"] = _names(typed["issuers"])
    if "text" in typed and (text := _lines(typed["text"])) != _lines(article.text):
        values["text"] = text
    if typed.keys() & {*CARD_DAYS, "region", "sectors", "duties"}:
        values["card"] = _card(article, typed)
    return values


def _card_shown(card: Card) -> dict[str, str]:
    return {
        "effective_on": card["effective_on"] or "",
        "comments_until": card["comments_until"] or "",
        "region": card["region"] or "",
        "sectors": "、".join(card["sectors"]),
        "duties": "\n".join(_duty_line(duty) for duty in card["duties"]),
    }


def _card(article: Article, typed: Mapping[str, str]) -> dict[str, Any] | None:
    """What the editor put differently from what the text says; None: nothing. A later reading fills in the rest."""
    read = policy.read(article)
    values: dict[str, Any] = {name: _iso(_day(name, typed[name])) or None for name in CARD_DAYS if name in typed}
    if "region" in typed:
        values["region"] = _short("region", typed["region"]) or None
    if "sectors" in typed:
        values["sectors"] = _names(typed["sectors"])
    if "duties" in typed:
        values["duties"] = [_duty(line) for line in typed["duties"].splitlines() if line.strip()]
    own = {name: value for name, value in values.items() if value != dict(read)[name]}
    return own or None


def _duty_line(duty: Duty) -> str:
    return f"{duty['who']}：{duty['what']}" + (f"{DUE}{duty['by']}" if duty["by"] else "")


def _duty(line: str) -> Duty:
    said, _, by = line.strip().replace("|", DUE).partition(DUE)
    who, colon, what = said.partition("：")
    if not (colon and who.strip() and what.strip()):
        raise BadInput(f"须办事项“{line.strip()[:30]}”应写成“谁：做什么{DUE}2017-06-30”，没有期限可以不写。")
    return {"who": who.strip(), "what": what.strip(), "by": _iso(_day("duties", by)) or None}


def _short(name: str, text: str) -> str:
    plain = " ".join(text.split())
    if len(plain) > LONGEST:
        raise BadInput(f"{LABELS[name]}最长 {LONGEST} 字，现在有 {len(plain)} 字。")
    return plain


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.replace("，", "、").replace(",", "、").split("、") if name.strip()]


def _lines(text: str) -> str:
    """Browsers send their own line ends, and drop a blank first line."""
    return text.replace("\r\n", "\n").strip("\n")


def _day(name: str, text: str) -> date | None:
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise BadInput(f"{LABELS[name]} {text!r} 无法识别，请写成 2017-05-19。") from error


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def odd(article: Article) -> str:
    """What is strange about the article's day, or nothing."""
    if article.published_on is None:
        return "原网页没有日期。"
    if article.published_on > article.first_seen_at.date():
        return "日期晚于首次看到的时间。"
    if (article.first_seen_at.date() - article.published_on).days > 180:
        return "日期比首次看到早半年以上，可能把年份写错了。"
    if article.signed_on and article.published_on < article.signed_on:
        return "发布日期早于成文日期。"
    return ""
