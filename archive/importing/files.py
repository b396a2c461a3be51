"""Opening a file: what it is, how it is encoded, and how far it has been read."""

import codecs
import io
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from archive.errors import BadInput
from archive.importing import articles, auctions, quotes
from archive.importing.articles import Judge
from archive.importing.errors import Complaints
from archive.records import Tally

BLOCK = 1 << 20
ENCODINGS = ("utf-8-sig", "gb18030")  # Excel in China saves "CSV" as GB18030, "CSV UTF-8" with a mark at the beginning
OTHER_FILES = {
    b"\xff\xfe": "Unicode 文本（UTF-16），请在 Excel 中另存为“CSV UTF-8”",
    b"\xfe\xff": "Unicode 文本（UTF-16），请在 Excel 中另存为“CSV UTF-8”",
    b"PK": "Excel 工作簿或压缩包，请另存为“CSV UTF-8”",
    b"\xd0\xcf\x11\xe0": "旧版 Excel 工作簿，请另存为“CSV UTF-8”",
    b"PAR1": "Parquet 文件，请先转成 CSV",
}


def import_file(path: Path, *, now: datetime, judge: Judge, progress: Callable[[int], None] | None = None) -> Tally:
    """Import one file and say what became of each of its lines.

    `judge` is asked about articles without a section; `progress` is told how many bytes have been read. Raises BadInput
    for a file that is no CSV of quotes and no JSON lines of articles; what was stored before a fault stays.
    """
    complaints, tally = Complaints(), Tally()
    if path.suffix.lower() == ".xlsx":
        for part in auctions.take(path, now, complaints):
            tally += part
        return tally + Tally(read=complaints.count, errors=complaints.sentences())
    encoding = _encoding(path)
    with path.open("rb") as raw, io.TextIOWrapper(raw, encoding=encoding, newline="") as file:
        if _is_json(path, encoding):
            parts = articles.take(file, now, complaints, judge)
        else:
            parts = quotes.take(file, now, complaints)
        for part in parts:
            tally += part
            if progress:
                progress(raw.tell())
    return tally + Tally(read=complaints.count, errors=complaints.sentences())


def _encoding(path: Path) -> str:
    """The first encoding that the whole file is in. Raises BadInput, with the remedy, where there is none."""
    try:
        with path.open("rb") as file:
            head = file.read(8)
    except OSError as error:
        raise BadInput(f"打不开 {path}：{error.strerror}。") from error
    for magic, what in OTHER_FILES.items():
        if head.startswith(magic):
            raise BadInput(f"{path.name} 是{what}。")
    for encoding in ENCODINGS:
        if _decodes(path, encoding):
            return encoding
    raise BadInput(f"{path.name} 既不是 UTF-8 也不是 GB18030 编码的文本，请另存为“CSV UTF-8”。")


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        try:
            while block := file.read(BLOCK):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _is_json(path: Path, encoding: str) -> bool:
    """Whether the file is JSON lines, by its first character: a heading of CSV does not begin with a bracket."""
    with path.open(encoding=encoding) as file:
        first = next((line.strip() for line in file if line.strip()), "")
    if first.startswith("["):
        raise BadInput(f"{path.name} 是一个 JSON 数组：文章请改成每行一个对象的 JSON Lines，行情请用 CSV。")
    if not first:
        raise BadInput(f"{path.name} 是空的。")
    return first.startswith("{") or path.suffix in {".jsonl", ".ndjson"}
