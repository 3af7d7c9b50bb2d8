"""The ids that the records of a base had before, which files may still use."""

from typing import TYPE_CHECKING

from proposals_cli.domain.ports import ProposalIndex

if TYPE_CHECKING:
    from collections.abc import Callable


class FormerIds:
    """What records are called now; ``renamed`` answers for proposals, of which there are many."""

    def __init__(self, index: ProposalIndex) -> None:
        self._now = {
            (table, former): id_
            for former, table, id_ in index.former_ids()
            if table != "proposals"
        }
        self._ids = {former for _, former in self._now}
        self.renamed: Callable[[str], str | None] = lambda _id: None

    def __contains__(self, id_: str) -> bool:
        """Tell whether a record once had an id."""
        return id_ in self._ids or self.renamed(id_) is not None

    def current(self, tables: tuple[str, ...], id_: str) -> str:
        """Return the id of the record of one of these tables that once had an id, or the same."""
        found = (
            self.renamed(id_) if table == "proposals" else self._now.get((table, id_))
            for table in tables
        )
        return next(filter(None, found), id_)
