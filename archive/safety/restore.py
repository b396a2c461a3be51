"""Coming back from a backup: everything is checked before anything is touched."""

import zipfile
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, transaction

from archive.errors import ArchiveError, BadInput
from archive.safety import tables
from archive.safety.backup import FOLDERS
from archive.safety.laying import laid, remove_others
from archive.safety.manifest import checked

Progress = Callable[[str], None]


def restore(path: Path, *, replace: bool = False, progress: Progress = lambda _: None) -> int:
    """Put a backup in the place of this archive. Answers how many rows it holds.

    Rows come in one transaction. New files are in place before it ends, changed ones take theirs right after it, old
    ones go last: when it fails, rows and files are as they were. Raises BadInput for a file that is no whole backup,
    ArchiveError where this archive is not empty and `replace` is not set.
    """
    try:
        with zipfile.ZipFile(path) as backup:
            manifest = checked(backup, path, progress)
            if not replace and not _is_empty():
                raise ArchiveError("此处已有数据，没有恢复。确定要以备份取代现有数据时，请加 --replace。")
            with laid(backup, manifest, progress):
                count = _fill(backup, path, progress)
    except (OSError, zipfile.BadZipFile) as error:
        raise BadInput(f"{path} 不是可用的备份（{error}），请换一份。") from error
    remove_others(manifest)
    return count


def _is_empty() -> bool:
    kept = (Path(settings.TANXUN_VAR) / folder for folder in FOLDERS)
    files = any(file.is_file() for folder in kept for file in folder.rglob("*"))
    return not files and not any(model._base_manager.exists() for model in tables.saved())


def _fill(backup: zipfile.ZipFile, path: Path, progress: Progress) -> int:
    count, name = 0, ""
    try:
        with transaction.atomic():
            tables.empty()
            for model in tables.saved():
                name = f"tables/{model._meta.label_lower}.jsonl"
                progress(name)
                if name in backup.namelist():  # a table that an older version did not have
                    with backup.open(name) as lines:
                        count += tables.fill(model, lines)
            tables.count_on()
    # A row that says what its column cannot hold is refused as it is read or, keys above all, by the database.
    except (DatabaseError, OverflowError, BadInput) as error:
        raise BadInput(f"{path} 中的行不能恢复（{name}：{error}），原有数据没有动；请换一份备份。") from error
    return count
