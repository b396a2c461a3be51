"""Fitting the judge. Only this module needs scikit-learn, and only while learning.

Examples of our own (data/lexicon/training) always take part. Labelled articles from elsewhere, an editor's corrections
for one, join them; what the model scores is measured on those, by cross-validation in which a story and its reprints
are never on both sides.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log
from pathlib import Path
from typing import Any

from nlp import lexicon
from nlp.errors import BadFile
from nlp.records import Document
from nlp.sections.features import read
from nlp.sections.model import DIGITS, SECTIONS, Model, decide

TRAINING = Path(lexicon.__file__).parents[1] / "data" / "lexicon" / "training"
FOLDS = 10
ASKED = 0.08  # share of articles that an editor is asked about; at most 0.15, and texts of another kind ask more
_STRENGTH = 1.0  # C of the regression; 0.5 to 8 scored alike (0.93 to 0.94), so the strongest restraint that did
_WORD_SCALE = 5.0  # words are unit vectors; without a scale their weights would be shrunk away
# What a document says of itself outranks its subject: these are held back less by the regression.
_RULES = (
    "pair:foreign_market",
    "pair:goods",
    "pair:interview",
    "pair:no_subject",
    "pair:outside_scope",
    "pair:person_said",
    "pair:staff",
    "pair:study",
)
_RULE_SCALE = 4.0
_LEAST_SEEN = 3  # documents that hold a word, before it is given a weight


@dataclass(frozen=True)
class Example:
    """A labelled document, already read; `cluster` is shared by versions of one story."""

    values: dict[str, float]
    section: int
    cluster: str
    weight: float = 1.0


@dataclass(frozen=True)
class Scores:
    """Shares from 0 to 1; `answered` is the part above the threshold."""

    items: int
    accuracy: float
    macro_f1: float
    answered: float
    accuracy_answered: float
    kept_on_topic: float

    def rounded(self) -> dict[str, float]:
        return {name: round(getattr(self, name), 4) for name in self.__dataclass_fields__}


def own_files() -> list[Path]:
    """The project's own training text, in a fixed order."""
    return sorted(TRAINING.glob("*.jsonl"))


def examples(files: Sequence[Path]) -> list[Example]:
    """Read JSON lines of `section`, `title`, `text` and optional `cluster`. Raises BadFile with file and line."""
    return [
        _example(file, at, line)
        for file in files
        for at, line in enumerate(file.read_text("utf-8").splitlines(), 1)
        if line
    ]


def _example(file: Path, at: int, line: str) -> Example:
    try:
        row = json.loads(line)
        section = SECTIONS.index(row["section"])
        document = Document(row["title"], row["text"])
    except (ValueError, KeyError, TypeError) as error:
        raise BadFile(
            f"{file.name} line {at}: needs section ({', '.join(SECTIONS)}), title and text; {error}"
        ) from error
    return Example(read(document).values, section, str(row.get("cluster") or f"{file.name}:{at}"))


def fit(training: Sequence[Example], about: dict[str, Any], temperature: float = 1.0, threshold: float = 0.0) -> Model:
    """Multinomial logistic regression over all features of the training text."""
    from sklearn.linear_model import LogisticRegression

    names = _vocabulary(training)
    regression = LogisticRegression(C=_STRENGTH, max_iter=5000, tol=1e-5)
    regression.fit(matrix(training, names), [example.section for example in training])
    if list(regression.classes_) != list(range(len(SECTIONS))):
        raise BadFile("The training text must hold every section at least once.")
    weights = {
        name: tuple(round(float(row[at]) * scale(name), DIGITS) for row in regression.coef_)
        for at, name in enumerate(names)
    }
    bias = tuple(round(float(value), DIGITS) for value in regression.intercept_)
    kept = {name: row for name, row in weights.items() if any(row)}
    return Model(kept, bias, temperature, threshold, about)


def matrix(training: Sequence[Example], names: Sequence[str]) -> Any:
    """Examples × features, sparse and stretched by `scale`; a feature that has no name here is left out."""
    from scipy.sparse import csr_matrix

    column = {name: at for at, name in enumerate(names)}
    cells = [
        (row, column[name], value * scale(name))
        for row, example in enumerate(training)
        for name, value in example.values.items()
        if name in column
    ]
    rows, columns, values = zip(*cells, strict=True)
    return csr_matrix((values, (rows, columns)), shape=(len(training), len(names)))


