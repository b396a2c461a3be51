"""The files of a backup beside those that are here, until the rows are in."""

import hashlib
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from archive.exports import whole
from archive.safety.backup import BLOCK, FOLDERS
from archive.safety.manifest import Manifest, Told


@contextmanager
def laid(backup: zipfile.ZipFile, manifest: Manifest, progress: Callable[[str], None]) -> Iterator[None]:
    """Fill the rows in the body: the files are whole on the disk before it, and no old one has changed.

    A file with a new name is in place before the rows that point at it. One whose name is taken by other bytes takes
    that place after the body; when the body fails, everything is as it was.
    """
    var = Path(settings.TANXUN_VAR)
    beside = Path(tempfile.mkdtemp(dir=var, prefix=".restore-"))
    added: list[Path] = []
    try:
        names = [name for name, told in manifest["files"].items() if _wanted(name, var / name, told)]
        for name in names:
            progress(name)
            with backup.open(name) as member, whole(beside / name) as out:
                shutil.copyfileobj(member, out, BLOCK)
        for name in names:
            if not (var / name).exists():
                added.append(var / name)
                _move(beside / name, var / name)
        yield
        added.clear()  # the rows point at them now
        for name in names:
            if (beside / name).exists():
                _move(beside / name, var / name)
    finally:
        for file in added:
            file.unlink(missing_ok=True)
        shutil.rmtree(beside)


def remove_others(manifest: Manifest) -> None:
    """Take away the files that the rows no longer know."""
    var = Path(settings.TANXUN_VAR)
    # No row knows of models, and backups did not always hold them.
    with_models = any(name.startswith("models/") for name in manifest["files"])
    for folder in FOLDERS if with_models else ("pages", "issues"):
        for file in [f for f in (var / folder).rglob("*") if f.is_file()]:
            if file.relative_to(var).as_posix() not in manifest["files"]:
                file.unlink()


def _move(file: Path, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    file.replace(place)


def _wanted(name: str, file: Path, told: Told) -> bool:
    """Whether a file has to be laid. Pages that already begin with the same bytes have only grown since, and stay."""
    if not name.startswith(tuple(f"{folder}/" for folder in FOLDERS)):
        return False
    return not _holds(file, told, grown=name.startswith("pages/"))


def _holds(file: Path, told: Told, *, grown: bool) -> bool:
    """Whether a file has these bytes; `grown`: it may have others behind them."""
    if not file.exists() or (size := file.stat().st_size) < told["size"] or (size > told["size"] and not grown):
        return False
    digest, left = hashlib.sha256(), told["size"]
    with file.open("rb") as source:
        while left > 0 and (block := source.read(min(BLOCK, left))):
            digest.update(block)
            left -= len(block)
    return digest.hexdigest() == told["sha256"]
