"""The fields of a proposal that a row names, with the values that the row gives them.

A cell says what a field is from now on: a list is the whole list. What the proposal has besides
(the sources of a measure, the role of a person, a title in another language) stays with what stays.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import msgspec

from proposals_cli.domain.editing.overlay import overlay
from proposals_cli.domain.model.parts import (
    Agent,
    Identifier,
    Measure,
    Relation,
    Series,
    Sponsor,
    Statement,
    StatusClaim,
    Title,
)
from proposals_cli.domain.model.records import Proposal
from proposals_cli.domain.model.status import current_status
from proposals_cli.domain.model.vocabulary import RelationKind, Role
from proposals_cli.domain.text.languages import UNDETERMINED, main_script, scripts_of
from proposals_cli.domain.text.normalise import name_key

A = TypeVar("A", Agent, Sponsor)

_ANY_NUMBER = ("number", "official-numbers")
"""Schemes of the columns of ours that show numbers of every scheme."""

_JOINED = ("actions", "documents", "figures", "uptake")
"""Fields to which a row can only add: a cell gives no part as a whole."""


@dataclass(frozen=True)
class Named:
    """What a row names: ``fields`` of a proposal, and how it names some of them.

    ``language`` is that of its texts if the row states one, ``untagged`` a title in a column that
    names no language, ``title_language`` that of this title if the row shows it, ``roles`` whose
    names it lists: None for all sponsors.
    """

    fields: frozenset[str]
    language: str | None = None
    untagged: str | None = None
    title_language: str | None = None
    roles: frozenset[Role | None] | None = None


def with_values(existing: Proposal, new: Proposal, named: Named) -> Proposal:
    """Return a proposal with the values that a row gives the fields it names."""
    values: dict[str, Any] = {}
    for name in named.fields:
        before, after = getattr(existing, name), getattr(new, name)
        if name == "titles":
            values[name] = _titles(existing, after, named)
        elif name == "sponsors":
            values[name] = _sponsors(before, after, named)
        elif name == "status":
            values[name] = _status(existing, after)
        elif name in ("summary", "problem"):
            values[name] = _statement(before, after, named.language)
        elif name in _SETTERS:
            values[name] = _SETTERS[name](before, after)
        elif name in ("date", "year"):
            values |= _when(existing, new, named)
        elif name == "measures":
            values[name] = _measures(before, after, named.language)
        elif name == "extra":
            values[name] = {**before, **after}
        elif name not in _JOINED and str(before) != str(after):
            values[name] = after
    changed = msgspec.structs.replace(existing, **values)
    added = {name: getattr(new, name) for name in named.fields.intersection(_JOINED)}
    return overlay(changed, msgspec.structs.replace(changed, **added)) if added else changed


def _when(existing: Proposal, new: Proposal, named: Named) -> dict[str, Any]:
    """Return date and year: a year that the date tells is not stored."""
    date = new.date if "date" in named.fields and new.date else existing.date
    year = existing.year
    if "year" in named.fields and new.stated_year != existing.stated_year:
        year = new.stated_year
    elif "date" in named.fields and existing.date is None and date is not None:
        year = None if str(year) == date[:4] else year
    elif date is None and year is None:
        year = new.stated_year
    if date is not None and "year" in named.fields and str(year) == date[:4] and existing.year:
        year = None
    return {"date": date, "year": year}


def _status(existing: Proposal, after: StatusClaim | None) -> StatusClaim | None:
    """Return the status; the sources of an earlier one do not support another."""
    before, after = existing.status, after or StatusClaim()
    is_same = after.value == current_status(existing).value
    says_more = (after.as_reported, after.date) != (None, None)
    if is_same and not (says_more or after.citations):
        return before
    if before is None or after.value != before.value:
        return after
    kept = tuple(dict.fromkeys((*before.citations, *after.citations)))
    return msgspec.structs.replace(
        before,
        as_reported=after.as_reported or before.as_reported,
        date=after.date or before.date,
        citations=kept,
    )


def _titles(existing: Proposal, after: Iterable[Title], named: Named) -> tuple[Title, ...]:
    titles = list(existing.titles)
    for title in after:
        if any(one.text == title.text for one in titles):
            continue
        tags = [one.lang for one in existing.wordings]
        if main := existing.main_title:
            tags.insert(0, main.lang)
        lang = title.lang
        if named.untagged == title.text and named.language is None:
            lang = named.title_language or _fitting(title.text, tags, lang)
        worded = (
            n for n, one in enumerate(titles) if one.lang == lang and one in existing.wordings
        )
        if (place := next(worded, None)) is None:
            titles.append(msgspec.structs.replace(title, lang=lang))
        else:
            titles[place] = msgspec.structs.replace(titles[place], text=title.text)
    return tuple(titles)


def _fitting(text: str, tags: Sequence[str], otherwise: str) -> str:
    """Return the first of some languages that is written in the script of a text."""
    script = main_script(text)
    fitting = (tag for tag in tags if tag == UNDETERMINED or script in scripts_of(tag))
    return otherwise if script is None and otherwise in tags else next(fitting, otherwise)


def _text(
    before: Mapping[str, str], after: Mapping[str, str], stated: str | None
) -> dict[str, str]:
    """Return a text with other words in their language."""
    text = dict(before)
    for tag, words in after.items():
        if words not in before.values():
            text[tag if stated else _fitting(words, [*before], tag)] = words
    return text


def _statement(before: Statement | None, after: Statement, stated: str | None) -> Statement:
    if before is None:
        return after
    text = _text(before.text, after.text, stated)
    citations = tuple(dict.fromkeys((*before.citations, *after.citations)))
    return msgspec.structs.replace(before, text=text, citations=citations)


def _measures(
    before: Sequence[Measure], after: Sequence[Measure], stated: str | None
) -> tuple[Measure, ...]:
    """Return the measures of a row: one with other words takes the place of that which is gone."""
    texts = [next(iter(one.text.values())) for one in after]
    known = {words: one for one in before for words in one.text.values()}
    new = [one for one, words in zip(after, texts, strict=True) if words not in known]
    kept = {known[words].id for words in texts if words in known}
    gone = [one for one in before if one.id not in kept]
    if len(gone) == len(new):
        reworded = {
            old.id: msgspec.structs.replace(old, text=_text(old.text, one.text, stated))
            for old, one in zip(gone, new, strict=True)
        }
        return tuple(reworded.get(one.id, one) for one in before)
    last = max((int(one.id[1:]) for one in before), default=0)
    numbered = (
        msgspec.structs.replace(one, id=f"m{number:02}") for number, one in enumerate(new, last + 1)
    )
    return (*(one for one in before if one.id in kept), *numbered)


def _agent_keys(agent: Agent | Sponsor) -> set[str]:
    return {name_key(name) for name in (agent.who, agent.as_named) if name}


def _same_agents(before: Iterable[A], after: Iterable[A]) -> tuple[A, ...]:
    """Return the new agents, each as it stands in the record if it is there."""
    known = list(before)
    found: list[A] = []
    for one in after:
        keys = _agent_keys(one)
        found.append(next((old for old in known if not keys.isdisjoint(_agent_keys(old))), one))
    return tuple(dict.fromkeys(found))


def _sponsors(
    before: Sequence[Sponsor], after: Sequence[Sponsor], named: Named
) -> tuple[Sponsor, ...]:
    """Return the sponsors of a row, and those of whom its columns say nothing."""
    found = _same_agents(before, after)
    if named.roles is None:
        kept = [one for one in before if one.withdrawn]
    else:
        kept = [one for one in before if one.withdrawn or one.role not in named.roles]
    left = [one for one in before if one in found or one in kept]
    return (*left, *(one for one in found if one not in left))


def _series(before: Iterable[Series], after: Iterable[Series]) -> tuple[Series, ...]:
    known = {one.id: one for one in before}
    return tuple(known.get(one.id, one) for one in after)


def _relations(before: Iterable[Relation], after: Iterable[Relation]) -> tuple[Relation, ...]:
    """Return relations with other proposals that this one continues; the others stay."""
    new = tuple(after)
    kept = [one for one in before if one.kind is not RelationKind.CONTINUES]
    known = {one.to: one for one in before if one.kind is RelationKind.CONTINUES}
    return (*kept, *(known.get(one.to, one) for one in new if one not in kept))


def _identifiers(
    before: Sequence[Identifier], after: Sequence[Identifier]
) -> tuple[Identifier, ...]:
    """Return the numbers; a new one takes the place of the one that its column gives."""
    numbers = list(before)
    stay = {one.value for one in after}
    for new in after:
        if any(one.value == new.value for one in numbers):
            continue
        of_column = (
            place
            for place, one in enumerate(numbers)
            if one.value not in stay and (one.scheme == new.scheme or new.scheme in _ANY_NUMBER)
        )
        if (place := next(of_column, None)) is None:
            numbers.append(new)
        else:
            numbers[place] = msgspec.structs.replace(numbers[place], value=new.value)
    return tuple(numbers)


_SETTERS: Mapping[str, Callable[[Any, Any], Any]] = {
    "addressees": _same_agents,
    "identifiers": _identifiers,
    "relations": _relations,
    "series": _series,
}
