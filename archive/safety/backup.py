"""Saving a whole archive into one file while work goes on."""

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from archive.errors import BadInput
from archive.exports import whole
from archive.locks import reading
from archive.safety import tables

FORMAT = 1
FOLDERS = ("pages", "issues", "models")
BLOCK = 1 << 20

Progress = Callable[[str], None]


def backup(path: Path, *, now: datetime, progress: Progress = lambda _: None) -> Path:
    """Write the archive to `path`, a ZIP file. It gets its name only when it is whole; an older file stays till then.

    What is stored while it runs may be left out, never half in: the tables are read at one moment, and every page was
    on the disk before its row. Raises BadInput for a name that says another format, is taken by a file that is no
    backup, or lies among the files that are being saved.
    """
    if ".tar" in path.suffixes or path.suffix in {".tgz", ".gz"}:
        raise BadInput(f"备份是 ZIP 文件，请把 {path.name} 改成以 .zip 结尾的名字。")
    _refuse_place(path)
    with whole(path) as out, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        sums: dict[str, dict[str, object]] = {}
        with reading():
            for model in tables.saved():
                name = f"tables/{model._meta.label_lower}.jsonl"
                progress(name)
                sums[name] = _add(archive, name, tables.lines(model))
        for name, file in _files():
            progress(name)
            # WARC files and PDFs are compressed already.
            sums[name] = _add(archive, name, _blocks(file), zipfile.ZIP_STORED)
        manifest = {
            "format": FORMAT,
            "made_at": now.astimezone(UTC).isoformat(),
            "migrations": migrations(),
            "files": sums,
        }
        archive.writestr("manifest.json", json.dumps(manifest, ensure_ascii=False, indent=1))
    return path


def _refuse_place(path: Path) -> None:
    var = Path(settings.TANXUN_VAR)
    if folder := next((f for f in FOLDERS if path.resolve().is_relative_to((var / f).resolve())), None):
        raise BadInput(f"备份不能放在 {folder}/ 里，那里是被备份的文件，请换一个文件夹。")
    if path.exists() and not _is_backup(path):
        raise BadInput(f"{path} 已经存在，而且不是碳讯的备份，没有覆盖；请换一个文件名。")


def _is_backup(path: Path) -> bool:
    if not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as archive:
        return "manifest.json" in archive.namelist()


def migrations() -> list[str]:
    """The steps that this database has taken, to tell a backup of a newer version."""
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


def _add(
    archive: zipfile.ZipFile, name: str, parts: Iterable[bytes], how: int = zipfile.ZIP_DEFLATED
) -> dict[str, object]:
    """Stream one member in; answers its size and SHA-256."""
    member = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    member.compress_type = how
    digest, size = hashlib.sha256(), 0
    with archive.open(member, "w", force_zip64=True) as out:
        for part in parts:
            out.write(part)
            digest.update(part)
            size += len(part)
    return {"size": size, "sha256": digest.hexdigest()}


def _files() -> Iterator[tuple[str, Path]]:
    """(name in the backup, file) of everything below FOLDERS, without what is still being written."""
    var = Path(settings.TANXUN_VAR)
    for folder in FOLDERS:
        for file in sorted((var / folder).rglob("*")):
            if file.is_file() and not file.name.startswith("."):
                yield file.relative_to(var).as_posix(), file


def _blocks(file: Path) -> Iterator[bytes]:
    """The file as long as it is now: a crawl may be adding to its end."""
    left = file.stat().st_size
    with file.open("rb") as source:
        while left > 0 and (block := source.read(min(BLOCK, left))):
            left -= len(block)
            yield block
