"""The day on which an article was published: beside the title, in metas, in data, in the address."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone

from crawlers.reading.head import Head
from crawlers.reading.record import Found, Sure
from crawlers.reading.window import Run, Window
from nlp.dates import day_of, find_date

_SHANGHAI = timezone(timedelta(hours=8))
_METAS = (
    "pubdate", "publishdate", "firstpublishedtime", "article:published_time", "datepublished", "og:release_date",
    "weibo:article:create_at", "apub:time", "publish_time", "publishtime", "pubtime", "dateupdate", "date", "dc.date",
    "dc.date.issued", "article:create_at",
)  # fmt: skip
_LINKED = ("datepublished", "pubdate", "uploaddate")
_VALUES = (
    "writetime", "pubtime", "publish_time", "publishtime", "pubdate", "publishdate", "ct", "createtime", "create_time",
    "newstime", "tm", "ptime", "oricreatetime", "article_time", "publish_at", "published_at", "showtime", "show_time",
)  # fmt: skip
_SIGNED = re.compile(r"(?:20\d\d|[一二]\S{3})\s*年\s*\S{1,3}\s*月\s*\S{1,3}\s*日")
_ZONED = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d(?::\d\d)?)(?:\.\d+)?\s*(Z|[+-]\d\d:?\d\d)", re.IGNORECASE)
_EPOCH = re.compile(r"1\d{9}(?:\d{3})?")
# Written, signed or changed is not published.
_OTHER = re.compile(
    r"(?:成文|生成|制发|印发|签发|发文|来信|写信|提问|咨询|留言|更新|修改|施行|生效|实施|截[至止])(?:日期|时间)?\s*[:：]?\s*$"
)
_MADE = re.compile(r"(?:生成|制发|成文|发文|印发)(?:日期|时间)")
_PUBLISHED = re.compile(
    r"(?:发布|发表|刊发|公布|上网|公开|答复|回复)(?:日期|时间)?\s*[:：]?\s*$|^时间[:：]|日期[:：]\s*$"
)
_PUBLISHED_ON = re.compile(r"(?:first )?published\b(?=.{0,40}\b20\d\d\b)", re.IGNORECASE)
# “日期：21.05.20”: two digits are a year only behind such a label.
_SHORT = re.compile(r"(?:日期|时间)\s*[:：]\s*(\d\d)([-./])(\d\d)\2(\d\d)(?!\d)")
_DAY_OR_MONTH_FIRST = re.compile(
    r"(?:(?:published|posted|updated)(?: on)?\s*:?\s*)?(\d\d)/(\d\d)/(20\d\d)\b", re.IGNORECASE
)
_SPLIT_HEADER = re.compile(r"\b(20\d\d)\s+(\d\d)\s*[/-]\s*(\d\d)\b")
_DAY_FIRST = re.compile(r"^(\d\d) (\d\d) (20\d\d)\b")
_ADDRESS = (
    re.compile(r"/t(20\d\d)([01]\d)([0-3]\d)_"),
    re.compile(r"/(?:art/)?(20\d\d)[/-]([01]?\d)[/-]([0-3]?\d)/"),
    re.compile(r"/(20\d\d)([01]\d)([0-3]\d)(?=[/_.\d])"),
    # /202405/17101001.html begins with the day, /202405/20240500003001.html with the month once more.
    re.compile(r"/(20\d\d)[-/]?([01]\d)[-/](?!\1)([0-3]\d)(?=[/_.\d])"),
    re.compile(r"/(20\d\d)/([01]\d)([0-3]\d)(?=[/_.])"),
)
_EIGHT_DIGITS = re.compile(r"(20\d\d)([01]\d)([0-3]\d)")


def find_day(window: Window, head: Head, url: str, address: str = "") -> tuple[date | None, Found | None]:
    """Give the day of publication. What the page shows wins over metas; two that agree make it sure.

    `address` is the page's own address where it tells one (canonical link) and the caller has none.
    """
    told = next(_told(head), None)
    placed = day_in_url(url) or day_in_url(address)
    shown = _shown(window, {day for day in (told and told[0], placed) if day})
    if shown:
        # A moment names one day in Shanghai and another where it was written: a page may print either.
        confirmed = shown[0] in (told and told[0], placed) or (told is not None and shown[0] == told[2])
        alone = not (told or placed)
        sure: Sure = "high" if confirmed else "medium" if alone else "low"
        return shown[0], Found(shown[1], sure)
    if told and placed and told[0] != placed:
        # The later one: a day of writing (nea.gov.cn PubDate) or of filing (TRS address) comes before publication.
        later = placed > told[0] and (placed - told[0]).days < 60
        return (placed, Found("address", "medium")) if later else (told[0], Found(told[1], "medium"))
    if told:
        return told[0], Found(told[1], "high" if placed else "medium")
    if placed:
        return placed, Found("address", "low")
    for place, found in (("after the title", window.after), ("above the title", window.before)):
        if day := next(_of_another(found), None):
            return day, Found(f"the day of making {place}", "low")
    below = tuple(run for run in _unsigned(window.tail) if len(run.text) < 24)
    for place, found, strict in (
        ("a line below the text", below, True),
        ("the head of the page", window.before, False),
    ):
        if day := _day_of_runs(found, strict=strict):
            return day, Found(place, "low")
    return None, None


def _unsigned(tail: tuple[Run, ...]) -> tuple[Run, ...]:
    """Leave the sign-off out: a text that ends with a day alone (2017年5月12日) was signed on it, not published."""
    return tail[1:] if tail and _SIGNED.fullmatch(tail[0].text.strip()) else tail


def day_in_url(url: str, *, anywhere: bool = False) -> date | None:
    """Give the day that an address carries: `t20260703_1.htm`, `/2016/11/22/`, `/20260703/…`.

    `anywhere`: eight digits that are a day will do wherever they stand in its path.
    """
    path = re.split(r"[?#]", url, maxsplit=1)[0]
    for form in (*_ADDRESS, *([_EIGHT_DIGITS] if anywhere else [])):
        for found in form.finditer(path):
            if day := day_of(int(found[1]), int(found[2]), int(found[3])):
                return day
    return None


def moment_day(text: str) -> date | None:
    """Read a machine's moment as a Shanghai day: an ISO moment with a zone, an epoch, or any written date.

    A moment in UTC after 16:00 is the next day in Shanghai (ideacarbon.org was a day off in every crawler seen).
    """
    text = text.strip()
    if found := _ZONED.search(text):
        zone = "+00:00" if found[3].upper() == "Z" else found[3]
        try:
            return datetime.fromisoformat(f"{found[1]}T{found[2]}{zone}").astimezone(_SHANGHAI).date()
        except (ValueError, OverflowError):  # 9999-12-31 in UTC has no day in Shanghai
            return None
    if _EPOCH.fullmatch(text):
        return datetime.fromtimestamp(int(text[:10]), UTC).astimezone(_SHANGHAI).date()
    if found := _DAY_FIRST.match(text):
        return day_of(int(found[3]), int(found[2]), int(found[1]))
    return find_date(text)


def _told(head: Head) -> Iterator[tuple[date, str, date | None]]:
    """Give each day that the page's data tell, where, and the day on its own clock."""
    places = (("meta", head.metas, _METAS), ("data", head.linked, _LINKED), ("script", head.values, _VALUES))
    for kind, values, wanted in places:
        for name in wanted:
            if day := moment_day(values.get(name, "")):
                yield day, f"{kind} {name}", find_date(values.get(name, ""))


