"""What a backup says of itself, believed only after every member was compared with it."""

import hashlib
import json
import shutil
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import Any, TypedDict

from django.conf import settings

from archive.errors import BadInput
from archive.safety.backup import BLOCK, FOLDERS, FORMAT, migrations

LONGEST = 64 << 20  # a manifest of a hundred thousand files has 15 MB


class Told(TypedDict):
    """What the manifest says of one member."""

    size: int
    sha256: str


class Manifest(TypedDict):
    """`files` by their name in the backup."""

    format: int
    migrations: list[str]
    files: dict[str, Told]


def checked(backup: zipfile.ZipFile, path: Path, progress: Callable[[str], None]) -> Manifest:
    """The manifest, after every member was compared with it. Raises BadInput."""
    manifest = _read(backup, path)
    if manifest["format"] != FORMAT or (newer := sorted(set(manifest["migrations"]) - set(migrations()))):
        what = f"第 {manifest['format']} 版格式" if manifest["format"] != FORMAT else f"数据库步骤 {'、'.join(newer)}"
        raise BadInput(f"{path} 来自更新的碳讯（{what}），请先升级再恢复。")
    names = set(backup.namelist()) - {"manifest.json"}
    if wrong := sorted(names ^ set(manifest["files"])):
        raise BadInput(f"{path} 与其清单不符：{'、'.join(wrong[:3])}，请换一份备份。")
    _room(manifest, path)
    for name, told in manifest["files"].items():
        progress(f"校验 {name}")
        parts = PurePosixPath(name).parts
        if len(parts) < 2 or name.endswith("/") or ".." in parts or parts[0] not in {"tables", *FOLDERS}:
            raise BadInput(f"{path} 中有不安全的文件名 {name}，没有恢复。")
        if backup.getinfo(name).file_size != told["size"] or _sum(backup, name) != told["sha256"]:
            raise BadInput(f"{path} 中的 {name} 已损坏，请换一份备份。")
    return manifest


def _read(backup: zipfile.ZipFile, path: Path) -> Manifest:
    try:
        long = backup.getinfo("manifest.json").file_size > LONGEST
        manifest: Any = None if long else json.loads(backup.read("manifest.json"))
    except (KeyError, ValueError, RecursionError, RuntimeError, zlib.error) as error:
        raise BadInput(f"{path} 里没有可读的 manifest.json，不是碳讯的备份。") from error
    if not _has_shape(manifest):
        raise BadInput(f"{path} 的 manifest.json 不是备份清单的样子，请换一份备份。")
    found: Manifest = manifest
    return found


def _has_shape(manifest: Any) -> bool:
    if not isinstance(manifest, dict) or type(manifest.get("format")) is not int:
        return False
    steps, files = manifest.get("migrations"), manifest.get("files")
    if not isinstance(steps, list) or not all(isinstance(step, str) for step in steps) or not isinstance(files, dict):
        return False
    return all(
        isinstance(told, dict)
        and type(told.get("size")) is int
        and told["size"] >= 0
        and isinstance(told.get("sha256"), str)
        for told in files.values()
    )


def _room(manifest: Manifest, path: Path) -> None:
    """Refuse what the disk has no room for: rows and pages are both laid beside what is here."""
    needed = sum(told["size"] for told in manifest["files"].values())
    free = shutil.disk_usage(settings.TANXUN_VAR).free
    if needed > free:
        raise BadInput(f"{path} 展开后有 {needed:,} 字节，磁盘只剩 {free:,} 字节，没有恢复；请先腾出空间。")


def _sum(backup: zipfile.ZipFile, name: str) -> str:
    digest = hashlib.sha256()
    try:
        with backup.open(name) as member:
            while block := member.read(BLOCK):
                digest.update(block)
    except (RuntimeError, EOFError, zlib.error):
        return ""  # encrypted, packed in a way nobody here unpacks, or broken: no sum is right
    return digest.hexdigest()
