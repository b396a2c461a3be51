"""Lists whose address is known and whose markup is not: every row with a link and a day, in the list or in its address.

Public crawlers name the news columns of the 32 province-level ecology bureaus, and nobody saw what they look like.
Rows in lists, tables, cards and the records that 大汉 keeps inside the page (`<record>`) are read alike.

[listing]
family = "dated"
rows   = "body"                         # where to look; a narrower place once the page was seen
"""

from datetime import date

from crawlers.errors import Drift
from crawlers.families.wrapped import parts
from crawlers.reading.dated import dated_rows
from crawlers.reading.dom import parse
from crawlers.reading.listing import base_of
from crawlers.reading.listrow import read_row
from crawlers.reading.listrule import Listed, ListingRule
from crawlers.reading.rule import select

_RECORD = "record"


def items(text: str, url: str, rule: ListingRule, today: date | None) -> list[Listed | None]:
    """Read every dated row. Raises Drift where there is none."""
    if f"<{_RECORD}>" in text:
        text = f"<body>{''.join(parts(text, _RECORD))}</body>"
    page = parse(text)
    base = base_of(page, url)
    rows = [row for box in select(page.root, rule.rows) for row in dated_rows(box, base, today)]
    if not rows:
        raise Drift("列表页没有带日期的条目：请看原网页，并在 [listing] rows 写明条目的位置")
    return [read_row(row, base, ListingRule(rows=""), today) for row in rows]
