"""The printed names of sources. The front door knows them; settings say whom to ask."""

from collections.abc import Callable, Mapping

from django.conf import settings
from django.utils.module_loading import import_string


def all_titles() -> Mapping[str, str]:
    """Source name → printed name."""
    ask: Callable[[], Mapping[str, str]] = import_string(settings.TANXUN_TITLES)
    return ask()
