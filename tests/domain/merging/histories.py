"""Random changes that several people make to one base, and what must come of merging them.

Every proposal has a number in ``extra`` that no change touches: by it, a proposal is known under
any id. What must come out is computed from plain sets and values, not by the code under test.
"""

import random
from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b
from typing import Any

from msgspec.structs import replace

from proposals_cli.domain.merging.bases import BaseState
from proposals_cli.domain.model.change import Key
from proposals_cli.domain.model.decoding import decode_record, encode_record, table_of
from proposals_cli.domain.model.parts import Change, Relation, Statement, StatusClaim
from proposals_cli.domain.model.records import Proposal, Record
from proposals_cli.domain.model.references import named_ids, with_ids, without_reference
from proposals_cli.domain.model.vocabulary import RelationKind, Status
from tests.factories import REGIONS, THEMES, measure, proposal, reply, small_base, titles

State = dict[Key, Record]

SINGLE = ("term", "session", "status", "problem", "title")
"""Fields with one value: if two people change one, each in another way, that is a conflict."""


def ancestor(count: int) -> State:
    """Return a base of this many proposals, each with two measures and two themes."""
    made = [
        proposal(
            f"2020-p{n:02}",
            themes=THEMES[:2],
            regions=REGIONS[:1],
            term=1,
            measures=(measure("m01", f"First of {n}."), measure("m02", f"Second of {n}.")),
            status=StatusClaim(as_reported="first said"),
            problem=Statement(text={"en": "A problem."}),
            extra={"number": str(n)},
        )
        for n in range(count)
    ]
    return {(table_of(one), one.id): one for one in small_base(made)}


class Person:
    """Someone who changes the base; what they write is nobody else's."""

    def __init__(self, name: str, seed: int) -> None:
        self.name = name
        self._chance = random.Random(seed)
        self._count = 0

    def word(self) -> str:
        """Return a word that nobody wrote before."""
        self._count += 1
        return f"{self.name}{self._count}"

    def change(self, state: State, times: int) -> State:
        """Return the state after some random changes."""
        for _ in range(times):
            does = self._chance.choices(
                [self._edit, self._add, self._remove, self._rename, self._link], [8, 2, 1, 1, 1]
            )[0]
            state = does(dict(state))
        return state

    def _key(self, state: State) -> Key:
        """Return the key of some proposal."""
        return self._chance.choice([key for key in state if key[0] == "proposals"])

    def _edit(self, state: State) -> State:
        key = self._key(state)
        one = state[key]
        assert isinstance(one, Proposal)
        edits = [self._single, self._list, self._part]
        after = self._chance.choice(edits)(one)
        state[key] = replace(after, history=(*one.history, self._entry("edited")))
        return state

    def _single(self, one: Proposal) -> Proposal:
        word = self.word()
        fields: dict[str, Any] = {
            "term": word,
            "session": word,
            "status": StatusClaim(value=Status.SUBMITTED, as_reported=word),
            "problem": Statement(text={"en": word}),
            "titles": titles(en=word),
        }
        name = self._chance.choice(list(fields))
        return replace(one, **{name: fields[name]})

    def _list(self, one: Proposal) -> Proposal:
        word = self.word()
        last = max((int(each.id[1:]) for each in one.measures), default=0) + 1
        added: dict[str, Any] = {
            "regions": word,
            "notes": word,
            "measures": measure(f"m{last:02}", word),
            "actions": reply(word, date=f"2020-0{self._chance.randint(1, 9)}-01"),
        }
        name = self._chance.choice(list(added))
        items = [*getattr(one, name), added[name]]
        if name == "regions" and self._chance.random() < 0.5:
            items.pop(0)
        if name == "measures" and self._chance.random() < 0.3:
            items.pop(0)
        return replace(one, **{name: tuple(items)})

    def _part(self, one: Proposal) -> Proposal:
        if not one.measures:
            return one
        place = self._chance.randrange(len(one.measures))
        edited = replace(one.measures[place], area=self.word())
        measures = (*one.measures[:place], edited, *one.measures[place + 1 :])
        return replace(one, measures=measures)

    def _add(self, state: State) -> State:
        word = self.word()
        id_ = self._chance.choice([f"2021-{word}", "2021-the-same-id"])
        if ("proposals", id_) not in state:
            state["proposals", id_] = proposal(
                id_,
                titles=titles(en=blake2b(word.encode()).hexdigest()),
                extra={"number": word},
                history=(self._entry("added"),),
            )
        return state

    def _remove(self, state: State) -> State:
        key = self._key(state)
        if sum(table == "proposals" for table, _ in state) == 1:
            return state
        del state[key]
        for other, record in list(state.items()):
            left = without_reference(record, *key)
            assert left is not None
            state[other] = left
        return state

    def _rename(self, state: State) -> State:
        key = self._key(state)
        new = ("proposals", f"2022-{self.word()}")
        one = state.pop(key)
        assert isinstance(one, Proposal)
        state = {other: with_ids(record, {key: new[1]}) for other, record in state.items()}
        former = (*one.former_ids, one.id)
        entry = self._entry(f"renamed from {one.id}")
        state[new] = replace(one, id=new[1], former_ids=former, history=(*one.history, entry))
        return state

    def _link(self, state: State) -> State:
        key = self._key(state)
        one = state[key]
        assert isinstance(one, Proposal)
        target = self._chance.choice([each for table, each in state if table == "proposals"])
        link = Relation(kind=RelationKind.RELATED, to=target)
        if target != one.id and link not in one.relations:
            state[key] = replace(one, relations=(*one.relations, link))
        return state

    def _entry(self, what: str) -> Change:
        return Change(when=f"2026-01-01T00:00:{self._count % 60:02}Z", what=what, why=self.word())


def as_state(records: Mapping[Key, Record]) -> BaseState:
    """Return records as the state of a base that is merged."""
    return BaseState(records={key: encode_record(record) for key, record in records.items()})


def as_records(state: BaseState) -> State:
    """Return the records of a state, each of which must be valid."""
    return {key: decode_record(key[0], content) for key, content in state.records.items()}


def by_number(state: Mapping[Key, Record]) -> dict[str, Proposal]:
    """Return the proposals by the number that no change touches."""
    return {one.extra["number"]: one for one in state.values() if isinstance(one, Proposal)}


def statements(one: Proposal) -> set[str]:
    """Return everything in the lists of a proposal that a person can add or take away."""
    return {
        *(f"region {name}" for name in one.regions),
        *(f"note {text}" for text in one.notes),
        *(f"measure {each.text['en']}" for each in one.measures),
        *(f"action {each.text['en']}" for each in one.actions),
        *(f"history {each.why}" for each in one.history),
        *(f"theme {name}" for name in one.themes),
    }


def single_values(one: Proposal) -> dict[str, Any]:
    """Return what has one value: some fields, and the area of each measure."""
    found = {
        "term": one.term,
        "session": one.session,
        "status": one.status and one.status.as_reported,
        "problem": one.problem and one.problem.text["en"],
        "title": one.titles[0].text,
    }
    return found | {f"area {each.text['en']}": each.area for each in one.measures}


def dangling(state: Mapping[Key, Record]) -> Iterator[str]:
    """Yield the ids of proposals that records refer to and that are not there."""
    for record in state.values():
        for tables, id_, _ in named_ids(record):
            if "proposals" in tables and ("proposals", id_) not in state:
                yield f"{record.id} → {id_}"


def people(count: int, seed: int) -> Iterable[Person]:
    """Return people with names of one letter."""
    return [Person("abcdefghij"[n], seed * 100 + n) for n in range(count)]
