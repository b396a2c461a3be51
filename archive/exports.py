"""Figures as files: CSV, JSON, Excel and Parquet from the same rows, streamed, and never half written."""

import csv
import io
import json
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import IO, Any

from archive import markets, prices
from archive.columns import QUOTE_COLUMNS, WEEK_COLUMNS, Column
from archive.datapackage import describe
from archive.errors import ArchiveError, BadInput

__all__ = ["QUOTE_COLUMNS", "WEEK_COLUMNS", "Column", "refresh", "safe", "whole", "write"]
FORMATS = ("csv", "json", "xlsx", "parquet")
BATCH = 10_000
EXCEL_ROWS = 1_048_575  # one is the heading
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write(rows: Iterable[Any], columns: tuple[Column, ...], kind: str, out: IO[bytes]) -> int:
    """Write rows (objects with the columns as attributes) in one of FORMATS. Answers how many there were."""
    writers: dict[str, Callable[[Iterator[list[Any]], tuple[Column, ...], IO[bytes]], int]] = {
        "csv": _csv,
        "json": _json,
        "xlsx": _xlsx,
        "parquet": _parquet,
    }
    if kind not in writers:
        raise BadInput(f"没有格式 {kind!r}，可用的有 {'、'.join(FORMATS)}。")
    return writers[kind](_cells(rows, columns), columns, out)


@contextmanager
def whole(path: Path) -> Iterator[IO[bytes]]:
    """A file that appears under its name when it is whole, and not at all when something fails."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def refresh(folder: Path) -> Path:
    """Write `<market>.csv` for every market with quotes, `quotes.csv` with all, and `datapackage.json` about them."""
    files = ["quotes.csv"]
    for market in markets.all_markets():
        if first := next(prices.quotes(market=market.id), None):
            with whole(folder / f"{first.market}.csv") as out:
                write(prices.quotes(market=market.id), QUOTE_COLUMNS, "csv", out)
            files.append(f"{first.market}.csv")
    with whole(folder / "quotes.csv") as out:
        write(prices.quotes(), QUOTE_COLUMNS, "csv", out)
    with whole(folder / "datapackage.json") as out:
        out.write(describe(files).encode())
    return folder


def plain(value: Any) -> Any:
    """A figure without needless zeros, a day or moment as ISO text, a list as words; everything else as it is."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ").replace(".000000", "")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return " ".join(map(str, value))
    return value


def safe(text: str) -> str:
    """A text that a spreadsheet would run as a formula gets a quote before it."""
    return f"'{text}" if text.startswith(FORMULA) else text


def as_json(value: Any) -> Any:
    """Any record as JSON has it; figures become numbers, whose digits JSON keeps (15 at most, see `Quote`)."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: as_json(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, list | tuple):
        return [as_json(part) for part in value]
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return plain(value)


def _cells(rows: Iterable[Any], columns: tuple[Column, ...]) -> Iterator[list[Any]]:
    for row in rows:
        yield [getattr(row, column.name) for column in columns]


def _csv(rows: Iterator[list[Any]], columns: tuple[Column, ...], out: IO[bytes]) -> int:
    """UTF-8 without a byte order mark, commas, LF, an empty cell for nothing."""
    text = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=True)
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([column.name for column in columns])
    shown = [_CSV_CELLS.get(column.kind, _csv_cell) for column in columns]
    count = 0
    for count, row in enumerate(rows, 1):  # noqa: B007 - the count is the answer
        writer.writerow([None if value is None else show(value) for show, value in zip(shown, row, strict=True)])
    text.flush()
    text.detach()
    return count


def _csv_cell(value: Any) -> Any:
    if isinstance(value, bool):
        return str(value).lower()
    return safe(shown) if isinstance(shown := plain(value), str) and not isinstance(value, Decimal) else shown


def _csv_figure(value: Decimal) -> str:
    """`plain`, without its arithmetic: half the time of an export goes into figures."""
    shown = str(value)
    if "E" in shown:
        return str(plain(value))
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


_CSV_CELLS: dict[str, Callable[[Any], Any]] = {
    "price": _csv_figure,
    "amount": _csv_figure,
    "moment": lru_cache(maxsize=64)(plain),  # all rows of a page were seen at one moment
    "day": date.isoformat,
    "count": str,
}


def _json(rows: Iterator[list[Any]], columns: tuple[Column, ...], out: IO[bytes]) -> int:
    """One array of objects, one object a line."""
    count = 0
    out.write(b"[")
    for count, row in enumerate(rows, 1):
        record = {column.name: as_json(value) for column, value in zip(columns, row, strict=True)}
        out.write((",\n" if count > 1 else "\n").encode() + json.dumps(record, ensure_ascii=False).encode())
    out.write(b"\n]\n")
    return count


def _xlsx(rows: Iterator[list[Any]], columns: tuple[Column, ...], out: IO[bytes]) -> int:
    """A sheet of typed cells, and one that says what the columns are."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("行情")
    sheet.freeze_panes = "A2"
    sheet.append([column.name for column in columns])
    count = 0
    for count, row in enumerate(rows, 1):
        if count > EXCEL_ROWS:
            raise ArchiveError(f"超过 Excel 的 {EXCEL_ROWS} 行，请用 --from、--to 缩小范围，或改用 csv、parquet。")
        sheet.append([_xlsx_cell(value) for value in row])
    notes = book.create_sheet("说明")
    for line in _notes(columns):
        notes.append(line)
    book.save(out)
    return count


def _xlsx_cell(value: Any) -> Any:
    if isinstance(value, Decimal | bool) or (isinstance(value, date) and not isinstance(value, datetime)):
        return value
    # Excel has no time zones, so moments stay ISO text.
    return safe(shown) if isinstance(shown := plain(value), str) else shown


def _notes(columns: tuple[Column, ...]) -> list[list[str]]:
    units = {
        "price": "currency 栏的币种/吨；*_pct 为百分数",
        "amount": "_t 为吨，_cny 为元",
        "day": "上海交易日",
        "moment": "协调世界时 UTC",
    }
    head = [["栏", "单位"], *([column.name, units.get(column.kind, "")] for column in columns), ["", ""]]
    return [*head, ["空格", "未公布，或当日无成交"], ["basis", "价格口径，见 data/definitions.toml"]]


def arrow_type(column: Column) -> Any:
    """A column's type in Arrow and Parquet: figures as decimals, days as dates, moments with UTC."""
    import pyarrow as pa

    return {
        "text": pa.string(),
        "day": pa.date32(),
        "moment": pa.timestamp("us", tz="UTC"),
        "price": pa.decimal128(16, 4),
        "amount": pa.decimal128(18, 3),
        "count": pa.int64(),
        "flag": pa.bool_(),
    }[column.kind]


def _parquet(rows: Iterator[list[Any]], columns: tuple[Column, ...], out: IO[bytes]) -> int:
    """Figures as decimals, days as dates, moments with UTC."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema([(column.name, arrow_type(column)) for column in columns])
    count = 0
    with pq.ParquetWriter(out, schema) as writer:
        while batch := list(islice(rows, BATCH)):
            count += len(batch)
            arrays = [
                pa.array([plain(cell) for cell in cells] if column.kind == "text" else cells, field.type)
                for column, field, cells in zip(columns, schema, zip(*batch, strict=True), strict=True)
            ]
            writer.write_table(pa.table(arrays, schema=schema))
    return count
