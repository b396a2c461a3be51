"""The head of a page: metas, JSON-LD and the values that its scripts carry."""

import html as entities
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from crawlers.reading.blocks import flat
from crawlers.reading.dom import PageTree

# `var writetime = "…"`, `"pubtime":"…"`, `publish_time: '…'`: one value, quoted or a whole number.
_VALUE = re.compile(
    r"""(?:\bvar\s+|[{,\s"'.])(?P<name>[A-Za-z_]{2,24})["']?\s*(?:=(?!=)|:)\s*(?:"(?P<a>(?:[^"\\\n]|\\.){1,300})"|'(?P<b>(?:[^'\\\n]|\\.){1,300})'|(?P<n>\d{10,13})\b)"""
)
_MAX_SCRIPT = 400_000


@dataclass(frozen=True)
class Head:
    """`metas` and `values` have lower-case names; of several with one name the first that is filled."""

    metas: Mapping[str, str]
    linked: Mapping[str, str]  # JSON-LD: headline, datePublished, author, publisher
    values: Mapping[str, str]  # what scripts assign
    title: str


def read_head(tree: PageTree) -> Head:
    """Read what the page says about itself apart from what it shows."""
    metas: dict[str, str] = {}
    for meta in tree.root.iter("meta"):
        name = (meta.get("name") or meta.get("property") or meta.get("itemprop") or "").strip().lower()
        content = flat(entities.unescape(meta.get("content") or ""))
        if name and content and name not in metas:
            metas[name] = content
    title = next((flat(str(one.text_content())) for one in tree.root.iter("title") if one.text), "")
    values = _values("\n".join(tree.scripts)[:_MAX_SCRIPT])
    values |= {name.lower().replace("-", "_"): flat(text)[:300] for name, text in tree.fields if name}
    return Head(metas, _json_ld(tree.scripts), values, title)


def _values(scripts: str) -> dict[str, str]:
    values: dict[str, str] = {}
    for found in _VALUE.finditer(scripts):
        text = found["a"] or found["b"] or found["n"]
        values.setdefault(found["name"].lower(), flat(entities.unescape(_unescape(text))))
    return values


def _unescape(text: str) -> str:
    if "\\u" not in text:
        return text
    return re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), text)


def _json_ld(scripts: tuple[str, ...]) -> dict[str, str]:
    """Give the first value of each name in the JSON-LD of a page; broken JSON-LD says nothing."""
    found: dict[str, str] = {}
    for script in scripts:
        if not script.lstrip().startswith(("{", "[")) or "@context" not in script:
            continue
        try:
            data = json.loads(script, strict=False)
        except (ValueError, RecursionError):
            continue
        for name, value in _walk(data):
            found.setdefault(name, value)
    return found


def _walk(data: object, name: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(data, dict):
        for key, value in data.items():
            inner = value.get("name") if isinstance(value, dict) and "name" in value else value
            yield from _walk(inner, str(key).lower())
    elif isinstance(data, list):
        for one in data:
            yield from _walk(one.get("name") if isinstance(one, dict) and name == "author" else one, name)
    elif isinstance(data, str) and name:
        yield name, flat(data)
