"""From a document to its section, with how sure that is and why."""

from __future__ import annotations

from nlp import lexicon
from nlp.records import Document, Judgement
from nlp.sections.features import Features, label, read
from nlp.sections.model import SECTIONS, Model, decide, load

NAMES = {
    "market": "市场热点",
    "policy": "政策聚焦",
    "domestic": "国内资讯",
    "international": "国际资讯",
    "reading": "推荐阅读",
    "notice": "行业公告",
    "offtopic": "与本刊无关",
}
_ENOUGH = 40  # characters; less is a bare title: the only item of issue 108 without a text has 33
_LEAST = 0.15  # log-odds; what moves a judgement less is no reason worth printing


_FORMAL = 0.6  # of the three surest marks of an official document two stand in the text
_PLAIN = 0.5


class EmptyDocument(ValueError):
    """There is neither a title nor a text to judge."""


def judge(document: Document, model: Model | None = None) -> Judgement:
    """Say which section a document belongs to; by the shipped model, or by one that editors have taught.

    The same document and model always give the same answer. Raises EmptyDocument where title and text are both blank.
    """
    if not document.title.strip() and not document.text.strip():
        raise EmptyDocument("Title and text are both empty: give at least one of them.")
    model, features = model or load(), read(document)
    chances = model.probabilities(features.values)
    choice = decide(chances, model.threshold)
    reasons = _reasons(model, features, choice.best)
    too_short = SECTIONS[choice.best] == "offtopic" and len(document.title) + len(document.text) < _ENOUGH
    bare_document = _bare_document(SECTIONS[choice.best], features)
    if too_short:
        reasons.append("文字太少，不足以判为无关")
    if bare_document:
        reasons.append("是公文，但没有见到碳、能源、环境的内容")
    unsure = choice.abstain or too_short or bare_document
    if unsure:
        reasons.append(f"把握不大：也可能是“{NAMES[SECTIONS[choice.second]]}”，请编辑定")
    return Judgement(SECTIONS[choice.best], round(chances[choice.best], 4), unsure, tuple(reasons))


def _bare_document(section: str, features: Features) -> bool:
    """A government document without a word of the subject may still be of the bulletin's trade: an editor looks.

    Not where the document says itself that it is about staff, nuclear safety or methods of measurement.
    """
    values = features.values
    known = max(values.get("pair:outside_scope", 0.0), values.get("pair:staff", 0.0))
    return section == "offtopic" and values.get("pair:document", 0.0) >= _FORMAL and known < _PLAIN


def _reasons(model: Model, features: Features, best: int) -> list[str]:
    words: list[tuple[float, str]] = []
    named: list[tuple[float, str]] = []
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
