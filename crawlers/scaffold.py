"""The folder of a new source, with a declaration to fill in: proposed from its first page where that can be had."""

import json
from datetime import date
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

from crawlers.declaration import NAME, SOURCES, is_address
from crawlers.fetching import Answer
from crawlers.reading.decode import decode
from crawlers.reading.listrule import Listed
from crawlers.reading.page import refuse_status
from crawlers.reading.propose import propose
from crawlers.section import BadDeclaration
from crawlers.sketch import Table, sketch

HEAD_COMMENT = (
    "# What a reader of this file should know of the site: how it pages, where it hides days, what broke before."
)
_HEAD = """\
{comment}
title     = {title}
publisher = {publisher}
kind      = {kind}
official  = {official:<26}# true: a public body's own site: whole texts are shown, notices watched
{wordings}rights    = {rights}
start     = [{url}]
every     = "1d"                      # cadence; silence beyond it is an alarm
verified  = "never"                   # last day a person saw it work on the live site
origin    = "live"
"""
_ROWS = 'rows = "ul.list > li"                 # the items; link and day are found below each\n'
_LISTING = f"""
[listing]
{_ROWS}"""
_TABLE = """
[table]
at       = '//table[.//th[contains(.,"成交均价")]]'
market   = ""                         # an id of data/markets.toml
product  = ""                         # where no column names it
no_trade = "absent"                   # how a day without trade is printed: absent, dash, zero or carried
units    = {}                         # figure → unit, where the heading prints none
[table.columns]                       # every heading named; "" = seen, and ignored on purpose
"日期" = "day"
"""
_COLUMN = '"日期" = "day"\n'
_GUESSED = "These two are the template's: write what this site usually shows."
_EXPECT = f"""
[expect]
# {_GUESSED}
rows        = [3, 60]                 # what a healthy page shows; fewer is an error, more a warning
newest_days = 14                      # when the newest is older, the run says 过期
"""
# What is left of the template, and what stands there instead once a person has looked.
UNSAID = "…"
_GOVERNMENT = "政府公开信息，可注明来源转载"
_WORDINGS = f"""\
# rights says what may be passed on; the desk obeys `official` and data/desk.toml. Usual wordings:
#   {_GOVERNMENT}
#   交易所公开信息；转载须注明来源
#   版权归原作者；仅标题、摘要与链接
#   第三方汇总，仅作内部核对，不对外再分发 (then name it in data/desk.toml as withheld)
"""
_FRESH = (7, 120)  # days: the least and the most that a proposal promises


def propose_from(folder: Path, answer: Answer, today: date) -> int:
    """Write into a fresh declaration what its first page tells: title, publisher, and where items or quotes stand.

    Gives how many items or rows stand there; 0: no place was found, and the template's own stays. Raises ReadError for
    an answer that is no page: its title would be "404".
    """
    refuse_status(answer.status)
    file = folder / "source.toml"
    text, _ = decode(answer.body, answer.headers)
    told = file.read_text(encoding="utf-8")
    seen = sketch(text)
    host = str(urlsplit(answer.url).hostname)
    told = told.replace(f"title     = {_toml(folder.name)}", f"title     = {_toml(seen.title or folder.name)}")
    told = told.replace(f"publisher = {_toml(host)}", f"publisher = {_toml(seen.publisher or host)}")
    number, how = 0, "; newest_days is the template's"
    if _TABLE in told and seen.table:
        told, number = told.replace(_TABLE, _told_table(seen.table)), seen.table.rows
    elif _LISTING in told and (found := propose(text, answer.url, today)):
        listing = "".join(f"{key} = {_plain(value)}\n" for key, value in found.listing.items())
        note = "# Proposed from the page: look whether these are the items and all of them.\n"
        told, number = told.replace(_LISTING, _LISTING.replace(_ROWS, note + listing)), len(found.items)
        pause, days = _freshness(found.items, today)
        how = f"; twice its longest pause ({pause} days), within {_FRESH[0]} to {_FRESH[1]}"
        told = told.replace("newest_days = 14 ", f"newest_days = {days} ")
    if number:
        told = told.replace("[3, 60] ", f"[{max(1, number // 2)}, {number * 3}] ")
        told = told.replace(_GUESSED, f"From the page of {today}: half its {number} rows to three times as many{how}.")
    file.write_text(told, encoding="utf-8")
    return number


def _told_table(table: Table) -> str:
    """[table] with every heading of the page."""
    columns = "".join(f"{_toml(name)} = {_toml(role)}\n" for name, role in table.columns)
    told = _TABLE.replace("""'//table[.//th[contains(.,"成交均价")]]'""", _toml(table.at)).replace(_COLUMN, columns)
    return told.replace("\n[table]\n", "\n[table]\n# Proposed from the page: look at each heading's role.\n")


def _plain(value: str | int) -> str:
    return _toml(value) if isinstance(value, str) else str(value)


def _freshness(items: tuple[Listed, ...], today: date) -> tuple[int, int]:
    """The longest pause of the list, its present age being one, and how old the newest item may get: twice that."""
    days = sorted({item.day for item in items if item.day and item.day <= today} | {today})
    pause = max(((later - earlier).days for earlier, later in pairwise(days)), default=0)
    return pause, min(max(2 * pause, _FRESH[0]), _FRESH[1])


def _toml(text: str) -> str:
    """A text as TOML writes it: as JSON does, and without a bare DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def make(name: str, url: str, kind: str) -> Path:
    """Make the folder and its source.toml. Raises BadDeclaration for a name or address that cannot be one."""
    folder = SOURCES / name
    if not NAME.fullmatch(name):
        raise BadDeclaration(f"{name} is no name of a source: place_thing in small letters, such as hubei_daily")
    if folder.exists():
        raise BadDeclaration(f"there is a source {name} already: change its source.toml, or choose another name")
    if not is_address(url):
        raise BadDeclaration(f"{url} is no http or https address")
    middle = _TABLE if kind == "quotes" else _LISTING
    government = str(urlsplit(url).hostname).endswith(".gov.cn")
    folder.mkdir(parents=True)
    file = folder / "source.toml"
    text = _HEAD.format(
        comment=HEAD_COMMENT,
        title=_toml(name),
        publisher=_toml(str(urlsplit(url).hostname)),
        kind=_toml(kind),
        url=_toml(url),
        official="true" if government else "false",
        wordings=_WORDINGS,
        rights=_toml(_GOVERNMENT if government else UNSAID),
    )
    file.write_text(text + middle + _EXPECT, encoding="utf-8")
    return file
