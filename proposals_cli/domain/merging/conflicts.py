"""A record that two sides changed in ways that do not go together, and how that is decided."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import msgspec

from proposals_cli.domain.merging.values import (
    NOTHING,
    Decide,
    Difference,
    Side,
    ValueMerger,
)
from proposals_cli.domain.model.decoding import decode_base, decode_record
from proposals_cli.domain.model.records import BASE, TABLES
from proposals_cli.errors import ConflictError, InvalidRecordError

_NULL = b"null"


class States(NamedTuple):
    """A record as JSON in the ancestor and on both sides; None where there is none."""

    ancestor: bytes | None
    ours: bytes | None
    theirs: bytes | None


class Conflict(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The states of one record, and the paths at which it is undecided between ours and theirs.

    A state is null where it has no such record. The path of the whole record is empty.
    """

    table: str
    id: str
    paths: tuple[str, ...]
    ancestor: msgspec.Raw
    ours: msgspec.Raw
    theirs: msgspec.Raw

    @classmethod
    def of(cls, table: str, id_: str, states: States, paths: tuple[str, ...]) -> "Conflict":
        """Return the conflict of these states of a record."""
        ancestor, ours, theirs = (msgspec.Raw(one or _NULL) for one in states)
        return cls(table=table, id=id_, paths=paths, ancestor=ancestor, ours=ours, theirs=theirs)

    def states(self) -> States:
        """Return the record in the ancestor and on both sides, each as compact JSON."""
        raws = (bytes(raw) for raw in (self.ancestor, self.ours, self.theirs))
        return States(
            *(
                None if raw == _NULL else msgspec.json.encode(_decode(self.table, raw))
                for raw in raws
            )
        )

    def differences(self) -> list[Difference]:
        """Return what both sides have at each path that is undecided."""
        found, _ = self._merged(lambda _: None)
        return [one for one in found if one.path in self.paths]

    def resolved(self, current: bytes | None, decisions: Mapping[str, Side]) -> bytes | None:
        """Return the record as it is now with decisions made; None if it is removed by one.

        Args:
            current: the record now, which may have been changed since.
            decisions: path → the side to take.

        Raises:
            ConflictError: what would be decided has been changed since.
        """
        _, kept = self._merged(lambda _: None)
        _, wanted = self._merged(decisions.get)
        states = States(kept, current, wanted)
        conflict, found = merge_states(self.table, self.id, states, lambda _: None)
        if conflict is not None:
            places = ", ".join(path for path in conflict.paths if path) or "the record"
            raise ConflictError(
                f"{self.id}: {places} was changed after the merge.",
                f"Edit it as it should be, then: prop resolve {self.id} --done",
            )
        return found

    def without(self, paths: tuple[str, ...]) -> "Conflict | None":
        """Return what is left undecided, or None."""
        left = tuple(path for path in self.paths if path not in paths)
        return msgspec.structs.replace(self, paths=left) if left else None

    def check(self) -> None:
        """Check a conflict that was read from a file.

        Raises:
            InvalidRecordError: a record in it is invalid, or has another id.
        """
        if self.table not in (BASE, *TABLES):
            raise InvalidRecordError(f"there is no table '{self.table}'")
        if self.differences() == []:
            raise InvalidRecordError(f"nothing of '{self.id}' is in conflict")
        for content in self.states():
            if content is not None and self.table == BASE:
                decode_base(content)
            elif content is not None:
                found = decode_record(self.table, content).id
                if found != self.id:
                    raise InvalidRecordError(f"the record under '{self.id}' has the id '{found}'")

    def _merged(self, decide: Decide) -> tuple[list[Difference], bytes | None]:
        return _merged(self.table, self.states(), decide)


def merge_states(
    table: str, id_: str, states: States, decide: Decide
) -> tuple[Conflict | None, bytes | None]:
    """Merge two states of a record.

    Returns:
        What could not be merged, or None; and the merged record, or None if it is removed.
    """
    base, ours, theirs = states
    if theirs in (ours, base):
        return None, ours
    if base == ours:
        return None, theirs
    if ours is None or theirs is None:
        left = ours or theirs
        assert left is not None
        if base is None:
            return None, left
        if _has_same_content(table, base, left):
            return None, None  # it was at most renamed
    differences, merged = _merged(table, states, decide)
    if not differences:
        return None, merged
    paths = tuple(dict.fromkeys(one.path for one in differences))
    return Conflict.of(table, id_, states, paths), merged


def _merged(table: str, states: States, decide: Decide) -> tuple[list[Difference], bytes | None]:
    before, one, two = (None if raw is None else _decode(table, raw) for raw in states)
    if one is None or two is None:
        side = decide("")
        values = (NOTHING if each is None else each for each in (before, one, two))
        chosen = (states.ours or states.theirs) if side is None else getattr(states, side)
        return [Difference("", *values)], chosen
    merger = ValueMerger(decide, has_ancestor=before is not None)
    found = merger.part("", NOTHING if before is None else before, one, two)
    return merger.differences, msgspec.json.encode(found)


def _decode(table: str, content: bytes) -> Any:
    return decode_base(content) if table == BASE else decode_record(table, content)


def _has_same_content(table: str, one: bytes, two: bytes) -> bool:
    """Return whether two states of a record say the same: names and history aside."""
    mine, other = (msgspec.to_builtins(_decode(table, raw)) for raw in (one, two))
    for state in (mine, other):
        for name in ("id", "former_ids", "history"):
            state.pop(name, None)
    return bool(mine == other)
