"""Who wrote an article: labelled beside the title, or in a meta that names a person."""

import re

from crawlers.reading.head import Head
from crawlers.reading.lexicon import vendors
from crawlers.reading.record import Found
from crawlers.reading.window import Window

_LABEL = re.compile(r"(?:作\s*者|撰文|撰稿|文\s*[/／|｜丨])\s*[:：]?\s*(?P<name>[\u3400-\u9fffA-Za-z·.、\s]{2,30})?")
_REPORTER = re.compile(r"记者\s*[:：]?\s*(?P<name>[\u3400-\u9fff·]{2,4}(?:[、\s][\u3400-\u9fff·]{2,4}){0,4})")
_STOP = re.compile(r"\s*(?:来源|责任编辑|责编|编辑|时间|发布|字号|阅读|浏览|摄|报道|文|点击)")
_PERSON = re.compile(
    r"[\u3400-\u9fff·]{2,6}(?:[\s、,，][\u3400-\u9fff·]{2,6}){0,5}|[A-Z][\w.'-]+(?: [A-Z][\w.'-]+){1,3}"
)


def find_author(window: Window, head: Head) -> tuple[str, Found | None]:
    """Give the author's name as printed, names parted as on the page; ("", None) where no person is named."""
    beside = (*window.before[-6:], *window.after)
    for number, run in enumerate(beside):
        label = _LABEL.search(run.text)
        if label and len(run.text) < 120:
            name = _name(label["name"] or (beside[number + 1].text if number + 1 < len(beside) else ""))
            if name:
                return name, Found("作者 beside the title", "high")
    for run in (*beside, *window.start[:3], *window.tail):
        if (label := _REPORTER.search(run.text)) and (name := _name(label["name"])):
            return name, Found("记者 at the text's beginning or end", "medium")
    if name := _name(head.metas.get("author", "")):
        return name, Found("meta author", "low")
    return "", None


def _name(text: str) -> str:
    text = _STOP.split(text.strip(" :：　"), maxsplit=1)[0].strip()
    return text if _PERSON.fullmatch(text) and text not in vendors() else ""
