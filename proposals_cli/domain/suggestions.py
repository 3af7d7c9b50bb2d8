"""Find the value or id that a user means, and suggest similar ones if there is none."""

from collections.abc import Iterable, Mapping
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
from proposals_cli.domain.query.query import And, FacetIs, InDates, Node, Not, Or, Query, walk
from proposals_cli.domain.text.languages import canonical_tag
from proposals_cli.domain.text.normalise import fold_key
from proposals_cli.domain.text.plural import counted
from proposals_cli.errors import InvalidQueryError

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

_NOT_NOUNS = ("missing", "continues", "links")
"""Facets whose names are no nouns for their values."""


def with_known_values(node: Node, index: ProposalIndex, hints: list[str] | None = None) -> Node:
    """Return the node with every facet value as the base spells it.

    Args:
        node: a query or a part of one.
        index: has the values.
        hints: if given, an unknown value matches nothing, and a hint is added here.

    Raises:
        InvalidQueryError: an unknown value, unless ``hints``; the error suggests similar ones.
    """
    match node:
        case FacetIs(facet, values):
            known: list[str] = []
            for value in values:
                try:
                    facet, spelled = _known(facet, value, index)
                    known += spelled
                except InvalidQueryError as error:
                    if hints is None:
                        raise
                    hints.append(f"{error.message} {error.hint}")
            return FacetIs(facet, tuple(known)) if known else Or()
        case Not(part):
            return Not(with_known_values(part, index, hints))
        case And(parts):
            return And(tuple(with_known_values(part, index, hints) for part in parts))
        case Or(parts):
            return Or(tuple(with_known_values(part, index, hints) for part in parts))
        case _:
            return node


def _known(facet: str, text: str, index: ProposalIndex) -> tuple[str, list[str]]:
    """Return a facet and its values that a text means; raise as ``known_value``."""
    if facet.startswith(EXTRA):
        return known_extra(facet, index), [text]
    if facet == "language":
        return facet, _known_languages(text, index)
    if facet in CALLED_FACETS and (values := index.values_called(facet, text)):
        return facet, values
    if facet == "month":
        return facet, [_month(text)]
    return facet, [known_value(facet, text, index)]


def known_value(facet: str, text: str, index: ProposalIndex) -> str:
    """Return the facet value with ``text`` as its id or name; case and separators are ignored.

    Raises:
        InvalidQueryError: there is none.
    """
    key = fold_key(text)
    for word, labels in _CLOSED.get(facet, {}).items():
        if key in {fold_key(name) for name in (word, *labels)}:
            return str(word)
    found = index.find_value(facet, text)
    if found is not None:
        return found
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


def date_hints(where: Node, index: ProposalIndex) -> list[str]:
    """Return hints if a query asks for dates that some proposals do not have so precisely.

    There are none if dates are excluded: those proposals are found then.
    """
    nodes = list(walk(where))
    excluded = [below for node in nodes if isinstance(node, Not) for below in walk(node.part)]
    if not any(isinstance(node, InDates) for node in nodes):
        return []
    if any(isinstance(node, InDates) for node in excluded):
        return []
    hints = []
    undated = sum(gap.proposals for gap in index.facet_values("missing") if gap.value == "date")
    if undated:
        without = f"{counted(undated, 'proposal')} without a date can be in no range of dates"
        hints.append(f"{without}; `year:` finds those of a known year.")
    parts = where.parts if isinstance(where, And) else (where,)
    if vague := index.count_vague([part.ranges for part in parts if isinstance(part, InDates)]):
        have = f"{counted(vague, 'proposal')} {'has' if vague == 1 else 'have'}"
        hints.append(f"{have} a date too vague for this range: only its month or year is known.")
    return hints


def did_you_mean(word: str, names: Iterable[str]) -> str:
    """Return a question with the most similar name, or an empty string."""
    near = near_names(word, list(names), 1)
    return f"Did you mean '{near[0]}'?" if near else ""


def near_names(word: str, names: Iterable[str], limit: int) -> list[str]:
    """Return the names most similar to a word, best first."""
    from difflib import get_close_matches  # only an error needs it

    return get_close_matches(word, list(names), n=limit, cutoff=0.6)


def near_ids(key: str, index: ProposalIndex) -> list[str]:
    """Return up to five ids that are spelled similarly or share a word with ``key``."""
    ids = [summary.id for summary in index.find(Query(limit=5_000))]
    for table in ("people", "bodies", "themes", "sources"):
        ids += index.ids(table)
    words = {word for word in key.split("-") if word and not word.isdigit()}
    sharing = [id_ for id_ in ids if words & set(id_.split("-"))]
    return list(dict.fromkeys([*near_names(key, ids, 3), *sharing[:3]]))[:5]


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
