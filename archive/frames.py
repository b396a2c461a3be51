"""Quotes as a pandas frame whose figures are decimals, for analysts and notebooks.

import django; django.setup()
from archive import frames, prices
frame = frames.frame(prices.quotes(market="hubei"))
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from archive.exports import QUOTE_COLUMNS, Column

if TYPE_CHECKING:
    import pandas as pd


def frame(rows: Iterable[Any], columns: tuple[Column, ...] = QUOTE_COLUMNS) -> "pd.DataFrame":
    """The rows with exact types: decimals for figures, days as dates, moments with UTC, words as strings.

    Everything is held in memory; for more than fits, read the Parquet file piece by piece.
    """
    import pandas as pd

    from archive.exports import arrow_type, plain

    cells = list(zip(*([getattr(row, column.name) for column in columns] for row in rows), strict=True))
    data = {}
    for place, column in enumerate(columns):
        values = cells[place] if cells else ()
        kind = arrow_type(column)
        told = [plain(value) for value in values] if column.kind == "text" else list(values)
        data[column.name] = pd.Series(told, dtype=pd.ArrowDtype(kind), name=column.name)
    return pd.DataFrame(data)
