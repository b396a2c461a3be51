"""The analysts' price files follow what an editor lets into the ledger."""

import logging
import threading

from django.conf import settings
from django.db import connection

from archive import exports

log = logging.getLogger(__name__)
_due = threading.Event()
_turn = threading.Lock()


def follow() -> threading.Thread:
    """Write them again in the background, where a workbook may take seconds; rows let in meanwhile cost one more."""
    _due.set()
    writer = threading.Thread(target=_write, name="price-files", daemon=True)
    writer.start()
    return writer


def _write() -> None:
    with _turn:
        if not _due.is_set():
            return  # the writer before has seen what this one was called for
        _due.clear()
        try:
            exports.refresh(settings.TANXUN_HOME / "prices")
        except OSError:
            log.exception("the price files could not be written: the next crawl, or another decision, writes them")
        finally:
            connection.close()
