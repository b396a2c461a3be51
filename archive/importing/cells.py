"""Reading the cells of a file strictly: a cell that is not what its column holds is named, never guessed."""

import re
from datetime import UTC, date, datetime, time
from decimal import Decimal

from archive.importing.errors import BadLine
from archive.settling import SHANGHAI

DAY = re.compile(r"(\d{4})([-/.]?)(\d{1,2})\2(\d{1,2})(?:[T ]0?0:00(?::00(?:\.0+)?)?)?")
LONG_DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
YEARS = range(1900, 2101)  # beyond, a year is a slip of the pen, and days around it cannot be reckoned
FLAG = re.compile(r"[a-z_]+")
LONGEST = 40
"""Characters of a figure; a float as a program prints it has twenty, the widest column of the ledger fifteen."""
REMEDIES = (
    (re.compile(r"[\d.]+[Ee][+-]?\d+"), "Excel 写成了科学计数，请把该栏设为数值后再存"),
    (re.compile(r"\d+,\d{1,2}"), "小数点请写成“.”"),
    (re.compile(r"[\d.,]+\s*[千万亿]?(?:吨|元|元/吨)"), "请换算成吨、元，只写数字"),
)
NUMBER = re.compile(r"-?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?")


def day(cell: str, name: str) -> date:
    """A day as 2017-05-18, 2017/5/18 and 2017年5月18日 (Excel), or 20170518."""
    long = LONG_DAY.fullmatch(cell)
    found = DAY.fullmatch("-".join(long.groups()) if long else cell)
    if not found or (not found[2] and len(cell) != len("20170518")):
        remedy = "Excel 写成了天数，请把该栏设为日期后再存" if SERIAL.fullmatch(cell) else "请写成 2017-05-18"
        raise BadLine(f"{name} 栏的“{cell[:LONGEST]}”不是日期，{remedy}")
    try:
        told = date(int(found[1]), int(found[3]), int(found[4]))
    except ValueError as error:
        raise BadLine(f"{name} 栏的“{cell}”不是存在的日期") from error
    _sane(told, cell, name)
    return told


def figure(cell: str, name: str) -> Decimal:
    """A number as 1234.5 or 1,234.5."""
    if not NUMBER.fullmatch(cell):
        remedy = next((told for form, told in REMEDIES if form.fullmatch(cell)), "没有请留空")
        raise BadLine(f"{name} 栏的“{cell[:LONGEST]}”不是数字，{remedy}")
    if len(cell) > LONGEST:
        raise BadLine(f"{name} 栏的“{cell[:LONGEST]}…”太长，不像数字，请核对")
    return Decimal(cell.replace(",", ""))


def vintage(cell: str) -> str:
    """A vintage for the instrument master. A program that takes the column for numbers writes 2016 as 2016.0."""
    return cell.removesuffix(".0")


def flags(cell: str, name: str) -> tuple[str, ...]:
    """Words of the ledger apart by blanks."""
    words = tuple(cell.split())
    if bad := next((word for word in words if not FLAG.fullmatch(word)), ""):
        raise BadLine(f"{name} 栏的“{bad[:LONGEST]}”不是标记，请照 tanxun prices 写出的原样，或留空")
    return words


def moment(cell: str, name: str, now: datetime) -> datetime:
    """A moment with its zone (2017-05-19T01:00:00Z), or a day, which stands for its beginning in Shanghai."""
    if DAY.fullmatch(cell):
        found = datetime.combine(day(cell, name), time.min, SHANGHAI)
    else:
        try:
            found = datetime.fromisoformat(cell)
        except ValueError as error:
            raise BadLine(f"{name} 栏的“{cell}”不是时刻，请写成 2017-05-19T01:00:00Z") from error
    _sane(found, cell, name)
    if found.tzinfo is None:
        raise BadLine(f"{name} 栏的“{cell}”没有时区，请在末尾加 Z 或 +08:00")
    if found > now:
        raise BadLine(f"{name} 栏的“{cell}”晚于现在")
    return found.astimezone(UTC)


def _sane(found: date, cell: str, name: str) -> None:
    if found.year not in YEARS:
        raise BadLine(f"{name} 栏的“{cell}”不在 {YEARS[0]} 至 {YEARS[-1]} 年之间")
