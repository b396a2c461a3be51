"""Reading the TOML tables that people edit in `data/`: every key known, every fault one sentence."""

import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any, TypeVar

from archive.errors import BadInput

DATA = Path(__file__).resolve().parents[1] / "data"
"""The project's own data folder, the same for every archive."""

T = TypeVar("T")


def read(path: Path) -> dict[str, Any]:
    """The tables of one file. Raises BadInput where it is missing or not TOML."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise BadInput(f"缺少数据文件 {path.name}，请从安装包中恢复 data/ 目录。") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInput(f"{path.name} 不是有效的 UTF-8 TOML 文件：{error}。") from error


def build(kind: type[T], table: Mapping[str, Any], where: str, **made: Any) -> T:
    """One frozen record from a table; lists become tuples. Raises BadInput for a key that is unknown or missing."""
    known = {field.name: field for field in fields(kind)}  # type: ignore[arg-type]
    values = {**{key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}, **made}
    if unknown := sorted(set(values) - set(known)):
        raise BadInput(f"{where}：不认识 {'、'.join(unknown)}，可用的有 {'、'.join(sorted(known))}。")
    needed = {name for name, field in known.items() if field.default is MISSING and field.default_factory is MISSING}
    if missing := sorted(needed - set(values)):
        raise BadInput(f"{where}：缺少 {'、'.join(missing)}。")
    return kind(**values)
