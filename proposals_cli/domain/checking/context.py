"""What the rules of ``check`` need to know of a base beyond the record in hand."""

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from proposals_cli.domain.model.decoding import decode_record
from proposals_cli.domain.model.records import Fact, Proposal, Record, Source
from proposals_cli.domain.ports import ProposalIndex
from proposals_cli.domain.text.normalise import normalise_quote

if TYPE_CHECKING:  # it loads a library that only one rule should wait for
    from proposals_cli.domain.matching.titles import Titles

REMEMBERED, TEXTS = 10_000, 20
"""So many records, and texts of sources, that others name are kept at hand."""


class CheckContext:
    """Answers of the index, and what rules note down while the records of a base go by."""

    def __init__(self, index: ProposalIndex) -> None:
        self._index = index
        self._ids: dict[str, set[str]] = {}
        self._record = lru_cache(REMEMBERED)(self._decoded)
        self.text = lru_cache(TEXTS)(self._text)
        self.first_with: dict[tuple[str, ...], str] = {}
        """(what, value, …) → the first record that has it."""
        self.marks: dict[str, str] = {}
        """Proposal → what tells it apart from others of the same title."""
        self.facts: dict[tuple[str, str | None, int | None], list[Fact]] = {}
        """(kind, person, year) → the facts that give a value."""
        self.themes_used: set[str] = set()
        """Themes of the proposals, which come before the themes."""

    @cached_property
    def titles(self) -> "Titles":
        """The titles of the proposals that have gone by."""
        from proposals_cli.domain.matching.titles import Titles

        return Titles()

    def has(self, table: str, id_: str) -> bool:
        """Tell whether there is a record of this id."""
        if table not in self._ids:
            self._ids[table] = set(self._index.ids(table))
        return id_ in self._ids[table]

    def renamed(self, id_: str) -> str | None:
        """Return the id that a proposal has now which once had this one; None if two say so."""
        like = (other for table, other in self._index.ids_like(id_, 3) if table == "proposals")
        held = [self.proposal(other) for other in like]
        now = [one.id for one in held if one and id_ in one.former_ids]
        return now[0] if len(now) == 1 else None

    def proposal(self, id_: str) -> Proposal | None:
        """Return a proposal."""
        record = self._record("proposals", id_)
        return record if isinstance(record, Proposal) else None

    def source(self, id_: str) -> Source | None:
        """Return a source."""
        record = self._record("sources", id_)
        return record if isinstance(record, Source) else None

    def _decoded(self, table: str, id_: str) -> Record | None:
        raw = self._index.record(table, id_)
        return None if raw is None else decode_record(table, raw)

    def _text(self, source: str) -> str | None:
        """Return the stored text of a source, ready to look for quotes in it."""
        held = self.source(source)
        return normalise_quote(held.text) if held and held.text else None
