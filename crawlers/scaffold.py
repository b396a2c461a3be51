"""The folder of a new source, with a declaration to fill in."""

from pathlib import Path
from urllib.parse import urlsplit

from crawlers.declaration import NAME, SOURCES
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
_LISTING = """
[listing]
rows = "ul.list > li"                 # the items; link and day are found below each
"""
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


def make(name: str, url: str, kind: str) -> Path:
    """Make the folder and its source.toml. Raises BadDeclaration for a name or address that cannot be one."""
    folder = SOURCES / name
    if not NAME.fullmatch(name):
        raise BadDeclaration(f"{name} is no name of a source: place_thing in small letters, such as hubei_daily")
    if folder.exists():
        raise BadDeclaration(f"there is a source {name} already: change its source.toml, or choose another name")
    if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname or '"' in url:
        raise BadDeclaration(f"{url} is no http or https address")
    middle = _TABLE if kind == "quotes" else _LISTING
    folder.mkdir()
    file = folder / "source.toml"
    text = _HEAD.format(name=name, host=urlsplit(url).hostname, kind=kind, url=url) + middle + _EXPECT
    file.write_text(text, encoding="utf-8")
    return file
