"""Where a saved page and its JSON part: row and field, not both lists."""

import json
from collections.abc import Iterator
from typing import Any

_MOST = 3  # places that are named; the others are counted
_BEFORE = 8  # characters before the first one that differs
_WINDOW = 40
_SAYS = {
    "error": "a refusal",
    "items": "the items of a list",
    "article": "an article",
    "quotes": "quotes",
    "refused": "rows that cannot be read",
    "data": "the address of a list's data",
}


def differences(told: dict[str, Any], got: dict[str, Any]) -> list[str]:
    """What the JSON (`told`) says otherwise than its page (`got`), in plain words; none: they agree."""
    lines = []
    for key in (key for key in _SAYS if key in told and key not in got):
        why = f", it is refused: {got['why']}" if "error" in got else f", it shows {_shown(got)}"
        lines.append(f"says {_SAYS[key]}{'' if key != 'error' else f' ({told[key]})'}, the saved page has none{why}")
    if not lines:
        missing = [key for key in _SAYS if key in got and key not in told]
        lines += [f"says nothing of {_SAYS[key]}, the saved page shows {_value(got[key])}" for key in missing]
    parted = [line for key in _SAYS if key in told and key in got for line in _parted(key, told[key], got[key])]
    more = [f"and {len(parted) - _MOST} places more"] if len(parted) > _MOST else []
    return lines + parted[:_MOST] + more


def _shown(got: dict[str, Any]) -> str:
    return "、".join(_SAYS[key] for key in _SAYS if key in got) or "nothing"


def _parted(place: str, told: Any, got: Any) -> Iterator[str]:
    """Each place where two values differ: `items[3].day is 2026-11-12, the saved page says 2026-11-13`."""
    if told == got:
        return
    if isinstance(told, dict) and isinstance(got, dict):
        for key in dict.fromkeys([*told, *got]):
            yield from _parted(f"{place}.{key}", told.get(key), got.get(key))
    elif isinstance(told, list) and isinstance(got, list):
        if len(told) != len(got):
            yield f"{place} has {len(told)} rows, the saved page {len(got)}"
        for number, (one, other) in enumerate(zip(told, got, strict=False)):
            yield from _parted(f"{place}[{number}]", one, other)
    else:
        first, second = _around(told, got)
        yield f"{place} is {first}, the saved page says {second}"


def _around(told: Any, got: Any) -> tuple[str, str]:
    """Both values, long texts from shortly before the first character that differs."""
    if not (isinstance(told, str) and isinstance(got, str)) or max(len(told), len(got)) <= _WINDOW:
        return _value(told), _value(got)
    same = next((at for at, (one, other) in enumerate(zip(told, got, strict=False)) if one != other), None)
    start = max(0, (min(len(told), len(got)) if same is None else same) - _BEFORE)
    return tuple(_value(("…" if start else "") + text[start : start + _WINDOW]) for text in (told, got))  # type: ignore[return-value]


def _value(value: Any) -> str:
    if value is None:
        return "nothing"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    text = json.dumps(text, ensure_ascii=False)[1:-1] if "\n" in text else text
    return text if len(text) <= 2 * _WINDOW else text[: 2 * _WINDOW] + "…"
