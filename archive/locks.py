"""One writer at a time, and reading at one moment, on both databases."""

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

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


@contextmanager
def reading() -> Iterator[None]:
    """A transaction that sees the database as it was at its beginning, and holds up no writer."""
    outermost = not connection.in_atomic_block
    with _deferred(), transaction.atomic():
        if outermost and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


@contextmanager
def _deferred() -> Iterator[None]:
    """SQLite without the house's IMMEDIATE, which would take the write lock: a crawl would wait until the end."""
    if connection.vendor != "sqlite":
        yield
        return
    sqlite: Any = connection
    usual = sqlite.transaction_mode
    sqlite.transaction_mode = "DEFERRED"
    try:
        yield
    finally:
        sqlite.transaction_mode = usual
