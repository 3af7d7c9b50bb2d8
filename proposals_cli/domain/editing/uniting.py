"""Make several records of one table one: the first takes over what the others say."""

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from typing import Any, NamedTuple

import msgspec

from proposals_cli.domain.checking.date_rules import is_before
from proposals_cli.domain.editing.drafts import Drafted
from proposals_cli.domain.editing.overlay import listed_sources
from proposals_cli.domain.editing.redirecting import Redirection, Replacement
from proposals_cli.domain.editing.union import Decide, Union, reconciled, unite_items
from proposals_cli.domain.model.change import with_history
from proposals_cli.domain.model.decoding import table_of
from proposals_cli.domain.model.parts import Action, Measure, Relation
from proposals_cli.domain.model.records import Body, Person, Proposal, Record, Theme
from proposals_cli.domain.model.references import without_reference
from proposals_cli.domain.ports import ProposalIndex
from proposals_cli.errors import InvalidRecordError


class Contradiction(NamedTuple):
    """A field in which records differ though only one can be right: its path, id → value."""

    field: str
    values: dict[str, Any]


class United(NamedTuple):
    """What several records say together.

    Where nobody decided on a contradiction (``undecided``), the first record is followed.
    """

    record: Record
    undecided: tuple[Contradiction, ...]


def united(
    records: Sequence[Record], choices: Mapping[str, str], preferred: str | None = None
) -> United:
    """Return what records of one table say together, as a new state of the first.

    Args:
        records: two or more.
        choices: path of a field, or its first name → the id of the record that is right.
        preferred: the id of the record that is right in every other field.

    Raises:
        InvalidRecordError: a choice names a field in which they do not differ, or a record that
            does not have it.
    """
    into, *others = (_apart(record, records) for record in records)
    decisions = _Decisions(choices, preferred)
    together = into
    for other in others:
        together = _two_united(together, other, decisions.of(other.id))
    contradictions = {
        path: Contradiction(path, {one.id: _at(one, path) for one in records if _at(one, path)})
        for path in decisions.met
    }
    decisions.require_sense(contradictions)
    former = dict.fromkeys(id_ for one in records for id_ in (*one.former_ids, one.id))
    former.pop(into.id)
    history = sorted((line for one in records for line in one.history), key=lambda one: one.when)
    together = msgspec.structs.replace(
        together, former_ids=tuple(former), history=tuple(dict.fromkeys(history))
    )
    undecided = (one for path, one in contradictions.items() if path in decisions.undecided)
    return United(together, tuple(undecided))


def uniting(
    records: Sequence[Record], together: Drafted, index: ProposalIndex, why: str | None
) -> Replacement:
    """Return the change that makes records one.

    Args:
        records: the first is changed, the others go.
        together: what the first becomes, and new sources that it cites.
        index: of the base.
        why: the reason for the change.
    """
    into, *others = records
    keys = {(table_of(one), one.id): one for one in records}
    moved = {(table_of(one), one.id): into.id for one in others}
    redirection = Redirection(index, moved, unite_items)
    names = ", ".join(one.id for one in others)
    record = with_history(
        redirection.redirected(together.record), f"merged with {names}", why, redirection.when
    )
    added = [with_history(one, "added", why, redirection.when) for one in together.sources]
    return redirection.replacement(keys, record, f"merge {names} into {into.id}", why, added)


class _Decisions:
    """What the user decided, and the fields in which records were found to differ."""

    def __init__(self, choices: Mapping[str, str], preferred: str | None) -> None:
        self._choices = choices
        self._preferred = preferred
        self.met: dict[str, None] = {}
        self.undecided: set[str] = set()

    def of(self, id_: str) -> Decide:
        """Return the decisions on a record that is united with those before it."""

        def takes_second(path: str, _before: Any, _after: Any) -> bool:
            self.met[path] = None
            chosen = self._choice(path) or self._preferred
            if chosen is None:
                self.undecided.add(path)
            return chosen == id_

        return takes_second

    def _choice(self, path: str) -> str | None:
        names = path.split(".")
        paths = (".".join(names[:end]) for end in range(len(names), 0, -1))
        return next((self._choices[one] for one in paths if one in self._choices), None)

    def require_sense(self, contradictions: Mapping[str, Contradiction]) -> None:
        """Raise InvalidRecordError for a choice that decides nothing."""
        for field, id_ in self._choices.items():
            concerned = [
                one
                for path, one in contradictions.items()
                if path == field or path.startswith(f"{field}.")
            ]
            if not concerned:
                raise InvalidRecordError(
                    f"The records do not differ in '{field}'.",
                    f"They differ in {', '.join(contradictions)}." if contradictions else "",
                )
            for one in concerned:
                if id_ not in one.values:
                    raise InvalidRecordError(
                        f"'{id_}' says nothing of '{one.field}'.",
                        f"Take it from {' or '.join(one.values)}.",
                    )


