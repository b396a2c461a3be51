"""Who publishes: data/house.toml."""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from archive.models.articles import SECTIONS
from digest.checking import fault
from digest.errors import BuildError
from digest.shapes import House

HOUSE = Path(__file__).resolve().parents[1] / "data" / "house.toml"


PRESS = ("full", "summary")
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
ACTIVE = re.compile(
    r"<!DOCTYPE|<!ENTITY|<script|<style|<foreignObject|\bon\w+\s*=|url\(|href\s*=|@import", re.IGNORECASE
)
"""What a drawing of lines and areas has no need of, and what could fetch or run something."""


def load(path: Path | None = None) -> House:
    """Read and check the file; `logo` comes back as the drawing itself. Raises BuildError with one sentence."""
    path = path or HOUSE
    try:
        house = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BuildError(f"{path.name} 无法读取（{error}），请从安装包中恢复。") from error
    if wrong := fault(house, House, path.name):
        raise BuildError(f"{wrong}；请按文件中的说明改正。")
    if wrong := _wrong(house):
        raise BuildError(f"{path.name} 的 {wrong}。")
    typed: House = house  # type: ignore[assignment]  # checked field by field in the lines above
    return {**typed, "logo": _logo(path.parent / house["logo"]) if house["logo"] else ""}


@cache
def name() -> str:
    """The publication's name, for the desk: read once, so another name needs a new start. Raises BuildError."""
    return load()["name"]


def _wrong(house: dict[str, Any]) -> str:
    if house["press"] not in PRESS:
        return f"press 只能是 {' 或 '.join(PRESS)}"
    if set(house["sections"]) != set(SECTIONS):
        return f"[sections] 必须正好是 {'、'.join(SECTIONS)}"
    names = list(house["sections"].values())
    if len(set(names)) < len(names) or not all(name.strip() for name in names):
        return "[sections] 的栏目名不能为空，也不能重复"
    odd = next((name for name, value in house["colours"].items() if not COLOUR.fullmatch(value)), "")
    return f"[colours] {odd} 应写成 #0c5c56 这样的六位颜色" if odd else ""


def _logo(path: Path) -> str:
    try:
        drawing = path.read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as error:
        raise BuildError(f"house.toml 的 logo {path.name} 无法读取（{error}），请改正路径。") from error
    drawing = re.sub(r"^<\?xml[^>]*\?>\s*", "", drawing)
    if not drawing.startswith("<svg") or ACTIVE.search(drawing):
        raise BuildError(f"{path.name} 应是只有线条和色块的 SVG（不含脚本、样式表、链接），请从绘图软件另存一份。")
    return drawing
