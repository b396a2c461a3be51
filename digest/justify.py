"""Flush lines for Chinese: WeasyPrint stretches only blanks, and a Chinese line has none.

The free width of a line goes between its ideographs, in equal parts, and to its blanks; Latin words and numbers keep
their letters together. Of 2,112 lines of the real issues 450 were ragged without this. It leans on the insides of
WeasyPrint 70.0, which is therefore pinned; `tests/digest/test_justify.py` measures the lines on the page.
"""

import re
from collections.abc import Iterator
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline
from weasyprint.text.ffi import TO_UNITS, ffi, pango
from weasyprint.text.line_break import Layout, line_size

STRETCHED = re.compile(
    "[ \u00a0·—…\u2018-\u201d\u2e80-\u303f\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff60]+"
)
IDEOGRAPH = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")
WIDEST = 0.35
"""In ems. A line that would need more (before a long address) stays short: torn apart it reads worse."""
CLOSE = 0.02
"""Points by which a line may miss its width."""

_blanks_only = inline.justify_line


class SpreadLayout(Layout):  # type: ignore[misc]  # WeasyPrint has no types
    """A line of text with `gap` points more after each ideograph and blank."""

    def __init__(self, style: Any, gap: float) -> None:
        self.gap = gap
        super().__init__(style)

    def set_text(self, text: str, justify: bool = False) -> None:
        """Called for measuring and again for drawing, so both see the same gaps."""
        super().set_text(text, justify)
        attributes = pango.pango_layout_get_attributes(self.layout)
        if attributes == ffi.NULL:
            attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
        for run in STRETCHED.finditer(self.text):
            spacing = pango.pango_attr_letter_spacing_new(int(self.gap * TO_UNITS))
            spacing.start_index = len(self.text[: run.start()].encode())
            spacing.end_index = spacing.start_index + len(run[0].encode())
            pango.pango_attr_list_change(attributes, spacing)
        pango.pango_layout_set_attributes(self.layout, attributes)


def justify_line(context: Any, line: Any, extra: float) -> None:
    """Widen a line by `extra` points. Takes the place of WeasyPrint's own function, for lines with ideographs."""
    texts = list(_texts(line))
    if not any(IDEOGRAPH.search(box.text) for box in texts):
        _blanks_only(context, line, extra)
        return
    places = sum(len(run[0]) for box in texts for run in STRETCHED.finditer(box.text)) - 1
    if places < 1 or extra / places > WIDEST * line.style["font_size"]:
        return
    gap = extra / places
    made = [_spread(box, gap) for box in texts]
    gained = sum(width - box.width for box, (_, width) in zip(texts, made, strict=True))
    # Pango gives only half a gap at the ends of a run, so the first try falls short where numbers stand in the line.
    if gained > 0 and abs(gained - extra) > CLOSE:
        made = [_spread(box, gap * extra / gained) for box in texts]
    _place(line, iter(made), 0)


def _texts(box: Any) -> Iterator[Any]:
    if isinstance(box, boxes.TextBox):
        if box.text:
            yield box
    elif isinstance(box, boxes.LineBox | boxes.InlineBox):
        for child in box.children:
            if child.is_in_normal_flow():
                yield from _texts(child)


def _spread(box: Any, gap: float) -> tuple[SpreadLayout, float]:
    """(layout, its width in points)."""
    layout = SpreadLayout(box.style, gap)
    layout.set_text(box.text, justify=True)
    line, _ = layout.get_first_line()
    width, _ = line_size(line, box.style)
    layout.deactivate()
    return layout, width


def _place(box: Any, made: Iterator[tuple[SpreadLayout, float]], moved: float) -> float:
    """Give each text its layout and move what follows; answers by how much the next box moves."""
    if isinstance(box, boxes.TextBox):
        box.position_x += moved
        if box.text:
            box.pango_layout, width = next(made)
            moved += width - box.width
            box.width = width
    elif isinstance(box, boxes.LineBox | boxes.InlineBox):
        box.position_x += moved
        before = moved
        for child in box.children:
            if child.is_in_normal_flow():
                moved = _place(child, made, moved)
        box.width += moved - before
    else:
        box.translate(moved, 0)
    return moved


def install() -> None:
    """Let WeasyPrint use `justify_line` from now on."""
    inline.justify_line = justify_line
