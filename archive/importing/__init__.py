"""Taking a file into the archive: quotes (CSV as `tanxun prices` writes it) or articles (JSON lines as `tanxun read`).

A file is read once, in parts; each part is one transaction. Killed and run again, it stores what was missing, and
nothing twice.
"""

from archive.importing.files import import_file

__all__ = ["import_file"]
