"""来源 as a page prints it: labelled, marked, beside the date, in metas that do not lie, or the site itself."""

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from crawlers.reading.document import is_label
from crawlers.reading.dom import words
from crawlers.reading.head import Head
from crawlers.reading.lexicon import own_names, site_name
from crawlers.reading.record import SITE_ITSELF, Found
from crawlers.reading.sourcename import LABEL, MAX_CHARS, MEDIUM, PRESS, clean_name
from crawlers.reading.window import Run, Window
from nlp import metadata
from nlp.dates import find_date
from nlp.text import fold

# Behind these a clerk's name stands as often as an office's.
_WEAK = re.compile(r"发布(?:者|人|部门)|信息发布|供稿|^(?:部门|单位)")
_MARKS = {"source", "sour", "laiyuan", "ly", "where", "media", "origin", "nickname", "copyfrom", "jgname", "from"}
_NAME_IDS = ("js_name", "profileBt", "source_baidu", "ne_article_source", "media_name", "article_source")
_METAS = ("contentsource", "source", "article:source", "mediaid", "og:article:source", "dc.source", "copyfrom")
_VALUES = (
    "source",
    "media",
    "medianame",
    "media_name",
    "nickname",
    "sourcename",
    "copyfrom",
    "source_name",
    "laiyuan",
    "article_source_name",
)
_QUOTED = re.compile(r"《([^《》]+)》[（(]?")  # 《光明日报》（2021年07月17日 03版）
_EDITION = re.compile(r"[(（][\u3400-\u9fff]{1,8}[)）]")
# “本文来自微信公众号“绿金札记”（ID：…），作者：…”
_REPRINT = re.compile(
    r"^[（(【]?(?:本文|文章)(?:首发于|来自|转载自|转自|授权转载自?)(?:(?:微信)?(?:公众号|订阅号)\s*[:：]?\s*[“「『《\"【]?"
    r"|[“「](?=[^”」]{2,20}[”」](?:微信)?(?:公众号|订阅号)))(?P<name>[^”」』》\"】（(，,。:：]{2,20})"
)
# “（转载自《人民日报》）”, “（摘自《求是》2021年第10期）”, “（据新华社）”
_TAKEN = re.compile(
    r"^[（(](?:本文)?(?:转载自|转自|摘自|选自|原载于?|来源于?|据)\s*(?:《(?P<paper>[^《》]{2,20})》|(?P<name>[^，。、《》（）()]{2,20}))"
    r"[^，。]{0,24}[)）]$"
)
# “BRUSSELS, Jan 23 (Reuters) - …”, “UN Climate Change News, 30 November 2023 – …”
_AGENCY = re.compile(
    r"[A-Z][\w ,./]{2,50}\(([A-Z][\w -]{1,20})\)\s*[-–—]|((?:[A-Z][\w&]* ){1,4}(?:News|Agency|Service|Press)),\s+\d"
)
_LEAD_CHARS = 80
# “长河报记者李木”, “长河报讯”: the paper's name is what stands before it.
_REPORTER = re.compile(r"(?<=[报社网台刊])(?:(?:首席|特约|见习|实习|全媒体)?记者[\u3400-\u9fff·\s]*|讯)$")


def find_publisher(window: Window, head: Head, url: str, lead: str = "") -> tuple[str, Found | None]:
    """Give the source as printed and where it was found; ("", None) where neither page nor site tells one.

    `lead`: the first paragraph, which may begin with the medium (“新华社北京5月17日电”).
    """
    for place, found in (
        ("after the title", window.after),
        ("above the title", window.before),
        ("the first line", window.start),
    ):
        if name := _labelled(found):
            return _without_site(name, head), Found(f"来源 {place}", "high")
    if name := _reprinted(window.start) or _reprinted(window.tail):
        return name, Found("本文来自 about the text", "medium")
    if name := _marked(window.after) or _marked(window.before):
        return name, Found("marked as source beside the title", "medium")
    if told := _told(head):
        return told
    places = (window.after, window.start, window.before[-6:])
    beside = next((named for place in places if (named := [*_near_date(place)])), [])
    if name := next((name for name in beside if MEDIUM.search(name)), ""):
        return name, Found("beside the date", "medium")
    if name := _labelled(window.tail) or next((name for run in window.tail[:4] if (name := _taken(run.text))), ""):
        return name, Found("来源 at the end of the text", "medium")
    # Two or three characters are a reporter's name.
    if name := next((name for name in beside if len(name) > 3 and not name.isascii()), ""):
        return name, Found("beside the date", "low")
    agency = _AGENCY.match(lead)
    if name := clean_name(agency[1] or agency[2] if agency else metadata.read(lead[:_LEAD_CHARS]).publisher or ""):
        return name, Found("the first words of the text", "low")
    return _site(head, url)


def _without_site(name: str, head: Head) -> str:
    """Leave out the site's own name where it stands behind the source: “中国青年报 中国青年网” on the latter's page."""
    source, _, last = name.rpartition(" ")
    return source if len(last) > 2 and head.title.endswith(last) and MEDIUM.search(source) else name


def _reprinted(runs: tuple[Run, ...]) -> str:
    for number in range(len(runs)):
        # The account's name is often a link behind “本文来自微信公众号：”.
        if found := _REPRINT.search(" ".join(one.text for one in runs[number : number + 2])):
            return clean_name(found["name"])
    return ""


