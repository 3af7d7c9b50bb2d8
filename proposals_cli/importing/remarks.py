"""What happened to values that were not simply taken: counted by column, with examples."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

MAX_EXAMPLES = 3
MAX_GROUPS = 500
"""Pairs of column and kind that are remembered; further ones are only counted."""


class RemarkKind(StrEnum):
    """What happened to a value; ``render/import_report.py`` has a sentence for each."""

    BLANK_WORD = "blank word"
    """A placeholder such as N/A was read as a blank."""
    MARKUP = "markup removed"
    SEVERAL_DATES = "several dates"
    """The earliest of several dates was taken."""
    UNCLEAR_DATE = "unclear date"
    """No day can be made out; the words are kept."""
    UNKNOWN_STATUS = "unknown status"
    """The words are kept, and the status is unknown."""
    UNKNOWN_KIND = "unknown kind"
    UNKNOWN_LANGUAGE = "unknown language"
    """A title whose language is neither stated nor recognised."""
    NOT_UNDERSTOOD = "not understood"
    """A value that does not fit its field was kept under extra."""
    SET_INSTEAD = "set instead"
    """``--set`` gives the field; the column was kept under extra."""
    SECOND_VALUE = "second value"
    """Another column gave the field already; the value was kept under extra."""
    NAME_REMARK = "remark in a name"
    """Words such as "and others" were taken off a name."""
    SHARED_NAME = "name of several people"
    """Several people of the base have the name: the words are kept, and none of them is taken."""
    NOT_READ = "not read"
    """An edited cell of our own CSV in a column that is made from others."""
    NOT_UNIQUE = "number not unique"
    """A number stands for several titles and identifies none."""


class Remark(NamedTuple):
    """One value and what happened to it."""

    kind: RemarkKind
    column: str
    value: str


@dataclass
class RemarkGroup:
    """All remarks of one kind on one column."""

    kind: RemarkKind
    column: str
    count: int = 0
    examples: list[str] = field(default_factory=list)


class Remarks:
    """Counts the remarks on the rows that were taken."""

    def __init__(self) -> None:
        self._groups: dict[tuple[RemarkKind, str], RemarkGroup] = {}
        self.beyond: Counter[RemarkKind] = Counter()
        """Remarks on columns beyond ``MAX_GROUPS``."""

    def add(self, remarks: Iterable[Remark]) -> None:
        """Count the remarks on one row."""
        for kind, column, value in remarks:
            group = self._groups.get((kind, column))
            if group is None:
                if len(self._groups) >= MAX_GROUPS:
                    self.beyond[kind] += 1
                    continue
                group = self._groups[kind, column] = RemarkGroup(kind, column)
            group.count += 1
            if len(group.examples) < MAX_EXAMPLES and value not in group.examples:
                group.examples.append(value)

    def __iter__(self) -> Iterator[RemarkGroup]:
        """Yield the groups, those of one kind together and the largest of a kind first."""
        kinds = {kind: place for place, kind in enumerate(RemarkKind)}
        yield from sorted(self._groups.values(), key=lambda one: (kinds[one.kind], -one.count))
