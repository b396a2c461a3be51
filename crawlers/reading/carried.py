"""Bodies that a page carries as data for its own script: HTML in a <textarea> or in a string of JSON."""

import html as entities
import json
import re
from collections.abc import Iterator

from lxml import html
from lxml.etree import ParserError
from lxml.html import HtmlElement

from crawlers.reading.dom import PageTree, prose

_MARKUP = re.compile(r"<(?:p|div|section|br)\b", re.IGNORECASE)
_MIN_CHARS = 80
_MAX_SCRIPT = 2_000_000
# A data script is JSON alone, or one assignment of it (window.__INITIAL_STATE__ = {…};).
_DATA = re.compile(
    r"^\s*(?:(?:window\.|var\s+|self\.)?[\w.$\[\]\"']{1,60}\s*=\s*)?(?P<json>[{\[].*[}\]])\s*;?\s*$", re.DOTALL
)


def carried_body(tree: PageTree) -> HtmlElement | None:
    """Give the longest text in markup that the page carries, None where it carries none of some length."""
    found = [one for text in (*_fields(tree), *_strings(tree.scripts)) if (one := _parsed(text)) is not None]
    best = max(found, key=prose, default=None)
    return best if best is not None and prose(best) >= _MIN_CHARS else None


def _fields(tree: PageTree) -> Iterator[str]:
    return (entities.unescape(text) if "&lt;" in text else text for _, text in tree.fields)


def _strings(scripts: tuple[str, ...]) -> Iterator[str]:
    for script in scripts:
        found = _DATA.match(script) if _MIN_CHARS < len(script) < _MAX_SCRIPT else None
        if found is None or not ("<p" in script or "\\u003cp" in script.lower() or "<br" in script):
            continue
        try:
            stack = [json.loads(found["json"], strict=False)]
        except (ValueError, RecursionError):  # a script, not data
            continue
        while stack:
            value = stack.pop()
            if isinstance(value, str):
                yield value
            elif isinstance(value, dict | list):
                stack += value.values() if isinstance(value, dict) else value


def _parsed(text: str) -> HtmlElement | None:
    if len(text) < _MIN_CHARS or not _MARKUP.search(text):
        return None
    try:
        return html.fromstring(f"<div>{text}</div>")
    except (ParserError, ValueError):
        return None
