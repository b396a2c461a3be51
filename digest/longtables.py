"""续表 above the repeated head of a table on every page but its first, which CSS has no words for.

The template puts the mark into the head as a row of its own, so that it is repeated with it; here the row is taken out
where the table begins. Like `justify`, this leans on WeasyPrint 70.0.
"""

from typing import Any

from weasyprint.layout import block

MARK = "goes-on"
"""Class of the row. Its table needs `border-collapse: separate`: collapsed borders are counted by rows."""

_stock = block.table_layout


def table_layout(context: Any, table: Any, bottom_space: float, skip_stack: Any, *rest: Any) -> Any:
    """Lay out a page's part of a table as WeasyPrint does; `skip_stack` is None where it begins."""
    if skip_stack is None and table.children and table.children[0].is_header:
        head, *body = table.children
        kept = [row for row in head.children if row.element is None or row.element.get("class") != MARK]
        if len(kept) < len(head.children):
            table = table.copy_with_children([head.copy_with_children(kept), *body])
    return _stock(context, table, bottom_space, skip_stack, *rest)


def install() -> None:
    """Let WeasyPrint use `table_layout` from now on."""
    block.table_layout = table_layout
