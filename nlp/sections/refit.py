"""Learning from editors: the shipped judge, moved as far as their decisions ask for and no farther.

The shipped weights hold what real articles taught, whose text is not in the project. So the weights are not fitted
anew: a correction of them is, held back towards zero, over the project's own text and the editors' decisions together.
The result depends on the shipped model and the decisions alone, not on how often it was asked for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import comb
from typing import Any

from nlp.records import Document
from nlp.sections.features import read
from nlp.sections.learning import Example, matrix, scale
from nlp.sections.model import DIGITS, SECTIONS, Model, decide

HALF_LIFE = 180  # days after which a decision weighs half: wording and the desk's habits change with the season
DECISION = 3.0  # weight of a fresh decision; a line of own text weighs 1. With 1, ten alike did not always win
_HELD_BACK = 1.0  # strength of the pull towards the shipped weights
_FOLDS = 5
_NOISE = 0.05  # of a one-sided sign test: five lost against none won is no chance any more, four may be
_LEAST_SEEN = 2  # decisions that hold a new word, before it is given a weight


@dataclass(frozen=True, slots=True)
class Decision:
    """An article whose section an editor decided; `story` is shared by reprints, `made_at` aware."""

    document: Document
    section: str
    story: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Change:
    """Of one section: how many items only the old, only the new model files rightly, of `items` compared."""

    items: int
    lost: int
    won: int

    @property
    def worse(self) -> bool:
        """True where the losses are more than chance would bring."""
        contested = self.lost + self.won
        chance = sum(comb(contested, at) for at in range(self.lost, contested + 1)) / 2**contested
        return self.lost > self.won and chance < _NOISE


def examples(decisions: Sequence[Decision]) -> list[Example]:
    """Read decisions as training examples; the newest weighs DECISION, one that is HALF_LIFE older half of that."""
    if not decisions:
        return []
    newest = max(one.made_at for one in decisions)
    return [
        Example(
            read(one.document).values,
            SECTIONS.index(one.section),
            one.story,
            DECISION * 0.5 ** ((newest - one.made_at).days / HALF_LIFE),
        )
        for one in decisions
    ]


def adapt(shipped: Model, own: Sequence[Example], decided: Sequence[Example], about: Mapping[str, Any]) -> Model:
    """Give the shipped model with its weights moved by what editors decided."""
    import numpy as np
    from scipy.optimize import minimize

    training = [*own, *decided]
    names = _names(shipped, decided)
    table = matrix(training, names)
    size = len(SECTIONS)
    nothing = (0.0,) * size
    anchor = np.array([[weight / scale(name) for weight in shipped.weights.get(name, nothing)] for name in names])
    truth = np.eye(size)[[example.section for example in training]]
    weight = np.array([example.weight for example in training])[:, None]
    known = table @ anchor + np.array(shipped.bias)

    def loss(flat: Any) -> tuple[float, Any]:
        moved = flat.reshape(len(names) + 1, size)
        logits = known + table @ moved[:-1] + moved[-1]
        logits -= logits.max(axis=1, keepdims=True)
        sums = np.exp(logits).sum(axis=1, keepdims=True)
        missed = weight * (np.exp(logits) / sums - truth)
        value = float((weight * (np.log(sums) - (logits * truth).sum(axis=1, keepdims=True))).sum())
        slope = np.vstack([table.T @ missed, missed.sum(axis=0)])
        return value + _HELD_BACK * float(flat @ flat) / 2, slope.ravel() + _HELD_BACK * flat

    fitted = minimize(
        loss, np.zeros((len(names) + 1) * size), jac=True, method="L-BFGS-B", options={"maxiter": 150, "ftol": 1e-6}
    )
    moved = fitted.x.reshape(len(names) + 1, size)
    weights = {name: _rounded((anchor[at] + moved[at]) * scale(name)) for at, name in enumerate(names)}
    bias = _rounded(np.array(shipped.bias) + moved[-1])
    kept = {name: row for name, row in weights.items() if any(row)}
    return Model(kept, bias, shipped.temperature, shipped.threshold, dict(about))


def compare(
    live: Model, shipped: Model, learned: Model, own: Sequence[Example], decided: Sequence[Example]
) -> dict[str, Change]:
    """Hold the live model against refits that have not seen the decisions they are asked about.

    By section: over the decisions (held out, story by story) and the project's own text (which `learned` has seen).
    """
    stories = sorted({example.cluster for example in decided})
    folds = min(_FOLDS, len(stories))
    fold_of = {story: at % folds for at, story in enumerate(stories)}
    tally: dict[str, Counter[str]] = {name: Counter() for name in SECTIONS}
    for fold in range(folds):
        inside = [example for example in decided if fold_of[example.cluster] != fold]
        candidate = adapt(shipped, own, inside, {})
        _count(tally, live, candidate, [example for example in decided if fold_of[example.cluster] == fold])
    _count(tally, live, learned, own)
    return {name: Change(one["items"], one["lost"], one["won"]) for name, one in tally.items()}


def section_of(model: Model, example: Example) -> str:
    """The section that a model files an example under."""
    return SECTIONS[decide(model.probabilities(example.values), model.threshold).best]


def _count(tally: dict[str, Counter[str]], live: Model, candidate: Model, tested: Sequence[Example]) -> None:
    for example in tested:
        true = SECTIONS[example.section]
        before, after = (section_of(model, example) == true for model in (live, candidate))
        tally[true]["items"] += 1
        if before != after:
            tally[true]["lost" if before else "won"] += 1


def _names(shipped: Model, decided: Sequence[Example]) -> list[str]:
    seen = Counter(name for example in decided for name in example.values)
    new = {name for name, times in seen.items() if times >= _LEAST_SEEN or not name.startswith("word:")}
    return sorted(set(shipped.weights) | new)


def _rounded(row: Any) -> tuple[float, ...]:
    return tuple(round(float(value), DIGITS) for value in row)
