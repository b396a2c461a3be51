"""Two columns that a page ends well: WeasyPrint leaves holes below them, and lone lines above and below a page break.

Below an item stood up to a line and a half of hole, because a paragraph that goes on in the second column is stretched
to the height that was tried last; and an item could leave one line to the next page. Like `justify`, this leans on
WeasyPrint 70.0, which is pinned; `tests/digest/test_columns.py` reads the pages back.
"""

from collections.abc import Iterator
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import block
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.layout.column import _create_column_box
from weasyprint.text.line_break import strut

FEWEST = 3
"""Lines that a column must have before a page ends, and after it."""
NOTHING: Any = (None, (0, None), {"break": "any", "page": None}, [], False)

_stock = block.columns_layout


def columns_layout(  # noqa: PLR0917  # the signature is WeasyPrint's
    context: Any, box: Any, bottom_space: float, skip_stack: Any, containing_block: Any, page_is_empty: bool, *rest: Any
) -> Any:
    """Lay out columns as WeasyPrint does, then close the hole below them, or end the page some lines earlier."""

    def lay(space: float) -> Any:
        return _stock(context, box, space, skip_stack, containing_block, page_is_empty, *rest)

    result = lay(bottom_space)
    made, resume_at = result[:2]
    if made is None or not _only_columns(made):
        return result
    if resume_at is None:
        _close(made)
        return result
    line = strut(made.style)[0]
    room = context.page_bottom - bottom_space - made.content_box_y()
    if skip_stack is None and not page_is_empty and room < FEWEST * line:
        return NOTHING
    if not _ends_within(context, made, box, resume_at, line):
        return result
    again = NOTHING
    # As few lines as will do: what is taken from a page is white at its end.
    for fewer in range(1, FEWEST + 1) if room > 2 * FEWEST * line else ():
        again = lay(bottom_space + fewer * line)
        if again[0] is None or not _ends_within(context, again[0], box, again[1], line):
            break
    return again if again[0] is not None or not page_is_empty else result


def _only_columns(made: Any) -> bool:
    return bool(made.children) and all(getattr(child, "is_column", False) for child in made.children)


def _close(made: Any) -> None:
    """As high as the longest column's last line."""
    bottom = max((line.position_y + line.height for line in _lines(made)), default=None)
    if bottom is None:
        return
    height = bottom - made.content_box_y()
    if 0 < height < made.height:
        made.height = height
        for column in made.children:
            column.height = height


def _lines(box: Any) -> Iterator[Any]:
    if isinstance(box, boxes.LineBox):
        yield box
    elif isinstance(box, boxes.ParentBox) and not isinstance(box, AbsolutePlaceholder):
        for child in box.children:
            yield from _lines(child)


def _ends_within(context: Any, made: Any, box: Any, resume_at: Any, line: float) -> bool:
    """Is what is left for the next page less than the fewest lines in each column?"""
    columns = box.style["column_count"]
    probe = _create_column_box(made, made, box.children, made.children[0].width, made.content_box_y())
    room = (columns * FEWEST - 1) * line + 1
    space = context.page_bottom - made.content_box_y() - room
    left = block.block_box_layout(
        context, probe, space, resume_at, made, True, [], [], [], None, None, discard=False, max_lines=None
    )
    return left[0] is not None and left[1] is None


def install() -> None:
    """Let WeasyPrint use `columns_layout` from now on."""
    block.columns_layout = columns_layout
