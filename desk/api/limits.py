"""Requests a minute, counted in this process: the desk is served by one."""

import threading
import time


class Meter:
    """Counts calls by name in windows of a minute. Forgets old windows, so strangers cannot fill the memory."""

    def __init__(self) -> None:
        self._minute = -1
        self._calls: dict[str, int] = {}
        self._lock = threading.Lock()

    def full(self, name: str, limit: int, cost: int = 1) -> int:
        """Count one call as `cost` of them; answers the seconds to wait if that was too many, else 0."""
        now = time.monotonic()
        with self._lock:
            if int(now // 60) != self._minute:
                self._minute, self._calls = int(now // 60), {}
            self._calls[name] = self._calls.get(name, 0) + cost
            return 60 - int(now % 60) if self._calls[name] > limit else 0


meter = Meter()
