"""The price files of analysts follow the ledger."""

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def kept_fresh() -> Iterator[None]:
    """Write `prices/` again when the body has stored a quote, even when it then fails. Set the archive up before."""
    from django.conf import settings

    from archive import exports, prices

    before = prices.newest_revision()
    try:
        yield
    finally:
        if prices.newest_revision() != before:
            exports.refresh(settings.TANXUN_HOME / "prices")
