"""Does a value from a file have the shape that a TypedDict declares? One sentence if not."""

from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints, is_typeddict

NAMES = {str: "文字", int: "整数", bool: "true 或 false", NoneType: "null"}


def fault(value: Any, shape: Any, where: str) -> str:
    """Say what is wrong with `value` as a sentence's beginning ("缺少 issue.date"), or "" if nothing is."""
    origin = get_origin(shape)
    if is_typeddict(shape):
        return _fields(value, get_type_hints(shape), where)
    if origin is list:
        return _each(enumerate(value), get_args(shape)[0], where) if isinstance(value, list) else f"{where} 不是列表"
    if origin is dict:
        return _each(value.items(), get_args(shape)[1], where) if isinstance(value, dict) else f"{where} 不是对象"
    kinds = get_args(shape) if origin is UnionType else (shape,)
    if value is not None and any(map(is_typeddict, kinds)):
        return fault(value, next(filter(is_typeddict, kinds)), where)
    # `type is`, because True is an int to isinstance.
    return "" if type(value) in kinds else f"{where} 应为{'或'.join(NAMES.get(kind, '对象') for kind in kinds)}"


def _fields(value: Any, hints: dict[str, Any], where: str) -> str:
    if not isinstance(value, dict):
        return f"{where} 不是对象"
    for name in hints:
        if name not in value:
            return f"缺少 {where}.{name}"
    for name in value:
        if name not in hints:
            return f"不认识 {where}.{name}"
    return next(filter(None, (fault(value[name], hint, f"{where}.{name}") for name, hint in hints.items())), "")


def _each(entries: Any, shape: Any, where: str) -> str:
    return next(filter(None, (fault(entry, shape, f"{where}[{key}]") for key, entry in entries)), "")
