"""Snapshot → what the templates show. No figure is computed here, only worded."""

import re
from dataclasses import dataclass
from typing import Any

from digest import opening
from digest.blocks import Block, blocks
from digest.chart import panel
from digest.cover import Ridge, height, ridges
from digest.daily import daily
from digest.figures import chinese_day, decimals, header_day
from digest.leading import leading
from digest.lines import FIGURES, Line, line
from digest.markup import is_web, level, short_url
from digest.paragraphs import plain_title
from digest.shapes import Duty, IssueFacts, Item, Snapshot


@dataclass(frozen=True, slots=True)
class Entry:
    """An item as it is set."""

    item: Item
    title: str
    anchor: str
    day: str
    signed: str
    short_url: str
    href: str
    bookmark: str
    blocks: list[Block]
    reposts: list[dict[str, str]]
    attachments: list[dict[str, str]]
    is_document: bool
    effective: str
    comments_until: str
    duties: list[dict[str, str]]


ONE_PAGE = 28
"""Items from which the contents are set smaller, so that some forty still fit one page."""
HEADLINES = 4
"""Titles that fit the cover below the picture."""
ENUMERATED = re.compile(r"^(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[）)]|\d+[.．、])\s*")


def _repost(publisher: str, day: str | None, url: str) -> dict[str, str]:
    return {"publisher": publisher, "day": header_day(day) if day else "", "href": url if is_web(url) else ""}


FILE_STATES = {"text": "", "link": "", "missing": "缺失", "scan": "扫描件", "refused": "未收录"}


def _file(name: str, url: str, state: str) -> dict[str, str]:
    return {"name": name or short_url(url), "href": url if is_web(url) else "", "state": FILE_STATES.get(state, state)}


def _day(iso: str | None) -> str:
    return chinese_day(iso) if iso else ""


def _duty(duty: Duty) -> dict[str, str]:
    return {"who": duty["who"], "what": duty["what"], "by": _day(duty["by"])}


def entry(item: Item) -> Entry:
    card = item["card"]
    return Entry(
        item=item,
        title=plain_title(item),
        anchor=f"item-{item['id']}",
        day=header_day(item["published_on"]) if item["published_on"] else "",
        signed=chinese_day(item["signed_on"]) if item["signed_on"] else "",
        short_url=short_url(item["url"]) if is_web(item["url"]) else "",
        href=item["url"] if is_web(item["url"]) else "",
        bookmark=level(plain_title(item)),
        blocks=blocks(item),
        reposts=[_repost(repost["publisher"], repost["published_on"], repost["url"]) for repost in item["reposts"]],
        attachments=[_file(file["name"], file["url"], file["state"]) for file in item["attachments"]],
        is_document=bool(item["doc_number"] or item["signed_on"] or item["issuers"]),
        effective=_day(card["effective_on"]) if card else "",
        comments_until=_day(card["comments_until"]) if card else "",
        duties=[_duty(duty) for duty in card["duties"]] if card else [],
    )


def window(snapshot: Snapshot) -> str:
    issue = snapshot["issue"]
    return f"{chinese_day(issue['first_day'])}—{chinese_day(issue['last_day'])}"


def _charts(lines: list[Line], issue: IssueFacts) -> dict[str, Any]:
    """`leading`, as wide as the page; `panels`, one for each instrument that ever had a price; `others`, without it."""
    first, last = issue["first_day"], issue["last_day"]
    wide = leading(lines, first, last)
    panels = [made for line in lines if (made := panel(line.row, line, first, last)).last]
    return {
        "leading": wide,
        "panels": panels,
        "others": [one for one in panels if wide is None or one.line is not wide.line],
    }


def cover(lines: list[Line]) -> list[Ridge]:
    return ridges([(line.row, line) for line in lines])


def _mark(snapshot: Snapshot, draft: bool) -> str:
    """What every page of an issue says that is not to be relied on."""
    return "样刊" if snapshot["issue"]["sample"] else "草稿" if draft else ""


def _headlines(sections: list[dict[str, Any]]) -> list[dict[str, str]]:
    """The first title of each section, for the cover."""
    return [
        {"section": section["name"], "title": section["entries"][0].title} for section in sections if section["entries"]
    ][:HEADLINES]


def _calendar(snapshot: Snapshot) -> list[dict[str, str]]:
    """Days ahead with the item that names them."""
    titles = {item["id"]: plain_title(item) for section in snapshot["sections"] for item in section["items"]}
    return [
        {
            "day": (f"{header_day(due['first'])} 至 " if due["first"] else "") + header_day(due["day"]),
            "kind": due["kind"] + ("（截止）" if due["until"] and "截止" not in due["kind"] else ""),
            "title": titles.get(due["item"], ""),
            "anchor": f"item-{due['item']}",
            "sentence": ENUMERATED.sub("", due["sentence"]),
        }
        for due in snapshot["calendar"]
    ]


def _coverage(snapshot: Snapshot) -> dict[str, Any]:
    """The sources by how they fared."""
    found = snapshot["coverage"]
    groups = {"ok": "sound", "silent": "silent", "failed": "failed"}
    named = {name: [one for one in found["sources"] if one["health"] == health] for health, name in groups.items()}
    return {"coverage": found, **named}


def _sections(snapshot: Snapshot) -> list[dict[str, Any]]:
    return [
        {**section, "entries": [entry(item) for item in section["items"]], "none": _none(section["why"])}
        for section in snapshot["sections"]
    ]


def _none(why: str) -> str:
    return f"本期无（{why}）" if why else "本期无"


def context(snapshot: Snapshot, *, draft: bool = False) -> dict[str, Any]:
    """Everything that the templates of all editions use."""
    issue, house = snapshot["issue"], snapshot["house"]
    sections = _sections(snapshot)
    lines = [line(row) for row in snapshot["week"]]
    calendar = _calendar(snapshot)
    return {
        "issue": issue,
        "house": house,
        "mark": _mark(snapshot, draft),
        **opening.page(snapshot, sections, calendar),
        "title": f"{house['name']} 总第{issue['number']}期",
        "date": chinese_day(issue["date"]),
        "header_date": header_day(issue["date"]),
        "window": window(snapshot),
        "sections": sections,
        "dense": sum(len(section["entries"]) for section in sections) > ONE_PAGE,
        "lines": lines,
        "places": {name: decimals(line.cells[name] for line in lines) for name in (*FIGURES, "change")},
        "with_ytd": any(row["ytd_pct"] is not None for row in snapshot["week"]),
        "daily": daily(lines),
        **_charts(lines, issue),
        "ridges": cover(lines),
        "ridge_height": height(len(cover(lines))),
        "headlines": _headlines(sections),
        "calendar": calendar,
        "definitions": snapshot["definitions"],
        "errata": snapshot["errata"],
        **_coverage(snapshot),
        "sha256": snapshot["sha256"],
    }