def learn(own: Sequence[Path], others: Sequence[Path]) -> Model:
    """Fit on everything, calibrated and scored on what was held out; the result depends on the files alone."""
    ours, theirs = examples(own), examples(others)
    tested, helping = (theirs, ours) if theirs else (ours, [])
    held_out = cross_validated(tested, helping)
    temperature = round(_temperature(held_out), 3)
    sure = sorted(max(_cooled(chances, temperature)) for chances, _ in held_out)
    threshold = round(sure[int(len(sure) * ASKED)], 3)
    about: dict[str, Any] = {"own_text": _named(own, len(ours)), "labelled_text": _named(others, len(theirs))}
    about["cross_validated"] = {
        "folds": FOLDS,
        "grouped_by": "cluster",
        "measured_on": "labelled_text" if theirs else "own_text",
        **score(held_out, temperature, threshold).rounded(),
    }
    if theirs:
        about["caution"] = (
            "Word lists and part of the own text were written with the labelled text at hand: expect somewhat less."
        )
        alone = fit(ours, {})
        seen = [(alone.probabilities(example.values), example.section) for example in theirs]
        about["own_text_alone_on_labelled_text"] = score(seen, 1.0, threshold).rounded()
    return fit([*ours, *theirs], about, temperature, threshold)


Held = list[tuple[list[float], int]]


def cross_validated(tested: Sequence[Example], helping: Sequence[Example], folds: int = FOLDS) -> Held:
    """Judge every tested example by a model that has not seen its cluster, as (probabilities, true section)."""
    from sklearn.model_selection import StratifiedGroupKFold

    splitter = StratifiedGroupKFold(folds, shuffle=True, random_state=0)
    truth, clusters = [e.section for e in tested], [e.cluster for e in tested]
    held: dict[int, tuple[list[float], int]] = {}
    for train, test in splitter.split(truth, truth, clusters):
        model = fit([*(tested[at] for at in train), *helping], {})
        held |= {int(at): (model.probabilities(tested[at].values), tested[at].section) for at in test}
    return [held[at] for at in sorted(held)]


def score(held: Held, temperature: float, threshold: float) -> Scores:
    """Count what was right, in all and above the threshold."""
    said = [decide(_cooled(chances, temperature), threshold) for chances, _ in held]
    pairs = [(choice.best, truth) for choice, (_, truth) in zip(said, held, strict=True)]
    sure = [pair for pair, choice in zip(pairs, said, strict=True) if not choice.abstain]
    off = SECTIONS.index("offtopic")
    on_topic = [guess != off for guess, truth in pairs if truth != off]
    return Scores(
        len(pairs), _right(pairs), _macro_f1(pairs), len(sure) / len(pairs), _right(sure), sum(on_topic) / len(on_topic)
    )


def _right(pairs: list[tuple[int, int]]) -> float:
    return sum(guess == truth for guess, truth in pairs) / len(pairs)


def _macro_f1(pairs: list[tuple[int, int]]) -> float:
    hits, said, true = (
        Counter(g for g, t in pairs if g == t),
        Counter(g for g, _ in pairs),
        Counter(t for _, t in pairs),
    )
    return sum(2 * hits[name] / (said[name] + true[name]) for name in true) / len(true)


def _cooled(chances: list[float], temperature: float) -> list[float]:
    powers = [exp(log(max(chance, 1e-12)) / temperature) for chance in chances]
    return [power / sum(powers) for power in powers]


def _temperature(held: Held) -> float:
    """The one number that makes stated confidence fit what was right; a grid, so that it is the same everywhere."""
    grid = [0.3 + 0.02 * step for step in range(86)]
    return min(grid, key=lambda t: (-sum(log(_cooled(chances, t)[truth]) for chances, truth in held), t))


def _vocabulary(training: Sequence[Example]) -> list[str]:
    seen = Counter(name for example in training for name in example.values)
    return sorted(name for name, times in seen.items() if times >= _LEAST_SEEN or not name.startswith("word:"))


def scale(name: str) -> float:
    """How much a feature is stretched while fitting; the stretch is multiplied back into its weight."""
    if name.startswith("word:"):
        return _WORD_SCALE
    return _RULE_SCALE if name in _RULES else 1.0


def _named(files: Sequence[Path], items: int) -> dict[str, Any]:
    digest = hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
    return {"files": [file.name for file in files], "items": items, "sha256": digest[:16]}
