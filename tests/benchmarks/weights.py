"""Words as frequent as in real text: the n-th commonest weighs 1 / n ** 0.8 (Zipf's law)."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import TypeVar

from tests.benchmarks.words import Word

POOL = 4_096
"""The number of entries of a pool; take one by ``pool[int(random() * POOL)]``."""

T = TypeVar("T")


class Slot:
    """A place in an id: its words in alphabetical order, with their weights."""

    def __init__(self, found: Sequence[Word], weights: Sequence[float] = ()) -> None:
        """Sort the words; without weights, take those of Zipf's law."""
        weights = weights or zipf(len(found))
        self.pool = pool(found, weights)
        ordered = sorted(zip(found, weights, strict=True), key=lambda pair: slug(pair[0]))
        self.words = [word for word, _ in ordered]
        self.ends = list(shares([weight for _, weight in ordered]))

    def take(self, share: float) -> tuple[Word, float]:
        """Return the word at a share of 0..1, and the remaining share within that word."""
        rank = min(bisect_right(self.ends, share), len(self.ends) - 1)
        start = self.ends[rank - 1] if rank else 0.0
        return self.words[rank], (share - start) / (self.ends[rank] - start)


def slug(word: Word) -> str:
    """Return the word as ids contain it."""
    return word.en.lower().replace(" ", "-")


def zipf(number: int) -> list[float]:
    """Return the weights of a number of words, the commonest first."""
    return [1 / rank**0.8 for rank in range(1, number + 1)]


def shares(weights: Sequence[float]) -> Iterator[float]:
    """Yield the running sums of the weights as shares of 0..1; the last is 1."""
    total = sum(weights)
    return (min(1.0, part / total) for part in accumulate(weights))


def pool(values: Sequence[T], weights: Sequence[float] = ()) -> list[T]:
    """Return ``POOL`` values, each as often as its weight says (by default Zipf's law)."""
    ends = list(shares(weights or zipf(len(values))))
    return [values[min(bisect_right(ends, i / POOL), len(values) - 1)] for i in range(POOL)]
