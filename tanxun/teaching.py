"""One lesson: the editors' decisions out of the archive, a model that knows them, and whether it may go live."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from django.conf import settings

from archive import learning as archived
from nlp.records import Document
from nlp.sections import judge, learning, model, refit
from nlp.sections.features import read
from nlp.sections.judging import NAMES
from tanxun import learned


@dataclass(frozen=True)
class Report:
    """What a lesson changed; `version` is the file that went live, "" where none did."""

    decisions: int = 0
    corrections: int = 0
    would_move: int = 0
    changes: Mapping[str, refit.Change] = field(default_factory=dict)
    version: str = ""
    verdict: str = ""
    names: Mapping[str, str] = field(default_factory=lambda: NAMES)

    def plain(self) -> dict[str, Any]:
        """The report for a program."""
        changed = {
            name: {"items": c.items, "lost": c.lost, "won": c.won, "worse": c.worse} for name, c in self.changes.items()
        }
        return {
            "decisions": self.decisions,
            "corrections": self.corrections,
            "would_move": self.would_move,
            "sections": changed,
            "version": self.version,
            "verdict": self.verdict,
        }


def teach(*, only_try: bool, tell: Callable[[str], None] = lambda _: None) -> Report:
    """Learn from every standing decision, compare, put the new model in use if it may be; `tell` hears each step."""
    decided = list(archived.decisions())
    if not decided:
        return Report()
    place = learned.folder(settings.TANXUN_VAR)
    tell(f"读取 {len(decided)} 条分拣记录")
    shipped, live = model.load(), model.live(place)
    own, labels = learning.examples(learning.own_files()), refit.examples([_decision(one) for one in decided])
    corrections = sum(one.moved for one in decided)
    tell("学习")
    candidate = refit.adapt(shipped, own, labels, {})
    tell("与现用模型比较（五次）")
    changes = refit.compare(live, shipped, candidate, own, labels)
    candidate = replace(candidate, about=_about(place, decided, corrections, changes))
    tell("试判待审文章")
    version, verdict = _settle(place, candidate, changes, only_try=only_try)
    return Report(len(decided), corrections, _would_move(live, candidate), changes, version, verdict)


def _settle(
    place: Path, candidate: model.Model, changes: Mapping[str, refit.Change], *, only_try: bool
) -> tuple[str, str]:
    worse = [NAMES[name] for name, change in changes.items() if change.worse]
    if worse:
        return "", f"新模型没有启用：{'、'.join(worse)}会变差，超出偶然。原模型继续使用，编辑的改动仍保留，下次一起学。"
    if sum(change.lost for change in changes.values()) > sum(change.won for change in changes.values()):
        return "", "新模型没有启用：没有见过的改动，它并不比原模型判得好。"
    if only_try:
        return "", "新模型可以启用；这次只是试算，没有启用。"
    name = learned.keep(place, candidate)
    return name, f"新模型 {name} 已启用；要退回，请运行 tanxun learn --back。"


def _about(
    place: Path, decided: list[archived.Decided], corrections: int, changes: Mapping[str, refit.Change]
) -> dict[str, Any]:
    return {
        "taught_by": "editors",
        "decisions": len(decided),
        "corrections": corrections,
        "newest_decision": max(one.made_at for one in decided).isoformat(),
        "before": model.live_name(place),
        "shipped_model": model.load().about,
        "held_out": {name: [one.items, one.lost, one.won] for name, one in changes.items()},
    }


def _would_move(live: model.Model, candidate: model.Model) -> int:
    """How many articles that wait at the desk the new model files elsewhere."""
    moved = 0
    for one in archived.waiting():
        values = read(Document(one.title, one.text, one.publisher, published_on=one.published_on)).values
        seen = learning.Example(values, 0, "")
        moved += refit.section_of(live, seen) != refit.section_of(candidate, seen)
    return moved


def refile() -> int:
    """File the waiting articles by the model that is in use now. Answers how many got another section."""
    live = model.live(learned.folder(settings.TANXUN_VAR))
    moved: list[archived.Filed] = []
    for one in archived.waiting():
        said = judge(Document(one.title, one.text, one.publisher, published_on=one.published_on), live)
        if said.section != one.section:
            filed = archived.Filed(one.article, said.section, said.confidence, said.abstain, list(said.reasons))
            moved.append(filed)
    return archived.refile(moved)


def _decision(one: archived.Decided) -> refit.Decision:
    document = Document(one.title, one.text, one.publisher, published_on=one.published_on)
    return refit.Decision(document, one.section, str(one.story), one.made_at)
