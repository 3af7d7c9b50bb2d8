"""The pages of a selection: its proposals, and the other records."""

from collections.abc import Iterator

from proposals_cli.domain.answers.details import (
    BodyDetails,
    Details,
    FactDetails,
    Finder,
    NoteDetails,
    PersonDetails,
    SourceDetails,
    ThemeDetails,
)
from proposals_cli.domain.model.records import (
    Body,
    Fact,
    Note,
    Person,
    Proposal,
    Record,
    Source,
    Theme,
)
from proposals_cli.domain.presenting.page import RecordPage
from proposals_cli.domain.presenting.record_pages import page_of
from proposals_cli.exporting.selection import Selection


class Pages:
    """Make the pages of a selection, first those of its proposals."""

    def __init__(self, selection: Selection) -> None:
        self._selection = selection
        self._finder = Finder(selection.index, selection.find)
        self._sources: set[str] = set()

    def proposals(self) -> Iterator[tuple[Proposal, RecordPage]]:
        """Yield the proposals in the order of the query, each with its page."""
        for proposal in self._selection.proposals():
            # notes on passages that it does not cite have pages of their own
            page = page_of(self._finder.proposal(proposal, None)._replace(other_notes=()))
            self._sources.update(page.numbers)
            yield proposal, page

    def others(self) -> Iterator[RecordPage]:
        """Yield the pages of all other records; of sources, only those that no page shows."""
        for table in ("people", "bodies", "themes", "facts", "notes", "sources"):
            for record in self._selection.records(table):
                if table == "sources" and record.id in self._sources:
                    continue
                if details := self._details(record):
                    page = page_of(details)
                    self._sources.update(page.numbers)
                    yield page

    def _details(self, record: Record) -> Details | None:
        """Return a record without the proposals that refer to it: they are in the file."""
        find = self._selection.find
        match record:
            case Person():
                return PersonDetails(find, record, (), 0, (), 0, ())
            case Body():
                return BodyDetails(find, record, (), (), 0, (), 0, ())
            case Theme():
                return ThemeDetails(find, record, (), 0)
            case Source():
                return SourceDetails(find, record, (), (), 0)
            case Fact():
                return FactDetails(find, record)
            case Note():
                return NoteDetails(find, record)
        return None
