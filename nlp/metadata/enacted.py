"""The note under the title of a law or rule: “(2014年1月15日某省人民政府令第197号公布 自2014年3月1日起施行)”."""

import re
from dataclasses import dataclass
from datetime import date

from nlp.dates import find_date
from nlp.metadata.head import Sheet

_NOTE = re.compile(
    r"^[(](?P<day>[^()]{8,14}?日)[,\s]*(?P<body>[\u3400-\u9fff、\s]{2,40}?)(?P<form>令|公告)\s*(?P<serial>第?[^()]{1,12}?号)\s*"
    r"(?:公布|发布|颁布)"
)


@dataclass(frozen=True, slots=True)
class Note:
    """The order that put the rule into force: its number, the body as printed, the day."""

    number: str
    body: str
    day: date | None


def find(sheet: Sheet) -> Note | None:
    """Give the first such note of the head; a later amendment in the same brackets is left out."""
    for line in sheet.head:
        if found := _NOTE.match(line):
            body = "".join(found["body"].split())
            serial = "".join(found["serial"].split())
            return Note(f"{body}{found['form']}{serial}", body, find_date(found["day"]))
    return None
