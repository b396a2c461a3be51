"""Reading the parameters of a question; each fault is one sentence."""

from datetime import date, datetime

from django.http import HttpRequest
from django.utils.dateparse import parse_datetime

from desk.api.access import Ask

MOST = 2**53


def text(request: HttpRequest, name: str) -> str:
    value = request.GET.get(name, "")
    if len(value) > 200 or "\x00" in value:
        raise Ask(f"{name} 太长或含有不能用的字符。")
    return value


def day(request: HttpRequest, name: str) -> date | None:
    """2017-05-19."""
    value = text(request, name)
    if not value:
        return None
    try:
        found = date.fromisoformat(value)
    except ValueError:
        found = None
    if found and len(value) == 10 and 1990 <= found.year <= 2100:
        return found
    raise Ask(f"{name} 应写成 2017-05-19，而不是 {value!r}。")


def moment(request: HttpRequest, name: str) -> datetime | None:
    """2017-05-19T08:00:00Z, always with its zone: "then" means nothing without it."""
    value = text(request, name)
    if not value:
        return None
    try:
        found = parse_datetime(value)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise Ask(f"{name} 应写成带时区的 2017-05-19T08:00:00Z（网址中 + 要写成 %2B），而不是 {value!r}。")
    return found


def number(request: HttpRequest, name: str, *, least: int = 0, most: int = MOST) -> int | None:
    value = text(request, name)
    if not value:
        return None
    if not (value.isascii() and value.isdigit() and len(value) < 17 and least <= int(value) <= most):
        raise Ask(f"{name} 应是 {least} 到 {most} 的整数，而不是 {value!r}。")
    return int(value)
