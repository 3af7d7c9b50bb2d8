"""The fields of conflicts in lists."""

from collections.abc import Mapping
from typing import Protocol

from proposals_cli.render.fields import Field, by_key


class ConflictRow(Protocol):
    """A field of a record that a merge left undecided."""

    @property
    def table(self) -> str:
        """The table of the record."""

    @property
    def id(self) -> str:
        """The id of the record."""

    @property
    def field(self) -> str:
        """The place in the record; empty if it is all of it."""

    @property
    def ours(self) -> str:
        """Our value, in words."""

    @property
    def theirs(self) -> str:
        """Their value, in words."""


CONFLICT_FIELDS: Mapping[str, Field[ConflictRow]] = by_key(
    Field("table", "table", "表", lambda row: row.table),
    Field("id", "id", "编号", lambda row: row.id, "id"),
    Field("field", "field", "字段", lambda row: row.field or "(the record)"),
    Field("ours", "ours", "我方", lambda row: row.ours, "text"),
    Field("theirs", "theirs", "对方", lambda row: row.theirs, "text"),
)
