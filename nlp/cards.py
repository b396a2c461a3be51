"""A policy on a card: its number, who issued it, when it takes effect, whom it binds, and what they must do by when."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from nlp import deadlines, metadata, places, wordlist
from nlp.dates import find_dates
from nlp.errors import BadFile
from nlp.text import narrow, sentences, tidy

FILE = Path(__file__).parents[1] / "data" / "lexicon" / "cards.toml"

_EFFECT = re.compile(r"(?:自|从|于)\s*(?P<day>[^,，。;；]{6,16}?)\s*(?:起|正式)\s*(?:施行|实施|执行|生效|正式施行)")
# A fee or a rule changes “自7月1日起，…”, with no word for it.
_FROM_DAY = re.compile(r"(?:^|[。；，,\n])\s*自\s*(?P<day>[^,，。;；]{6,14}?)\s*起\s*[,，]")
_EFFECT_AT_ONCE = re.compile(r"自\s*(?:印发|发布|公布|颁布|签发)\s*之日起\s*(?:施行|实施|执行|生效)")
_DUTY = re.compile(
    r"(?P<must>应当|必须|须于|须在|须|应于|应在|应|请于|请在|请|需于|需在|需|务必|于(?=\d[^，,。；;]{3,14}前(?![^。；;]{0,20}已)))(?P<what>[^。；;]{4,120})"
)
_NUMBERED = re.compile(
    r"^(?:第[一二三四五六七八九十\d]+条|[一二三四五六七八九十]+、|[(（][一二三四五六七八九十\d]+[)）]|\d+[.、．])\s*"
)
_ATTACHMENT = re.compile(r"^\s*附\s*件\s*\d*\s*[:：]\s*(?P<name>\S.*)?$")
_LISTED = re.compile(r"^\s*\d{1,2}\s*[.、．]\s*(?P<name>\S.{2,80}?)\s*$")
_LONGEST = 90
_WRAP = re.compile(r"(?<=[^\n。！？!?；;：:]{15})\n(?=[^\s\d一二三四五六七八九十（(])")


@dataclass(frozen=True, slots=True)
class Duty:
    """Who must do what; `by` is the last day, None where the sentence sets none."""

    who: str
    what: str
    by: date | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Card:
    """A policy at a glance; None and () where the text does not say. `region` is 全国, a province or a city."""

    doc_number: str | None
    issuers: tuple[str, ...]
    signed_on: date | None
    effective_on: date | None
    comments_until: date | None
    region: str | None
    sectors: tuple[str, ...]
    duties: tuple[Duty, ...]
    attachments: tuple[str, ...]


def card(title: str, text: str, published_on: date | None = None) -> Card:
    """Read the card of an official document; `published_on` gives days without a year theirs."""
    facts = metadata.read(text, title)
    known = facts.signed_on or published_on
    events = deadlines.find(text, known)
    comments = [event.day for event in events if event.kind == "comment"]
    return Card(
        doc_number=facts.doc_number,
        issuers=facts.issuers,
        signed_on=facts.signed_on,
        effective_on=_effective(text, facts.signed_on or published_on),
        comments_until=max(comments) if comments else None,
        region=places.region(title, text, facts.issuers) or None,
        sectors=_sectors(title, text),
        duties=tuple(_duties(text, known)),
        attachments=_attachments(text),
    )


def _effective(text: str, issued: date | None) -> date | None:
    plain = narrow(text)
    for found in (*_EFFECT.finditer(plain), *_FROM_DAY.finditer(plain)):
        if days := find_dates(found["day"]):
            return days[0].day
    return issued if _EFFECT_AT_ONCE.search(plain) else None


def _sectors(title: str, text: str) -> tuple[str, ...]:
    """Sectors of the title; where it names none, those of the text, in the order of the list."""
    words = _words().sectors
    named = tuple(name for name, form in words.items() if form.search(title))
    return named or tuple(name for name, form in words.items() if form.search(text))


def _duties(text: str, known: date | None) -> list[Duty]:
    found: list[Duty] = []
    for sentence in sentences(_WRAP.sub("", text)):
        plain = tidy(sentence)
        who = _words().who.search(plain)
        duty = _DUTY.search(plain, who.end()) if who else None
        if who is None or duty is None or _words().who.search(plain[who.end() : duty.start()].replace("和", "")):
            continue
        by = [event.day for event in deadlines.find(plain, known, every=True) if event.until]
        what = _NUMBERED.sub("", (duty["must"] + duty["what"]).strip())
        found.append(Duty(who[0], what[:_LONGEST], min(by) if by else None, plain))
    return found


def _attachments(text: str) -> tuple[str, ...]:
    names: list[str] = []
    listing = False
    for line in narrow(text).splitlines():
        opened = _ATTACHMENT.match(line)
        listed = _LISTED.match(opened["name"] if opened and opened["name"] else line)
        if opened and opened["name"] and not listed:
            names.append(tidy(opened["name"]))
        elif listed and (opened or listing):
            names.append(tidy(listed["name"]))
        listing = bool(opened) or (listing and bool(listed))
    return tuple(dict.fromkeys(names))


@dataclass(frozen=True, slots=True)
class _Words:
    sectors: dict[str, re.Pattern[str]]
    who: re.Pattern[str]


@cache
def _words(file: Path = FILE) -> _Words:
    data = wordlist.read(file)
    try:
        sectors = {name: re.compile("|".join(forms)) for name, forms in data["sectors"].items()}
        who = re.compile("|".join(sorted(data["who"]["words"], key=len, reverse=True)))
        return _Words(sectors, who)
    except (re.error, KeyError) as error:
        raise BadFile(f"{file.name} cannot be used ({error}): restore or correct it.") from error
