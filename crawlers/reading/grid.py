"""Tables of an article: which are data and which are only layout, and their cells with merged ones repeated."""

from lxml.html import HtmlElement

_CELL_CHARS = 200
_WORD_CHARS = 60
# No printed table is wider (19 columns seen) or longer; a span of 9,999 is a slip that would fill the memory.
_MAX_SPAN = 60
_MAX_ROWS = 20_000


def is_data(table: HtmlElement) -> bool:
    """True for a table of two columns and two rows or more whose cells are short and hold no other table.

    Blank forms count (one document has fifteen): their cells have no figures yet, and are cells all the same.
    """
    if table.find(".//table") is not None:
        return False
    rows = [[_text(cell) for cell in _cells(row)] for row in _rows(table)]
    if len(rows) < 2 or max(map(len, rows), default=0) < 2:
        return False
    filled = [text for row in rows for text in row if text]
    long = sum(len(text) > _CELL_CHARS for text in filled)
    several = sum(sum(1 for text in row if text) > 1 for row in rows)
    # Remark cells may be long; a table that is mostly long cells, or has one filled cell a row, only places text.
    if not filled or long > len(filled) * 0.15:
        return False
    return several >= max(2, len(rows) * 0.3) or (several >= 1 and _is_form(table, filled))


def _is_form(table: HtmlElement, filled: list[str]) -> bool:
    """True where nothing but short words stands in the cells: no links, pictures or lines of their own."""
    if max(map(len, filled)) > _WORD_CHARS or next(table.iter("a", "img", "li"), None) is not None:
        return False
    return not any(sum(1 for _ in cell.iter("p", "div", "br")) > 2 for row in _rows(table) for cell in _cells(row))


def grid(table: HtmlElement) -> tuple[tuple[str, ...], ...]:
    """Give the cells of a table, rows of equal width; a merged cell stands in every place that it covers.

    A row of one empty cell only makes a gap, and goes. Beyond 20,000 rows the last one says how many are left out.
    """
    placed: dict[tuple[int, int], str] = {}
    height, gaps = 0, set[int]()
    found = _rows(table)
    for y, row in enumerate(found[:_MAX_ROWS]):
        x = 0
        if len(_cells(row)) < 2 and not _text(row):
            gaps.add(y)
        for cell in _cells(row):
            while (y, x) in placed:
                x += 1
            if x >= _MAX_SPAN:
                break
            text, wide, high = _text(cell), _span(cell, "colspan"), _span(cell, "rowspan")
            placed.update(((y + dy, x + dx), text) for dy in range(high) for dx in range(wide))
            x += wide
        height = y + 1
    width = 1 + max((x for _, x in placed), default=-1)
    rows = ((y, tuple(placed.get((y, x), "") for x in range(width))) for y in range(height))
    kept = tuple(row for y, row in rows if any(row) or y not in gaps)
    left = len(found) - _MAX_ROWS
    return kept if left <= 0 else (*kept, (f"（以下 {left} 行从略，见原网页）", *("",) * (width - 1)))


def _rows(table: HtmlElement) -> list[HtmlElement]:
    return [row for row in table.iter("tr") if next(row.iterancestors("table"), None) is table]


def _cells(row: HtmlElement) -> list[HtmlElement]:
    return [cell for cell in row if cell.tag in ("td", "th")]


def _text(cell: HtmlElement) -> str:
    return " ".join(str(cell.text_content()).split())


def _span(cell: HtmlElement, name: str) -> int:
    said = (cell.get(name) or "1").strip()
    return min(max(1, int(said)), _MAX_SPAN) if said.isascii() and said.isdigit() else 1
