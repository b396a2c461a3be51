"""From a document to its section, with how sure that is and why."""

from __future__ import annotations

from nlp import lexicon
from nlp.records import Document, Judgement
from nlp.sections.features import Features, label, read
from nlp.sections.model import SECTIONS, Model, load

NAMES = {
    "market": "市场热点",
    "policy": "政策聚焦",
    "domestic": "国内资讯",
    "international": "国际资讯",
    "reading": "推荐阅读",
    "notice": "行业公告",
    "offtopic": "与本刊无关",
}
# An on-topic item that is dropped is lost to the editor; an off-topic item that is kept costs one click.
_OFFTOPIC_FROM = 0.5
_OFFTOPIC = SECTIONS.index("offtopic")
_LEAST = 0.15  # log-odds; what moves a judgement less is no reason worth printing


class EmptyDocument(ValueError):
    """There is neither a title nor a text to judge."""


def judge(document: Document) -> Judgement:
    """Say which section a document belongs to.

    The same document always gets the same answer. Raises EmptyDocument where title and text are both blank.
    """
    if not document.title.strip() and not document.text.strip():
        raise EmptyDocument("Title and text are both empty: give at least one of them.")
    model, features = load(), read(document)
    chances = model.probabilities(features.values)
    ranked = sorted(range(len(SECTIONS)), key=lambda at: -chances[at])
    doubtful = ranked[0] == _OFFTOPIC and chances[_OFFTOPIC] < _OFFTOPIC_FROM
    best, second = (ranked[1], ranked[0]) if doubtful else (ranked[0], ranked[1])
    abstain = doubtful or chances[best] < model.threshold
    reasons = _reasons(model, features, best)
    if abstain:
        reasons.append(f"把握不大：也可能是“{NAMES[SECTIONS[second]]}”，请编辑定")
    return Judgement(SECTIONS[best], round(chances[best], 4), abstain, tuple(reasons))


def _reasons(model: Model, features: Features, best: int) -> list[str]:
    words, named = [], []
    for name, value in features.values.items():
        row = model.weights.get(name)
        if row is None:
            continue
        push = value * (row[best] - sum(row) / len(row)) / model.temperature
        (words if name.startswith("word:") else named).append((push, name))
    known = lexicon.load()
    strong = [name for push, name in sorted(named, key=_strongest_first)[:4] if push >= _LEAST]
    reasons = [_told(label(name, known), features.terms.get(name, ())) for name in strong]
    telling = [name.partition(":")[2] for push, name in sorted(words, key=_strongest_first)[:4] if push >= _LEAST / 3]
    if telling:
        reasons.append("常用词：" + "、".join(telling))
    return reasons or ["没有明显的特征，按总体印象归类"]


def _strongest_first(scored: tuple[float, str]) -> tuple[float, str]:
    return -scored[0], scored[1]


def _told(said: str, terms: tuple[str, ...]) -> str:
    return f"{said}：{'、'.join(terms)}" if terms else said
