"""What shows that an object of a JSON or XML file is a record, and not a wrapper or a part."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from proposals_cli.domain.text.normalise import normalise_name
from proposals_cli.importing.columns import guess


def _names(listed: str) -> frozenset[str]:
    return frozenset(map(normalise_name, listed.split(",")))


RECORD_LISTS = _names(
    "bills, proposals, motions, questions, petitions, amendments tabled, records, items,"
    " results, rows, data, content, entries, features, edges, nodes, values, objects, hits,"
    " matters, dossiers, documents, vorgaenge, vorgange, initiatives, proposicoes, dados,"
    " daten, liste, propositions, projets, bill, proposal, motion, question, record, item,"
    " result, row, entry, 提案, 議案, 议案, 建议"
)
"""Names under which files keep their records."""

PART_LISTS = _names(
    "actions, history, votes, vote events, people, sponsors, cosponsors, sponsorships, stages,"
    " steps, events, readings, documents, papers, versions, attachments, links, sources,"
    " comments, amendments, committees, related, related bills, titles, subjects, tags,"
    " responses, answers, members, signatures, authors, summaries, texts, laws"
)
"""Names under which a record keeps its parts."""

ONE_RECORD = _names(
    "bill, proposal, motion, question, petition, resolution, initiative, vorgang, amendement,"
    " proposition, projet, proposicao, iniciativa, 提案, 議案, 议案"
)
"""Names of an element that is one record."""

MAX_NOT_READ = 6
"""Names of what is not read that are shown."""

MIN_SIGNS = 2
"""Fields of its own by which an object without a title is a record, and not a wrapper."""

_NAMES = ("name", "名称", "bezeichnung", "libelle", "denominacion")
_IDENTIFYING = frozenset(("id", "number", "date", "year", "kind", "status", "term", "session"))


def not_read(names: Iterable[str]) -> tuple[str, ...]:
    """Return a remark that names what stands beside the records of a file, if anything does."""
    named = [*dict.fromkeys(names)]
    more = f" and {len(named) - MAX_NOT_READ:,} more" if len(named) > MAX_NOT_READ else ""
    return (f"not read: {', '.join(named[:MAX_NOT_READ])}{more}",) if named else ()


@lru_cache(1_000)
def is_title(key: str) -> bool:
    """Return whether a key means a title rather than a name, which sponsors have as well."""
    match = guess(key)
    return (
        match is not None
        and match.field.startswith("title")
        and match.field != "title.note"
        and normalise_name(key) not in _NAMES
    )


@lru_cache(1_000)
def names_people(key: str) -> bool:
    """Return whether a key says that it has the people of a record: their title is Rep or Dr."""
    match = guess(key)
    return match is not None and match.field in ("people", "cosponsors", "addressees")


def has_title(record: Mapping[str, Any]) -> bool:
    """Return whether an object has a title that is a text."""
    return any(is_title(key) and isinstance(value, str) for key, value in record.items())


def signs_of(record: Mapping[str, Any]) -> frozenset[str]:
    """Return the fields, besides titles, by which an object says which record it is."""
    found = (guess(key) for key, value in record.items() if not isinstance(value, dict | list))
    return frozenset(one.field for one in found if one) & _IDENTIFYING


def is_record(record: Mapping[str, Any]) -> bool:
    """Return whether an object says of itself what a record says: more than a title."""
    if {"id", "body", "kind"} <= set(record):
        return True
    return has_title(record) and bool(signs_of(record))


def are_records(objects: Iterable[Mapping[str, Any]]) -> bool:
    """Return whether most of some objects have a title."""
    titled = [has_title(one) for one in objects]
    return sum(titled) * 2 > len(titled)