def _shown(window: Window, known: set[date]) -> tuple[date, str] | None:
    for place, found in (("after the title", window.after), ("the first line", window.start[:4])):
        if day := _day_of_runs(found, strict=place == "the first line"):
            return day, place
    # What stands above a title is the page's day as often as today's (mof.gov.cn prints a weekday with it).
    above = tuple(run for run in window.before[-8:] if "星期" not in run.text)
    day = _day_of_runs(above, strict=False)
    return (day, "above the title") if day and (day in known or not known) else None


def _day_of_runs(found: tuple[Run, ...], *, strict: bool) -> date | None:
    """Give the day that is said to be the publication's, else the first that is not said to be another's."""
    plain: date | None = None
    other: date | None = None
    for number, run in enumerate(found):
        label = _label(found, number)
        day = find_date(run.text) or _short_day(run.text) or _machine_day(run)
        long = len(run.text) > 80 and not label and not _PUBLISHED_ON.match(run.text)
        if day is None or long or (strict and not _alone(run.text)):
            continue
        at = re.search(r"(?:19|20)\d\d|[一二]\S", run.text)
        before = label + (run.text[: at.start()] if at else "")
        if _OTHER.search(before):
            other = other or (day if "更新" in before else None)
        elif _PUBLISHED.search(before):
            return day
        else:
            plain = plain or day
    if plain or other:
        return plain or other
    split = _SPLIT_HEADER.search(" ".join(run.text for run in found).replace("年", " "))
    return day_of(int(split[1]), int(split[2]), int(split[3])) if split else None


def _short_day(text: str) -> date | None:
    if found := _SHORT.search(text):
        return day_of(2000 + int(found[1]), int(found[3]), int(found[4]))
    if found := _DAY_OR_MONTH_FIRST.match(text):
        first, second, year = int(found[1]), int(found[2]), int(found[3])
        # 05/06/2021 is one day in London and another in New York: no day at all.
        return day_of(year, second, first) if first > 12 else day_of(year, first, second) if second > 12 else None
    return None


def _machine_day(run: Run) -> date | None:
    """Give the day that <time datetime="…"> tells, where its text is none (“22-06-2022”, “3小时前”)."""
    clock = next((one for one in (run.element, run.element.getparent()) if one is not None and one.tag == "time"), None)
    return moment_day(clock.get("datetime") or "") if clock is not None else None


def _of_another(found: tuple[Run, ...]) -> Iterator[date]:
    """Give the days that a table of information calls the document's making: a page with no other came out then."""
    for number, run in enumerate(found):
        if _MADE.search(_label(found, number) + run.text[: len(run.text) // 2]) and (day := find_date(run.text)):
            yield day


def _alone(text: str) -> bool:
    """True where a first line is a byline and no sentence that happens to begin with a date."""
    said = re.search(r"来源|时间|日期|发布|作者", text)
    return len(text) < (60 if said else 28) and not re.search(r"[，。；（]", text)


def _label(found: tuple[Run, ...], number: int) -> str:
    previous = found[number - 1].text if number else ""
    return previous if len(previous) <= 12 else ""
