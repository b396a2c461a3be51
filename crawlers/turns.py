"""One crawl at a time per source: a site must not be asked twice at once."""

import fcntl
from pathlib import Path
from typing import TextIO


def take(var: Path, source: str) -> TextIO | None:
    """Take the turn at a source, kept until the answer is closed or the process ends; None: another process has it.

    A lock on a file is gone with its process, however it ended. It binds the processes of one machine.
    """
    folder = var / "turns"
    folder.mkdir(parents=True, exist_ok=True)
    file = (folder / source).open("a", encoding="utf-8")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return None
    return file
