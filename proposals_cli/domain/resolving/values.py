"""The values of fields that people mean, as the base spells them."""

from collections.abc import Mapping
from contextlib import suppress

from proposals_cli.domain.model.vocabulary import (
    HORIZON_LABELS,
    KIND_LABELS,
    ROLE_LABELS,
    STAGE_LABELS,
    STATUS_LABELS,
)
from proposals_cli.domain.ports import ProposalIndex
from proposals_cli.domain.query.facets import CALLED_FACETS, EXTRA, MISSING, WITHDRAWN
from proposals_cli.domain.query.query import ID, And, ContainsText, FacetIs, IdIs, Node, Not, Or
from proposals_cli.domain.query.values import split_values
from proposals_cli.domain.resolving.records import (
    FACET_OF,
    MAX_CANDIDATES,
    OF_A_YEAR,
    identified,
    locate,
)
from proposals_cli.domain.suggestions import near_names
from proposals_cli.domain.text.languages import canonical_tag
from proposals_cli.domain.text.normalise import fold_key
from proposals_cli.errors import AmbiguousIdError, InvalidQueryError, NotFoundError

MAX_LISTED = 30
"""How many values are listed in full if none of them is similar."""

_CLOSED: dict[str, Mapping[str, tuple[str, str]]] = {
    "kind": KIND_LABELS,
    "status": STATUS_LABELS,
    "stage": STAGE_LABELS,
    "role": {**ROLE_LABELS, WITHDRAWN: STATUS_LABELS[WITHDRAWN]},
    "horizon": HORIZON_LABELS,
    "missing": MISSING,
}
"""Facets with fixed values, whether a base uses them or not, and the labels of the values."""

_PLURALS = {
    "person": "people",
    "addressee": "addressees",
    "body": "bodies",
    "theme": "themes",
    "source": "sources",
    "series": "series",
}
"""Facets whose values are records: two with one name are two, not two spellings."""

_NOT_NOUNS = ("missing", "continues", "links")
"""Facets whose names are no nouns for their values."""


def with_known_values(node: Node, index: ProposalIndex, hints: list[str] | None = None) -> Node:
    """Return the node with every facet value as the base spells it, and every id as a node.

    Args:
        node: a query or a part of one; values are as they were typed, lists with commas.
        index: has the values.
        hints: if given, the query is a search: words are no ids, an unknown value matches
            nothing, and a hint is added here.

    Raises:
        InvalidQueryError: an unknown value, unless ``hints``; the error suggests similar ones.
        NotFoundError, AmbiguousIdError: as ``locate``, for what looks like an id, unless
            ``hints``.
    """
    match node:
        case FacetIs(facet, values):
            known: list[str] = []
            for value in values:
                try:
                    facet, spelled = _known(facet, value, index)
                    known += spelled
                except (InvalidQueryError, NotFoundError, AmbiguousIdError) as error:
                    if hints is None:
                        raise
                    hints.append(f"{error.message} {error.hint}")
            distinct = tuple(dict.fromkeys(known))
            if not distinct:
                return Or()
            return IdIs(distinct) if facet == ID else FacetIs(facet, distinct)
        case ContainsText(text, prefix) if hints is None and not prefix and not node.quoted:
            return identified(text, index) or node
        case Not(ContainsText(text)) if hints is not None and OF_A_YEAR.match(text):
            # to exclude an id is to exclude its proposal, also in a search
            with suppress(AmbiguousIdError, NotFoundError):
                return Not(with_known_values(node.part, index))
            return node
        case Not(part):
            return Not(with_known_values(part, index, hints))
        case And(parts):
            return And(tuple(with_known_values(part, index, hints) for part in parts))
        case Or(parts):
            return Or(tuple(with_known_values(part, index, hints) for part in parts))
        case _:
            return node


def _known(facet: str, text: str, index: ProposalIndex) -> tuple[str, list[str]]:
    """Return a facet and its values that a text means; raise as ``known_value``.

    A text with commas is one value if there is one with these commas, else a list.
    """
    values = split_values(text)
    if not values:
        raise InvalidQueryError(f"'{facet}:' has no value.", f"Write {facet}:VALUE.")
    if facet.startswith(EXTRA):
        return known_extra(facet, index), values
    if facet == ID:
        return facet, [_known_id(value, index) for value in values]
    if facet == "language":
        return facet, [tag for value in values for tag in _known_languages(value, index)]
    if facet == "month":
        return facet, [_month(value) for value in values]
    if len(values) > 1 and index.find_values(facet, text):
        values = [text]
    return facet, [spelled for value in values for spelled in known_values(facet, value, index)]


