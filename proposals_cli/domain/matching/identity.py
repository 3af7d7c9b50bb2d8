"""What distinguishes two proposals, however similar their titles are.

Proposals with different numbers, dates, kinds, terms or sessions are different. These attributes of
a proposal are its identity key, one text, which takes less memory than objects.
"""

import re
from typing import Any, Protocol

import msgspec
from rapidfuzz import fuzz

from proposals_cli.domain.model.parts import Identifier
from proposals_cli.domain.model.records import Proposal
from proposals_cli.domain.text.normalise import (
    normalise_name,
    normalise_number,
    normalise_title,
)
from proposals_cli.domain.text.slugs import short_hash

DIFFERENT_TITLES_BELOW = 60
"""Percent of similarity below which titles are different, whatever else agrees."""

_NUMBER = "number "
_DATE = "date"
OWN_ID = "own id"
_FULL_DATE = re.compile(r"\d{4}-\d\d-\d\d")


class HasIdentity(Protocol):
    """The attributes that distinguish proposals."""

    @property
    def kind(self) -> str:
        """Its kind."""

    @property
    def kind_terms(self) -> tuple[str, ...]:
        """The terms of the source for the kind."""

    @property
    def term(self) -> int | str | None:
        """Its term."""

    @property
    def session(self) -> int | str | None:
        """Its session."""

    @property
    def identifiers(self) -> tuple[Identifier, ...]:
        """Its numbers."""


def identity_key(proposal: HasIdentity, date: Any, own_id: str | None) -> str:
    """Return the identity key of a proposal: lines of ``name⇥value``.

    Args:
        proposal: a proposal, complete or not.
        date: its date; used only if it has a day.
        own_id: its id in the file that is being imported, if it has one there.
    """
    found = [(_NUMBER + one.scheme, normalise_number(one.value)) for one in proposal.identifiers]
    found += [("kind term", normalise_name(term)) for term in proposal.kind_terms]
    if proposal.kind != "other":
        found.append(("kind", str(proposal.kind)))
    for name, value in (("term", proposal.term), ("session", proposal.session)):
        if value is not None:
            found.append((name, str(value)))
    if isinstance(date, str) and _FULL_DATE.fullmatch(date):
        found.append((_DATE, date))
    if own_id is not None:
        found.append((OWN_ID, own_id))
    return "\n".join(f"{name}\t{value}" for name, value in found)


def conflicts(one: str, two: str, *, dates: bool = True) -> bool:
    r"""Return whether two identity keys have a name in common but no value of it.

    >>> conflicts("term\t13\ndate\t2020-05-18", "term\t13\ndate\t2020-05-19")
    True
    >>> conflicts("term\t13\ndate\t2020-05-18", "term\t13\ndate\t2020-05-19", dates=False)
    False
    """
    if not one or not two:
        return False
    mine, other = _values(one), _values(two)
    return any(
        values.isdisjoint(other[name])
        for name, values in mine.items()
        if name in other and (dates or name != _DATE)
    )


def titles_alike(one: Proposal, two: Proposal) -> float:
    """Return the similarity of two proposals' titles in percent.

    Titles in two languages cannot be compared and may be one: ``DIFFERENT_TITLES_BELOW``.
    """
    similarities = [
        fuzz.ratio(normalise_title(mine.text), normalise_title(other.text))
        for mine in one.wordings
        for other in two.wordings
        if mine.lang == other.lang or "und" in (mine.lang, other.lang)
    ]
    return max(similarities, default=DIFFERENT_TITLES_BELOW)


def disambiguated_id(proposal: Proposal, size: int = 3) -> str:
    """Return the id of a proposal with a short hash, for use if another proposal has the same id.

    Args:
        proposal: the source of the hash, except its history.
        size: bytes of the hash; of thousands of hashes of three bytes, some are equal.
    """
    content: dict[str, Any] = msgspec.to_builtins(proposal)
    for name in ("id", "history"):
        content.pop(name, None)
    suffix = short_hash(msgspec.json.encode(content, order="sorted").decode(), size=size)
    return f"{proposal.id[: 119 - 2 * size].strip('-')}-{suffix}"


def _values(key: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for line in key.split("\n"):
        name, _, value = line.partition("\t")
        found.setdefault(name, set()).add(value)
    return found
