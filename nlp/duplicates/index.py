"""Two indexes of what was read so far, whose look-ups do not grow with it: sentences, and bands of a MinHash."""

import re
from collections import defaultdict

from rensa import RMinHash

from nlp.text import fold

_PERMUTATIONS = 64
_BANDS = 32
_ROWS = _PERMUTATIONS // _BANDS
_SEED = 2017
_SHINGLE = 4
# A sentence of more clusters than this is a formula (“特此通知…”), a bucket with more documents a template.
_FORMULA = 6
_BUCKET = 20
_SENTENCE = re.compile(r"[。!?;]")
_MARKS = re.compile(r"[\W_]+")
_SHORT = 8


class Sentences:
    """Which cluster has which sentence, as hashes; formulas are forgotten."""

    def __init__(self) -> None:
        self._clusters: dict[int, set[int]] = defaultdict(set)

    def shared(self, pieces: dict[int, int]) -> dict[int, int]:
        """Give by cluster how many characters of `pieces` (hash: length) it has, too."""
        found: dict[int, int] = defaultdict(int)
        for piece, length in pieces.items():
            clusters = self._clusters.get(piece, ())
            if len(clusters) <= _FORMULA:
                for cluster in clusters:
                    found[cluster] += length
        return found

    def add(self, pieces: dict[int, int], cluster: int) -> None:
        for piece in pieces:
            clusters = self._clusters[piece]
            if len(clusters) <= _FORMULA:
                clusters.add(cluster)


class Bands:
    """MinHash signatures in buckets: alike texts share a bucket."""

    def __init__(self) -> None:
        self._buckets: dict[int, list[int]] = {}
        self._signatures: list[tuple[int, ...]] = []

    def add(self, signature: tuple[int, ...]) -> dict[int, float]:
        """Store the next document; give by earlier document the likeness (Jaccard, 0 to 1) of those in its buckets."""
        number, near = len(self._signatures), set()
        self._signatures.append(signature)
        for key in map(hash, zip(range(_BANDS), signature[::_ROWS], signature[1::_ROWS], strict=True)):
            bucket = self._buckets.setdefault(key, [])
            near.update(bucket)
            bucket.append(number)
            del bucket[:-_BUCKET]
        return {other: _likeness(signature, self._signatures[other]) for other in near}


def pieces(text: str) -> dict[int, int]:
    """Give the sentences of a text without marks and blanks, as hash: length; what is short says nothing."""
    plain = (_MARKS.sub("", one) for one in _SENTENCE.split(fold(text)))
    return {hash(one): len(one) for one in plain if len(one) >= _SHORT}


def signature(text: str) -> tuple[int, ...]:
    """Give the MinHash of the text's runs of four characters."""
    plain = _MARKS.sub("", fold(text))
    minhash = RMinHash(num_perm=_PERMUTATIONS, seed=_SEED)
    minhash.update(list({plain[i : i + _SHINGLE] for i in range(max(1, len(plain) - _SHINGLE + 1))}))
    return tuple(minhash.digest())


def _likeness(a: tuple[int, ...], b: tuple[int, ...]) -> float:
    return sum(map(int.__eq__, a, b)) / _PERMUTATIONS
