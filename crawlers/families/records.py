"""Lists that a site gives as JSON or JSONP: gov.cn search, Guangdong's gkmlpt, NEA's data source, people.cn.

[listing]
family = "records"
rows   = "searchVO/catMap/*/listVO/*"   # `*`: every value of an object or list; "": the whole; a list is taken apart
link   = "url"                          # keys of a record, or paths in it
title  = "title"                        # may hold marks (<em>)
date   = "pubtimeStr"                   # a written day, or seconds or milliseconds since 1970
base   = "https://www.gov.cn/"          # where addresses start that are not whole
"""

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import urljoin

from crawlers.errors import Drift
from crawlers.reading.day import moment_day
from crawlers.reading.listrule import Listed, ListingRule

_CALLBACK = re.compile(r"^\s*[\w$.]+\s*\(")
_MARK = re.compile(r"<[^<>]{0,200}>")


def items(text: str, url: str, rule: ListingRule, today: date | None) -> list[Listed | None]:  # noqa: ARG001
    """Read every record. Raises Drift for no JSON, another shape, or a record without title or address."""
    found = []
    for record in walk(load(text), [step for step in rule.rows.split("/") if step], rule.rows):
        title = _said(record, rule.title)
        link = _said(record, rule.link)
        if not title or not link:
            raise Drift(f"列表接口有一条没有 {rule.title} 或 {rule.link}：请看存档并更正 [listing]")
        day = moment_day(_said(record, rule.date)) if rule.date != "none" else None
        found.append(Listed(title, urljoin(rule.base or url, link), day))
    return list(found)


def load(text: str) -> Any:
    """Give the value of a JSON or JSONP text. Raises Drift for anything else."""
    start = _CALLBACK.match(text)
    try:
        value, _ = json.JSONDecoder().raw_decode(text[start.end() :].lstrip() if start else text.strip())
    except (ValueError, RecursionError) as error:
        raise Drift("列表接口的答复不是 JSON：请看存档，接口可能换了地址") from error
    return value


def walk(value: Any, path: list[str], whole: str) -> Iterator[Any]:
    """Give what stands at a path, of a list every element. Raises Drift where a step of it is not there."""
    if not path:
        yield from value if isinstance(value, list) else [value]
    elif path[0] == "*" and isinstance(value, list | dict):
        for one in value.values() if isinstance(value, dict) else value:
            yield from walk(one, path[1:], whole)
    elif isinstance(value, dict) and path[0] in value:
        yield from walk(value[path[0]], path[1:], whole)
    else:
        raise Drift(f"列表接口在 {whole} 处没有 {path[0]}：请看存档并更正 [listing] rows")


def _said(record: Any, path: str) -> str:
    for step in path.split("/"):
        record = record.get(step) if isinstance(record, dict) else None
    if isinstance(record, str):
        return " ".join(_MARK.sub("", record).split())
    return str(record) if type(record) is int else ""
