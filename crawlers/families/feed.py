"""Price feeds in JSON or JSONP: records at a declared path, every key of a record named.

[feed]
records = "data/*/records/*"      # `*`: every element of a list, every value of an object; ".": the answer itself
inside  = "cjj"                   # the JSON is the text that a script of the page gives to this variable
lists   = true                    # a record is a list without keys: its places are called "1", "2", …
[feed.columns]
"fsrq" = "day"                    # roles as in [table.columns]
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from crawlers.errors import Drift, Hollow
from crawlers.reading.dom import parse
from crawlers.reading.rows import Reading, Refused, RowRule, read_rows
from crawlers.section import Section
from crawlers.section import row_rule as read_row_rule

# `null({…})` where the callback is absent; `X({…}, 'ALL')` has a second argument.
_CALLBACK = re.compile(r"\s*[\w$.]*\s*\(")
_BEHIND = re.compile(r"\s*(?:,[^(){}\[\]]*)?(\)?)[\s;]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    records: str
    row: RowRule
    inside: str = ""
    lists: bool = False


def declare(section: Section) -> Rule:
    """Read `[feed]`."""
    return Rule(
        records=section.text("records"),
        row=read_row_rule(section, section.mapping("columns")),
        inside=section.text("inside", ""),
        lists=bool(section.take("lists", bool, False)),
    )


def read(text: str, rule: Rule, *, title: str = "") -> Reading:  # noqa: ARG001 (families share a signature)
    """Read every record of the feed. Raises Drift for no JSON or other keys, Hollow without records."""
    answer = _load(_inside(text, rule.inside) if rule.inside else text)
    path = [] if rule.records == "." else rule.records.split("/")
    records = list(_walk(answer, path, rule))
    if not records:
        raise Hollow(f"数据接口中 {rule.records} 处没有记录：请看网站是否停更")
    known = set(rule.row.columns)
    if new := sorted({key for record in records for key in record} - known):
        raise Drift(f"数据接口多出字段 {'、'.join(new)}：请弄清含义后写进 source.toml 的 [feed.columns]")
    whole = [_cells(record) for record in records if set(record) == known]
    ragged = [
        Refused(f"记录缺少字段 {'、'.join(sorted(known - set(record)))}", _cells(record))
        for record in records
        if set(record) != known
    ]
    reading = read_rows(whole, rule.row)
    refused = (*ragged, *reading.refused)
    if not reading.quotes:
        raise Drift(f"没有一条记录能读出，第一条的原因是：{refused[0].reason}")
    return Reading(reading.quotes, refused)


def _load(text: str) -> Any:
    start = _CALLBACK.match(text)
    body = (text[start.end() :] if start else text).lstrip()
    try:
        answer, end = DECODER.raw_decode(body)
    except (ValueError, RecursionError) as error:
        raise Drift("答复不是 JSON：请看存档网页，接口可能已经变动") from error
    behind = _BEHIND.fullmatch(body, end)
    if not behind or bool(behind[1]) != bool(start):
        raise Drift(f"JSON 之后还有「{body[end : end + 20].strip()}」，可能是另一份数据：请看存档网页")
    return answer


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A record whose keys stand once each: of two, JSON's readers quietly take the last."""
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = "、".join(sorted({key for key in keys if keys.count(key) > 1}))
        raise Drift(f"数据接口的一条记录里 {twice} 出现两次，无法取舍：请看存档网页")
    return found


DECODER = json.JSONDecoder(parse_float=Decimal, parse_int=Decimal, object_pairs_hook=_once)


def _inside(text: str, name: str) -> str:
    """The text between quotes that a script gives to the variable, which must be given such a text once."""
    given = re.compile(rf"(?<![\w.]){re.escape(name)}\s*=\s*'([^']*)'")
    found = given.findall("\n".join(parse(text).scripts))
    if len(found) != 1:
        raise Drift(f"网页脚本中 {name} 有 {len(found)} 处，应当只有一处：请看存档网页并更正 [feed] inside")
    return str(found[0])


def _walk(value: Any, path: list[str], rule: Rule) -> Iterator[Mapping[str, Any]]:
    if not path:
        if rule.lists and isinstance(value, list):
            yield {str(place): cell for place, cell in enumerate(value, 1)}
        elif isinstance(value, dict) and not rule.lists:
            yield value
        else:
            raise Drift(f"{rule.records} 处不是声明的那种记录：请看存档网页并更正 [feed]")
        return
    step, rest = path[0], path[1:]
    if step == "*" and isinstance(value, list | dict):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _walk(one, rest, rule)
    elif isinstance(value, dict) and step in value:
        yield from _walk(value[step], rest, rule)
    else:
        raise Drift(f"数据接口中没有 {step}（路径 {rule.records}）：请看存档网页并更正 [feed]")


def _cells(record: Mapping[str, Any]) -> dict[str, str]:
    return {key: _cell(value) for key, value in record.items()}


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return format(value, "f") if isinstance(value, Decimal) else str(value)
