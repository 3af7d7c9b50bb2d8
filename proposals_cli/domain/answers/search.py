"""What a search finds: proposals, and records of the other tables."""

from collections.abc import Iterator
from itertools import chain, islice

from proposals_cli.domain.model.vocabulary import KIND_OF
from proposals_cli.domain.ports import Hit, ProposalIndex
from proposals_cli.domain.query.query import And, ContainsText, Node, Query
from proposals_cli.domain.resolving.records import MIN_ID_PREFIX
from proposals_cli.domain.text.normalise import fold_key

SHARE = 4
"""Other records have at least one of so many places, if there are as many of them."""


def proposals_found(query: Query, index: ProposalIndex) -> Iterator[Hit]:
    """Yield the proposals of a query: one that it names first, then the best matches."""
    named: list[Hit] = []
    match query.where:
        case And((ContainsText(text),)):
            ids = [id_ for table, id_ in _with_id(text, index) if table == "proposals"]
            named = [Hit(one, 0.0, "id", one.id) for one in index.find_ids(ids)]
    known = {hit.summary.id for hit in named}
    others = (hit for hit in index.search(query) if hit.summary.id not in known)
    return islice(chain(named, others), query.limit)


def records_found(query: Query, index: ProposalIndex) -> Iterator[Hit]:
    """Yield the records of every table that match: the named ones, proposals, the others."""
    first = _named(query.where, index)
    others = index.search_records(query, first)
    ahead = 0 if query.sort else len(first)
    named, others = others[:ahead], others[ahead:]
    if query.limit is None:
        return chain(named, proposals_found(query, index), others)
    room = max(0, query.limit - len(named))
    kept = room - min(len(others), max(1, room // SHARE))
    proposals = proposals_found(query._replace(limit=max(0, kept)), index)
    return islice(chain(named, proposals, others), query.limit)


def _named(where: Node, index: ProposalIndex) -> list[tuple[str, str]]:
    """Return the (table, id) of the records, not proposals, whose id or whole name a query is."""
    parts = where.parts if isinstance(where, And) else (where,)
    words = [part.text for part in parts if isinstance(part, ContainsText)]
    if not words or len(words) < len(parts):
        return []
    name = " ".join(words)
    found = [key for key in _with_id(name, index) if key[0] != "proposals"]
    tables = {KIND_OF[table]: table for table in ("people", "bodies", "themes", "sources")}
    values: dict[str, str] = {}
    for facet, value in index.find_named(tuple(tables), name):
        if value == name or tables[facet] not in values:
            values[tables[facet]] = value
    found += index.several(values.items())
    return list(dict.fromkeys(found))


def _with_id(text: str, index: ProposalIndex) -> list[tuple[str, str]]:
    """Return the (table, id) of the only record whose id or number is, or begins as, a text."""
    key = fold_key(text.partition("#")[0])
    found = index.ids_like(key, 2) if key else []
    if len(found) != 1:
        return []
    id_ = found[0][1]
    if id_ != key and id_.startswith(key) and len(key) < MIN_ID_PREFIX:
        return []
    return found
