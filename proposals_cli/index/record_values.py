"""What the index takes from a record that is not a proposal."""

from collections.abc import Iterable, Iterator, Mapping

from proposals_cli.domain.model.records import Body, Fact, Note, Person, Record, Source, Theme
from proposals_cli.domain.text.languages import UNDETERMINED

Names = tuple[Mapping[str, str], Iterable[str]]
"""The names of a value by language, and its other names."""


def names_in(record: Record) -> Names | None:
    """Return the names that a record gives the value of a facet; None if it names none."""
    match record:
        case Theme() | Person() | Body():
            return record.name, record.other_names
        case Source():
            tag = record.language or UNDETERMINED
            return ({tag: record.title} if record.title else {}), ()
    return None


def pointers(record: Record) -> Iterator[tuple[str, str]]:
    """Yield (field, target) for each value by which a record is found."""
    match record:
        case Fact():
            for proposal in record.proposals:
                yield "proposals", proposal
            if record.person:
                yield "person", record.person
            if record.year:
                yield "year", str(record.year)
            yield "kind", record.kind
        case Note():
            yield "source", record.source
        case Source():
            if record.url:
                yield "url", record.url
        case Body():
            if record.part_of:
                yield "part_of", record.part_of
