"""Spreadsheets to lines, one a row, cells apart by ` | `."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from crawlers.reading.packed import open_packed

_MAX_ROWS, _MAX_COLUMNS = 5000, 60


def read_xlsx(body: bytes) -> list[str]:
    """Give the rows of every sheet of an .xlsx file. Raises ValueError for a bomb, KeyError for a broken one."""
    from openpyxl import load_workbook

    open_packed(body)
    sheets = load_workbook(BytesIO(body), read_only=True, data_only=True).worksheets
    return _lines(
        row for sheet in sheets for row in sheet.iter_rows(values_only=True, max_row=_MAX_ROWS, max_col=_MAX_COLUMNS)
    )


def read_xls(body: bytes) -> list[str]:
    """Give the rows of every sheet of an .xls file, or an .et of Kingsoft. Raises ValueError for a broken one."""
    from xlrd import open_workbook
    from xlrd.biffh import XLRDError

    try:
        book = open_workbook(file_contents=body, on_demand=True)
        return _lines(
            sheet.row_values(number)[:_MAX_COLUMNS]
            for sheet in book.sheets()
            for number in range(min(sheet.nrows, _MAX_ROWS))
        )
    except (XLRDError, AssertionError, IndexError) as error:
        raise ValueError(f"Excel 文件已损坏或有密码：{error}") from error


def row(cells: list[str]) -> str:
    """Give one line of a row."""
    return " | ".join(" ".join(cell.split()) for cell in cells).rstrip(" |")


def _lines(rows: Iterator[Any]) -> list[str]:
    lines = (row(["" if value is None else _cell(value) for value in one]) for one in rows)
    return [line for line in lines if line]


def _cell(value: object) -> str:
    # xlrd gives every number as a float; 120.0 was typed as 120.
    return str(int(value)) if isinstance(value, float) and value.is_integer() and abs(value) < 1e15 else str(value)
