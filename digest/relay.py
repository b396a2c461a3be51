"""Lines that were set once are not set again: WeasyPrint tries columns at several heights, each time from new.

Of the lines of a real issue two thirds were set for a trial. A line depends on its paragraph, the width and where it
begins, so a trial of the same paragraph takes a copy and moves it. Like `justify`, this leans on WeasyPrint 70.0.
"""

from collections.abc import Iterator
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import block, inline

_stock = inline.iter_line_boxes


class _Lines:
    """The lines of the page being made, by paragraph and width, then by where they begin."""

    def __init__(self) -> None:
        self.page: int | None = None
        self.known: dict[tuple[int, float], tuple[Any, dict[str, tuple[Any, Any, float]]]] = {}

    def of(self, context: Any, box: Any, width: float) -> dict[str, tuple[Any, Any, float]]:
        if self.page != context.current_page:
            self.page = context.current_page
            self.known.clear()
        # The box is kept beside its lines, so that no other box can get its identity.
        return self.known.setdefault((id(box), width), (box, {}))[1]


def iter_line_boxes(context: Any, box: Any, position_y: float, bottom_space: float, skip_stack: Any, *rest: Any) -> Any:
    """Yield (line, where the next begins) as WeasyPrint does; `rest` begins with the containing block."""
    containing_block, _, _, first_letter_style, first_line_style = rest
    if context.excluded_shapes or first_letter_style or first_line_style or not _only_text(box):
        yield from _stock(context, box, position_y, bottom_space, skip_stack, *rest)
        return
    lines = context.__dict__.setdefault("relay", _Lines()).of(context, box, containing_block.width)
    fresh: Iterator[Any] | None = None
    while True:
        place = repr(skip_stack)
        if place in lines:
            fresh = None
        else:
            fresh = fresh or _stock(context, box, position_y, bottom_space, skip_stack, *rest)
            made = next(fresh, None)
            if made is None:
                return
            lines[place] = (*made, box.position_x)
        kept, skip_stack, left = lines[place]
        line = kept.deepcopy()
        line.translate(box.position_x - left, position_y - line.position_y)
        position_y = line.position_y + line.height
        yield line, skip_stack
        if skip_stack is None:
            return


def _only_text(box: Any) -> bool:
    """Nothing whose place or size depends on more than the paragraph: no picture, no float, no box of its own."""
    return all(
        isinstance(child, boxes.TextBox)
        or (
            isinstance(child, boxes.InlineBox)
            and child.style["position"] == "static"
            and child.footnote is None
            and not child.is_leader
            and _only_text(child)
        )
        for child in box.children
        if child.is_in_normal_flow() or not isinstance(child, boxes.TextBox)
    )


def install() -> None:
    """Let WeasyPrint use `iter_line_boxes` from now on."""
    block.iter_line_boxes = iter_line_boxes
