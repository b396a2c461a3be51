"""The one place of the desk that reads the clock; tests turn it."""

from datetime import UTC, datetime


def now() -> datetime:
    return datetime.now(UTC)
