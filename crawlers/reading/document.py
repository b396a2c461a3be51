"""What makes a page an official document: number, issuers, index number and the day it was signed."""

import re
from datetime import date
from typing import TypedDict

from lxml.html import HtmlElement

from crawlers.reading.record import Found
from crawlers.reading.window import Run, runs
from nlp import metadata
from nlp.dates import find_date

_LABELS = {
    "index_number": ("索引号", "信息索引"),
    "issuers": ("发布机构", "发文机关", "发布机关", "发文机构", "制发机关", "制定机关", "发文单位"),
    "doc_number": ("文号", "发文字号", "发文文号", "文件编号", "文件字号"),
    "signed_on": ("成文日期", "生成日期", "制发日期", "发文日期", "印发日期", "成文时间"),
}
_BY_LABEL = {label: name for name, labels in _LABELS.items() for label in labels}
_SPACED = "|".join(r"\s*".join(label) for label in _BY_LABEL)
_LABEL = re.compile(rf"^[\[【]?\s*(?P<label>{_SPACED})\s*[\]】]?\s*[:：]?\s*(?P<rest>.*)$")
_NUMBER = re.compile(r"\d.*号|[〔\[［(（]\s*\d{4}\s*[〕\]］)）]\s*\d")
_MAX = 60


class Official(TypedDict, total=False):
    """The fields of a document that a page's table of information can fill."""

    index_number: str
    doc_number: str
    issuers: tuple[str, ...]
    signed_on: date | None


def official_fields(root: HtmlElement, title: str, paragraphs: tuple[str, ...]) -> tuple[Official, dict[str, Found]]:
    """Read the 信息公开 table, and what it leaves out from the document's own title, head and sign-off.

    Numbers that the text cites are other documents' and are not taken (nlp.metadata sees to it).
    """
    said = _table(runs(root))
    own = metadata.read("\n".join(paragraphs), title)
    fields: Official = {"index_number": said.get("index_number", "")}
    table, text = Found("the page's table of information", "high"), Found("the document's own text", "medium")
    places = {"index_number": table} if fields["index_number"] else {}
    if number := said.get("doc_number") or own.doc_number:
        fields["doc_number"] = number
        places["doc_number"] = table if "doc_number" in said else text
    if issuers := _parts(said.get("issuers", "")) or own.issuers:
        fields["issuers"] = issuers
        places["issuers"] = table if "issuers" in said else text
    if day := find_date(said.get("signed_on", "")) or own.signed_on:
        fields["signed_on"] = day
        places["signed_on"] = table if find_date(said.get("signed_on", "")) else text
    return fields, places


def _parts(text: str) -> tuple[str, ...]:
    return tuple(one for one in re.split(r"[、,，;；\s]+", text) if one)


def is_label(text: str) -> bool:
    """True for the name of a field of such a table, with or without blanks (文 号)."""
    found = _LABEL.match(text)
    return found is not None and not found["rest"]


def _table(found: list[Run]) -> dict[str, str]:
    said: dict[str, str] = {}
    for number, run in enumerate(found):
        label = _LABEL.match(run.text) if len(run.text) < 120 else None
        if label is None:
            continue
        name = _BY_LABEL["".join(label["label"].split())]
        value = label["rest"] or _next(found, number)
        if 2 <= len(value) <= _MAX and name not in said and (name != "doc_number" or _NUMBER.search(value)):
            said[name] = value
    return said


def _next(found: list[Run], number: int) -> str:
    """Give the run behind a label, "" where it is the next label: an empty cell has no text."""
    for run in found[number + 1 : number + 3]:
        if run.text.strip("：: "):
            text = run.text.strip("：: ")
            return "" if _LABEL.match(text) or run.text.endswith(("：", ":")) or len(text) < 2 else text
    return ""
