"""Who wrote an article: labelled beside the title, or in a meta that names a person."""

import re

from crawlers.reading.dom import words
from crawlers.reading.head import Head
from crawlers.reading.lexicon import vendors
from crawlers.reading.record import Found
from crawlers.reading.window import Run, Window

_LABEL = re.compile(
    r"(?:作\s*者|撰文|撰稿|文\s*[/／|｜丨])\s*[:：|｜/／]?\s*(?P<name>[\u3400-\u9fffA-Za-z·.、\s]{2,30})?"
)
_NAMES = r"(?P<name>[\u3400-\u9fff·]{2,4}(?:[、\s]+[\u3400-\u9fff·]{2,4}){0,4})"
# “记者” begins many a sentence; it signs only in brackets, at the end of a line, or before 摄 and 报道.
_SIGNED = re.compile(
    rf"[（(][^（）()]{{0,12}}记者[:：\s]*{_NAMES}[^（）()]{{0,8}}[)）]"
    rf"|[电讯]\s*[（(]{_NAMES.replace('name', 'wired')}[)）]"
    rf"|(?:记者|作者|撰文|采写)[:：|｜/／\s]+{_NAMES.replace('name', 'last')}\s*(?:$|摄|报道|来源)"
)
_BYLINE = re.compile(r"^(?P<name>[\u3400-\u9fff·]{2,4})\s*[/／]\s*\S{2,16}$")
_STOP = re.compile(r"\s*(?:来源|责任编辑|责编|编辑|时间|发布|字号|阅读|浏览|摄|报道|整合|综合|文[/：:]|点击)")
_PERSON = re.compile(
    r"[\u3400-\u9fff·]{2,6}(?:[\s、,，]+[\u3400-\u9fff·]{2,6}){0,5}|[A-Z][\w.'-]+(?: [A-Z][\w.'-]+){1,3}"
)
_LETTER_SPACED = re.compile(r"(?<![\u3400-\u9fff])([\u3400-\u9fff]) ([\u3400-\u9fff])(?![\u3400-\u9fff])")
_TITLE = re.compile(
    r"^[\u3400-\u9fff]{0,8}(?:专栏作者|特约作者|特约撰稿人?)\s*|^(?:[\u3400-\u9fff·]{0,12}[\s（(])?(?:本[报网台刊社])?\s*(?:见习|实习)?记者[:：\s]*|^[:：\s]+"
)
_FUNCTION = re.compile(
    r"首页|主页|频道|作者|文章|举报|更多|关注|原创|专栏|编辑|投稿|声明|简介|微信|分享|平台|观点|本人|网站|记者"
)
_EDITOR = r"(?:编辑|责编|审核|校对|编审|监制)[\s:：|｜/／]*"
_BY_LABEL = re.compile(r"(?:^|\s)[Bb]y$")
# “By Anna Lindqvist”
_BY = re.compile(r"^(?:By|Reporting by)\s+(?P<name>[A-Z][\w.'-]+(?: [A-Z][\w.'-]+){1,3})\s*(?:$|[;,|/–—-])")


def find_author(window: Window, head: Head, paragraphs: tuple[str, ...]) -> tuple[str, Found | None]:
    """Give the author's name as printed, names parted as on the page; ("", None) where no person is named."""
    beside = (*window.before[-6:], *window.after)
    if (
        name := _labelled(beside)
        or _labelled(window.start)
        or next((name for run in beside if (name := _byline(run.text))), "")
    ):
        return name, Found("作者 beside the title", "high")
    if name := next((name for run in beside if _is_marked(run) and (name := _name(run.text))), ""):
        return name, Found("marked as author beside the title", "medium")
    lines = (*(run.text for run in (*beside, *window.start)), *paragraphs[:2], *paragraphs[-2:])
    if name := next((name for line in lines if (name := _signed(line))), ""):
        return name, Found("记者 at the text's beginning or end", "medium")
    if name := _labelled(window.tail):
        return name, Found("作者 at the end of the text", "medium")
    if (name := _name(head.linked.get("author", ""))) and name != head.linked.get("publisher"):
        return name, Found("JSON-LD author", "medium")
    name = _name(head.metas.get("author", ""))
    # The meta names the site (“网易”) or the editor of the page as often as the author.
    edits = any(re.search(_EDITOR + re.escape(name), run.text) for run in window.tail) if name else True
    return (name, Found("meta author", "low")) if name and not edits and name not in head.title else ("", None)


def _labelled(found: tuple[Run, ...]) -> str:
    for number, run in enumerate(found):
        label = _LABEL.search(run.text) or _BY_LABEL.search(run.text)
        if label and len(run.text) < 120:
            following = found[number + 1].text if number + 1 < len(found) else ""
            if name := _name(label.groupdict().get("name") or following):
                return name
    return ""


def _is_marked(run: Run) -> bool:
    above = run.element.getparent()
    marked = "author" in words(run.element) or (
        run.element.tag in ("a", "p", "span") and above is not None and "author" in words(above)
    )
    return marked and "name" not in words(run.element) and run.text not in ("原创", "专栏")


def _byline(text: str) -> str:
    found = _BYLINE.match(text) or _BY.match(text)
    return _name(found["name"]) if found else ""


def _signed(text: str) -> str:
    found = _SIGNED.search(_LETTER_SPACED.sub(r"\1\2", text))
    return _name(found["name"] or found["wired"] or found["last"]) if found else ""


def _name(text: str) -> str:
    text = _TITLE.sub("", text.strip())
    text = _STOP.split(_LETTER_SPACED.sub(r"\1\2", text.strip(" :：　")), maxsplit=1)[0].strip()
    return text if _PERSON.fullmatch(text) and text not in vendors() and not _FUNCTION.search(text) else ""
