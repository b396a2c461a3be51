"""One writer at a time, on both databases."""

import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def writing(what: str) -> Iterator[None]:
    """A transaction that no other writer of the same thing overlaps; it is undone whole when the body raises.

    SQLite takes its one write lock at BEGIN IMMEDIATE (settings). PostgreSQL lets two transactions read "not there yet"
    and both insert, and lets ids become visible out of order, which would make the change feed skip rows.
    """
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [zlib.crc32(f"tanxun {what}".encode())])
        yield
