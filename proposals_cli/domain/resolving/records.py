"""The records that people mean by a word: an id, the beginning of one, a number or a name."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from proposals_cli.domain.ports import ProposalIndex
from proposals_cli.domain.query.query import ContainsText, FacetIs, IdIs, Node, Or
from proposals_cli.domain.suggestions import near_ids
from proposals_cli.domain.text.normalise import fold_key
from proposals_cli.errors import AmbiguousIdError, InvalidQueryError, NotFoundError

MAX_CANDIDATES = 20
"""How many ids the error about an ambiguous prefix lists."""

MIN_ID_PREFIX = 6
"""A shorter word among others is not taken for the beginning of an id."""

Found = tuple[str, str]
"""The table and the id of a record."""

FACET_OF = {"people": "person", "bodies": "body", "themes": "theme", "sources": "source"}
"""Table → the facet by which its records select proposals."""

_NAMED = {"person": "people", "body": "bodies", "source": "sources"}
"""Facets whose names are proper names; those of themes are ordinary words."""

OF_A_YEAR = re.compile(r"\d{4}-.*[^\W\d]")
"""What an id of a proposal looks like."""


def locate(text: str, index: ProposalIndex) -> tuple[str, str, str | None]:
    """Find the one record that ``text`` means.

    Args:
        text: an id of any table, a unique prefix of one, a number that somebody else gave a
            proposal, a name that only one record has, or a measure as ``2020-…#m03``. Case and
            separators are ignored.
        index: of the base.

    Returns:
        Table, id, and the measure's id or None.

    Raises:
        NotFoundError: there is none; the error suggests similar ids.
        AmbiguousIdError: several fit; the error lists them.
    """
    base, sign, measure = text.partition("#")
    found = _fitting(base, index, {**_NAMED, "theme": "themes"}).records
    if not found:
        near = near_ids(fold_key(base), index)
        raise NotFoundError(
            f"No record matches '{text}'.",
            f"Did you mean {' or '.join(near)}?"
            if near
            else "`prop list`, `prop people`, `prop bodies`, `prop themes` and `prop sources`"
            " list their ids.",
        )
    table, id_ = _only(text, found)
    if not sign:
        return table, id_, None
    if table != "proposals":
        raise NotFoundError(f"'{id_}' is in {table} and has no measures.")
    return table, id_, _present_number(index, id_, fold_key(base), measure.strip().lower())


def _present_number(index: ProposalIndex, id_: str, named: str, measure: str) -> str:
    """Return the number that a measure has now.

    It may be another if the proposal by whose id it is named became part of a proposal.
    """
    content = index.record("proposals", id_) if named != id_ else None
    former = f'"{named}#{measure}"'.encode()
    if content is None or former not in content:
        return measure
    for one in json.loads(content).get("measures", ()):
        if f"{named}#{measure}" in one.get("former_ids", ()):
            return str(one["id"])
    return measure


class _Fitting(NamedTuple):
    """Records that a text may mean; ``is_whole``: by all of an id, a number or a name."""

    records: list[Found]
    is_whole: bool


def _fitting(text: str, index: ProposalIndex, facets: Mapping[str, str]) -> _Fitting:
    """Return the records with an id or a name, else those whose ids begin so.

    The id itself, or a former one, goes before names, but not another spelling of it: two people
    called Li Hua are ``li-hua`` and ``li-hua-2``.
    """
    key = fold_key(text)
    if not key:
        return _Fitting([], is_whole=False)
    found = index.ids_like(key, MAX_CANDIDATES + 1)
    former = [(table, id_) for _, table, id_ in index.former_ids(key)]
    if text.strip() in {id_ for _, id_ in found} or (former and set(found) == set(former)):
        return _Fitting(found, is_whole=True)
    # a number is no beginning of the id that it stands for
    exact = [one for one in found if one[1] == key or not one[1].startswith(key)]
    whole = list(dict.fromkeys((*exact, *_named(text, index, facets))))
    return _Fitting(whole or found, is_whole=bool(whole))


def _only(text: str, found: list[Found]) -> Found:
    found = _without_own(found)
    if len(found) > 1:
        begins = all(id_.startswith(fold_key(text)) for _, id_ in found)
        raise AmbiguousIdError(
            f"'{text.strip()}' matches several {'ids' if begins else 'records'}:\n{_listed(found)}",
            "Type more of the id; to look for the words, put quotes around them.",
        )
    return found[0]


def _without_own(found: list[Found]) -> list[Found]:
    """Return records without the facts and notes that one of them is the beginning of."""
    ids = {id_ for table, id_ in found if table not in ("facts", "notes")}
    return [
        (table, id_)
        for table, id_ in found
        if table not in ("facts", "notes") or id_.rpartition("-")[0] not in ids
    ]


def _listed(found: list[Found]) -> str:
    lines = [f"  {id_}  ({table})" for table, id_ in found[:MAX_CANDIDATES]]
    return "\n".join([*lines, "  …"] if len(found) > MAX_CANDIDATES else lines)


def _named(name: str, index: ProposalIndex, facets: Mapping[str, str]) -> Iterator[Found]:
    """Yield the records with a name, in the tables of some facets."""
    named = index.find_named(tuple(facets), name)
    keys = [(facets[facet], value) for facet, value in named]
    there = index.several(keys)
    yield from (key for key in keys if key in there)


def identified(text: str, index: ProposalIndex) -> Node | None:
    """Return the node of the record that a word among others means; None if it is just a word.

    A word with a hyphen that is an id, or the beginning of one, is that record. A plain word that
    is an id, or a name of a person, a body or a source, is that record or the text: others may
    mention it, or it may have replied.

    Raises:
        AmbiguousIdError: it is the beginning of several ids, or the name of several records.
        NotFoundError: it looks like an id, and there are similar ones.
    """
    base, _, measure = text.partition("#")
    key = fold_key(base)
    found, is_whole = _fitting(base, index, _NAMED)
    has_hyphen = "-" in base
    is_of_a_year = has_hyphen and OF_A_YEAR.match(key) is not None
    if is_whole and all(table == "proposals" for table, _ in found):
        is_meant = _is_number(key) or found == [("proposals", key)]
        return _selected(found, measure) if is_meant else None
    if is_whole:
        node = _selected([_only(text, found)], measure)
        return node if has_hyphen else Or((node, ContainsText(base.strip())))
    if found and (is_of_a_year or (has_hyphen and len(key) >= MIN_ID_PREFIX)):
        return _selected([_only(text, found)], measure)
    if is_of_a_year and (near := near_ids(key, index)):
        raise NotFoundError(
            f"No record matches '{text}'.",
            f"Did you mean {' or '.join(near)}? Put quotes around words to look for them.",
        )
    return None


def _is_number(key: str) -> bool:
    """Return whether a word is a number that somebody gave a proposal: it has letters as well."""
    return re.search(r"\d", key) is not None and re.search(r"[^\W\d]", key) is not None


def _selected(found: list[Found], measure: str) -> Node:
    """Return the node that selects the proposals of records of one table."""
    (table, id_), *_ = found
    if table == "proposals":
        end = f"#{measure.strip().lower()}" if measure else ""
        return IdIs(tuple(id_ + end for _, id_ in found))
    if table not in FACET_OF:
        raise InvalidQueryError(
            f"'{id_}' is in {table}, and selects no proposals.", f"`prop show {id_}` shows it."
        )
    return FacetIs(FACET_OF[table], (id_,))
