"""What an index keeps of the records of small tables: the names of values, and references."""

from collections.abc import Iterable, Iterator, Mapping

from proposals_cli.domain.model.records import (
    Body,
    Fact,
    Note,
    Person,
    Record,
    Source,
    Theme,
)
from proposals_cli.domain.model.vocabulary import (
    HORIZON_LABELS,
    KIND_LABELS,
    ROLE_LABELS,
    STAGE_LABELS,
    STATUS_LABELS,
)
from proposals_cli.domain.query.facets import MISSING, WITHDRAWN
from proposals_cli.domain.text.languages import UNDETERMINED

_LABELS_OF: dict[str, Mapping[str, tuple[str, str]]] = {
    "missing": MISSING,
    "kind": KIND_LABELS,
    "status": STATUS_LABELS,
    "stage": STAGE_LABELS,
    "role": {**ROLE_LABELS, WITHDRAWN: STATUS_LABELS[WITHDRAWN]},
    "horizon": HORIZON_LABELS,
}
"""The facets with a closed vocabulary, with the labels of their values."""

AGENT_TABLES = ("people", "bodies")
"""The tables that have people and bodies: the first that has an id names it."""

Names = tuple[Mapping[str, str], Iterable[str]]
"""The names of a value by language, and its other names."""


def labels_of(facet: str, value: str) -> dict[str, str]:
    """Return the labels of a value of a closed vocabulary by language, which are its names."""
    labels = _LABELS_OF.get(facet, {}).get(value)
    return dict(zip(("en", "zh"), labels, strict=True)) if labels else {}


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
    """Yield (field, target) for what a record of a small table refers to, and is looked up by."""
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
