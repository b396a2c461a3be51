"""Lists whose HTML comes inside JSON or XML: 大汉 jpage (`<record>` in XML), JPaaS units (`data.html` in JSON).

[listing]
family = "wrapped"
inside = "data/html"                    # the way to the HTML in JSON; "record": the elements of that name in XML
rows   = "ul > li"                      # and from there as in any list
"""

import re
from datetime import date

from crawlers.errors import Drift
from crawlers.families.records import load, walk
from crawlers.reading.dom import parse
from crawlers.reading.listrow import read_row
from crawlers.reading.listrule import Listed, ListingRule
from crawlers.reading.rule import select


def items(text: str, url: str, rule: ListingRule, today: date | None) -> list[Listed | None]:
    """Read every row. Raises Drift where nothing is wrapped at the declared place."""
    html = "".join(parts(text, rule.inside))
    if "<" not in html:
        raise Drift(f"列表接口在 {rule.inside} 处没有网页片段：请看存档并更正 [listing] inside")
    return [read_row(row, url, rule, today) for row in select(parse(f"<body>{html}</body>").root, rule.rows)]


def parts(text: str, inside: str) -> list[str]:
    """The pieces of HTML at a place of JSON, or in the elements of a name in XML (also where a page holds the XML)."""
    if not text.lstrip().startswith("<"):
        return [part for part in walk(load(text), inside.split("/"), inside) if isinstance(part, str)]
    name = re.escape(inside)
    found = re.findall(rf"<{name}>\s*(?:<!\[CDATA\[(.*?)\]\]>|(.*?))\s*</{name}>", text, re.DOTALL)
    return [quoted or plain for quoted, plain in found]
