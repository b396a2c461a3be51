"""Runs in the environment that has akshare, started by bench/akshare_side.py: its carbon functions on saved answers.

    python bench/akshare_reader.py FOLDER      FOLDER/answers.json: address → file beside it

Prints one JSON object: function → {seconds, rows (records with the names that akshare gives), error}.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import akshare.energy.energy_carbon as theirs
import pandas as pd

CALLS = {
    "energy_carbon_bj": [{}],
    "energy_carbon_sz": [{}],
    "energy_carbon_gz": [{}],
    "energy_carbon_hb": [{}],
    "energy_carbon_domestic": [{"symbol": symbol} for symbol in ("湖北", "上海", "北京", "重庆", "天津")],
}


class Answer:
    """What `requests.get` gives, from a file."""

    def __init__(self, file: Path) -> None:
        self.text = file.read_text(encoding="utf-8")
        self.encoding = "utf-8"


def plain(cell: Any) -> str | None:
    """A cell as text; None where there is nothing."""
    return None if pd.isna(cell) else str(cell)


def main(folder: Path) -> None:
    answers = json.loads((folder / "answers.json").read_text(encoding="utf-8"))

    def get(url: str, params: dict[str, str] | None = None, **_: Any) -> Answer:
        return Answer(folder / answers[url + ("?" + urlencode(params) if params else "")])

    theirs.requests.get = get
    told: dict[str, Any] = {"pandas": pd.__version__}
    for name, calls in CALLS.items():
        seconds, found = 0.0, []
        try:
            for arguments in calls:
                begin = time.process_time()
                frame = getattr(theirs, name)(**arguments)
                seconds += time.process_time() - begin
                found += [{name: plain(cell) for name, cell in row.items()} for row in frame.to_dict("records")]
            told[name] = {"seconds": seconds, "rows": found}
        except Exception as error:  # noqa: BLE001 - whatever stops it is what is to be told
            told[name] = {"seconds": seconds, "rows": found, "error": repr(error)}
    json.dump(told, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