def _taken(text: str) -> str:
    found = _TAKEN.match(text)
    name = clean_name(found["paper"] or found["name"]) if found else ""
    return name if name and (MEDIUM.search(name) or (found and found["paper"])) else ""


def _labelled(found: tuple[Run, ...]) -> str:
    for number, run in enumerate(found):
        for label in LABEL.finditer(run.text):
            if len(run.text) > 120 or (label.start() > 0 and run.text[label.start() - 1] in "的其，"):
                continue
            rest = run.text[label.end() :]
            if rest.strip(" :：\u00a0"):
                name = clean_name(rest, labelled=True)
                if name and (MEDIUM.search(name) or not _WEAK.search(label[0])):
                    return name
                continue
            after = [one.text for one in found[number + 1 : number + 3] if one.text.strip(" :：\u00a0|")]
            name = clean_name(after[0], labelled=True) if after and not LABEL.search(after[0]) else ""
            if name and (MEDIUM.search(name) or not _WEAK.search(label[0])):
                # “<a>华夏时报</a>(北京)”: the edition stands behind the link.
                return name + after[1] if len(after) > 1 and _EDITION.fullmatch(after[1]) else name
    return ""


def _marked(found: tuple[Run, ...]) -> str:
    """Give the first name that an id calls the source, else the first that a class does (WeChat: media is any meta)."""
    named = [run for run in found if any(box.get("id") in _NAME_IDS for box in _boxes(run.element))]
    for run in (*named, *found):
        element = run.element
        for _ in range(3):
            if element is None:
                break
            marked = (
                element.get("id") in _NAME_IDS or not _MARKS.isdisjoint(words(element)) or _is_account(words(element))
            )
            # Accounts that publish by themselves are Chinese portals'; elsewhere author-name is a person's.
            name = clean_name(run.text) if marked and len(run.text) <= MAX_CHARS else ""
            if name and (not name.isascii() or not _is_account(words(element))):
                return name
            element = element.getparent()
    return ""


def _is_account(found: set[str]) -> bool:
    """True for the name of an account that publishes by itself: author-name, account-name, wemedia_name."""
    return "name" in found and not found.isdisjoint({"author", "account", "media", "wemedia", "user", "profile"})


def _told(head: Head) -> tuple[str, Found] | None:
    for name in _METAS:
        if text := clean_name(head.metas.get(name, "")):
            return text, Found(f"meta {name}", "medium")
    for name in _VALUES:
        if text := clean_name(head.values.get(name, "")):
            return text, Found(f"script {name}", "medium")
    return None


def _near_date(found: tuple[Run, ...]) -> Iterator[str]:
    found = tuple(run for run in found if re.search(r"\w", run.text) and run.text not in own_names())
    dates = [number for number, run in enumerate(found) if len(run.text) < 60 and find_date(run.text)]
    for number in dates[:1]:
        for at in (number, number + 1, number + 2, number - 1, number - 2, number - 3):
            if not 0 <= at < len(found) or not _share_a_box(found[at], found[number]):
                continue
            text = found[at].text
            if text.endswith((":", "：")) or is_label(text):
                continue
            if at == number:
                text = re.sub(
                    r"(?:19|20)\d\d\s*[-年/.]\s*\d+\s*[-月/.]\s*\d+\s*日?(?:\s*\d+:\d+(?::\d+)?)?", "  ", text
                )
            for piece in _pieces(text.strip()):
                if len(piece) <= 32 and 0 < len(name := _beside(piece)) <= 20 and not re.search(r"[:：]", name):
                    yield name


def _pieces(text: str) -> Iterator[str]:
    for piece in re.split(r"\s{2,}|\s*[|｜]\s*|\s+·\s*|·\s+|\s*/\s*", text):
        parts = piece.split("·")
        # “上海证券报·中国证券网” is one name, of a paper and its site.
        yield from [piece] if all(PRESS.search(part) for part in parts) else parts


def _beside(piece: str) -> str:
    if quoted := _QUOTED.fullmatch(piece):
        return clean_name(quoted[1])
    piece = _REPORTER.sub("", piece)
    # “21世纪经济报道 李木”, “李木 长河报”: a reporter beside the medium.
    media = [one for one in piece.split(" ") if PRESS.search(one)]
    return clean_name(media[0] if media else piece)


def _share_a_box(one: Run, other: Run) -> bool:
    boxes = {id(box) for box in _boxes(one.element)}
    return any(id(box) in boxes for box in _boxes(other.element))


def _boxes(element: HtmlElement) -> list[HtmlElement]:
    return [element, *element.iterancestors()][:3]


def _site(head: Head, url: str) -> tuple[str, Found | None]:
    for name in ("sitename", "og:site_name"):
        text = clean_name(head.metas.get(name, ""))
        if text and fold(text) != fold("微信公众平台"):
            return text, Found(f"{SITE_ITSELF} (meta {name})", "low")
    if text := clean_name(head.linked.get("publisher", "")):
        return text, Found(f"{SITE_ITSELF} (JSON-LD)", "low")
    if name := site_name(url):
        return name, Found(f"{SITE_ITSELF} (its address)", "low")
    last = clean_name(re.split(r"[_|—–-]+|\s{2,}", head.title)[-1])
    if 3 <= len(last) <= 12 and re.search(r"(?:[网报社]|日报|晚报|时报|导报|周刊|杂志|在线)$", last):
        return last, Found(f"{SITE_ITSELF} (<title>)", "low")
    return "", None