def _two_united(one: Record, two: Record, takes_second: Decide) -> Record:
    if isinstance(one, Proposal) and isinstance(two, Proposal):
        return _proposals_united(one, two, takes_second)
    first, second = reconciled(one, two, takes_second)
    together = Union().record(first, second)
    if isinstance(together, Person | Body | Theme):
        names = [name for record in (one, two) for name in _names(record)]
        left = [name for name in names if name not in together.name.values()]
        others = dict.fromkeys((*together.other_names, *left))
        together = msgspec.structs.replace(together, other_names=tuple(others))
    return together


def _names(record: Record) -> Iterable[str]:
    return record.name.values() if isinstance(record, Person | Body | Theme) else ()


def _proposals_united(one: Proposal, two: Proposal, takes_second: Decide) -> Proposal:
    first, second = reconciled(*_of_one_year(one, two, takes_second), takes_second)
    together = Union().record(first, _with_former_ids(second))
    year = together.year
    if together.date and year == int(together.date[:4]) and (one.date is None or one.year is None):
        year = None  # the date tells it
    count = len(first.actions)
    return msgspec.structs.replace(
        together,
        year=year,
        actions=reduce(_inserted, together.actions[count:], together.actions[:count]),
        measures=tuple(_without_present_number(one) for one in together.measures),
        sources=listed_sources(first, second, together),
    )


def _inserted(actions: tuple[Action, ...], new: Action) -> tuple[Action, ...]:
    """Return actions with one more, before those that are surely later."""
    later = (
        place
        for place, one in enumerate(actions)
        if one.date and new.date and is_before(new.date, one.date)
    )
    place = next(later, len(actions))
    return (*actions[:place], new, *actions[place:])


def _of_one_year(one: Proposal, two: Proposal, takes_second: Decide) -> tuple[Proposal, Proposal]:
    """Return two proposals whose years agree where one has a year and the other a date."""
    years = one.stated_year, two.stated_year
    is_compared = (one.year and two.year) or (one.date and two.date)
    if is_compared or None in years or years[0] == years[1]:
        return one, two
    if takes_second("year", *years):
        return msgspec.structs.replace(one, year=two.year, date=two.date), two
    return one, msgspec.structs.replace(two, year=one.year, date=one.date)


def _with_former_ids(proposal: Proposal) -> Proposal:
    """Return a proposal whose measures keep their numbers in it, and in what it was before.

    A measure that had another number in what is part of the proposal says so already.
    """
    known = {former for one in proposal.measures for former in one.former_ids}
    measures = []
    for measure in proposal.measures:
        numbers = (f"{id_}#{measure.id}" for id_ in (proposal.id, *proposal.former_ids))
        former = (*measure.former_ids, *(one for one in numbers if one not in known))
        measures.append(msgspec.structs.replace(measure, former_ids=former))
    return msgspec.structs.replace(proposal, measures=tuple(measures))


def _without_present_number(measure: Measure) -> Measure:
    """Return a measure without former ids that end in the number which it has."""
    former = tuple(one for one in measure.former_ids if not one.endswith(f"#{measure.id}"))
    return msgspec.structs.replace(measure, former_ids=former)


def _apart(record: Record, records: Sequence[Record]) -> Record:
    """Return a record without links to those that it becomes one with; their notes are kept."""
    table, ids = table_of(record), {one.id for one in records}
    if isinstance(record, Proposal):
        inner = [one for one in record.relations if one.to in ids]
        notes = (*record.notes, *(one.note for one in inner if one.note))
        outer: tuple[Relation, ...] = tuple(one for one in record.relations if one.to not in ids)
        return msgspec.structs.replace(record, relations=outer, notes=notes)
    for id_ in ids:
        record = without_reference(record, table, id_) or record
    return record


def _at(record: Any, path: str) -> Any:
    """Return the value at a path of fields and keys; None if there is none."""
    if path == "year" and isinstance(record, Proposal):
        return record.stated_year
    for name in path.split("."):
        if record is None:
            return None
        record = record.get(name) if isinstance(record, dict) else getattr(record, name, None)
    return record
