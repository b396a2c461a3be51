"""The declared sources, as the front door names them in the settings, and how each of them does."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from archive import health
from archive.health import SourceHealth
from archive.models import Run
from desk import clock

NAMES = {
    **dict(Run.State.choices),
    "never": "未采集",
    "running": "采集中",
    "overdue": "逾期",
    "history": "仅存历史",
    "resting": "停采",
    "declaration": "声明有误",
}
"""State → its word on the page."""


class Declared(Protocol):
    """What the desk needs of a declaration."""

    @property
    def name(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def every(self) -> timedelta | None: ...
    @property
    def fault(self) -> str: ...


def declared() -> tuple[Declared, ...]:
    ask: Callable[[], tuple[Declared, ...]] = import_string(settings.DECLARED_SOURCES)
    return ask()


def titles() -> Mapping[str, str]:
    """Source name → printed name."""
    return {one.name: one.title for one in declared()}


OWN = {"import": "导入的文件", "pasted": "编辑收入的网址"}
"""Where articles come from besides the declared sources."""


def title(name: str) -> str:
    """What people read for a stored source."""
    return titles().get(name) or OWN.get(name, name)


def report() -> list[SourceHealth]:
    """Every source's health now, the worst first."""
    broken = [health.broken(one.name, one.fault) for one in declared() if one.fault]
    return [*broken, *health.report({one.name: one.every for one in declared() if not one.fault}, clock.now())]
