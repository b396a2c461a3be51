"""Which documents tell one story, and which of them told it first.

Likeness is found in near-linear time (`index`); what only looks alike is kept apart by its facts (`facts`).
"""

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from nlp.duplicates.facts import Facts, conflict, titles_alike
from nlp.duplicates.index import Bands, Sentences, pieces, signature
from nlp.duplicates.records import Records
from nlp.text import fold

# Half of the shorter text's sentences is a reprint; so is a quarter of all runs of four characters under like titles.
_CONTAINED = 0.5
_ALIKE = 0.25
_ALIKE_ANY_TITLE = 0.4
_TITLES = 0.25


@dataclass(frozen=True, slots=True)
class Entry:
    """One document to compare; `published_on` decides which one is the original."""

    id: str
    title: str
    text: str
    published_on: date | None = None


def cluster(documents: Iterable[Entry]) -> Iterator[tuple[str, str, str]]:
    """Give (id, cluster, original) in the order of input.

    `cluster` is the id of the first document seen of the story, `original` the id of the one published earliest (of one
    day: the most complete). Texts are not kept: a document costs about 2 KB.
    """
    shelf = Shelf()
    for entry in documents:
        shelf.add(entry)
    originals = shelf.originals()
    for number in range(len(shelf)):
        root = shelf.root(number)
        yield shelf.id(number), shelf.id(root), shelf.id(originals[root])


class Shelf:
    """Documents joined into clusters, by number; a cluster is named by its first document."""

    def __init__(self) -> None:
        self._ids = Records()
        self._facts = Records()
        self._parents = array("i")
        self._sizes = array("i")
        self._sentences, self._bands = Sentences(), Bands()

    def __len__(self) -> int:
        return len(self._ids)

    def id(self, number: int) -> str:
        return self._ids[number].decode()

    def root(self, number: int) -> int:
        while self._parents[number] != number:
            self._parents[number] = self._parents[self._parents[number]]
            number = self._parents[number]
        return number

    def add(self, entry: Entry) -> None:
        number = len(self._ids)
        folded = fold(entry.text)
        found = pieces(folded)
        self._ids.append(entry.id.encode())
        self._facts.append(Facts.of(entry.title, entry.text, entry.published_on).packed())
        self._parents.append(number)
        self._sizes.append(sum(found.values()))
        for other, likeness in self._near(number, found, folded):
            self._join(number, other, likeness)
        self._sentences.add(found, self.root(number))

    def _near(self, number: int, found: dict[int, int], folded: str) -> list[tuple[int, float]]:
        """Give earlier documents that are like this one, with their likeness, the likest first."""
        near: dict[int, float] = {}
        for other, shared in self._sentences.shared(found).items():
            share = shared / max(1, min(self._sizes[number], self._sizes[other]))
            if share >= _CONTAINED:
                near[other] = min(1.0, share)
        for other, share in self._bands.add(signature(folded)).items():
            titled = titles_alike(self._known(number), self._known(other)) >= _TITLES
            if share >= (_ALIKE if titled else _ALIKE_ANY_TITLE):
                near[other] = max(share, near.get(other, 0.0))
        return sorted(near.items(), key=lambda one: (-one[1], one[0]))

    def _join(self, number: int, other: int, likeness: float) -> None:
        """Join two clusters unless the documents, or the clusters' first ones, state different facts."""
        mine, theirs = self.root(number), self.root(other)
        if mine == theirs:
            return
        for a, b in ((number, other), (mine, theirs)):
            if conflict(self._known(a), self._known(b), likeness):
                return
        first, second = sorted((mine, theirs))
        self._parents[second] = first

    def _known(self, number: int) -> Facts:
        return Facts.unpacked(self._facts[number])

    def originals(self) -> dict[int, int]:
        """Give by cluster its original: the earliest day, then the longest text; without a day last."""
        best: dict[int, tuple[date, int, int]] = {}
        for number in range(len(self._ids)):
            facts = self._known(number)
            rank = (facts.day or date.max, -facts.length, number)
            root = self.root(number)
            best[root] = min(best.get(root, rank), rank)
        return {root: rank[2] for root, rank in best.items()}
