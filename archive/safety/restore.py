"""Coming back from a backup: everything is checked before anything is touched."""

import hashlib
import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import Any

from django.conf import settings
from django.db import transaction

from archive.errors import ArchiveError, BadInput
from archive.exports import whole
from archive.safety import tables
from archive.safety.backup import BLOCK, FOLDERS, FORMAT, migrations

Progress = Callable[[str], None]
Manifest = dict[str, Any]


def restore(path: Path, *, replace: bool = False, progress: Progress = lambda _: None) -> int:
    """Put a backup in the place of this archive. Answers how many rows it holds.

    Rows come in one transaction. Pages are laid beside the old ones before it ends, old ones go after it: whenever it
    is cut short, the rows and the pages they point at belong together. Raises BadInput for a file that is no whole
    backup, ArchiveError where this archive is not empty and `replace` is not set.
    """
    try:
        with zipfile.ZipFile(path) as backup:
            manifest = _checked(backup, path, progress)
            if not replace and not _is_empty():
                raise ArchiveError("此处已有数据，没有恢复。确定要以备份取代现有数据时，请加 --replace。")
            _lay(backup, manifest, "pages", progress)
            count = _fill(backup, progress)
            _lay(backup, manifest, "issues", progress)
    except (OSError, zipfile.BadZipFile) as error:
        raise BadInput(f"{path} 不是可用的备份（{error}），请换一份。") from error
    _remove_others(manifest)
    return count


def _checked(backup: zipfile.ZipFile, path: Path, progress: Progress) -> Manifest:
    """The manifest, after every member was compared with it."""
    try:
        manifest: Manifest = json.loads(backup.read("manifest.json"))
    except (KeyError, ValueError) as error:
        raise BadInput(f"{path} 里没有可读的 manifest.json，不是碳讯的备份。") from error
    if manifest["format"] != FORMAT or (newer := sorted(set(manifest["migrations"]) - set(migrations()))):
        what = f"第 {manifest['format']} 版格式" if manifest["format"] != FORMAT else f"数据库步骤 {'、'.join(newer)}"
        raise BadInput(f"{path} 来自更新的碳讯（{what}），请先升级再恢复。")
    names = set(backup.namelist()) - {"manifest.json"}
    if wrong := sorted(names ^ set(manifest["files"])):
        raise BadInput(f"{path} 与其清单不符：{'、'.join(wrong[:3])}，请换一份备份。")
    for name, told in manifest["files"].items():
        progress(f"校验 {name}")
        if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts:
            raise BadInput(f"{path} 中有不安全的文件名 {name}，没有恢复。")
        if _sum(backup, name) != told["sha256"]:
            raise BadInput(f"{path} 中的 {name} 已损坏，请换一份备份。")
    return manifest


def _sum(backup: zipfile.ZipFile, name: str) -> str:
    digest = hashlib.sha256()
    with backup.open(name) as member:
        while block := member.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _is_empty() -> bool:
    kept = (Path(settings.TANXUN_VAR) / folder for folder in FOLDERS)
    files = any(file.is_file() for folder in kept for file in folder.rglob("*"))
    return not files and not any(model._base_manager.exists() for model in tables.saved())


def _fill(backup: zipfile.ZipFile, progress: Progress) -> int:
    count = 0
    with transaction.atomic():
        tables.empty()
        for model in tables.saved():
            name = f"tables/{model._meta.label_lower}.jsonl"
            progress(name)
            if name in backup.namelist():  # a table that an older version did not have
                with backup.open(name) as lines:
                    count += tables.fill(model, lines)
        tables.count_on()
    return count


def _lay(backup: zipfile.ZipFile, manifest: Manifest, folder: str, progress: Progress) -> None:
    """Lay a folder's files in place. One that already begins with the same bytes has only grown since, and stays."""
    var = Path(settings.TANXUN_VAR)
    for name, told in manifest["files"].items():
        if name.startswith(f"{folder}/") and not _begins_with(var / name, told):
            progress(name)
            with backup.open(name) as member, whole(var / name) as out:
                shutil.copyfileobj(member, out, BLOCK)


def _begins_with(file: Path, told: dict[str, Any]) -> bool:
    if not file.exists() or file.stat().st_size < told["size"]:
        return False
    digest, left = hashlib.sha256(), int(told["size"])
    with file.open("rb") as source:
        while left > 0 and (block := source.read(min(BLOCK, left))):
            digest.update(block)
            left -= len(block)
    return digest.hexdigest() == str(told["sha256"])


def _remove_others(manifest: Manifest) -> None:
    """Take away the files that the rows no longer know."""
    var = Path(settings.TANXUN_VAR)
    for folder in FOLDERS:
        for file in [f for f in (var / folder).rglob("*") if f.is_file()]:
            if file.relative_to(var).as_posix() not in manifest["files"]:
                file.unlink()
