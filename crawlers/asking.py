"""What a source is asked for, with the days of the run filled in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
# Before the evening an exchange's page of today is unfinished (Guangzhou lists the running day from the morning on).
CLOSED = time(18)
_PLACE = re.compile(r"\{(since|until|clock)(?::([^}]+))?\}")
_DAY_PARTS = re.compile("%[YymdjHMS%]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One request, as a declaration asks it."""

    url: str
    method: str = "GET"
    body: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


def days_asked(clock: datetime, since: date | None, window: timedelta) -> Mapping[str, date]:
    """The first and the last day to ask for at `clock`, by their names in a declaration, and the clock itself."""
    local = clock.astimezone(SHANGHAI)
    until = local.date() if local.time() >= CLOSED else local.date() - timedelta(days=1)
    return {"since": since or until - window, "until": until, "clock": local}


def filled(text: str, values: Mapping[str, date]) -> str:
    """Fill in `{since:%Y-%m-%d}`, `{until:%Y%m%d}` and `{clock}` (milliseconds since 1970); other braces stay."""

    def fill(found: re.Match[str]) -> str:
        value = values[found[1]]
        if isinstance(value, datetime):
            return str(int(value.timestamp() * 1000))
        return value.strftime(found[2] or "%Y-%m-%d")

    return _PLACE.sub(fill, text)


def why_not(text: str) -> str:
    """What is wrong with the days to be filled into a text, "": nothing. `%Q` would be asked for as it stands."""
    wrong = [found[0] for found in _PLACE.finditer(text) if "%" in _DAY_PARTS.sub("", found[2] or "")]
    return f"{wrong[0]} is no form of a day: use %Y, %y, %m, %d, %H, %M, %S" if wrong else ""


def place(url: str) -> str:
    """Host, with its port where it is not the scheme's own. Raises ValueError for a port that is none."""
    parts = urlsplit(url)
    usual = {"http": 80, "https": 443}.get(parts.scheme)
    return f"{parts.hostname}:{parts.port}" if parts.port and parts.port != usual else str(parts.hostname)
