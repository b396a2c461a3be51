"""Where things lie: the project, and the home that a user's archive lives in."""

import os
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]


def home() -> Path:
    """The folder of `var/` and `prices/`: `TANXUN_HOME`, else the project's `data/`."""
    return Path(os.environ.get("TANXUN_HOME") or PROJECT / "data").resolve()


def var() -> Path:
    """The folder of what the program keeps for itself: database, saved pages, issues."""
    return home() / "var"
