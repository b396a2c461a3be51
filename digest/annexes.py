"""What need not stand on the page: blank forms, and the annexes that an editor leaves to the attached file."""

import re
from collections.abc import Iterator, Sequence

from archive.models import Article
from digest.markup import clean
from digest.shapes import Item, Snapshot, Table

HEADING = re.compile(r"附\s*[件表录]\s*[\d一二三四五六七八九十]{0,3}\s*(?:[:：、.．]\s*(?P<title>\S.{0,58})?)?$")
LISTED = re.compile(r"[1-9]\s*[.．、]")
"""“附件：1.…” is the list below the text, not an annex."""
SIGNED = re.compile(r"(?:19|20)\d\d\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日?$")
BEFORE_SIGNATURE = 12
"""Lines in which a sign-off follows the list of annexes."""
CAPTION = 60
"""Characters of what stands above a table and belongs to it."""
LEAST = 200
"""Characters below which what follows is no annex."""
LONG = 2400
"""Characters, about two pages, from which leaving an annex to the attached file is suggested; a cell counts as four."""
FILLED = re.compile(r"[Xx×＿_\-—–/□○（）()年月日\s…:：.]+")
"""What a blank field may hold."""
REMARKS = ("备注", "说明", "附注")
FIGURE = re.compile(r"-?[\d,.]+\s*%?")
BLANK = 0.5


def begins(paragraphs: Sequence[str], tables: Sequence[Table]) -> int | None:
    """The paragraph with which the annexes begin; None where there are none behind the text."""
    lines = [clean(line).strip() for line in paragraphs]
    for place, line in enumerate(lines):
        found = HEADING.match(line)
        if not found or LISTED.match(found["title"] or "") or place == 0:
            continue
        if any(SIGNED.match(later) for later in lines[place + 1 : place + BEFORE_SIGNATURE]):
            continue
        if _size(paragraphs, tables, place) >= LEAST:
            return place
    return None


def _size(paragraphs: Sequence[str], tables: Sequence[Table], start: int) -> int:
    text = sum(map(len, paragraphs[start:]))
    return text + sum(4 * len(row) for table in tables if table["after"] > start for row in table["rows"])


def size(article: Article) -> int:
    """Characters that the annexes of an article take in print; 0 where there are none."""
    lines = article.text.split("\n")
    tables: list[Table] = [{"after": int(table["after"]), "rows": table["rows"]} for table in article.tables]
    start = begins(lines, tables)
    return 0 if start is None else _size(lines, [table for table in tables if not is_form(table)], start)


def is_form(table: Table) -> bool:
    """A form to be filled in: no figure beside its first column, and half of the fields or more are blank."""
    rows = [[clean(cell).strip() for cell in row] for row in table["rows"]]
    if len(rows) < 2:
        return False
    remarks = {place for place, head in enumerate(rows[0]) if head.startswith(REMARKS)}
    fields = [cell for row in rows[1:] for place, cell in enumerate(row) if place and place not in remarks]
    if len(fields) < 3 or any(FIGURE.fullmatch(field) for field in fields):
        return False
    return sum(1 for field in fields if not FILLED.sub("", field)) >= BLANK * len(fields)


def attached(snapshot: Snapshot) -> bytes:
    """What the printed pages leave out, as one text file; empty if they leave out nothing."""
    parts = [part for section in snapshot["sections"] for item in section["items"] if (part := _left_out(item))]
    return "\n\n".join(parts).encode("utf-8-sig") if parts else b""


def _left_out(item: Item) -> str:
    if item["condensed"] and item["key_points"]:
        return ""
    start = begins(item["paragraphs"], item["tables"]) if item["trimmed"] else None
    lines = list(_lines(item, len(item["paragraphs"]) if start is None else start))
    return "\n".join([item["title"], item["url"], "", *lines]) if lines else ""


def _lines(item: Item, start: int) -> Iterator[str]:
    """The annexes from `start` on with their tables, and the forms that stand before them."""
    for table in item["tables"]:
        if table["after"] <= start and is_form(table):
            above = item["paragraphs"][table["after"] - 1 : table["after"]]
            yield from _told([line for line in above if len(line) <= CAPTION], table)
    for place, line in enumerate(item["paragraphs"][start:], start + 1):
        yield line
        for table in item["tables"]:
            if table["after"] == place:
                yield from _told([], table)


def _told(caption: Sequence[str], table: Table) -> Iterator[str]:
    yield from caption
    yield from ("\t".join(clean(cell) for cell in row) for row in table["rows"])
    yield ""
