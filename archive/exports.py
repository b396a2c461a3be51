"""Figures as files: CSV, JSON, Excel and Parquet from the same rows, streamed, and never half written."""

import csv
import io
import json
import os
import re
import shutil
import stat
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from operator import attrgetter
from pathlib import Path
from typing import IO, Any

from archive import markets, prices
from archive.cells import as_json, csv_cell, plain, safe, xlsx_cell
from archive.columns import QUOTE_COLUMNS, WEEK_COLUMNS, Column
from archive.datapackage import describe
from archive.errors import ArchiveError, BadInput

__all__ = ["QUOTE_COLUMNS", "WEEK_COLUMNS", "Column", "as_json", "plain", "refresh", "safe", "whole", "write"]
FORMATS = ("csv", "json", "xlsx", "parquet")
BATCH = 10_000
EXCEL_ROWS = 1_048_575  # one is the heading
LINES = 1000
ABANDONED = 24 * 3600
"""Seconds without a write after which the part of a file is nobody's any more."""
Row = tuple[Any, ...]


def write(rows: Iterable[Any], columns: tuple[Column, ...], kind: str, out: IO[bytes]) -> int:
    """Write rows (objects with the columns as attributes) in one of FORMATS. Answers how many there were."""
    writers: dict[str, Callable[[Iterator[Row], tuple[Column, ...], IO[bytes]], int]] = {
        "csv": _csv,
        "json": _json,
        "xlsx": _xlsx,
        "parquet": _parquet,
    }
    if kind not in writers:
        raise BadInput(f"没有格式 {kind!r}，可用的有 {'、'.join(FORMATS)}。")
    if kind == "csv" and isinstance(rows, prices.Rows) and columns is QUOTE_COLUMNS:
        return _lines(rows.lines(), out)
    return writers[kind](map(attrgetter(*(column.name for column in columns)), rows), columns, out)


@contextmanager
def whole(path: Path) -> Iterator[IO[bytes]]:
    """A file that appears under its name when it is whole, and not at all when something fails.

    A process that is killed leaves its hidden part behind; the next one that writes the file takes it away.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    _sweep(path)
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error  # the name that was asked for
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


def _sweep(path: Path) -> None:
    """Remove parts of the file that nobody has written to for a day: a living export writes all the time."""
    part = re.compile(rf"\.{re.escape(path.name)}\.[a-z0-9_]{{8}}")
    for file in path.parent.iterdir():
        # Another process may sweep at the same time, and a part of another user's is theirs.
        with suppress(FileNotFoundError, PermissionError):
            told = file.lstat() if part.fullmatch(file.name) else None
            if told and stat.S_ISREG(told.st_mode) and time.time() - told.st_mtime > ABANDONED:
                file.unlink()


def refresh(folder: Path) -> Path:
    """Write `<market>.csv` for every market with quotes, `quotes.csv` with all, its twins, and `datapackage.json`.

    The twins are `quotes.parquet` and, as far as a sheet holds the rows, `quotes.xlsx`. Each file appears whole.
    """
    files = []
    for market in markets.all_markets():
        if next(prices.quotes(market=market.id), None):
            _put(folder / f"{market.id}.csv", market.id)
            files.append(f"{market.id}.csv")
    twins = ["quotes.csv", "quotes.parquet", "quotes.xlsx"]
    if _put(folder / "quotes.csv") > EXCEL_ROWS:
        (folder / twins.pop()).unlink(missing_ok=True)  # an old one would look like today's
    for twin in twins[1:]:
        _put(folder / twin)
    with whole(folder / "datapackage.json") as out:
        out.write(describe([*files, *twins]).encode())
    return folder


def _put(path: Path, market: str = "") -> int:
    with whole(path) as out:
        return write(prices.quotes(market=market), QUOTE_COLUMNS, path.suffix.lstrip("."), out)


def _csv(rows: Iterator[Row], columns: tuple[Column, ...], out: IO[bytes]) -> int:
    """UTF-8 without a byte order mark, commas, LF, an empty cell for nothing. Column by column, a batch at a time."""
    text = io.TextIOWrapper(out, encoding="utf-8", newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([column.name for column in columns])
    shown = [csv_cell(column.kind) for column in columns]
    count = 0
    while batch := list(islice(rows, LINES)):
        count += len(batch)
        writer.writerows(zip(*map(map, shown, zip(*batch, strict=True)), strict=True))
    text.flush()
    text.detach()
    return count


def _lines(lines: Iterator[str], out: IO[bytes]) -> int:
    """What `_csv` writes of the ledger's columns, of rows that never were values: in half the time."""
    out.write(f"{','.join(column.name for column in QUOTE_COLUMNS)}\n".encode())
    count = 0
    while batch := list(islice(lines, LINES)):
        count += len(batch)
        out.write("".join(batch).encode())
    return count


def _json(rows: Iterator[Row], columns: tuple[Column, ...], out: IO[bytes]) -> int:
    """One array of objects, one object a line."""
    count = 0
    out.write(b"[")
    for count, row in enumerate(rows, 1):
        record = {column.name: as_json(value) for column, value in zip(columns, row, strict=True)}
        out.write((",\n" if count > 1 else "\n").encode() + json.dumps(record, ensure_ascii=False).encode())
    out.write(b"\n]\n")
    return count


def _xlsx(rows: Iterator[Row], columns: tuple[Column, ...], out: IO[bytes]) -> int:
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
        sheet.append([xlsx_cell(value) for value in row])
    notes = book.create_sheet("说明")
    for line in _notes(columns):
        notes.append(line)
    with tempfile.TemporaryFile() as whole_book:  # a zip that cannot be ended complains without end
        book.save(whole_book)
        whole_book.seek(0)
        shutil.copyfileobj(whole_book, out)
    return count


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


def _parquet(rows: Iterator[Row], columns: tuple[Column, ...], out: IO[bytes]) -> int:
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
