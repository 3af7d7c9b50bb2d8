"""The refusals of an import, grouped by column and reason so that their counts add up."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from proposals_cli.importing.rows import Rejection

MISSING_THEMES = "themes that there are none of yet; --create-themes would make them"

_MOST_GROUPS = 1_000
_PLACES = 8


@dataclass
class Group:
    """Rows that are refused for one reason."""

    column: str
    reason: str
    rows: int = 0
    places: list[int] = field(default_factory=list)
    """Where the first of them stand."""

    def add(self, number: int) -> None:
        """Count a row."""
        self.rows += 1
        if len(self.places) < _PLACES:
            self.places.append(number)


class Rejections:
    """All refusals: the groups that came first in full, the rest by number."""

    def __init__(self) -> None:
        self.rows = 0
        self.themes: Counter[str] = Counter()
        """Themes that do not exist → rows that name them."""
        self._groups: dict[tuple[str, str], Group] = {}
        self._other_reasons: set[int] = set()

    def add(self, refusal: Rejection) -> None:
        """Take note of a row."""
        self.rows += 1
        self.themes.update(refusal.themes)
        key = (refusal.column, MISSING_THEMES if refusal.themes else refusal.reason)
        if key not in self._groups and len(self._groups) >= _MOST_GROUPS:
            self._other_reasons.add(hash(key))
            return
        self._groups.setdefault(key, Group(*key)).add(refusal.number)

    def __iter__(self) -> Iterator[Group]:
        """Yield the groups, that of the most rows first."""
        yield from sorted(self._groups.values(), key=lambda group: -group.rows)

    def beyond(self, shown: int) -> tuple[int, int]:
        """Return how many rows, and how many reasons, the first groups leave unsaid."""
        said = sum(group.rows for group in list(self)[:shown])
        reasons = max(0, len(self._groups) - shown) + len(self._other_reasons)
        return self.rows - said, reasons
