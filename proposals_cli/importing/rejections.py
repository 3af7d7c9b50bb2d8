"""Group the rejected rows of an import by column and reason."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from proposals_cli.importing.rows import Rejection

MISSING_THEMES = "themes that do not exist yet; --create-themes would create them"

MAX_GROUPS = 1_000
MAX_PLACES = 8


@dataclass
class Group:
    """Rows that are rejected for one reason, with the places of the first ones."""

    column: str
    reason: str
    rows: int = 0
    places: list[str] = field(default_factory=list)

    def add(self, place: str) -> None:
        """Count a row."""
        self.rows += 1
        if len(self.places) < MAX_PLACES:
            self.places.append(place)


class Rejections:
    """All rejections: the first groups in full, the rest counted."""

    def __init__(self) -> None:
        self.rows = 0
        self.themes: Counter[str] = Counter()
        """Theme that does not exist → how many rows name it."""
        self._groups: dict[tuple[str, str], Group] = {}
        self._other_reasons: set[int] = set()

    def add(self, rejection: Rejection) -> None:
        """Add a row."""
        self.rows += 1
        self.themes.update(rejection.themes)
        key = (rejection.column, MISSING_THEMES if rejection.themes else rejection.reason)
        if key not in self._groups and len(self._groups) >= MAX_GROUPS:
            self._other_reasons.add(hash(key))
            return
        self._groups.setdefault(key, Group(*key)).add(rejection.place)

    def __iter__(self) -> Iterator[Group]:
        """Yield the groups, the largest first."""
        yield from sorted(self._groups.values(), key=lambda group: -group.rows)

    def beyond(self, shown: int) -> tuple[int, int]:
        """Return how many rows, and how many reasons, are not in the first groups."""
        in_groups = sum(group.rows for group in list(self)[:shown])
        reasons = max(0, len(self._groups) - shown) + len(self._other_reasons)
        return self.rows - in_groups, reasons
