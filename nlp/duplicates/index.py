"""Two indexes of what was read so far, whose look-ups do not grow with it: sentences, and bands of a MinHash.

Both are chains in flat arrays: a slot holds the newest entry, each entry the one before it; dictionaries of lists took
five times as much. Slots are added one at a time (linear hashing, W. Litwin 1980), so that no document ever waits for
the whole index to be moved.
"""

import re
from abc import ABC, abstractmethod
from array import array
from collections import defaultdict
from collections.abc import Iterator

from rensa import RMinHash

_PERMUTATIONS = 64
_BANDS = 32
_ROWS = _PERMUTATIONS // _BANDS
_SEED = 2017
_SHINGLE = 4
# A sentence of more clusters than this is a formula (“特此通知…”), a bucket with more documents a template.
_FORMULA = 6
_BUCKET = 20
_STEPS = 200  # along a chain; more only where a template's documents share the slot
_KEPT = 4 * _STEPS  # entries of a slot that a split carries on: what lies deeper is such a template's, and long unread
_SLOTS = 1 << 16
_NONE = -1
_MIX = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9)  # odd 64-bit numbers that spread the rows of a band
_SENTENCE = re.compile(r"[。!?;]")
_MARKS = re.compile(r"[\W_]+")
_SHORT = 8


class _Chains(ABC):
    """Numbered entries in slots; with every entry beyond one a slot, one slot is split in two."""

    def __init__(self) -> None:
        self._heads = array("i", [_NONE]) * _SLOTS
        self._before = array("i")
        self._round = _SLOTS  # slots when this round of splitting began, a power of two

    def push(self, key: int) -> None:
        """Add the next entry; `key` may be any whole number."""
        if len(self._before) >= len(self._heads):
            self._split()
        heads, before = self._heads, self._before
        slot = key & (2 * self._round - 1)
        if slot >= len(heads):
            slot -= self._round
        before.append(heads[slot])
        heads[slot] = len(before) - 1

    def walk(self, key: int) -> Iterator[int]:
        """Entries of the key's slot, the newest first; those of other keys among them."""
        slot = key & (2 * self._round - 1)
        entry = self._heads[slot if slot < len(self._heads) else slot - self._round]
        for _ in range(_STEPS):
            if entry == _NONE:
                return
            yield entry
            entry = self._before[entry]

    @abstractmethod
    def key(self, entry: int) -> int:
        """Give the key that an entry was pushed with."""

    def _split(self) -> None:
        """Deal the next slot's entries out to it and to a new one, each keeping its order."""
        old, new = len(self._heads) - self._round, len(self._heads)
        self._heads.append(_NONE)
        entry, last = self._heads[old], {old: _NONE, new: _NONE}
        self._heads[old] = _NONE
        for _ in range(_KEPT):
            if entry == _NONE:
                break
            after = self._before[entry]
            slot = new if self.key(entry) & self._round else old
            if last[slot] == _NONE:
                self._heads[slot] = entry
            else:
                self._before[last[slot]] = entry
            self._before[entry] = _NONE
            last[slot], entry = entry, after
        if len(self._heads) == 2 * self._round:
            self._round *= 2


class Sentences(_Chains):
    """Which cluster has which sentence, as hashes; formulas are forgotten."""

    def __init__(self) -> None:
        super().__init__()
        self._keys, self._clusters = array("q"), array("i")

    def key(self, entry: int) -> int:
        return self._keys[entry]

    def shared(self, pieces: dict[int, int]) -> dict[int, int]:
        """Give by cluster how many characters of `pieces` (hash: length) it has, too."""
        found: dict[int, int] = defaultdict(int)
        for piece, length in pieces.items():
            clusters = self._of(piece)
            if len(clusters) <= _FORMULA:
                for cluster in clusters:
                    found[cluster] += length
        return found

    def add(self, pieces: dict[int, int], cluster: int) -> None:
        for piece in pieces:
            clusters = self._of(piece)
            if cluster not in clusters and len(clusters) <= _FORMULA:
                self._keys.append(piece)
                self._clusters.append(cluster)
                self.push(piece)

    def _of(self, piece: int) -> list[int]:
        return [self._clusters[entry] for entry in self.walk(piece) if self._keys[entry] == piece]


class Bands(_Chains):
    """MinHash signatures in buckets: alike texts share a bucket. Entry 32 n + b is band b of document n."""

    def __init__(self) -> None:
        super().__init__()
        self._signatures = array("I")

    def key(self, entry: int) -> int:
        at = entry * _ROWS
        return _band_key(entry % _BANDS, self._signatures[at], self._signatures[at + 1])

    def add(self, signature: tuple[int, ...]) -> dict[int, float]:
        """Store the next document; give by earlier document the likeness (Jaccard, 0 to 1) of those in its buckets."""
        near: set[int] = set()
        rows = list(zip(range(_BANDS), signature[::_ROWS], signature[1::_ROWS], strict=True))
        keys = [_band_key(*row) for row in rows]
        for key, row in zip(keys, rows, strict=True):
            near.update(self._bucket(key, *row))
        self._signatures.extend(signature)
        for key in keys:
            self.push(key)
        return {other: self._likeness(signature, other) for other in near}

    def _bucket(self, key: int, band: int, first: int, second: int) -> list[int]:
        """The newest documents that have these two rows in this band."""
        found: list[int] = []
        for entry in self.walk(key):
            at = entry * _ROWS
            if entry % _BANDS == band and self._signatures[at] == first and self._signatures[at + 1] == second:
                found.append(entry // _BANDS)
                if len(found) == _BUCKET:
                    break
        return found

    def _likeness(self, signature: tuple[int, ...], other: int) -> float:
        start = other * _PERMUTATIONS
        return sum(map(int.__eq__, signature, self._signatures[start : start + _PERMUTATIONS])) / _PERMUTATIONS


def pieces(folded: str) -> dict[int, int]:
    """Give the sentences of a folded text without marks and blanks, as hash: length; what is short says nothing."""
    plain = (_MARKS.sub("", one) for one in _SENTENCE.split(folded))
    return {hash(one): len(one) for one in plain if len(one) >= _SHORT}


def signature(folded: str) -> tuple[int, ...]:
    """Give the MinHash of a folded text's runs of four characters."""
    plain = _MARKS.sub("", folded)
    minhash = RMinHash(num_perm=_PERMUTATIONS, seed=_SEED)
    minhash.update(list({plain[i : i + _SHINGLE] for i in range(max(1, len(plain) - _SHINGLE + 1))}))
    return tuple(minhash.digest())


def _band_key(band: int, first: int, second: int) -> int:
    return ((band * _MIX[0] + first * _MIX[1] + second * _MIX[2]) & 0xFFFFFFFFFFFFFFFF) >> 24
