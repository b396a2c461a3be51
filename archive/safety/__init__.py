"""Safety: one file that holds a whole archive, and the way back from it.

The file is a ZIP: `manifest.json`, `tables/<model>.jsonl` (one row a line, the same for SQLite and PostgreSQL), and the
files of `pages/`, `issues/` and `models/`. The manifest has the SHA-256 of every member.
"""

from archive.safety.backup import backup
from archive.safety.restore import restore

__all__ = ["backup", "restore"]
