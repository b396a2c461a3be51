"""Who publishes: data/house.toml."""

import tomllib
from pathlib import Path

from archive.models.articles import SECTIONS
from digest.checking import fault
from digest.errors import BuildError
from digest.shapes import House

HOUSE = Path(__file__).resolve().parents[1] / "data" / "house.toml"


PRESS = ("full", "summary")


def load(path: Path = HOUSE) -> House:
    """Read and check the file. Raises BuildError with one sentence if it cannot be used."""
    try:
        house = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BuildError(f"{path.name} 无法读取（{error}），请从安装包中恢复。") from error
    if wrong := fault(house, House, path.name):
        raise BuildError(f"{wrong}；请按文件中的说明改正。")
    if house["press"] not in PRESS:
        raise BuildError(f"{path.name} 的 press 只能是 {' 或 '.join(PRESS)}。")
    if set(house["sections"]) != set(SECTIONS):
        raise BuildError(f"{path.name} 的 [sections] 必须正好是 {'、'.join(SECTIONS)}。")
    typed: House = house  # type: ignore[assignment]  # checked field by field in the line above
    return typed