def _known_id(text: str, index: ProposalIndex) -> str:
    table, id_, measure = locate(text, index)
    if table != "proposals":
        facet = FACET_OF.get(table)
        raise InvalidQueryError(
            f"'{id_}' is in {table}; id: takes ids of proposals.",
            f"Write {facet}:{id_}." if facet else f"`prop show {id_}` shows it.",
        )
    return f"{id_}#{measure}" if measure else id_


def _month(text: str) -> str:
    """Return a typed month as the index has it, whether a proposal is dated so or not.

    Raises:
        InvalidQueryError: it is none.
    """
    from proposals_cli.domain.query.dates import parse_date

    month = ""
    with suppress(InvalidQueryError):
        month = parse_date(text)
    if len(month) != len("2020-05"):
        raise InvalidQueryError(
            f"'{text}' is not a month.", "Write a month as 2020-05; `date:` takes days and ranges."
        )
    return month


def known_value(facet: str, text: str, index: ProposalIndex) -> str:
    """Return the one facet value with ``text`` as its id or name; errors as ``known_values``."""
    return known_values(facet, text, index)[0]


def known_values(facet: str, text: str, index: ProposalIndex) -> list[str]:
    """Return the facet values with ``text`` as id or name; case and separators are ignored.

    They are several only where a base spells a word in several ways.

    Raises:
        InvalidQueryError: there is none, or several records have the name.
    """
    key = fold_key(text)
    for word, labels in _CLOSED.get(facet, {}).items():
        if key in {fold_key(name) for name in (word, *labels)}:
            return [str(word)]
    if facet in CALLED_FACETS and (called := index.values_called(facet, text)):
        return called
    found = index.find_values(facet, text)
    if text in found:
        return [text]
    if len(found) > 1 and facet in _PLURALS:
        raise InvalidQueryError(
            f"Several {_PLURALS[facet]} are called '{text}': {', '.join(found[:MAX_CANDIDATES])}.",
            "Write the id of the one you mean.",
        )
    if found:
        return [value for value in found if fold_key(value) == key] or found
    message = f"There is no {facet} '{text}'."
    if facet in _NOT_NOUNS:
        message = f"'{text}' is not a value of {facet}."
    raise InvalidQueryError(message, _near_values(facet, key, index))


def known_extra(facet: str, index: ProposalIndex) -> str:
    """Return ``extra.`` and a path whose first name is spelled as in the base.

    Raises:
        InvalidQueryError: no record has a field of this name there.
    """
    path = facet[len(EXTRA) :]
    names = {fold_key(value.value): value.value for value in index.facet_values(EXTRA)}
    key = fold_key(path)
    for known, name in names.items():
        if key == known or key.startswith(f"{known}."):
            below = path.split(".")[name.count(".") + 1 :]
            return EXTRA + ".".join((name, *below))
    listed = near_names(key, names, 5) or list(names)[:MAX_LISTED]
    raise InvalidQueryError(
        f"No record has a field '{path}' of its own.",
        f"Known: {', '.join(names[name] for name in listed)}."
        if names
        else "Such fields come from imported files; this base has none.",
    )


def _known_languages(text: str, index: ProposalIndex) -> list[str]:
    """Return the languages of titles that a tag takes: itself, and longer ones (zh: zh-Hant).

    Raises:
        InvalidQueryError: there is none.
    """
    tag = canonical_tag(text) or text
    tags = [value.value for value in index.facet_values("language") if value.proposals]
    if found := [one for one in tags if one == tag or one.startswith(f"{tag}-")]:
        return found
    raise InvalidQueryError(
        f"There is no title in the language '{text}'.",
        f"Known: {', '.join(tags)}." if tags else "No title has a language.",
    )


def _near_values(facet: str, key: str, index: ProposalIndex) -> str:
    spellings: dict[str, str] = {}
    for value in index.facet_values(facet):
        for name in (value.value, *value.names.values()):
            spellings.setdefault(fold_key(name), value.value)
    for word in _CLOSED.get(facet, {}):
        spellings.setdefault(fold_key(word), word)
    near = [spellings[name] for name in near_names(key, spellings, 5)]
    near += [value for name, value in spellings.items() if key in name]
    near = list(dict.fromkeys(near))[:5]
    known = sorted(set(spellings.values()))
    if near:
        return f"Did you mean {' or '.join(near)}?"
    if 0 < len(known) <= MAX_LISTED:
        return f"Known: {', '.join(known)}."
    return f"`prop stats --by {facet}` lists the values."
