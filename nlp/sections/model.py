"""The fitted weights: a linear model in a JSON file, read and applied without numpy or scikit-learn.

The file says what it was learned from and what it scored; `tanxun learn` writes it. Loading takes about 20 ms where
importing scikit-learn takes a second.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import exp
from pathlib import Path
from typing import Any

from nlp.errors import BadFile

SECTIONS = ("market", "policy", "domestic", "international", "reading", "notice", "offtopic")
FORMAT = 1
FILE = Path(__file__).with_name("model.json")
DIGITS = 3  # of a weight in the file; more changed no judgement on 207 articles


# An on-topic item that is dropped is lost to the editor; an off-topic item that is kept costs one click.
_OFFTOPIC_FROM = 0.5  # 0.6 kept no more of 168, and cost 3 of 207 their section
_OFFTOPIC = SECTIONS.index("offtopic")


@dataclass(frozen=True)
class Model:
    """`weights` and `bias` in the order of SECTIONS; `temperature` calibrates; below `threshold` an editor is asked."""

    weights: Mapping[str, tuple[float, ...]]
    bias: tuple[float, ...]
    temperature: float
    threshold: float
    about: Mapping[str, Any]

    def probabilities(self, values: Mapping[str, float]) -> list[float]:
        """Calibrated probabilities in the order of SECTIONS, summing to 1."""
        totals = list(self.bias)
        for name, value in values.items():
            row = self.weights.get(name)
            if row is not None:
                for at, weight in enumerate(row):
                    totals[at] += value * weight
        top = max(totals)
        powers = [exp((total - top) / self.temperature) for total in totals]
        whole = sum(powers)
        return [power / whole for power in powers]


@dataclass(frozen=True, slots=True)
class Choice:
    """Places in SECTIONS: the section chosen, the one nearest to it, and whether an editor is asked."""

    best: int
    second: int
    abstain: bool


def decide(chances: Sequence[float], threshold: float) -> Choice:
    """Choose from probabilities; a document is called off topic only where that is much likelier than all else."""
    ranked = sorted(range(len(SECTIONS)), key=lambda at: -chances[at])
    doubtful = ranked[0] == _OFFTOPIC and chances[_OFFTOPIC] < _OFFTOPIC_FROM
    best, second = (ranked[1], ranked[0]) if doubtful else (ranked[0], ranked[1])
    return Choice(best, second, doubtful or chances[best] < threshold)


def write(model: Model) -> str:
    """The model as the text of its file: one feature a line, sorted, so that the same weights give the same bytes."""
    head = {"format": FORMAT, "about": dict(model.about), "sections": list(SECTIONS)}
    head |= {"temperature": model.temperature, "threshold": model.threshold, "bias": list(model.bias)}
    lines = [
        f"{json.dumps(k, ensure_ascii=False)}: {json.dumps(list(model.weights[k]))}" for k in sorted(model.weights)
    ]
    text = json.dumps(head, ensure_ascii=False, indent=1)
    return text[:-2] + ',\n "weights": {\n' + ",\n".join(lines) + "\n}}\n"


@cache
def load(path: Path = FILE) -> Model:
    """Read a model file. Raises BadFile where it is missing, torn or of another format."""
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise BadFile(f"{path.name} is missing: run `tanxun learn` to make it.") from error
    except ValueError as error:
        raise BadFile(f"{path.name} is not readable ({error}): run `tanxun learn` to make it again.") from error
    if stored.get("format") != FORMAT or tuple(stored.get("sections", ())) != SECTIONS:
        raise BadFile(f"{path.name} was made for other sections: run `tanxun learn` to make it again.")
    weights = {name: tuple(row) for name, row in stored["weights"].items()}
    return Model(weights, tuple(stored["bias"]), stored["temperature"], stored["threshold"], stored["about"])


LIVE = "live"  # in a folder of models: a file that names the version in use


def live(folder: Path) -> Model:
    """The model in use in a folder of versions; the shipped one where editors have taught none. Raises BadFile."""
    name = live_name(folder)
    return load(folder / name) if name else load()


def live_name(folder: Path) -> str:
    """The file name of the version in use, or "" for the shipped model."""
    pointer = folder / LIVE
    return pointer.read_text(encoding="utf-8").strip() if pointer.is_file() else ""
