"""Find the people, organisations and bodies that a draft names."""

from functools import cached_property

from proposals_cli.domain.lookup import current_id
from proposals_cli.domain.model.decoding import decode_record
from proposals_cli.domain.model.fields import AGENTS
from proposals_cli.domain.model.records import Body, Person
from proposals_cli.domain.model.vocabulary import KIND_OF
from proposals_cli.domain.ports import ProposalIndex
from proposals_cli.domain.text.normalise import fold_key
from proposals_cli.errors import InvalidQueryError

MAX_SUGGESTIONS = 3

MIN_SIMILARITY = 0.8
"""A name that is less similar is another name, and not a slip."""


class AgentNames:
    """The names of the people and bodies of a base, asked of its index."""

    def __init__(self, index: ProposalIndex) -> None:
        self._index = index

    @cached_property
    def _spellings(self) -> dict[str, str]:
        """Id or name, folded → the id of the first record that has it; it reads all of them."""
        found: dict[str, str] = {}
        for table in AGENTS:
            for content in self._index.records(table):
                record = decode_record(table, content)
                assert isinstance(record, Person | Body)
                for name in (record.id, *record.name.values(), *record.other_names):
                    found.setdefault(fold_key(name), record.id)
        return found

    def find(self, name: str, tables: tuple[str, ...] = AGENTS) -> str | None:
        """Return the id of the record with an id or a name; None if there is none.

        The id itself, and an id that a record had before, go before names.

        Raises:
            InvalidQueryError: several records of one table have this name.
        """
        for table in tables:
            if self._index.record(table, name) is not None:
                return name
        if (renamed := current_id(self._index, tables, name)) != name:
            return renamed
        for table in tables:
            # an id that is spelled like a name is one: 'ma huateng' is ma-huateng
            values = self._index.find_values(KIND_OF[table], name)
            ids = sorted(one for one in values if self._index.record(table, one) is not None)
            if len(ids) > 1:
                raise InvalidQueryError(
                    f"Several in {table} are called '{name}': {', '.join(ids)}.",
                    "Give the id of the one that is meant.",
                )
            if ids:
                return ids[0]
        return None

    def near(self, name: str) -> list[str]:
        """Return the ids of the records whose ids or names are most similar, best first."""
        from difflib import get_close_matches  # only an unknown name needs it

        near = get_close_matches(
            fold_key(name), self._spellings, n=MAX_SUGGESTIONS, cutoff=MIN_SIMILARITY
        )
        return list(dict.fromkeys(self._spellings[spelling] for spelling in near))
