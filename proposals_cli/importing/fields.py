"""The fields of one row, as texts."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from proposals_cli.importing.cells import storable
from proposals_cli.importing.raw_parts import RawParts
from proposals_cli.importing.remarks import Remark, RemarkKind
from proposals_cli.importing.rows import RejectedRowError, SourceRow

MAX_TOTAL = 40
"""Characters of a title that may be a word for a sum, with the sum."""

_TOTAL = re.compile(
    r"(?:grand |sub-?)?(?:totals?|sum|gesamt|gesamtsumme|summe|totale|totaal|razem|suma|celkem"
    r"|итого|всего|合计|合計|总计|總計|小计|小計|共计|共計)\s*[:：]?\s*[\d.,\s]*"
)


@dataclass
class Fields:
    """The fields of one row as texts, before names are looked up.

    ``numbers`` are pairs of column and number, ``extra`` the values that fit no field.
    """

    row: SourceRow
    one: dict[str, str] = field(default_factory=dict)
    many: dict[str, list[str]] = field(default_factory=dict)
    numbers: list[tuple[str, str]] = field(default_factory=list)
    extra: dict[str, Any] = field(default_factory=dict)
    came_from: dict[str, str] = field(default_factory=dict)
    """Field → column, for messages."""
    set_fields: set[str] = field(default_factory=set)
    """Fields that ``--set`` gave, because the row left them blank."""
    parts: RawParts = field(default_factory=RawParts)
    remarks: list[Remark] = field(default_factory=list)

    def titles(self) -> dict[str, str]:
        """Return language tag → title, for the columns that name a language."""
        return {
            name[6:]: text
            for name, text in self.one.items()
            if name.startswith("title.") and not name.endswith((".note", ".basis"))
        }

    def has_title(self) -> bool:
        """Return whether the row has a title."""
        return bool("title" in self.one or self.parts.titles or self.titles())

    def is_total(self) -> bool:
        """Return whether the row only adds up the others: its title is a word for that.

        A proposal has a number or a date besides, or an id.
        """
        title = self.one.get("title", "")
        if len(title) > MAX_TOTAL or self.numbers or not _TOTAL.fullmatch(title.casefold()):
            return False
        return {"id", "date", "year"}.isdisjoint(self.one.keys() - self.set_fields)

    def keep(self, name: str, value: Any) -> None:
        """Add a value to ``extra``: under its column, or under its field if ``--set`` gave it."""
        column = self.came_from.get(name, name)
        self.extra.setdefault(name if column == "--set" else column, value)

    def remark(self, kind: RemarkKind, name: str, value: str) -> None:
        """Note what happened to a value of a field or a column."""
        self.remarks.append(Remark(kind, self.came_from.get(name, name), value))

    def error(self, name: str, reason: str) -> RejectedRowError:
        """Return an error that names the column of a field."""
        return RejectedRowError(self.came_from.get(name, ""), reason)


def add_extra(found: Fields, name: str, value: Any, column: str) -> None:
    """Keep a value under ``extra`` unless it is blank."""
    if (stored := storable(value, column)) not in (None, "", [], {}):
        found.extra[name] = stored


def add_to_list(found: Fields, name: str, column: str, texts: Sequence[str], value: Any) -> None:
    """Add values to a list, each once; a count, as in our own CSV, goes to ``extra``."""
    if name in ("measures", "source") and all(text.isdecimal() for text in texts):
        found.extra.setdefault(column, value)
        return
    listed = found.many.setdefault(name, [])
    listed += [text for text in texts if text not in listed]


def join_scripts(found: Fields) -> None:
    """Make one name of the columns that give a person in English and in Chinese."""
    names = [found.one.pop(name) for name in ("people.en", "people.zh") if name in found.one]
    if names:
        column = found.came_from.get("people.en") or found.came_from["people.zh"]
        found.came_from.setdefault("people", column)
        both = f"{names[0]} ({names[1]})" if len(names) == 2 else names[0]
        found.many.setdefault("people", []).append(both)
