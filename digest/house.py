"""Who publishes: data/house.toml."""

import tomllib
from pathlib import Path

from digest.checking import fault
from digest.errors import BuildError
from digest.shapes import House

HOUSE = Path(__file__).resolve().parents[1] / "data" / "house.toml"


def load(path: Path = HOUSE) -> House:
    """Read and check the file. Raises BuildError with one sentence if it cannot be used."""
    try:
        house = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BuildError(f"{path.name} cannot be read ({error}); restore it from the project.") from error
    if wrong := fault(house, House, path.name):
        raise BuildError(f"{wrong}; correct it as the comments in the file say.")
    typed: House = house  # type: ignore[assignment]  # checked field by field in the line above
    return typed
