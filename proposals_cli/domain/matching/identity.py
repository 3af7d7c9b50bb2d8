"""What tells two proposals apart, however alike their titles are.

Two that were both given a number, a date, a kind, a term or a session, and a different one, are two
proposals. The marks of a proposal are packed into one text, which takes less room than objects do.
"""

import re
from typing import Any, Protocol

import msgspec
from rapidfuzz import fuzz

from proposals_cli.domain.model.records import Identifier, Proposal
from proposals_cli.domain.text.normalise import (
    normalise_name,
    normalise_number,
    normalise_title,
)
from proposals_cli.domain.text.slugs import short_hash

PLAINLY_DIFFERENT = 60
"""Percent of alike text below which titles are of different things, whatever else agrees."""

_NUMBER = "number "
_DATE = "date"
OWN_ID = "own id"
_WHOLE_DATE = re.compile(r"\d{4}-\d\d-\d\d")


class HasIdentity(Protocol):
    """As much of a proposal as tells it apart."""

    @property
    def kind(self) -> str:
        """Its kind."""

    @property
    def kind_terms(self) -> tuple[str, ...]:
        """The source's words for the kind."""

    @property
    def term(self) -> int | None:
        """Its term."""

    @property
    def session(self) -> int | None:
        """Its session."""

    @property
    def identifiers(self) -> tuple[Identifier, ...]:
        """Its numbers."""


def identity_key(proposal: HasIdentity, date: Any, own_id: str | None) -> str:
    """Return the marks of a proposal, one ``name⇥value`` a line.

    Args:
        proposal: in whatever state.
        date: of the proposal, if it is a whole one.
        own_id: what the file that is being imported calls it, if it gives it an id.
    """
    found = [(_NUMBER + one.scheme, normalise_number(one.value)) for one in proposal.identifiers]
    found += [("kind term", normalise_name(term)) for term in proposal.kind_terms]
    if proposal.kind != "other":
        found.append(("kind", str(proposal.kind)))
    for name, value in (("term", proposal.term), ("session", proposal.session)):
        if value is not None:
            found.append((name, str(value)))
    if isinstance(date, str) and _WHOLE_DATE.fullmatch(date):
        found.append((_DATE, date))
    if own_id is not None:
        found.append((OWN_ID, own_id))
    return "\n".join(f"{name}\t{value}" for name, value in found)


def conflicts(one: str, two: str, *, dates: bool = True) -> bool:
    r"""Tell whether both marks have something that they share no value of.

    >>> conflicts("term\t13\ndate\t2020-05-18", "term\t13\ndate\t2020-05-19")
    True
    >>> conflicts("term\t13\ndate\t2020-05-18", "term\t13\ndate\t2020-05-19", dates=False)
    False
    """
    if not one or not two:
        return False
    mine, other = _unpacked(one), _unpacked(two)
    return any(
        values.isdisjoint(other[name])
        for name, values in mine.items()
        if name in other and (dates or name != _DATE)
    )


def kinds_of_names(marks: str) -> frozenset[str]:
    r"""Return what the marks name a proposal by: schemes of numbers, and the id of a file.

    >>> sorted(kinds_of_names("number drucksache\t20/1\nterm\t20\nown id\t7"))
    ['number drucksache', 'own id']
    """
    names = (line.partition("\t")[0] for line in marks.split("\n"))
    return frozenset(name for name in names if name.startswith(_NUMBER) or name == OWN_ID)


def titles_alike(one: Proposal, two: Proposal) -> float:
    """Return how alike two titles are in percent; in different languages nobody can tell."""
    pairs = [(one.title.en, two.title.en), (one.title.zh, two.title.zh)]
    likeness = [fuzz.ratio(normalise_title(a), normalise_title(b)) for a, b in pairs if a and b]
    return max(likeness, default=PLAINLY_DIFFERENT)


def disambiguated_id(proposal: Proposal, size: int = 3) -> str:
    """Return an id of a proposal that shares its plain one with another: it adds a short hash.

    Args:
        proposal: what the hash is made of, history aside.
        size: bytes of the hash; among thousands, two of three bytes are the same.
    """
    stated: dict[str, Any] = msgspec.to_builtins(proposal)
    for name in ("id", "history"):
        del stated[name]
    words = short_hash(msgspec.json.encode(stated, order="sorted").decode(), size=size)
    return f"{proposal.id[: 119 - 2 * size].strip('-')}-{words}"


def _unpacked(marks: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for text in marks.split("\n"):
        name, _, value = text.partition("\t")
        found.setdefault(name, set()).add(value)
    return found
