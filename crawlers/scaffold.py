"""The folder of a new source, with a declaration to fill in."""

from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from crawlers.declaration import NAME, SOURCES, is_address
from crawlers.fetching import Answer
from crawlers.reading.decode import decode
from crawlers.reading.propose import propose
from crawlers.section import BadDeclaration

_HEAD = """\
# What a reader of this file should know of the site: how it pages, where it hides days, what broke before.
title     = "{name}"
publisher = "{host}"
kind      = "{kind}"
official  = false
rights    = "…"                       # what may be republished; exports obey it
start     = ["{url}"]
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
_EXPECT = """
[expect]
rows        = [3, 60]                 # what a healthy page shows; fewer is an error, more a warning
newest_days = 14
"""


def propose_rows(folder: Path, answer: Answer, today: date) -> int:
    """Write into the declaration where the items of its first page seem to stand. Gives how many; 0: none was found."""
    text, _ = decode(answer.body, answer.headers)
    found = propose(text, answer.url, today)
    if found is None:
        return 0
    file = folder / "source.toml"
    listing = "".join(f"{key} = '{value}'\n" for key, value in found.listing.items())
    told = _LISTING.replace(
        _ROWS, "# Proposed from the page: look whether these are the items and all of them.\n" + listing
    )
    number = len(found.items)
    text = file.read_text(encoding="utf-8").replace(_LISTING, told)
    file.write_text(text.replace("[3, 60] ", f"[{max(1, number // 2)}, {number * 3}] "), encoding="utf-8")
    return number


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
    folder.mkdir(parents=True)
    file = folder / "source.toml"
    text = _HEAD.format(name=name, host=urlsplit(url).hostname, kind=kind, url=url) + middle + _EXPECT
    file.write_text(text, encoding="utf-8")
    return file
